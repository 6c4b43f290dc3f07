"""Issue, recognise, list and revoke API keys."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from service import problems
from service.access import audit, keys, last_use, store
from service.access.actor import PERSONAL, Actor, Scope
from service.access.naming import name_of, subject_of
from service.access.store import KeyRecord
from service.storage.transaction import unit_of_work


@dataclass(frozen=True, slots=True)
class IssuedKey:
    """A key at the only moment when its secret is known."""

    record: KeyRecord
    plaintext: str

    def __repr__(self) -> str:
        return f"IssuedKey(record={self.record!r})"


async def issue(
    name: str,
    scopes: Collection[Scope],
    now: datetime,
    by: Actor,
    *,
    subject: str | None = None,
) -> str:
    """Make a key and return it; nobody can read it again. For more than the key, ``create``."""
    return (await create(name, scopes, now, by, subject=subject)).plaintext


async def create(
    name: str,
    scopes: Collection[Scope],
    now: datetime,
    by: Actor,
    *,
    subject: str | None = None,
) -> IssuedKey:
    """Make a key with an audit entry.

    Raises Unprocessable for no name, the name of an operator or no scope, and when scopes and subject do not go together: a
    personal scope stands alone and names its subject, the others have none.
    """
    name = name_of(name, "a key", "say who or what uses the key")
    if not scopes:
        raise problems.Unprocessable(
            "A key needs at least one scope: " + ", ".join(sorted(Scope)) + ".",
            errors=[{"pointer": "/scopes", "detail": "at least one"}],
        )
    if Scope.ADMIN in scopes:
        raise problems.Unprocessable(
            "The scope admin is for people who sign in: no key has it.",
            errors=[{"pointer": "/scopes", "detail": "not admin"}],
        )
    subject = _subject(scopes, subject)
    fresh = keys.make()
    record = KeyRecord(
        id=uuid.uuid4(),
        name=name,
        scopes=frozenset(scopes),
        lookup=fresh.lookup,
        created_at=now,
        created_by=by.name,
        revoked_at=None,
        last_used_at=None,
        subject=subject,
    )
    async with unit_of_work():
        await store.add_key(record, fresh.secret_hash)
        await audit.record(
            by,
            "key.issued",
            subject_kind="key",
            subject_id=str(record.id),
            before=None,
            after={"name": name, "scopes": sorted(scopes)}
            | ({"subject": subject} if subject else {}),
            now=now,
        )
    return IssuedKey(record, fresh.plaintext)


async def authenticate(token: str, now: datetime) -> Actor:
    """Who holds this key. Raises Unauthorised, in the same words whatever is wrong with it."""
    presented = keys.take_apart(token)
    found = await store.key_by_lookup(presented.lookup) if presented else None
    # Compared even when there is no such key, so that the answer takes as long.
    expected = found[1] if found else "0" * 64
    matches = keys.same(presented.secret_hash if presented else "", expected)
    if found is None or not matches or found[0].revoked_at is not None:
        raise problems.Unauthorised(
            "The API key is not known or has been revoked.",
            headers={"www-authenticate": 'Bearer realm="scorecard", error="invalid_token"'},
        )
    record = found[0]
    last_use.note(record, now)
    return Actor(record.name, record.scopes, key_id=record.id, subject=record.subject)


async def holder(key_id: UUID) -> Actor | None:
    """Who holds a key that is in force, for a session that was opened with it."""
    record = await store.key_by_id(key_id)
    if record is None or record.revoked_at is not None:
        return None
    return Actor(record.name, record.scopes, key_id=record.id, subject=record.subject)


async def note_sign_in(actor: Actor, now: datetime, *, opened: bool) -> None:
    """Put in the trail that a browser was signed in or out with a key."""
    async with unit_of_work():
        await audit.record(
            actor,
            "key.signed-in" if opened else "key.signed-out",
            subject_kind="key",
            subject_id=str(actor.key_id),
            before=None,
            after=None,
            now=now,
        )


async def revoke(key_id: UUID, now: datetime, by: Actor) -> KeyRecord:
    """End a key at once. Revoking again changes nothing. Raises NotFound."""
    async with unit_of_work():
        record = await store.key_by_id(key_id)
        if record is None:
            raise problems.NotFound(f"There is no key {key_id}.")
        if record.revoked_at is None:
            await store.set_revoked(key_id, now)
            await audit.record(
                by,
                "key.revoked",
                subject_kind="key",
                subject_id=str(key_id),
                before={"revoked_at": None},
                after={"revoked_at": now.isoformat()},
                now=now,
            )
            record = await store.key_by_id(key_id) or record
    return record


async def listing() -> list[KeyRecord]:
    """All keys, oldest first, revoked ones too: the trail refers to them."""
    return await store.all_keys()


def _subject(scopes: Collection[Scope], subject: str | None) -> str | None:
    personal = PERSONAL.intersection(scopes)
    if personal and len(set(scopes)) > 1:
        raise problems.Unprocessable(
            f"The scope {min(personal)} shows what is one person's own: it stands alone in a key.",
            errors=[{"pointer": "/scopes", "detail": f"{min(personal)} cannot be combined"}],
        )
    if personal:
        (scope,) = personal
        return subject_of(scope, subject, "A key with the scope")
    if (subject or "").strip():
        raise problems.Unprocessable(
            "Only a key with the scope facilitator, manager or starter has a subject.",
            errors=[{"pointer": "/subject", "detail": "not with these scopes"}],
        )
    return None
