"""The page of the audit trail: what an address asks for, and what is shown. Plain values only."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from service import clock
from service.access.audit_store import AuditQuestion
from service.access.store import AuditRecord
from service.web.csv_file import Cell
from service.web.cursors import cursor

PATH = "/audit"
ON_A_PAGE = 50
MOST_EXPORTED = 20_000
"""Entries in one file; a longer trail is taken in parts by its days."""

LABELS = {
    "who": "Who",
    "what": "What was done",
    "kind": "Kind of subject",
    "subject": "Id of the subject",
    "from": "On or after",
    "to": "On or before",
}
CSV_HEADER = (
    "id", "at", "actor", "actor_id", "action", "subject_kind", "subject_id", "before", "after",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AuditAsked:
    """``given``: the filters that are set, as typed. ``faults``: by filter, what cannot be read."""

    given: Mapping[str, str]
    question: AuditQuestion
    faults: Mapping[str, str]

    def address(self, *, without: str = "", suffix: str = "", **added: str) -> str:
        kept = {name: text for name, text in self.given.items() if name != without} | added
        path = PATH + suffix
        return f"{path}?{urlencode(kept)}" if kept else path


def asked(given: Mapping[str, str | None]) -> AuditAsked:
    """Read the filters of an address. Days are days in England, both within."""
    typed = {name: text for name in LABELS if (text := (given.get(name) or "").strip())}
    faults: dict[str, str] = {}
    first, last = _day(typed, "from", faults), _day(typed, "to", faults)
    if first is not None and last is not None and last < first:
        faults["to"] = f"{LABELS['to']}: write a day that is not before the first"
    question = AuditQuestion(
        actor=typed.get("who"),
        action=typed.get("what"),
        subject_kind=typed.get("kind"),
        subject_id=typed.get("subject"),
        first=None if first is None else _midnight(first),
        end=None if last is None else _midnight(last + timedelta(days=1)),
    )
    return AuditAsked(typed, question, faults)


def _day(typed: Mapping[str, str], name: str, faults: dict[str, str]) -> date | None:
    text = typed.get(name, "")
    if not text:
        return None
    try:
        day = date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        day = None
    if day is None or not 2000 <= day.year <= 2999:
        faults[name] = f"{LABELS[name]}: write the day as 2026-09-30"
        return None
    return day


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.LONDON)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs: with its value before and after, ``""`` where there was none."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class AuditLine:
    at: str
    who: str
    what: str
    kind: str
    subject: str
    changes: tuple[Change, ...]
    address: str
    """The view of all that was done to the same thing."""
    key: str


@dataclass(frozen=True, slots=True)
class AuditFilter:
    name: str
    label: str
    value: str
    options: tuple[str, ...]
    day: bool
    fault: str


@dataclass(frozen=True, slots=True)
class Removal:
    words: str
    address: str


@dataclass(frozen=True, slots=True)
class AuditTrailPage:
    sentence: str
    lines: tuple[AuditLine, ...]
    filters: tuple[AuditFilter, ...]
    removals: tuple[Removal, ...]
    faults: tuple[tuple[str, str], ...]
    as_csv: str
    as_json: str
    too_many: str
    """Why this view cannot be exported; empty where it can."""
    newest: str
    older: str


def trail_page(
    what: AuditAsked,
    found: Sequence[AuditRecord],
    total: int,
    options: Mapping[str, Sequence[str]],
    *,
    further: bool,
) -> AuditTrailPage:
    """``found``: at most ON_A_PAGE + 1 entries; one more than a page says that there are older ones."""
    shown = found[:ON_A_PAGE]
    older = len(found) > ON_A_PAGE
    return AuditTrailPage(
        sentence=f"{total:,} {'entry' if total == 1 else 'entries'}, newest first.",
        lines=tuple(_line(record) for record in shown),
        filters=tuple(
            AuditFilter(
                name,
                label,
                what.given.get(name, ""),
                _options(what.given.get(name, ""), options.get(name, ())),
                name in {"from", "to"},
                what.faults.get(name, ""),
            )
            for name, label in LABELS.items()
        ),
        removals=tuple(
            Removal(f"{LABELS[name]}: {text}", what.address(without=name))
            for name, text in what.given.items()
        ),
        faults=tuple(what.faults.items()),
        as_csv=what.address(suffix=".csv"),
        as_json=what.address(suffix=".json"),
        too_many=too_many(total),
        newest=what.address() if further else "",
        older=what.address(before=cursor(shown[-1].position)) if older else "",
    )


def too_many(total: int) -> str:
    if total <= MOST_EXPORTED:
        return ""
    return (
        f"A file holds {MOST_EXPORTED:,} entries at most. "
        "Narrow the view by its days, and export it in parts."
    )


def csv_rows(found: Sequence[AuditRecord]) -> Iterator[tuple[Cell, ...]]:
    """One row for each entry, under CSV_HEADER; the times in UTC."""
    for record in found:
        yield (
            str(record.id),
            record.at.astimezone(UTC).isoformat(),
            record.actor,
            None if record.actor_id is None else str(record.actor_id),
            record.action,
            record.subject_kind,
            record.subject_id,
            _as_json(record.before),
            _as_json(record.after),
        )


def changes(before: Any, after: Any) -> tuple[Change, ...]:
    """What differs, by name; what has no names (a list, a text) stands as a whole."""
    if before == after:
        return ()
    if not all(side is None or isinstance(side, dict) for side in (before, after)):
        return (Change("", _words(before), _words(after)),)
    left, right = before or {}, after or {}
    names = [*left, *(name for name in right if name not in left)]
    return tuple(
        Change(_name(name), _words(left.get(name)), _words(right.get(name)))
        for name in names
        if left.get(name) != right.get(name)
    )


def _line(record: AuditRecord) -> AuditLine:
    local = record.at.astimezone(clock.LONDON)
    subject = urlencode({"kind": record.subject_kind, "subject": record.subject_id})
    return AuditLine(
        at=f"{local:%-d %B %Y, %H:%M:%S}",
        who=record.actor,
        what=_name(record.action.replace(".", ": ")),
        kind=_name(record.subject_kind),
        subject=record.subject_id,
        changes=changes(record.before, record.after),
        address=f"{PATH}?{subject}",
        key=str(record.id),
    )


def _options(chosen: str, known: Sequence[str]) -> tuple[str, ...]:
    """What was asked for stays in the list, also where nothing has it."""
    return tuple(known) if not chosen or chosen in known else (chosen, *known)


def _name(name: str) -> str:
    words = name.replace("_", " ").replace("-", " ").replace("asye", "ASYE")
    return words[:1].upper() + words[1:]


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else _as_json(value) or ""


def _as_json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)
