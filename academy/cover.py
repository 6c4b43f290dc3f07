"""What a manager sees: academy sessions of the team, and whose cover is confirmed (rule C3)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from academy.membership import Member
from academy.session import Session


@dataclass(frozen=True, slots=True)
class CoverNeeded:
    """``members`` of the team are away in this session; ``acknowledged``: the manager covers them."""

    session: Session
    members: tuple[str, ...]
    acknowledged: bool


def attendance_expected(itineraries: Mapping[str, Iterable[Session]]) -> dict[str, tuple[str, ...]]:
    """Members, in order of id, by the UID of the session they are to attend."""
    expected: dict[str, list[str]] = {}
    for member in sorted(itineraries):
        for session in itineraries[member]:
            expected.setdefault(session.uid, []).append(member)
    return {uid: tuple(members) for uid, members in expected.items()}


def cover_needed(
    team: str,
    members: Sequence[Member],
    itineraries: Mapping[str, Sequence[Session]],
    *,
    first: date,
    last: date,
    acknowledged: Collection[str] = (),
) -> tuple[CoverNeeded, ...]:
    """Sessions of the team's members from ``first`` to ``last``, both included, in order of time.

    ``itineraries``: sessions by member. ``acknowledged``: UIDs the manager of the team has confirmed.
    """
    own = {m.id: itineraries.get(m.id, ()) for m in members if m.team == team}
    sessions = {s.uid: s for of_member in own.values() for s in of_member if first <= s.day <= last}
    expected = attendance_expected(own)
    return tuple(
        CoverNeeded(session, expected[session.uid], session.uid in acknowledged)
        for session in sorted(sessions.values(), key=lambda s: (s.day, s.start, s.end, s.uid))
    )
