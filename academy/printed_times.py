"""Times as people type them into a timetable, read without guessing silently (rule I2).

``9:00am - 9:30 am``, ``1.00-2pm``, ``3:45- 4:30PM``, ``10.45 -12 noon``, ``9-12``, ``All afternoon
1-2:30pm``. Where am or pm is not printed it is inferred (8 to 11 morning, 12 noon, 1 to 7
afternoon) and the reading says so.
"""

import re
from dataclasses import dataclass
from datetime import time

LATEST_END = time(19, 0)
NOON = 12

_DASHES = re.compile(r"[\u2010-\u2015\u2212-]|\bto\b|\btill?\b|\buntil\b")
_NOON = re.compile(r"\b(?:12(?:[:.]00)?\s*)?(?:noon|midday)\b")
_TIME = re.compile(r"(?<![\d:.])(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|a\.m\.?|p\.m\.?|noon)?(?![\d])")


@dataclass(frozen=True, slots=True)
class PrintedTime:
    """What a time cell says. ``start`` or ``end`` is None where none can be read."""

    start: time | None
    end: time | None
    inferred: bool = False
    """am or pm was not printed for at least one of the two."""
    impossible: bool = False
    """A number in it is no time of day (25:00, 9.75)."""
    several: bool = False
    """More than one stretch of time stands in the cell; the first was read."""


@dataclass(frozen=True, slots=True)
class _Token:
    hour: int
    minute: int
    meridiem: str | None
    begin: int
    end: int

    @property
    def possible(self) -> bool:
        top = NOON if self.meridiem in {"am", "pm"} else 23
        low = 1 if self.meridiem in {"am", "pm"} else 0
        return low <= self.hour <= top and self.minute < 60

    @property
    def inferred(self) -> bool:
        return self.meridiem is None and 1 <= self.hour <= NOON

    def value(self) -> time:
        hour = self.hour
        if self.meridiem == "am":
            hour %= NOON
        elif self.meridiem == "pm" or (self.meridiem is None and 1 <= hour < 8):
            hour = hour % NOON + NOON
        return time(hour, self.minute)


def read_times(text: str) -> PrintedTime:
    """Read a time cell. Never raises."""
    plain = _NOON.sub("12:00noon", _DASHES.sub("-", text.lower()))
    tokens = [_token(match) for match in _TIME.finditer(plain)]
    if not tokens:
        return PrintedTime(None, None)
    if not all(token.possible for token in tokens):
        return PrintedTime(None, None, impossible=True)
    first = tokens[0]
    if len(tokens) == 1:
        return PrintedTime(first.value(), None, inferred=first.inferred)
    second = tokens[1]
    joined = "-" in plain[first.end : second.begin]
    if not joined:
        return PrintedTime(first.value(), None, inferred=first.inferred, several=True)
    return PrintedTime(
        first.value(),
        second.value(),
        inferred=first.inferred or second.inferred,
        several=len(tokens) > 2,
    )


def implausible(read: PrintedTime) -> bool:
    """The end is not after the start, or later than an academy day goes on."""
    return (
        read.start is not None
        and read.end is not None
        and (read.end <= read.start or read.end > LATEST_END)
    )


def suggestion(read: PrintedTime) -> tuple[time, time] | None:
    """The nearest plausible reading of an implausible one: am and pm mistaken for one another."""
    if read.start is None or read.end is None:
        return None
    for start, end in (
        (read.start, _flip(read.end)),
        (_flip(read.start), read.end),
        (_flip(read.start), _flip(read.end)),
    ):
        if start < end <= LATEST_END and start >= time(8, 0):
            return start, end
    return None


def _flip(value: time) -> time:
    return value.replace(hour=(value.hour + NOON) % 24)


def _token(match: re.Match[str]) -> _Token:
    meridiem = match[3].replace(".", "") if match[3] else None
    return _Token(int(match[1]), int(match[2] or 0), meridiem, match.start(), match.end())
