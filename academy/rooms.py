"""Rooms within sites: contradictions, look-alikes and what is too small (rule R1, I5)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from academy.engagements import rooms_of
from academy.findings import PlanFinding, Severity
from academy.printed_checks import alike
from academy.session import Session, Status


@dataclass(frozen=True, slots=True)
class Room:
    """A room of a site; ``aliases`` are other names it is printed under. ``capacity``: people."""

    site: str
    name: str
    capacity: int | None = None
    aliases: tuple[str, ...] = ()

    def is_called(self, name: str) -> bool:
        return name == self.name or name in self.aliases


def names(rooms: Iterable[Room]) -> dict[tuple[str | None, str], str]:
    """By site and alias, so that a room booked under two names is seen as one (R1)."""
    return {(room.site, alias): room.name for room in rooms for alias in room.aliases}


def contradictions(sessions: Iterable[Session], rooms: Sequence[Room]) -> tuple[PlanFinding, ...]:
    """SITES_CONTRADICT (BLOCK) for rooms of one session that no one site has; ROOM_UNKNOWN (WARN).

    Each is said once for the same words, whatever the number of sessions.
    """
    found: dict[PlanFinding, None] = {}
    for session in sessions:
        if session.status is not Status.CONFIRMED or session.room is None:
            continue
        named = {name: _sites(name, rooms) for name in rooms_of(session)}
        for name, sites in named.items():
            if not sites:
                found[_unknown(name, rooms)] = None
        known = [sites for sites in named.values() if sites]
        own = [{session.site}] if session.site is not None else []
        if known and not set.intersection(*known, *own):
            where = " and ".join(
                f"{name} at {' or '.join(sorted(sites))}" for name, sites in named.items() if sites
            )
            at = f", and the session is at {session.site}" if session.site else ""
            found[
                PlanFinding(
                    "SITES_CONTRADICT",
                    Severity.BLOCK,
                    f"{session.title} on {session.day.isoformat()} is in {where}{at}: nobody can be "
                    "in two places. Say which.",
                )
            ] = None
    return tuple(found)


def similar_rooms(rooms: Sequence[Room]) -> tuple[PlanFinding, ...]:
    """Rooms of one site that may be one room: offered for merging, never merged (I5)."""
    return tuple(
        PlanFinding(
            "ROOM_SIMILAR",
            Severity.WARN,
            f"{other.name!r} looks like {one.name!r} at {one.site}: if they are one room, make it an "
            "alias, so that clashes are seen.",
        )
        for one, other in combinations(rooms, 2)
        if one.site == other.site
        and not (one.is_called(other.name) or other.is_called(one.name))
        and alike(one.name, other.name)
    )


def too_small(
    sessions: Iterable[Session], rooms: Sequence[Room], expected: Mapping[str, int]
) -> tuple[PlanFinding, ...]:
    """ROOM_TOO_SMALL where more are expected than fit. ``expected``: people by session UID."""
    found = []
    for session in sessions:
        fits = [_capacity(name, session.site, rooms) for name in rooms_of(session)]
        seats = sum(seats for seats in fits if seats is not None)
        people = expected.get(session.uid, 0)
        if fits and None not in fits and people > seats and session.status is Status.CONFIRMED:
            found.append(
                PlanFinding(
                    "ROOM_TOO_SMALL",
                    Severity.WARN,
                    f"{session.title} on {session.day.isoformat()}: {people} people, and "
                    f"{session.room} has room for {seats}.",
                )
            )
    return tuple(found)


def _sites(name: str, rooms: Sequence[Room]) -> set[str]:
    return {room.site for room in rooms if room.is_called(name)}


def _capacity(name: str, site: str | None, rooms: Sequence[Room]) -> int | None:
    return next((r.capacity for r in rooms if r.site == site and r.is_called(name)), None)


def _unknown(name: str, rooms: Sequence[Room]) -> PlanFinding:
    like = next((room for room in rooms if alike(room.name, name)), None)
    hint = f" Is it {like.name!r} at {like.site}?" if like else ""
    return PlanFinding("ROOM_UNKNOWN", Severity.WARN, f"No site has a room {name!r}.{hint}")
