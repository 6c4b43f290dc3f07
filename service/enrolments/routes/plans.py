"""The plan of a cohort over HTTP: laid out, with findings and the overrides that answer for them.

Whom a session expects is known here, so what is said against a plan is asked for from here.
"""

from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from service import clock
from service.access.actor import Actor
from service.cohorts import operations as cohorts
from service.cohorts.routes.who import LEADS, PLANNERS, TAG
from service.cohorts.schemas.cohorts import OverrideBody, PlanJson, plan_as_json
from service.cohorts.schemas.findings import Overrides, override_as_json
from service.enrolments.expected import about_members
from service.settings import Settings


@get(
    "/api/v1/cohorts/{cohort_id:uuid}/plan",
    guards=PLANNERS,
    tags=[TAG],
    operation_id="previewPlan",
    summary="The draft laid out on the calendar, with everything there is to say against it",
)
async def preview_plan(cohort_id: FromPath[UUID], settings: NamedDependency[Settings]) -> PlanJson:
    """Places, people, holidays and other cohorts change the plan too, not only its draft."""
    return plan_as_json(
        await cohorts.preview(cohort_id, further=about_members, thresholds=settings.planning)
    )


@post(
    "/api/v1/cohorts/{cohort_id:uuid}/overrides",
    guards=LEADS,
    tags=[TAG],
    operation_id="overrideFinding",
    summary="Answer for a WARN finding with a reason that stays visible",
)
async def override_finding(
    cohort_id: FromPath[UUID],
    data: JSONBody[OverrideBody],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
) -> Overrides:
    """BLOCK findings cannot be overridden: the plan has to change."""
    given = await cohorts.override(
        cohort_id,
        code=data.code,
        message=data.message,
        why=data.why,
        actor=actor,
        now=clock.now(),
        further=about_members,
        thresholds=settings.planning,
    )
    return Overrides([override_as_json(each) for each in given])


ROUTES: list[HTTPRouteHandler] = [preview_plan, override_finding]
