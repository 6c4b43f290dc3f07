"""The demo's calendar: months, working days, and days since. Fixed dates, never the clock."""

from collections.abc import Iterator
from datetime import date, timedelta

HISTORY_FIRST = date(2020, 10, 1)
HISTORY_LAST = date(2026, 9, 30)
MARCH_2026 = date(2026, 3, 31)
SEPTEMBER_2026 = date(2026, 9, 30)
REORGANISATION = date(2024, 4, 1)

_FRIDAY = 4


def month_last(day: date) -> date:
    """Return the last day of the month that ``day`` lies in."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def months(first: date, last: date) -> Iterator[date]:
    """Yield the first day of each month from ``first`` to ``last``."""
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = month_last(month) + timedelta(days=1)


def is_working_day(day: date) -> bool:
    """Say whether ``day`` is a Monday to Friday; the demo knows no bank holidays."""
    return day.weekday() <= _FRIDAY


def working_day_on_or_after(day: date) -> date:
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def working_days(first: date, last: date) -> int:
    """Count Mondays to Fridays from ``first`` to ``last``, both included."""
    days = (last - first).days + 1
    weeks, rest = divmod(days, 7)
    return weeks * 5 + sum(is_working_day(first + timedelta(days=n)) for n in range(rest))


def after_working_days(first: date, count: int) -> date:
    """Return the day on which the ``count``-th working day from ``first`` (the 1st) falls."""
    day = working_day_on_or_after(first)
    for _ in range(count - 1):
        day = working_day_on_or_after(day + timedelta(days=1))
    return day


def years_since(earlier: date | None, day: date) -> int | None:
    """Return whole years from ``earlier`` to ``day``; None when ``earlier`` is not known."""
    if earlier is None:
        return None
    return day.year - earlier.year - ((day.month, day.day) < (earlier.month, earlier.day))
