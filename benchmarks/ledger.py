"""The ledger against one DuckDB query with grouping sets, and against pandas measure by measure.

All measures x all breakdowns x 36 month-ends, from facts already in memory to all numerators and
denominators. DuckDB has the same facts in its own tables, runs one statement (`ledger.sql`) and
keeps the result in a table of its own: nothing is fetched. pandas has them in data frames, and
computes each measure for each month-end and breakdown by filtering and grouping, as an analyst
would; at England size it is timed on two month-ends and the time is multiplied by 18.

Prints JSON: times, ratios and the limits they are held against.

    python benchmarks/ledger.py [council] [england]
"""

import gc
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
from analyst import Analyst
from workforces import COUNCIL, ENGLAND, Size, month_ends, workforce

from scorecard.definition import Dimension
from scorecard.parameters import DEFAULT_PARAMETERS
from scorecard.series import Series, series
from scorecard.workforce import LeaverDestination, LeavingReason, Role, Workforce

MONTHS = 36
LIMITS = {
    "council": {"duckdb": 0.25, "pandas": 0.1},
    "England": {"duckdb": 0.6, "pandas": 0.1},
}
ROUNDS = {"council": 15, "England": 3}
PANDAS_MONTHS = {"council": MONTHS, "England": 2}


def frames(facts: Workforce) -> dict[str, pd.DataFrame]:
    """The facts as data frames with the columns an analyst would prepare once."""
    seniority = {role: rank for rank, role in enumerate(Role)}
    far = pd.Timestamp("2262-01-01")
    tables = {
        "post": pd.DataFrame(_plain(facts.posts)),
        "employment": pd.DataFrame(_plain(facts.employments)),
        "agency": pd.DataFrame(_plain(facts.agency)),
        "absence": pd.DataFrame(_plain(facts.absences)),
        "caseload": pd.DataFrame(_plain(facts.caseloads)),
    }
    for table in tables.values():
        for column in table.columns:
            if column in DATES:
                table[column] = pd.to_datetime(table[column])
    staff = tables["employment"]
    staff["gone"] = staff["ended"] + pd.to_timedelta((staff["end_type"] == "moved") * 1, unit="D")
    staff["gone"] = staff["gone"].fillna(far)
    staff["seniority"] = staff["role"].map({str(k): v for k, v in seniority.items()})
    for years in (1, 2, 3, 5, 10):
        staff[f"years_{years}"] = staff["qualified_on"] + pd.DateOffset(years=years)
    tables["agency"]["gone"] = tables["agency"]["ended"].fillna(far)
    tables["post"]["closed"] = tables["post"]["closed"].fillna(far)
    return tables


DATES = {
    "opened", "closed", "started", "ended", "qualified_on", "asye_started", "asye_ended",
    "first_day", "last_day", "taken_on",
}  # fmt: skip


def _plain(rows: object) -> list[dict[str, object]]:
    names = rows[0].__slots__  # type: ignore[index] -- facts have slots
    return [
        {n: str(v) if hasattr((v := getattr(row, n)), "value") else v for n in names}
        for row in rows  # type: ignore[attr-defined] -- a sequence of facts
    ]


def in_duckdb(tables: dict[str, pd.DataFrame], ends: list[object]) -> duckdb.DuckDBPyConnection:
    db = duckdb.connect()
    for name, frame in tables.items():
        dates = ", ".join(
            f"CAST({c} AS DATE) AS {c}"
            for c in frame.columns
            if c in DATES or c == "gone" or c.startswith("years_")
        )
        db.register("incoming", frame)
        db.execute(f"CREATE TABLE {name} AS SELECT * REPLACE ({dates}) FROM incoming")
        db.unregister("incoming")
    db.execute("CREATE TABLE month (month_end DATE, opening DATE, year_opening DATE)")
    db.executemany(
        "INSERT INTO month SELECT d, last_day(d - INTERVAL 6 MONTH), last_day(d - INTERVAL 12 MONTH)"
        " FROM (SELECT ?::DATE AS d)",
        [(end,) for end in ends],
    )
    db.execute(
        "CREATE TABLE day_wanted AS SELECT day, last_day(day - INTERVAL 1 MONTH) AS previous FROM ("
        " SELECT month_end AS day FROM month UNION SELECT opening FROM month"
        " UNION SELECT year_opening FROM month)"
    )
    db.execute(
        "CREATE MACRO weekdays(d) AS 5 * ((d::DATE - DATE '2001-01-01' + 1) // 7)"
        " + least((d::DATE - DATE '2001-01-01' + 1) % 7, 5)"
    )
    return db


def query() -> str:
    destinations = [one.value for one in LeaverDestination]
    reasons = [one.value for one in LeavingReason]
    text = (Path(__file__).parent / "ledger.sql").read_text()
    counts = {
        "destination": [
            f"count(*) FILTER (head AND destination = '{c}') AS d_{c}" for c in destinations
        ],
        "reason": [f"count(*) FILTER (head AND reason = '{c}') AS r_{c}" for c in reasons],
    }
    limits = []
    for number, band in enumerate(BANDS):
        limits += [
            f"count(*) FILTER (shares.band = '{band}' AND all_fte > 0) AS holders_{number}",
            (
                f"count(*) FILTER (shares.band = '{band}'"
                f" AND all_cases * 1000000 >= shares.most * all_fte) AS at_{number}"
            ),
            (
                f"count(*) FILTER (shares.band = '{band}'"
                f" AND all_cases * 1000000 > shares.most * all_fte) AS over_{number}"
            ),
        ]
    return (
        text.replace("{destination_counts}", ", ".join(counts["destination"]))
        .replace("{reason_counts}", ", ".join(counts["reason"]))
        .replace("{destination_sums}", ", ".join(f"sum(d_{c}) AS d_{c}" for c in destinations))
        .replace("{reason_sums}", ", ".join(f"sum(r_{c}) AS r_{c}" for c in reasons))
        .replace("{limit_counts}", ", ".join(limits))
    )


BANDS = DEFAULT_PARAMETERS.band_codes()


def run_query(db: duckdb.DuckDBPyConnection, text: str) -> None:
    db.execute(f"CREATE OR REPLACE TEMP TABLE result AS {text}")


def run_ledger(facts: Workforce, ends: list[object]) -> Series:
    found = series(facts, ends, DEFAULT_PARAMETERS)
    for _ in found.columns():
        pass
    return found


def timed(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


BREAKDOWN_BITS = {
    Dimension.COUNCIL: (31, 7), Dimension.TEAM: (15, 3), Dimension.AREA: (23, 5),
    Dimension.ROLE: (27, 6), Dimension.CONTRACT: (29, None), Dimension.EXPERIENCE: (30, None),
}  # fmt: skip

SAME = {
    "in-post-fte": ("stock", "fte", None),
    "in-post-headcount": ("stock", "heads", None),
    "newly-qualified-share": ("stock", "band_0", None),
    "starters-fte": ("came", "fte_6", None),
    "starters-headcount-12-months": ("came", "heads_12", None),
    "returners-share": ("came", "back_6", None),
    "leavers-fte-12-months": ("went", "fte_12", None),
    "leavers-headcount": ("went", "heads_6", None),
    "establishment-fte": ("posts", "fte", None),
    "vacancies-fte": ("posts", "vacant", None),
    "agency-fte": ("agency", "fte", None),
    "agency-cover-rate-fte": ("agency", "covering", None),
    "sickness-days-lost": ("ill", "days", None),
    "leavers-by-destination": ("went", "d_3", "3"),
    "leavers-by-reason": ("went", "r_5", "5"),
    "average-caseload": ("casework", "cases", "child"),
    "caseload-p90": ("casework", "p90", "child"),
    "caseload-highest": ("casework", "most", "child"),
    "caseload-at-or-over-limit": ("casework", "at_0", "newly-qualified"),
    "caseload-over-limit": ("casework", "over_3", "3-to-5-years"),
}
"""Aggregates of both sides that must be the same before any time is believed."""


def differences(found: Series, db: duckdb.DuckDBPyConnection) -> int:
    """How many cells differ between the ledger and the query, over all month-ends and groups."""
    wrong = 0
    ends = found.month_ends
    for columns in found.columns():
        part, name, category = SAME.get(columns.measure.id, (None, None, None))
        if part is None or (category or "") != columns.category:
            continue
        bits = BREAKDOWN_BITS[columns.dimension][
            0 if part in {"stock", "came", "went", "casework", "ill"} else 1
        ]
        labels = ["team", "area", "role"] + (
            ["contract", "band"]
            if bits > 7 or part in {"stock", "came", "went", "casework", "ill"}
            else []
        )
        rows = db.execute(
            f"SELECT month_end, coalesce({', '.join(labels)}, ''), {name} FROM result"
            f" WHERE part = '{part}' AND breakdown = {bits}"
        ).fetchall()
        theirs = {(day, label): int(value or 0) for day, label, value in rows}
        for g, group in enumerate(found.groups(columns.dimension)):
            for m, end in enumerate(ends):
                mine = columns.numerator.cells.item(g * len(ends) + m)
                wrong += mine != theirs.get((end, group), 0)
    return wrong


def measure(size: Size) -> dict[str, object]:
    facts = workforce(size)
    ends = month_ends(MONTHS)
    tables = frames(facts)
    db = in_duckdb(tables, ends)
    text = query()
    gc.collect()
    gc.freeze()
    run_query(db, text)
    wrong = differences(run_ledger(facts, ends), db)
    ledger, duck = [], []
    for _ in range(ROUNDS[size.name]):
        ledger.append(timed(lambda: run_ledger(facts, ends)))
        duck.append(timed(lambda: run_query(db, text)))
    months = PANDAS_MONTHS[size.name]
    analyst = Analyst(tables, DEFAULT_PARAMETERS)
    pandas = timed(lambda: analyst.catalogue(ends[-months:])) * MONTHS / months
    best = min(ledger)
    return {
        "size": size.name,
        "spells": len(facts.employments) + len(facts.agency),
        "absences": len(facts.absences),
        "caseload_rows": len(facts.caseloads),
        "cells_that_differ_from_duckdb": wrong,
        "ledger_seconds": round(best, 4),
        "duckdb_seconds": round(min(duck), 4),
        "pandas_seconds": round(pandas, 2),
        "ratio_duckdb_best": round(best / min(duck), 3),
        "ratio_duckdb_median": round(statistics.median(ledger) / statistics.median(duck), 3),
        "ratio_pandas": round(best / pandas, 4),
        "limits": LIMITS[size.name],
    }


def main() -> None:
    wanted = {one.lower() for one in sys.argv[1:]} or {"council", "england"}
    for size in (COUNCIL, ENGLAND):
        if size.name.lower() in wanted:
            print(json.dumps(measure(size)), flush=True)


if __name__ == "__main__":
    main()
