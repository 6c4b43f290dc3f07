"""Starters placed in runs: who is proposed where and how long they wait, confirmed by a person (S2)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from academy.allocation import Allocation, RunOffer, allocate
from academy.findings import PlanFinding, Severity
from academy.programme import Audience
from academy.session import Session, Status
from academy.waiting import Waiting, served_by, waiting_list
from service.access.actor import Actor
from service.cohorts import operations as cohorts
from service.cohorts.cohorts import CLOSED
from service.cohorts.drafts import HOME, Run
from service.cohorts.operations import Cohort
from service.enrolments import members, starters
from service.enrolments.member_checks import Wish, require_open
from service.enrolments.members import Joining
from service.enrolments.refusals import RunFull, StarterInvalid, StarterNotWaiting
from service.enrolments.starters import Known
from service.enrolments.store import members as member_store
from service.enrolments.store import starters as store
from service.enrolments.store.members import MemberRecord
from service.enrolments.store.starters import PLACED, WAITING, StarterRecord
from service.settings import Settings
from service.storage.transaction import snapshot, unit_of_work


@dataclass(frozen=True, slots=True)
class Offer:
    """A run that starters can join, as it stands; ``cohort`` by record.

    ``blocks``: what keeps the draft of a cohort from its first release.
    """

    cohort: Cohort
    offer: RunOffer
    blocks: tuple[PlanFinding, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """Where one starter would go; ``offer`` None is the waiting list."""

    known: Known
    allocation: Allocation
    offer: Offer | None


@dataclass(frozen=True, slots=True)
class WaitingList:
    """``served``: whom a further run would take, where one was asked about."""

    waiting: tuple[tuple[Known, Waiting], ...]
    served: tuple[tuple[Known, Allocation], ...]


async def proposals(settings: Settings) -> tuple[Proposal, ...]:
    """For everybody who waits, in order of start. Nothing is stored: a person confirms each."""
    async with snapshot():
        return await _proposals(settings)


async def _proposals(settings: Settings) -> tuple[Proposal, ...]:
    waiting = await store.starters(WAITING)
    offers = {(each.offer.cohort, each.offer.run): each for each in await open_runs()}
    measured = await starters.measured_days(settings)
    found = allocate(
        [each.planned for each in waiting],
        [each.offer for each in offers.values()],
        late_days=settings.starter_late_days,
        long_wait_weeks=settings.starter_long_wait_weeks,
        measured_clearance=measured,
    )
    by_id = {str(each.id): each for each in waiting}
    return tuple(
        Proposal(
            starters.known(by_id[allocation.starter.id], measured, settings),
            allocation,
            offers[allocation.offer.cohort, allocation.offer.run] if allocation.offer else None,
        )
        for allocation in found
    )


async def list_waiting(
    today: date, settings: Settings, *, further: date | None = None, places: int | None = None
) -> WaitingList:
    """Who has no run, longest wait first; and whom a run from ``further`` on would take."""
    async with snapshot():
        found = await _proposals(settings)
    known = {each.allocation.starter.id: each.known for each in found}
    waiting = waiting_list([each.allocation for each in found], today=today)
    served: tuple[Allocation, ...] = ()
    if further is not None:
        served = served_by(RunOffer("", "", further, places), waiting)
    return WaitingList(
        tuple((known[each.starter.id], each) for each in waiting),
        tuple((known[each.starter.id], each) for each in served),
    )


async def open_runs() -> list[Offer]:
    """Runs that lay out a whole induction, of cohorts that are not closed; by start.

    The induction is the first block of the programme. A run of single items is no place to start.
    """
    found = []
    for cohort in await cohorts.listing():
        if cohort.record.state == CLOSED:
            continue
        taken = Counter(member.run for member in await member_store.members(cohort.record.id))
        sessions, blocks = await _as_it_stands(cohort)
        starts = _starts(cohort, sessions)
        found += [
            Offer(
                cohort,
                RunOffer(
                    cohort.record.key,
                    run.key,
                    starts[run.key],
                    run.places,
                    taken[run.key],
                    blocked=bool(blocks),
                ),
                blocks,
            )
            for run in cohort.draft.runs
            if run.key in starts
        ]
    return sorted(found, key=lambda each: (each.offer.starts, each.offer.cohort, each.offer.run))


async def _as_it_stands(cohort: Cohort) -> tuple[list[Session], tuple[PlanFinding, ...]]:
    """What is released; until then the draft, and what keeps it from being released at all."""
    if cohort.record.released_version:
        released = await cohorts.released_sessions(cohort.record.id)
        return [each.session for each in released], ()
    preview = await cohorts.preview(cohort.record.id)
    against = [each.finding for each in preview.standing]
    blocks = tuple(each for each in against if each.severity is Severity.BLOCK)
    return list(preview.plan.sessions), blocks


def _starts(cohort: Cohort, sessions: Iterable[Session]) -> dict[str, date]:
    """First day of each run's induction."""
    induction = min(cohort.programme.blocks, key=lambda block: block.offset_weeks).key
    runs = {run.key for run in cohort.draft.runs if _is_induction(run, induction)}
    starts: dict[str, date] = {}
    for session in sessions:
        held = session.status is Status.CONFIRMED and session.block == induction
        if held and session.run in runs:
            starts[session.run] = min(starts.get(session.run, session.day), session.day)
    return starts


def _is_induction(run: Run, induction: str) -> bool:
    if run.items is not None:
        return False
    return run.key == HOME or run.blocks is None or induction in run.blocks


async def place(
    starter_id: UUID,
    revision: int,
    *,
    cohort_id: UUID,
    run: str,
    actor: Actor,
    now: datetime,
    settings: Settings,
) -> tuple[Known, MemberRecord]:
    """A person confirms the run, proposed or another: the starter becomes a member of its cohort.

    Who is not cleared is kept out of contact items. Raises NoSuchStarter, StarterOvertaken,
    StarterNotWaiting, NoSuchCohort, WrongState, StarterInvalid, RunFull, AlreadyEnrolled.
    """
    async with unit_of_work():
        record = await starters.current(starter_id, revision)
        await _require_free(record)
        cohort = await cohorts.one(cohort_id)
        require_open(cohort)
        own = [each for each in await open_runs() if each.cohort.record.id == cohort_id]
        offer = next((each.offer for each in own if each.offer.run == run), None)
        if offer is None:
            names = ", ".join(each.offer.run for each in own) or "none"
            raise StarterInvalid(
                f"{cohort.record.title} has no run {run!r} that begins with an induction.",
                errors=[{"pointer": "/run", "detail": f"must be one of: {names}"}],
            )
        if offer.capacity is not None and offer.taken >= offer.capacity:
            raise RunFull(f"{run} of {cohort.record.title} has {offer.capacity} places, all taken.")
        found = starters.known(record, await starters.measured_days(settings), settings)
        joining = Joining(_wish(found, cohort, run, now), worker=record.worker)
        [member] = await members.add(cohort_id, [joining], actor, now, settings)
        fresh = replace(record, state=PLACED, member=member.id, revision=record.revision + 1)
        await store.replace(fresh)
        await starters.told(actor, now, "starter.placed", record, fresh)
        return replace(found, record=fresh), member


async def _require_free(record: StarterRecord) -> None:
    """Waiting, or placed and removed from there since."""
    if record.state == PLACED and record.member is not None:
        member = await member_store.member(record.member)
        if member is None or member.removed:
            return
        raise StarterNotWaiting(f"{record.id} is a member already.", member=str(record.member))
    starters.require_waiting(record)


def _wish(found: Known, cohort: Cohort, run: str, now: datetime) -> Wish:
    record = found.record
    known = cohort.programme.completable()
    return Wish(
        run=run,
        name=record.name,
        audience=Audience.NEWLY_QUALIFIED if record.newly_qualified else Audience.EXPERIENCED,
        team=record.team,
        manager=record.manager,
        completed=tuple(each for each in record.completed if each in known),
        weekdays=record.weekdays,
        cleared=starters.is_cleared(record, now),
        expected_clearance=found.expected_clearance,
        route=record.route,
        started_on=record.start,
        asye_start=found.asye_start,
    )
