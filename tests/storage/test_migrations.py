"""The history runs from nothing and from every earlier state, with data, and never halfway."""

from __future__ import annotations

import asyncio
import shutil
import signal
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from service.setting_values import SettingsError
from service.settings import Settings
from service.storage.database import Database, all_tables, open_database
from service.storage.history import FOLDER, HistoryError, history
from service.storage.migrate import migrate, state_of
from tests.conftest import MIGRATED_AT
from tests.storage.conftest import NewAddress
from tests.storage.samples import ROWS, insert
from tests.storage.schema import live_tables

NAMES = [migration.name for migration in history("sqlite")]
NEXT = f"m{len(NAMES) + 1:04d}_next.py"


async def opened(url: str) -> Database:
    return await open_database(Settings(database_url=url))


async def test_from_nothing(new_address: NewAddress):
    url = await new_address()
    assert (await state_of(url)).pending == tuple(NAMES)
    told: list[str] = []
    assert (await migrate(url, MIGRATED_AT, tell=told.append)).applied == tuple(NAMES)
    assert told == NAMES
    told.clear()
    assert (await migrate(url, MIGRATED_AT, tell=told.append)).at_head
    assert told == []
    async with await opened(url) as database:
        assert await database.is_migrated()
        await database.require_migrated()
        rows = await database.engine.run_ddl("SELECT name, applied_at FROM schema_migration")
        assert [dict(row) for row in rows] == [
            {"name": name, "applied_at": MIGRATED_AT.isoformat()} for name in NAMES
        ]


async def fill(database: Database) -> dict[str, dict[str, Any]]:
    """Put the sample of every table there is, as far as it has the columns; returns what went in."""
    live = await live_tables(database)
    rows = {
        table: {name: value for name, value in row.items() if name in live[table].columns}
        for table, row in ROWS.items()
        if table in live
    }
    assert rows
    for table, row in rows.items():
        await database.engine.run_ddl(insert(table, row, sqlite=database.is_sqlite))
    return rows


@pytest.mark.parametrize("done", range(1, len(NAMES)))
async def test_from_every_earlier_state_with_data(new_address: NewAddress, done: int):
    """Covers every future migration by itself: the samples are cut to what the state can hold."""
    url = await new_address()
    assert (await migrate(url, MIGRATED_AT, up_to=done)).applied == tuple(NAMES[:done])
    async with await opened(url) as database:
        rows = await fill(database)
        assert not await database.is_migrated()
        with pytest.raises(SettingsError, match="python -m service migrate"):
            await database.require_migrated()
    assert (await migrate(url, MIGRATED_AT)).at_head
    async with await opened(url) as database:
        await database.require_migrated()
        tables = {table._meta.tablename: table for table in all_tables()}
        for name, row in rows.items():
            (found,) = await tables[name].select()
            assert {key: found[key] for key in row if key in found} == row


async def test_two_runs_at_once_in_one_process(new_address: NewAddress):
    url = await new_address()
    told: list[str] = []
    runs = [migrate(url, MIGRATED_AT, tell=told.append) for _ in range(4)]
    assert {found.at_head for found in await asyncio.gather(*runs)} == {True}
    assert told == NAMES


RUN = """
import asyncio, sys
from pathlib import Path
from service.storage.migrate import migrate
from tests.conftest import MIGRATED_AT

print("ready", flush=True)
sys.stdin.readline()
asyncio.run(migrate(sys.argv[1], MIGRATED_AT, tell=print, folder=Path(sys.argv[2])))
"""


async def start(url: str, folder: Path = FOLDER) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", RUN, url, str(folder), stdin=pipe, stdout=pipe, stderr=pipe
    )
    assert await child.stdout.readline() == b"ready\n"
    return child


async def test_three_processes_at_once(new_address: NewAddress):
    url = await new_address()
    children = [await start(url) for _ in range(3)]
    for child in children:
        child.stdin.write(b"go\n")
    outcomes = await asyncio.gather(*[child.communicate() for child in children])
    assert [errors for _, errors in outcomes] == [b""] * 3
    assert [child.returncode for child in children] == [0] * 3
    assert sorted(b"".join(said for said, _ in outcomes).decode().split()) == NAMES


def with_next(tmp_path: Path, sqlite: Iterable[str], postgres: Iterable[str]) -> Path:
    """A folder with the real history and one migration more."""
    folder = tmp_path / "history"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / NEXT).write_text(
        f"def forwards(db):\n    return {list(sqlite)!r} if db.sqlite else {list(postgres)!r}\n"
    )
    return folder


def on_both(tmp_path: Path, *statements: str) -> Path:
    return with_next(tmp_path, statements, statements)


async def test_a_migration_that_fails_leaves_nothing(new_address: NewAddress, tmp_path: Path):
    url = await new_address()
    folder = on_both(
        tmp_path,
        "CREATE TABLE half (n INTEGER)",
        "UPDATE api_key SET name = 'changed'",
        "CREATE TABLE half (n INTEGER)",
    )
    await migrate(url, MIGRATED_AT)
    async with await opened(url) as database:
        rows = await fill(database)
    with pytest.raises(HistoryError, match=rf"{NEXT[:-3]} failed and was undone.*already exists"):
        await migrate(url, MIGRATED_AT, folder=folder)
    assert (await state_of(url, folder=folder)).pending == (NEXT[:-3],)
    async with await opened(url) as database:
        assert "half" not in await live_tables(database)
        (name,) = await database.engine.run_ddl("SELECT name FROM api_key")
        assert name["name"] == rows["api_key"]["name"]
        assert await database.is_migrated()


ENDLESS = (
    "INSERT INTO half WITH RECURSIVE c(n) AS"
    " (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 2000000000) SELECT sum(n) FROM c"
)


async def test_killed_in_the_middle_of_a_migration(new_address: NewAddress, tmp_path: Path):
    """The state before, no lock left, and the same migration can run again when it is mended."""
    url = await new_address()
    folder = on_both(tmp_path, "CREATE TABLE half (n BIGINT)", ENDLESS)
    child = await start(url, folder)
    child.stdin.write(b"go\n")
    for name in NAMES:
        assert (await child.stdout.readline()).decode().strip() == name
    await asyncio.sleep(0.3)
    child.send_signal(signal.SIGKILL)
    assert await child.communicate() == (b"", b"")
    assert (await state_of(url, folder=folder)).applied == tuple(NAMES)
    async with await opened(url) as database:
        assert "half" not in await live_tables(database)
        await fill(database)
    (folder / NEXT).write_text("def forwards(db):\n    return ['CREATE TABLE half (n BIGINT)']\n")
    async with asyncio.timeout(15):
        assert (await migrate(url, MIGRATED_AT, folder=folder)).at_head


async def test_rebuilding_a_table_keeps_its_children(new_address: NewAddress, tmp_path: Path):
    """SQLite can change a column only by rebuilding: with foreign keys on, children would go."""
    url = await new_address()
    (create,) = [
        statement
        for migration in history("sqlite")
        for statement in migration.statements
        if statement.startswith('CREATE TABLE "workforce_return"')
    ]
    folder = with_next(
        tmp_path,
        [
            create.replace('"workforce_return"', '"workforce_return_new"', 1),
            "INSERT INTO workforce_return_new SELECT * FROM workforce_return",
            "DROP TABLE workforce_return",
            "ALTER TABLE workforce_return_new RENAME TO workforce_return",
        ],
        ["ALTER TABLE workforce_return ALTER COLUMN edition TYPE VARCHAR(40)"],
    )
    await migrate(url, MIGRATED_AT)
    async with await opened(url) as database:
        rows = await fill(database)
    assert (await migrate(url, MIGRATED_AT, folder=folder)).at_head
    async with await opened(url) as database:
        tables = {table._meta.tablename: table for table in all_tables()}
        assert {name: await tables[name].select() for name in rows} == {
            name: [row] for name, row in rows.items()
        }
        # and the children still refer to the rebuilt table
        live = await live_tables(database)
        assert live["post"].references["came_with"][0] == "workforce_return"


async def test_a_migration_that_breaks_references_is_undone(
    new_address: NewAddress, tmp_path: Path
):
    url = await new_address()
    folder = on_both(tmp_path, "DELETE FROM workforce_return")
    await migrate(url, MIGRATED_AT)
    async with await opened(url) as database:
        await fill(database)
    with pytest.raises(HistoryError, match="undone"):
        await migrate(url, MIGRATED_AT, folder=folder)
    async with await opened(url) as database:
        (row,) = await database.engine.run_ddl("SELECT count(*) AS n FROM workforce_return")
        assert row["n"] == 1


async def test_a_database_of_a_newer_version_is_left_alone(new_address: NewAddress, tmp_path: Path):
    url = await new_address()
    await migrate(url, MIGRATED_AT, folder=on_both(tmp_path, "CREATE TABLE newer (n INTEGER)"))
    with pytest.raises(HistoryError, match="newer version"):
        await migrate(url, MIGRATED_AT)
    async with await opened(url) as database:
        assert not await database.is_migrated()
        with pytest.raises(SettingsError, match="newer version"):
            await database.require_migrated()


async def test_an_applied_migration_that_was_edited_is_refused(
    new_address: NewAddress, tmp_path: Path
):
    url = await new_address()
    folder = on_both(tmp_path, "CREATE TABLE newer (n INTEGER)")
    await migrate(url, MIGRATED_AT, folder=folder)
    (folder / NEXT).write_text("def forwards(db):\n    return ['CREATE TABLE newer (m INTEGER)']\n")
    with pytest.raises(HistoryError, match=f"{NEXT[:-3]} was edited after it had been applied"):
        await migrate(url, MIGRATED_AT, folder=folder)
