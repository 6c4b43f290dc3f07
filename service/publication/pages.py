"""The public pages: scorecards and how they are computed. No key, no script, no cookie."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect

from service import clock
from service.publication import atom
from service.publication.addresses import Form, end_of_month, page_address, wanted
from service.publication.answers import (
    HTML,
    Audience,
    PreparedResponse,
    fast_lane,
    measure_answer,
    page_answer,
    rendered,
    shelf_of,
)
from service.publication.list_view import list_page
from service.publication.methodology import methodology_page
from service.publication.prepared import PUBLIC, Prepared
from service.publication.refusals import NotPublished
from service.publication.revisions import revisions_page
from service.settings import Settings

AnyRequest = Request[Any, Any, Any]


@get("/", include_in_schema=False)
async def start() -> Redirect:
    return Redirect("/scorecards", status_code=307, headers={"cache-control": PUBLIC})


@get("/scorecards", include_in_schema=False)
async def scorecards(request: AnyRequest, settings: NamedDependency[Settings]) -> PreparedResponse:
    shelf = shelf_of(request.app)
    listing = await shelf.listing()
    due = listing.next_release(clock.now(), settings)

    async def make() -> Prepared:
        context = list_page(settings.council_name, listing, due)
        return Prepared(
            rendered(request.app, "publication/scorecards.html", {"page": context}),
            media_type=HTML,
            last_modified=listing.modified,
            cache_control=PUBLIC,
        )

    return PreparedResponse(await shelf.answer(("list", due), make))


@get("/scorecards/{period:str}", middleware=[fast_lane], include_in_schema=False)
async def scorecard(
    request: AnyRequest, period: FromPath[str], settings: NamedDependency[Settings]
) -> Response[Any] | Redirect:
    end = end_of_month(period)
    if end is not None:
        return Redirect(page_address(end), status_code=308)
    asked = wanted(period)
    if asked.form is not Form.JSON:
        raise NotPublished(f"The file is at /api/v1/scorecards/{period}.")
    return await page_answer(request, asked, settings, clock.now())


@get(
    "/scorecards/{period:str}/{version:str}",
    middleware=[fast_lane],
    include_in_schema=False,
)
async def scorecard_version(
    request: AnyRequest,
    period: FromPath[str],
    version: FromPath[str],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    asked = wanted(period, version)
    if asked.form is not Form.JSON:
        raise NotPublished(f"The file is at /api/v1/scorecards/{period}/{version}.")
    return await page_answer(request, asked, settings, clock.now())


@get(
    "/scorecards/{period:str}/measures/{measure:str}",
    middleware=[fast_lane],
    include_in_schema=False,
)
async def measure_of_scorecard(
    request: AnyRequest,
    period: FromPath[str],
    measure: FromPath[str],
    settings: NamedDependency[Settings],
) -> PreparedResponse:
    asked = wanted(period)
    if asked.form is not Form.JSON:
        raise NotPublished(f"The file is at /api/v1/scorecards/{period}.")
    return await measure_answer(request, asked, measure, settings)


@get("/revisions", middleware=[fast_lane], include_in_schema=False)
async def revisions(request: AnyRequest, settings: NamedDependency[Settings]) -> PreparedResponse:
    shelf = shelf_of(request.app)
    listing = await shelf.listing()

    async def make() -> Prepared:
        context = await revisions_page(shelf, listing, settings)
        return Prepared(
            rendered(request.app, "publication/revisions.html", {"page": context}),
            media_type=HTML,
            last_modified=listing.modified,
            cache_control=PUBLIC,
        )

    return PreparedResponse(await shelf.answer((request.scope["path"], Audience.PUBLIC), make))


@get(atom.ADDRESS, middleware=[fast_lane], include_in_schema=False)
async def atom_feed(request: AnyRequest, settings: NamedDependency[Settings]) -> PreparedResponse:
    shelf = shelf_of(request.app)
    listing = await shelf.listing()

    async def make() -> Prepared:
        return Prepared(
            atom.as_atom(listing.entries, settings),
            media_type=atom.MEDIA_TYPE,
            last_modified=listing.modified,
            cache_control=PUBLIC,
        )

    return PreparedResponse(await shelf.answer((request.scope["path"], Audience.PUBLIC), make))


@get("/methodology", include_in_schema=False)
async def methodology(request: AnyRequest) -> PreparedResponse:
    async def make() -> Prepared:
        return Prepared(
            rendered(request.app, "publication/methodology.html", {"page": methodology_page()}),
            media_type=HTML,
            last_modified=None,
            cache_control=PUBLIC,
        )

    return PreparedResponse(await shelf_of(request.app).answer("methodology", make))


ROUTES: list[HTTPRouteHandler] = [
    start,
    scorecards,
    scorecard,
    scorecard_version,
    measure_of_scorecard,
    atom_feed,
    revisions,
    methodology,
]
