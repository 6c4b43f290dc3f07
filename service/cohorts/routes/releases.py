"""Releases over HTTP."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody

from service import clock
from service.access.actor import Actor
from service.cohorts import releasing
from service.cohorts.routes.who import LEADS, READERS, TAG, IfMatch, revision_of
from service.cohorts.schemas.releases import (
    ReleaseAnswer,
    ReleaseBody,
    ReleasedSessions,
    ReleaseJson,
    Releases,
    answer_as_json,
    entry_as_json,
    record_as_json,
    released_as_json,
)


@post(
    "/api/v1/cohorts/{cohort_id:uuid}/releases",
    guards=LEADS,
    tags=[TAG],
    operation_id="releasePlan",
    responses={200: ResponseSpec(ReleaseAnswer, description="The plan had not changed")},
    summary="Release the draft as the next version of the plan (If-Match)",
)
async def release_plan(
    cohort_id: FromPath[UUID],
    data: JSONBody[ReleaseBody],
    actor: NamedDependency[Actor],
    *,
    if_match: IfMatch = None,
) -> Response[ReleaseAnswer]:
    """409 plan-refused lists the findings in the way."""
    done = await releasing.release(cohort_id, revision_of(if_match), data.note, actor, clock.now())
    return Response(
        answer_as_json(done),
        status_code=201 if done.fresh else 200,
        headers={"location": f"/api/v1/cohorts/{cohort_id}/releases/{done.version}"},
    )


@get(
    "/api/v1/cohorts/{cohort_id:uuid}/releases",
    guards=READERS,
    tags=[TAG],
    operation_id="listReleases",
    summary="All releases of a cohort's plan, newest first",
)
async def list_releases(cohort_id: FromPath[UUID]) -> Releases:
    return Releases([entry_as_json(each) for each in await releasing.releases(cohort_id)])


@get(
    "/api/v1/cohorts/{cohort_id:uuid}/releases/{version:int}",
    guards=READERS,
    tags=[TAG],
    operation_id="readRelease",
    summary="One release: what it changed, who released it and why",
)
async def read_release(cohort_id: FromPath[UUID], version: FromPath[int]) -> ReleaseJson:
    return record_as_json(await releasing.one_release(cohort_id, version))


@get(
    "/api/v1/cohorts/{cohort_id:uuid}/sessions",
    guards=READERS,
    tags=[TAG],
    operation_id="listReleasedSessions",
    summary="The sessions of a cohort as released, cancelled ones too",
)
async def list_sessions(cohort_id: FromPath[UUID]) -> ReleasedSessions:
    return released_as_json(await releasing.released_sessions(cohort_id))


ROUTES: list[HTTPRouteHandler] = [release_plan, list_releases, read_release, list_sessions]
