"""What a release changed for each member, and who is to be told without a calendar (V4).

Told for the members as they are now: who joined since sees what they would have seen.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from academy.digest import Digest, digests
from academy.membership import Groups
from academy.session import Session
from academy.thresholds import PROPOSED, Thresholds
from service.cohorts import operations as cohorts
from service.cohorts.operations import HeldChange, ReleaseEntry
from service.enrolments.attending import Attending, attending, told_of
from service.enrolments.store.members import MemberRecord
from service.storage.transaction import snapshot


@dataclass(frozen=True, slots=True)
class Told:
    """``lines``: members for whom something they see changed, by name."""

    entry: ReleaseEntry
    lines: tuple[tuple[MemberRecord, Digest], ...]

    @property
    def direct(self) -> tuple[tuple[MemberRecord, Digest], ...]:
        """Who is to be told at once."""
        return tuple((member, digest) for member, digest in self.lines if digest.direct)


async def digest_of(cohort_id: UUID, version: int, *, thresholds: Thresholds = PROPOSED) -> Told:
    """Raises NoSuchCohort, NoSuchRelease."""
    async with snapshot():
        record = await cohorts.one_release(cohort_id, version)
        now = await attending(cohort_id)
        later = [
            await cohorts.one_release(cohort_id, each.version)
            for each in await cohorts.releases(cohort_id)
            if each.version > version
        ]
    after = {session.uid: session for session in now.sessions}
    for newer in sorted(later, key=lambda each: -each.entry.version):
        _undo(after, newer.changes)
    before = dict(after)
    _undo(before, record.changes)
    found = told_from(
        now,
        before.values(),
        after.values(),
        at=record.entry.released_at,
        hours=thresholds.notice,
    )
    return Told(record.entry, found)


def told_from(
    now: Attending,
    before: Iterable[Session],
    after: Iterable[Session],
    *,
    at: datetime,
    hours: int,
    groups: Groups | None = None,
) -> tuple[tuple[MemberRecord, Digest], ...]:
    """One line for each member whose sessions differ between two states of the plan.

    ``groups``: who is in which group afterwards, where that differs from now.
    """
    then = now if groups is None else replace(now, groups=groups)
    members = {str(member.id): member for member in now.members}
    old, new = list(before), list(after)
    found = digests(
        {each: _theirs(now, member, old) for each, member in members.items()},
        {each: _theirs(then, member, new) for each, member in members.items()},
        now=at,
        hours=hours,
    )
    lines = [(members[digest.member], digest) for digest in found]
    return tuple(sorted(lines, key=lambda line: (line[0].name.casefold(), line[1].member)))


def _undo(sessions: dict[str, Session], changes: Iterable[HeldChange]) -> None:
    """Take a release back: ``sessions`` by UID become what they were before it."""
    for change in changes:
        if change.before is None:
            sessions.pop(change.uid, None)
        else:
            sessions[change.uid] = change.before


def _theirs(now: Attending, member: MemberRecord, sessions: Sequence[Session]) -> list[Session]:
    uids = told_of(now.planned(member), sessions, now.programme, now.groups)
    return [session for session in sessions if session.uid in uids]
