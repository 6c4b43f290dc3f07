"""Dates as people type them into a timetable (rule I3).

``06/11/17``, ``13/11/2017``, ``6th- 17th November 2017``, ``12th -13th March 2018``, ``9th April``
(the next one after a given day), ``October 8th``, ``22 nd November 2017``.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = r"(?<!\d)(\d{1,2})\s*(?:st|nd|rd|th)?"
_YEAR = r"(?:(\d{4}|\d{2})\b(?![\d:.]*\d))"
_ISO = re.compile(r"\s*(\d{4})-(\d{2})-(\d{2})\s*")
_NUMERIC = re.compile(r"\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})\s*")
_RANGE = re.compile(
    rf"{_DAY}(?:\s*({_MONTH})?\.?,?\s*(\d{{4}})?\s*[-\u2010-\u2015]\s*{_DAY})?\s*(?:of\s+)?"
    rf"({_MONTH})\b[\s.,]*{_YEAR}?",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(rf"\b({_MONTH})\.?\s+{_DAY}\b(?:[.,\s]+{_YEAR})?", re.IGNORECASE)
_WEEKDAY = re.compile(
    r"\b(mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?"
    r"|sun(?:day)?)\b"
)


@dataclass(frozen=True, slots=True)
class PrintedDates:
    """The first and last day a heading or cell names; equal when it names one."""

    first: date
    last: date


def read_date(text: str) -> date | None:
    """One day: ``dd/mm/yy``, ``dd/mm/yyyy``, ``yyyy-mm-dd`` or in words with a year. Else None."""
    if match := _ISO.fullmatch(text):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMERIC.fullmatch(text):
        return _date(_century(match[3]), int(match[2]), int(match[1]))
    return read_day(text, after=None)


def read_day(text: str, *, after: date | None) -> date | None:
    """As ``read_heading``, of a cell that names exactly one day and no other number besides."""
    read = read_heading(text, after=after)
    words = _RANGE if _RANGE.search(text) else _MONTH_FIRST
    if read is None or read.first != read.last or re.search(r"\d", words.sub("", text, count=1)):
        return None
    return read.first


def other_weekday(text: str, day: date) -> bool:
    """Whether ``text`` names a day of the week that ``day`` is not."""
    named = {word[:3] for word in _WEEKDAY.findall(text.lower())}
    return bool(named) and f"{day:%a}".lower() not in named


def read_heading(text: str, *, after: date | None) -> PrintedDates | None:
    """The days a heading names. Without a year it is the next such day on or after ``after``."""
    if match := _RANGE.search(text):
        month, year = MONTHS[match[5].lower()], match[6]
        last_day = int(match[4] or match[1])
        last = _resolve(last_day, month, year, after)
        if last is None:
            return None
        month_of_first = MONTHS[match[2].lower()] if match[2] else last.month
        year_of_first = int(match[3]) if match[3] else last.year - (month_of_first > last.month)
        first = _date(year_of_first, month_of_first, int(match[1]))
        return PrintedDates(first, last) if first and first <= last else None
    if match := _MONTH_FIRST.search(text):
        year = match[3]
        day = _resolve(int(match[2]), MONTHS[match[1].lower()], year, after)
        return PrintedDates(day, day) if day else None
    day = read_date(text) if _ISO.fullmatch(text) or _NUMERIC.fullmatch(text) else None
    return PrintedDates(day, day) if day else None


def correction(wrong: date, first: date, last: date) -> date | None:
    """The day from ``first`` to ``last`` that shares most of day, month and year with ``wrong``.

    None when no day of the window has its day of the month, or two are as near.
    """
    window = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    shared = [
        ((day.month == wrong.month) + (day.year == wrong.year), day)
        for day in window
        if day.day == wrong.day
    ]
    if not shared:
        return None
    best = max(score for score, _ in shared)
    nearest = [day for score, day in shared if score == best]
    return nearest[0] if len(nearest) == 1 else None


def _century(year: str) -> int:
    return int(year) + 2000 if len(year) == 2 else int(year)


def _resolve(day: int, month: int, year: str | None, after: date | None) -> date | None:
    if year is not None:
        return _date(_century(year), month, day)
    if after is None:
        return None
    this_year = _date(after.year, month, day)
    if this_year is not None and this_year >= after:
        return this_year
    return _date(after.year + 1, month, day)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
