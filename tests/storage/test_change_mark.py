"""The mark of change: it moves with every change of every process, and with nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from service.access import audit
from service.access.actor import command_line
from service.settings import Settings
from service.storage.change_mark import ChangeMark
from service.storage.database import Database, open_database
from service.storage.problems import StorageUnavailable
from service.storage.transaction import unit_of_work

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SOMEBODY = command_line("tester")


@pytest.fixture
async def mark(database: Database) -> AsyncIterator[ChangeMark]:
    made = ChangeMark(database.engine)
    yield made
    await made.close()


async def record() -> None:
    await audit.record(
        SOMEBODY, "changed", subject_kind="test", subject_id="1", before=None, after=None, now=AT
    )


async def change() -> None:
    async with unit_of_work():
        await record()


async def test_it_moves_with_every_change(mark: ChangeMark):
    seen = [await mark.read()]
    for _ in range(3):
        await change()
        seen.append(await mark.read())
    assert seen[0] == 0
    assert sorted(set(seen)) == seen


async def test_at_once_it_is_the_same_or_not_known(mark: ChangeMark, database: Database):
    for _ in range(3):
        await change()
        expected = await mark.read() if database.is_sqlite else None
        assert mark.at_once() == expected


async def test_it_does_not_move_before_a_change_is_committed(mark: ChangeMark):
    recorded, may_commit = asyncio.Event(), asyncio.Event()

    async def slow_change() -> None:
        async with unit_of_work():
            await record()
            recorded.set()
            await may_commit.wait()

    before = await mark.read()
    changing = asyncio.create_task(slow_change())
    await recorded.wait()
    assert (await mark.read(), mark.at_once() in {None, before}) == (before, True)
    may_commit.set()
    await changing
    assert await mark.read() > before


async def test_it_does_not_move_when_a_change_is_undone(mark: ChangeMark):
    before = await mark.read()
    with pytest.raises(ValueError, match="no"):
        await undone_change()
    assert (await mark.read(), mark.at_once() in {None, before}) == (before, True)


async def undone_change() -> None:
    async with unit_of_work():
        await record()
        raise ValueError("no")


async def test_what_another_process_changes_is_seen(mark: ChangeMark, settings: Settings):
    before = await mark.read()
    async with await open_database(settings):  # with connections of its own
        await change()
    assert await mark.read() > before
    assert mark.at_once() in {None, await mark.read()}


async def test_a_write_without_an_entry_does_not_move_it(mark: ChangeMark, database: Database):
    await change()
    before = await mark.read(), mark.at_once()
    await database.engine.run_ddl("CREATE TABLE another (id INTEGER)")
    await database.engine.run_ddl("INSERT INTO another VALUES (1)")
    after = await mark.read(), mark.at_once()
    await database.engine.run_ddl("DROP TABLE another")
    assert after == before


class Counted:
    """Where the mark is read, with reads counted, held up and broken on demand."""

    def __init__(self, mark: ChangeMark) -> None:
        self.source = mark._source
        mark._source = self
        self.reads = 0
        self.hold = asyncio.Event()
        self.hold.set()
        self.broken = False

    async def read(self) -> int:
        self.reads += 1
        found = await self.source.read()
        await self.hold.wait()
        if self.broken:
            raise ConnectionResetError(104, "gone")
        return found

    async def close(self) -> None:
        await self.source.close()


async def test_many_who_ask_share_a_read_that_began_after_they_asked(mark: ChangeMark):
    counted = Counted(mark)
    counted.hold.clear()
    early = asyncio.create_task(mark.read())
    await asyncio.sleep(0.05)  # it has been answered by the database, and not yet told so
    await change()
    late = [asyncio.create_task(mark.read()) for _ in range(10)]
    await asyncio.sleep(0)
    counted.hold.set()
    assert await early == 0
    assert set(await asyncio.gather(*late)) == {await mark.read()}
    assert (await early, counted.reads) == (0, 3)


async def test_one_impatient_asker_does_not_spoil_it_for_others(mark: ChangeMark):
    counted = Counted(mark)
    counted.hold.clear()
    impatient, patient = asyncio.create_task(mark.read()), asyncio.create_task(mark.read())
    await asyncio.sleep(0.05)
    impatient.cancel()
    counted.hold.set()
    assert await patient == 0
    with pytest.raises(asyncio.CancelledError):
        await impatient


async def test_a_database_that_is_away_is_said_to_all_who_wait_and_asked_again(mark: ChangeMark):
    counted = Counted(mark)
    counted.broken = True
    answers = await asyncio.gather(*(mark.read() for _ in range(3)), return_exceptions=True)
    assert [type(each) for each in answers] == [StorageUnavailable] * 3
    counted.broken = False
    assert await mark.read() == 0


async def test_at_once_gives_up_where_the_file_cannot_be_read(sqlite_database: Database):
    mark = ChangeMark(sqlite_database.engine)
    assert mark.at_once() == 0
    await sqlite_database.engine.run_ddl("ALTER TABLE audit_entry RENAME TO elsewhere")
    assert mark.at_once() is None
    await sqlite_database.engine.run_ddl("ALTER TABLE elsewhere RENAME TO audit_entry")
    assert mark.at_once() == 0
    await mark.close()
    await mark.close()
    assert mark.at_once() == 0  # opened again
    await mark.close()


async def test_a_lost_connection_is_made_again(postgres_database: Database):
    mark = ChangeMark(postgres_database.engine)
    assert await mark.read() == 0
    lost = mark._source._connection
    await postgres_database.engine.run_ddl(f"SELECT pg_terminate_backend({lost.get_server_pid()})")
    for _ in range(200):
        await asyncio.sleep(0.01)
        if lost.is_closed():
            break
    assert await mark.read() == 0
    await mark.close()
    await mark.close()
    assert await mark.read() == 0
    await mark.close()
