"""Rows of API keys and of the audit trail."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from service.access.actor import Scope
from service.storage.tables.access import ApiKey, AuditEntry

AUDIT_ENTRIES = UUID("b5c0f2d4-8d55-4f5e-9b1e-3c3f7a0e6a21")
"""Namespace of the ids of audit entries. Fixed: an id that was quoted must go on naming its entry."""


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """What is known about a key; the key itself is not."""

    id: UUID
    name: str
    scopes: frozenset[Scope]
    lookup: str
    created_at: datetime
    created_by: str
    revoked_at: datetime | None
    last_used_at: datetime | None
    subject: str | None = None
    """Whose it is, when its scope is a personal one."""


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """One line of the trail. ``before`` and ``after`` are plain JSON values or None.

    ``position`` orders entries inside the service and is never shown; ``id`` names one outside.
    """

    position: int
    id: UUID
    at: datetime
    actor: str
    actor_id: UUID | None
    """Id of the key or account, as names are not unique; None at the command line."""
    action: str
    subject_kind: str
    subject_id: str
    before: Any
    after: Any


async def add_key(record: KeyRecord, secret_hash: str) -> None:
    await ApiKey.insert(
        ApiKey(
            {
                ApiKey.id: record.id,
                ApiKey.name: record.name,
                ApiKey.scopes: " ".join(sorted(record.scopes)),
                ApiKey.lookup: record.lookup,
                ApiKey.secret_hash: secret_hash,
                ApiKey.created_at: record.created_at,
                ApiKey.created_by: record.created_by,
                ApiKey.subject: record.subject,
            }
        )
    )


async def key_by_lookup(lookup: str) -> tuple[KeyRecord, str] | None:
    """The key with this public part, and the hash of its secret."""
    row = await ApiKey.select().where(ApiKey.lookup == lookup).first()
    return (_key(row), row["secret_hash"]) if row else None


async def key_by_id(key_id: UUID) -> KeyRecord | None:
    row = await ApiKey.select().where(ApiKey.id == key_id).first()
    return _key(row) if row else None


async def all_keys() -> list[KeyRecord]:
    """Oldest first."""
    rows = await ApiKey.select().order_by(ApiKey.created_at).order_by(ApiKey.id)
    return [_key(row) for row in rows]


async def set_revoked(key_id: UUID, at: datetime) -> None:
    await ApiKey.update({ApiKey.revoked_at: at}).where(ApiKey.id == key_id)


async def set_last_used(key_id: UUID, at: datetime) -> None:
    await ApiKey.update({ApiKey.last_used_at: at}).where(ApiKey.id == key_id)


async def add_audit_entry(
    *,
    at: datetime,
    actor: str,
    actor_id: UUID | None,
    action: str,
    subject_kind: str,
    subject_id: str,
    before: Any,
    after: Any,
) -> None:
    await AuditEntry.insert(
        AuditEntry(
            {
                AuditEntry.at: at,
                AuditEntry.actor: actor,
                AuditEntry.actor_id: actor_id,
                AuditEntry.action: action,
                AuditEntry.subject_kind: subject_kind,
                AuditEntry.subject_id: subject_id,
                AuditEntry.before: _written(before),
                AuditEntry.after: _written(after),
            }
        )
    )


async def audit_entries(*, before: int | None, limit: int) -> list[AuditRecord]:
    """Newest first; ``before`` leaves out that position and all newer ones (keyset paging)."""
    query = AuditEntry.select().order_by(AuditEntry.id, ascending=False).limit(limit)
    if before is not None:
        query = query.where(AuditEntry.id < before)
    return [audit_record(row) for row in await query]


async def audit_entries_of(subject_kind: str, subject_id: str) -> list[AuditRecord]:
    """All that was done to one thing, oldest first."""
    rows = (
        await AuditEntry.select()
        .where((AuditEntry.subject_kind == subject_kind) & (AuditEntry.subject_id == subject_id))
        .order_by(AuditEntry.id)
    )
    return [audit_record(row) for row in rows]


def audit_record(row: dict[str, Any]) -> AuditRecord:
    return AuditRecord(
        position=row["id"],
        id=uuid5(AUDIT_ENTRIES, str(row["id"])),
        at=row["at"],
        actor=row["actor"],
        actor_id=row["actor_id"],
        action=row["action"],
        subject_kind=row["subject_kind"],
        subject_id=row["subject_id"],
        before=_read(row["before"]),
        after=_read(row["after"]),
    )


def _key(row: dict[str, Any]) -> KeyRecord:
    return KeyRecord(
        id=row["id"],
        name=row["name"],
        scopes=frozenset(Scope(name) for name in row["scopes"].split()),
        lookup=row["lookup"],
        created_at=row["created_at"],
        created_by=row["created_by"],
        revoked_at=row["revoked_at"],
        last_used_at=row["last_used_at"],
        subject=row["subject"],
    )


def _written(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)


def _read(text: str | None) -> Any:
    return None if text is None else json.loads(text)
