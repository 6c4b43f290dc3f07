"""Members of cohorts: enrolled, changed, transferred, removed. What they attended is kept."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from academy.thresholds import PROPOSED, Thresholds
from service.access import audit
from service.access.actor import Actor
from service.cohorts import operations as cohorts
from service.enrolments import calendars, register
from service.enrolments.attending import Attending, attending, with_catch_up
from service.enrolments.expected import about_members
from service.enrolments.groups import regroup
from service.enrolments.member_checks import (
    Wish,
    require_fitting,
    require_once,
    require_open,
    require_run,
)
from service.enrolments.refusals import (
    MemberGone,
    MemberOvertaken,
    NoSuchMember,
)
from service.enrolments.store import calendars as calendar_store
from service.enrolments.store import members as store
from service.enrolments.store.members import EVERY_WEEKDAY, MemberRecord
from service.settings import Settings
from service.storage.transaction import snapshot, unit_of_work
from service.workforce.identity import identify, identity_key

SUBJECT = "member"


@dataclass(frozen=True, slots=True)
class Joining:
    """``number``: the registration number, which is turned into the keyed identity and dropped.

    ``worker``: the keyed identity, where it is known already. ``id``: where it is to be foretold,
    as in the demo.
    """

    wish: Wish
    number: str | None = None
    worker: str | None = None
    id: UUID | None = None


async def members_of(cohort_id: UUID) -> list[MemberRecord]:
    """By name, without those who were removed. Raises NoSuchCohort."""
    async with snapshot():
        await cohorts.one(cohort_id)
        return await store.members(cohort_id)


async def one(member_id: UUID) -> MemberRecord:
    """Raises NoSuchMember."""
    record = await store.member(member_id)
    if record is None:
        raise NoSuchMember(f"There is no member {member_id}.")
    return record


async def enrol(
    cohort_id: UUID, joining: Sequence[Joining], actor: Actor, now: datetime, settings: Settings
) -> list[MemberRecord]:
    """All of them or none, in the order given.

    Raises NoSuchCohort, WrongState, MemberInvalid, AlreadyEnrolled.
    """
    async with unit_of_work():
        return await add(cohort_id, joining, actor, now, settings)


async def add(
    cohort_id: UUID, joining: Sequence[Joining], actor: Actor, now: datetime, settings: Settings
) -> list[MemberRecord]:
    """As ``enrol``, inside the caller's unit of work."""
    before = await attending(cohort_id)
    require_open(before.cohort)
    require_fitting(before.cohort, [each.wish for each in joining])
    fresh = [_record(cohort_id, each, now, settings) for each in joining]
    require_once(before.members, fresh)
    await store.add(fresh)
    await _retell(before, now)
    for record in fresh:
        await _told(actor, now, "member.enrolled", None, record)
    return fresh


async def change(
    member_id: UUID, revision: int, wish: Wish, actor: Actor, now: datetime
) -> MemberRecord:
    """Raises NoSuchMember, MemberGone, MemberOvertaken, WrongState, MemberInvalid."""
    async with unit_of_work():
        record = await current(member_id, revision)
        before = await attending(record.cohort)
        require_open(before.cohort)
        require_fitting(before.cohort, [wish])
        return await _put(
            before, record, _wished(record, wish), action="member.changed", actor=actor, now=now
        )


async def set_catch_up(
    member_id: UUID, uids: Collection[str], actor: Actor, now: datetime
) -> MemberRecord:
    """The mop-up sessions they attend instead of their own run's; inside the caller's unit of work.

    Raises NoSuchMember, MemberGone.
    """
    record = await current(member_id, None)
    before = await attending(record.cohort)
    fresh = replace(record, catch_up=tuple(sorted(uids)))
    return await _put(before, record, fresh, action="member.changed", actor=actor, now=now)


async def set_own_facts(
    member_id: UUID,
    *,
    cleared: bool,
    expected_clearance: date | None,
    asye_start: date | None,
    actor: Actor,
    now: datetime,
) -> MemberRecord:
    """Clearance and registration as they have become known; inside the caller's unit of work."""
    record = await current(member_id, None)
    before = await attending(record.cohort)
    fresh = replace(
        record, cleared=cleared, expected_clearance=expected_clearance, asye_start=asye_start
    )
    return await _put(before, record, fresh, action="member.changed", actor=actor, now=now)


async def set_completed(
    member_id: UUID, completed: Collection[str], actor: Actor, now: datetime
) -> MemberRecord:
    """Items their plan need not have; inside the caller's unit of work."""
    record = await current(member_id, None)
    before = await attending(record.cohort)
    fresh = replace(record, completed=tuple(sorted(completed)))
    return await _put(before, record, fresh, action="member.changed", actor=actor, now=now)


async def transfer(
    member_id: UUID, revision: int, *, cohort_id: UUID, run: str, actor: Actor, now: datetime
) -> MemberRecord:
    """To another cohort or run with what they have attended: nothing is taken twice (S5).

    Raises NoSuchMember, MemberGone, MemberOvertaken, NoSuchCohort, WrongState, MemberInvalid,
    AlreadyEnrolled.
    """
    async with unit_of_work():
        record = await current(member_id, revision)
        left = await attending(record.cohort)
        entered = await attending(cohort_id)
        require_open(entered.cohort)
        fresh = replace(record, cohort=cohort_id, run=run)
        if cohort_id != record.cohort:
            require_once(entered.members, [fresh])
            attended = await register.completed_by(member_id)
            fresh = replace(
                fresh,
                catch_up=(),
                completed=tuple(sorted({*record.completed, *attended})),
            )
        require_run(entered.cohort, run, "/run")
        fresh = replace(fresh, revision=record.revision + 1, changed_at=now)
        known = await calendar_store.told_to(member_id)
        await store.replace(fresh)
        if cohort_id != record.cohort:
            await _retell(left, now, without=member_id)
        after = await _retell(entered, now, without=member_id)
        await calendars.retell(
            {str(member_id): left.told(record)},
            {str(member_id): after.told(fresh)},
            {str(member_id): known},
            now,
        )
        await _told(actor, now, "member.transferred", record, fresh)
        return fresh


async def remove(member_id: UUID, revision: int, actor: Actor, now: datetime) -> None:
    """Their sessions end in their calendar; what they attended stays in the register.

    Raises NoSuchMember, MemberGone, MemberOvertaken.
    """
    async with unit_of_work():
        record = await current(member_id, revision)
        before = await attending(record.cohort)
        fresh = replace(record, removed_at=now)
        await _put(before, record, fresh, action="member.removed", actor=actor, now=now)


# --- what a change brings with it --------------------------------------------------------------


async def release(
    cohort_id: UUID,
    expected_revision: int,
    note: str,
    actor: Actor,
    now: datetime,
    *,
    thresholds: Thresholds = PROPOSED,
) -> cohorts.Release:
    """Release the draft, as ``cohorts.release`` does, and let groups and calendars follow."""
    return await cohorts.release(
        cohort_id,
        expected_revision,
        note,
        actor,
        now,
        follow=_after_release,
        further=about_members,
        thresholds=thresholds,
    )


async def _after_release(
    cohort_id: UUID, old: Sequence[cohorts.ReleasedSession], now: datetime
) -> None:
    after = await attending(cohort_id)
    released = await with_catch_up(old, after.members)
    before = replace(
        after, released=released, deadlines=cohorts.deadlines_of(after.cohort, released)
    )
    await _retell(before, now)


async def _put(
    before: Attending,
    record: MemberRecord,
    fresh: MemberRecord,
    *,
    action: str,
    actor: Actor,
    now: datetime,
) -> MemberRecord:
    if fresh == record:
        return record
    fresh = replace(fresh, revision=record.revision + 1, changed_at=now)
    await store.replace(fresh)
    await _retell(before, now)
    await _told(actor, now, action, record, fresh)
    return fresh


async def _retell(before: Attending, now: datetime, *, without: UUID | None = None) -> Attending:
    """Groups are formed again, and every calendar that this changes is told.

    ``without``: a member who changes cohorts, whose calendar the caller tells.
    """
    known = await calendar_store.told(before.cohort.record.id)
    after = await regroup(await attending(before.cohort.record.id))
    await calendars.retell(
        {str(m.id): before.told(m) for m in before.members if m.id != without},
        {str(m.id): after.told(m) for m in after.members if m.id != without},
        known,
        now,
    )
    return after


async def current(member_id: UUID, revision: int | None) -> MemberRecord:
    """``revision`` None: whoever changed them before, the change still fits."""
    record = await one(member_id)
    if record.removed:
        raise MemberGone(f"{member_id} is no longer a member.")
    if revision is not None and revision != record.revision:
        raise MemberOvertaken(
            f"The member was changed at {record.changed_at:%H:%M on %-d %B %Y} (UTC): the revision "
            f"is {record.revision} now, and the change was made on {revision or 'another'}."
        )
    return record


def _record(cohort_id: UUID, joining: Joining, now: datetime, settings: Settings) -> MemberRecord:
    worker = joining.worker
    if joining.number is not None:
        worker = identify(joining.number, identity_key(settings))
    blank = MemberRecord(
        id=joining.id or uuid4(),
        cohort=cohort_id,
        run=joining.wish.run,
        worker=worker,
        name=joining.wish.name,
        audience=joining.wish.audience,
        team=None,
        manager=None,
        completed=(),
        named=(),
        chosen=(),
        repeats=(),
        catch_up=(),
        weekdays=EVERY_WEEKDAY,
        cleared=False,
        expected_clearance=None,
        route=None,
        started_on=None,
        asye_start=None,
        revision=1,
        joined_at=now,
        changed_at=now,
    )
    return _wished(blank, joining.wish)


def _wished(record: MemberRecord, wish: Wish) -> MemberRecord:
    return replace(
        record,
        run=wish.run,
        name=wish.name,
        audience=wish.audience,
        team=wish.team,
        manager=wish.manager,
        completed=_each_once(wish.completed),
        named=_each_once(wish.named),
        chosen=_each_once(wish.chosen),
        repeats=_each_once(wish.repeats),
        weekdays=tuple(sorted(set(wish.weekdays))),
        cleared=wish.cleared,
        expected_clearance=wish.expected_clearance,
        route=wish.route,
        started_on=wish.started_on,
        asye_start=wish.asye_start,
    )


def _each_once(values: Collection[str]) -> tuple[str, ...]:
    return tuple(sorted(set(values)))


# --- the trail ---------------------------------------------------------------------------------


async def _told(
    actor: Actor, now: datetime, action: str, before: MemberRecord | None, after: MemberRecord
) -> None:
    await audit.record(
        actor,
        action,
        subject_kind=SUBJECT,
        subject_id=str(after.id),
        before=_plain(before, renamed=False),
        after=_plain(after, renamed=before is not None and before.name != after.name),
        now=now,
    )


def _plain(record: MemberRecord | None, *, renamed: bool) -> Mapping[str, Any] | None:
    """What the trail keeps: neither the name nor the identity of the worker, but that it is another."""
    if record is None:
        return None
    return {
        "renamed": renamed,
        "cohort": str(record.cohort),
        "run": record.run,
        "audience": record.audience.value,
        "team": record.team,
        "completed": list(record.completed),
        "named": list(record.named),
        "chosen": list(record.chosen),
        "repeats": list(record.repeats),
        "catch_up": list(record.catch_up),
        "weekdays": list(record.weekdays),
        "cleared": record.cleared,
        "expected_clearance": _day(record.expected_clearance),
        "route": record.route,
        "started_on": _day(record.started_on),
        "asye_start": _day(record.asye_start),
        "revision": record.revision,
        "removed": record.removed,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
