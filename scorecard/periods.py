"""Half-years and the rolling year that the DfE definitions imply."""

from dataclasses import dataclass
from datetime import date, timedelta


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
        """The same day a year before ``end`` (28 February for 29 February): rolling-year opening."""
        try:
            return self.end.replace(year=self.end.year - 1)
        except ValueError:
            return self.end.replace(year=self.end.year - 1, day=28)
