"""A unit of work stores all or nothing, and belongs to the task that began it."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from uuid import UUID, uuid4

import asyncpg
import pytest

from service.settings import Settings
from service.storage.database import Database, open_database
from service.storage.problems import (
    NestedUnitOfWork,
    NoDatabase,
    SharedTransaction,
    UnitOfWorkFailed,
)
from service.storage.tables.access import ApiKey, AuditEntry
from service.storage.transaction import snapshot, unit_of_work


def an_api_key(lookup: str) -> ApiKey:
    return ApiKey(
        id=uuid4(),
        name="HR",
        scopes="hr",
        lookup=lookup,
        secret_hash="0" * 64,
        created_at=datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
        created_by="cli:tests",
    )


async def keys() -> list[str]:
    rows = await ApiKey.select(ApiKey.lookup).order_by(ApiKey.lookup)
    return [row["lookup"] for row in rows]


async def test_what_was_done_is_stored_at_the_end(database: Database):
    async with unit_of_work():
        await an_api_key("a").save()
        await an_api_key("b").save()
    assert await keys() == ["a", "b"]


async def store_and_fail(error: BaseException) -> None:
    async with unit_of_work():
        await an_api_key("a").save()
        raise error


@pytest.mark.parametrize("error", [KeyError("x"), asyncio.CancelledError(), KeyboardInterrupt()])
async def test_whatever_is_raised_nothing_is_stored_and_it_is_raised_on(
    database: Database, error: BaseException
):
    with pytest.raises(type(error)) as raised:
        await store_and_fail(error)
    assert raised.value is error
    assert await keys() == []
    async with unit_of_work():
        await an_api_key("b").save()
    assert await keys() == ["b"]


async def nest() -> None:
    async with unit_of_work():
        pass


async def test_a_unit_inside_another_is_refused(database: Database):
    async with unit_of_work():
        await an_api_key("a").save()
        with pytest.raises(NestedUnitOfWork, match="open already"):
            await nest()
        await an_api_key("b").save()
    assert await keys() == ["a", "b"]


async def test_a_query_of_another_task_is_refused_while_the_unit_is_open(database: Database):
    """PostgreSQL cannot do it, so SQLite must not get used to it."""
    async with unit_of_work():
        await an_api_key("a").save()
        with pytest.raises(SharedTransaction, match="plain await"):
            await asyncio.create_task(keys())
        with pytest.raises(SharedTransaction):
            await asyncio.gather(keys(), keys())
        assert await keys() == ["a"]


async def test_a_task_begun_in_a_unit_works_by_itself_after_it(database: Database):
    over = asyncio.Event()

    async def later() -> list[str]:
        await over.wait()
        async with unit_of_work():
            await an_api_key("b").save()
        return await keys()

    async with unit_of_work():
        await an_api_key("a").save()
        task = asyncio.create_task(later())
        await asyncio.sleep(0)
    over.set()
    assert await task == ["a", "b"]


async def test_a_savepoint_can_be_rolled_back_alone(database: Database):
    async with unit_of_work() as work:
        await an_api_key("a").save()
        savepoint = await work.savepoint()
        await an_api_key("b").save()
        await savepoint.rollback_to()
        await an_api_key("c").save()
    assert await keys() == ["a", "c"]


async def test_a_savepoint_makes_good_what_a_failed_statement_broke(database: Database):
    async with unit_of_work() as work:
        await an_api_key("a").save()
        savepoint = await work.savepoint()
        with pytest.raises((sqlite3.IntegrityError, asyncpg.UniqueViolationError)):
            await an_api_key("a").save()
        await savepoint.rollback_to()
        await an_api_key("b").save()
    assert await keys() == ["a", "b"]


async def swallow_a_failure(and_then: Callable[[], Awaitable[object]]) -> None:
    async with unit_of_work():
        await an_api_key("a").save()
        with contextlib.suppress(sqlite3.IntegrityError, asyncpg.UniqueViolationError):
            await an_api_key("a").save()
        await and_then()


@pytest.mark.parametrize("and_then", [lambda: asyncio.sleep(0), keys, an_api_key("b").save])
async def test_a_swallowed_failure_stores_nothing_and_says_so(
    database: Database, and_then: Callable[[], Awaitable[object]]
):
    """PostgreSQL would answer COMMIT with a silent rollback, SQLite would store the rest."""
    with pytest.raises(UnitOfWorkFailed, match="nothing is stored"):
        await swallow_a_failure(and_then)
    assert await keys() == []
    async with unit_of_work():
        await an_api_key("c").save()
    assert await keys() == ["c"]


async def test_a_snapshot_sees_one_state(database: Database):
    await an_api_key("a").save()
    seen = asyncio.Event()
    written = asyncio.Event()

    async def write() -> None:
        await seen.wait()
        async with unit_of_work():
            await an_api_key("b").save()
        written.set()

    writer = asyncio.create_task(write())
    async with snapshot():
        first = await keys()
        seen.set()
        await written.wait()
        second = await keys()
    await writer
    assert (first, second, await keys()) == (["a"], ["a"], ["a", "b"])


async def test_a_snapshot_inside_a_unit_sees_what_the_unit_did(database: Database):
    async with unit_of_work():
        await an_api_key("a").save()
        async with snapshot():
            assert await keys() == ["a"]
        await an_api_key("b").save()
    assert await keys() == ["a", "b"]


async def test_without_a_database_the_error_says_so():
    with pytest.raises(NoDatabase, match="open_database"):
        await nest()


async def test_the_database_opened_last_is_used_until_it_is_closed(database: Database):
    """An app inside a test opens the same database again, and gives it back."""
    async with await open_database(Settings(database_url=database.url)) as second:
        await an_api_key("a").save()
        assert ApiKey._meta.db is second.engine
    assert ApiKey._meta.db is database.engine
    assert await keys() == ["a"]


async def test_piccolo_reads_what_the_unit_wrote_and_nobody_else_does(database: Database):
    """One connection, one transaction: no query inside goes around it."""
    async with unit_of_work():
        entry = AuditEntry(
            at=datetime(2026, 11, 22, tzinfo=UTC),
            actor="PSW",
            action="test",
            subject_kind="x",
            subject_id=str(UUID(int=1)),
        )
        await entry.save()
        assert await AuditEntry.count() == 1
        async with await open_database(Settings(database_url=database.url)) as outside:
            (row,) = await outside.engine.run_ddl("SELECT count(*) AS n FROM audit_entry")
    assert row["n"] == 0
    assert await AuditEntry.count() == 1
