"""Printed timetables as JSON."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec

from service.cohorts.import_reading import Accepted, CellCorrection
from service.cohorts.imports import Import, Naming
from service.cohorts.schemas.programmes import ProgrammeEntry, entry_as_json
from service.cohorts.store.programmes import ImportEntry
from service.web.texts import Key, Line, Lines

Corrections = Annotated[list[CellCorrection], msgspec.Meta(max_length=5000)]
Acceptances = Annotated[list[Accepted], msgspec.Meta(max_length=5000)]


class SettledBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All corrections and acceptances, in the place of the earlier ones."""

    corrections: Corrections = []
    accepted: Acceptances = []


class ConfirmBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the programme is called. ``version`` null: the next.

    ``document`` is the programme as a lead completed it; null takes the timetable as it is read.
    """

    key: Key
    title: Line
    effective_from: date
    effective_to: date | None = None
    version: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] | None = None
    source: Lines | None = None
    document: dict[str, Any] | None = None


class ImportEntryJson(msgspec.Struct, frozen=True):
    id: UUID
    filename: str
    sha256: str
    size: int
    state: str
    checked_at: datetime
    checked_by: str


class Imports(msgspec.Struct, frozen=True):
    """Newest first."""

    imports: list[ImportEntryJson]


class CorrectionJson(msgspec.Struct, frozen=True):
    """A correction beside what is printed."""

    row: int
    column: str
    printed: str
    text: str
    reason: str


class StandingRow(msgspec.Struct, frozen=True):
    """A BLOCK finding that is not settled. ``suggestion`` null: it needs a correction."""

    row: int | None
    code: str
    printed: str
    suggestion: str | None
    message: str


class ImportJson(msgspec.Struct, frozen=True):
    """``reading`` has the shape of ``python -m service programme check --format json``.

    ``standing`` is what refuses confirming. ``programme`` is what it became.
    """

    timetable: ImportEntryJson
    reading: dict[str, Any]
    corrections: list[CorrectionJson]
    accepted: list[Accepted]
    standing: list[StandingRow]
    programme: ProgrammeEntry | None


def entry_of(entry: ImportEntry) -> ImportEntryJson:
    return ImportEntryJson(
        id=entry.id,
        filename=entry.filename,
        sha256=entry.sha256,
        size=entry.size,
        state=entry.state,
        checked_at=entry.checked_at,
        checked_by=entry.checked_by,
    )


def import_as_json(found: Import) -> ImportJson:
    record = found.record
    return ImportJson(
        timetable=ImportEntryJson(
            id=record.id,
            filename=record.filename,
            sha256=record.sha256,
            size=record.size,
            state=record.state,
            checked_at=record.checked_at,
            checked_by=record.checked_by,
        ),
        reading=dict(found.reading),
        corrections=[
            CorrectionJson(
                row=each.row,
                column=each.column,
                printed=found.printed[each.row, each.column],
                text=each.text,
                reason=each.reason,
            )
            for each in found.settled.corrections
        ],
        accepted=found.settled.accepted,
        standing=[
            StandingRow(each.row, each.code, each.printed, each.suggestion, each.message)
            for each in found.standing
        ],
        programme=entry_as_json(found.template) if found.template else None,
    )


def naming_of(body: ConfirmBody, filename: str) -> Naming:
    return Naming(
        key=body.key,
        title=body.title,
        version=body.version,
        effective_from=body.effective_from,
        effective_to=body.effective_to,
        source=body.source or f"Printed timetable {filename}",
    )
