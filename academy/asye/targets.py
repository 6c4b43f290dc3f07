"""Supervision targets in bands (P4): as often as each band says, up to its limit."""

from dataclasses import dataclass
from datetime import date, timedelta

from academy.asye.clock import ONE_DAY, Clock, add_months, paused
from academy.asye.preset import Preset
from academy.working_days import WorkingDays


@dataclass(frozen=True, slots=True)
class SupervisionTarget:
    on: date
    due: date
    """``on`` rolled to the next day that they work, and never into a pause."""
    band: str
    minutes: int | None


@dataclass(frozen=True, slots=True)
class Band:
    """A band on the person's own clock, from ``first`` to ``last``, both included.

    ``last`` takes in the day to which its last target is rolled.
    """

    key: str
    first: date
    last: date
    every_days: int | None
    every_months: int | None
    minutes: int | None


def supervision(
    clock: Clock, preset: Preset, working_days: WorkingDays
) -> tuple[tuple[SupervisionTarget, ...], tuple[Band, ...]]:
    """The targets and the bands they lie in. Targets and limits move with pauses."""
    at = {spec.key: spec.months for spec in preset.milestones}
    targets: list[SupervisionTarget] = []
    bands: list[Band] = []
    last, end, first = clock.start, clock.unpaused(preset.months), clock.start
    for band in preset.supervision:
        if band.until_days is not None:
            limit = clock.start + timedelta(days=band.until_days)
        elif band.until_milestone is not None:
            limit = clock.unpaused(at[band.until_milestone])
        else:
            limit = end
        own = []
        for day in _every(clock.start, last, limit, band.every_days, band.every_months):
            on = paused(day, clock.pauses)
            own.append(SupervisionTarget(on, clock.due(on, working_days), band.key, band.minutes))
        until = max([paused(limit, clock.pauses), *(target.due for target in own)])
        bands.append(Band(band.key, first, until, band.every_days, band.every_months, band.minutes))
        targets += own
        last, first = limit, until + ONE_DAY
    return tuple(targets), tuple(bands)


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
