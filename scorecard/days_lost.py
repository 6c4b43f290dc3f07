"""Working days lost by date: an absence that spans period ends is divided exactly.

Days lost are recorded for a whole absence. They fall evenly on its weekdays (Monday to Friday; on
all its days when it touches no weekday). Up to the end of any day, the part lost is
``days lost x weekdays so far / weekdays in all``, rounded down to hundredths; a period's part is the
difference of two such sums. Periods side by side therefore always add up to the whole.

An absence without a last day is taken to run for as many weekdays as days were lost (at least one),
so that its days do not depend on who asks when.
"""

from collections.abc import Iterable
from datetime import date

from scorecard.lines import DAYS_SCALE
from scorecard.workforce import Absence

_FRIDAY = 4


def is_wrong_absence(absence: Absence) -> bool:
    """Whether the absence ends before it begins: it cannot be counted at all."""
    return absence.last_day is not None and absence.last_day < absence.first_day


Mark = tuple[int, int]
"""A day up to which days lost are summed: its ordinal, and the weekdays until it."""


def mark(day: date) -> Mark:
    ordinal = day.toordinal()
    return ordinal, weekdays_until(ordinal)


def days_lost_until(absence: Absence, marks: Iterable[Mark]) -> list[int]:
    """Return the hundredths of days lost up to the end of each marked day."""
    first, last, lost = absence.first_day.toordinal(), last_day(absence), absence.days_lost
    before = weekdays_until(first - 1)
    in_all = weekdays_until(last) - before
    result = []
    for day, weekdays in marks:
        if day >= last:
            result.append(lost)
        elif day < first:
            result.append(0)
        elif in_all:
            result.append(lost * (weekdays - before) // in_all)
        else:
            result.append(lost * (day - first + 1) // (last - first + 1))
    return result


def last_day(absence: Absence) -> int:
    """Return the ordinal of the last day, worked out where it is not recorded."""
    if absence.last_day is not None:
        return absence.last_day.toordinal()
    weekdays = max(1, -(-absence.days_lost // DAYS_SCALE))
    first = absence.first_day.toordinal()
    day_of_week = (first - 1) % 7
    if day_of_week > _FRIDAY:
        first += 7 - day_of_week
        day_of_week = 0
    weeks, rest = divmod(day_of_week + weekdays - 1, 5)
    return first - day_of_week + 7 * weeks + rest


def weekdays_until(ordinal: int) -> int:
    """Count Mondays to Fridays from 1 January of year 1 (a Monday) to this day's ordinal."""
    rest = ordinal % 7
    return ordinal // 7 * 5 + (rest if rest < 5 else 5)  # noqa: FURB136 -- asked very often
