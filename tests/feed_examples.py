"""A feed with one of everything, and what every calendar program must read in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from academy.deadlines import deadlines
from academy.feed import (
    CANCELLED_PREFIX,
    Days,
    FeedEvent,
    Hours,
    calendar_bytes,
    deadline_event,
    event_bytes,
    session_event,
)
from academy.session import Status
from tests.spec.academy.programmes import lancashire
from tests.spec.academy.test_plan import laid

LONDON = ZoneInfo("Europe/London")
CHANGED = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
LANCASHIRE = lancashire()


class Seen(NamedTuple):
    """What a reader sees. Times in UTC as ``2027-06-14T08:30:00Z``, whole days as ``2027-06-14``,
    the last one excluded."""

    uid: str
    begins: str
    ends: str
    summary: str
    location: str
    description: str
    status: str
    sequence: int


def everything() -> list[FeedEvent]:
    """A cohort's year, its deadlines, a cancelled session, odd texts, changes of the clocks."""
    sessions = [
        replace(each, uid=str(uuid5(UUID(int=7), each.uid)))
        for each in laid(LANCASHIRE, "2027-01-11")
    ]
    sessions[3] = replace(sessions[3], status=Status.CANCELLED)
    sessions[4] = replace(
        sessions[4],
        title="Odd; title, with \\ two\nlines and 👩‍👩‍👧, " + "é" * 60,
        room="Blue; red, 1\nfloor 2 \\",
        joining_link="https://meet.example/a?b=c,d;e",
    )
    due = deadlines(
        LANCASHIRE,
        [(each, 1, CHANGED) for each in sessions],
        lambda key: str(uuid5(UUID(int=8), key)),
    )
    clocks = [date(2027, 3, 28), date(2027, 10, 31), date(2028, 3, 26), date(2028, 10, 29)]
    events = [
        *(session_event(each, 1 + n % 3, CHANGED) for n, each in enumerate(sessions)),
        *(deadline_event(each) for each in due),
        *(
            FeedEvent(f"clocks-{day}", 1, CHANGED, "Clocks", Hours(day, time(9), time(10)))
            for day in clocks
        ),
        FeedEvent("days", 1, CHANGED, "Days", Days(date(2027, 12, 30), date(2027, 12, 31))),
    ]
    return sorted(events, key=lambda event: event.uid)


def feed_of(events: list[FeedEvent], alarm_minutes: int | None = None) -> bytes:
    serialised = [event_bytes(event, alarm_minutes) for event in events]
    return calendar_bytes("Academy; 2027, Preston", "What is on", serialised, timedelta(hours=6))


def seen(event: FeedEvent) -> Seen:
    """What stands in the feed for an event, computed from the zone database alone."""
    if isinstance(event.when, Days):
        begins = event.when.first.isoformat()
        ends = (event.when.last + timedelta(days=1)).isoformat()
    else:
        begins, ends = (
            instant(datetime.combine(event.when.day, at, LONDON))
            for at in (event.when.start, event.when.end)
        )
    prefix = CANCELLED_PREFIX if event.status is Status.CANCELLED else ""
    return Seen(
        uid=event.uid,
        begins=begins,
        ends=ends,
        summary=prefix + event.summary.replace("\n", " "),
        location=event.location,
        description=event.description,
        status=event.status.value.upper(),
        sequence=event.sequence,
    )


def instant(when: date) -> str:
    if isinstance(when, datetime):
        return when.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return when.isoformat()
