"""The plan of a cohort over HTTP: laid out, with findings and the overrides that answer for them."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from service import clock
from service.access.actor import Actor
from service.cohorts import cohorts
from service.cohorts.plan_csv import plan_csv
from service.cohorts.routes.who import LEADS, PLANNERS, TAG
from service.cohorts.schemas.cohorts import OverrideBody, PlanJson, plan_as_json
from service.cohorts.schemas.findings import Overrides, override_as_json

CSV = "text/csv"


@get(
    "/api/v1/cohorts/{cohort_id:uuid}/plan",
    guards=PLANNERS,
    tags=[TAG],
    operation_id="previewPlan",
    summary="The draft laid out on the calendar, with everything there is to say against it",
)
async def preview_plan(cohort_id: FromPath[UUID]) -> PlanJson:
    """Places, people, holidays and other cohorts change the plan too, not only its draft."""
    return plan_as_json(await cohorts.preview(cohort_id))


@get(
    "/api/v1/cohorts/{cohort_id:uuid}/plan.csv",
    guards=PLANNERS,
    tags=[TAG],
    operation_id="previewPlanAsCsv",
    summary="The draft laid out, as a CSV file",
    media_type=CSV,
)
async def preview_plan_as_csv(cohort_id: FromPath[UUID]) -> Response[bytes]:
    """Safe to open in a spreadsheet."""
    preview = await cohorts.preview(cohort_id)
    name = f"plan-{preview.cohort.record.key}.csv"
    return Response(
        plan_csv(preview.plan.sessions),
        media_type=CSV,
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


@get(
    "/api/v1/cohorts/{cohort_id:uuid}/overrides",
    guards=PLANNERS,
    tags=[TAG],
    operation_id="listOverrides",
    summary="Every override that was ever given: who, when and why",
)
async def list_overrides(cohort_id: FromPath[UUID]) -> Overrides:
    return Overrides([override_as_json(each) for each in await cohorts.overrides(cohort_id)])


@post(
    "/api/v1/cohorts/{cohort_id:uuid}/overrides",
    guards=LEADS,
    tags=[TAG],
    operation_id="overrideFinding",
    summary="Answer for a WARN finding with a reason that stays visible",
)
async def override_finding(
    cohort_id: FromPath[UUID], data: JSONBody[OverrideBody], actor: NamedDependency[Actor]
) -> Overrides:
    """BLOCK findings cannot be overridden: the plan has to change."""
    given = await cohorts.override(
        cohort_id,
        code=data.code,
        message=data.message,
        why=data.why,
        actor=actor,
        now=clock.now(),
    )
    return Overrides([override_as_json(each) for each in given])


ROUTES: list[HTTPRouteHandler] = [
    preview_plan,
    preview_plan_as_csv,
    list_overrides,
    override_finding,
]
