"""The application: every capability's routes under one roof, with the same rules for all."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from litestar import Litestar
from litestar.datastructures import State
from litestar.di import Provide

from service import settings as settings_module
from service.access.attempts import FailedAttempts
from service.access.guards import actor_of_request
from service.settings import Settings
from service.storage.database import open_database
from service.web import errors, health, openapi
from service.web.pages import template_engine
from service.web.shell import Shell
from service.web.static_files import packaged, static_routes
from service.web.strictness import Strictness

CAPABILITIES = (
    "service.access.routes",
    "service.workforce.routes",
    "service.scorecards.routes",
    "service.scorecards.pages",
    "service.publication.routes",
    "service.publication.pages",
)

BODY_BYTES = 1024 * 1024
"""Limit for bodies that are not uploads; uploads read their stream with a limit of their own."""


def create_app(settings: Settings | None = None) -> Litestar:
    """The ASGI application. Reads the environment when no settings are given.

    Opens the database with the lifespan, and never changes its schema.
    """
    settings = settings or settings_module.load()
    static = packaged()
    strictness = Strictness()

    def the_settings() -> Settings:
        return settings

    @asynccontextmanager
    async def database(_: Litestar) -> AsyncIterator[None]:
        async with open_database(settings):
            yield

    app = Litestar(
        route_handlers=[*_routes(), *health.ROUTES, *static_routes(static)],
        state=State({"settings": settings, "failed_attempts": FailedAttempts()}),
        dependencies={
            "actor": Provide(actor_of_request),
            "settings": Provide(the_settings, sync_to_thread=False),
        },
        guards=[strictness],
        exception_handlers={Exception: errors.answer},
        template_config=None,
        openapi_config=openapi.configuration(),
        request_max_body_size=BODY_BYTES,
        logging_config=None,
        lifespan=[database],
        debug=False,
    )
    app.template_engine = template_engine(settings, static)
    strictness.learn(app)
    app.asgi_handler = Shell(app.asgi_handler, settings)
    return app


def _routes() -> list[Any]:
    return [
        route
        for name in CAPABILITIES
        if find_spec(name) is not None
        for route in import_module(name).ROUTES
    ]
