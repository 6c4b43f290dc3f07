"""Commitments as stored: a kind and a time, and nothing else."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from academy.commitments import Commitment, CommitmentKind
from service.storage.tables.enrolments import CommitmentRow


@dataclass(frozen=True, slots=True)
class CommitmentRecord:
    """Of a member, or of somebody of the staff by name. Times are local; None: the whole day."""

    id: UUID
    member: UUID | None
    staff: str | None
    kind: CommitmentKind
    first: date
    last: date
    start: time | None
    end: time | None
    created_at: datetime
    created_by: str

    @property
    def planned(self) -> Commitment:
        """As the planner knows it."""
        person = str(self.member) if self.member else self.staff or ""
        return Commitment(
            str(self.id), person, self.kind, self.first, self.last, self.start, self.end
        )


async def add(record: CommitmentRecord) -> None:
    await CommitmentRow.insert(
        CommitmentRow(
            id=record.id,
            member=record.member,
            staff=record.staff,
            kind=record.kind.value,
            first=record.first,
            last=record.last,
            start_minute=_minute(record.start),
            end_minute=_minute(record.end),
            created_at=record.created_at,
            created_by=record.created_by,
        )
    )


async def one(commitment_id: UUID) -> CommitmentRecord | None:
    row = await CommitmentRow.select().where(CommitmentRow.id == commitment_id).first()
    return _record(row) if row else None


async def delete(commitment_id: UUID) -> None:
    await CommitmentRow.delete().where(CommitmentRow.id == commitment_id)


async def commitments(
    *, member: UUID | None = None, staff: str | None = None
) -> list[CommitmentRecord]:
    """By first day; of one person where one is named."""
    query = CommitmentRow.select()
    if member is not None:
        query = query.where(CommitmentRow.member == member)
    if staff is not None:
        query = query.where(CommitmentRow.staff == staff)
    found = [_record(row) for row in await query]
    return sorted(found, key=lambda each: (each.first, each.start or time(), str(each.id)))


def _record(row: dict[str, Any]) -> CommitmentRecord:
    return CommitmentRecord(
        id=row["id"],
        member=row["member"],
        staff=row["staff"],
        kind=CommitmentKind(row["kind"]),
        first=row["first"],
        last=row["last"],
        start=_time(row["start_minute"]),
        end=_time(row["end_minute"]),
        created_at=row["created_at"],
        created_by=row["created_by"],
    )


def _minute(at: time | None) -> int | None:
    return None if at is None else at.hour * 60 + at.minute


def _time(minute: int | None) -> time | None:
    return None if minute is None else time(*divmod(minute, 60))
