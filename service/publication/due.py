"""Which half-year is to be published next."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from scorecard.errors import NotAHalfYearEnd
from scorecard.periods import HalfYear, half_year_ending
from service import clock
from service.publication.store import EditionEntry
from service.settings import Settings

ONE_DAY = timedelta(days=1)


def next_due(entries: Iterable[EditionEntry], now: datetime, settings: Settings) -> HalfYear:
    """The half-year after the latest published; the last one that is over when none is."""
    published = [each.period_end for each in entries]
    if published:
        day, step = max(published) + ONE_DAY, ONE_DAY
    else:
        day, step = now.astimezone(clock.LONDON).date() - ONE_DAY, -ONE_DAY
    while (found := _ending(day, settings)) is None:
        day += step
    return found


def _ending(day: date, settings: Settings) -> HalfYear | None:
    try:
        return half_year_ending(day, settings.half_year_ends)
    except NotAHalfYearEnd:
        return None
