"""When what feeds show was changed where no record of it says so, read off the audit trail.

Nothing is ever taken out of the trail, so each entry is read once and what it says is kept.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import msgspec

from service.feeds import store
from service.feeds.room_names import Called, RoomChange, RoomNames
from service.feeds.store import OF_DAYS, Happened


@dataclass(frozen=True, slots=True)
class TeamChange:
    """A member was in one team and is in another since."""

    at: datetime
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Moments:
    """All oldest first, up to the mark of a feed at least."""

    working_days: Sequence[datetime]
    """Changes from before calendars of ASYE years were told of each by itself (ADR 33)."""
    rooms: RoomNames
    sites: Mapping[str, datetime]
    """By key: when the site was last changed."""
    titles: Mapping[str, datetime]
    """By cohort: when its title was last written."""
    teams: Mapping[str, Sequence[TeamChange]]
    """By member."""
    names: Mapping[str, Sequence[datetime]]
    """By member: when they came to be called otherwise."""


class Trail:
    """One for each running application."""

    def __init__(self) -> None:
        self._mark = 0
        self._working_days: list[datetime] = []
        self._rooms: list[RoomChange] = []
        self._sites: dict[str, datetime] = {}
        self._titles: dict[str, datetime] = {}
        self._teams: dict[str, list[TeamChange]] = {}
        self._names: dict[str, list[datetime]] = {}
        self._reading = asyncio.Lock()

    async def moments(self, mark: int) -> Moments:
        """What the trail says by now. All entries up to ``mark`` can be read, and are only once."""
        async with self._reading:
            for each in await store.happened(self._mark):
                self._note(each)
                self._mark = each.mark
            self._mark = max(self._mark, mark)
            return Moments(
                tuple(self._working_days),
                RoomNames(self._rooms),
                dict(self._sites),
                dict(self._titles),
                {member: tuple(changes) for member, changes in self._teams.items()},
                {member: tuple(times) for member, times in self._names.items()},
            )

    def _note(self, each: Happened) -> None:
        if each.subject_kind in OF_DAYS:
            if _told(each.after, _Days).asye_years is None:
                self._working_days.append(each.at)
        elif each.subject_kind == "room":
            before, after = _called(each.before), _called(each.after)
            self._rooms.append(RoomChange(each.at, each.subject_id, before, after))
        elif each.subject_kind == "site":
            self._sites[_told(each.after, _Site).key] = each.at
        elif each.subject_kind == "cohort":
            if "title" in _parts(each.after):
                self._titles[each.subject_id] = each.at
        else:
            was, now = _told(each.before, _Member), _told(each.after, _Member)
            if was.team != now.team:
                change = TeamChange(each.at, was.team, now.team)
                self._teams.setdefault(each.subject_id, []).append(change)
            if now.renamed is not False:  # an entry that does not say may have been of the name
                self._names.setdefault(each.subject_id, []).append(each.at)


class _Days(msgspec.Struct):
    asye_years: int | None = None


class _Site(msgspec.Struct):
    key: str = ""


class _Member(msgspec.Struct):
    team: str | None = None
    renamed: bool | None = None


T = TypeVar("T", bound=msgspec.Struct)


def _told(state: str | None, form: type[T]) -> T:
    return msgspec.json.decode(state or "{}", type=form)


def _called(state: str | None) -> Called | None:
    return None if state is None else msgspec.json.decode(state, type=Called)


def _parts(after: str | None) -> list[str]:
    """Of a cohort that were edited; an entry that does not say may be of its title."""
    told = msgspec.json.decode(after, type=dict[str, Any]) if after is not None else {}
    parts: list[str] = told.get("changed", ["title"])
    return parts
