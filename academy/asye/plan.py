"""One person's ASYE plan from the start date: milestones, supervision targets, caseload caps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from academy.asye.clock import FteChange, Pause, add_months, paused, reach, scaled_months
from academy.asye.preset import CapStage, Preset, Unit
from academy.findings import PlanFinding, Severity
from academy.working_days import WorkingDays

ONE_DAY = timedelta(days=1)
FULL_TIME = Fraction(1)


@dataclass(frozen=True, slots=True)
class Milestone:
    key: str
    title: str
    on: date
    due: date
    """``on`` rolled to the next working day."""
    optional: bool


@dataclass(frozen=True, slots=True)
class SupervisionTarget:
    on: date
    due: date
    band: str
    minutes: int | None


@dataclass(frozen=True, slots=True)
class CapPeriod:
    """The cap in force from ``first`` to ``last``, both included; None where it cannot be known."""

    first: date
    last: date
    cap: int | None
    unit: Unit


@dataclass(frozen=True, slots=True)
class AsyePlan:
    milestones: tuple[Milestone, ...]
    supervision: tuple[SupervisionTarget, ...]
    caps: tuple[CapPeriod, ...]
    ends: date
    findings: tuple[PlanFinding, ...]


def cap_at(
    stage: CapStage, *, full: Fraction | None, ceiling: Fraction | None, fte: Fraction
) -> int | None:
    """floor(min(share x full, ceiling) x FTE), in fractions: 0.58 x 50 is 29, never 28."""
    if stage.fixed is not None:
        whole = stage.fixed
    elif stage.share is not None and full is not None:
        whole = stage.share * full
    else:
        return None
    if ceiling is not None:
        whole = min(whole, ceiling)
    capped = whole * fte
    return capped.numerator // capped.denominator


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
) -> AsyePlan:
    """Lay out one person's year. Bad input comes back as BLOCK findings with an empty plan.

    ``full`` and ``ceiling`` default to the preset's own. Pauses must follow one another.
    """
    findings = _refusals(start, fte, pauses, fte_changes)
    if findings:
        return AsyePlan((), (), (), start, tuple(findings))
    clock = _Clock(start, fte, tuple(fte_changes), tuple(pauses), scale_part_time)
    ends = clock.at(preset.months)
    milestones = tuple(
        Milestone(
            spec.key,
            spec.title,
            day := clock.at(spec.months),
            working_days.on_or_after(day),
            spec.optional,
        )
        for spec in preset.milestones
    )
    full = preset.full if full is None else full
    ceiling = preset.ceiling if ceiling is None else ceiling
    findings += _length(preset, fte, ends, start, clock)
    caps = _caps(clock, preset, full, ceiling, ends)
    if any(period.cap is None for period in caps):
        findings.append(
            PlanFinding(
                "FULL_CASELOAD_NEEDED",
                Severity.WARN,
                f"{preset.title} states the cap as a share of a full caseload: say how many "
                f"{preset.unit.value} units a full caseload is.",
            )
        )
    if not working_days.knows(ends):
        findings.append(
            PlanFinding(
                "HOLIDAYS_UNKNOWN",
                Severity.WARN,
                f"The plan ends on {ends.isoformat()}; bank holidays are known only to "
                f"{working_days.known_until.isoformat()}.",
            )
        )
    supervision = _supervision(clock, preset, working_days)
    return AsyePlan(milestones, supervision, caps, ends, tuple(findings))


@dataclass(frozen=True, slots=True)
class _Clock:
    start: date
    fte: Fraction
    changes: tuple[FteChange, ...]
    pauses: tuple[Pause, ...]
    scale: bool

    def unpaused(self, months: int) -> date:
        return reach(self.start, months, self.fte, self.changes, scale=self.scale)

    def at(self, months: int) -> date:
        return paused(self.unpaused(months), self.pauses)

    def fte_on(self, day: date) -> Fraction:
        rate = self.fte
        for change in sorted(self.changes, key=lambda change: change.on):
            if change.on <= day:
                rate = change.fte
        return rate


def _refusals(
    start: date, fte: Fraction, pauses: Sequence[Pause], changes: Sequence[FteChange]
) -> list[PlanFinding]:
    found = [
        PlanFinding("FTE_RANGE", Severity.BLOCK, "FTE must be above 0 and at most 1.")
        for rate in (fte, *(change.fte for change in changes))
        if not 0 < rate <= FULL_TIME
    ]
    if any(change.on < start for change in changes):
        found.append(
            PlanFinding("FTE_CHANGE_BEFORE_START", Severity.BLOCK, "FTE changes before the start.")
        )
    ordered = sorted(pauses, key=lambda pause: pause.first)
    for pause in ordered:
        span = f"{pause.first.isoformat()} to {pause.last.isoformat()}"
        if pause.last < pause.first:
            found.append(
                PlanFinding(
                    "PAUSE_ORDER", Severity.BLOCK, f"The pause {span} ends before it begins."
                )
            )
        if pause.first < start:
            found.append(
                PlanFinding(
                    "PAUSE_BEFORE_START",
                    Severity.BLOCK,
                    f"The pause {span} begins before the start.",
                )
            )
    for earlier, later in pairwise(ordered):
        if later.first <= earlier.last:
            found.append(
                PlanFinding(
                    "PAUSE_OVERLAP",
                    Severity.BLOCK,
                    f"Two pauses overlap on {later.first.isoformat()}: join them into one.",
                )
            )
    return found


def _length(
    preset: Preset, fte: Fraction, ends: date, start: date, clock: _Clock
) -> list[PlanFinding]:
    limit = add_months(start, preset.maximum_months)
    if ends <= limit:
        return []
    months = scaled_months(preset.months, fte) if clock.scale else preset.months
    return [
        PlanFinding(
            "TOO_LONG",
            Severity.BLOCK,
            f"The plan takes {months} months before pauses and ends on {ends.isoformat()}; the limit "
            f"is {preset.maximum_months} months, {limit.isoformat()}. An exception must be agreed.",
        )
    ]


def _supervision(
    clock: _Clock, preset: Preset, working_days: WorkingDays
) -> tuple[SupervisionTarget, ...]:
    at = {spec.key: spec.months for spec in preset.milestones}
    targets: list[SupervisionTarget] = []
    last, end = clock.start, clock.unpaused(preset.months)
    for band in preset.supervision:
        if band.until_days is not None:
            limit = clock.start + timedelta(days=band.until_days)
        elif band.until_milestone is not None:
            limit = clock.unpaused(at[band.until_milestone])
        else:
            limit = end
        for day in _every(clock.start, last, limit, band.every_days, band.every_months):
            on = paused(day, clock.pauses)
            targets.append(
                SupervisionTarget(on, working_days.on_or_after(on), band.key, band.minutes)
            )
        last = limit
    return tuple(targets)


def _every(
    start: date, last: date, limit: date, days: int | None, months: int | None
) -> list[date]:
    """Days after ``last`` up to ``limit``; monthly ones fall on the start's day of the month."""
    found = []
    if days is not None:
        day = last + timedelta(days=days)
        while day <= limit:
            found.append(day)
            day += timedelta(days=days)
        return found
    count = 1
    while (day := add_months(start, count * (months or 1))) <= limit:
        if day > last:
            found.append(day)
        count += 1
    return found


def _caps(
    clock: _Clock, preset: Preset, full: Fraction | None, ceiling: Fraction | None, ends: date
) -> tuple[CapPeriod, ...]:
    """One period a stage, cut where the FTE changes and left out while the clock is paused."""
    starts = [
        (clock.at(stage.from_months) if stage.from_months else clock.start, stage)
        for stage in preset.caps
    ]
    periods: list[CapPeriod] = []
    for index, (first, stage) in enumerate(starts):
        last = starts[index + 1][0] - ONE_DAY if index + 1 < len(starts) else ends
        cuts = {first, *(c.on for c in clock.changes if first < c.on <= last)}
        cuts |= {pause.last + ONE_DAY for pause in clock.pauses if first <= pause.last < last}
        cuts |= {pause.first for pause in clock.pauses if first < pause.first <= last}
        days = sorted(cuts)
        for place, begin in enumerate(days):
            finish = days[place + 1] - ONE_DAY if place + 1 < len(days) else last
            if begin > finish or any(p.first <= begin <= p.last for p in clock.pauses):
                continue
            cap = cap_at(stage, full=full, ceiling=ceiling, fte=clock.fte_on(begin))
            periods.append(CapPeriod(begin, finish, cap, preset.unit))
    return tuple(periods)
