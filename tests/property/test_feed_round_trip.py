"""Whatever a title, a place or a time is, a feed says it so that readers give it back (V2, V5)."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from academy.feed import Days, FeedEvent, Hours, calendar_bytes, event_bytes
from academy.session import Status
from tests.feed_check import faults, parts

LONDON = ZoneInfo("Europe/London")
SIX_HOURS = timedelta(hours=6)
LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
LEFT_OUT = {*map(chr, range(32)), *map(chr, range(0x7F, 0xA0)), "\ufeff", "\ufffe", "\uffff"} - {"\t", "\n"}  # fmt: skip

odd = st.sampled_from(
    ["\\", "\\N", "\\n", "\\,", ";", ",", ":", '"', "\n", "\r\n", "\r", "\t", " ", "\x00", "\x0b", "\x85", "\u2028",
     "\ufeff", "\ud800", "BEGIN:VEVENT\r\n", "END:VCALENDAR", "é", "社", "👩‍👩‍👧", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "a" * 80, "^n", "%0A", "\u202e"]
)  # fmt: skip
texts = st.lists(odd | st.text(max_size=20), max_size=8).map("".join)
times = st.times().map(lambda at: at.replace(fold=0))
days = st.dates(date(2000, 1, 1), date(2037, 12, 30))
changes_of_the_clocks = st.sampled_from(
    [date(2027, 3, 28), date(2027, 10, 31), date(2028, 3, 26), date(2028, 10, 29)]
)


@st.composite
def hours(draw: st.DrawFn) -> Hours:
    start, end = sorted(draw(st.lists(times, min_size=2, max_size=2, unique_by=whole_seconds)))
    return Hours(draw(days | changes_of_the_clocks), start, end)


def whole_seconds(at: time) -> time:
    return at.replace(microsecond=0)


@st.composite
def whole_days(draw: st.DrawFn) -> Days:
    first = draw(days)
    return Days(first, min(first + timedelta(days=draw(st.integers(0, 40))), date(2037, 12, 30)))


@st.composite
def events(draw: st.DrawFn) -> FeedEvent:
    return FeedEvent(
        uid=str(draw(st.uuids())),
        sequence=draw(st.integers(0, 10**6)),
        changed_at=draw(st.datetimes(datetime(2017, 1, 1), datetime(2099, 1, 1), timezones=st.timezones())),  # noqa: DTZ001 -- Hypothesis adds the zone
        summary=draw(texts),
        when=draw(hours() | whole_days()),
        location=draw(texts),
        description=draw(texts),
        status=draw(st.sampled_from(Status)),
        transparent=draw(st.booleans()),
        url=draw(st.none() | texts | st.just("https://meet.example/a?b=c;d,e")),
        categories=tuple(draw(st.lists(texts, max_size=3))),
    )  # fmt: skip


feeds = st.lists(events(), max_size=5, unique_by=lambda event: event.uid)


def cleaned(text: str) -> str:
    whole = LINE_ENDS.sub("\n", text)
    kept = "".join(c for c in whole if c not in LEFT_OUT and not 0xD800 <= ord(c) <= 0xDFFF)
    return kept.rstrip(" ")


def one_line(text: str) -> str:
    return cleaned(text).replace("\n", " ").rstrip(" ")


def unescaped(text: str) -> str:
    """Where icalendar leaves the escapes in: in what RFC 5545 itself does not name."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], text)


def written(known: Sequence[FeedEvent], name: str = "", alarm: int | None = None) -> bytes:
    return calendar_bytes(name, name, [event_bytes(each, alarm) for each in known], SIX_HOURS)


@settings(max_examples=60, deadline=None)
@given(feeds, texts, st.none() | st.integers(0, 40_000))
def test_a_feed_parses_back_equal(known: list[FeedEvent], name: str, alarm: int | None) -> None:
    feed = written(known, name, alarm)
    assert faults(feed) == []
    calendar = Calendar.from_ical(feed)
    assert calendar.errors == []
    assert unescaped(str(calendar["NAME"])) == one_line(name)
    assert len(calendar.events) == len(known)
    for event, read in zip(known, calendar.events, strict=True):
        assert read.errors == []
        _agree(event, read, alarm)


def _agree(event: FeedEvent, read: Event, alarm: int | None) -> None:
    changed_at = event.changed_at.astimezone(UTC).replace(microsecond=0)
    cancelled = event.status is Status.CANCELLED
    assert (str(read["UID"]), read["SEQUENCE"]) == (event.uid, event.sequence)
    assert read.DTSTAMP == read.LAST_MODIFIED == changed_at
    summary = ("Cancelled: " if cancelled else "") + event.summary
    assert str(read["SUMMARY"]) == one_line(summary)
    assert str(read.get("LOCATION", "")) == cleaned(event.location)
    assert str(read.get("DESCRIPTION", "")) == cleaned(event.description)
    assert str(read["STATUS"]).lower() == event.status.value
    if isinstance(event.when, Days):
        assert (read.start, read.end) == (event.when.first, event.when.last + timedelta(days=1))
    else:
        for at, local in ((read.start, event.when.start), (read.end, event.when.end)):
            assert at.replace(tzinfo=None) == datetime.combine(event.when.day, whole_seconds(local))
            assert at.utcoffset() == at.replace(tzinfo=LONDON).utcoffset()
    free = event.transparent or cancelled or isinstance(event.when, Days)
    assert (read["TRANSP"] == "TRANSPARENT") == free
    triggers = [ring["TRIGGER"].dt for ring in read.walk("VALARM")]
    assert triggers == ([] if free or alarm is None else [-timedelta(minutes=alarm)])


@settings(max_examples=50, deadline=None)
@given(feeds, st.data())
def test_an_event_in_a_feed_touches_no_other_byte(known: list[FeedEvent], data: st.DataObject) -> None:  # fmt: skip
    feed = written(known, "Academy")
    assert feed == written(known, "Academy")
    head, by_uid, end = parts(feed)
    fewer = data.draw(st.lists(st.sampled_from(known), unique=True) if known else st.just([]))
    assert written(fewer, "Academy") == head + b"".join(by_uid[e.uid] for e in fewer) + end


@settings(max_examples=50, deadline=None)
@given(hours())
def test_local_time_stays_and_utc_follows_the_clocks(when: Hours) -> None:
    """The instant a reader computes from the feed's own VTIMEZONE is that of the zone database."""
    event = FeedEvent("one", 0, datetime(2027, 1, 1, tzinfo=UTC), "x", when)
    feed = written([event]).replace(b"Europe/London", b"Home")  # so that no reader knows it
    (read,) = Calendar.from_ical(feed).events
    local = datetime.combine(when.day, whole_seconds(when.start), LONDON)
    exists = local.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) == local.replace(tzinfo=None)  # fmt: skip
    once = local.utcoffset() == local.replace(fold=1).utcoffset()
    if exists and once:
        assert read.start.astimezone(UTC) == local.astimezone(UTC)
