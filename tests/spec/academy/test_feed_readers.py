"""Every reader of calendars for Python that is at hand sees the same in a feed.

ical is Home Assistant's; recurring-ical-events and x-wr-timezone are what web calendars in Python
are made of. ical.js is in tests/browser, vdirsyncer and khal are in tests/journeys; more readers
that were run by hand are named in docs/academy/feed-format.md.
"""

from collections.abc import Callable, Iterable
from datetime import date

import pytest
import recurring_ical_events
import vobject
import x_wr_timezone
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar, Event

from tests.feed_check import faults
from tests.feed_examples import Seen, everything, feed_of, instant, seen

EVENTS = everything()
FEED = feed_of(EVENTS, alarm_minutes=15)


def icalendar_shows(events: Iterable[Event]) -> list[Seen]:
    return [
        Seen(
            str(event["UID"]), instant(event.start), instant(event.end), str(event["SUMMARY"]),
            str(event.get("LOCATION", "")), str(event.get("DESCRIPTION", "")),
            str(event["STATUS"]), event["SEQUENCE"],
        )
        for event in events
    ]  # fmt: skip


def by_icalendar(feed: bytes) -> list[Seen]:
    return icalendar_shows(Calendar.from_ical(feed).events)


def by_recurring_ical_events(feed: bytes) -> list[Seen]:
    calendar = recurring_ical_events.of(Calendar.from_ical(feed))
    return icalendar_shows(calendar.between(date(2026, 1, 1), date(2029, 1, 1)))


def by_x_wr_timezone(feed: bytes) -> list[Seen]:
    return icalendar_shows(x_wr_timezone.to_standard(Calendar.from_ical(feed)).events)


def by_ical(feed: bytes) -> list[Seen]:
    (calendar,) = IcsCalendarStream.from_ics(feed.decode()).calendars
    return [
        Seen(
            event.uid, instant(event.dtstart), instant(event.dtend), event.summary,
            event.location or "", event.description or "", event.status.value, event.sequence,
        )
        for event in calendar.events
    ]  # fmt: skip


def by_vobject(feed: bytes) -> list[Seen]:
    shown = []
    for event in vobject.readOne(feed.decode()).vevent_list:
        text = {name: lines[0].value for name, lines in event.contents.items() if name != "valarm"}
        shown.append(
            Seen(
                text["uid"], instant(text["dtstart"]), instant(text["dtend"]), text["summary"],
                text.get("location", ""), text.get("description", ""), text["status"],
                int(text["sequence"]),
            )
        )  # fmt: skip
    return shown


READERS = [by_icalendar, by_recurring_ical_events, by_x_wr_timezone, by_ical, by_vobject]


def test_the_feed_they_read() -> None:
    assert faults(FEED) == []
    assert len(EVENTS) == 88


@pytest.mark.parametrize("reader", READERS)
def test_a_reader_sees_every_event_as_it_is(reader: Callable[[bytes], list[Seen]]) -> None:
    assert sorted(reader(FEED)) == sorted(seen(event) for event in EVENTS)
