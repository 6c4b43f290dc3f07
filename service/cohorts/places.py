"""Sites, rooms and travel (R1, R3). A name like another but for one letter is told, never merged."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from academy.findings import PlanFinding
from academy.rooms import Room as PlannedRoom
from academy.rooms import similar_rooms
from service.access import audit
from service.access.actor import Actor
from service.cohorts.refusals import NameTaken, NoSuchRoom, NoSuchSite
from service.cohorts.store import places as store
from service.cohorts.store.places import Leg, Room, Site
from service.problems import Conflict, Unprocessable
from service.storage.transaction import unit_of_work
from service.web.texts import KEY, SHAPES

LONGEST_KEY = 100


@dataclass(frozen=True, slots=True)
class Places:
    """Everything that is known of places."""

    sites: tuple[Site, ...]
    rooms: tuple[Room, ...]
    legs: tuple[Leg, ...]

    def site(self, key: str | None) -> Site | None:
        return next((site for site in self.sites if site.key == key), None)

    def room(self, site: str | None, name: str) -> Room | None:
        """The room of that name or alias, whatever its capitals."""
        wanted = name.casefold()
        return next(
            (
                room
                for room in self.rooms
                if room.site == site
                and wanted in {called.casefold() for called in (room.name, *room.aliases)}
            ),
            None,
        )

    def minutes(self) -> dict[tuple[str, str], int]:
        """One way, as given; the planner takes the other way to be as long."""
        return {(leg.from_site, leg.to_site): leg.minutes for leg in self.legs}


async def held() -> Places:
    return Places(tuple(await store.sites()), tuple(await store.rooms()), tuple(await store.legs()))


# --- sites -------------------------------------------------------------------------------------


async def put_site(
    key: str, name: str, address: str, actor: Actor, now: datetime
) -> tuple[Site, bool]:
    """Add a site or change the one of this key; True when it is new."""
    if len(key) > LONGEST_KEY or not re.fullmatch(KEY, key):
        raise Unprocessable(f"The key of a site {SHAPES[KEY]}.")
    async with unit_of_work():
        known = await store.site(key)
        site = Site(known.id if known else uuid4(), key, name, address)
        if known is None:
            await store.add_site(site)
        elif known != site:
            await store.set_site(site)
        if known != site:
            await _told(actor, now, "site", site.id, before=known, after=site)
    return site, known is None


async def set_minutes(
    from_site: str, to_site: str, minutes: int, actor: Actor, now: datetime
) -> Leg:
    """Raises NoSuchSite; Unprocessable for a way from a site to itself."""
    if from_site == to_site:
        raise Unprocessable(
            "A site is no way from itself.",
            errors=[{"pointer": "/to_site", "detail": "must be another site"}],
        )
    async with unit_of_work():
        here, there = await _site(from_site), await _site(to_site)
        leg = Leg(from_site, to_site, minutes)
        before = next((each for each in await store.legs() if _same_way(each, leg)), None)
        if before != leg:
            await store.set_leg(here.id, there.id, minutes)
            await _told(actor, now, "travel", here.id, before=before, after=leg)
    return leg


def _same_way(one: Leg, other: Leg) -> bool:
    return (one.from_site, one.to_site) == (other.from_site, other.to_site)


async def _site(key: str) -> Site:
    found = await store.site(key)
    if found is None:
        raise NoSuchSite(f"There is no site {key[:100]!r}.")
    return found


# --- rooms -------------------------------------------------------------------------------------


async def add_room(
    *,
    site: str,
    name: str,
    capacity: int | None,
    aliases: Sequence[str],
    actor: Actor,
    now: datetime,
) -> tuple[Room, list[PlanFinding]]:
    """With what stands out about its name. Raises NoSuchSite, NameTaken."""
    async with unit_of_work():
        home = await _site(site)
        room = Room(uuid4(), site, name, capacity, tuple(aliases))
        others = await store.rooms()
        _require_free(room, others)
        await store.add_room(room, home.id)
        await _told(actor, now, "room", room.id, before=None, after=room)
    return room, _similar(room, others)


async def change_room(
    room_id: UUID,
    *,
    name: str,
    capacity: int | None,
    aliases: Sequence[str],
    actor: Actor,
    now: datetime,
) -> tuple[Room, list[PlanFinding]]:
    """Raises NoSuchRoom, NameTaken."""
    async with unit_of_work():
        known = await _room(room_id)
        room = replace(known, name=name, capacity=capacity, aliases=tuple(aliases))
        others = [each for each in await store.rooms() if each.id != room_id]
        _require_free(room, others)
        if room != known:
            await store.set_room(room)
            await _told(actor, now, "room", room_id, before=known, after=room)
    return room, _similar(room, others)


async def delete_room(room_id: UUID, actor: Actor, now: datetime) -> None:
    """Plans name rooms by their names, so none of them is touched. Raises NoSuchRoom."""
    async with unit_of_work():
        room = await _room(room_id)
        await store.delete_room(room_id)
        await _told(actor, now, "room", room_id, before=room, after=None)


async def _room(room_id: UUID) -> Room:
    found = await store.room(room_id)
    if found is None:
        raise NoSuchRoom(f"There is no room {room_id}.")
    return found


def _require_free(room: Room, others: Iterable[Room]) -> None:
    names = {called.casefold() for called in (room.name, *room.aliases)}
    if len(names) < 1 + len(room.aliases):
        raise Conflict("The room would have the same name twice.")
    for other in others:
        taken = names & {called.casefold() for called in (other.name, *other.aliases)}
        if other.site == room.site and taken:
            raise NameTaken(
                f"{other.name} at {other.site} is called {', '.join(sorted(taken))} already.",
                room_id=str(other.id),
            )


def as_planned(rooms: Iterable[Room]) -> list[PlannedRoom]:
    """As the planner knows rooms."""
    return [PlannedRoom(each.site, each.name, each.capacity, each.aliases) for each in rooms]


def _similar(room: Room, others: Sequence[Room]) -> list[PlanFinding]:
    """What stands out about the name of one room beside each of the others."""
    return [finding for other in others for finding in similar_rooms(as_planned([other, room]))]


async def _told(
    actor: Actor, now: datetime, kind: str, subject: UUID, *, before: Any, after: Any
) -> None:
    done = "added" if before is None else "deleted" if after is None else "changed"
    await audit.record(
        actor,
        f"{kind}.{done}",
        subject_kind=kind,
        subject_id=str(subject),
        before=_plain(before),
        after=_plain(after),
        now=now,
    )


def _plain(thing: Site | Room | Leg | None) -> dict[str, Any] | None:
    if thing is None:
        return None
    values = {name: getattr(thing, name) for name in thing.__slots__ if name != "id"}
    return {name: list(v) if isinstance(v, tuple) else v for name, v in values.items()}
