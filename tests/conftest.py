"""Fixtures for all tests: an empty, migrated database on each engine.

``TEST_ENGINES=sqlite`` (or ``postgres``) narrows the choice; the default is both. A test that uses
``database`` runs once per engine. One PostgreSQL server is started for the session, when first
needed.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest

from service.settings import Settings
from service.storage.database import Database, all_tables, open_database
from service.storage.engine import bind, unbind
from service.storage.migrate import migrate
from tests.pgtemp import temporary_postgres

ENGINES = os.environ.get("TEST_ENGINES", "sqlite,postgres").split(",")
IDENTITY_KEY = b"a key for tests only, 32 bytes at least"
MIGRATED_AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def pytest_configure(config: pytest.Config) -> None:
    """Let no test reach beyond this computer, whichever way pytest is called."""
    if not config.getoption("--allow-hosts"):
        config.option.allow_hosts = "127.0.0.1,::1"
    config.option.allow_unix_socket = True


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Address of a PostgreSQL server of this session, its database ``postgres`` empty."""
    with temporary_postgres() as url:
        yield url


@pytest.fixture(scope="session", params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="session")
def server_in_use(engine_name: str, request: pytest.FixtureRequest) -> str | None:
    """The PostgreSQL server when this run of the test is on PostgreSQL: none is started before."""
    return request.getfixturevalue("postgres_server") if engine_name == "postgres" else None


@pytest.fixture(scope="session")
async def migrated_template(
    server_in_use: str | None, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """Address of a database at head, migrated once per session and engine; never written to."""
    if server_in_use is None:
        url = f"sqlite:///{tmp_path_factory.mktemp('template') / 'template.sqlite'}"
    else:
        url = await new_postgres_database(server_in_use, "template")
    await migrate(url, MIGRATED_AT)
    return url


async def new_postgres_database(server: str, name: str, template: str = "template1") -> str:
    """Make a database on the server, empty or a copy of ``template``; returns its address."""
    connection = await asyncpg.connect(server)
    try:
        await connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    finally:
        await connection.close()
    return server.removesuffix("/postgres") + f"/{name}"


@pytest.fixture(scope="session")
async def postgres_for_tests(
    server_in_use: str | None, migrated_template: str
) -> AsyncIterator[Database | None]:
    """One pool for the session; the tables are emptied after each test."""
    if server_in_use is None:
        yield None
        return
    url = await new_postgres_database(server_in_use, "tests", "template")
    async with await open_database(Settings(database_url=url)) as opened:
        unbind(opened.engine, all_tables())  # a test that asks for no database gets none
        yield opened


@pytest.fixture
async def database(
    migrated_template: str, postgres_for_tests: Database | None, tmp_path: Path
) -> AsyncIterator[Database]:
    """An open, migrated and empty database, bound to the tables; once per engine."""
    if postgres_for_tests is None:
        path = tmp_path / "database.sqlite"
        shutil.copyfile(migrated_template.removeprefix("sqlite:///"), path)
        async with await open_database(Settings(database_url=f"sqlite:///{path}")) as opened:
            yield opened
        return
    bind(postgres_for_tests.engine, all_tables())
    yield postgres_for_tests
    await postgres_for_tests.settled()
    unbind(postgres_for_tests.engine, all_tables())
    pool = postgres_for_tests.engine.pool
    assert pool.get_idle_size() == pool.get_size(), "the test left a connection in use"
    await empty_postgres(postgres_for_tests)


async def empty_postgres(database: Database) -> None:
    """Delete all rows past the append-only triggers, and let keys count from 1 again."""
    names = [table._meta.tablename for table in all_tables()]
    deletes = "".join(f'DELETE FROM "{name}";' for name in names)
    restarts = """
        SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false)
        FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL;
    """
    pool = database.engine.pool
    async with pool.acquire() as connection:
        await connection.execute(
            f"BEGIN; SET LOCAL session_replication_role = replica; {deletes} {restarts} COMMIT"
        )


@pytest.fixture
def settings(database: Database) -> Settings:
    """Settings that lead an app or a command to the test's database."""
    return Settings(database_url=database.url, identity_key=IDENTITY_KEY, council_name="Testshire")
