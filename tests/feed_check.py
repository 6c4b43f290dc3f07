"""Is a calendar feed what real clients need? Read byte by byte, without any calendar library.

``faults(feed)`` names everything that is wrong; a good feed has none. ``parts(feed)`` cuts a feed
into its head, its events by UID and its end, to see which bytes a change has touched.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

LONGEST_LINE = 75
END = b"END:VCALENDAR\r\n"
TEXT = r"(?:[^\\;,]|\\[\\;,n])*"
TEXTS = {"SUMMARY", "LOCATION", "DESCRIPTION", "NAME", "X-WR-CALNAME", "X-WR-CALDESC", "CATEGORIES"}
ONCE = ("UID", "DTSTAMP", "DTSTART", "DTEND", "LAST-MODIFIED", "SEQUENCE", "STATUS", "SUMMARY", "TRANSP")  # fmt: skip
AT_MOST_ONCE = ("LOCATION", "DESCRIPTION", "URL", "CATEGORIES")
UTC_TIME = re.compile(r"\d{8}T\d{6}Z")
LOCAL_TIME = re.compile(r"\d{8}T\d{6}")
DURATION = re.compile(r"P(\d+W|(\d+D)?(T(\d+H)?(\d+M)?(\d+S)?)?)")
YEARS = range(1997, 2038)


@dataclass
class Component:
    name: str
    lines: list[tuple[str, str, str]] = field(default_factory=list)
    """Name, parameters and raw value."""
    within: list[Component] = field(default_factory=list)

    def values(self, name: str) -> list[str]:
        return [value for key, _, value in self.lines if key == name]

    def get(self, name: str) -> str:
        return next(iter(self.values(name)), "")

    def parameters(self, name: str) -> str:
        return next((more for key, more, _ in self.lines if key == name), "")

    def all(self, name: str) -> list[Component]:
        return [each for each in self.within if each.name == name]


def faults(feed: bytes) -> list[str]:
    """Every fault in words, in the order of the file."""
    found = list(_bytes(feed))
    if found:
        return found
    try:
        calendar = _components(feed)
    except ValueError as fault:
        return [str(fault)]
    return [*_texts(calendar), *_calendar(calendar), *_zone(calendar), *_events(calendar)]


def parts(feed: bytes) -> tuple[bytes, dict[str, bytes], bytes]:
    """What stands before the events, each event by its UID in their order, and what ends the feed."""
    head, *events = re.split(rb"(?<=\n)(?=BEGIN:VEVENT\r\n)", feed.removesuffix(END))
    by_uid = {}
    for event in events:
        uid = re.search(rb"\r\nUID:(.*)\r\n", event)
        assert uid is not None
        by_uid[uid[1].decode()] = event
    assert len(by_uid) == len(events)
    return head, by_uid, feed[len(feed.removesuffix(END)) :]


# bytes and syntax ------------------------------------------------------------------------------


def _bytes(feed: bytes) -> Iterator[str]:
    if feed.startswith(b"\xef\xbb\xbf"):
        yield "begins with a byte order mark"
    if not feed.endswith(b"\r\n"):
        yield "the last line has no end"
    if re.search(rb"(?<!\r)\n|\r(?!\n)", feed):
        yield "a line ends in other than CR LF"
        return
    for number, line in enumerate(feed.split(b"\r\n")[:-1], 1):
        if not line.strip():
            yield f"line {number} is empty"
        if len(line) > LONGEST_LINE:
            yield f"line {number} has {len(line)} octets"
        try:
            text = line.decode()
        except UnicodeDecodeError:
            yield f"line {number} is cut within a character, or not UTF-8"
            continue
        if re.search("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\ufeff]", text):
            yield f"line {number} has a control character"


def _components(feed: bytes) -> Component:
    top = Component("")
    open_ones = [top]
    for line in feed.decode().replace("\r\n ", "").replace("\r\n\t", "").split("\r\n")[:-1]:
        matched = re.fullmatch(r'([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"]*"|[^";:,]*))*):(.*)', line)
        if matched is None:
            raise ValueError(f"{line!r} is no content line")
        name, parameters, value = matched.groups()
        if name == "BEGIN":
            component = Component(value)
            open_ones[-1].within.append(component)
            open_ones.append(component)
        elif name == "END":
            if open_ones.pop().name != value:
                raise ValueError(f"END:{value} ends something else")
        elif open_ones[-1] is top:
            raise ValueError(f"{line!r} stands outside the calendar")
        else:
            open_ones[-1].lines.append((name, parameters.removeprefix(";"), value))
    if open_ones != [top] or [each.name for each in top.within] != ["VCALENDAR"]:
        raise ValueError("the file is not one whole calendar")
    return top.within[0]


def _texts(component: Component) -> Iterator[str]:
    for name, _, value in component.lines:
        shape = f"{TEXT}(,{TEXT})*" if name == "CATEGORIES" else TEXT
        if name in TEXTS and not re.fullmatch(shape, value):
            yield f"{name} is not escaped: {value}"
    for inner in component.within:
        yield from _texts(inner)


# what the calendar says ------------------------------------------------------------------------


def _calendar(calendar: Component) -> Iterator[str]:
    for name in ("PRODID", "VERSION", "NAME", "X-WR-CALNAME", "REFRESH-INTERVAL", "X-PUBLISHED-TTL"):  # fmt: skip
        if len(calendar.values(name)) != 1:
            yield f"the calendar has {name} {len(calendar.values(name))} times"
    for name in ("UID", "METHOD"):
        if calendar.values(name):
            yield f"the calendar has {name}"
    if calendar.get("VERSION") != "2.0":
        yield "VERSION is not 2.0"
    if calendar.get("NAME") != calendar.get("X-WR-CALNAME"):
        yield "NAME and X-WR-CALNAME differ"
    if calendar.parameters("REFRESH-INTERVAL") != "VALUE=DURATION":
        yield "REFRESH-INTERVAL has no VALUE=DURATION"
    refresh = calendar.get("REFRESH-INTERVAL")
    if not DURATION.fullmatch(refresh) or refresh[-1:] in "PT":
        yield f"REFRESH-INTERVAL is {refresh!r}"
    if calendar.get("X-PUBLISHED-TTL") != refresh:
        yield "X-PUBLISHED-TTL differs from REFRESH-INTERVAL"
    others = {each.name for each in calendar.within} - {"VTIMEZONE", "VEVENT"}
    if others:
        yield f"the calendar holds {', '.join(sorted(others))}"


def _zone(calendar: Component) -> Iterator[str]:
    """Each offset of the one VTIMEZONE against the zone database."""
    if [zone.get("TZID") for zone in calendar.all("VTIMEZONE")] != ["Europe/London"]:
        yield "the calendar does not have Europe/London as its one VTIMEZONE"
        return
    (zone,) = calendar.all("VTIMEZONE")
    changes: list[tuple[datetime, str]] = []
    for rule in zone.within:
        repeat = re.fullmatch(r"FREQ=YEARLY;BYMONTH=(\d+);BYDAY=-1SU", rule.get("RRULE"))
        if repeat is None or rule.values("RDATE"):
            yield f"{rule.name} is no yearly rule"
            return
        start = datetime.strptime(rule.get("DTSTART"), "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
        if start.date() != _last_sunday(start.year, int(repeat[1])):
            yield f"{rule.name} does not start on its own rule"
        before, after = (_offset(rule.get(f"TZOFFSET{side}")) for side in ("FROM", "TO"))
        for year in YEARS:
            local = datetime.combine(_last_sunday(year, int(repeat[1])), start.timetz())
            changes.append((local - before, rule.get("TZOFFSETTO")))
            for moment, offset in ((local - before - timedelta(seconds=1), before), (local - before, after)):  # fmt: skip
                if moment.astimezone(ZoneInfo("Europe/London")).utcoffset() != offset:
                    yield f"{rule.name} is wrong in {year}"
                    return
    if {name for _, name in changes} != {"+0000", "+0100"} or len(changes) != 2 * len(YEARS):
        yield "the zone does not change twice a year"


def _last_sunday(year: int, month: int) -> date:
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def _offset(text: str) -> timedelta:
    sign = -1 if text.startswith("-") else 1
    return sign * timedelta(hours=int(text[1:3]), minutes=int(text[3:5]))


def _events(calendar: Component) -> Iterator[str]:
    events = calendar.all("VEVENT")
    for uid, times in Counter(event.get("UID") for event in events).items():
        if times > 1:
            yield f"{times} events have the UID {uid}"
    for event in events:
        for fault in _event(event):
            yield f"event {event.get('UID')}: {fault}"


def _event(event: Component) -> Iterator[str]:
    missing = [name for name in ONCE if len(event.values(name)) != 1]
    missing += [name for name in AT_MOST_ONCE if len(event.values(name)) > 1]
    if missing:
        yield f"not once: {', '.join(missing)}"
        return
    if not event.get("UID"):
        yield "the UID is empty"
    if not UTC_TIME.fullmatch(event.get("DTSTAMP")):
        yield "DTSTAMP is not in UTC"
    if event.get("DTSTAMP") != event.get("LAST-MODIFIED"):
        yield "DTSTAMP and LAST-MODIFIED differ"
    if not event.get("SEQUENCE").isdecimal():
        yield "SEQUENCE is no number from 0"
    if event.get("STATUS") not in {"CONFIRMED", "CANCELLED"}:
        yield "STATUS is neither confirmed nor cancelled"
    if event.get("TRANSP") not in {"OPAQUE", "TRANSPARENT"}:
        yield "TRANSP is neither opaque nor transparent"
    cancelled = event.get("STATUS") == "CANCELLED"
    if cancelled and not event.get("SUMMARY").startswith("Cancelled:"):
        yield "SUMMARY does not say that it is cancelled"
    kinds = {event.parameters("DTSTART"), event.parameters("DTEND")}
    whole_day = kinds == {"VALUE=DATE"}
    shape = re.compile(r"\d{8}") if whole_day else LOCAL_TIME
    if not whole_day and kinds != {"TZID=Europe/London"}:
        yield "DTSTART and DTEND are not both whole days or both London time"
    elif not (shape.fullmatch(event.get("DTSTART")) and shape.fullmatch(event.get("DTEND"))):
        yield "DTSTART or DTEND cannot be read"
    elif event.get("DTEND") <= event.get("DTSTART"):
        yield "does not end after it starts"
    if (whole_day or cancelled) and event.get("TRANSP") != "TRANSPARENT":
        yield "a whole day or a cancelled event takes the person's time"
    if event.values("URL") and not re.fullmatch(r"https?://[!-~]+", event.get("URL")):
        yield "URL is no web address"
    for alarm in event.within:
        yield from _alarm(alarm, silent=whole_day or cancelled)


def _alarm(alarm: Component, *, silent: bool) -> Iterator[str]:
    if silent:
        yield "an alarm for what takes no time"
    if (
        alarm.name != "VALARM"
        or alarm.get("ACTION") != "DISPLAY"
        or not alarm.values("DESCRIPTION")
    ):
        yield "an alarm that shows nothing"
    trigger = alarm.get("TRIGGER").removeprefix("-")
    if not DURATION.fullmatch(trigger) or trigger[-1:] in "PT":
        yield "an alarm without its time"
