"""Bank holidays and closures changed over HTTP: calendars of ASYE years follow."""

from typing import Any
from uuid import UUID

from litestar import delete, post, put
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from service import clock
from service.access.actor import Actor
from service.asye import working_days
from service.cohorts.routes.who import LEADS, TAG
from service.cohorts.schemas.calendar import (
    ClosureBody,
    ClosureJson,
    HolidaysJson,
    closure_as_json,
    holidays_as_json,
)


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
    held, _ = await working_days.refresh(data, "sent over the API", actor, clock.now())
    return holidays_as_json(held)


@post(
    "/api/v1/closures",
    guards=LEADS,
    tags=[TAG],
    operation_id="addClosure",
    summary="Close days for sessions of every cohort",
)
async def add_closure(data: JSONBody[ClosureBody], actor: NamedDependency[Actor]) -> ClosureJson:
    return closure_as_json(
        await working_days.add_closure(data.first, data.last, data.reason, actor, clock.now())
    )


@delete(
    "/api/v1/closures/{closure_id:uuid}",
    guards=LEADS,
    tags=[TAG],
    operation_id="deleteClosure",
    summary="Open closed days again",
)
async def delete_closure(closure_id: FromPath[UUID], actor: NamedDependency[Actor]) -> None:
    await working_days.delete_closure(closure_id, actor, clock.now())


ROUTES: list[HTTPRouteHandler] = [put_holidays, add_closure, delete_closure]
