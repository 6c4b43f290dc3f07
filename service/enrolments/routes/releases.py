"""Releasing a plan over HTTP: its members' groups and calendars follow in the same unit of work."""

from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody

from service import clock
from service.access.actor import Actor
from service.cohorts.routes.who import LEADS, TAG, IfMatch, revision_of
from service.cohorts.schemas.releases import ReleaseAnswer, ReleaseBody, answer_as_json
from service.enrolments.members import release
from service.settings import Settings


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
    settings: NamedDependency[Settings],
    *,
    if_match: IfMatch = None,
) -> Response[ReleaseAnswer]:
    """409 plan-refused lists the findings in the way."""
    done = await release(
        cohort_id,
        revision_of(if_match),
        data.note,
        actor,
        clock.now(),
        thresholds=settings.planning,
    )
    return Response(
        answer_as_json(done),
        status_code=201 if done.fresh else 200,
        headers={"location": f"/api/v1/cohorts/{cohort_id}/releases/{done.version}"},
    )


ROUTES: list[HTTPRouteHandler] = [release_plan]
