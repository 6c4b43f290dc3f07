"""Public pages about the service itself. No key, no script, no cookie."""

from functools import partial
from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.response import Template

from service import clock
from service.about.cookies import cookies
from service.about.status import status
from service.personal.groups import held
from service.personal.rules import how_long
from service.publication.answers import shelf_of
from service.settings import Settings
from service.web.pages import page

FOR_AN_HOUR = {"cache-control": "public, max-age=3600"}


@get("/accessibility", include_in_schema=False)
async def accessibility() -> Template:
    return page("about/accessibility.html", headers=FOR_AN_HOUR)


@get("/privacy", include_in_schema=False)
async def privacy(settings: NamedDependency[Settings]) -> Template:
    return page("about/privacy.html", {"held": held(settings)}, headers=FOR_AN_HOUR)


@get("/privacy/register", include_in_schema=False)
async def privacy_register(settings: NamedDependency[Settings]) -> Template:
    context = {"held": held(settings), "how_long": partial(how_long, settings=settings)}
    return page("about/privacy_register.html", context, headers=FOR_AN_HOUR)


@get("/cookies", include_in_schema=False)
async def cookie_list(settings: NamedDependency[Settings]) -> Template:
    return page("about/cookies.html", {"cookies": cookies(settings)}, headers=FOR_AN_HOUR)


@get("/status", include_in_schema=False)
async def service_status(request: Request[Any, Any, Any]) -> Template:
    """503 where something does not work, so that programs can look at it too."""
    found = await status(request.app.state.database, shelf_of(request.app), clock.now())
    return page(
        "about/status.html",
        {"page": found},
        status_code=200 if found.good else 503,
        headers={"cache-control": "no-store"},
    )


ROUTES: list[HTTPRouteHandler] = [
    accessibility,
    privacy,
    privacy_register,
    cookie_list,
    service_status,
]
