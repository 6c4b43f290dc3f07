"""The checker of feeds finds each fault it is there for, so that its silence means something."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from academy.feed import Days, FeedEvent, Hours, calendar_bytes, event_bytes
from academy.session import Status
from tests.feed_check import faults, parts

CHANGED = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
HOURS = Hours(date(2027, 1, 11), time(9, 30), time(10, 45))
SESSION = FeedEvent(
    "one", 3, CHANGED, "Introductions; with tea", HOURS, location="Savoy Suite, Preston",
    description="Bring a case.\n" + "é" * 80, url="https://meet.example/1", categories=("a,b", "c"),
)  # fmt: skip
DEADLINE = FeedEvent(
    "two", 0, CHANGED, "Due: LCS", Days(date(2027, 1, 15), date(2027, 1, 15)), transparent=True
)
GONE = FeedEvent("three", 1, CHANGED, "Visit", HOURS, status=Status.CANCELLED)
FEED = calendar_bytes(
    "Academy", "What is on", [event_bytes(SESSION, 15), event_bytes(DEADLINE), event_bytes(GONE)],
    timedelta(hours=6),
)  # fmt: skip
FOLDED = b"\xc3\xa9\r\n \xc3\xa9"


def test_a_good_feed_has_no_fault() -> None:
    assert faults(FEED) == []
    head, events, end = parts(FEED)
    assert (list(events), end) == (["one", "two", "three"], b"END:VCALENDAR\r\n")
    assert head + b"".join(events.values()) + end == FEED


@pytest.mark.parametrize(
    ("good", "bad", "expected"),
    [
        # bytes
        (b"BEGIN:VCALENDAR", b"\xef\xbb\xbfBEGIN:VCALENDAR", ["begins with a byte order mark", "line 1 has a control character"]),
        (b"END:VCALENDAR\r\n", b"END:VCALENDAR", ["the last line has no end"]),
        (b"NAME:Academy\r\n", b"NAME:Academy\n", ["a line ends in other than CR LF"]),
        (b"VERSION:2.0\r\n", b"VERSION:2.0\r\r\n", ["a line ends in other than CR LF"]),
        (b"VERSION:2.0\r\n", b"VERSION:2.0\r\n\r\n", ["line 3 is empty"]),
        (b"What is on", b"a" * 64, ["line 5 has 76 octets"]),
        (FOLDED, b"\xc3\r\n \xa9\xc3\xa9", ["line 36 is cut within a character, or not UTF-8", "line 37 has 76 octets", "line 37 is cut within a character, or not UTF-8"]),
        (b"What is on", b"What\x07", ["line 5 has a control character"]),
        (b"What is on", "What\u2028".encode(), ["line 5 has a control character"]),
        # syntax
        (b"What is on", b"What\r\nis on", ["'is on' is no content line"]),
        (b"END:VALARM", b"END:VEVENT", ["END:VEVENT ends something else"]),
        (b"END:VCALENDAR\r\n", b"", ["the file is not one whole calendar"]),
        (b"BEGIN:VCALENDAR", b"X-A:b\r\nBEGIN:VCALENDAR", ["'X-A:b' stands outside the calendar"]),
        (b"Introductions\\;", b"Introductions;", ["SUMMARY is not escaped: Introductions; with tea"]),
        (b"Savoy Suite\\,", b"Savoy Suite\\x", ["LOCATION is not escaped: Savoy Suite\\x Preston"]),
        (b"CATEGORIES:a\\,b,c", b"CATEGORIES:a;b", ["CATEGORIES is not escaped: a;b"]),
        # calendar
        (b"VERSION:2.0\r\n", b"", ["the calendar has VERSION 0 times", "VERSION is not 2.0"]),
        (b"VERSION:2.0", b"VERSION:1.0", ["VERSION is not 2.0"]),
        (b"VERSION:2.0\r\n", b"VERSION:2.0\r\nUID:x\r\n", ["the calendar has UID"]),
        (b"VERSION:2.0\r\n", b"VERSION:2.0\r\nMETHOD:PUBLISH\r\n", ["the calendar has METHOD"]),
        (b"\r\nNAME:Academy", b"\r\nNAME:Other", ["NAME and X-WR-CALNAME differ"]),
        (b";VALUE=DURATION", b"", ["REFRESH-INTERVAL has no VALUE=DURATION"]),
        (b"DURATION:PT6H", b"DURATION:PT", ["REFRESH-INTERVAL is 'PT'", "X-PUBLISHED-TTL differs from REFRESH-INTERVAL"]),
        (b"TTL:PT6H", b"TTL:PT7H", ["X-PUBLISHED-TTL differs from REFRESH-INTERVAL"]),
        (b"BEGIN:VTIMEZONE", b"BEGIN:VTODO\r\nEND:VTODO\r\nBEGIN:VTIMEZONE", ["the calendar holds VTODO"]),
        # zone
        (b"TZID:Europe/London", b"TZID:Europe/Paris", ["the calendar does not have Europe/London as its one VTIMEZONE"]),
        (b"RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", b"RDATE:20271031T020000", ["STANDARD is no yearly rule"]),
        (b"19810329T010000", b"19810329T020000", ["DAYLIGHT is wrong in 1997"]),
        (b"BYMONTH=10", b"BYMONTH=12", ["STANDARD does not start on its own rule", "STANDARD is wrong in 1997"]),
        (b"TZOFFSETTO:+0100", b"TZOFFSETTO:-0100", ["DAYLIGHT is wrong in 1997"]),
        # events
        (b"UID:two", b"UID:one", ["2 events have the UID one"]),
        (b"UID:two", b"UID:", ["event : the UID is empty"]),
        (b"SEQUENCE:3\r\n", b"", ["event one: not once: SEQUENCE"]),
        (b"URL:", b"LOCATION:x\r\nURL:", ["event one: not once: LOCATION"]),
        (b"DTSTAMP:20270104T090000Z\r\nUID:two", b"DTSTAMP:20270104T090000\r\nUID:two", ["event two: DTSTAMP is not in UTC", "event two: DTSTAMP and LAST-MODIFIED differ"]),
        (b"SEQUENCE:3", b"SEQUENCE:-3", ["event one: SEQUENCE is no number from 0"]),
        (b"STATUS:CANCELLED", b"STATUS:GONE", ["event three: STATUS is neither confirmed nor cancelled"]),
        (b"TRANSP:OPAQUE", b"TRANSP:BUSY", ["event one: TRANSP is neither opaque nor transparent"]),
        (b"SUMMARY:Cancelled: ", b"SUMMARY:", ["event three: SUMMARY does not say that it is cancelled"]),
        (b"DTEND;VALUE=DATE:20270116", b"DTEND;TZID=Europe/London:20270116T000000", ["event two: DTSTART and DTEND are not both whole days or both London time"]),
        (b"DTEND;VALUE=DATE:20270116", b"DTEND;VALUE=DATE:2027-01-16", ["event two: DTSTART or DTEND cannot be read"]),
        (b"DTEND;VALUE=DATE:20270116", b"DTEND;VALUE=DATE:20270115", ["event two: does not end after it starts"]),
        (b"STATUS:CONFIRMED\r\nTRANSP:TRANSPARENT", b"STATUS:CONFIRMED\r\nTRANSP:OPAQUE", ["event two: a whole day or a cancelled event takes the person's time"]),
        (b"URL:https:", b"URL:javascript:", ["event one: URL is no web address"]),
        # alarms
        (b"ACTION:DISPLAY", b"ACTION:AUDIO", ["event one: an alarm that shows nothing"]),
        (b"TRIGGER:-PT15M", b"TRIGGER:-PT", ["event one: an alarm without its time"]),
        (b"STATUS:CANCELLED\r\nTRANSP:TRANSPARENT\r\n", b"STATUS:CANCELLED\r\nTRANSP:TRANSPARENT\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:x\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\n", ["event three: an alarm for what takes no time"]),
    ],
)  # fmt: skip
def test_each_fault_is_found(good: bytes, bad: bytes, expected: list[str]) -> None:
    assert good in FEED
    assert faults(FEED.replace(good, bad, 1)) == expected


def test_a_zone_that_never_changes_is_a_fault() -> None:
    without = FEED[: FEED.index(b"BEGIN:DAYLIGHT")] + FEED[FEED.index(b"END:DAYLIGHT") + 14 :]
    assert faults(without) == ["the zone does not change twice a year"]
