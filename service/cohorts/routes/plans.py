"""The plan of a cohort over HTTP as a table, and the overrides that were given."""

from uuid import UUID

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from service.cohorts import cohorts
from service.cohorts.plan_csv import plan_csv
from service.cohorts.routes.who import PLANNERS, TAG
from service.cohorts.schemas.findings import Overrides, override_as_json

CSV = "text/csv"


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


ROUTES: list[HTTPRouteHandler] = [
    preview_plan_as_csv,
    list_overrides,
]
