"""Calendar feeds (RFC 5545 and 7986): one event serialised once, reused in every feed that has it.

What real clients need, and why each choice was made, stands in docs/academy/feed-format.md. The
bytes depend on the arguments alone: no clock, no random UID, no order of a set.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event
from icalendar.prop import vDuration, vText

from academy.deadlines import Deadline
from academy.programme import Kind
from academy.session import Session, Status

LONDON = ZoneInfo("Europe/London")
PRODUCT = "-//Social work academy//Calendar feed//EN"
CANCELLED_PREFIX = "Cancelled: "
_FREE = frozenset({Kind.LUNCH, Kind.BREAK})
_TIMEZONE = b"""\
BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:19810329T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
END:VTIMEZONE
""".replace(b"\n", b"\r\n")
"""Rules and no list of dates: clients read only the first date of such a list, or crash on it."""
_END = b"END:VCALENDAR\r\n"

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_LONG_BLANKS = re.compile("(?<=[ \t]{70})[ \t]+")
_WEB_ADDRESS = re.compile("https?://[!-~]+")


@dataclass(frozen=True, slots=True)
class Days:
    """Whole days, both included. Raises ValueError when the last is before the first."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"{self.last} is before {self.first}")


@dataclass(frozen=True, slots=True)
class Hours:
    """Part of a day by the clock in London. Raises ValueError unless it ends after it starts."""

    day: date
    start: time
    end: time

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"{self.end} is not after {self.start}")


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """What a calendar shows of one thing.

    ``uid`` never changes and is unique in a feed. ``changed_at`` is aware; seconds are kept, parts
    of seconds are not. ``transparent`` things leave the person free. Texts may hold anything: what
    a calendar file cannot carry is left out. Raises ValueError for a naive ``changed_at``, a
    negative ``sequence`` or a ``uid`` that is not plain printable text.
    """

    uid: str
    sequence: int
    changed_at: datetime
    summary: str
    when: Days | Hours
    location: str = ""
    description: str = ""
    status: Status = Status.CONFIRMED
    transparent: bool = False
    url: str | None = None
    """Shown as a link when it is a web address; left out when it is not."""
    categories: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.changed_at.utcoffset() is None:
            raise ValueError("changed_at has no time zone")
        if self.sequence < 0:
            raise ValueError(f"the sequence {self.sequence} is negative")
        if not re.fullmatch("[!-~]+", self.uid):
            raise ValueError(f"{self.uid!r} is no UID")


def session_event(
    session: Session, sequence: int, changed_at: datetime, *, people: bool = False
) -> FeedEvent:
    """A session as a calendar shows it. ``people`` adds who leads it: staff, never a starter (V3)."""
    title = session.title if session.group is None else f"{session.title} (group {session.group})"
    return FeedEvent(
        uid=session.uid,
        sequence=sequence,
        changed_at=changed_at,
        summary=title,
        when=Hours(session.day, session.start, session.end),
        location=_place(session.room or "", session.site_address or session.site or ""),
        description="\n\n".join(filter(None, _paragraphs(session, people=people))),
        status=session.status,
        transparent=session.kind in _FREE,
        url=session.joining_link,
        categories=(session.kind.value,),
    )


def _place(room: str, address: str) -> str:
    """Room and address; the address alone where it begins with the room, as small sites print it."""
    if not room or address.startswith(room):
        return address
    return f"{room}, {address}" if address else room


def deadline_event(deadline: Deadline) -> FeedEvent:
    """A task's due date: a whole day that leaves the person free."""
    return FeedEvent(
        uid=deadline.uid,
        sequence=deadline.sequence,
        changed_at=deadline.changed_at,
        summary=f"Due: {deadline.title}",
        when=Days(deadline.day, deadline.day),
        description="To be completed by the end of this day.",
        status=deadline.status,
        transparent=True,
        categories=("deadline",),
    )


def _paragraphs(session: Session, *, people: bool) -> Iterable[str]:
    yield session.description
    if people and session.facilitators:
        yield f"Facilitators: {', '.join(session.facilitators)}"
    if people and session.presenters:
        yield f"Presenters: {', '.join(session.presenters)}"
    if session.joining_link:
        yield f"Join online: {session.joining_link}"


def event_bytes(event: FeedEvent, alarm_minutes: int | None = None) -> bytes:
    """One VEVENT with its line ends, the same for the same arguments.

    The alarm rings so many minutes before what takes the person's time: not before whole days,
    lunches, breaks, or what is cancelled. Raises ValueError when it would ring after the start.
    """
    cancelled = event.status is Status.CANCELLED
    free = event.transparent or cancelled or isinstance(event.when, Days)
    summary = _line(CANCELLED_PREFIX + event.summary if cancelled else event.summary)
    changed_at = event.changed_at.astimezone(UTC).replace(microsecond=0)
    written = Event()
    written.add("UID", event.uid)
    written.add("DTSTAMP", changed_at)
    written.add("LAST-MODIFIED", changed_at)
    written.add("SEQUENCE", event.sequence)
    written.add("STATUS", event.status.value.upper())
    written.add("SUMMARY", summary)
    if isinstance(event.when, Days):
        written.add("DTSTART", event.when.first)
        written.add("DTEND", event.when.last + timedelta(days=1))
    else:
        for name, at in (("DTSTART", event.when.start), ("DTEND", event.when.end)):
            local = datetime.combine(event.when.day, at.replace(microsecond=0), LONDON)
            written.add(name, local)
    written.add("TRANSP", "TRANSPARENT" if free else "OPAQUE")
    if event.location:
        written.add("LOCATION", _Text(event.location))
    if event.description:
        written.add("DESCRIPTION", _Text(event.description))
    if event.url and _WEB_ADDRESS.fullmatch(event.url):
        written.add("URL", event.url)
    if event.categories:
        written.add("CATEGORIES", [_Text(category) for category in event.categories])
    if alarm_minutes is not None and not free:
        written.add_component(_alarm(summary, alarm_minutes))
    serialised: bytes = written.to_ical()
    return serialised


def _alarm(words: "_Text", minutes: int) -> Alarm:
    if minutes < 0:
        raise ValueError(f"an alarm {minutes} minutes before the start is after it")
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", words)
    alarm.add("TRIGGER", -timedelta(minutes=minutes))
    return alarm


def calendar_bytes(
    name: str, description: str, events: Iterable[bytes], refresh: timedelta
) -> bytes:
    """A whole feed of events from ``event_bytes``, in the order they come in.

    Give them in the order of their UIDs: a moved event then stays in its place, and only its own
    bytes change. ``refresh`` tells clients how often to ask (not all listen); it is positive.
    """
    if refresh < timedelta(seconds=1):
        raise ValueError(f"a feed cannot be refreshed every {refresh}")
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    for key in ("NAME", "X-WR-CALNAME"):
        calendar.add(key, _line(name))
    if description:
        for key in ("DESCRIPTION", "X-WR-CALDESC"):
            calendar.add(key, _Text(description))
    calendar.add("REFRESH-INTERVAL", refresh, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(refresh))
    head = calendar.to_ical().removesuffix(_END)
    return b"".join([head, _TIMEZONE, *events, _END])


def _line(text: str) -> "_Text":
    """Text of one line: calcurse drops an event whose title has more."""
    return _Text(_Text(text).replace("\n", " "))


class _Text(vText):
    r"""Text that reads back as it was: icalendar 7.3 writes ``\N`` (as in ``C:\New``) as a new line.

    Line ends become line feeds; control characters, lone surrogates and other characters that
    calendars choke on are left out.
    """

    def __new__(cls, text: str) -> Self:
        printable = _UNPRINTABLE.sub("", _LINE_ENDS.sub("\n", text))
        # Spaces at the end, or more of them than a folded line has room for, could be folded into
        # a line of nothing else, which readers drop.
        return super().__new__(cls, _LONG_BLANKS.sub("", printable).rstrip(" "))

    def to_ical(self) -> bytes:
        return str(self).translate(_ESCAPES).encode()
