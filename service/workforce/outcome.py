"""How a return stands: what is answered, over HTTP and on the command line alike."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from service.workforce.changes import nothing_new
from service.workforce.reading import Options
from service.workforce.records import Kind
from service.workforce.rendering import Plain
from service.workforce.store import ReturnRecord


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a check, or how a return stands."""

    kind: Kind
    edition: str
    as_at: date | None
    filename: str
    sha256: str
    size: int
    options: Options
    state: str
    """checked, refused, confirmed or undone."""
    unreadable: bool
    rows_read: int
    rows_accepted: int
    findings: Sequence[dict[str, Plain]]
    changes: dict[str, Any]
    record: ReturnRecord | None = None
    """The return as stored; None when nothing was stored."""
    duplicate_of: UUID | None = None
    """The confirmed return that brought the same file: this one changes nothing."""


def outcome_of(record: ReturnRecord) -> Outcome:
    """How a stored return stands, its findings as kept (registration numbers masked)."""
    return Outcome(
        kind=Kind(record.kind),
        edition=record.edition,
        as_at=record.as_at,
        filename=record.filename,
        sha256=record.sha256,
        size=record.size,
        options=Options.from_text(record.options),
        state=record.state,
        unreadable=bool(record.unreadable),
        rows_read=record.rows_read,
        rows_accepted=record.rows_accepted,
        findings=json.loads(record.findings),
        changes=record.changes_by_kind,
        record=record,
    )


def duplicate_of(record: ReturnRecord, *, filename: str) -> Outcome:
    """What is answered to a file that is in force already: it changes nothing."""
    earlier = outcome_of(record)
    return replace(
        earlier,
        filename=filename,
        changes=nothing_new(earlier.changes),
        duplicate_of=record.id,
    )
