"""A moment of release as it is typed: a day in three fields, and a time by the clock in England."""

import re
from collections.abc import Mapping
from datetime import date, datetime

from service import clock
from service.publication.release_moment import USUAL
from service.publication.wording import day
from service.web.typed import NO_DATE, date_in, date_texts

DAY, TIME = "release_at", "release-time"
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})\s*(am|pm)?|(\d{1,2})\s*(am|pm)", re.ASCII)


def moment_texts(moment: datetime | None) -> dict[str, str]:
    """The fields of a moment, filled in; only the usual time where there is none."""
    if moment is None:
        return {TIME: f"{USUAL:%H:%M}"}
    there = moment.astimezone(clock.LONDON)
    return {**date_texts(DAY, there.date()), TIME: f"{there:%H:%M}"}


def moment_typed(texts: Mapping[str, str]) -> tuple[str, str]:
    """The moment as ``release_moment`` reads it, and what is wrong with it; one of both is empty."""
    on = date_in(texts, DAY)
    if on is None:
        return "", f"Release day {NO_DATE}"
    text = texts.get(TIME, "").strip().lower() or f"{USUAL:%H:%M}"
    at = _time(text)
    if at is None:
        return "", "Release time is not a time of day: write it like 9:30am or 09:30"
    return f"{on.isoformat()}T{at}", ""


def _time(text: str) -> str | None:
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    hour, minute = int(found[1] or found[4]), int(found[2] or 0)
    half = found[3] or found[5]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else None


def confirms(text: str, end: date) -> bool:
    """Whether somebody typed the last day of the half-year, in any of the usual ways."""
    said = " ".join(text.replace(",", " ").split()).lower()
    numbers = said.replace("/", " ").replace(".", " ").replace("-", " ").split()
    if said == day(end).lower() or said == f"{end.day:02d} {end:%B %Y}".lower():
        return True
    if len(numbers) != 3 or not all(each.isascii() and each.isdigit() for each in numbers):
        return False
    found = [int(each) for each in numbers]
    return found in ([end.day, end.month, end.year], [end.year, end.month, end.day])
