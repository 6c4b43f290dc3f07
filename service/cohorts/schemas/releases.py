"""Releases as JSON."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec

from academy.revision import Change
from service.cohorts.releasing import Release, ReleaseRecord
from service.cohorts.schemas.cohorts import SessionJson, session_as_json
from service.cohorts.store.releases import HeldChange, ReleasedSession, ReleaseEntry
from service.web.texts import LINE


class ReleaseBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``note`` says why; everybody who is told of the change can read it."""

    note: Annotated[str, msgspec.Meta(min_length=1, max_length=1000, pattern=LINE)]


class ReleaseEntryJson(msgspec.Struct, frozen=True):
    id: UUID
    version: int
    note: str
    released_at: datetime
    released_by: str


class Releases(msgspec.Struct, frozen=True):
    """Newest first."""

    releases: list[ReleaseEntryJson]


class ChangeJson(msgspec.Struct, frozen=True):
    """What a release changed of one session; ``before`` null: it was new."""

    uid: str
    kinds: list[str]
    before: SessionJson | None
    after: SessionJson


class ReleaseAnswer(msgspec.Struct, frozen=True):
    """``fresh`` false: the plan had not changed, and the standing release is answered.

    ``notify_directly``: changes within 48 hours, which calendars may not show in time.
    """

    release: ReleaseEntryJson
    fresh: bool
    changes: list[ChangeJson]
    notify_directly: list[str]


class ReleaseJson(msgspec.Struct, frozen=True):
    """One release with what it changed, and the findings that stood against it."""

    release: ReleaseEntryJson
    changes: list[ChangeJson]
    findings: list[dict[str, Any]]


class ReleasedSessionJson(msgspec.Struct, frozen=True):
    """``sequence`` and ``changed_at`` as calendars show them."""

    session: SessionJson
    sequence: int
    changed_at: datetime


class ReleasedSessions(msgspec.Struct, frozen=True):
    """In order of time, cancelled ones too."""

    sessions: list[ReleasedSessionJson]


def entry_as_json(entry: ReleaseEntry) -> ReleaseEntryJson:
    return ReleaseEntryJson(
        id=entry.id,
        version=entry.version,
        note=entry.note,
        released_at=entry.released_at,
        released_by=entry.released_by,
    )


def answer_as_json(release: Release) -> ReleaseAnswer:
    return ReleaseAnswer(
        release=entry_as_json(release.entry),
        fresh=release.fresh,
        changes=[_change(change) for change in release.revision.changes],
        notify_directly=[change.uid for change in release.notify_directly],
    )


def record_as_json(record: ReleaseRecord) -> ReleaseJson:
    return ReleaseJson(
        release=entry_as_json(record.entry),
        changes=[_held(change) for change in record.changes],
        findings=record.findings,
    )


def released_as_json(sessions: Iterable[ReleasedSession]) -> ReleasedSessions:
    return ReleasedSessions(
        [
            ReleasedSessionJson(session_as_json(each.session), each.sequence, each.changed_at)
            for each in sessions
        ]
    )


def _change(change: Change) -> ChangeJson:
    assert change.after is not None  # a session that is gone stands there as cancelled
    return ChangeJson(
        uid=change.uid,
        kinds=[kind.value for kind in change.kinds],
        before=None if change.before is None else session_as_json(change.before),
        after=session_as_json(change.after),
    )


def _held(change: HeldChange) -> ChangeJson:
    return ChangeJson(
        uid=change.uid,
        kinds=list(change.kinds),
        before=None if change.before is None else session_as_json(change.before),
        after=session_as_json(change.after),
    )
