"""What changed between two versions of a plan, and who must be told at once (rules V1, V4).

One person's digest is the comparison of their own sessions before and after: a session they no
longer attend is cancelled for them, one they attend instead is added.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from academy.session import Session, Status

LONDON = ZoneInfo("Europe/London")
NOTICE_HOURS = 48
"""Shorter notice is given directly: calendars fetch a feed every 3 to 24 hours. A proposal."""
CANCELLED_DAYS = 90
"""How long after its day a cancelled session is still told."""


class ChangeKind(StrEnum):
    ADDED = "added"
    MOVED = "moved"
    CANCELLED = "cancelled"
    OTHER_ROOM = "other room"
    OTHER_PRESENTER = "other presenter"
    OTHER = "other"


_FIELDS: Mapping[ChangeKind, tuple[str, ...]] = {
    ChangeKind.MOVED: ("day", "start", "end"),
    ChangeKind.OTHER_ROOM: ("site", "site_address", "room"),
    ChangeKind.OTHER_PRESENTER: ("facilitators", "presenters"),
    ChangeKind.OTHER: ("title", "description", "joining_link", "kind", "group", "mandatory"),
}
"""What a subscriber sees, by the kind of change."""
_UNSEEN = ("cohort", "run", "block", "item", "audience", "also", "contact", "track")
"""What decides who comes, and stands in no calendar."""


@dataclass(frozen=True, slots=True)
class Change:
    """One session before and after.

    ``before`` None: new. ``after`` is None in no Revision made by ``compare``: a session that is
    gone is there with ``Status.CANCELLED``.
    """

    uid: str
    before: Session | None
    after: Session | None

    @property
    def kinds(self) -> tuple[ChangeKind, ...]:
        """Every way in which it changed; a session that returns from cancellation is added."""
        was, now = _held(self.before), _held(self.after)
        if was is None or now is None:
            return (ChangeKind.ADDED,) if now else (ChangeKind.CANCELLED,) if was else ()
        kinds = [kind for kind, fields in _FIELDS.items() if _differ(was, now, fields)]
        if ChangeKind.OTHER not in kinds and _differ(was, now, _UNSEEN):
            kinds.append(ChangeKind.OTHER)
        return tuple(kinds)

    @property
    def is_seen(self) -> bool:
        """Whether a subscriber's calendar shows it; who comes may change unseen."""
        was, now = _held(self.before), _held(self.after)
        if was is None or now is None:
            return was is not now
        return any(_differ(was, now, fields) for fields in _FIELDS.values())


@dataclass(frozen=True, slots=True)
class Revision:
    """``changes``: every change once, in order of time. One may stand in several of the lists."""

    changes: tuple[Change, ...]

    @property
    def is_empty(self) -> bool:
        return not self.changes

    def of(self, kind: ChangeKind) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if kind in change.kinds)

    @property
    def added(self) -> tuple[Change, ...]:
        return self.of(ChangeKind.ADDED)

    @property
    def moved(self) -> tuple[Change, ...]:
        return self.of(ChangeKind.MOVED)

    @property
    def cancelled(self) -> tuple[Change, ...]:
        return self.of(ChangeKind.CANCELLED)

    @property
    def other_room(self) -> tuple[Change, ...]:
        return self.of(ChangeKind.OTHER_ROOM)

    @property
    def other_presenter(self) -> tuple[Change, ...]:
        return self.of(ChangeKind.OTHER_PRESENTER)

    @property
    def other(self) -> tuple[Change, ...]:
        return self.of(ChangeKind.OTHER)


def compare(old: Sequence[Session], new: Sequence[Session]) -> Revision:
    """``old`` is what was last released, its cancelled sessions included; ``new`` what follows it.

    A session that is gone from ``new`` is cancelled. One that was never released and is cancelled
    already is no change. Raises ValueError when two sessions of one side have the same UID.
    """
    was = _by_uid(old)
    changes = (Change(after.uid, was.get(after.uid), after) for after in carried(old, new))
    return Revision(tuple(change for change in changes if change.kinds))


def carried(
    old: Sequence[Session], new: Sequence[Session], *, today: date | None = None
) -> tuple[Session, ...]:
    """All sessions after the change, in order of time, with the cancelled ones still to be told.

    A cancelled session keeps the time and place people know it by, and stays until CANCELLED_DAYS
    after its day; without ``today`` all of them stay. Raises ValueError as ``compare`` does.
    """
    was, now = _by_uid(old), _by_uid(new)
    after = [
        _held(now.get(uid)) or replace(before, status=Status.CANCELLED)
        for uid, before in was.items()
    ]
    after += [session for uid, session in now.items() if uid not in was and _held(session)]
    kept = [session for session in after if _held(session) or _is_told(session, today)]
    return tuple(sorted(kept, key=lambda s: (s.day, s.start, s.end, s.uid)))


def sequences(previous: Mapping[str, int], revision: Revision) -> dict[str, int]:
    """SEQUENCE by UID after a revision, those of ``previous`` that did not change included.

    A session never released before has 0; a change that a subscriber sees counts one more. It never
    falls: a cancelled session that comes back goes on counting, however long it was away.
    """
    counted = dict(previous)
    for change in revision.changes:
        if change.is_seen:
            counted[change.uid] = previous.get(change.uid, -1 if change.before is None else 0) + 1
    return counted


def notify_directly(
    revision: Revision, now: datetime, hours: int = NOTICE_HOURS
) -> tuple[Change, ...]:
    """Changes of sessions that begin, or were to begin, less than ``hours`` after ``now``.

    ``now`` is aware. Only what is still ahead: a session that has begun needs no notice.
    """
    limit = now + timedelta(hours=hours)
    return tuple(
        change
        for change in revision.changes
        if any(
            now <= begins(session) < limit
            for session in (change.before, change.after)
            if session is not None
        )
    )


def begins(session: Session) -> datetime:
    """In UTC; times of a session are local to Europe/London."""
    return datetime.combine(session.day, session.start, LONDON).astimezone(UTC)


def _is_told(cancelled: Session, today: date | None) -> bool:
    return today is None or today <= cancelled.day + timedelta(days=CANCELLED_DAYS)


def _by_uid(sessions: Sequence[Session]) -> dict[str, Session]:
    by_uid = {session.uid: session for session in sessions}
    if len(by_uid) < len(sessions):
        twice = [uid for uid, times in Counter(s.uid for s in sessions).items() if times > 1]
        raise ValueError(f"more than one session has the UID {', '.join(twice)}")
    return by_uid


def _held(session: Session | None) -> Session | None:
    return session if session is not None and session.status is Status.CONFIRMED else None


def _differ(was: Session, now: Session, fields: Sequence[str]) -> bool:
    return any(getattr(was, field) != getattr(now, field) for field in fields)
