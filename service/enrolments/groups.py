"""Groups over capacity: who takes an item together, and what is open (A2-A5)."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from academy.findings import PlanFinding
from academy.groups import Group, OutOfOrder, form_groups, numbers, out_of_order, unscheduled
from service.access import audit
from service.access.actor import Actor
from service.cohorts.drafts import HOME
from service.enrolments import calendars
from service.enrolments.attending import Attending, attending
from service.enrolments.store import calendars as calendar_store
from service.enrolments.store import groups as store
from service.enrolments.store.members import MemberRecord
from service.storage.transaction import snapshot, unit_of_work


@dataclass(frozen=True, slots=True)
class Grouping:
    """``unscheduled``: groups that no session serves yet. ``orders``: who comes too early."""

    fill_first: bool
    groups: tuple[Group, ...]
    unscheduled: tuple[Group, ...]
    orders: tuple[tuple[MemberRecord, OutOfOrder], ...]
    members: dict[str, MemberRecord]

    @property
    def findings(self) -> tuple[PlanFinding, ...]:
        return tuple(order.finding for _, order in self.orders)


async def grouping(cohort_id: UUID) -> Grouping:
    """Raises NoSuchCohort."""
    async with snapshot():
        return _grouping(await attending(cohort_id), await store.fill_first(cohort_id))


def _grouping(now: Attending, fill_first: bool) -> Grouping:
    groups = formed(now, fill_first)
    orders = [
        (member, order)
        for member in now.members
        for order in out_of_order(
            now.planned(member), now.itinerary(member).sessions, now.programme
        )
    ]
    return Grouping(
        fill_first,
        groups,
        unscheduled(groups, now.sessions),
        tuple(orders),
        {str(member.id): member for member in now.members},
    )


def formed(now: Attending, fill_first: bool) -> tuple[Group, ...]:
    """The groups the members ask for; whoever has a place keeps it unless there is a cause."""
    return form_groups(
        now.programme,
        [now.planned(member) for member in now.members if not member.removed],
        now.sessions,
        held=now.groups,
        home_run=HOME,
        fill_first=fill_first,
    )


async def regroup(now: Attending) -> Attending:
    """Store the groups that members and runs ask for now; inside the caller's unit of work."""
    cohort_id = now.cohort.record.id
    wanted = numbers(formed(now, await store.fill_first(cohort_id)))
    if wanted == {item: dict(places) for item, places in now.groups.items()}:
        return now
    await store.put_numbers(cohort_id, wanted)
    return replace(now, groups=wanted)


async def choose(cohort_id: UUID, fill_first: bool, actor: Actor, now: datetime) -> Grouping:
    """Balanced groups, or full ones and a rest. Raises NoSuchCohort."""
    async with unit_of_work():
        before = await attending(cohort_id)
        was = await store.fill_first(cohort_id)
        if was != fill_first:
            known = await calendar_store.told(cohort_id)
            await store.put_fill_first(cohort_id, fill_first)
            # Divided anew: the choice is the cause that lets people change groups.
            after = await regroup(replace(before, groups={}))
            await calendars.retell(
                {str(member.id): before.told(member) for member in before.members},
                {str(member.id): after.told(member) for member in after.members},
                known,
                now,
            )
            await audit.record(
                actor,
                "groups.chosen",
                subject_kind="enrolment",
                subject_id=str(cohort_id),
                before={"fill_first": was},
                after={"fill_first": fill_first},
                now=now,
            )
        return _grouping(await attending(cohort_id), fill_first)
