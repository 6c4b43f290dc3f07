"""Many writers at once: every change is counted once, nobody is turned away."""

from __future__ import annotations

import asyncio
import sys

from service.storage.database import Database
from service.storage.tables.access import ApiKey
from service.storage.transaction import unit_of_work
from tests.storage.samples import put


async def increment() -> None:
    """Read, think, write: what loses changes wherever two do it at once."""
    async with unit_of_work():
        (row,) = await ApiKey.select(ApiKey.name)
        await asyncio.sleep(0)
        await ApiKey.update({ApiKey.name: str(int(row["name"]) + 1)}, force=True)


async def begin_at_zero(database: Database) -> None:
    await put(database, ["api_key"])
    await ApiKey.update({ApiKey.name: "0"}, force=True)


async def test_fifty_coroutines(database: Database):
    await begin_at_zero(database)

    async def four() -> None:
        for _ in range(4):
            await increment()

    await asyncio.gather(*[four() for _ in range(50)])
    (row,) = await ApiKey.select(ApiKey.name)
    assert row["name"] == "200"


INCREMENTS = """
import asyncio, sys
from service.settings import Settings
from service.storage.database import open_database
from tests.storage.test_concurrency import increment

async def main():
    async with await open_database(Settings(database_url=sys.argv[1])):
        print("ready", flush=True)
        sys.stdin.readline()
        for _ in range(100):
            await increment()

asyncio.run(main())
"""


async def test_two_processes(database: Database):
    await begin_at_zero(database)
    pipe = asyncio.subprocess.PIPE
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", INCREMENTS, database.url, stdin=pipe, stdout=pipe, stderr=pipe
        )
        for _ in range(2)
    ]
    for process in processes:
        assert await process.stdout.readline() == b"ready\n"
    for process in processes:
        process.stdin.write(b"go\n")
    outcomes = await asyncio.gather(*[process.communicate() for process in processes])
    assert [(p.returncode, errors) for p, (_, errors) in zip(processes, outcomes, strict=True)] == [
        (0, b"")
    ] * 2
    (row,) = await ApiKey.select(ApiKey.name)
    assert row["name"] == "200"


async def test_readers_do_not_wait_for_writers_however_many(database: Database):
    """Writers that wait for their turn must not sit on the connections readers need."""
    await begin_at_zero(database)
    inside, done = asyncio.Event(), asyncio.Event()

    async def write() -> None:
        async with unit_of_work():
            await ApiKey.update({ApiKey.name: "1"}, force=True)
            inside.set()
            await done.wait()

    writers = [asyncio.create_task(write()) for _ in range(30)]
    await inside.wait()
    async with asyncio.timeout(10):
        rows = await asyncio.gather(*[ApiKey.select(ApiKey.name) for _ in range(30)])
    done.set()
    await asyncio.gather(*writers)
    assert rows == [[{"name": "0"}]] * 30
    assert await ApiKey.select(ApiKey.name) == [{"name": "1"}]
