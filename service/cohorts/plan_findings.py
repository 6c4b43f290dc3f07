"""What there is to say against a plan, and who has answered for it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from academy.clashes import clashes, shared_days
from academy.dependency import about_dependencies, dependencies
from academy.engagements import Engagement, engagements
from academy.findings import PlanFinding, Severity
from academy.plan import Staffing
from academy.presenters import about_presenters
from academy.programme import ATTENDED, Kind, Programme
from academy.rooms import Room, contradictions
from academy.session import Session, Status
from academy.template import check
from academy.template_checks import not_in_force
from academy.thresholds import Thresholds
from academy.travel import TravelTimes, about_travel, ways
from academy.working_days import WorkingDays
from service.cohorts import places
from service.cohorts.drafts import HOME
from service.cohorts.places import Places
from service.cohorts.plans import Plan, PlannedRun, PlannedSession, World, leads_of
from service.cohorts.store.cohorts import Override


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


def standing(
    plan: Plan,
    world: World,
    overrides: Sequence[Override],
    further: Iterable[PlanFinding] = (),
    *,
    thresholds: Thresholds,
) -> tuple[Standing, ...]:
    """``further``: what others than the plan's own layer have to say against it."""
    given = {(each.code, each.subject): each for each in overrides}
    return tuple(
        Standing(finding, given.get((finding.code, finding.message)))
        for finding in dict.fromkeys([*findings(plan, world, thresholds), *further])
    )


def findings(plan: Plan, world: World, thresholds: Thresholds) -> tuple[PlanFinding, ...]:
    """Each once: dates first, then the programme, the sessions, and other cohorts."""
    held = [each for each in plan.planned if each.session.status is Status.CONFIRMED]
    sessions = [each.session for each in held]
    found = [
        *_about_runs(plan.runs),
        *not_in_force(plan.programme, plan.home.run.anchor),
        *check(
            plan.programme,
            longest_stretch=thresholds.stretch,
            contracted_day=thresholds.day,
        ),
        *_about_days(sessions, world.working_days),
        *_about_people(plan.programme, held, world, thresholds),
        *_about_places(plan.programme, sessions, world),
        *_about_others(sessions, world, thresholds),
    ]
    return tuple(dict.fromkeys(found))


def _about_runs(runs: Sequence[PlannedRun]) -> Iterator[PlanFinding]:
    """A finding about another run than the home run says of which."""
    for planned in runs:
        for finding in planned.proposal.findings:
            if planned.run.key == HOME:
                yield finding
            else:
                yield replace(finding, message=f"{planned.run.title}: {finding.message}")


def _about_days(sessions: Sequence[Session], working_days: WorkingDays) -> Iterator[PlanFinding]:
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


def _about_people(
    programme: Programme,
    planned: Sequence[PlannedSession],
    world: World,
    thresholds: Thresholds,
) -> Iterator[PlanFinding]:
    staffing = Staffing(holders=world.holders)
    roles = {item.key: item.presenters for _, item in programme.items()}
    as_said = [each.session for each in planned if each.presenters == roles[each.session.item]]
    yield from about_presenters(programme, as_said, staffing)
    for each in planned:
        if each.presenters != roles[each.session.item]:
            changed = _presented_by(programme, each)
            yield from about_presenters(changed, [each.session], staffing)
    yield from about_dependencies(
        dependencies([each.session for each in planned]), most_percent=thresholds.percent_on_one
    )


def _presented_by(programme: Programme, planned: PlannedSession) -> Programme:
    """The programme as if its item were presented as this session is."""
    return replace(
        programme,
        blocks=tuple(
            replace(
                block,
                items=tuple(
                    replace(item, presenters=planned.presenters)
                    if item.key == planned.session.item
                    else item
                    for item in block.items
                ),
            )
            for block in programme.blocks
        ),
    )


def _about_places(
    programme: Programme, sessions: Sequence[Session], world: World
) -> Iterator[PlanFinding]:
    known = {each.key for each in world.places.sites} | {each.key for each in programme.sites}
    named = {each.site for each in sessions if each.site}
    named |= {base.site for base in world.bases.values()}
    for site in sorted(named - known):
        yield PlanFinding("SITE_UNKNOWN", Severity.BLOCK, f"There is no site {site!r}.")
    yield from contradictions(sessions, known_rooms(programme, world.places))


def known_rooms(programme: Programme, held: Places) -> list[Room]:
    """Those stored here, and those of the programme that are not among them."""
    return places.as_planned(held.rooms) + [
        Room(site.key, name)
        for site in programme.sites
        for name in site.rooms
        if held.room(site.key, name) is None
    ]


def _about_others(
    sessions: Sequence[Session], world: World, thresholds: Thresholds
) -> Iterator[PlanFinding]:
    """People and rooms in two places at once or too far apart, other cohorts included (R2, R3, G5)."""
    own, others = taken(sessions), taken(world.others)
    cohorts = {each.cohort for each in own}
    for clash in clashes([*own, *others]):
        if {clash.one.cohort, clash.other.cohort} & cohorts:
            yield clash.finding
    leads = leads_of(sessions)  # of whose days the proposal speaks, block by block
    passing = [each for each in own if each.key not in leads]
    yield from (shared.finding for shared in shared_days(passing, others))
    needed = {(each.key, each.day) for each in own}
    lunches = [each for each in (*sessions, *world.others) if each.kind is Kind.LUNCH]
    times = TravelTimes(world.places.minutes())
    found = ways([*own, *others], times, lunches=lunches, bases=world.bases)
    yield from about_travel(
        (way for way in found if (way.key, way.day) in needed), least_lunch=thresholds.lunch
    )


def taken(sessions: Iterable[Session]) -> tuple[Engagement, ...]:
    """People and rooms of what people attend; lunches and breaks take nobody."""
    return engagements(session for session in sessions if session.kind in ATTENDED)
