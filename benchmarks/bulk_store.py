"""Store 200,000 caseload rows in one unit of work, against the bare drivers on the same table.

    python benchmarks/bulk_store.py [--rows N] [--rounds N]

Bare: sqlite3 ``executemany`` of ready-made values on a connection with the same settings, and
asyncpg ``copy_records_to_table``, each in one transaction into the same table with every
constraint and index. Rounds alternate; ratios are of the medians. Prints JSON; exit code 1 when a
limit is broken.
"""

import argparse
import asyncio
import json
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import asyncpg

from service.settings import Settings
from service.storage.database import open_database
from service.storage.migrate import migrate
from service.storage.sqlite import PRAGMAS
from service.storage.tables.workforce import CaseloadRow
from service.storage.transaction import unit_of_work

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests.pgtemp import temporary_postgres

NOW = datetime(2026, 11, 22, tzinfo=UTC)
COLUMNS = (
    "came_with",
    "census",
    "row",
    "worker",
    "taken_on",
    "team",
    "cases",
    "fte",
    "unit",
    "agency",
)
LIMITS = {"sqlite": 1.7, "postgres": 1.4}
PARENTS = (
    f"""
    INSERT INTO received_file VALUES ('00000000-0000-4000-8000-000000000001', '{"0" * 64}',
        1, 'caseloads.csv', '2026-11-22 00:00:00+00:00', 'benchmark')
    """,
    """
    INSERT INTO workforce_return (id, kind, edition, options, file, state, unreadable, held_order,
        rows_read, rows_accepted, findings, changes, checked_at, checked_by)
    VALUES ('00000000-0000-4000-8000-000000000002', 'caseloads', '1', '{}',
        '00000000-0000-4000-8000-000000000001', 'checked', FALSE, 0, 0, 0, '[]', '{}',
        '2026-11-22 00:00:00+00:00', 'benchmark')
    """,
)


def caseloads(count: int) -> list[tuple[object, ...]]:
    """Return ``count`` rows as a reader gives them: about 3,300 workers at 60 month-ends."""
    workers = max(1, count // 60)
    first = date(2021, 1, 31)
    return [
        (
            1,
            False,
            number + 2,
            f"{number % workers:032x}",
            first + timedelta(days=30 * (number // workers)),
            f"Assessment team {number % workers % 40}",
            10 + number % 17,
            None if number % 5 else 800_000,
            "child",
            number % 7 == 0,
        )
        for number in range(count)
    ]


def bare_sqlite(path: Path, rows: Sequence[tuple[object, ...]]) -> float:
    ready = [(*row[:4], row[4].isoformat(), *row[5:]) for row in rows]
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(pragma)
    names, places = ", ".join(COLUMNS), ", ".join("?" * len(COLUMNS))
    start = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(f"INSERT INTO caseload_snapshot ({names}) VALUES ({places})", ready)
    connection.execute("COMMIT")
    took = time.perf_counter() - start
    connection.close()
    return took


async def bare_postgres(url: str, rows: Sequence[tuple[object, ...]]) -> float:
    connection = await asyncpg.connect(url)
    start = time.perf_counter()
    async with connection.transaction():
        await connection.copy_records_to_table(
            "caseload_snapshot", records=rows, columns=list(COLUMNS)
        )
    took = time.perf_counter() - start
    await connection.close()
    return took


async def ours(url: str, rows: Sequence[tuple[object, ...]]) -> float:
    async with await open_database(Settings(database_url=url)):
        start = time.perf_counter()
        async with unit_of_work() as work:
            await work.copy_rows(CaseloadRow, COLUMNS, rows)
        took = time.perf_counter() - start
        stored = await CaseloadRow.count()
    if stored != len(rows):
        raise RuntimeError(f"{stored} rows stored of {len(rows)}")
    return took


async def measure_sqlite(
    folder: Path, rows: list[tuple[object, ...]], rounds: int
) -> list[tuple[float, float]]:
    template = folder / "template.sqlite"
    await migrate(f"sqlite:///{template}", NOW)
    connection = sqlite3.connect(template)
    for statement in PARENTS:
        connection.execute(statement)
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    taken = []
    for number in range(rounds):
        bare_file, our_file = folder / f"bare{number}.sqlite", folder / f"ours{number}.sqlite"
        shutil.copyfile(template, bare_file)
        shutil.copyfile(template, our_file)
        taken.append((await ours(f"sqlite:///{our_file}", rows), bare_sqlite(bare_file, rows)))
    return taken


async def measure_postgres(
    url: str, rows: list[tuple[object, ...]], rounds: int
) -> list[tuple[float, float]]:
    await migrate(url, NOW)
    connection = await asyncpg.connect(url)
    for statement in PARENTS:
        await connection.execute(statement)
    taken = []
    for _ in range(rounds):
        our_time = await ours(url, rows)
        await connection.execute("TRUNCATE caseload_snapshot")
        bare_time = await bare_postgres(url, rows)
        await connection.execute("TRUNCATE caseload_snapshot")
        taken.append((our_time, bare_time))
    await connection.close()
    return taken


def summary(engine: str, taken: list[tuple[float, float]]) -> dict[str, object]:
    our_time = statistics.median(pair[0] for pair in taken)
    bare_time = statistics.median(pair[1] for pair in taken)
    ratio = our_time / bare_time
    return {
        "ours_seconds": round(our_time, 3),
        "bare_seconds": round(bare_time, 3),
        "ratio": round(ratio, 2),
        "limit": LIMITS[engine],
        "within": ratio <= LIMITS[engine],
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    rows = caseloads(arguments.rows)
    results: dict[str, object] = {"benchmark": "bulk_store", "rows": arguments.rows}
    with tempfile.TemporaryDirectory() as folder:
        taken = asyncio.run(measure_sqlite(Path(folder), rows, arguments.rounds))
        results["sqlite"] = summary("sqlite", taken)
    with temporary_postgres() as url:
        taken = asyncio.run(measure_postgres(url, rows, arguments.rounds))
        results["postgres"] = summary("postgres", taken)
    print(json.dumps(results, indent=2))
    return 0 if all(results[engine]["within"] for engine in LIMITS) else 1


if __name__ == "__main__":
    raise SystemExit(main())
