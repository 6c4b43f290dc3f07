"""One person's ASYE year as recorded, and how it stands on a day: promised against what happened."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from academy.asye import breaches, lead_in, panel, protected_time, supervision
from academy.asye.agreement import AgreedPause
from academy.asye.breaches import Acknowledgement, Caseload, Snapshot
from academy.asye.clock import Clock, FteChange, Pause
from academy.asye.complexity import Holding, open_work, unsupported
from academy.asye.lead_in import DueMet, Piece
from academy.asye.plan import AsyePlan, Milestone, plan
from academy.asye.preset import Preset, Work
from academy.asye.protected_time import Ledger, ProtectedTime
from academy.asye.supervision import BandKept, Supervision
from academy.asye.targets import supervision as targets_of
from academy.asye.thresholds import PROPOSED, YearThresholds
from academy.findings import PlanFinding, Severity
from academy.working_days import WorkingDays


class State(StrEnum):
    NOT_STARTED = "not-started"
    ON_TIME = "on-time"
    PAUSED = "paused"
    LATE = "late"
    """A review that is not optional is overdue, or the year is over and not completed."""
    COMPLETED = "completed"
    ENDED = "ended"
    """Without being completed: they left, or do not take part any more."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed at the start. ``preset`` is as it was then, whatever becomes of it later."""

    start: date
    fte: Fraction
    preset: Preset
    full: Fraction | None = None
    ceiling: Fraction | None = None
    scale_part_time: bool = False
    first_cases_on: date | None = None
    contracted: int = 2_220
    """A full-time week in minutes: 37 hours."""
    count_academy: bool = True
    """Whether days at the academy count as protected time."""
    exception: bool = False
    """That it takes longer than the preset allows has been agreed."""
    needs_registration: bool = False
    registered_on: date | None = None

    @property
    def clock_starts(self) -> date | None:
        """None: it needs a registration that is not there (S4)."""
        if not self.needs_registration:
            return self.start
        return None if self.registered_on is None else max(self.start, self.registered_on)


@dataclass(frozen=True, slots=True)
class Year:
    """``reviews``: by milestone, the day it was held; that of the panel may be still to come.

    ``away``: left and came back on the day after.
    """

    terms: Terms
    fte_changes: tuple[FteChange, ...] = ()
    pauses: tuple[AgreedPause, ...] = ()
    away: tuple[Pause, ...] = ()
    reviews: Mapping[str, date] = field(default_factory=dict)
    pieces: tuple[tuple[Piece, date], ...] = ()
    supervision: tuple[Supervision, ...] = ()
    protected: tuple[ProtectedTime, ...] = ()
    case_mix: tuple[tuple[date, Holding], ...] = ()
    acknowledgements: tuple[Acknowledgement, ...] = ()
    snapshots: tuple[Snapshot, ...] = ()
    ended_on: date | None = None
    completed: bool = False

    @property
    def standing_still(self) -> tuple[Pause, ...]:
        """Pauses that all four have signed, and time away, in order.

        Who left in a pause was away for the rest of it: no day stands still twice.
        """
        agreed = [each.pause for each in self.pauses if each.agreed]
        for gone in self.away:
            agreed = [part for pause in agreed for part in pause.without(gone)]
        return tuple(sorted((*agreed, *self.away), key=lambda pause: pause.first))

    @property
    def panel(self) -> date | None:
        """The day for which the moderation panel is planned, or on which it has met.

        None too where they had left by then: no panel meets about who is not there.
        """
        on = self.reviews.get(panel.PANEL)
        if on is None or any(gone.first <= on <= gone.last for gone in self.away):
            return None
        left = self.ended_on is not None and not self.completed and self.ended_on < on
        return None if left else on


@dataclass(frozen=True, slots=True)
class Held:
    """A milestone and the day its review was held."""

    milestone: Milestone
    on: date | None

    @property
    def review(self) -> bool:
        """The end of the year is nothing that is held."""
        return self.milestone.key != lead_in.END

    def overdue(self, as_at: date) -> bool:
        asked = self.review and not self.milestone.optional
        return self.on is None and asked and self.milestone.due < as_at


@dataclass(frozen=True, slots=True)
class YearStanding:
    """``standard``: supervision against the employer standards, where they were given."""

    as_at: date
    state: State
    clock: Clock | None
    plan: AsyePlan
    reviews: tuple[Held, ...]
    dues: tuple[DueMet, ...]
    supervision: tuple[BandKept, ...]
    standard: tuple[BandKept, ...]
    protected: Ledger
    caseload: Caseload
    open_work: tuple[Work, ...]
    findings: tuple[PlanFinding, ...]


def planned(year: Year, working_days: WorkingDays) -> AsyePlan:
    """The plan by the person's own clock; empty with a finding where the clock cannot run."""
    terms = year.terms
    start = terms.clock_starts
    if start is None:
        missing = PlanFinding(
            "NOT_REGISTERED",
            Severity.BLOCK,
            "The year begins with the registration at Social Work England, which is not recorded.",
        )
        return AsyePlan((), (), (), terms.start, (missing,))
    return plan(
        start=start,
        fte=terms.fte,
        preset=terms.preset,
        working_days=working_days,
        full=terms.full,
        ceiling=terms.ceiling,
        scale_part_time=terms.scale_part_time,
        pauses=year.standing_still,
        fte_changes=year.fte_changes,
        first_cases_on=terms.first_cases_on,
        exception=terms.exception,
    )


def stand(
    year: Year,
    working_days: WorkingDays,
    as_at: date,
    *,
    standard: Preset | None = None,
    thresholds: YearThresholds = PROPOSED,
) -> YearStanding:
    """How the year stands at the end of ``as_at``. What is dated later is not looked at."""
    terms = year.terms
    made = planned(year, working_days)
    until = as_at if year.ended_on is None else min(as_at, year.ended_on)
    # Laid out: without milestones the terms are refused, and nothing is measured against them.
    clock = None
    if made.milestones and terms.clock_starts is not None:
        clock = Clock(
            terms.clock_starts,
            terms.fte,
            year.fte_changes,
            year.standing_still,
            terms.scale_part_time,
        )
    held = tuple(Held(each, _on(year, each.key, as_at)) for each in made.milestones)
    load = breaches.caseload(
        made.caps,
        year.snapshots,
        year.acknowledgements,
        as_at,
        ended_on=year.ended_on,
        stale_days=thresholds.stale_days,
        escalation=thresholds.escalation,
    )
    dues = (
        lead_in.lead_ins(terms.preset.lead_in, clock, made.milestones, working_days)
        if clock
        else ()
    )
    pieces = [(piece, on) for piece, on in year.pieces if on <= as_at]
    state = _state(year, clock, made, held, as_at)
    return YearStanding(
        as_at=as_at,
        state=state,
        clock=clock,
        plan=made,
        reviews=held,
        dues=lead_in.met(dues, pieces, until),
        supervision=_supervised(year, made, until, thresholds),
        standard=_tested(
            year,
            clock,
            standard,
            working_days=working_days,
            until=until,
            thresholds=thresholds,
        ),
        protected=_protected(year, clock, min(until, made.ends)),
        caseload=load,
        open_work=open_work(terms.preset.complexity, clock, as_at) if clock else (),
        findings=(
            *made.findings,
            *_unsigned(year),
            *_overdue(held, state, as_at),
            *_panel(year, held, state),
            *load.findings,
            *_complexity(year, clock, as_at),
        ),
    )


def _on(year: Year, key: str, as_at: date) -> date | None:
    on = year.reviews.get(key)
    return on if on is not None and on <= as_at else None


def _state(
    year: Year, clock: Clock | None, made: AsyePlan, held: tuple[Held, ...], as_at: date
) -> State:
    if year.ended_on is not None and year.ended_on <= as_at:
        return State.COMPLETED if year.completed else State.ENDED
    if clock is None or as_at < clock.start:
        return State.NOT_STARTED
    if clock.rests_on(as_at):
        return State.PAUSED
    if made.ends < as_at or any(each.overdue(as_at) for each in held):
        return State.LATE
    return State.ON_TIME


def _supervised(
    year: Year, made: AsyePlan, until: date, thresholds: YearThresholds
) -> tuple[BandKept, ...]:
    return supervision.bands_kept(
        made.bands,
        made.supervision,
        year.supervision,
        year.standing_still,
        until,
        longest_gap=thresholds.longest_gap,
    )


def _tested(
    year: Year,
    clock: Clock | None,
    standard: Preset | None,
    *,
    working_days: WorkingDays,
    until: date,
    thresholds: YearThresholds,
) -> tuple[BandKept, ...]:
    """Against another preset's bands over the length of this year."""
    if clock is None or standard is None:
        return ()
    targets, bands = targets_of(
        clock, replace(standard, months=year.terms.preset.months), working_days
    )
    return supervision.bands_kept(
        bands,
        targets,
        year.supervision,
        year.standing_still,
        until,
        longest_gap=thresholds.longest_gap,
    )


def _protected(year: Year, clock: Clock | None, until: date) -> Ledger:
    share = year.terms.preset.protected_share
    due = None
    if clock is not None and share is not None:
        due = protected_time.promised(clock, year.terms.contracted, share, until)
    return protected_time.ledger(
        year.protected, due, count_academy=year.terms.count_academy, as_at=until
    )


def _unsigned(year: Year) -> list[PlanFinding]:
    return [
        PlanFinding(
            "PAUSE_NOT_AGREED",
            Severity.WARN,
            f"The pause {each.pause} is not signed by {', '.join(each.missing)}: the clock goes on.",
        )
        for each in year.pauses
        if not each.agreed
    ]


def _overdue(held: tuple[Held, ...], state: State, as_at: date) -> list[PlanFinding]:
    if state in {State.COMPLETED, State.ENDED}:
        return []
    return [
        PlanFinding(
            "REVIEW_OVERDUE",
            Severity.WARN,
            f"{each.milestone.title} was due on {each.milestone.due.isoformat()} and no day is "
            "recorded on which it was held.",
        )
        for each in held
        if each.overdue(as_at)
    ]


def _panel(year: Year, held: tuple[Held, ...], state: State) -> list[PlanFinding]:
    if state in {State.COMPLETED, State.ENDED} or not held:
        return []
    found = [] if year.panel is not None else panel.to_be_set(year.terms.preset)
    on = year.reviews.get(panel.PANEL)
    if on is not None:
        asked = [each for each in held if each.review and not each.milestone.optional]
        final = asked[-1] if asked else None
        found += panel.about(
            on,
            final.milestone if final else None,
            final.on if final else None,
            year.standing_still,
        )
    return found


def _complexity(year: Year, clock: Clock | None, as_at: date) -> list[PlanFinding]:
    """What the latest case mix says: earlier ones are in the evidence."""
    days = [day for day, _ in year.case_mix if day <= as_at]
    if clock is None or not days:
        return []
    latest = max(days)
    holdings = [holding for day, holding in year.case_mix if day == latest]
    return list(unsupported(year.terms.preset.complexity, clock, latest, holdings))
