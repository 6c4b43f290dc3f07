"""Sites, rooms and travel over HTTP."""

from uuid import UUID

from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody

from academy.findings import PlanFinding
from academy.rooms import similar_rooms
from service import clock
from service.access.actor import Actor
from service.cohorts import places
from service.cohorts.routes.who import LEADS, READERS, TAG
from service.cohorts.schemas.findings import findings_as_json
from service.cohorts.schemas.places import (
    NewRoom,
    RoomAnswer,
    RoomBody,
    RoomJson,
    Rooms,
    SiteBody,
    SiteJson,
    Sites,
    Travel,
    TravelBody,
    TravelJson,
)
from service.cohorts.store.places import Room


@get(
    "/api/v1/sites",
    guards=READERS,
    tags=[TAG],
    operation_id="listSites",
    summary="All sites of the academy",
)
async def list_sites() -> Sites:
    held = await places.held()
    return Sites([SiteJson(each.key, each.name, each.address) for each in held.sites])


@put(
    "/api/v1/sites/{key:str}",
    guards=LEADS,
    tags=[TAG],
    operation_id="putSite",
    responses={201: ResponseSpec(SiteJson, description="The site is new")},
    summary="Add a site, or change the one of this key",
)
async def put_site(
    key: FromPath[str], data: JSONBody[SiteBody], actor: NamedDependency[Actor]
) -> Response[SiteJson]:
    site, fresh = await places.put_site(key, data.name, data.address, actor, clock.now())
    return Response(SiteJson(site.key, site.name, site.address), status_code=201 if fresh else 200)


@get(
    "/api/v1/rooms",
    guards=READERS,
    tags=[TAG],
    operation_id="listRooms",
    summary="All rooms; names that look alike are among the findings",
)
async def list_rooms() -> Rooms:
    held = await places.held()
    return Rooms(
        [_room(each) for each in held.rooms],
        findings_as_json(similar_rooms(places.as_planned(held.rooms))),
    )


@post(
    "/api/v1/rooms",
    guards=LEADS,
    tags=[TAG],
    operation_id="addRoom",
    summary="Add a room to a site",
)
async def add_room(data: JSONBody[NewRoom], actor: NamedDependency[Actor]) -> RoomAnswer:
    room, findings = await places.add_room(
        site=data.site,
        name=data.name,
        capacity=data.capacity,
        aliases=data.aliases,
        actor=actor,
        now=clock.now(),
    )
    return _answer(room, findings)


@put(
    "/api/v1/rooms/{room_id:uuid}",
    guards=LEADS,
    tags=[TAG],
    operation_id="changeRoom",
    summary="Change the name, capacity and aliases of a room",
)
async def change_room(
    room_id: FromPath[UUID], data: JSONBody[RoomBody], actor: NamedDependency[Actor]
) -> RoomAnswer:
    room, findings = await places.change_room(
        room_id,
        name=data.name,
        capacity=data.capacity,
        aliases=data.aliases,
        actor=actor,
        now=clock.now(),
    )
    return _answer(room, findings)


@delete(
    "/api/v1/rooms/{room_id:uuid}",
    guards=LEADS,
    tags=[TAG],
    operation_id="deleteRoom",
    summary="Take a room out; plans that name it say so",
)
async def delete_room(room_id: FromPath[UUID], actor: NamedDependency[Actor]) -> None:
    await places.delete_room(room_id, actor, clock.now())


@get(
    "/api/v1/travel",
    guards=READERS,
    tags=[TAG],
    operation_id="listTravel",
    summary="Minutes between sites, as they were given",
)
async def list_travel() -> Travel:
    held = await places.held()
    return Travel([TravelJson(each.from_site, each.to_site, each.minutes) for each in held.legs])


@put(
    "/api/v1/travel",
    guards=LEADS,
    tags=[TAG],
    operation_id="putTravel",
    summary="Say how many minutes it takes from one site to another",
)
async def put_travel(data: JSONBody[TravelBody], actor: NamedDependency[Actor]) -> TravelJson:
    leg = await places.set_minutes(data.from_site, data.to_site, data.minutes, actor, clock.now())
    return TravelJson(leg.from_site, leg.to_site, leg.minutes)


def _room(room: Room) -> RoomJson:
    return RoomJson(room.id, room.site, room.name, room.capacity, list(room.aliases))


def _answer(room: Room, findings: list[PlanFinding]) -> RoomAnswer:
    return RoomAnswer(_room(room), findings_as_json(findings))


ROUTES: list[HTTPRouteHandler] = [
    list_sites,
    put_site,
    list_rooms,
    add_room,
    change_room,
    delete_room,
    list_travel,
    put_travel,
]
