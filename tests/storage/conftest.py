"""Databases for tests of storage itself: unmigrated ones, and those of one engine only."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import asyncpg
import pytest

from service.settings import Settings
from service.storage.database import Database, open_database
from service.storage.migrate import migrate
from tests.conftest import ENGINES, MIGRATED_AT

NewAddress = Callable[[], Awaitable[str]]

_numbers = itertools.count(1)


@pytest.fixture
def new_address(server_in_use: str | None, tmp_path: Path) -> NewAddress:
    """Make the address of a database with nothing in it, on the engine of this run."""

    async def make() -> str:
        if server_in_use is None:
            return f"sqlite:///{tmp_path / f'new{next(_numbers)}.sqlite'}"
        return await new_schema(server_in_use)

    return make


async def new_schema(server: str) -> str:
    """Make a schema of its own: empty as a new database, and a hundred times as fast."""
    name = f"new{next(_numbers)}"
    connection = await asyncpg.connect(server)
    try:
        await connection.execute(f"CREATE SCHEMA {name}")
    finally:
        await connection.close()
    return f"{server}?search_path={name}"


@pytest.fixture
async def sqlite_database(tmp_path: Path) -> AsyncIterator[Database]:
    """For what only SQLite can do wrong; two connections, and little patience."""
    path = tmp_path / "only.sqlite"
    await migrate(f"sqlite:///{path}", MIGRATED_AT)
    address = f"sqlite:///{path}?pool_size=2"
    async with await open_database(Settings(database_url=address)) as database:
        await database.engine.close_connection_pool()
        database.engine.busy_seconds = database.engine.connection_kwargs["timeout"] = 0.2
        await database.engine.start_connection_pool()
        yield database


@pytest.fixture
async def postgres_database(server_for_postgres_only: str) -> AsyncIterator[Database]:
    """For what only PostgreSQL can do wrong; two connections, and little patience."""
    url = await new_schema(server_for_postgres_only)
    await migrate(url, MIGRATED_AT)
    async with await open_database(Settings(database_url=f"{url}&pool_size=2")) as database:
        database.engine.busy_seconds = 0.2
        yield database


@pytest.fixture(scope="session")
def server_for_postgres_only(request: pytest.FixtureRequest) -> str:
    if "postgres" not in ENGINES:
        pytest.skip("TEST_ENGINES leaves PostgreSQL out")
    return request.getfixturevalue("postgres_server")
