"""Dates of one person's clock: months added, part time scaled, pauses that move what follows."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from academy.working_days import WorkingDays

MONTHS_IN_YEAR = 12
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stands still from ``first`` to ``last``, both days included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def without(self, other: "Pause") -> tuple["Pause", ...]:
        """What of it lies outside ``other``: the whole, up to two parts, or nothing."""
        if other.last < self.first or self.last < other.first:
            return (self,)
        parts = (
            Pause(self.first, min(self.last, other.first - ONE_DAY)),
            Pause(max(self.first, other.last + ONE_DAY), self.last),
        )
        return tuple(part for part in parts if part.first <= part.last)

    def __str__(self) -> str:
        return f"{self.first.isoformat()} to {self.last.isoformat()}"


OFFICE_DAYS = frozenset(range(5))
"""Monday to Friday, Monday = 0: days on which councils work."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """From ``on`` the person works on ``weekdays`` (Monday = 0) of those on which the council does.

    Weekend days count for nothing: nobody is there to meet.
    """

    on: date
    weekdays: frozenset[int]


@dataclass(frozen=True, slots=True)
class FteChange:
    """From ``on`` the person works ``fte``."""

    on: date
    fte: Fraction


def add_months(day: date, months: int) -> date:
    """The same day of the month, clamped to the month's end (31 August + 6 = 29 February 2028)."""
    index = day.year * MONTHS_IN_YEAR + day.month - 1 + months
    year, month = divmod(index, MONTHS_IN_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def ceiling_of(value: Fraction) -> int:
    return -(-value.numerator // value.denominator)


def scaled_months(months: int, fte: Fraction) -> int:
    """Programme months in calendar months at ``fte``, counted up to whole months."""
    return ceiling_of(Fraction(months) / fte)


def reach(
    start: date, months: int, fte: Fraction, changes: Sequence[FteChange], *, scale: bool
) -> date:
    """The day on which ``months`` programme months are done, pauses left aside.

    Without scaling part-time work does not lengthen the year. With it, the months are divided by
    the FTE and counted up to whole months; after a change of FTE the part already done counts at
    the old rate and the rest at the new one, in whole days counted up. That day is never earlier
    than the whole months of the highest FTE so far, nor later than those of the lowest: days and
    months round differently, and a fall must not gain, nor a rise lose, by the difference.
    """
    if not scale:
        return add_months(start, months)
    due = Fraction((add_months(start, months) - start).days)
    rates = {start: fte} | {c.on: c.fte for c in sorted(changes, key=lambda change: change.on)}
    done, since, rate = Fraction(0), start, rates.pop(start)
    seen = [rate]
    day = add_months(start, scaled_months(months, rate))
    for on, new in rates.items():
        if on >= day:
            break
        done += (on - since).days * rate
        since, rate = on, new
        seen.append(rate)
        day = since + timedelta(days=ceiling_of(max(due - done, Fraction(0)) / rate))
        earliest, latest = (scaled_months(months, each) for each in (max(seen), min(seen)))
        day = min(max(day, add_months(start, earliest)), add_months(start, latest))
    return day


def unpaused_days(first: date, last: date, pauses: Sequence[Pause]) -> int:
    """Days from ``first`` to ``last``, both included, on which the clock runs."""
    days = max((last - first).days + 1, 0)
    for pause in pauses:
        days -= max((min(last, pause.last) - max(first, pause.first)).days + 1, 0)
    return days


def paused(day: date, pauses: Sequence[Pause]) -> date:
    """``day`` moved by every pause that begins on or before it, in the order of the pauses."""
    for pause in sorted(pauses, key=lambda pause: pause.first):
        if day >= pause.first:
            day += timedelta(days=pause.days)
    return day


@dataclass(frozen=True, slots=True)
class Clock:
    """One person's clock. ``pauses`` follow one another; ``scale``: part time lengthens the year.

    ``patterns``: before the first of them they work all days.
    """

    start: date
    fte: Fraction
    changes: tuple[FteChange, ...] = ()
    pauses: tuple[Pause, ...] = ()
    scale: bool = False
    patterns: tuple[Pattern, ...] = ()

    def unpaused(self, months: int) -> date:
        """The day on which ``months`` months of the programme are done, pauses left aside."""
        return reach(self.start, months, self.fte, self._changes_run(), scale=self.scale)

    def _changes_run(self) -> list[FteChange]:
        """Changes by how long the clock has run before them: days of a pause are no elapsed part."""
        return [
            FteChange(
                self.start
                + timedelta(days=unpaused_days(self.start, change.on - ONE_DAY, self.pauses)),
                change.fte,
            )
            for change in sorted(self.changes, key=lambda change: change.on)
        ]

    def at(self, months: int) -> date:
        """The day on which ``months`` months of the programme are done; the start for none."""
        return paused(self.unpaused(months), self.pauses) if months else self.start

    def due(self, day: date, working_days: WorkingDays) -> date:
        """The first working day from ``day`` on that lies in no pause and on which they work.

        A weekend day just before a pause waits for its end: nothing falls due while the clock
        stands still. Raises NoWorkingDay and OverflowError where there is none.
        """
        found = working_days.on_or_after(day)
        while self.rests_on(found) or not self.works_on(found):
            ends = [pause.last for pause in self.pauses if pause.first <= found <= pause.last]
            found = working_days.on_or_after(max(ends, default=found) + ONE_DAY)
        return found

    def works_on(self, day: date) -> bool:
        """Whether ``day`` is one of the days of the week that they work, as far as is known."""
        weekdays = OFFICE_DAYS
        for pattern in sorted(self.patterns, key=lambda pattern: pattern.on):
            if pattern.on <= day:
                weekdays = pattern.weekdays & OFFICE_DAYS or OFFICE_DAYS
        return day.weekday() in weekdays

    def fte_on(self, day: date) -> Fraction:
        rate = self.fte
        for change in sorted(self.changes, key=lambda change: change.on):
            if change.on <= day:
                rate = change.fte
        return rate

    def changed(self, first: date, last: date) -> set[date]:
        """Days after ``first`` up to ``last`` on which the FTE becomes another."""
        days = {change.on for change in self.changes if first < change.on <= last}
        return {day for day in days if self.fte_on(day) != self.fte_on(day - ONE_DAY)}

    def rests_on(self, day: date) -> bool:
        """Whether the clock stands still on ``day``."""
        return any(pause.first <= day <= pause.last for pause in self.pauses)

    def spells(self, last: date) -> list[tuple[date, date, Fraction]]:
        """Spells of one FTE from the start to ``last``: first day, last day, FTE. Pauses are in them."""
        cuts = sorted({self.start, *self.changed(self.start, last)})
        ends = [*(cut - ONE_DAY for cut in cuts[1:]), last]
        return [
            (first, end, self.fte_on(first))
            for first, end in zip(cuts, ends, strict=True)
            if end >= first
        ]
