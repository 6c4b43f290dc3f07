"""Working days lost by date: an absence that spans period ends is divided exactly.

Days lost are recorded for a whole absence. They fall evenly on its weekdays (Monday to Friday; on
all its days when it touches no weekday). Up to the end of any day, the part lost is
``days lost x weekdays so far / weekdays in all``, rounded down to hundredths; a period's part is the
difference of two such sums. Periods side by side therefore always add up to the whole.

An absence without a last day is taken to run for as many weekdays as days were lost (at least one),
so that its days do not depend on who asks when.
"""

from datetime import date

from scorecard.lines import DAYS_SCALE
from scorecard.workforce import Absence


def days_lost_by(absence: Absence, day: date) -> int:
    """Return the hundredths of days lost up to the end of ``day``."""
    first, last = absence.first_day.toordinal(), last_day(absence)
    until = day.toordinal()
    if until >= last:
        return absence.days_lost
    if until < first:
        return 0
    before = weekdays_until(first - 1)
    in_all = weekdays_until(last) - before
    if in_all == 0:
        return absence.days_lost * (until - first + 1) // (last - first + 1)
    return absence.days_lost * (weekdays_until(until) - before) // in_all


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
    weeks, rest = divmod(ordinal, 7)
    return 5 * weeks + min(rest, 5)


_FRIDAY = 4
