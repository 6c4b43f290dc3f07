"""The API reference: one page that lists the operations, and one for each part of them."""

from collections.abc import Callable
from typing import Any

from litestar import Request, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Template

from service import problems
from service.about.reference import Part, parts
from service.settings import Settings
from service.web.pages import page

AnyRequest = Request[Any, Any, Any]
HEADERS = {"cache-control": "public, max-age=3600"}
_REFERENCE = "api_reference"


# In a thread: to derive the description takes seconds, once.
@get("/api/docs", include_in_schema=False, sync_to_thread=True)
def api_reference(request: AnyRequest) -> Template:
    return page("about/reference.html", {"parts": _parts(request)}, headers=HEADERS)


@get("/api/docs/{part:str}", include_in_schema=False, sync_to_thread=True)
def api_reference_part(request: AnyRequest, part: FromPath[str]) -> Template:
    """Raises NotFound."""
    found = next((each for each in _parts(request) if each.slug == part), None)
    if found is None:
        raise problems.NotFound("The API reference has no such part.")
    return page("about/reference_part.html", {"part": found}, headers=HEADERS)


def _parts(request: AnyRequest) -> tuple[Part, ...]:
    state = request.app.state
    known: tuple[Part, ...] | None = state.get(_REFERENCE)
    if known is None:
        settings: Settings = state.settings
        described: Callable[[], dict[str, Any]] = state.openapi_document
        slugs = {kind.title: kind.slug for kind in problems.kinds()}
        known = state[_REFERENCE] = parts(described(), slugs, settings.public_url)
    return known


ROUTES: list[HTTPRouteHandler] = [api_reference, api_reference_part]
