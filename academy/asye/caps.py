"""Caseload caps: one period a stage, in exact arithmetic (P6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from academy.asye.clock import ONE_DAY, Clock
from academy.asye.preset import CapStage, Preset, Unit


@dataclass(frozen=True, slots=True)
class CapPeriod:
    """The cap in force from ``first`` to ``last``, both included; None where it cannot be known."""

    first: date
    last: date
    cap: int | None
    unit: Unit
    stage: int = 1
    """Which stage of the preset it is or is part of, counted from 1."""


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


def caps(
    clock: Clock,
    preset: Preset,
    *,
    full: Fraction | None,
    ceiling: Fraction | None,
    first_cases_on: date | None,
    ends: date,
) -> tuple[CapPeriod, ...]:
    """One period a stage, cut where the FTE changes and left out while the clock is paused.

    Before ``first_cases_on`` the cap is 0: no case is held until induction is over.
    """
    starts = [(clock.at(stage.from_months), stage) for stage in preset.caps]
    periods: list[CapPeriod] = []
    for index, (first, stage) in enumerate(starts):
        last = starts[index + 1][0] - ONE_DAY if index + 1 < len(starts) else ends
        days = sorted(_cuts(clock, first, last, first_cases_on))
        for place, begin in enumerate(days):
            finish = days[place + 1] - ONE_DAY if place + 1 < len(days) else last
            if begin > finish or clock.rests_on(begin):
                continue
            cap = cap_at(stage, full=full, ceiling=ceiling, fte=clock.fte_on(begin))
            if first_cases_on is not None and begin < first_cases_on:
                cap = 0
            periods.append(CapPeriod(begin, finish, cap, preset.unit, index + 1))
    return tuple(periods)


def _cuts(clock: Clock, first: date, last: date, first_cases_on: date | None) -> set[date]:
    cuts = {first, *clock.changed(first, last)}
    cuts |= {pause.last + ONE_DAY for pause in clock.pauses if first <= pause.last < last}
    cuts |= {pause.first for pause in clock.pauses if first < pause.first <= last}
    if first_cases_on is not None and first < first_cases_on <= last:
        cuts.add(first_cases_on)
    return cuts


def cap_on(day: date, periods: Sequence[CapPeriod]) -> CapPeriod | None:
    """The period that ``day`` lies in; None before the start, in a pause, and after the end."""
    return next((each for each in periods if each.first <= day <= each.last), None)
