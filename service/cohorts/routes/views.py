"""Views across cohorts over HTTP: what has been released, person by person."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import QueryParameter

from service.cohorts import views
from service.cohorts.routes.who import PLANNERS, TAG
from service.cohorts.schemas.findings import findings_as_json
from service.cohorts.schemas.views import (
    Clashes,
    Dependencies,
    StaffAbsence,
    absence_as_json,
    dependency_as_json,
)
from service.problems import NotFound, Unprocessable
from service.settings import Settings
from service.web.openapi import also_answers
from service.web.texts import LINE

First = Annotated[date, QueryParameter(description="First day, included")]
Last = Annotated[date, QueryParameter(description="Last day, included")]


@get(
    "/api/v1/academy/dependency",
    guards=PLANNERS,
    tags=[TAG],
    operation_id="readStaffDependency",
    summary="Who is needed in how many of the sessions",
    opt=also_answers(NotFound),
)
async def read_dependency(
    settings: NamedDependency[Settings],
    *,
    cohort: Annotated[UUID | None, QueryParameter(description="All cohorts when left out")] = None,
) -> Dependencies:
    found, warned = await views.depending(cohort, thresholds=settings.planning)
    return Dependencies([dependency_as_json(each) for each in found], findings_as_json(warned))


@get(
    "/api/v1/academy/clashes",
    guards=PLANNERS,
    tags=[TAG],
    operation_id="listAcademyClashes",
    summary="People and rooms in two places at once, and days that cohorts share",
)
async def list_clashes() -> Clashes:
    return Clashes(findings_as_json(await views.across()))


@get(
    "/api/v1/academy/absence",
    guards=PLANNERS,
    tags=[TAG],
    operation_id="readAbsenceOfStaff",
    summary="What is hit when somebody is off, and which staff must be told",
    opt=also_answers(Unprocessable),
)
async def read_absence(
    *,
    person: Annotated[
        str,
        QueryParameter(max_length=200, pattern=LINE, description="Name, or the role nobody holds"),
    ],
    first: First,
    last: Last,
) -> StaffAbsence:
    """Nothing of why somebody is off is asked for or kept."""
    return absence_as_json(await views.off(person, first, last))


ROUTES: list[HTTPRouteHandler] = [read_dependency, list_clashes, read_absence]
