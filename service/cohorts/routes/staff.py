"""Role holders over HTTP."""

from uuid import UUID, uuid4

from litestar import delete, get, post, put
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from service import clock
from service.access.actor import Actor
from service.cohorts import staff
from service.cohorts.routes.who import LEADS, READERS, TAG
from service.cohorts.schemas.staff import (
    HolderBody,
    HolderJson,
    Holders,
    holder_as_json,
    holder_of,
)


@get(
    "/api/v1/role-holders",
    guards=READERS,
    tags=[TAG],
    operation_id="listRoleHolders",
    summary="Who holds which role, from when to when",
)
async def list_holders() -> Holders:
    return Holders([holder_as_json(each) for each in await staff.holders()])


@post(
    "/api/v1/role-holders",
    guards=LEADS,
    tags=[TAG],
    operation_id="addRoleHolder",
    summary="Say who holds a role",
)
async def add_holder(data: JSONBody[HolderBody], actor: NamedDependency[Actor]) -> HolderJson:
    return holder_as_json(await staff.add(holder_of(data, uuid4()), actor, clock.now()))


@put(
    "/api/v1/role-holders/{holder_id:uuid}",
    guards=LEADS,
    tags=[TAG],
    operation_id="changeRoleHolder",
    summary="Change who holds a role, when, or how sure it is",
)
async def change_holder(
    holder_id: FromPath[UUID], data: JSONBody[HolderBody], actor: NamedDependency[Actor]
) -> HolderJson:
    return holder_as_json(await staff.change(holder_of(data, holder_id), actor, clock.now()))


@delete(
    "/api/v1/role-holders/{holder_id:uuid}",
    guards=LEADS,
    tags=[TAG],
    operation_id="deleteRoleHolder",
    summary="Take a role holder out; plans show the role again",
)
async def delete_holder(holder_id: FromPath[UUID], actor: NamedDependency[Actor]) -> None:
    await staff.delete(holder_id, actor, clock.now())


ROUTES: list[HTTPRouteHandler] = [list_holders, add_holder, change_holder, delete_holder]
