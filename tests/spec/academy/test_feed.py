"""Calendar feeds as bytes: what stands in them, and what does not change (V1-V3, V5; AC15, AC18)."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from uuid import UUID, uuid5

import pytest
from icalendar import Calendar, Event

from academy.deadlines import Deadline
from academy.feed import (
    Days,
    FeedEvent,
    Hours,
    calendar_bytes,
    deadline_event,
    event_bytes,
    session_event,
)
from academy.plan import Staffing, lay_out
from academy.programme import Audience, Kind
from academy.revision import carried, compare, notify_directly, sequences
from academy.session import Session, Status
from tests.feed_check import faults, parts
from tests.spec.academy.programmes import lancashire
from tests.spec.academy.sessions import session
from tests.spec.academy.test_plan import dated

CHANGED = datetime(2027, 1, 4, 9, 0, 0, 999_999, tzinfo=UTC)
LATER = datetime(2027, 1, 5, 9, tzinfo=UTC)
EVENT = FeedEvent("one", 3, CHANGED, "Tea", Hours(date(2027, 6, 14), time(9, 30), time(10, 45)))
LANCASHIRE = lancashire()


def lines(event: FeedEvent, alarm_minutes: int | None = None) -> list[str]:
    return event_bytes(event, alarm_minutes).decode().split("\r\n")[:-1]


def feed(*events: FeedEvent, refresh: timedelta = timedelta(hours=6)) -> bytes:
    return calendar_bytes("Academy", "", [event_bytes(event) for event in events], refresh)


# one event -------------------------------------------------------------------------------------


def test_an_event_in_london_time() -> None:
    assert lines(EVENT) == [
        "BEGIN:VEVENT",
        "SUMMARY:Tea",
        "DTSTART;TZID=Europe/London:20270614T093000",
        "DTEND;TZID=Europe/London:20270614T104500",
        "DTSTAMP:20270104T090000Z",
        "UID:one",
        "SEQUENCE:3",
        "LAST-MODIFIED:20270104T090000Z",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "END:VEVENT",
    ]


def test_a_change_is_told_in_utc_whatever_zone_it_came_in() -> None:
    summer = datetime(2027, 6, 1, 0, 30, tzinfo=timezone(timedelta(hours=1)))
    assert "DTSTAMP:20270531T233000Z" in lines(replace(EVENT, changed_at=summer))


def test_whole_days_end_on_the_day_after_and_leave_the_person_free() -> None:
    whole = replace(EVENT, when=Days(date(2027, 12, 30), date(2027, 12, 31)))
    assert lines(whole, 15)[2:4] == ["DTSTART;VALUE=DATE:20271230", "DTEND;VALUE=DATE:20280101"]
    assert lines(whole, 15)[-2:] == ["TRANSP:TRANSPARENT", "END:VEVENT"]


def test_what_is_cancelled_stays_says_so_and_rings_no_alarm() -> None:
    found = lines(replace(EVENT, status=Status.CANCELLED), 15)
    assert found[1] == "SUMMARY:Cancelled: Tea"
    assert found[-3:] == ["STATUS:CANCELLED", "TRANSP:TRANSPARENT", "END:VEVENT"]


def test_an_alarm_rings_before_what_takes_time_and_nothing_else() -> None:
    assert lines(EVENT, 90)[-6:] == [
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "DESCRIPTION:Tea",
        "TRIGGER:-PT1H30M",
        "END:VALARM",
        "END:VEVENT",
    ]
    assert "TRIGGER:P0D" in lines(EVENT, 0)
    assert lines(replace(EVENT, transparent=True), 15) == lines(replace(EVENT, transparent=True))
    with pytest.raises(ValueError, match="after it"):
        event_bytes(EVENT, -1)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a, b; c\\d", r"a\, b\; c\\d"),
        ("C:\\New\\notes", r"C:\\New\\notes"),
        ("one\ntwo\r\nthree\rfour", r"one\ntwo\nthree\nfour"),
        ("one\x0btwo\x0cthree\x85four\u2028five\u2029six", r"one\ntwo\nthree\nfour\nfive\nsix"),
        ("\ufeffa\x00b\x07c\x1bd\x7fe\x9ff\ud800g\uffffh\ufffei", "abcdefghi"),
        ("tab\tstays", "tab\tstays"),
        ("👩‍👩‍👧 família 社工", "👩‍👩‍👧 família 社工"),
        ("", ""),
    ],
)
def test_texts_are_escaped_and_cleaned(text: str, written: str) -> None:
    found = lines(replace(EVENT, summary=text, location=text, description=text))
    assert found[1] == "SUMMARY:" + re.sub(r"(?<!\\)\\n", " ", written)
    assert [f"{name}:{written}" in found for name in ("LOCATION", "DESCRIPTION")] == [bool(text)] * 2  # fmt: skip


@pytest.mark.parametrize("tail", ["b", "é", "😀"])
@pytest.mark.parametrize("blank", [" ", "\t"])
def test_no_folded_line_is_blank_however_many_spaces_a_text_has(blank: str, tail: str) -> None:
    for lead in range(75):
        for blanks in (70, 71, 74, 400):
            title = "x" * lead + blank * blanks + tail
            written = event_bytes(replace(EVENT, summary=title))
            assert all(line.strip() for line in written.split(b"\r\n")[:-1])
            read = str(Event.from_ical(written)["SUMMARY"])
            assert read == "x" * lead + blank * 70 + tail


def test_long_lines_are_folded_between_characters() -> None:
    for width in range(1, 5):
        long = replace(EVENT, summary="a" * width + "é" * 80 + "👩‍👧" * 30)
        assert faults(feed(long)) == []


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://meet.example/a?b=c,d;e", True),
        ("javascript:alert(1)", False),
        ("https://meet.example/a b", False),
        ("https://meet.example/\r\nATTACH:file:///etc/passwd", False),
        ("", False),
        (None, False),
    ],
)
def test_only_a_web_address_becomes_a_link(url: str | None, shown: bool) -> None:
    linked = lines(replace(EVENT, url=url))
    assert linked == ([*lines(EVENT)[:-1], f"URL:{url}", "END:VEVENT"] if shown else lines(EVENT))


def test_categories_are_a_list() -> None:
    assert r"CATEGORIES:a\,b,c" in lines(replace(EVENT, categories=("a,b", "c")))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"changed_at": datetime(2027, 1, 1)}, "no time zone"),  # noqa: DTZ001 -- what is refused
        ({"sequence": -1}, "negative"),
        ({"uid": ""}, "no UID"),
        ({"uid": "a\r\nX:b"}, "no UID"),
    ],
)
def test_an_event_that_no_calendar_could_hold_is_refused(
    wrong: dict[str, object], says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        replace(EVENT, **wrong)  # type: ignore[arg-type] -- passes the choices on


def test_an_end_comes_after_its_start() -> None:
    with pytest.raises(ValueError, match="not after"):
        Hours(date(2027, 1, 1), time(9), time(9))
    with pytest.raises(ValueError, match="before"):
        Days(date(2027, 1, 2), date(2027, 1, 1))


# sessions and deadlines ------------------------------------------------------------------------


def test_a_session_shows_place_outcomes_and_link_and_no_name() -> None:
    full = session(
        "one", title="Visit", description="Outcomes:\n- Know A", room="Blue",
        site_address="Hall, Preston", site="hall", joining_link="https://meet.example/1",
        facilitators=("Pat Poe",), presenters=("Sam Sun", "Ash Ore"), group=2,
    )  # fmt: skip
    expected = FeedEvent(
        uid="one", sequence=4, changed_at=CHANGED, summary="Visit (group 2)",
        when=Hours(date(2027, 1, 11), time(9), time(10)), location="Blue, Hall, Preston",
        description="Outcomes:\n- Know A\n\nJoin online: https://meet.example/1",
        url="https://meet.example/1", categories=("session",),
    )  # fmt: skip
    assert session_event(full, 4, CHANGED) == expected
    assert session_event(full, 4, CHANGED, people=True) == replace(
        expected,
        description=(
            "Outcomes:\n- Know A\n\nFacilitators: Pat Poe\n\nPresenters: Sam Sun, Ash Ore\n\n"
            "Join online: https://meet.example/1"
        ),
    )


@pytest.mark.parametrize(
    ("place", "location"),
    [
        ({}, ""),
        ({"room": "Blue"}, "Blue"),
        ({"site": "hall"}, "hall"),
        ({"site": "hall", "site_address": "Hall, Preston"}, "Hall, Preston"),
        ({"site": "hall", "room": "Blue"}, "Blue, hall"),
        ({"room": "Mill", "site_address": "Mill, Burnley"}, "Mill, Burnley"),
    ],
)
def test_a_place_as_far_as_it_is_known(place: dict[str, str], location: str) -> None:
    assert session_event(session(**place), 0, CHANGED, people=True).location == location


@pytest.mark.parametrize("kind", Kind)
def test_lunches_and_breaks_leave_the_person_free(kind: Kind) -> None:
    shown = session_event(session(kind=kind), 0, CHANGED)
    assert shown.transparent == (kind in {Kind.LUNCH, Kind.BREAK})
    assert shown.categories == (kind.value,)


def test_a_cancelled_session() -> None:
    gone = session_event(session(status=Status.CANCELLED), 1, CHANGED)
    assert gone.status is Status.CANCELLED
    assert gone.summary == "one"


def test_a_deadline_is_a_whole_day() -> None:
    due = Deadline(
        "two", "c1", "home", "e-lcs", "LCS e-learning", Audience.ALL, "induction",
        date(2027, 1, 15), 2, CHANGED, Status.CANCELLED,
    )  # fmt: skip
    assert lines(deadline_event(due)) == [
        "BEGIN:VEVENT",
        "SUMMARY:Cancelled: Due: LCS e-learning",
        "DTSTART;VALUE=DATE:20270115",
        "DTEND;VALUE=DATE:20270116",
        "DTSTAMP:20270104T090000Z",
        "UID:two",
        "SEQUENCE:2",
        "CATEGORIES:deadline",
        "DESCRIPTION:To be completed by the end of this day.",
        "LAST-MODIFIED:20270104T090000Z",
        "STATUS:CANCELLED",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


# a feed ----------------------------------------------------------------------------------------


def test_the_head_of_a_feed() -> None:
    written = calendar_bytes("Academy, Preston", "Yours; private", [], timedelta(hours=12))
    head, events, end = parts(written)
    assert head.split(b"BEGIN:VTIMEZONE")[0].decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Social work academy//Calendar feed//EN",
        "CALSCALE:GREGORIAN",
        r"DESCRIPTION:Yours\; private",
        r"X-WR-CALDESC:Yours\; private",
        r"NAME:Academy\, Preston",
        r"X-WR-CALNAME:Academy\, Preston",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        "X-PUBLISHED-TTL:PT12H",
        "",
    ]
    assert (events, end) == ({}, b"END:VCALENDAR\r\n")
    assert faults(written) == []


def test_without_a_description_there_is_none() -> None:
    assert b"DESC" not in calendar_bytes("Academy", "", [], timedelta(hours=1))


@pytest.mark.parametrize("refresh", [timedelta(0), timedelta(milliseconds=1), timedelta(hours=-1)])
def test_a_feed_is_refreshed_in_some_time(refresh: timedelta) -> None:
    with pytest.raises(ValueError, match="cannot be refreshed"):
        feed(refresh=refresh)


def test_events_stand_in_a_feed_as_they_were_serialised_in_the_order_given() -> None:
    one, two = event_bytes(EVENT), event_bytes(replace(EVENT, uid="two"))
    _, events, _ = parts(calendar_bytes("A", "", iter([two, one]), timedelta(hours=1)))
    assert list(events.items()) == [("two", two), ("one", one)]


# AC15: local time stays, UTC follows the clocks ----------------------------------------------


@pytest.mark.parametrize(
    ("day", "start", "utc"),
    [
        ("2018-03-12", "09:30", "09:30"),
        ("2018-06-11", "09:30", "08:30"),
        ("2018-10-15", "09:00", "08:00"),
        ("2019-01-21", "09:00", "09:00"),
        # the days around a change of the clocks (V2)
        ("2018-03-24", "13:00", "13:00"),
        ("2018-03-25", "13:00", "12:00"),
        ("2018-10-27", "13:00", "12:00"),
        ("2018-10-28", "13:00", "13:00"),
    ],
)
def test_ac15_time_zones(day: str, start: str, utc: str) -> None:
    shown = session_event(session(day=day, start=start, end="16:00"), 0, CHANGED)
    written = feed(shown)
    local = f"{day}T{start}".replace("-", "").replace(":", "")
    assert f"DTSTART;TZID=Europe/London:{local}00\r\n".encode() in written
    (read,) = Calendar.from_ical(written).events
    assert read.start.astimezone(UTC).isoformat() == f"{day}T{utc}:00+00:00"


# AC18: one change touches only its own bytes ---------------------------------------------------


def cohort() -> tuple[Session, ...]:
    """The home run of Lancashire, with UIDs as they are stored."""
    return lay_out(
        LANCASHIRE, dated(LANCASHIRE, "2027-01-11"), cohort="c1", run="home",
        new_uid=lambda key: str(uuid5(UUID(int=1), key)), staffing=Staffing(),
    )  # fmt: skip


def published(
    sessions: Sequence[Session], counted: dict[str, int], changed: dict[str, datetime]
) -> bytes:
    by_uid = sorted(sessions, key=lambda s: s.uid)
    return feed(*(session_event(s, counted[s.uid], changed[s.uid]) for s in by_uid))


def test_ac18_another_room_changes_that_days_events_and_not_one_byte_more() -> None:
    old = cohort()
    day_five = date(2027, 1, 15)
    hall = next(site for site in LANCASHIRE.sites if site.key == "county-hall")
    assert {s.site for s in old if s.day == day_five and s.site} == {"townley-hall"}
    new = [
        replace(s, site=hall.key, site_address=hall.address, room="Assembly Room")
        if s.day == day_five
        else s
        for s in old
    ]
    theirs = {s.uid for s in old if s.day == day_five}
    revision = compare(old, new)
    assert {change.uid for change in revision.other_room} == theirs

    counted = sequences({}, compare((), old))
    changed = dict.fromkeys(counted, CHANGED)
    before = published(old, counted, changed)
    counted_after = sequences(counted, revision)
    changed_after = changed | {change.uid: LATER for change in revision.changes}
    after = published(carried(old, new), counted_after, changed_after)
    assert faults(before) == faults(after) == []
    assert counted_after == {uid: int(uid in theirs) for uid in counted}

    head, events, end = parts(before)
    head_after, events_after, end_after = parts(after)
    assert (head_after, end_after, list(events_after)) == (head, end, list(events))
    assert {uid for uid in events if events[uid] != events_after[uid]} == theirs
    for uid in theirs:
        new_lines = set(events_after[uid].split(b"\r\n")) - set(events[uid].split(b"\r\n"))
        names = {line.split(b":")[0] for line in new_lines}
        assert names == {b"SEQUENCE", b"DTSTAMP", b"LAST-MODIFIED", b"LOCATION"}

    # a second publishing without a change: the same bytes, told to nobody
    again = compare(new, cohort_again(new))
    assert again.is_empty
    assert published(carried(new, new), sequences(counted_after, again), changed_after) == after
    # a day before: everybody of that day is told directly
    told = notify_directly(revision, datetime(2027, 1, 14, 8, 30, tzinfo=UTC))
    assert {change.uid for change in told} == theirs


def cohort_again(sessions: Sequence[Session]) -> list[Session]:
    """Equal sessions that are other objects, as a second read from the store gives them."""
    return [replace(each) for each in sessions]


def test_a_moved_and_a_cancelled_session_keep_their_place_in_the_feed() -> None:
    old = cohort()
    moved, cancelled = old[3], old[5]
    new = [replace(s, day=date(2027, 2, 1)) if s is moved else s for s in old if s is not cancelled]
    revision = compare(old, new)
    counted = sequences({}, compare((), old))
    changed = dict.fromkeys(counted, CHANGED)
    before = parts(published(old, counted, changed))[1]
    after = parts(
        published(
            carried(old, new),
            sequences(counted, revision),
            changed | {change.uid: LATER for change in revision.changes},
        )
    )[1]
    assert list(after) == list(before)
    assert {uid for uid in after if after[uid] != before[uid]} == {moved.uid, cancelled.uid}
    assert b"SUMMARY:Cancelled: " in after[cancelled.uid]
    assert b"STATUS:CANCELLED" in after[cancelled.uid]
    assert b"DTSTART;TZID=Europe/London:20270201T" in after[moved.uid]
