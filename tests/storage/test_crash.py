"""A process killed at any moment leaves the last good state, and no lock behind."""

from __future__ import annotations

import asyncio
import signal
import sys

import pytest

from service.storage.database import Database
from service.storage.tables.workforce import CaseloadRow
from service.storage.transaction import unit_of_work
from tests.storage.samples import ROWS, put

CASELOAD = tuple(name for name in ROWS["caseload_snapshot"] if name not in {"id", "superseded_by"})

IMPORT = """
import asyncio, sys
from service.settings import Settings
from service.storage.database import open_database
from service.storage.tables.workforce import CaseloadRow
from service.storage.transaction import unit_of_work
from tests.storage.test_crash import CASELOAD, caseload

def rows():
    for n in range(1_000, 1_000_000):
        if n == int(sys.argv[2]):
            print("so far", flush=True)
        yield caseload(n)

async def main():
    async with await open_database(Settings(database_url=sys.argv[1])):
        async with unit_of_work() as work:
            await work.copy_rows(CaseloadRow, CASELOAD, rows())
        print("committed", flush=True)

asyncio.run(main())
"""


def caseload(number: int) -> tuple[object, ...]:
    row = ROWS["caseload_snapshot"] | {"row": number, "worker": f"{number:032x}"}
    return tuple(row[name] for name in CASELOAD)


@pytest.mark.parametrize("moment", [1_000, 4_000, 27_500])
async def test_killed_in_the_middle_of_an_import(database: Database, moment: int):
    await put(database, ["received_file", "workforce_return", "caseload_snapshot"])
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", IMPORT, database.url, str(moment), stdout=asyncio.subprocess.PIPE
    )
    assert await child.stdout.readline() == b"so far\n"
    child.send_signal(signal.SIGKILL)
    assert (await child.communicate())[0] == b""
    assert child.returncode == -signal.SIGKILL
    assert await CaseloadRow.select() == [ROWS["caseload_snapshot"]]
    async with asyncio.timeout(10), unit_of_work() as work:
        await work.copy_rows(CaseloadRow, CASELOAD, [caseload(1), caseload(2)])
    assert await CaseloadRow.count() == 3
    if database.is_sqlite:
        (check,) = await database.engine.run_ddl("PRAGMA integrity_check")
        assert check == {"integrity_check": "ok"}
