"""A plan: the draft of a cohort laid out on the calendar.

Everything the planner needs is read once into a ``World``, so that a preview is computed from one
state of places, people, holidays and other cohorts' releases.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid5

from academy.plan import Holder, Staffing, lay_out
from academy.planning import Proposal, propose
from academy.programme import Item, Programme
from academy.reserved import Reserved, reserved_by
from academy.session import Session, Status
from academy.template import block_specs
from academy.travel import Base
from academy.working_days import WorkingDays
from service.cohorts import calendar, places, staff
from service.cohorts.drafts import (
    HOME,
    Draft,
    Run,
    SessionChange,
    bases_of,
    closures_of,
    group_runs_of,
    moment,
    moves_of,
    session_name,
)
from service.cohorts.places import Places
from service.cohorts.store import releases as released_store
from service.cohorts.store.cohorts import CohortRecord


@dataclass(frozen=True, slots=True)
class World:
    """What a plan is laid out in. ``others``: what other cohorts have released.

    ``bases``: of people by name, where their first and last way is to be checked.
    """

    working_days: WorkingDays
    places: Places
    holders: tuple[Holder, ...]
    others: tuple[Session, ...]
    bases: Mapping[str, Base]


@dataclass(frozen=True, slots=True)
class PlannedRun:
    run: Run
    proposal: Proposal


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """A session and the roles that present it: the programme's, or those of a change."""

    session: Session
    presenters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Sessions in order of time, cancelled ones too."""

    programme: Programme
    runs: tuple[PlannedRun, ...]
    planned: tuple[PlannedSession, ...]

    @property
    def home(self) -> PlannedRun:
        return next(planned for planned in self.runs if planned.run.key == HOME)

    @property
    def sessions(self) -> tuple[Session, ...]:
        return tuple(each.session for each in self.planned)


async def world(cohort: CohortRecord, draft: Draft) -> World:
    """Read inside the caller's unit of work or snapshot."""
    return World(
        working_days=await calendar.working_days(closures_of(draft)),
        places=await places.held(),
        holders=tuple(staff.in_plans(await staff.holders())),
        others=tuple(
            each.session
            for each in await released_store.sessions()
            if each.session.cohort != cohort.key
        ),
        bases=bases_of(draft),
    )


def session_uid(cohort: UUID, key: str) -> str:
    """The UID of a session, from its first draft on: the same key in the same cohort, the same UID.

    ``key`` is that of ``session_key``: no move, room or title changes it (V1).
    """
    return str(uuid5(cohort, key))


def session_key(session: Session) -> str:
    """What a session is within its cohort, whenever and wherever it is: run/item or run/item/group."""
    return f"{session.run}/{session_name(session.item, session.group)}"


def laid_out(cohort: CohortRecord, draft: Draft, programme: Programme, world: World) -> Plan:
    runs = tuple(PlannedRun(run, _proposal(run, programme, world)) for run in draft.runs)
    planned = [session for each in runs for session in _sessions(cohort, each, programme, world)]
    planned.sort(key=lambda p: (p.session.day, p.session.start, p.session.end, p.session.uid))
    reserved = reserved_by(world.others, leads_of(each.session for each in planned))
    if reserved:  # the dates stay: a block that meets another cohort's days is reported, not moved
        runs = tuple(
            replace(each, proposal=_proposal(each.run, programme, world, reserved)) for each in runs
        )
    return Plan(programme, runs, tuple(planned))


def leads_of(sessions: Iterable[Session]) -> frozenset[str]:
    """Who facilitates: they are with the cohort all day, presenters come and go."""
    return frozenset(name for session in sessions for name in session.facilitators)


def _proposal(
    run: Run, programme: Programme, world: World, reserved: Sequence[Reserved] = ()
) -> Proposal:
    return propose(
        blocks=block_specs(programme, run.blocks),
        anchor=run.anchor,
        working_days=world.working_days,
        moves=moves_of(run),
        later=run.later,
        others=reserved,
    )


def _sessions(
    cohort: CohortRecord, planned: PlannedRun, programme: Programme, world: World
) -> Iterator[PlannedSession]:
    run = planned.run
    items = {item.key: item for _, item in programme.items()}
    for session in lay_out(
        programme,
        planned.proposal,
        cohort=cohort.key,
        run=run.key,
        new_uid=lambda key: session_uid(cohort.id, key.partition("/")[2]),
        staffing=Staffing(holders=world.holders, group_runs=group_runs_of(run), links=run.links),
        items=run.items,
    ):
        item = items[session.item]
        change = run.sessions.get(session_name(session.item, session.group))
        changed = session if change is None else _changed(session, change, item, world)
        here = replace(changed, site_address=_address(changed.site, programme, world))
        presenters = None if change is None else change.presenters
        yield PlannedSession(here, _either(presenters, item.presenters))


def _changed(session: Session, change: SessionChange, item: Item, world: World) -> Session:
    elsewhere = change.site is not None or change.room is not None
    day = change.day or session.day
    names = Staffing(holders=world.holders).names
    return replace(
        session,
        title=change.title or session.title,
        day=day,
        start=moment(change.start) or session.start,
        end=moment(change.end) or session.end,
        site=change.site if elsewhere else session.site,
        room=change.room if elsewhere else session.room,
        presenters=names(_either(change.presenters, item.presenters), day),
        facilitators=names(_either(change.facilitators, item.facilitators), day),
        status=Status.CANCELLED if change.cancelled else session.status,
    )


def _either(mine: Sequence[str] | None, theirs: tuple[str, ...]) -> tuple[str, ...]:
    return theirs if mine is None else tuple(dict.fromkeys(mine))


def _address(site: str | None, programme: Programme, world: World) -> str | None:
    """As stored here, or else as the programme says."""
    known = world.places.site(site)
    if known is not None:
        return known.address
    return next((each.address for each in programme.sites if each.key == site), None)
