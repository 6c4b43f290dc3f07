"""Keys and audit entries as JSON: the same shapes over HTTP and on the command line."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec

from service.access.actor import Scope
from service.access.store import AuditRecord, KeyRecord


class NewKey(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What is asked for."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    scopes: Annotated[list[Scope], msgspec.Meta(min_length=1, max_length=4)]
    subject: Annotated[str, msgspec.Meta(max_length=200)] | None = None
    """With the scope starter a member's id, with manager a team, with facilitator a name."""


class Key(msgspec.Struct, frozen=True):
    """What is known about a key. ``lookup`` is the public part, to tell keys apart."""

    id: UUID
    name: str
    scopes: list[Scope]
    subject: str | None
    lookup: str
    created_at: datetime
    created_by: str
    revoked_at: datetime | None
    last_used_at: datetime | None


class FreshKey(msgspec.Struct, frozen=True):
    """A key that has just been issued; ``key`` is shown this once."""

    key: str
    details: Key


class Keys(msgspec.Struct, frozen=True):
    keys: list[Key]


class AuditEntry(msgspec.Struct, frozen=True):
    """One line of the trail.

    ``actor_id`` is the id of the key or account it was done with, null at the command line and for
    entries from before it was noted.
    """

    id: UUID
    at: datetime
    actor: str
    actor_id: UUID | None
    action: str
    subject_kind: str
    subject_id: str
    before: Any
    after: Any


class AuditPage(msgspec.Struct, frozen=True):
    """Newest first. ``next`` is the address of the page with older entries, null on the last."""

    entries: list[AuditEntry]
    next: str | None


def key_as_json(record: KeyRecord) -> Key:
    return Key(
        id=record.id,
        name=record.name,
        scopes=sorted(record.scopes),
        subject=record.subject,
        lookup=record.lookup,
        created_at=record.created_at,
        created_by=record.created_by,
        revoked_at=record.revoked_at,
        last_used_at=record.last_used_at,
    )


def audit_as_json(record: AuditRecord) -> AuditEntry:
    return AuditEntry(
        id=record.id,
        at=record.at,
        actor=record.actor,
        actor_id=record.actor_id,
        action=record.action,
        subject_kind=record.subject_kind,
        subject_id=record.subject_id,
        before=record.before,
        after=record.after,
    )
