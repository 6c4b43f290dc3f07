"""When what feeds show was changed where no record of it says so, read off the audit trail.

Nothing is ever taken out of the trail, so each entry is read once and what it says is kept.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from service.feeds import store
from service.feeds.store import OF_DAYS, OF_PLACES, Happened


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
    places: Sequence[datetime]
    titles: Mapping[str, datetime]
    """By cohort: when its title was last written."""
    teams: Mapping[str, Sequence[TeamChange]]
    """By member."""


class Trail:
    """One for each running application."""

    def __init__(self) -> None:
        self._mark = 0
        self._working_days: list[datetime] = []
        self._places: list[datetime] = []
        self._titles: dict[str, datetime] = {}
        self._teams: dict[str, list[TeamChange]] = {}
        self._reading = asyncio.Lock()

    async def moments(self) -> Moments:
        """What the trail says by now."""
        async with self._reading:
            for each in await store.happened(self._mark):
                self._note(each)
                self._mark = each.mark
            return Moments(
                tuple(sorted(self._working_days)),
                tuple(sorted(self._places)),
                dict(self._titles),
                {member: tuple(changes) for member, changes in self._teams.items()},
            )

    def _note(self, each: Happened) -> None:
        if each.subject_kind in OF_DAYS:
            self._working_days.append(each.at)
        elif each.subject_kind in OF_PLACES:
            self._places.append(each.at)
        elif each.subject_kind == "cohort":
            if "title" in _parts(each.after):
                self._titles[each.subject_id] = each.at
        else:
            before, after = _team(each.before), _team(each.after)
            if before != after:
                change = TeamChange(each.at, before, after)
                self._teams.setdefault(each.subject_id, []).append(change)


class _Member(msgspec.Struct):
    team: str | None = None


def _team(state: str | None) -> str | None:
    return msgspec.json.decode(state, type=_Member).team if state is not None else None


def _parts(after: str | None) -> list[str]:
    """Of a cohort that were edited; an entry that does not say may be of its title."""
    told = msgspec.json.decode(after, type=dict[str, Any]) if after is not None else {}
    parts: list[str] = told.get("changed", ["title"])
    return parts
