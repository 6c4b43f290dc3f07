"""The census year: twelve months to the reference date."""

from datetime import date

CENSUS_DAY = (9, 30)
"""Month and day of the reference date."""


def census_day(year: int) -> date:
    return date(year, *CENSUS_DAY)


def year_before(day: date) -> date:
    """The same day a year before (28 February for 29 February): the opening of the year."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def years_between(earlier: date, later: date) -> int:
    """Whole years, as an age is counted."""
    had_birthday = (later.month, later.day) >= (earlier.month, earlier.day)
    return later.year - earlier.year - (not had_birthday)
