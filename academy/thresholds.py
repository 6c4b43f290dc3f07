"""Thresholds that no source states: proposals, which a council may set otherwise (section 5)."""

from dataclasses import dataclass

from academy.dependency import MOST_PERCENT
from academy.printed_checks import PLAUSIBLE_PEOPLE
from academy.revision import NOTICE_HOURS
from academy.template_checks import CONTRACTED_DAY, LONGEST_STRETCH
from academy.travel import LEAST_LUNCH


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Of plans. ``stretch``, ``day`` and ``lunch`` in minutes, ``notice`` in hours."""

    stretch: int = LONGEST_STRETCH
    """Without a break (T7)."""
    day: int = CONTRACTED_DAY
    """A contracted day (T7)."""
    lunch: int = LEAST_LUNCH
    """What the way leaves of it (R3)."""
    percent_on_one: int = MOST_PERCENT
    """Sessions that need one person (R5)."""
    notice: int = NOTICE_HOURS
    """Shorter notice is given directly (V4)."""
    people: int = PLAUSIBLE_PEOPLE
    """A printed timetable with a larger capacity is warned of (I4)."""


PROPOSED = Thresholds()
