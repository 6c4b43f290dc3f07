"""The application over HTTP, in the same loop as the test, on each database."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from litestar import Litestar

from service import clock
from service.access import accounts, operations
from service.access.actor import PERSONAL, Actor, Scope, command_line
from service.settings import Settings
from tests.lifespan import laid_out, running

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
OPERATOR: Actor = command_line("tester")

Headers = dict[str, str]


@pytest.fixture
async def app(settings: Settings) -> AsyncIterator[Litestar]:
    """The application with a state and a database of this test's own."""
    async with running(laid_out(settings)) as started:
        yield started


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


FORM_TOKEN = re.compile(r'name="form_token" value="([0-9a-f]{64})"')


class SignedIn:
    """Somebody signed in as a browser: a client with the session's cookie."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self.token = ""

    async def get(self, path: str, **given: Any) -> httpx.Response:
        headers = {"accept": "text/html"} | given.pop("headers", {})
        return await self.client.get(path, headers=headers, **given)

    async def post(
        self, path: str, fields: dict[str, Any] | None = None, **given: Any
    ) -> httpx.Response:
        """Send a form with the session's token, as every page of ours has it."""
        if not self.token:
            found = FORM_TOKEN.search((await self.get("/office")).text)
            assert found is not None
            self.token = found[1]
        headers = {"accept": "text/html", "sec-fetch-site": "same-origin"}
        headers |= given.pop("headers", {})
        data = {"form_token": self.token} | (fields or {})
        return await self.client.post(path, data=data, headers=headers, **given)


@pytest.fixture
async def sign_in_as(app: Litestar) -> AsyncIterator[Callable[..., Awaitable[SignedIn]]]:
    """``office = await sign_in_as(Scope.PSW)``: with an account of these roles of its own.

    A personal scope takes ``subject=``. Signing in goes over the pages, as people do it.
    """
    async with AsyncExitStack() as opened:

        async def sign_in(*scopes: Scope, subject: str | None = None, name: str = "") -> SignedIn:
            number = len(await accounts.listing()) + 1
            roles = {
                scope: (subject or str(UUID(int=0))) if scope in PERSONAL else None
                for scope in scopes
            }
            account = await accounts.create(
                name or f"Person {number}", f"p{number}@testshire.example", roles, NOW, OPERATOR
            )
            secret = await accounts.invitation(account, clock.now(), timedelta(hours=1))
            transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
            client = await opened.enter_async_context(
                httpx.AsyncClient(transport=transport, base_url="http://test")
            )
            answer = await client.post(f"/sign-in/{secret}")
            assert (answer.status_code, answer.headers["location"]) == (303, "/office")
            return SignedIn(client)

        yield sign_in
