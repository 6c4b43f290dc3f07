"""Stored versions of programmes, and printed timetables on their way to become one."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from service.storage.tables.cohorts import ProgrammeImport, ProgrammeTemplate


@dataclass(frozen=True, slots=True)
class TemplateRecord:
    id: UUID
    key: str
    version: int
    title: str
    effective_from: date
    effective_to: date | None
    document: str
    """Canonical JSON."""
    sha256: str
    created_at: datetime
    created_by: str


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """``headings`` is empty when no list of blocks was sent."""

    id: UUID
    filename: str
    sha256: str
    size: int
    content: bytes
    headings: bytes
    corrections: str
    stated_days: int | None
    reading: str
    state: str
    template: UUID | None
    checked_at: datetime
    checked_by: str
    confirmed_at: datetime | None
    confirmed_by: str | None


@dataclass(frozen=True, slots=True)
class ImportEntry:
    """One line of the list of imports."""

    id: UUID
    filename: str
    sha256: str
    size: int
    state: str
    template: UUID | None
    checked_at: datetime
    checked_by: str


async def templates() -> list[TemplateRecord]:
    """All stored versions, by key, newest version first."""
    rows = await (
        ProgrammeTemplate.select()
        .order_by(ProgrammeTemplate.key)
        .order_by(ProgrammeTemplate.version, ascending=False)
    )
    return [TemplateRecord(**row) for row in rows]


async def template(key: str, version: int) -> TemplateRecord | None:
    rows = await ProgrammeTemplate.select().where(
        (ProgrammeTemplate.key == key) & (ProgrammeTemplate.version == version)
    )
    return TemplateRecord(**rows[0]) if rows else None


async def template_by_id(template_id: UUID) -> TemplateRecord:
    (row,) = await ProgrammeTemplate.select().where(ProgrammeTemplate.id == template_id)
    return TemplateRecord(**row)


async def add_template(record: TemplateRecord) -> None:
    """In the caller's unit of work. Two at once for one key and version: ConstraintBroken unique."""
    await ProgrammeTemplate.insert(ProgrammeTemplate(**_values(record)))


async def add_import(record: ImportRecord) -> None:
    await ProgrammeImport.insert(ProgrammeImport(**_values(record)))


async def import_by_id(import_id: UUID) -> ImportRecord | None:
    rows = await ProgrammeImport.select().where(ProgrammeImport.id == import_id)
    if not rows:
        return None
    row = rows[0]
    row["content"], row["headings"] = bytes(row["content"]), bytes(row["headings"])
    return ImportRecord(**row)


async def imports() -> list[ImportEntry]:
    """Newest first."""
    rows = await (
        ProgrammeImport.select(
            ProgrammeImport.id,
            ProgrammeImport.filename,
            ProgrammeImport.sha256,
            ProgrammeImport.size,
            ProgrammeImport.state,
            ProgrammeImport.template,
            ProgrammeImport.checked_at,
            ProgrammeImport.checked_by,
        )
        .order_by(ProgrammeImport.checked_at, ascending=False)
        .order_by(ProgrammeImport.id)
    )
    return [ImportEntry(**row) for row in rows]


async def set_reading(
    import_id: UUID, *, headings: bytes, corrections: str, stated_days: int | None, reading: str
) -> None:
    await ProgrammeImport.update(
        {
            ProgrammeImport.headings: headings,
            ProgrammeImport.corrections: corrections,
            ProgrammeImport.stated_days: stated_days,
            ProgrammeImport.reading: reading,
        }
    ).where(ProgrammeImport.id == import_id)


async def set_confirmed(import_id: UUID, template_id: UUID, *, at: datetime, by: str) -> None:
    await ProgrammeImport.update(
        {
            ProgrammeImport.state: "confirmed",
            ProgrammeImport.template: template_id,
            ProgrammeImport.confirmed_at: at,
            ProgrammeImport.confirmed_by: by,
        }
    ).where(ProgrammeImport.id == import_id)


def _values(record: TemplateRecord | ImportRecord) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__slots__}
