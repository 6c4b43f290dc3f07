"""Weeks across cohorts over HTTP."""

from datetime import date
from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import QueryParameter

from service.asye import weeks
from service.asye.schemas.weeks import Weeks, weeks_as_json
from service.cohorts.routes.who import PLANNERS, TAG
from service.problems import Unprocessable
from service.settings import Settings
from service.web.openapi import also_answers

First = Annotated[date, QueryParameter(description="First day, included")]
Last = Annotated[date, QueryParameter(description="Last day, included")]


@get(
    "/api/v1/academy/weeks",
    guards=PLANNERS,
    tags=[TAG],
    operation_id="listAcademyWeeks",
    summary="Week by week: open cohorts, members, newly qualified in their ASYE, days of staff",
    opt=also_answers(Unprocessable),
)
async def list_weeks(settings: NamedDependency[Settings], *, first: First, last: Last) -> Weeks:
    found, peak = await weeks.by_week(first, last, settings)
    return weeks_as_json(found, peak)


ROUTES: list[HTTPRouteHandler] = [list_weeks]
