"""A plan: the draft of a cohort laid out on the calendar, with what there is to say about it.

Everything the planner needs is read once into a ``World``, so that a preview is computed from one
state of places, people, holidays and other cohorts' releases.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid5

from academy.clashes import clashes, shared_days
from academy.engagements import Engagement, engagements
from academy.findings import PlanFinding, Severity
from academy.plan import Holder, Staffing, lay_out
from academy.planning import Proposal, propose
from academy.programme import ATTENDED, Kind, Programme
from academy.rooms import Room, contradictions, similar_rooms
from academy.session import Session, Status
from academy.template import block_specs, check
from academy.working_days import WorkingDays
from service.cohorts import calendar, places, staff
from service.cohorts.drafts import (
    HOME,
    Draft,
    Run,
    SessionChange,
    closures_of,
    group_runs_of,
    moment,
    moves_of,
    session_name,
)
from service.cohorts.places import Places
from service.cohorts.store import releases as released_store
from service.cohorts.store.cohorts import CohortRecord, Override
from service.cohorts.store.staff import RoleHolder


@dataclass(frozen=True, slots=True)
class World:
    """What a plan is laid out in. ``others``: what other cohorts have released."""

    working_days: WorkingDays
    places: Places
    holders: tuple[Holder, ...]
    proposed: tuple[RoleHolder, ...]
    """Role holders who have not said yes or no yet."""
    others: tuple[Session, ...]


@dataclass(frozen=True, slots=True)
class PlannedRun:
    run: Run
    proposal: Proposal


@dataclass(frozen=True, slots=True)
class Standing:
    """A finding that stands against a plan, and the override that answers for it, if any."""

    finding: PlanFinding
    override: Override | None

    @property
    def refuses(self) -> bool:
        """BLOCK always; WARN until somebody answers for it."""
        severity = self.finding.severity
        return severity is Severity.BLOCK or (severity is Severity.WARN and self.override is None)


@dataclass(frozen=True, slots=True)
class Plan:
    """Sessions in order of time, cancelled ones too."""

    programme: Programme
    runs: tuple[PlannedRun, ...]
    sessions: tuple[Session, ...]
    findings: tuple[PlanFinding, ...]

    def standing(self, overrides: Sequence[Override]) -> tuple[Standing, ...]:
        given = {(each.code, each.subject): each for each in overrides}
        return tuple(
            Standing(finding, given.get((finding.code, finding.message)))
            for finding in self.findings
        )


async def world(cohort: CohortRecord, draft: Draft) -> World:
    """Read inside the caller's unit of work or snapshot."""
    held = await staff.holders()
    return World(
        working_days=await calendar.working_days(closures_of(draft)),
        places=await places.held(),
        holders=tuple(staff.in_plans(held)),
        proposed=tuple(each for each in held if each.state == staff.PROPOSED),
        others=tuple(
            each.session
            for each in await released_store.sessions()
            if each.session.cohort != cohort.key
        ),
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
    sessions = tuple(
        sorted(
            (
                session
                for planned in runs
                for session in _sessions(cohort, planned, programme, world)
            ),
            key=lambda each: (each.day, each.start, each.end, each.uid),
        )
    )
    found = [*_about_runs(runs), *check(programme), *_about_sessions(sessions, programme, world)]
    return Plan(programme, runs, sessions, tuple(dict.fromkeys(found)))


def _proposal(run: Run, programme: Programme, world: World) -> Proposal:
    return propose(
        blocks=block_specs(programme, run.blocks),
        anchor=run.anchor,
        working_days=world.working_days,
        moves=moves_of(run),
        later=run.later,
    )


# --- sessions ----------------------------------------------------------------------------------


def _sessions(
    cohort: CohortRecord, planned: PlannedRun, programme: Programme, world: World
) -> Iterator[Session]:
    run = planned.run
    for session in lay_out(
        programme,
        planned.proposal,
        cohort=cohort.key,
        run=run.key,
        new_uid=str,
        staffing=Staffing(holders=world.holders, group_runs=group_runs_of(run), links=run.links),
        items=run.items,
    ):
        change = run.sessions.get(session_name(session.item, session.group))
        changed = session if change is None else _changed(session, change, programme, world)
        yield replace(
            changed,
            uid=session_uid(cohort.id, session_key(session)),
            site_address=_address(changed.site, programme, world),
        )


def _changed(
    session: Session, change: SessionChange, programme: Programme, world: World
) -> Session:
    elsewhere = change.site is not None or change.room is not None
    day = change.day or session.day
    moved = replace(
        session,
        title=change.title or session.title,
        day=day,
        start=moment(change.start) or session.start,
        end=moment(change.end) or session.end,
        site=change.site if elsewhere else session.site,
        room=change.room if elsewhere else session.room,
        status=Status.CANCELLED if change.cancelled else session.status,
    )
    item = next(item for _, item in programme.items() if item.key == session.item)
    names = Staffing(holders=world.holders).names
    return replace(
        moved,
        presenters=names(_either(change.presenters, item.presenters), day),
        facilitators=names(_either(change.facilitators, item.facilitators), day),
    )


def _either(mine: Sequence[str] | None, theirs: Sequence[str]) -> Sequence[str]:
    return theirs if mine is None else mine


def _address(site: str | None, programme: Programme, world: World) -> str | None:
    """As stored here, or else as the programme says."""
    known = world.places.site(site)
    if known is not None:
        return known.address
    return next((each.address for each in programme.sites if each.key == site), None)


# --- findings ----------------------------------------------------------------------------------


def _about_runs(runs: Sequence[PlannedRun]) -> Iterator[PlanFinding]:
    """With more runs than one, each finding says of which run it speaks."""
    for planned in runs:
        for finding in planned.proposal.findings:
            if planned.run.key == HOME:
                yield finding
            else:
                yield replace(finding, message=f"{planned.run.title}: {finding.message}")


def _about_sessions(
    sessions: Sequence[Session], programme: Programme, world: World
) -> Iterator[PlanFinding]:
    held = [session for session in sessions if session.status is Status.CONFIRMED]
    yield from _days(held, world.working_days)
    yield from _presenters(held, world)
    yield from _unconfirmed(held, world)
    yield from _sites(held, programme, world)
    rooms = known_rooms(programme, world.places)
    yield from contradictions(held, rooms)
    yield from similar_rooms(places.as_planned(world.places.rooms))
    own, others = taken(held), taken(world.others)
    cohorts = {each.cohort for each in own}
    yield from (
        clash.finding
        for clash in clashes([*own, *others])
        if {clash.one.cohort, clash.other.cohort} & cohorts
    )
    yield from (shared.finding for shared in shared_days(own, others))


def _days(sessions: Sequence[Session], working_days: WorkingDays) -> Iterator[PlanFinding]:
    for session in sessions:
        why = working_days.why_off(session.day)
        if why is not None:
            yield PlanFinding(
                "SESSION_NOT_WORKING",
                Severity.BLOCK,
                f"{session.title} is on {session.day.isoformat()}, which is {why}.",
            )
        if session.end <= session.start:
            yield PlanFinding(
                "SESSION_ENDS_FIRST",
                Severity.BLOCK,
                f"{session.title} on {session.day.isoformat()} ends at {session.end:%H:%M}, not "
                f"after it starts at {session.start:%H:%M}.",
            )


def _presenters(sessions: Sequence[Session], world: World) -> Iterator[PlanFinding]:
    """A role that nobody holds on the day: the plan shows the role (R4). Said once for each role."""
    names = {holder.name for holder in world.holders}
    open_roles: dict[str, list[Session]] = {}
    for session in sessions:
        if session.kind is not Kind.SESSION:
            continue
        for who in dict.fromkeys((*session.facilitators, *session.presenters)):
            if who not in names:
                open_roles.setdefault(who, []).append(session)
        if not session.presenters:
            yield PlanFinding(
                "PRESENTER_MISSING",
                Severity.WARN,
                f"{session.title} on {session.day.isoformat()} names nobody to present it.",
            )
    for role, of in open_roles.items():
        yield PlanFinding(
            "PRESENTER_TBC",
            Severity.WARN,
            f"Nobody holds the role {role} on {_days_in_words(of)}: the role is shown.",
        )


def _unconfirmed(sessions: Sequence[Session], world: World) -> Iterator[PlanFinding]:
    """Somebody who is named and has not confirmed yet."""
    for proposed in world.proposed:
        of = [
            session
            for session in sessions
            if proposed.name in (*session.facilitators, *session.presenters)
            and Holder(proposed.role, proposed.name, proposed.first, proposed.last).holds(
                proposed.role, session.day
            )
        ]
        if of:
            yield PlanFinding(
                "PRESENTER_PROPOSED",
                Severity.WARN,
                f"{proposed.name} ({proposed.role}) has not confirmed {_days_in_words(of)}.",
            )


def _sites(
    sessions: Sequence[Session], programme: Programme, world: World
) -> Iterator[PlanFinding]:
    known = {each.key for each in world.places.sites} | {each.key for each in programme.sites}
    for site in sorted({session.site for session in sessions if session.site} - known):
        yield PlanFinding("SITE_UNKNOWN", Severity.BLOCK, f"There is no site {site!r}.")


def _days_in_words(sessions: Sequence[Session]) -> str:
    days = sorted({session.day for session in sessions})
    shown = ", ".join(day.isoformat() for day in days[:3])
    return shown if len(days) <= 3 else f"{shown} and {len(days) - 3} more days"


def known_rooms(programme: Programme, held: Places) -> list[Room]:
    """Those stored here, and those of the programme that are not among them."""
    own = places.as_planned(held.rooms)
    return own + [
        Room(site.key, name)
        for site in programme.sites
        for name in site.rooms
        if held.room(site.key, name) is None
    ]


def taken(sessions: Iterable[Session]) -> tuple[Engagement, ...]:
    """People and rooms of what people attend; lunches and breaks take nobody."""
    return engagements(session for session in sessions if session.kind in ATTENDED)
