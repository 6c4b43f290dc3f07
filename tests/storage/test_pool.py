"""Connections, locks and threads: whatever happens, they come back."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest

from service.storage.database import Database
from service.storage.engine import bound_engine
from service.storage.postgres import WRITERS
from service.storage.problems import (
    ConstraintBroken,
    NoDatabase,
    StorageBusy,
    StorageUnavailable,
)
from service.storage.sqlite import PooledSQLiteEngine
from service.storage.tables.access import ApiKey
from service.storage.transaction import snapshot, unit_of_work
from tests.storage.samples import ROWS

ENDLESS = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT count(*) FROM c"


async def add_key(lookup: str) -> None:
    await ApiKey(**ROWS["api_key"] | {"id": uuid4(), "lookup": lookup}).save()


async def store(lookup: str) -> None:
    async with unit_of_work():
        await add_key(lookup)


async def read() -> int:
    async with snapshot():
        return await ApiKey.count()


async def assert_sound() -> None:
    """Every place in the pool can be taken, and a writer gets its turn."""
    async with asyncio.timeout(5):
        counts = await asyncio.gather(*[read() for _ in range(20)])
        await store(f"sound{uuid4().hex[:20]}")
        assert await asyncio.gather(*[ApiKey.count() for _ in range(20)]) == [counts[0] + 1] * 20
    engine = bound_engine()
    assert not engine.write_turn.locked()
    if isinstance(engine, PooledSQLiteEngine):
        assert engine._places._value == engine.pool_size
        assert len(engine._idle) <= engine.pool_size
    else:
        assert engine.pool.get_idle_size() == engine.pool.get_size()


def sqlite_threads() -> int:
    return sum("_connection_worker_thread" in thread.name for thread in threading.enumerate())


async def assert_no_thread_left() -> None:
    for _ in range(100):  # a thread says that it has closed the file just before it ends
        if sqlite_threads() == 0:
            return
        await asyncio.sleep(0.01)
    assert sqlite_threads() == 0


async def test_a_storm_of_cancellations_leaks_nothing(database: Database):
    """300 readers and writers cancelled at any moment, from waiting for a turn to committing."""
    chance = random.Random(20261122)
    confirmed: list[str] = []
    asked: list[str] = []

    async def one(number: int) -> None:
        if chance.random() < 0.3:
            await read()
            return
        asked.append(f"k{number}")
        await store(f"k{number}")
        confirmed.append(f"k{number}")

    async def cancelled_soon(number: int) -> None:
        task = asyncio.create_task(one(number))
        if chance.random() < 0.5:
            for _ in range(chance.randrange(30)):
                await asyncio.sleep(0)
            task.cancel()
        elif chance.random() < 0.5:
            await asyncio.sleep(chance.random() * 0.2)
            task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    await asyncio.gather(*[cancelled_soon(number) for number in range(300)])
    await assert_sound()
    rows = await ApiKey.select(ApiKey.lookup).where(ApiKey.lookup.not_like("sound%"))
    stored = {row["lookup"] for row in rows}
    assert set(confirmed) <= stored <= set(asked)
    assert 0 < len(confirmed) < len(asked)


async def test_a_cancelled_query_is_stopped_in_the_database(database: Database):
    """A client that goes away must not leave its query running on one of a few connections."""
    for _ in range(12):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await database.engine.run_ddl(ENDLESS)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05), unit_of_work():
            await database.engine.run_ddl(ENDLESS)
    await assert_sound()


async def test_a_closed_database_leaves_no_thread(sqlite_database: Database):
    await assert_sound()
    assert 1 <= sqlite_threads() <= 2
    await sqlite_database.close()
    await assert_no_thread_left()
    await sqlite_database.close()
    with pytest.raises(NoDatabase):
        await store("late")


async def test_a_query_under_way_when_the_database_closes_ends_and_leaves_no_thread(
    sqlite_database: Database,
):
    engine = sqlite_database.engine
    async with unit_of_work():
        await add_key("a")
        await sqlite_database.close()
    (row,) = await engine.run_ddl("SELECT count(*) AS n FROM api_key")
    assert row["n"] == 1
    await assert_no_thread_left()


async def test_a_closed_database_leaves_no_connection_on_the_server(postgres_database: Database):
    await assert_sound()
    ask = postgres_database.engine.run_ddl
    pids = {
        row["pid"]
        for rows in await asyncio.gather(
            *[ask("SELECT pg_backend_pid() AS pid, pg_sleep(0.05)") for _ in range(8)]
        )
        for row in rows
    }
    assert 1 <= len(pids) <= 2
    await postgres_database.close()
    outside = await asyncpg.connect(postgres_database.url.partition("?")[0])
    try:
        count = "SELECT count(*) FROM pg_stat_activity WHERE pid = ANY($1::int[])"
        for _ in range(100):
            if await outside.fetchval(count, list(pids)) == 0:
                break
            await asyncio.sleep(0.05)
        assert await outside.fetchval(count, list(pids)) == 0
    finally:
        await outside.close()


async def test_a_writer_elsewhere_makes_us_busy_for_a_while_only(sqlite_database: Database):
    """BEGIN fails: Piccolo's own engine would leave a thread that keeps the process for ever."""
    other = sqlite3.connect(bound_engine().path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    for _ in range(2):
        with pytest.raises(StorageBusy, match="try again"):
            await store("a")
    assert await read() == 0
    other.execute("ROLLBACK")
    other.close()
    await assert_sound()


async def test_a_writer_elsewhere_makes_us_busy_on_postgres_too(postgres_database: Database):
    other = await asyncpg.connect(postgres_database.url.partition("?")[0])
    await other.execute(f"SELECT pg_advisory_lock({WRITERS})")
    for _ in range(2):
        with pytest.raises(StorageBusy, match="try again"):
            await store("a")
    assert await read() == 0
    await other.close()
    await assert_sound()


async def test_a_long_writer_here_makes_the_next_busy(sqlite_database: Database):
    async def hold(inside: asyncio.Event) -> None:
        async with unit_of_work():
            inside.set()
            await asyncio.sleep(0.4)

    inside = asyncio.Event()
    holder = asyncio.create_task(hold(inside))
    await inside.wait()
    with pytest.raises(StorageBusy):
        await store("a")
    await holder
    await assert_sound()


async def test_who_has_no_patience_is_turned_away_at_once(database: Database):
    """As for noting when a key was last used: a long import must not hold up a request."""
    inside, done = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        async with unit_of_work():
            inside.set()
            await done.wait()

    async def impatient() -> None:
        async with unit_of_work(patience=0.05):
            await add_key("impatient")

    holder = asyncio.create_task(hold())
    await inside.wait()
    begun = time.monotonic()
    with pytest.raises(StorageBusy):
        await impatient()
    assert time.monotonic() - begun < 5
    done.set()
    await holder
    await impatient()
    assert await read() == 1
    await assert_sound()


async def test_patience_with_another_process_lasts_for_one_unit(sqlite_database: Database):
    sqlite_database.engine.busy_seconds = 30

    async def impatient() -> None:
        async with unit_of_work(patience=0.05):
            await add_key("impatient")

    other = sqlite3.connect(bound_engine().path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageBusy):
        await impatient()
    other.execute("ROLLBACK")
    other.close()
    await impatient()
    async with unit_of_work():
        (row,) = await sqlite_database.engine.run_ddl("PRAGMA busy_timeout")
    assert row == {"timeout": 30_000}


async def test_a_commit_that_fails_stores_nothing(sqlite_database: Database):
    async def orphan() -> None:
        async with unit_of_work():
            await add_key("a")
            await sqlite_database.engine.run_ddl("PRAGMA defer_foreign_keys=ON")
            await sqlite_database.engine.run_ddl(
                "INSERT INTO edition_input (edition, came_with, ordinal) VALUES ('none', 9, 0)"
            )

    with pytest.raises(ConstraintBroken) as refused:
        await orphan()
    assert refused.value.rule == "reference"
    assert await read() == 0
    await assert_sound()


async def test_a_commit_that_fails_on_postgres_stores_nothing(postgres_database: Database):
    ask = postgres_database.engine.run_ddl

    async def doubles() -> None:
        async with unit_of_work():
            await add_key("a")
            await ask("CREATE TEMP TABLE t (n int UNIQUE DEFERRABLE INITIALLY DEFERRED)")
            await ask("INSERT INTO t VALUES (1), (1)")

    with pytest.raises(ConstraintBroken) as refused:
        await doubles()
    assert refused.value.rule == "unique"
    assert await read() == 0
    await assert_sound()


async def test_the_server_goes_away_in_the_middle(postgres_database: Database):
    async def cut_off() -> None:
        async with unit_of_work():
            await add_key("a")
            (row,) = await postgres_database.engine.run_ddl("SELECT pg_backend_pid() AS pid")
            outside = await asyncpg.connect(postgres_database.url.partition("?")[0])
            await outside.execute(f"SELECT pg_terminate_backend({row['pid']})")
            await outside.close()
            await asyncio.sleep(0.2)
            await add_key("b")

    with pytest.raises(StorageUnavailable, match="nothing was stored"):
        await cut_off()
    assert await read() == 0
    await assert_sound()


async def test_a_full_disk_stores_nothing_and_says_so(sqlite_database: Database):
    engine = sqlite_database.engine

    async def too_much() -> None:
        async with unit_of_work() as work:
            await engine.run_ddl("PRAGMA max_page_count=1")
            key = ROWS["api_key"]
            rows = [
                tuple((key | {"id": uuid4(), "lookup": f"k{n}"}).values()) for n in range(5_000)
            ]
            await work.copy_rows(ApiKey, tuple(key), rows)

    with pytest.raises(StorageUnavailable):
        await too_much()
    assert await read() == 0


CARELESS = """
import asyncio, sys
from service.settings import Settings
from service.storage.database import open_database
from service.storage.transaction import unit_of_work

async def main():
    database = await open_database(Settings(database_url=sys.argv[1]))
    engine = database.engine
    await asyncio.gather(*[engine.run_ddl("SELECT 1") for _ in range(8)])
    asyncio.create_task(engine.run_ddl(sys.argv[2]))
    await asyncio.sleep(0.1)
    unit = unit_of_work()
    await unit.__aenter__()
    print("left open", flush=True)

asyncio.run(main())
"""


def test_a_process_ends_though_it_left_everything_open(tmp_path: Path):
    """A query running, a transaction open, nothing closed: no thread may keep the process."""
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", CARELESS, f"sqlite:///{tmp_path}/x.sqlite", ENDLESS],
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("left open\n", 0), done.stderr
    assert time.monotonic() - begun < 15
