"""The windows a ledger answers for, and the few boundary dates that all of them share.

A window is a period end with its two openings. All dates between two neighbouring boundaries fall
into one bucket, so each spell is looked up in a calendar once however many windows are asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scorecard.periods import HalfYear, months_before


@dataclass(frozen=True, slots=True)
class Window:
    """The half-year (opening, end] and the twelve months (year_opening, end]."""

    end: date
    opening: date
    year_opening: date

    @classmethod
    def of(cls, period: HalfYear) -> "Window":
        return cls(period.end, period.opening, period.year_opening)

    @classmethod
    def ending(cls, end: date) -> "Window":
        """Return the six and twelve months to any date, as for a series of month-ends."""
        return cls(end, months_before(end, 6), months_before(end, 12))


class Calendar:
    """Windows by their ends, and buckets: number i holds the days after boundary i - 1 up to boundary i; 0 all before."""

    def __init__(self, windows: Sequence[Window]) -> None:
        self.windows = tuple(sorted(windows, key=lambda one: one.end))
        windows = self.windows
        self.boundaries = sorted(
            {day for one in windows for day in (one.year_opening, one.opening, one.end)}
        )
        place = {day: index for index, day in enumerate(self.boundaries)}
        self.ends = [place[one.end] for one in windows]
        self.openings = [place[one.opening] for one in windows]
        self.year_openings = [place[one.year_opening] for one in windows]
        self.first = self.boundaries[0]
        self.last = self.boundaries[-1]
        self.size = len(self.boundaries)
        self.ordinals = [day.toordinal() for day in self.boundaries]
        self.bucket_of: dict[date, int] = {}
        """Days after the first boundary up to the last; what is missing is before or beyond."""
        day, step = self.first, timedelta(days=1)
        for bucket, boundary in enumerate(self.boundaries):
            while day < boundary:
                day += step
                self.bucket_of[day] = bucket
