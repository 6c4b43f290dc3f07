"""Exit interviews as stored, and files of them."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from service.storage.tables.surveys import ExitInterviewRow, InterviewImport


@dataclass(frozen=True, slots=True)
class InterviewRecord:
    """``worker``: keyed identity, as in the workforce returns; the number itself is nowhere."""

    id: UUID
    worker: str
    leaving_date: date
    destination: str | None
    reason: str | None
    status: str
    offered_on: date | None
    done_on: date | None
    way: str
    secret_hash: str | None
    link_expires_at: datetime | None
    link_ended_at: datetime | None
    revision: int
    created_at: datetime
    created_by: str
    changed_at: datetime
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ImportRecord:
    id: UUID
    filename: str
    sha256: str
    size: int
    sealed: bytes
    findings: str
    rows_read: int
    rows_accepted: int
    state: str
    checked_at: datetime
    checked_by: str
    confirmed_at: datetime | None
    confirmed_by: str | None


async def add(record: InterviewRecord) -> None:
    await ExitInterviewRow.insert(ExitInterviewRow(**asdict(record)))


async def replace(record: InterviewRecord) -> None:
    values: dict[Any, Any] = {name: v for name, v in asdict(record).items() if name != "id"}
    await ExitInterviewRow.update(values).where(ExitInterviewRow.id == record.id)


async def one(interview_id: UUID) -> InterviewRecord | None:
    row = await ExitInterviewRow.select().where(ExitInterviewRow.id == interview_id).first()
    return InterviewRecord(**row) if row else None


async def by_secret(secret_hash: str) -> InterviewRecord | None:
    row = await ExitInterviewRow.select().where(ExitInterviewRow.secret_hash == secret_hash).first()
    return InterviewRecord(**row) if row else None


async def of_leaver(worker: str, leaving_date: date) -> InterviewRecord | None:
    """The one that is not withdrawn."""
    row = await (
        ExitInterviewRow.select()
        .where(ExitInterviewRow.worker == worker)
        .where(ExitInterviewRow.leaving_date == leaving_date)
        .where(ExitInterviewRow.withdrawn_at.is_null())
        .first()
    )
    return InterviewRecord(**row) if row else None


async def listing(
    opening: date | None = None, end: date | None = None, status: str | None = None
) -> list[InterviewRecord]:
    """By leaving date, without those withdrawn; of (opening, end] where given."""
    query = ExitInterviewRow.select().where(ExitInterviewRow.withdrawn_at.is_null())
    if opening is not None:
        query = query.where(ExitInterviewRow.leaving_date > opening)
    if end is not None:
        query = query.where(ExitInterviewRow.leaving_date <= end)
    if status is not None:
        query = query.where(ExitInterviewRow.status == status)
    found = [InterviewRecord(**row) for row in await query]
    return sorted(found, key=lambda each: (each.leaving_date, str(each.id)))


async def add_import(record: ImportRecord) -> None:
    await InterviewImport.insert(InterviewImport(**asdict(record)))


async def import_by_id(import_id: UUID) -> ImportRecord | None:
    row = await InterviewImport.select().where(InterviewImport.id == import_id).first()
    if not row:
        return None
    row["sealed"] = bytes(row["sealed"])
    return ImportRecord(**row)


async def imports() -> list[ImportRecord]:
    """Newest first, without the bytes."""
    rows = await InterviewImport.select(
        *(column for column in InterviewImport.all_columns() if column._meta.name != "sealed")  # noqa: SLF001 -- Piccolo has no other
    ).order_by(InterviewImport.checked_at, ascending=False)
    return [ImportRecord(**row, sealed=b"") for row in rows]


async def set_confirmed(import_id: UUID, *, at: datetime, by: str) -> None:
    await InterviewImport.update(
        {
            InterviewImport.state: "confirmed",
            InterviewImport.confirmed_at: at,
            InterviewImport.confirmed_by: by,
        }
    ).where(InterviewImport.id == import_id)
