"""Releases of plans, the sessions they released, and what each of them changed."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from academy.session import Session
from service.storage.tables.cohorts import CohortRelease, ReleaseChange, SessionEvent
from service.storage.transaction import UnitOfWork


@dataclass(frozen=True, slots=True)
class ReleaseEntry:
    """One release without its draft."""

    id: UUID
    version: int
    note: str
    released_at: datetime
    released_by: str


@dataclass(frozen=True, slots=True)
class ReleasedSession:
    """A session as last released. ``changed_at``: when a subscriber last saw it change."""

    session: Session
    sequence: int
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class HeldChange:
    """What a release changed of one session; ``before`` None: it was new."""

    uid: str
    kinds: tuple[str, ...]
    before: Session | None
    after: Session


def written(session: Session) -> str:
    """Canonical JSON."""
    return msgspec.json.encode(session, order="sorted").decode()


def read(text: str) -> Session:
    return msgspec.json.decode(text, type=Session)


async def sessions(cohort_id: UUID | None = None) -> tuple[ReleasedSession, ...]:
    """What has been released of one cohort, or of all, cancelled ones included; in order of time."""
    query = SessionEvent.select(
        SessionEvent.session, SessionEvent.sequence, SessionEvent.changed_at
    )
    if cohort_id is not None:
        query = query.where(SessionEvent.cohort == cohort_id)
    found = [
        ReleasedSession(read(row["session"]), row["sequence"], row["changed_at"])
        for row in await query
    ]
    return tuple(sorted(found, key=_by_time))


def _by_time(released: ReleasedSession) -> tuple[Any, ...]:
    session = released.session
    return (session.day, session.start, session.end, session.uid)


async def put_sessions(
    work: UnitOfWork, cohort_id: UUID, changed: Iterable[tuple[str, ReleasedSession]]
) -> None:
    """Put each (key, session) in the place of what was released under its UID before."""
    rows = await SessionEvent.select(SessionEvent.uid).where(SessionEvent.cohort == cohort_id)
    known = {str(row["uid"]) for row in rows}
    fresh = []
    for key, released in changed:
        session = released.session
        if session.uid not in known:
            fresh.append(
                (
                    UUID(session.uid),
                    cohort_id,
                    key,
                    released.sequence,
                    released.changed_at,
                    session.status.value,
                    written(session),
                )
            )
            continue
        await SessionEvent.update(
            {
                SessionEvent.sequence: released.sequence,
                SessionEvent.changed_at: released.changed_at,
                SessionEvent.status: session.status.value,
                SessionEvent.session: written(session),
            }
        ).where(SessionEvent.uid == UUID(session.uid))
    await work.copy_rows(
        SessionEvent,
        ("uid", "cohort", "key", "sequence", "changed_at", "status", "session"),
        fresh,
    )


_ENTRY = (
    CohortRelease.id,
    CohortRelease.version,
    CohortRelease.note,
    CohortRelease.released_at,
    CohortRelease.released_by,
)


async def entries(cohort_id: UUID) -> list[ReleaseEntry]:
    """Newest first."""
    rows = await (
        CohortRelease.select(*_ENTRY)
        .where(CohortRelease.cohort == cohort_id)
        .order_by(CohortRelease.version, ascending=False)
    )
    return [ReleaseEntry(**row) for row in rows]


async def entry(cohort_id: UUID, version: int) -> ReleaseEntry | None:
    rows = await CohortRelease.select(*_ENTRY).where(
        (CohortRelease.cohort == cohort_id) & (CohortRelease.version == version)
    )
    return ReleaseEntry(**rows[0]) if rows else None


async def draft(cohort_id: UUID, version: int) -> str | None:
    """The draft as it was when a version was released."""
    rows = await CohortRelease.select(CohortRelease.draft).where(
        (CohortRelease.cohort == cohort_id) & (CohortRelease.version == version)
    )
    return rows[0]["draft"] if rows else None


async def findings(release_id: UUID) -> list[dict[str, Any]]:
    """What stood against the plan when it was released."""
    (row,) = await CohortRelease.select(CohortRelease.findings).where(
        CohortRelease.id == release_id
    )
    found: list[dict[str, Any]] = json.loads(row["findings"])
    return found


async def add(
    cohort_id: UUID, release: ReleaseEntry, *, template: UUID, draft: str, findings: str
) -> None:
    await CohortRelease.insert(
        CohortRelease(
            id=release.id,
            cohort=cohort_id,
            version=release.version,
            template=template,
            draft=draft,
            findings=findings,
            note=release.note,
            released_at=release.released_at,
            released_by=release.released_by,
        )
    )


async def add_changes(work: UnitOfWork, release_id: UUID, changes: Sequence[HeldChange]) -> None:
    await work.copy_rows(
        ReleaseChange,
        ("release", "uid", "kinds", "before", "after"),
        [
            (
                release_id,
                UUID(change.uid),
                json.dumps(change.kinds, separators=(",", ":")),
                None if change.before is None else written(change.before),
                written(change.after),
            )
            for change in changes
        ],
    )


async def changes(release_id: UUID) -> list[HeldChange]:
    """In order of time."""
    rows = await (
        ReleaseChange.select(
            ReleaseChange.uid, ReleaseChange.kinds, ReleaseChange.before, ReleaseChange.after
        )
        .where(ReleaseChange.release == release_id)
        .order_by(ReleaseChange.id)
    )
    return [
        HeldChange(
            uid=str(row["uid"]),
            kinds=tuple(json.loads(row["kinds"])),
            before=None if row["before"] is None else read(row["before"]),
            after=read(row["after"]),
        )
        for row in rows
    ]
