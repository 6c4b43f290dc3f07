"""Working days: Monday to Friday, less bank holidays of England and the council's closures.

Bank holidays are data, because one-off holidays are proclaimed (8 May 2023) and every list ends:
a day outside the years of the list is a working day *as far as is known*, and callers say so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from academy.errors import BankHolidaysUnreadable, NoWorkingDay

SATURDAY = 5
ONE_DAY = timedelta(days=1)
LONGEST_CLOSURE = 3_653
"""Days after which no working day is looked for any more: ten years."""
DIVISION = "england-and-wales"


@dataclass(frozen=True, slots=True)
class Closure:
    """Days without academy sessions: council closures, school terms where they matter, blocked dates."""

    first: date
    last: date
    reason: str

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """``known_until`` is the last day the bank holiday list speaks of; its first year is its first."""

    holidays: Mapping[date, str]
    known_until: date
    closures: Sequence[Closure] = field(default=())

    def why_off(self, day: date) -> str | None:
        """Why nobody works on this day, or None when it is a working day."""
        if day.weekday() >= SATURDAY:
            return "a Saturday" if day.weekday() == SATURDAY else "a Sunday"
        if day in self.holidays:
            return f"a bank holiday ({self.holidays[day]})"
        return next((c.reason for c in self.closures if c.covers(day)), None)

    def is_working(self, day: date) -> bool:
        return self.why_off(day) is None

    def on_or_after(self, day: date) -> date:
        """The first working day that is not before ``day``.

        Raises NoWorkingDay when closures leave none for LONGEST_CLOSURE days.
        """
        for days in range(min(LONGEST_CLOSURE, (date.max - day).days) + 1):
            if self.is_working(day + days * ONE_DAY):
                return day + days * ONE_DAY
        raise NoWorkingDay(day)

    def after(self, day: date) -> date:
        """The first working day after ``day``."""
        return self.on_or_after(day + ONE_DAY)

    def plus(self, day: date, working_days: int) -> date:
        """``working_days`` working days after ``day``."""
        for _ in range(working_days):
            day = self.after(day)
        return day

    def between(self, first: date, last: date) -> frozenset[date]:
        """The working days from ``first`` to ``last``, both included; none when ``last`` is earlier."""
        days = (first + n * ONE_DAY for n in range((last - first).days + 1))
        return frozenset(day for day in days if self.is_working(day))

    @property
    def known_from(self) -> date:
        return date(min(self.holidays, default=self.known_until).year, 1, 1)

    def unknown(self, first: date, last: date) -> tuple[str, date] | None:
        """How far the bank holidays are known where ``first`` to ``last`` goes beyond: from, or to."""
        if first < self.known_from:
            return "from", self.known_from
        return None if last <= self.known_until else ("to", self.known_until)


def bank_holidays(document: Any) -> tuple[dict[date, str], date]:
    """Read the GOV.UK format: ``{"england-and-wales": {"events": [{"title", "date"}, ...]}}``.

    Returns the holidays by day and the last day of the last year listed. Raises
    BankHolidaysUnreadable when the document is not that list.
    Source: https://www.gov.uk/bank-holidays.json
    """
    try:
        events = document[DIVISION]["events"]
        holidays = {date.fromisoformat(event["date"]): str(event["title"]) for event in events}
    except (KeyError, TypeError, ValueError) as fault:
        raise BankHolidaysUnreadable(f"{type(fault).__name__} at {fault}") from fault
    if not holidays:
        raise BankHolidaysUnreadable("it lists no holiday")
    return holidays, date(max(holidays).year, 12, 31)
