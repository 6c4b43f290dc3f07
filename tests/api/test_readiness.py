"""Readiness on a migrated database, and when the database goes away."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from datetime import UTC, datetime

import httpx
import pytest

from service.access import operations
from service.access.actor import Scope, command_line
from service.app import create_app
from service.settings import Settings
from service.storage.migrate import migrate
from tests.lifespan import running
from tests.pgtemp import temporary_postgres

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


async def test_a_migrated_database_is_ready(client) -> None:
    for _ in range(2):
        answer = await client.get("/readyz")
        assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


async def unready(client: httpx.AsyncClient, key: str) -> None:
    """Readiness and a read fail as 503, health goes on."""
    answers = [
        await client.get("/readyz"),
        await client.get("/api/v1/keys", headers={"authorization": f"Bearer {key}"}),
    ]
    assert [(each.status_code, each.json()["type"]) for each in answers] == [
        (503, "/problems/storage-unavailable")
    ] * 2
    assert (await client.get("/healthz")).status_code == 200


@asynccontextmanager
async def application_on(url: str) -> AsyncIterator[tuple[httpx.AsyncClient, str]]:
    """A client of an application on a database of its own, and a key to it."""
    await migrate(url, NOW)
    async with (
        running(create_app(Settings(database_url=url))) as app,
        httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://t") as client,
    ):
        key = await operations.issue("k", [Scope.PSW], NOW, command_line("tester"))
        assert (await client.get("/readyz")).status_code == 200
        yield client, key


async def test_a_broken_database_file_is_a_503(tmp_path, capsys) -> None:
    async with application_on(f"sqlite:///{tmp_path}/gone.sqlite") as (client, key):
        for file in tmp_path.glob("gone.sqlite*"):
            file.write_bytes(b"no database " * 4096)
        await unready(client, key)
    assert capsys.readouterr().err == ""


@pytest.mark.slow
async def test_a_database_server_that_stops_is_a_503(capsys) -> None:
    with ExitStack() as server:
        url = server.enter_context(temporary_postgres())
        async with application_on(url) as (client, key):
            server.close()
            await unready(client, key)
    assert capsys.readouterr().err == ""
