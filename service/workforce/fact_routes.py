"""What is held, over HTTP: rows in force by kind, with filters, page by page or as CSV."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

import msgspec
from litestar import Request, Response, get
from litestar.di import NamedDependency, Provide
from litestar.handlers import HTTPRouteHandler
from litestar.params import QueryParameter
from litestar.response import Stream

from scorecard.workforce import AbsenceKind, Contract, Role
from service.access.actor import Scope
from service.access.guards import requires
from service.web.conditional import conditional, validators
from service.web.csv_file import csv_bytes
from service.web.cursors import cursor, position
from service.workforce import queries, schemas
from service.workforce.fact_kinds import (
    ABSENCES,
    AGENCY,
    CASELOADS,
    EMPLOYMENTS,
    POSTS,
    FactKind,
)
from service.workforce.queries import Question, Source

TAG = "Workforce held"
HR_OR_PSW = [requires(Scope.HR, Scope.PSW)]
REVALIDATE = {"cache-control": "private, no-cache"}

AnyRequest = Request[Any, Any, Any]

Text = Annotated[str | None, QueryParameter(max_length=200)]
Worker = Annotated[
    str | None,
    QueryParameter(pattern="^[0-9a-f]{32}$", description="Key of one worker"),
]
RoleIs = Annotated[Role | None, QueryParameter(description="Only this role")]
AsAt = Annotated[
    date | None, QueryParameter(description="Only rows that cover this day, its end included")
]
InPostOn = Annotated[
    date | None,
    QueryParameter(
        description="Only people in post at the end of this day, as measures count them"
    ),
]
Account = Annotated[
    Source | None,
    QueryParameter(description="hr or census; left out, the account that the measures use"),
]
Limit = Annotated[int, QueryParameter(ge=1, le=1000, description="Rows on a page")]
After = Annotated[
    str | None,
    QueryParameter(max_length=60, description="Where to go on: taken from next, no meaning"),
]


def address(path: str, given: Mapping[str, Any]) -> str:
    """``path`` with the parameters that are given, in order."""
    kept = {name: str(value) for name, value in given.items() if value is not None}
    return f"{path}?{urlencode(kept)}" if kept else path


async def _page(
    request: AnyRequest,
    question: Question,
    page: Callable[..., msgspec.Struct],
    row: type[msgspec.Struct],
    *,
    limit: int,
    after: str | None,
) -> Response[Any]:
    behind = 0 if after is None else position(after, "after")
    etag = await _etag(request)
    held = conditional(request, etag, headers=REVALIDATE)
    if held is not None:
        return held
    found = await queries.answer(question, after=behind, limit=limit)
    following = None
    if found.last is not None:
        given = {**dict(request.query_params), "after": cursor(found.last)}
        following = address(request.url.path, given)
    document = page([_row(question.kind, row, values) for values in found.rows], following)
    return Response(document, headers={**validators(etag), **REVALIDATE})


def _row(kind: FactKind, row: type[msgspec.Struct], values: tuple[Any, ...]) -> msgspec.Struct:
    told = dict(zip(queries.header(kind), values, strict=True))
    return msgspec.convert(told, row)


async def _export(request: AnyRequest, question: Question) -> Response[Any]:
    etag = await _etag(request)
    held = conditional(request, etag, headers=REVALIDATE)
    if held is not None:
        return held
    found = await queries.answer(question)
    return Stream(
        csv_bytes(queries.header(question.kind), found.rows),
        media_type="text/csv",
        headers={
            "content-disposition": f'attachment; filename="{question.kind.name}.csv"',
            **validators(etag),
            **REVALIDATE,
        },
    )


async def _etag(request: AnyRequest) -> str:
    """The same until something is confirmed or undone, for each question."""
    asked = f"{await queries.revision()} {request.url.path}?{request.url.query}"
    return hashlib.sha256(asked.encode()).hexdigest()[:32]


def _question(
    kind: FactKind,
    source: Source | None,
    as_at: date | None = None,
    in_post_on: date | None = None,
    /,
    **equal: str | None,
) -> Question:
    return Question(
        kind=kind,
        equal=tuple((name, str(value)) for name, value in equal.items() if value is not None),
        as_at=as_at,
        in_post_on=in_post_on,
        source=source,
    )


def posts_asked(
    *,
    team: Text = None,
    area: Text = None,
    role: RoleIs = None,
    as_at: AsAt = None,
    source: Account = None,
) -> Question:
    return _question(POSTS, source, as_at, team=team, area=area, role=role)


def employments_asked(
    *,
    worker: Worker = None,
    post: Text = None,
    team: Text = None,
    area: Text = None,
    role: RoleIs = None,
    contract: Annotated[Contract | None, QueryParameter(description="Only this contract")] = None,
    as_at: AsAt = None,
    in_post_on: InPostOn = None,
    source: Account = None,
) -> Question:
    return _question(
        EMPLOYMENTS,
        source,
        as_at,
        in_post_on,
        worker=worker,
        post=post,
        team=team,
        area=area,
        role=role,
        contract=contract,
    )


def agency_asked(
    *,
    worker: Worker = None,
    team: Text = None,
    area: Text = None,
    role: RoleIs = None,
    as_at: AsAt = None,
    in_post_on: InPostOn = None,
    source: Account = None,
) -> Question:
    return _question(
        AGENCY, source, as_at, in_post_on, worker=worker, team=team, area=area, role=role
    )


def absences_asked(
    *,
    worker: Worker = None,
    kind: Annotated[AbsenceKind | None, QueryParameter(description="Only this kind")] = None,
    as_at: AsAt = None,
    source: Account = None,
) -> Question:
    return _question(ABSENCES, source, as_at, worker=worker, kind=kind)


def caseloads_asked(
    *,
    worker: Worker = None,
    team: Text = None,
    as_at: Annotated[
        date | None, QueryParameter(description="Only cases counted on this day")
    ] = None,
    source: Account = None,
) -> Question:
    return _question(CASELOADS, source, as_at, worker=worker, team=team)


def _routes(
    kind: FactKind,
    asked: Callable[..., Question],
    page: type[msgspec.Struct],
    row: type[msgspec.Struct],
    words: str,
) -> list[HTTPRouteHandler]:
    """The page and the CSV export of one kind, with the same filters."""
    path = f"/api/v1/workforce/{kind.name}"
    question = {"question": Provide(asked, sync_to_thread=False)}

    @get(
        path,
        guards=HR_OR_PSW,
        dependencies=question,
        tags=[TAG],
        operation_id=f"list{kind.name.title()}",
        summary=f"{words} in force",
    )
    async def listed(
        request: AnyRequest,
        question: NamedDependency[Question],
        limit: Limit = 100,
        after: After = None,
    ) -> Response[page]:  # type: ignore[valid-type]  # -- one of the classes handed in, for OpenAPI
        return await _page(request, question, page, row, limit=limit, after=after)

    @get(
        f"{path}.csv",
        guards=HR_OR_PSW,
        dependencies=question,
        tags=[TAG],
        operation_id=f"export{kind.name.title()}",
        summary=f"{words} in force as a CSV file",
        media_type="text/csv",
    )
    async def exported(request: AnyRequest, question: NamedDependency[Question]) -> Response[Any]:
        return await _export(request, question)

    return [listed, exported]


ROUTES: list[HTTPRouteHandler] = [
    *_routes(POSTS, posts_asked, schemas.PostPage, schemas.PostJson, "Posts"),
    *_routes(
        EMPLOYMENTS,
        employments_asked,
        schemas.EmploymentPage,
        schemas.EmploymentJson,
        "Employments",
    ),
    *_routes(AGENCY, agency_asked, schemas.AgencyPage, schemas.AgencyJson, "Agency assignments"),
    *_routes(ABSENCES, absences_asked, schemas.AbsencePage, schemas.AbsenceJson, "Absences"),
    *_routes(CASELOADS, caseloads_asked, schemas.CaseloadPage, schemas.CaseloadJson, "Caseloads"),
]
