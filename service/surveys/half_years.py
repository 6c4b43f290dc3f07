"""The half-year that a day belongs to: an interview counts by the leaving date."""

from datetime import date, datetime, timedelta

from scorecard.errors import NotAHalfYearEnd
from scorecard.periods import HalfYear, MonthDay, half_year_ending
from service.clock import LONDON

A_YEAR = 366


def half_year_of(day: date, ends: tuple[MonthDay, ...]) -> HalfYear:
    """The half-year that holds ``day``."""
    for ahead in range(A_YEAR + 1):
        try:
            return half_year_ending(day + timedelta(days=ahead), ends)
        except NotAHalfYearEnd:
            continue
    raise NotAHalfYearEnd(day, ends)


def local_day(now: datetime) -> date:
    """The day in England at an instant."""
    return now.astimezone(LONDON).date()
