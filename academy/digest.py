"""Changes since, told to each member and their manager, and at once where little time is left (V4).

Subscribers fetch a feed every 3 to 24 hours, so a digest goes beside every published change.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from academy.findings import PlanFinding, Severity
from academy.membership import Member
from academy.revision import NOTICE_HOURS, Change, Revision, compare, notify_directly
from academy.session import Session

Itineraries = Mapping[str, Sequence[Session]]
"""Sessions by member, as they attend them."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What changed for one member. ``direct``: what they must be told at once."""

    member: str
    revision: Revision
    direct: tuple[Change, ...]

    @property
    def finding(self) -> PlanFinding | None:
        """NOTIFY_DIRECTLY, where there is something to tell at once."""
        if not self.direct:
            return None
        return PlanFinding(
            "NOTIFY_DIRECTLY",
            Severity.WARN,
            "Tell them directly, their calendar may be too late: "
            + "; ".join(_words(change) for change in self.direct)
            + ".",
        )


def digests(
    before: Itineraries, after: Itineraries, *, now: datetime, hours: int = NOTICE_HOURS
) -> tuple[Digest, ...]:
    """One digest for each member for whom anything they see changed, in order of id.

    A member in another group has one session cancelled and another added (V1); one who was removed
    has all theirs cancelled.
    """
    found = []
    for member in sorted({*before, *after}):
        revision = compare(before.get(member, ()), after.get(member, ()))
        seen = Revision(tuple(change for change in revision.changes if change.is_seen))
        if not seen.is_empty:
            found.append(Digest(member, seen, notify_directly(seen, now, hours)))
    return tuple(found)


def by_team(found: Iterable[Digest], members: Iterable[Member]) -> dict[str, tuple[Digest, ...]]:
    """For the managers: digests by team; who has no team is told to nobody else."""
    teams = {member.id: member.team for member in members}
    sorted_by: dict[str, list[Digest]] = {}
    for digest in found:
        team = teams.get(digest.member)
        if team is not None:
            sorted_by.setdefault(team, []).append(digest)
    return {team: tuple(sorted_by[team]) for team in sorted(sorted_by)}


def _words(change: Change) -> str:
    session = change.after or change.before
    assert session is not None
    when = f"{session.day.isoformat()} {session.start:%H:%M}"
    return f"{session.title} ({when}): {', '.join(change.kinds)}"
