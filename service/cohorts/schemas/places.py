"""Sites, rooms and travel as JSON."""

from typing import Annotated
from uuid import UUID

import msgspec

from service.cohorts.schemas.findings import PlanFindingJson
from service.web.texts import Line, Lines

Aliases = Annotated[list[Line], msgspec.Meta(max_length=20)]
Capacity = Annotated[int, msgspec.Meta(ge=1, le=10_000)]


class SiteBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Line
    address: Lines


class SiteJson(msgspec.Struct, frozen=True):
    key: str
    name: str
    address: str


class Sites(msgspec.Struct, frozen=True):
    sites: list[SiteJson]


class NewRoom(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``capacity`` null: not known."""

    site: Line
    name: Line
    capacity: Capacity | None = None
    aliases: Aliases = []


class RoomBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Line
    capacity: Capacity | None = None
    aliases: Aliases = []


class RoomJson(msgspec.Struct, frozen=True):
    id: UUID
    site: str
    name: str
    capacity: int | None
    aliases: list[str]


class RoomAnswer(msgspec.Struct, frozen=True):
    """The room, and what stands out about its name."""

    room: RoomJson
    findings: list[PlanFindingJson]


class Rooms(msgspec.Struct, frozen=True):
    """By site and name; names that look alike are among the findings."""

    rooms: list[RoomJson]
    findings: list[PlanFindingJson]


class TravelBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Minutes one way. The other way is the same unless it is given too."""

    from_site: Line
    to_site: Line
    minutes: Annotated[int, msgspec.Meta(ge=0, le=1440)]


class TravelJson(msgspec.Struct, frozen=True):
    from_site: str
    to_site: str
    minutes: int


class Travel(msgspec.Struct, frozen=True):
    travel: list[TravelJson]
