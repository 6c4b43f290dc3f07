"""Which half-year is to be published next, and when."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from scorecard.errors import NotAHalfYearEnd
from scorecard.periods import HalfYear, half_year_ending
from service import clock
from service.publication.store import EditionEntry
from service.settings import Settings

ONE_DAY = timedelta(days=1)


def next_due(entries: Iterable[EditionEntry], now: datetime, settings: Settings) -> HalfYear:
    """The half-year after the latest published; the last one that is over when none is."""
    published = [each.period_end for each in entries if not each.cancelled]
    if published:
        return following_half_year(max(published), settings)
    return _first_from(now.astimezone(clock.LONDON).date() - ONE_DAY, -ONE_DAY, settings)


def following_half_year(period_end: date, settings: Settings) -> HalfYear:
    """The half-year after the one that ends on ``period_end``."""
    return _first_from(period_end + ONE_DAY, ONE_DAY, settings)


def _first_from(day: date, step: timedelta, settings: Settings) -> HalfYear:
    while (found := _ending(day, settings)) is None:
        day += step
    return found


@dataclass(frozen=True, slots=True)
class Plan:
    """The announced moment at which a half-year is released; None where it was taken back."""

    period_end: date
    release_at: datetime | None
    set_at: datetime
    passed: bool = False

    @property
    def changed_at(self) -> datetime:
        """When what the public is told of it changed last."""
        return self.release_at if self.passed and self.release_at is not None else self.set_at


def plans_at(plans: Iterable[Plan], now: datetime) -> Iterator[Plan]:
    """The plans, each knowing whether its moment has passed."""
    for each in plans:
        yield replace(each, passed=each.release_at is not None and each.release_at <= now)


@dataclass(frozen=True, slots=True)
class NextRelease:
    """What the public is told of the scorecard that comes next."""

    period: HalfYear
    release_at: datetime | None
    """None while no moment has been announced."""
    late: bool = False
    """The moment has passed and nothing was published."""

    @property
    def publishable_from(self) -> date:
        return self.period.end + ONE_DAY


def next_release(
    entries: Iterable[EditionEntry],
    waiting: Iterable[EditionEntry],
    plans: Iterable[Plan],
    now: datetime,
    settings: Settings,
) -> NextRelease:
    """The half-year that the public waits for: what is prepared already, or planned.

    ``entries`` are those that the public may know of.
    """
    due = next_due(entries, now, settings)
    for each in waiting:
        if each.period_end == due.end:
            return NextRelease(due, each.public_from)
    for plan in plans:
        if plan.period_end == due.end:
            return NextRelease(due, plan.release_at, late=plan.passed)
    return NextRelease(due, None)


def _ending(day: date, settings: Settings) -> HalfYear | None:
    try:
        return half_year_ending(day, settings.half_year_ends)
    except NotAHalfYearEnd:
        return None
