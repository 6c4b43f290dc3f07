"""The application: every capability's routes under one roof, with the same rules for all."""

import ctypes
import hashlib
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

import msgspec
from litestar import Litestar, Request, Response, get
from litestar.datastructures import State
from litestar.di import Provide
from litestar.handlers import HTTPRouteHandler

from service import settings as settings_module
from service.about import pages as about
from service.about import reference_pages as api_reference
from service.access import account_pages, audit_pages, office, provider_pages, signing_in
from service.access import routes as access
from service.access.guards import Requires, actor_of_request
from service.access.limits import Limits
from service.access.visitors import SignInFirst, to_sign_in, visitor_of_request
from service.asye import routes as asye
from service.benchmarks import routes as benchmarks
from service.cohorts import routes as cohorts
from service.desk import days_pages, own_pages, team_pages
from service.desk import pages as desk
from service.desk.academy import routes as desk_academy
from service.enrolments import routes as enrolments
from service.feeds import pages as feeds_pages
from service.feeds import routes as feeds
from service.feeds import serving as feeds_serving
from service.feeds.serving import Feeds
from service.publication import pages as publication_pages
from service.publication import routes as publication
from service.publication.office import routes as publication_office
from service.publication.preparing import release_routes as preparing_release
from service.publication.preparing import removals as preparing_removals
from service.publication.preparing import routes as preparing
from service.scorecards import routes as scorecards
from service.settings import Settings
from service.storage.database import open_database
from service.surveys import pages as surveys_pages
from service.surveys import routes as surveys
from service.web import errors, health, openapi, problem_reference
from service.web.conditional import conditional, validators
from service.web.pages import name_the_council, template_engine
from service.web.requests import StrictRequest
from service.web.shell import Shell
from service.web.static_files import packaged, static_routes
from service.web.strictness import Strictness
from service.workforce import pages as workforce_pages
from service.workforce import routes as workforce

CAPABILITIES = (
    health,
    problem_reference,
    access,
    signing_in,
    provider_pages,
    office,
    audit_pages,
    account_pages,
    workforce,
    cohorts,
    enrolments,
    surveys,
    benchmarks,
    asye,
    scorecards,
    publication,
    preparing,
    preparing_release,
    preparing_removals,
    publication_pages,
    publication_office,
    workforce_pages,
    surveys_pages,
    feeds,
    feeds_serving,
    feeds_pages,
    desk,
    desk_academy,
    team_pages,
    days_pages,
    own_pages,
    about,
    api_reference,
)

PR_SET_PDEATHSIG = 1
"""Of Linux's prctl(2)."""

BODY_BYTES = 1024 * 1024
"""Limit for bodies that are not uploads; uploads read their stream with a limit of their own."""


def _settings_of_app(request: Request[Any, Any, Any]) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


DEPENDENCIES = {
    "actor": Provide(actor_of_request),
    "visitor": Provide(visitor_of_request),
    "settings": Provide(_settings_of_app, sync_to_thread=False),
}


def create_app(settings: Settings | None = None) -> Litestar:
    """The ASGI application. Reads the environment when no settings are given.

    Opens the database with the lifespan, and never changes its schema.
    """
    static = packaged()
    strictness = Strictness()

    @asynccontextmanager
    async def all_routes_known(app: Litestar) -> AsyncIterator[None]:
        strictness.learn(app)
        yield

    app = Litestar(
        route_handlers=[*_routes(), openapi_json, *static_routes(static)],
        dependencies=DEPENDENCIES,
        middleware=[strictness.around],
        request_class=StrictRequest,
        exception_handlers={Exception: errors.answer, SignInFirst: to_sign_in},
        openapi_config=None,
        request_max_body_size=BODY_BYTES,
        logging_config=None,
        lifespan=[all_routes_known, _database],
        debug=False,
    )
    app.template_engine = template_engine(static)
    app.state.routed = app.asgi_handler
    equip(app, settings or settings_module.load())
    return app


def equip(app: Litestar, settings: Settings) -> None:
    """Give an application that is not running all that depends on the settings, and a clean state.

    Apart from ``create_app`` because the routes are the same for every council, and to lay them out
    costs half a second.
    """
    feeds = Feeds(settings)
    kept = {
        "routed": app.state.routed,
        "settings": settings,
        "limits": Limits(settings),
        "feeds": feeds,
        "openapi_document": openapi_document,
    }
    app.state = State(kept, deep_copy=False)
    name_the_council(app, settings)
    shell: Any = Shell(feeds.lane(app.state.routed), settings)
    app.asgi_handler = shell


@asynccontextmanager
async def _database(app: Litestar) -> AsyncIterator[None]:
    feeds: Feeds = app.state.feeds
    async with await open_database(app.state.settings) as database:
        app.state.database = database
        async with feeds.opened(database.engine):
            yield


def create_app_of_worker() -> Litestar:
    """Make the application of a server's worker process, which ends when the server is gone.

    Otherwise a server that was killed outright would leave workers that hold the port.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    return create_app()


@cache
def openapi_document() -> dict[str, Any]:
    """The OpenAPI description of all routes; python -m service openapi prints it."""
    routes = _routes()
    needed = {
        route.operation_id: sorted(guard.scopes)
        for route in routes
        for guard in route.guards or ()
        if isinstance(guard, Requires) and isinstance(route.operation_id, str)
    }
    return openapi.document(routes, DEPENDENCIES, needed)


@get(
    ["/api/v1/openapi.json", "/openapi.json"],
    include_in_schema=False,
    media_type="application/json",
)
async def openapi_json(request: Request[Any, Any, Any]) -> Response[Any]:
    """The description of this API."""
    content, etag = _openapi_bytes()
    headers = {"cache-control": "no-cache"}
    if (not_modified := conditional(request, etag, headers=headers)) is not None:
        return not_modified
    return Response(content, media_type="application/json", headers={**headers, **validators(etag)})


@cache
def _openapi_bytes() -> tuple[bytes, str]:
    content = msgspec.json.encode(openapi_document())
    return content, hashlib.sha256(content).hexdigest()[:32]


def _routes() -> list[HTTPRouteHandler]:
    return [route for capability in CAPABILITIES for route in capability.ROUTES]
