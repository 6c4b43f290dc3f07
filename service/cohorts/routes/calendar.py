"""Bank holidays and closures over HTTP, as they stand; the layer above changes them."""

from litestar import get
from litestar.handlers import HTTPRouteHandler

from service.cohorts import calendar
from service.cohorts.routes.who import READERS, TAG
from service.cohorts.schemas.calendar import (
    Closures,
    HolidaysJson,
    closure_as_json,
    holidays_as_json,
)


@get(
    "/api/v1/bank-holidays",
    guards=READERS,
    tags=[TAG],
    operation_id="readBankHolidays",
    summary="The bank holidays of England in force, and up to when they are known",
)
async def read_holidays() -> HolidaysJson:
    return holidays_as_json(await calendar.holidays())


@get(
    "/api/v1/closures",
    guards=READERS,
    tags=[TAG],
    operation_id="listClosures",
    summary="Days without sessions in every cohort",
)
async def list_closures() -> Closures:
    return Closures([closure_as_json(each) for each in await calendar.closures()])


ROUTES: list[HTTPRouteHandler] = [
    read_holidays,
    list_closures,
]
