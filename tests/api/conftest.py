"""The application over HTTP, in the same loop as the test, on each database."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from functools import cache
from uuid import UUID

import httpx
import pytest
from litestar import Litestar

from service.access import operations
from service.access.actor import PERSONAL, Actor, Scope, command_line
from service.app import create_app, equip
from service.settings import Settings
from tests.lifespan import running

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
OPERATOR: Actor = command_line("tester")

Headers = dict[str, str]


@pytest.fixture
async def app(settings: Settings) -> AsyncIterator[Litestar]:
    """The application with a state and a database of this test's own.

    Its routes are those of the test before: to lay them out takes longer than most tests.
    """
    made = _laid_out()
    routes = len(made.routes)
    equip(made, settings)
    async with running(made) as started:
        yield started
    if len(made.routes) != routes:
        _laid_out.cache_clear()


@cache
def _laid_out() -> Litestar:
    return create_app(Settings())


@pytest.fixture
async def client(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    """Without a key: what the public sees."""
    # A fault must come back as the 500 that a user would get, not as an exception in the test.
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as opened:
        yield opened


@pytest.fixture
def key_for(app: Litestar) -> Callable[..., Awaitable[Headers]]:
    """``await key_for(Scope.HR)``: headers of a request with a fresh key of these scopes.

    A personal scope takes ``subject=``; without one the key is of somebody unknown.
    """

    async def issue(*scopes: Scope, subject: str | None = None) -> Headers:
        if PERSONAL.intersection(scopes):
            subject = subject or str(UUID(int=0))
        key = await operations.issue("a test key", scopes, NOW, OPERATOR, subject=subject)
        return {"authorization": f"Bearer {key}"}

    return issue
