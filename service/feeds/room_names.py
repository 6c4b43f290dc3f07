"""Which room a session means by the name it prints, at any time (R1).

Plans print the names of rooms. A room that is given another name keeps what was planned under the
old one, until another room is called so. What leaves a room's calendar while it is ahead is told
there as cancelled (V1).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from academy.engagements import rooms_of
from academy.session import Session


class Called(msgspec.Struct, frozen=True):
    """What a room is called, at which site."""

    site: str
    name: str
    aliases: tuple[str, ...] = ()

    def has(self, name: str) -> bool:
        return name in {each.casefold() for each in (self.name, *self.aliases)}


@dataclass(frozen=True, slots=True)
class RoomChange:
    """A room was added (``before`` None), is called otherwise, or is no longer known (``after`` None)."""

    at: datetime
    room: str
    before: Called | None
    after: Called | None


@dataclass(frozen=True, slots=True)
class State:
    """A released session as it was from ``since`` on."""

    since: datetime
    session: Session


@dataclass(frozen=True, slots=True)
class Stay:
    """A session that is or was in a room.

    ``session``: as it was when it was last there; ``left_at`` None: it is there still. ``bumps``: how
    often the room's names, and no release, took it out or gave it back: counts in SEQUENCE.
    """

    session: Session
    bumps: int
    at: datetime | None
    left_at: datetime | None


class RoomNames:
    """All rooms over time. ``changes`` are oldest first."""

    def __init__(self, changes: Iterable[RoomChange]) -> None:
        self._changes = tuple(changes)
        self._spells: dict[tuple[str, str], tuple[tuple[datetime, str | None], ...]] = {}

    def last_called(self, room: str) -> Called | None:
        """What the room is called, or was when it was last known."""
        return next(
            (each.after or each.before for each in reversed(self._changes) if each.room == room),
            None,
        )

    def is_known(self, room: str) -> bool:
        mine = [each for each in self._changes if each.room == room]
        return bool(mine) and mine[-1].after is not None

    def changed_at(self, room: str) -> datetime | None:
        return max((each.at for each in self._changes if each.room == room), default=None)

    def stay(self, room: str, states: Sequence[State]) -> Stay | None:
        """``states`` oldest first, at least one. None of what never was in the room."""
        found: Stay | None = None
        for state, until in zip(states, [*(s.since for s in states[1:]), None], strict=True):
            found = self._moved(found, state, state.since, room, renamed=False)
            for at in self._turns(state, until):
                found = self._moved(found, state, at, room, renamed=True)
        return found

    def _moved(
        self, stay: Stay | None, state: State, at: datetime, room: str, *, renamed: bool
    ) -> Stay | None:
        there = self._takes(room, state.session, at)
        if stay is None:
            return Stay(state.session, 0, None, None) if there else None
        turned = renamed and there is (stay.left_at is not None)
        left_at = None if there else stay.left_at or at
        return Stay(
            state.session if there else stay.session,
            stay.bumps + turned,
            at if turned else stay.at,
            left_at,
        )

    def _takes(self, room: str, session: Session, at: datetime) -> bool:
        return session.site is not None and any(
            self._meant(session.site, name, at) == room for name in rooms_of(session)
        )

    def _meant(self, site: str, name: str, at: datetime) -> str | None:
        found = None
        for since, room in self._of(site, name):
            if since > at:
                break
            found = room
        return found

    def _turns(self, state: State, until: datetime | None) -> list[datetime]:
        """When a name that the session prints came to mean another room, while it printed it."""
        site = state.session.site
        if site is None:
            return []
        turns = {at for name in rooms_of(state.session) for at, _ in self._of(site, name)}
        return sorted(at for at in turns if at > state.since and (until is None or at < until))

    def _of(self, site: str, name: str) -> tuple[tuple[datetime, str | None], ...]:
        """From when on which room is meant by a name, oldest first."""
        key = (site, name.casefold())
        if key not in self._spells:
            self._spells[key] = tuple(self._follow(*key))
        return self._spells[key]

    def _follow(self, site: str, name: str) -> Iterable[tuple[datetime, str | None]]:
        bearer: str | None = None
        left: list[str] = []
        """Rooms that were called so until they were given another name, the last one at the end."""
        meant: str | None = None
        for each in self._changes:
            had = each.before is not None and each.before.site == site and each.before.has(name)
            has = each.after is not None and each.after.site == site and each.after.has(name)
            if each.room in left and (has or each.after is None):
                left.remove(each.room)
            if has:
                bearer = each.room
            elif had and bearer == each.room:
                bearer = None
                if each.after is not None and each.before and each.before.name.casefold() == name:
                    left.append(each.room)
            now = bearer or (left[-1] if left else None)
            if now != meant:
                meant = now
                yield each.at, meant
