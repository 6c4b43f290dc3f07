"""Files of people as read, to be confirmed. The file itself is not kept."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from service.storage.tables.enrolments import PeopleImport

CHECKED, REFUSED, CONFIRMED = "checked", "refused", "confirmed"
STARTERS, MEMBERS = "starters", "members"


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleImportRecord:
    """``people`` and ``findings`` are JSON."""

    id: UUID
    kind: str
    cohort: UUID | None
    filename: str
    sha256: str
    rows_read: int
    rows_accepted: int
    people: str
    findings: str
    state: str
    checked_at: datetime
    checked_by: str
    confirmed_at: datetime | None = None
    confirmed_by: str | None = None


async def add(record: PeopleImportRecord) -> None:
    await PeopleImport.insert(
        PeopleImport(
            id=record.id,
            kind=record.kind,
            cohort=record.cohort,
            filename=record.filename,
            sha256=record.sha256,
            rows_read=record.rows_read,
            rows_accepted=record.rows_accepted,
            people=record.people,
            findings=record.findings,
            state=record.state,
            checked_at=record.checked_at,
            checked_by=record.checked_by,
            confirmed_at=record.confirmed_at,
            confirmed_by=record.confirmed_by,
        )
    )


async def one(import_id: UUID) -> PeopleImportRecord | None:
    row = await PeopleImport.select().where(PeopleImport.id == import_id).first()
    return _record(row) if row else None


async def unconfirmed(*, before: datetime) -> list[PeopleImportRecord]:
    """Checked or refused before an instant, oldest first."""
    rows = await (
        PeopleImport.select()
        .where(PeopleImport.state.is_in([CHECKED, REFUSED]))
        .where(PeopleImport.checked_at < before)
        .order_by(PeopleImport.checked_at)
    )
    return [_record(row) for row in rows]


async def set_expired(record: PeopleImportRecord) -> None:
    await PeopleImport.update(
        {
            PeopleImport.state: record.state,
            PeopleImport.rows_accepted: record.rows_accepted,
            PeopleImport.people: record.people,
            PeopleImport.findings: record.findings,
        }
    ).where(PeopleImport.id == record.id)


async def set_confirmed(import_id: UUID, *, at: datetime, by: str) -> None:
    """The people are held as what they have become: they are not kept twice."""
    await PeopleImport.update(
        {
            PeopleImport.state: CONFIRMED,
            PeopleImport.people: "[]",
            PeopleImport.confirmed_at: at,
            PeopleImport.confirmed_by: by,
        }
    ).where(PeopleImport.id == import_id)


def _record(row: dict[str, Any]) -> PeopleImportRecord:
    return PeopleImportRecord(
        id=row["id"],
        kind=row["kind"],
        cohort=row["cohort"],
        filename=row["filename"],
        sha256=row["sha256"],
        rows_read=row["rows_read"],
        rows_accepted=row["rows_accepted"],
        people=row["people"],
        findings=row["findings"],
        state=row["state"],
        checked_at=row["checked_at"],
        checked_by=row["checked_by"],
        confirmed_at=row["confirmed_at"],
        confirmed_by=row["confirmed_by"],
    )
