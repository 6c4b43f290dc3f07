"""A printed timetable as the document of a programme: dates become days of blocks.

What the print does not say is not made up: there are no tasks, prerequisites or rules for tracks in
it, and sites are called as the rooms print them. A lead completes the document before a cohort
follows it.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from academy.printed_checks import names_in, rooms_in
from academy.printed_rows import ProgrammeItem, ReadProgramme
from academy.programme import Audience, Kind

LONGEST_TITLE = 100
SITE = "as-printed"


def template_document(
    read: ReadProgramme,
    *,
    key: str,
    title: str,
    version: int,
    effective_from: date,
    effective_to: date | None,
    source: str,
) -> dict[str, Any]:
    """Rows without a date or a start are left out: their findings refuse the timetable before."""
    dated = [item for item in read.items if item.day is not None and item.start is not None]
    outcomes = _outcomes(dated)
    by_block: dict[str, list[ProgrammeItem]] = defaultdict(list)
    for item in dated:
        by_block[item.block].append(item)
    monday = min((_day(item) for item in dated), default=effective_from)
    monday -= timedelta(days=monday.weekday())
    return {
        "key": key,
        "title": title,
        "version": version,
        "effective_from": effective_from.isoformat(),
        "effective_to": effective_to.isoformat() if effective_to else None,
        "source": source,
        "outcomes": [{"key": name, "words": words} for words, name in outcomes.items()],
        "sites": _sites(dated),
        "blocks": [
            _block(block, items, monday, outcomes, number)
            for number, (block, items) in enumerate(by_block.items(), 1)
        ],
    }


def _block(
    block: str,
    items: Sequence[ProgrammeItem],
    monday: date,
    outcomes: Mapping[str, str],
    number: int,
) -> dict[str, Any]:
    days = sorted({_day(item) for item in items})
    key = _slug(block) or f"block-{number}"
    audience, _ = Counter(_audience(item) for item in items).most_common(1)[0]
    taken: Counter[str] = Counter()
    return {
        "key": key,
        "title": _plain(block) or key,
        "offset_weeks": (days[0] - monday).days // 7,
        "working_days": len(days),
        "starts_on_monday": days[0].weekday() == 0,
        "consecutive": all((b - a).days in {1, 3} for a, b in pairwise(days)),
        "audience": audience.value,
        "items": [
            _item(item, f"{key}-{_numbered(item, days, taken)}", days, outcomes) for item in items
        ],
    }


def _numbered(item: ProgrammeItem, days: Sequence[date], taken: Counter[str]) -> str:
    """Day and start, which stay the same when words are mended: ``d4-0900``, ``d4-0900-2``."""
    name = f"d{days.index(_day(item)) + 1}-{item.start:%H%M}"
    taken[name] += 1
    return name if taken[name] == 1 else f"{name}-{taken[name]}"


def _item(
    item: ProgrammeItem, key: str, days: Sequence[date], outcomes: Mapping[str, str]
) -> dict[str, Any]:
    kind = Kind(item.kind)
    content = _plain(item.printed["content"])
    rooms = [_plain(room) for room in rooms_in(item.printed["room"])]
    return {
        "key": key,
        "title": _title(content) or kind.value,
        "content": content or None,
        "kind": kind.value,
        "day": days.index(_day(item)) + 1,
        "start": f"{item.start:%H:%M}",
        "end": f"{item.end:%H:%M}" if item.end else None,
        "audience": _audience(item).value,
        "capacity": item.capacity,
        "track": f"track-{item.track[:-1]}" if item.track else None,
        "site": site_of(rooms[0])[0] if rooms else None,
        "rooms": rooms,
        "facilitators": [_plain(name) for name in names_in(item.printed["facilitators"])],
        "presenters": [_plain(name) for name in names_in(item.printed["presenters"])],
        "outcomes": [outcomes[words] for words in _words_of(item)],
    }


def _audience(item: ProgrammeItem) -> Audience:
    """Not stated is for all, as printed; a finding has said so."""
    return next((each for each in Audience if each.value == item.audience), Audience.ALL)


def _day(item: ProgrammeItem) -> date:
    assert item.day is not None
    return item.day


# --- rooms and outcomes ------------------------------------------------------------------------


def site_of(room: str) -> tuple[str, str]:
    """Key and name of the site a printed room names last: "IT Suite, The Exchange, County Hall"."""
    name = re.split(r"[,.]\s*", room)[-1].strip() or room
    return _slug(name) or SITE, name


def _sites(items: Sequence[ProgrammeItem]) -> list[dict[str, Any]]:
    names: dict[str, str] = {}
    rooms: dict[str, dict[str, None]] = defaultdict(dict)
    for item in items:
        printed = [_plain(room) for room in rooms_in(item.printed["room"])]
        for room in printed:
            key, name = site_of(printed[0])
            names.setdefault(key, name)
            rooms[key][room] = None
    return [
        {"key": key, "name": names[key], "address": names[key], "rooms": list(rooms[key])}
        for key in names
    ]


def _outcomes(items: Sequence[ProgrammeItem]) -> dict[str, str]:
    """Keys by words."""
    words = dict.fromkeys(words for item in items for words in _words_of(item))
    return {each: f"outcome-{number}" for number, each in enumerate(words, 1)}


def _words_of(item: ProgrammeItem) -> list[str]:
    parts = (_plain(part) for part in item.printed["learning_outcomes"].split("|"))
    return list(dict.fromkeys(part for part in parts if part))


# --- texts -------------------------------------------------------------------------------------


def _title(content: str) -> str:
    """The first part of what is printed, cut between words."""
    first = re.split(r"\s*(?:\||\n|\. )\s*", content, maxsplit=1)[0].strip()
    if len(first) <= LONGEST_TITLE:
        return first
    return first[:LONGEST_TITLE].rsplit(" ", 1)[0]


def _plain(text: str) -> str:
    """Without control characters, which no calendar can show; the file keeps them."""
    shown = "".join(" " if unicodedata.category(mark) in {"Cc", "Cs"} else mark for mark in text)
    return " ".join(shown.split())


def _slug(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", bare))[:60].strip("-")
