"""Times as people type them into a timetable, read without guessing silently (rule I2).

``9:00am - 9:30 am``, ``1.00-2pm``, ``3:45- 4:30PM``, ``10.45 -12 noon``, ``9-12``, ``All afternoon
1-2:30pm``. Where am or pm is not printed it is inferred (8 to 11 morning, 12 noon, 1 to 7
afternoon) and the reading says so.
"""

import re
from dataclasses import dataclass
from datetime import time

EARLIEST_START = time(7, 0)
LATEST_END = time(19, 0)
NOON = 12

_DASHES = re.compile(r"[\u2010-\u2015\u2212-]|\bto\b|\btill?\b|\buntil\b")
_MIDNIGHT = re.compile(r"\b(?:12(?:[:.]00)?\s*)?midnight\b")
_NOON = re.compile(r"\b(?:12(?:[:.]00)?\s*)?(?:noon|midday)\b")
_TIME = re.compile(
    r"(?<![\d:.])(?:([01]\d)([0-5]\d)|(\d{1,2})(?:[:.](\d{2}))?)"
    r"\s*(am\b|pm\b|a\.m\b\.?|p\.m\b\.?|noon)?(?![\d])"
)
_TORN = re.compile(r"\d[:.]{2,}\d|\d[:.]\d(?!\d)|[:.]\d{3}")
"""Looks like a time and is none: 9:5, 9.3, 9::00, 9:000."""


@dataclass(frozen=True, slots=True)
class PrintedTime:
    """What a time cell says. ``start`` or ``end`` is None where none can be read."""

    start: time | None
    end: time | None
    inferred: bool = False
    """am or pm was not printed for at least one of the two."""
    impossible: bool = False
    """Something in it looks like a time and is none (25:00, 9.75, 9:5)."""
    several: bool = False
    """More than one stretch of time stands in the cell; the first was read."""


@dataclass(frozen=True, slots=True)
class _Token:
    hour: int
    minute: int
    meridiem: str | None
    exact: bool
    """Minutes or am and pm are printed: a bare number may count something else (room 12)."""
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
    plain = _NOON.sub("12:00noon", _MIDNIGHT.sub("12:00am", _DASHES.sub("-", text.lower())))
    tokens = [_token(match) for match in _TIME.finditer(plain)]
    if _TORN.search(plain) or not all(token.possible for token in tokens):
        return PrintedTime(None, None, impossible=True)
    if not tokens:
        return PrintedTime(None, None)
    first, *others = tokens
    second = others[0] if others and _joined(plain, first, others[0]) else None
    further = others[1:] if second else others
    return PrintedTime(
        first.value(),
        second.value() if second else None,
        inferred=first.inferred or bool(second and second.inferred),
        several=any(
            token.exact or (n and _joined(plain, further[n - 1], token))
            for n, token in enumerate(further)
        ),
    )


def _joined(plain: str, one: _Token, other: _Token) -> bool:
    return "-" in plain[one.end : other.begin]


def implausible(read: PrintedTime) -> bool:
    """The end is not after the start, or no academy day begins so early or goes on so late."""
    if read.start is None:
        return False
    if read.end is None:
        return not EARLIEST_START <= read.start <= LATEST_END
    return read.start < EARLIEST_START or read.end <= read.start or read.end > LATEST_END


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
    hour, minute = match[1] or match[3], match[2] or match[4]
    meridiem = match[5].replace(".", "") if match[5] else None
    exact = minute is not None or meridiem is not None
    return _Token(int(hour), int(minute or 0), meridiem, exact, match.start(), match.end())
