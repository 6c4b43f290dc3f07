"""The audit trail as it is asked for on its page: by who, what, subject and time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from service.access.store import AuditRecord, audit_record
from service.storage.tables.access import AuditEntry


@dataclass(frozen=True, slots=True)
class AuditQuestion:
    """Which entries: all that are given must hold. ``first`` is within, ``end`` is just behind."""

    actor: str | None = None
    action: str | None = None
    subject_kind: str | None = None
    subject_id: str | None = None
    first: datetime | None = None
    end: datetime | None = None


async def asked_for(
    question: AuditQuestion, *, before: int | None = None, limit: int
) -> list[AuditRecord]:
    """Newest first; ``before`` leaves out that position and all newer ones."""
    query = AuditEntry.select().order_by(AuditEntry.id, ascending=False).limit(limit)
    for condition in _conditions(question):
        query = query.where(condition)
    if before is not None:
        query = query.where(AuditEntry.id < before)
    return [audit_record(row) for row in await query]


async def how_many(question: AuditQuestion) -> int:
    query = AuditEntry.count()
    for condition in _conditions(question):
        query = query.where(condition)
    return int(await query)


async def actors() -> list[str]:
    rows = await AuditEntry.select(AuditEntry.actor).distinct()
    return sorted({row["actor"] for row in rows}, key=str.casefold)


async def actions() -> list[str]:
    rows = await AuditEntry.select(AuditEntry.action).distinct()
    return sorted({row["action"] for row in rows})


async def subject_kinds() -> list[str]:
    rows = await AuditEntry.select(AuditEntry.subject_kind).distinct()
    return sorted({row["subject_kind"] for row in rows})


def _conditions(question: AuditQuestion) -> list[Any]:
    equal = (
        (AuditEntry.actor, question.actor),
        (AuditEntry.action, question.action),
        (AuditEntry.subject_kind, question.subject_kind),
        (AuditEntry.subject_id, question.subject_id),
    )
    conditions: list[Any] = [column == value for column, value in equal if value is not None]
    if question.first is not None:
        conditions.append(AuditEntry.at >= question.first)
    if question.end is not None:
        conditions.append(AuditEntry.at < question.end)
    return conditions
