"""Templates to fill in and send back, over HTTP."""

import asyncio
import hashlib
from collections.abc import Callable
from functools import cache
from typing import Any

from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from service import problems
from service.access.actor import Scope
from service.access.guards import requires
from service.web.conditional import conditional, validators
from service.workforce.records import Kind
from service.workforce.tabular.templates import template_csv, template_xlsx

TEMPLATES: dict[str, tuple[str, Callable[[Kind], bytes]]] = {
    "csv": ("text/csv", template_csv),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        template_xlsx,
    ),
}
"""Ending -> media type and maker. A census has none: it comes from the HR system as XML."""

KINDS = tuple(kind for kind in Kind if kind is not Kind.CENSUS)
HEADERS = {"cache-control": "private, max-age=3600"}


@get(
    "/api/v1/workforce/templates/{name:str}",
    guards=[requires(Scope.HR, Scope.PSW)],
    tags=["Workforce returns"],
    operation_id="getTemplate",
    summary="An empty return to fill in, as posts.csv or posts.xlsx",
    media_type="application/octet-stream",
)
async def get_template(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[Any]:
    """Kinds: posts, employments, agency, absences, caseloads. Endings: csv, xlsx."""
    content, media_type = await template_file(name)
    etag = hashlib.sha256(content).hexdigest()[:32]
    held = conditional(request, etag, headers=HEADERS)
    if held is not None:
        return Response(b"", status_code=304, headers=held.headers)
    return Response(
        content,
        media_type=media_type,
        headers={
            **HEADERS,
            **validators(etag),
            "content-disposition": f'attachment; filename="{name}"',
        },
    )


async def template_file(name: str) -> tuple[bytes, str]:
    """(content, media type) of ``posts.csv`` or ``posts.xlsx``. Raises NotFound."""
    kind, _, ending = name.partition(".")
    if ending not in TEMPLATES or kind not in KINDS:
        raise problems.NotFound(
            "There is no such template. The templates are: "
            + ", ".join(f"{each}.{form}" for each in KINDS for form in TEMPLATES)
            + "."
        )
    return await asyncio.to_thread(_made, Kind(kind), ending), TEMPLATES[ending][0]


@cache
def _made(kind: Kind, ending: str) -> bytes:
    return TEMPLATES[ending][1](kind)


ROUTES: list[HTTPRouteHandler] = [get_template]
