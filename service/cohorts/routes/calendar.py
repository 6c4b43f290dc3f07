"""Bank holidays and closures over HTTP."""

from typing import Any
from uuid import UUID

from litestar import delete, get, post, put
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from service import clock
from service.access.actor import Actor
from service.cohorts import calendar
from service.cohorts.routes.who import LEADS, READERS, TAG
from service.cohorts.schemas.calendar import (
    ClosureBody,
    ClosureJson,
    Closures,
    HolidaysJson,
    holidays_as_json,
)
from service.cohorts.store.calendar import HeldClosure


@get(
    "/api/v1/bank-holidays",
    guards=READERS,
    tags=[TAG],
    operation_id="readBankHolidays",
    summary="The bank holidays of England in force, and up to when they are known",
)
async def read_holidays() -> HolidaysJson:
    return holidays_as_json(await calendar.holidays())


@put(
    "/api/v1/bank-holidays",
    guards=LEADS,
    tags=[TAG],
    operation_id="putBankHolidays",
    summary="Store a newer list of bank holidays, as GOV.UK publishes it",
)
async def put_holidays(
    data: JSONBody[dict[str, Any]], actor: NamedDependency[Actor]
) -> HolidaysJson:
    """The body is the content of https://www.gov.uk/bank-holidays.json, unchanged."""
    held, _ = await calendar.refresh(data, "sent over the API", actor, clock.now())
    return holidays_as_json(held)


@get(
    "/api/v1/closures",
    guards=READERS,
    tags=[TAG],
    operation_id="listClosures",
    summary="Days without sessions in every cohort",
)
async def list_closures() -> Closures:
    return Closures([_closure(each) for each in await calendar.closures()])


@post(
    "/api/v1/closures",
    guards=LEADS,
    tags=[TAG],
    operation_id="addClosure",
    summary="Close days for sessions of every cohort",
)
async def add_closure(data: JSONBody[ClosureBody], actor: NamedDependency[Actor]) -> ClosureJson:
    return _closure(
        await calendar.add_closure(data.first, data.last, data.reason, actor, clock.now())
    )


@delete(
    "/api/v1/closures/{closure_id:uuid}",
    guards=LEADS,
    tags=[TAG],
    operation_id="deleteClosure",
    summary="Open closed days again",
)
async def delete_closure(closure_id: FromPath[UUID], actor: NamedDependency[Actor]) -> None:
    await calendar.delete_closure(closure_id, actor, clock.now())


def _closure(held: HeldClosure) -> ClosureJson:
    return ClosureJson(held.id, held.first, held.last, held.reason)


ROUTES: list[HTTPRouteHandler] = [
    read_holidays,
    put_holidays,
    list_closures,
    add_closure,
    delete_closure,
]
