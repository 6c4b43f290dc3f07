"""What docs/operate/database.md tells an operator to do, done."""

from __future__ import annotations

import asyncio
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest

from service.settings import Settings
from service.storage import postgres, sqlite
from service.storage.database import open_database
from service.storage.migrate import migrate
from service.storage.tables.access import ApiKey, AuditEntry
from service.storage.tables.asye import AsyeEntryRow
from service.storage.tables.enrolments import CommitmentRow, MemberCalendar
from service.storage.transaction import unit_of_work
from tests.conftest import MIGRATED_AT, new_postgres_database
from tests.storage.samples import ROWS, put

PAGE = (Path(__file__).parents[2] / "docs" / "operate" / "database.md").read_text()


async def test_the_backup_of_a_running_sqlite_database_is_whole(tmp_path: Path):
    url = f"sqlite:///{tmp_path}/var/scorecard.sqlite"
    await migrate(url, MIGRATED_AT)
    (command,) = re.findall(r"^    (python -c .*VACUUM INTO.*)$", PAGE, re.MULTILINE)
    async with await open_database(Settings(database_url=url)) as database:
        await put(database)
        words = [sys.executable, *shlex.split(command)[1:]]
        async with unit_of_work():
            await ApiKey.update({ApiKey.name: "not committed"}, force=True)
            await asyncio.to_thread(subprocess.run, words, cwd=tmp_path, check=True, timeout=30)
    backup = Settings(database_url=f"sqlite:///{tmp_path}/backup.sqlite")
    async with await open_database(backup) as copy:
        await copy.require_migrated()
        assert await ApiKey.select() == [ROWS["api_key"]]


async def test_the_role_of_the_service_cannot_switch_triggers_off(server_for_postgres_only: str):
    owner = await new_postgres_database(server_for_postgres_only, "two_roles")
    (statements,) = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)
    connection = await asyncpg.connect(owner)
    await connection.execute(statements)
    await migrate(owner, MIGRATED_AT)
    service = owner.replace("//app@", "//scorecard_service@")
    async with await open_database(Settings(database_url=service)) as database:
        await database.require_migrated()
        await put(database)
        async with unit_of_work() as work:
            await ApiKey.update({ApiKey.name: "changed"}, force=True)
            key = ROWS["audit_entry"] | {"id": 99}
            await work.copy_rows(AuditEntry, tuple(key), [tuple(key.values())])
        for statement in (
            "ALTER TABLE edition DISABLE TRIGGER append_only",
            "DROP TRIGGER append_only ON edition",
            "SET session_replication_role = replica",
            "TRUNCATE edition",
            "CREATE TABLE other (n integer)",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await database.engine.run_ddl(statement)
        # what may only grow is kept by triggers; what the service takes out again it can
        with pytest.raises(asyncpg.PostgresError, match="edition is append-only"):
            await database.engine.run_ddl("DELETE FROM edition")
        for table in (AsyeEntryRow, CommitmentRow, MemberCalendar):
            async with unit_of_work():
                await table.delete(force=True)
            assert not await table.exists()
    await connection.close()


def test_the_page_names_the_defaults():
    assert f"{sqlite.POOL_SIZE} on SQLite, {postgres.POOL_SIZE} on PostgreSQL" in PAGE
    assert f"how long a writer waits for another; {sqlite.BUSY_SECONDS})" in PAGE


def test_piccolos_own_tools_find_our_engine_from_any_folder(tmp_path: Path):
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import service.storage, piccolo.engine as p; print(p.engine_finder().path)",
        ],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "DATABASE_URL": "sqlite:///here/x.sqlite"},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("here/x.sqlite\n", "")
