"""Read and validate 200,000 caseload rows, against the cheapest thing that could be done with them.

    python benchmarks/tabular_read.py [--rows N] [--rounds N]

CSV: ``csv.reader`` over the same bytes (splits, checks nothing), and sqlite3 ``executemany`` of the
finished rows into an indexed table on disk. Reading may cost 2.3 x the latter: with 1.7 x for storing
that makes the 4 x of "read, validated and stored". Also a file where every row has a fault, and one
that is read twice because its last date has the month first.
Workbook: the two usual readers over the same sheet (they split, and check nothing).
Rounds alternate; ratios are of the medians. Prints JSON; exit code 1 when the limit is broken.
"""

import argparse
import csv
import io
import json
import random
import sqlite3
import statistics
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import python_calamine
import xlsxwriter

from service.workforce.identity import DEMO_IDENTITY_KEY, identify
from service.workforce.records import Kind, ParsedReturn
from service.workforce.tabular import KnownNames, read_return
from service.workforce.tabular.columns import COLUMNS

TODAY = date(2026, 11, 22)
HEADINGS = [column.name for column in COLUMNS[Kind.CASELOADS]]
TEAMS = [f"Team {number}" for number in range(60)]
KNOWN = KnownNames(teams=frozenset(TEAMS))
READ_LIMIT = 2.3


def rows_of_council(count: int) -> list[list[object]]:
    chance = random.Random(20261122)
    workers = max(1, count // 36)
    rows: list[list[object]] = []
    for number in range(count):
        snapshot, worker = divmod(number, workers)
        rows.append(
            [
                f"SW{100_000 + worker}",
                TODAY - timedelta(days=30 * (snapshot + 1)),
                TEAMS[worker % 60],
                chance.randint(0, 30),
                chance.choice(["1", "0.6", "0.8", "0.5", "0.810811"]),
                "child",
                chance.choice(["no", "no", "no", "yes"]),
            ]
        )
    return rows


def as_csv(rows: list[list[object]]) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([HEADINGS, *rows])
    return stream.getvalue().encode()


def as_workbook(rows: list[list[object]]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet("caseloads")
        sheet.write_row(0, 0, HEADINGS)
        for at, (number, taken_on, team, cases, fte, unit, agency) in enumerate(rows, 1):
            sheet.write_string(at, 0, number)
            sheet.write_datetime(at, 1, taken_on, day)
            sheet.write_string(at, 2, team)
            sheet.write_number(at, 3, cases)
            sheet.write_number(at, 4, float(fte))
            sheet.write_string(at, 5, unit)
            sheet.write_string(at, 6, agency)
    return stream.getvalue()


def ours(content: bytes) -> ParsedReturn:
    return read_return(
        Kind.CASELOADS,
        io.BytesIO(content),
        identify=lambda number: identify(number, DEMO_IDENTITY_KEY),
        known=KNOWN,
        today=TODAY,
        progress=lambda _rows: None,
    )


def split_only(content: bytes) -> int:
    return sum(1 for _ in csv.reader(io.TextIOWrapper(io.BytesIO(content), newline="")))


def executemany(rows: list[tuple]) -> float:
    """Seconds for one transaction into a table with the indexes of the real one."""
    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(Path(folder) / "x.sqlite", isolation_level=None)
        connection.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
            "CREATE TABLE caseload_snapshot (id INTEGER PRIMARY KEY, came_with INTEGER NOT NULL,"
            " superseded_by INTEGER, row INTEGER NOT NULL, worker VARCHAR NOT NULL,"
            " taken_on DATE NOT NULL, team VARCHAR NOT NULL, cases INTEGER NOT NULL, fte INTEGER,"
            " unit VARCHAR NOT NULL, agency BOOLEAN NOT NULL);"
            "CREATE INDEX a ON caseload_snapshot (came_with);"
            "CREATE INDEX b ON caseload_snapshot (superseded_by);"
            "CREATE UNIQUE INDEX k ON caseload_snapshot (worker, taken_on, team)"
            " WHERE superseded_by IS NULL;"
        )
        start = time.perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(
            "INSERT INTO caseload_snapshot (came_with, row, worker, taken_on, team, cases, fte,"
            " unit, agency) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
        connection.execute("COMMIT")
        seconds = time.perf_counter() - start
        connection.close()
    return seconds


def seconds_of(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def with_calamine(content: bytes) -> int:
    with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        return sum(1 for _ in book.get_sheet_by_index(0).iter_rows())


def with_openpyxl(content: bytes) -> int:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    return sum(1 for _ in book.worksheets[0].iter_rows(values_only=True))


def peak_megabytes(content: bytes) -> float:
    """Memory of reading beyond the file itself, at its highest."""
    tracemalloc.start()
    parsed = ours(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert parsed.rows_accepted
    return round(peak / 2**20, 1)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=200_000)
    options.add_argument("--rounds", type=int, default=5)
    chosen = options.parse_args()
    rows = rows_of_council(chosen.rows)
    good = as_csv(rows)
    faulty = as_csv([[*row[:4], "1.5", *row[5:]] for row in rows])
    last = [*rows[-1][:1], "09/25/2026", *rows[-1][2:]]
    month_first = as_csv([*rows[:-1], last])
    workbook = as_workbook(rows)
    parsed = ours(good)
    assert parsed.findings == [], parsed.findings[:3]
    assert ours(workbook).rows_accepted == parsed.rows_accepted == chosen.rows
    records = [
        (*record[:2], record.taken_on.isoformat(), *record[3:])
        for record in parsed.records.caseloads
    ]
    measured: dict[str, list[float]] = {}
    for _ in range(chosen.rounds):
        for name, action in {
            "csv.reader": lambda: split_only(good),
            "csv": lambda: ours(good),
            "csv, a fault in every row": lambda: ours(faulty),
            "csv, read twice for its dates": lambda: ours(month_first),
            "workbook": lambda: ours(workbook),
            "workbook, calamine splits only": lambda: with_calamine(workbook),
            "workbook, openpyxl splits only": lambda: with_openpyxl(workbook),
        }.items():
            measured.setdefault(name, []).append(seconds_of(action))
        measured.setdefault("executemany", []).append(executemany(records))
    median = {name: statistics.median(times) for name, times in measured.items()}
    ratio = median["csv"] / median["executemany"]
    print(
        json.dumps(
            {
                "rows": chosen.rows,
                "seconds": {name: round(value, 3) for name, value in median.items()},
                "ratios": {
                    "csv / executemany": round(ratio, 2),
                    "csv / csv.reader": round(median["csv"] / median["csv.reader"], 2),
                    "csv with a fault in every row / executemany": round(
                        median["csv, a fault in every row"] / median["executemany"], 2
                    ),
                    "workbook / openpyxl": round(
                        median["workbook"] / median["workbook, openpyxl splits only"], 2
                    ),
                    "workbook / calamine": round(
                        median["workbook"] / median["workbook, calamine splits only"], 2
                    ),
                },
                "limit": {"csv / executemany": READ_LIMIT},
                "peak_mb": {"csv": peak_megabytes(good), "workbook": peak_megabytes(workbook)},
                "file_mb": {
                    "csv": round(len(good) / 2**20, 1),
                    "workbook": round(len(workbook) / 2**20, 1),
                },
                "held": ratio <= READ_LIMIT,
            },
            indent=2,
        )
    )
    return 0 if ratio <= READ_LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
