"""Releases over HTTP. Releasing itself is above: members are told with it (service.enrolments)."""

from uuid import UUID

from litestar import get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from service.cohorts import releasing
from service.cohorts.routes.who import READERS, TAG
from service.cohorts.schemas.releases import (
    ReleasedSessions,
    ReleaseJson,
    Releases,
    entry_as_json,
    record_as_json,
    released_as_json,
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


ROUTES: list[HTTPRouteHandler] = [list_releases, read_release, list_sessions]
