"""A return read, validated and stored, against the fastest way of storing or reading the same.

``python benchmarks/return_import.py`` prints JSON: for each job its seconds, those of the named
limit measured in the same run, and the ratio. ``--rounds N`` repeats both, alternating, and takes
the fastest of each. On SQLite all work is in this process, so the ratio is of CPU seconds, which
other work on the computer does not disturb; on PostgreSQL it is of elapsed seconds. Exit code 1
when a limit is broken.
"""

import argparse
import asyncio
import csv
import gc
import io
import json
import resource
import sqlite3
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import asyncpg
from lxml import etree
from piccolo.querystring import QueryString

sys.path.insert(0, str(Path(__file__).parents[1]))

from typing import Self

from service.access.actor import command_line
from service.settings import Settings
from service.storage.database import open_database
from service.storage.migrate import migrate
from service.storage.sqlite import PRAGMAS
from service.workforce import operations
from service.workforce.fact_kinds import CASELOADS
from service.workforce.fact_rows import NAMES
from service.workforce.identity import identify
from service.workforce.raw_rows import fetch
from service.workforce.reading import Options
from service.workforce.receiving import measured
from service.workforce.records import Kind
from tests.pgtemp import temporary_postgres

KEY = b"a key for measuring only, 32 bytes at least"
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
WORKERS, DAYS = 4_000, 50
CENSUS_WORKERS = 20_000
LIMITS = {"sqlite": 4.0, "postgres": 3.0, "census": 4.0}
COLUMNS = ("came_with", "census", "row", *CASELOADS.fields)


def caseload_rows():
    """200,000 rows as a council's system would export them."""
    teams = [f"Team {number}" for number in range(60)]
    for month in range(DAYS):
        day = date(2026, 9, 30) - timedelta(days=30 * month)
        for worker in range(WORKERS):
            yield (
                f"SW{100_000 + worker}",
                day.isoformat(),
                teams[worker % 60],
                str(worker % 31),
                "0.6" if worker % 3 else "1",
                "child",
                "no" if worker % 7 else "yes",
            )


def caseload_csv() -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(
        ["registration_number", "snapshot_date", "team", "cases", "fte", "unit", "agency"]
    )
    writer.writerows(caseload_rows())
    return text.getvalue().encode()


def ready_rows() -> list[tuple]:
    """The same rows as the tables hold them, made before any clock runs."""
    workers = {f"SW{100_000 + n}": identify(f"SW{100_000 + n}", KEY) for n in range(WORKERS)}
    return [
        (
            1,
            False,
            place,
            workers[number],
            date.fromisoformat(day),
            team,
            int(cases),
            600_000 if fte == "0.6" else 1_000_000,
            unit,
            agency == "yes",
        )
        for place, (number, day, team, cases, fte, unit, agency) in enumerate(caseload_rows(), 2)
    ]


def census_xml() -> bytes:
    """20,000 workers, one in four of the agency, one in eight a leaver."""
    parts = [
        (
            '<?xml version="1.0" encoding="UTF-8"?>\n<Message>\n<Header><CollectionDetails>'
            "<Collection>CSWW</Collection><Year>2023</Year><ReferenceDate>2023-09-30</ReferenceDate>"
            "</CollectionDetails><Source><SourceLevel>L</SourceLevel><LEA>999</LEA></Source></Header>\n"
            "<LALevelVacancies><NumberOfVacancies>120.50</NumberOfVacancies>"
            "<NoAgencyFTE>60.00</NoAgencyFTE><NoAgencyHeadcount>70</NoAgencyHeadcount>"
            "</LALevelVacancies>\n"
        )
    ]
    for number in range(CENSUS_WORKERS):
        agency, left = number % 4 == 0, number % 8 == 1
        parts.append(
            f"<CSWWWorker>\n<AgencyWorker>{int(agency)}</AgencyWorker>\n<SWENo>SW{100_000 + number}</SWENo>\n"
            f"<FTE>{'0.000000' if left else '0.800000'}</FTE>\n"
            "<PersonBirthDate>1985-05-05</PersonBirthDate>\n<GenderCurrent>2</GenderCurrent>\n"
            "<Ethnicity>WBRI</Ethnicity>\n<QualInst>University of Somewhere</QualInst>\n"
            "<QualLevel>1</QualLevel>\n<StepUpGrad>0</StepUpGrad>\n"
            f"<OrgRole>5</OrgRole>\n<RoleStartDate>2019-01-{1 + number % 28:02}</RoleStartDate>\n"
            "<StartOrigin>2</StartOrigin>\n"
            + (
                "<RoleEndDate>2023-06-30</RoleEndDate>\n<LeaverDestination>3</LeaverDestination>\n"
                "<ReasonLeave>1</ReasonLeave>\n"
                if left
                else ""
            )
            + f"<FTE30>{'0.000000' if left else '0.800000'}</FTE30>\n<Cases30>{0 if left else 14}</Cases30>\n"
            f"<WorkingDaysLost>{number % 20}.50</WorkingDaysLost>\n<FrontlineGrad>0</FrontlineGrad>\n"
            "</CSWWWorker>\n"
        )
    parts.append("</Message>\n")
    return "".join(parts).encode()


def bare_iterparse(content: bytes) -> int:
    """Read every field of every worker and nothing else."""
    count = 0
    for _, element in etree.iterparse(io.BytesIO(content), events=("end",), tag="CSWWWorker"):
        {child.tag: child.text for child in element}
        count += 1
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    return count


class Clock:
    """Elapsed and CPU seconds of what is done inside ``with``."""

    def __enter__(self) -> Self:
        gc.collect()
        self._begun = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.elapsed = time.perf_counter() - self._begun[0]
        self.cpu = time.process_time() - self._begun[1]


async def taken_in(settings: Settings, kind: Kind, filename: str, content: bytes) -> Clock:
    """From the bytes in hand to everything committed."""
    with Clock() as clock:
        outcome = await operations.take_in(
            kind,
            measured(io.BytesIO(content)),
            filename=filename,
            options=Options(),
            actor=command_line("benchmark"),
            now=NOW,
            settings=settings,
        )
    assert outcome.state == "confirmed", outcome.findings[:3]
    return clock


async def fresh(folder: Path, name: str) -> Settings:
    settings = Settings(database_url=f"sqlite:///{folder / name}", identity_key=KEY)
    await migrate(settings.database_url, NOW)
    return settings


A_RETURN = (
    "INSERT INTO received_file (id, sha256, size, filename, received_at, sender) VALUES "
    "('00000000-0000-4000-8000-000000000001', '"
    + "0" * 64
    + "', 1, 'x', '2026-11-22 00:00:00+00:00', 'x')",
    (
        "INSERT INTO workforce_return (id, kind, edition, options, file, state, unreadable, held_order,"
        " rows_read, rows_accepted, findings, changes, checked_at, checked_by) VALUES "
        "('00000000-0000-4000-8000-000000000002', 'caseloads', '1', '{}',"
        " '00000000-0000-4000-8000-000000000001', 'checked', FALSE, 0, 0, 0, '[]', '{}', '2026-11-22 00:00:00+00:00', 'x')"
    ),
)


def executemany(path: str, rows: list[tuple]) -> Clock:
    """The limit on SQLite: the same rows into the same table, in one transaction."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in (*PRAGMAS, "PRAGMA journal_mode=WAL"):
        connection.execute(pragma)
    for statement in A_RETURN:
        connection.execute(statement)
    places = ", ".join("?" * len(COLUMNS))
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    sql = f'INSERT INTO "{NAMES["caseloads"]}" ({names}) VALUES ({places})'
    with Clock() as clock:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(sql, rows)
        connection.execute("COMMIT")
    connection.close()
    return clock


async def copy(url: str, rows: list[tuple]) -> Clock:
    """The limit on PostgreSQL: asyncpg's COPY of the same rows into the same table."""
    connection = await asyncpg.connect(url)
    for statement in A_RETURN:
        await connection.execute(statement)
    with Clock() as clock:
        async with connection.transaction():
            await connection.copy_records_to_table(
                NAMES["caseloads"], records=rows, columns=COLUMNS
            )
    await connection.close()
    return clock


async def on_sqlite(content: bytes, rows: list[tuple], rounds: int) -> dict:
    ours, limit, again = [], [], []
    changed = content.replace(b",child,", b",family,")
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            bare = await fresh(Path(folder), "bare.sqlite")
            limit.append(executemany(bare.database_url.removeprefix("sqlite:///"), rows))
            settings = await fresh(Path(folder), "ours.sqlite")
            async with await open_database(settings):
                ours.append(await taken_in(settings, Kind.CASELOADS, "c.csv", content))
                await require_all_stored()
                again.append(await taken_in(settings, Kind.CASELOADS, "c.csv", changed))
    return told("sqlite", ours, limit, "sqlite3 executemany") | {
        "then sent again with every row changed, CPU seconds": round(
            min(each.cpu for each in again), 3
        )
    }


async def require_all_stored() -> None:
    found = await fetch(QueryString(f'SELECT COUNT(*) FROM "{NAMES["caseloads"]}"'))
    assert found[0][0] >= WORKERS * DAYS


async def on_postgres(content: bytes, rows: list[tuple], rounds: int) -> dict:
    ours, limit = [], []
    with temporary_postgres() as server:
        admin = await asyncpg.connect(server)
        for number in range(rounds):
            for name in (f"bare{number}", f"ours{number}"):
                await admin.execute(f'CREATE DATABASE "{name}"')
                await migrate(server.replace("/postgres", f"/{name}"), NOW)
            limit.append(await copy(server.replace("/postgres", f"/bare{number}"), rows))
            settings = Settings(
                database_url=server.replace("/postgres", f"/ours{number}"), identity_key=KEY
            )
            async with await open_database(settings):
                ours.append(await taken_in(settings, Kind.CASELOADS, "c.csv", content))
                await require_all_stored()
        await admin.close()
    return told("postgres", ours, limit, "asyncpg COPY")


async def of_a_census(rounds: int) -> dict:
    content = census_xml()
    ours, limit = [], []
    for _ in range(rounds):
        with Clock() as bare:
            bare_iterparse(content)
        limit.append(bare)
        with tempfile.TemporaryDirectory() as folder:
            settings = await fresh(Path(folder), "ours.sqlite")
            async with await open_database(settings):
                ours.append(await taken_in(settings, Kind.CENSUS, "c.xml", content))
    return told("census", ours, limit, "bare lxml iterparse of the same fields")


def told(name: str, ours: list[Clock], limit: list[Clock], against: str) -> dict:
    cpu = min(each.cpu for each in ours), min(each.cpu for each in limit)
    elapsed = min(each.elapsed for each in ours), min(each.elapsed for each in limit)
    best = elapsed if name == "postgres" else cpu
    return {
        "against": against,
        "ratio": round(best[0] / best[1], 2),
        "allowed": LIMITS[name],
        "CPU seconds, ours and its": [round(each, 3) for each in cpu],
        "elapsed seconds, ours and its": [round(each, 3) for each in elapsed],
    }


async def measured_all(rounds: int, only: str | None) -> dict:
    found: dict = {}
    if only in {None, "sqlite", "postgres"}:
        content, rows = caseload_csv(), ready_rows()
        job = f"{len(rows):,} caseload rows from CSV, read, validated and stored"
        if only in {None, "sqlite"}:
            found[f"{job}, SQLite"] = await on_sqlite(content, rows, rounds)
        if only in {None, "postgres"}:
            found[f"{job}, PostgreSQL"] = await on_postgres(content, rows, rounds)
    if only in {None, "census"}:
        found[
            f"{CENSUS_WORKERS:,}-worker census, parsed, validated and stored, SQLite"
        ] = await of_a_census(rounds)
    found["peak memory, MiB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=sorted(LIMITS))
    arguments = parser.parse_args()
    found = asyncio.run(measured_all(arguments.rounds, arguments.only))
    print(json.dumps(found, indent=2))
    jobs = [each for each in found.values() if isinstance(each, dict)]
    sys.exit(any(each["ratio"] > each["allowed"] for each in jobs))


if __name__ == "__main__":
    main()
