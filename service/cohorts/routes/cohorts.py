"""Cohorts over HTTP: the list, one of them, and its state."""

from uuid import UUID

from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from service import clock
from service.access.actor import Actor
from service.cohorts import cohorts
from service.cohorts.routes.who import LEADS, READERS, TAG, IfMatch, revision_of
from service.cohorts.schemas.cohorts import (
    CohortJson,
    Cohorts,
    CohortTitle,
    Following,
    NewCohort,
    StateBody,
    cohort_as_json,
)


@get(
    "/api/v1/cohorts",
    guards=READERS,
    tags=[TAG],
    operation_id="listCohorts",
    summary="All cohorts, newest anchor first",
)
async def list_cohorts() -> Cohorts:
    return Cohorts([cohort_as_json(each) for each in await cohorts.listing()])


@post(
    "/api/v1/cohorts",
    guards=LEADS,
    tags=[TAG],
    operation_id="createCohort",
    summary="Propose a cohort: a programme from an anchor, as a draft",
)
async def create_cohort(
    data: JSONBody[NewCohort], actor: NamedDependency[Actor]
) -> Response[CohortJson]:
    cohort = await cohorts.create(
        key=data.key,
        title=data.title,
        programme=data.programme,
        version=data.version,
        anchor=data.anchor,
        actor=actor,
        now=clock.now(),
    )
    return Response(
        cohort_as_json(cohort),
        status_code=201,
        headers={"location": f"/api/v1/cohorts/{cohort.record.id}"},
    )


@get(
    "/api/v1/cohorts/{cohort_id:uuid}",
    guards=READERS,
    tags=[TAG],
    operation_id="readCohort",
    summary="One cohort",
)
async def read_cohort(cohort_id: FromPath[UUID]) -> CohortJson:
    return cohort_as_json(await cohorts.one(cohort_id))


@put(
    "/api/v1/cohorts/{cohort_id:uuid}/title",
    guards=LEADS,
    tags=[TAG],
    operation_id="renameCohort",
    summary="Give a cohort another title (If-Match)",
)
async def rename_cohort(
    cohort_id: FromPath[UUID],
    data: JSONBody[CohortTitle],
    actor: NamedDependency[Actor],
    *,
    if_match: IfMatch = None,
) -> CohortJson:
    revision = revision_of(if_match)
    return cohort_as_json(await cohorts.rename(cohort_id, revision, data.title, actor, clock.now()))


@put(
    "/api/v1/cohorts/{cohort_id:uuid}/programme",
    guards=LEADS,
    tags=[TAG],
    operation_id="followProgramme",
    summary="Follow another version of a programme, while nothing is released (If-Match)",
)
async def follow_programme(
    cohort_id: FromPath[UUID],
    data: JSONBody[Following],
    actor: NamedDependency[Actor],
    *,
    if_match: IfMatch = None,
) -> CohortJson:
    cohort = await cohorts.follow(
        cohort_id,
        revision_of(if_match),
        programme=data.programme,
        version=data.version,
        actor=actor,
        now=clock.now(),
    )
    return cohort_as_json(cohort)


@put(
    "/api/v1/cohorts/{cohort_id:uuid}/state",
    guards=LEADS,
    tags=[TAG],
    operation_id="setCohortState",
    summary="Say that a published cohort is running or closed",
)
async def set_state(
    cohort_id: FromPath[UUID], data: JSONBody[StateBody], actor: NamedDependency[Actor]
) -> CohortJson:
    return cohort_as_json(await cohorts.set_state(cohort_id, data.state, actor, clock.now()))


ROUTES: list[HTTPRouteHandler] = [
    list_cohorts,
    create_cohort,
    read_cohort,
    rename_cohort,
    follow_programme,
    set_state,
]
