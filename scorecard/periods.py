"""Half-years and the rolling year that the DfE definitions imply.

A period is (opening, end]: it holds the days after ``opening`` up to and including ``end``. Dates
that are the last day of their month stay the last day when months are counted back, so six months
before 31 March is 30 September, and a year before 28 February 2025 is 29 February 2024.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from scorecard.errors import NotAHalfYearEnd

MonthDay = tuple[int, int]

HALF_YEAR_ENDS: tuple[MonthDay, ...] = ((3, 31), (9, 30))
"""The scorecard's half-years; 30 September is the census day."""

CENSUS_YEAR_END: MonthDay = (9, 30)


@dataclass(frozen=True, slots=True)
class HalfYear:
    """Six months ending on ``end`` (inclusive). ``opening`` is the day before the first day."""

    opening: date
    end: date

    @property
    def first_day(self) -> date:
        return self.opening + timedelta(days=1)

    @property
    def year_opening(self) -> date:
        """Opening of the twelve months to ``end``: the rolling year of the DfE measures."""
        return months_before(self.end, 12)


def months_before(day: date, months: int) -> date:
    """Return the same day ``months`` earlier; the last day of a month gives the last day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    length = monthrange(year, month + 1)[1]
    if day.day == monthrange(day.year, day.month)[1]:
        return date(year, month + 1, length)
    return date(year, month + 1, min(day.day, length))


def half_year_ending(end: date, ends: tuple[MonthDay, ...] = HALF_YEAR_ENDS) -> HalfYear:
    """Return the half-year ending on ``end``.

    ``ends`` are the (month, day) on which half-years end; 28 or 29 February means the last day of
    February. Raises NotAHalfYearEnd when ``end`` is none of them.
    """
    this_year = [_in_year(end.year, one) for one in ends]
    if end not in this_year or end.year == date.min.year:
        raise NotAHalfYearEnd(end, ends)
    days = sorted([*this_year, *(_in_year(end.year - 1, one) for one in ends)])
    return HalfYear(opening=days[days.index(end) - 1], end=end)


def previous(period: HalfYear, ends: tuple[MonthDay, ...] = HALF_YEAR_ENDS) -> HalfYear:
    """Return the half-year that ends where ``period`` opens."""
    return half_year_ending(period.opening, ends)


def year_to_date(end: date, year_end: MonthDay = CENSUS_YEAR_END) -> HalfYear:
    """Return the part of the census year (1 October to 30 September) that ends on ``end``."""
    this_year = _in_year(end.year, year_end)
    return HalfYear(
        opening=this_year if this_year < end else _in_year(end.year - 1, year_end), end=end
    )


def has_leap_day(opening: date, end: date) -> bool:
    """Whether (opening, end] contains a 29 February."""
    return any(
        opening < date(year, 2, 29) <= end
        for year in range(opening.year, end.year + 1)
        if monthrange(year, 2)[1] == 29
    )


def _in_year(year: int, month_day: MonthDay) -> date:
    month, day = month_day
    length = monthrange(year, month)[1]
    common = 28 if month == 2 else length
    return date(year, month, length if day >= common else day)
