"""Sites, rooms and the minutes between sites."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from service.storage.tables.cohorts import RoomRow, SiteRow, TravelRow


@dataclass(frozen=True, slots=True)
class Site:
    id: UUID
    key: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Room:
    """``site`` is the key of its site."""

    id: UUID
    site: str
    name: str
    capacity: int | None
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leg:
    """Minutes from one site to another, by their keys."""

    from_site: str
    to_site: str
    minutes: int


async def sites() -> list[Site]:
    return [Site(**row) for row in await SiteRow.select().order_by(SiteRow.key)]


async def site(key: str) -> Site | None:
    rows = await SiteRow.select().where(SiteRow.key == key)
    return Site(**rows[0]) if rows else None


async def add_site(site: Site) -> None:
    await SiteRow.insert(SiteRow(id=site.id, key=site.key, name=site.name, address=site.address))


async def set_site(site: Site) -> None:
    await SiteRow.update({SiteRow.name: site.name, SiteRow.address: site.address}).where(
        SiteRow.id == site.id
    )


_ROOM = (
    RoomRow.id,
    RoomRow.site.key.as_alias("site_key"),
    RoomRow.name,
    RoomRow.capacity,
    RoomRow.aliases,
)


async def rooms() -> list[Room]:
    """By site and name."""
    found = [_room(row) for row in await RoomRow.select(*_ROOM)]
    return sorted(found, key=lambda room: (room.site, room.name))


async def room(room_id: UUID) -> Room | None:
    rows = await RoomRow.select(*_ROOM).where(RoomRow.id == room_id)
    return _room(rows[0]) if rows else None


async def add_room(room: Room, site: UUID) -> None:
    await RoomRow.insert(
        RoomRow(
            id=room.id,
            site=site,
            name=room.name,
            capacity=room.capacity,
            aliases=_aliases(room),
        )
    )


async def set_room(room: Room) -> None:
    await RoomRow.update(
        {
            RoomRow.name: room.name,
            RoomRow.capacity: room.capacity,
            RoomRow.aliases: _aliases(room),
        }
    ).where(RoomRow.id == room.id)


async def delete_room(room_id: UUID) -> None:
    await RoomRow.delete().where(RoomRow.id == room_id)


async def legs() -> list[Leg]:
    rows = await TravelRow.select(
        TravelRow.from_site.key.as_alias("from_key"),
        TravelRow.to_site.key.as_alias("to_key"),
        TravelRow.minutes,
    )
    found = [Leg(row["from_key"], row["to_key"], row["minutes"]) for row in rows]
    return sorted(found, key=lambda leg: (leg.from_site, leg.to_site))


async def set_leg(from_site: UUID, to_site: UUID, minutes: int) -> None:
    """Put a leg in the place of the one that was there."""
    await TravelRow.delete().where(
        (TravelRow.from_site == from_site) & (TravelRow.to_site == to_site)
    )
    await TravelRow.insert(TravelRow(from_site=from_site, to_site=to_site, minutes=minutes))


def _room(row: dict[str, Any]) -> Room:
    return Room(
        id=row["id"],
        site=row["site_key"],
        name=row["name"],
        capacity=row["capacity"],
        aliases=tuple(json.loads(row["aliases"])),
    )


def _aliases(room: Room) -> str:
    return json.dumps(room.aliases, ensure_ascii=False, separators=(",", ":"))
