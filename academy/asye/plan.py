"""One person's ASYE plan from the start date: milestones, supervision targets, caseload caps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date
from fractions import Fraction

from academy.asye.caps import CapPeriod, cap_at, caps
from academy.asye.checks import refusals
from academy.asye.clock import Clock, FteChange, Pattern, Pause, add_months, scaled_months
from academy.asye.preset import Preset
from academy.asye.targets import Band, SupervisionTarget, supervision
from academy.errors import NoWorkingDay
from academy.findings import PlanFinding, Severity
from academy.working_days import WorkingDays

__all__ = ["AsyePlan", "CapPeriod", "Milestone", "SupervisionTarget", "cap_at", "plan"]


@dataclass(frozen=True, slots=True)
class Milestone:
    key: str
    title: str
    on: date
    due: date
    """``on`` rolled to the next day that they work, and never into a pause."""
    optional: bool


@dataclass(frozen=True, slots=True)
class AsyePlan:
    milestones: tuple[Milestone, ...]
    supervision: tuple[SupervisionTarget, ...]
    caps: tuple[CapPeriod, ...]
    ends: date
    findings: tuple[PlanFinding, ...]
    bands: tuple[Band, ...] = ()
    """Supervision bands on the person's own clock."""


def plan(
    *,
    start: date,
    fte: Fraction,
    preset: Preset,
    working_days: WorkingDays,
    full: Fraction | None = None,
    ceiling: Fraction | None = None,
    scale_part_time: bool = False,
    pauses: Sequence[Pause] = (),
    fte_changes: Sequence[FteChange] = (),
    patterns: Sequence[Pattern] = (),
    first_cases_on: date | None = None,
    exception: bool = False,
) -> AsyePlan:
    """Lay out one person's year. Bad input comes back as BLOCK findings with an empty plan.

    ``full`` and ``ceiling`` default to the preset's own. Pauses must follow one another.
    ``first_cases_on``: the cap is 0 before that day. ``exception``: that the year takes longer than
    the preset allows has been agreed, so it is said and no longer refused.
    """
    findings = refusals(start, fte, pauses, fte_changes)
    if findings:
        return AsyePlan((), (), (), start, tuple(findings))
    clock = Clock(start, fte, tuple(fte_changes), tuple(pauses), scale_part_time, tuple(patterns))
    try:
        return _laid_out(
            clock,
            preset,
            working_days,
            full=preset.full if full is None else full,
            ceiling=preset.ceiling if ceiling is None else ceiling,
            first_cases_on=first_cases_on,
            exception=exception,
        )
    except (OverflowError, ValueError, NoWorkingDay):
        # Python's dates end with the year 9999.
        return AsyePlan((), (), (), start, (_past_the_calendar(clock, preset),))


def _laid_out(
    clock: Clock,
    preset: Preset,
    working_days: WorkingDays,
    *,
    full: Fraction | None,
    ceiling: Fraction | None,
    first_cases_on: date | None,
    exception: bool,
) -> AsyePlan:
    ends = clock.at(preset.months)
    if ends.year == MAXYEAR:
        # Deadlines and gaps after the end need days too.
        raise OverflowError
    milestones = tuple(
        Milestone(
            spec.key,
            spec.title,
            day := clock.at(spec.months),
            clock.due(day, working_days),
            spec.optional,
        )
        for spec in preset.milestones
    )
    periods = caps(
        clock, preset, full=full, ceiling=ceiling, first_cases_on=first_cases_on, ends=ends
    )
    targets, bands = supervision(clock, preset, working_days)
    findings = [
        *_length(preset, ends, clock, exception=exception),
        *_useless_pauses(clock, ends),
        *_unknown_caps(preset, periods),
        *_unknown_holidays(working_days, clock.start, ends),
    ]
    return AsyePlan(milestones, targets, periods, ends, tuple(findings), bands)


def _unknown_holidays(working_days: WorkingDays, start: date, ends: date) -> list[PlanFinding]:
    unknown = working_days.unknown(start, ends)
    if unknown is None:
        return []
    side, limit = unknown
    when = f"starts on {start.isoformat()}" if side == "from" else f"ends on {ends.isoformat()}"
    return [
        PlanFinding(
            "HOLIDAYS_UNKNOWN",
            Severity.WARN,
            f"The plan {when}; bank holidays are known only {side} {limit.isoformat()}.",
        )
    ]


def _length(preset: Preset, ends: date, clock: Clock, *, exception: bool) -> list[PlanFinding]:
    limit = add_months(clock.start, preset.maximum_months)
    if ends <= limit:
        return []
    words = (
        f"The plan takes {_months(clock, preset)} months before pauses and FTE changes and ends on "
        f"{ends.isoformat()}; the limit is {preset.maximum_months} months, {limit.isoformat()}. "
    )
    if exception:
        return [PlanFinding("TOO_LONG", Severity.WARN, words + "An exception has been agreed.")]
    return [PlanFinding("TOO_LONG", Severity.BLOCK, words + "An exception must be agreed.")]


def _months(clock: Clock, preset: Preset) -> int:
    return scaled_months(preset.months, clock.fte) if clock.scale else preset.months


def _past_the_calendar(clock: Clock, preset: Preset) -> PlanFinding:
    months = _months(clock, preset)
    if months > preset.maximum_months:
        return PlanFinding(
            "TOO_LONG",
            Severity.BLOCK,
            f"The plan takes {months} months; the limit is {preset.maximum_months} months.",
        )
    return PlanFinding(
        "CALENDAR_ENDS",
        Severity.BLOCK,
        "The plan runs past the year 9999: look at the start and the pauses.",
    )


def _useless_pauses(clock: Clock, ends: date) -> list[PlanFinding]:
    return [
        PlanFinding(
            "PAUSE_AFTER_END",
            Severity.WARN,
            f"The pause {pause} begins after the plan ends on {ends.isoformat()}: it changes nothing.",
        )
        for pause in clock.pauses
        if pause.first > ends
    ]


def _unknown_caps(preset: Preset, periods: Sequence[CapPeriod]) -> list[PlanFinding]:
    if all(period.cap is not None for period in periods):
        return []
    return [
        PlanFinding(
            "FULL_CASELOAD_NEEDED",
            Severity.WARN,
            f"{preset.title} states the cap as a share of a full caseload: say how many "
            f"{preset.unit.value} units a full caseload is.",
        )
    ]
