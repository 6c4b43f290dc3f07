"""What is ahead for a room, a facilitator or a team, as their calendar has it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from academy.feed import FeedEvent, Hours
from academy.session import Status
from service.feeds.written import Contents
from service.web.english import day_words, near_words, span_words


@dataclass(frozen=True, slots=True)
class Booking:
    hours: str
    title: str
    place: str
    link: str | None
    cancelled: bool


@dataclass(frozen=True, slots=True)
class BookedDay:
    words: str
    near: str
    bookings: tuple[Booking, ...]


def bookings(contents: Contents, today: date) -> tuple[BookedDay, ...]:
    """From today on, in order of time; cancelled sessions say so."""
    by_day: dict[date, list[tuple[Hours, FeedEvent]]] = {}
    for written in contents.events:
        when = written.event.when
        if isinstance(when, Hours) and when.day >= today:
            by_day.setdefault(when.day, []).append((when, written.event))
    return tuple(
        BookedDay(day_words(day), near_words(day, today), tuple(_bookings(by_day[day])))
        for day in sorted(by_day)
    )


def _bookings(events: Iterable[tuple[Hours, FeedEvent]]) -> Iterable[Booking]:
    for when, event in sorted(events, key=lambda each: (each[0].start, each[0].end, each[1].uid)):
        yield Booking(
            span_words(when.start, when.end),
            event.summary,
            event.location,
            event.url,
            event.status is Status.CANCELLED,
        )
