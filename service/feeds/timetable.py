"""When scorecards come out: the feed of the scorecard's timetable."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from academy.feed import Days, FeedEvent
from scorecard.errors import NotAHalfYearEnd
from scorecard.periods import half_year_ending
from service import clock
from service.settings import Settings

SCORECARDS = UUID("2f0a1d0e-6f0b-4a55-9d5e-6a3a5b3c7f10")
"""Namespace of the UIDs of half-years. Fixed: a calendar knows each half-year by its UID."""
AHEAD = timedelta(days=2 * 365)
"""Half-years that end later are not in the feed yet."""
BY_RULE = datetime(2026, 1, 1, tzinfo=UTC)
"""When a date that follows from the calendar alone last changed: before there was a feed."""
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PublishedEdition:
    """One version of one half-year."""

    period_end: date
    version: int
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Timetable:
    """``events`` in order of time; ``changed_at`` is when any of this last changed."""

    events: tuple[FeedEvent, ...]
    changed_at: datetime


def timetable(published: Iterable[PublishedEdition], today: date, settings: Settings) -> Timetable:
    """A whole day for each half-year: the day it was first published, else the day it is due.

    Due is the day after the half-year ends. Told are all published ones and all that come after the
    first of them; before anything is published, the last that is over and all that come after it.
    """
    versions: dict[date, list[PublishedEdition]] = {}
    for edition in published:
        versions.setdefault(edition.period_end, []).append(edition)
    limit = today + AHEAD
    ends = list(_ends(min(versions, default=None) or _last_over(today, settings), limit, settings))
    events = [_event(end, versions.get(end, []), settings) for end in sorted({*versions, *ends})]
    known_since = datetime.combine(max(ends) - AHEAD, time(), clock.LONDON).astimezone(UTC)
    return Timetable(tuple(events), max([known_since, *(event.changed_at for event in events)]))


def _event(end: date, versions: list[PublishedEdition], settings: Settings) -> FeedEvent:
    words = f"half-year to {end.day} {end:%B %Y}"
    uid = str(uuid.uuid5(SCORECARDS, end.isoformat()))
    if not versions:
        return FeedEvent(
            uid=uid,
            sequence=0,
            changed_at=BY_RULE,
            summary=f"Scorecard due: {words}",
            when=Days(end + ONE_DAY, end + ONE_DAY),
            description="The first day on which it can be published.",
            transparent=True,
        )
    first, *corrections = sorted(versions, key=lambda each: each.version)
    day = _day(first.published_at)
    lines = [
        f"Corrected on {_words(each.published_at)} (version {each.version})."
        for each in corrections
    ]
    return FeedEvent(
        uid=uid,
        sequence=len(versions),
        changed_at=(corrections or [first])[-1].published_at,
        summary=f"Scorecard published: {words}",
        when=Days(day, day),
        description="\n".join(lines),
        transparent=True,
        url=f"{settings.public_url}/scorecards/{end.isoformat()}",
    )


def _day(at: datetime) -> date:
    return at.astimezone(clock.LONDON).date()


def _words(at: datetime) -> str:
    day = _day(at)
    return f"{day.day} {day:%B %Y}"


def _last_over(today: date, settings: Settings) -> date:
    day = today - ONE_DAY
    while not _is_end(day, settings):
        day -= ONE_DAY
    return day


def _ends(first: date, limit: date, settings: Settings) -> Iterator[date]:
    day = first
    while day <= limit:
        if _is_end(day, settings):
            yield day
        day += ONE_DAY


def _is_end(day: date, settings: Settings) -> bool:
    try:
        half_year_ending(day, settings.half_year_ends)
    except NotAHalfYearEnd:
        return False
    return True
