"""What each problem type means: the pages that the type addresses lead to, and the document."""

from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Template

from service import problems
from service.problems import Kind
from service.web.negotiation import preferred
from service.web.pages import page

OFFERS = ("application/json", "text/html")


class ProblemType(msgspec.Struct, frozen=True):
    """One row of the reference."""

    type: str
    status: int
    title: str
    advice: str


class ProblemTypes(msgspec.Struct, frozen=True):
    types: list[ProblemType]


@get(
    "/problems",
    tags=["Reference"],
    operation_id="listProblemTypes",
    summary="All problem types with what to do",
)
async def list_problem_types(request: Request[Any, Any, Any]) -> Response[Any]:
    """Answer as a page for a browser and as JSON otherwise."""
    kinds = _by_status()
    if _wants_page(request):
        return _shown("problems.html", {"kinds": kinds})
    return Response(ProblemTypes([_as_json(kind) for kind in kinds]), headers=HEADERS)


@get(
    "/problems/{slug:str}",
    tags=["Reference"],
    operation_id="getProblemType",
    summary="What one problem type means",
)
async def get_problem_type(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[Any]:
    """Answer as a page for a browser and as JSON otherwise."""
    kind = next((each for each in problems.kinds() if each.slug == slug), None)
    if kind is None:
        raise problems.NotFound("There is no such problem type.")
    if _wants_page(request):
        return _shown("problem.html", {"kind": kind})
    return Response(_as_json(kind), headers=HEADERS)


HEADERS = {"cache-control": "public, max-age=3600", "vary": "Accept"}

ROUTES: list[HTTPRouteHandler] = [list_problem_types, get_problem_type]


def as_markdown() -> str:
    """The reference as a document; python tools/api_reference.py writes it."""
    lines = [
        "# Problems",
        "",
        "Every refusal is an RFC 9457 document, `application/problem+json`, with `type`, `title`,",
        "`status` and `detail`; some types carry more members. A browser gets the same as a page.",
        "`type` is an address of the service itself that says what is below.",
        "",
        "| Status | Type | Meaning | What to do |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {kind.status} | `/problems/{kind.slug}` | {kind.title} | {kind.advice} |"
        for kind in _by_status()
    ]
    return "\n".join(lines) + "\n"


def _by_status() -> list[Kind]:
    return sorted(problems.kinds(), key=lambda kind: (kind.status, kind.slug))


def _wants_page(request: Request[Any, Any, Any]) -> bool:
    return preferred(request.headers.get("accept", ""), OFFERS) == "text/html"


def _shown(template: str, context: dict[str, Any]) -> Template:
    return page(template, context, headers=HEADERS)


def _as_json(kind: Kind) -> ProblemType:
    return ProblemType(f"/problems/{kind.slug}", kind.status, kind.title, kind.advice)
