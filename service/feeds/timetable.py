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
    """One version of one half-year. ``public_from`` where it waited for a moment set before."""

    period_end: date
    version: int
    published_at: datetime
    public_from: datetime | None = None
    withdrawn_at: datetime | None = None

    @property
    def out_at(self) -> datetime:
        return self.public_from or self.published_at

    def is_out(self, today: date) -> bool:
        """Whether anyone could open it on this day or before."""
        released = self.public_from is None or _day(self.public_from) <= today
        return released and (self.withdrawn_at is None or self.withdrawn_at > self.out_at)


@dataclass(frozen=True, slots=True)
class Timetable:
    """``events`` in order of time; ``changed_at`` is when any of this last changed."""

    events: tuple[FeedEvent, ...]
    changed_at: datetime


def timetable(published: Iterable[PublishedEdition], today: date, settings: Settings) -> Timetable:
    """A whole day for each half-year: when it came out, else when it will, else when it is due.

    Due is the day after the half-year ends. Told are all published ones and all that come after the
    first of them; before anything is published, the last that is over and all that come after it.
    What waits for its release is not called published before that day, and no correction is told
    before its own; a scorecard that was withdrawn is called that.
    """
    versions: dict[date, list[PublishedEdition]] = {}
    for edition in published:
        versions.setdefault(edition.period_end, []).append(edition)
    limit = today + AHEAD
    ends = list(_ends(min(versions, default=None) or _last_over(today, settings), limit, settings))
    events = [
        _event(end, versions.get(end, []), today, settings) for end in sorted({*versions, *ends})
    ]
    known_since = datetime.combine(max(ends) - AHEAD, time(), clock.LONDON).astimezone(UTC)
    return Timetable(tuple(events), max([known_since, *(event.changed_at for event in events)]))


def _event(
    end: date, versions: list[PublishedEdition], today: date, settings: Settings
) -> FeedEvent:
    words = f"half-year to {end.day} {end:%B %Y}"
    versions = sorted(versions, key=lambda each: each.version)
    out = [each for each in versions if each.is_out(today)]
    waiting = [each for each in versions if each.withdrawn_at is None and each not in out]
    told = _told(versions, out)
    url = f"{settings.public_url}/scorecards/{end.isoformat()}" if out else ""
    if out:
        gone = all(each.withdrawn_at is not None for each in out)
        summary = f"Scorecard {'withdrawn' if gone else 'published'}: {words}"
        day = _day(out[0].out_at)
        description = "\n".join(_history(out))
    elif waiting:
        summary, day = f"Scorecard to be released: {words}", _day(waiting[0].out_at)
        description = "Nobody can open it before its release."
    else:
        summary, day = f"Scorecard due: {words}", end + ONE_DAY
        description = "The first day on which it can be published."
    return FeedEvent(
        uid=str(uuid.uuid5(SCORECARDS, end.isoformat())),
        sequence=len(told),
        changed_at=max(told, default=BY_RULE),
        summary=summary,
        when=Days(day, day),
        description=description,
        transparent=True,
        url=url or None,
    )


def _told(versions: list[PublishedEdition], out: list[PublishedEdition]) -> list[datetime]:
    """When the event of a half-year changed what it says, each time."""
    times = [each.published_at for each in versions[:1]]
    for each in out:
        if each.public_from is not None and each.public_from > each.published_at:
            times.append(datetime.combine(_day(each.out_at), time(), clock.LONDON).astimezone(UTC))
        elif each is not versions[0]:
            times.append(each.published_at)
    told = {id(each) for each in (*out, *versions[:1])}
    return times + [
        each.withdrawn_at for each in versions if each.withdrawn_at is not None and id(each) in told
    ]


def _history(out: list[PublishedEdition]) -> Iterator[str]:
    for each in out:
        if each is not out[0]:
            yield f"Corrected on {_words(each.out_at)} (version {each.version})."
        if each.withdrawn_at is not None:
            yield f"Version {each.version} was withdrawn on {_words(each.withdrawn_at)}."


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
