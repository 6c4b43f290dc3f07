"""The draft over HTTP: for those who prepare it, and never for the public."""

from typing import Annotated, Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, QueryParameter

from scorecard.periods import half_year_ending
from service import clock
from service.access.actor import Actor, Scope
from service.access.guards import requires
from service.scorecards import operations, view_log
from service.scorecards.answers import HEADERS, ROWS, answer
from service.scorecards.documents import DraftDocument
from service.scorecards.monthly import MonthlyJson, monthly
from service.scorecards.operations import FigureName
from service.scorecards.periods import period_end
from service.scorecards.schemas import RowsJson, rows_as_json
from service.settings import Settings

TAG = "Scorecards"
HR_OR_PSW = [requires(Scope.HR, Scope.PSW)]


@get(
    "/api/v1/scorecards/{period:str}/draft",
    guards=HR_OR_PSW,
    tags=[TAG],
    operation_id="readDraft",
    responses={200: ResponseSpec(DraftDocument, description="The draft", generate_examples=False)},
    summary="The scorecard of a half-year as the data held at this moment give it",
)
async def read_draft(
    request: Request[Any, Any, Any],
    period: FromPath[str],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    await _noted(period, actor, settings)
    body = await operations.draft(period_end(period), clock.now(), settings)
    return answer(request, body)


@get(
    "/api/v1/scorecards/{period:str}/draft/rows",
    guards=HR_OR_PSW,
    tags=[TAG],
    operation_id="readRowsBehindDraftFigure",
    summary="The rows behind a figure of the draft: numerator and denominator, with file and row",
)
async def read_draft_rows(
    request: Request[Any, Any, Any],
    period: FromPath[str],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    *,
    measure: Annotated[str, QueryParameter(description="Id of the measure")],
    dimension: Annotated[str, QueryParameter(description="council, team, area ...")] = "council",
    group: Annotated[str, QueryParameter(description="Group of the dimension")] = "",
    category: Annotated[str, QueryParameter(description="Category of the measure")] = "",
) -> Response[RowsJson]:
    await _noted(period, actor, settings)
    figure = FigureName(measure, dimension, group, category)
    rows = await operations.draft_rows(period_end(period), figure, settings)
    return answer(request, rows_as_json(rows), ROWS)


@get(
    "/api/v1/scorecards/{period:str}/draft/monthly",
    guards=HR_OR_PSW,
    tags=[TAG],
    operation_id="readMonthlyValues",
    summary="A measure at 36 month-ends, and whether it changed by more than chance (XmR chart)",
)
async def read_monthly(
    period: FromPath[str],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    *,
    measure: Annotated[str, QueryParameter(description="Id of the measure")],
) -> Response[MonthlyJson]:
    await _noted(period, actor, settings)
    return Response(await monthly(period_end(period), measure, settings), headers=HEADERS)


async def _noted(period: str, actor: Actor, settings: Settings) -> None:
    """Write down who looks. Raises NotAHalfYearEnd (scorecard.errors) before it does."""
    end = period_end(period)
    half_year_ending(end, settings.half_year_ends)
    await view_log.note(end, actor, clock.now())


ROUTES: list[HTTPRouteHandler] = [read_draft, read_draft_rows, read_monthly]
