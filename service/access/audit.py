"""The append-only trail: who did what, when, with the state before and after."""

from datetime import datetime
from typing import Any

from service.access import store
from service.access.actor import Actor
from service.access.store import AuditRecord

PAGE_LIMIT = 200


async def record(
    actor: Actor,
    action: str,
    *,
    subject_kind: str,
    subject_id: str,
    before: Any,
    after: Any,
    now: datetime,
) -> None:
    """Add one entry inside the caller's unit of work, so that it stands or falls with the change.

    ``action`` is a verb in the past with its subject, as ``key.issued``. ``before`` and ``after``
    are plain JSON values of what matters for the change, never secrets or registration numbers.
    """
    await store.add_audit_entry(
        at=now,
        actor=actor.name,
        actor_id=actor.key_id or actor.account_id,
        action=action,
        subject_kind=subject_kind,
        subject_id=subject_id,
        before=before,
        after=after,
    )


async def entries(*, before: int | None = None, limit: int = 50) -> list[AuditRecord]:
    """A page of the trail, newest first; go on with ``before`` = the last position of the page."""
    return await store.audit_entries(before=before, limit=limit)


async def entries_of(subject_kind: str, subject_id: str) -> list[AuditRecord]:
    """What was done to one thing, oldest first."""
    return await store.audit_entries_of(subject_kind, subject_id)
