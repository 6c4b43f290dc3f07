"""An independent second calculation of the whole scorecard of the returns, in plain SQL.

Written from the definitions alone (docs/measures, docs/returns and the DfE methodology), apart from
the product: nothing here imports `scorecard` or `service`. It takes the files as councils send them,
a row at a time as text, keeps the last word on each key as docs/returns says, and asks each question
as an analyst would, with dates as ISO text and FTE in millionths. Where the definitions leave a tie
open (two posts of the same seniority), the rule is taken from the docstring named beside it.
"""

import sqlite3
import weakref
from collections.abc import Iterable, Mapping
from decimal import Decimal

from tests.golden.second_measures import FTE, MEASURES, PLACES, Answer

COLUMNS = {
    "posts": ("post", "opened", "team", "area", "role", "fte", "closed"),
    "employments": (
        "registration_number", "started", "post", "team", "area", "role", "contract", "fte",
        "start_type", "ended", "end_type", "leaver_destination", "leaving_reason", "qualified_on",
        "asye_started", "asye_ended",
    ),
    "agency": ("registration_number", "started", "team", "area", "role", "fte", "ended", "covers_vacancy"),
    "absences": ("registration_number", "first_day", "kind", "last_day", "days_lost"),
    "caseloads": ("registration_number", "snapshot_date", "team", "cases", "fte", "unit", "agency"),
}  # fmt: skip
KEYS = {
    "posts": "post, opened",
    "employments": "registration_number, started, post",
    "agency": "registration_number, started, team",
    "absences": "registration_number, first_day, kind",
    "caseloads": "registration_number, snapshot_date, team",
}
NUMBERS = {"fte": FTE, "days_lost": 100, "cases": 1}

Row = Mapping[str, str]
Cell = tuple[str, str, str, str]
"""Measure, dimension, group and category."""


def _plain(column: str, text: str) -> object:
    if column in NUMBERS and text:
        return int(Decimal(text) * NUMBERS[column])
    return text if text or column == "post" else None  # a key column is never NULL


class SecondCalculation:
    def __init__(self, returns: Iterable[tuple[str, Iterable[Row]]]) -> None:
        self.db = sqlite3.connect(":memory:")
        # Python 3.13 warns of a connection that nobody closed.
        weakref.finalize(self, self.db.close)
        for kind, columns in COLUMNS.items():
            self.db.execute(
                f"CREATE TABLE {kind} ({', '.join(columns)}, PRIMARY KEY ({KEYS[kind]}))"
            )
        for kind, rows in returns:
            columns = COLUMNS[kind]
            self.db.executemany(
                f"INSERT OR REPLACE INTO {kind} VALUES ({', '.join('?' * len(columns))})",
                ([_plain(name, row[name]) for name in columns] for row in rows),
            )

    def answers(self, *, opening: str, year_opening: str, end: str) -> dict[Cell, Answer]:
        """Return every cell in which anything was counted, for one half-year."""
        self.db.executescript(
            "DROP TABLE IF EXISTS period; CREATE TABLE period (y, o, d, year_days)"
        )
        leap = self.db.execute(
            "WITH RECURSIVE days(day) AS (SELECT date(?, '+1 day')"
            " UNION ALL SELECT date(day, '+1 day') FROM days WHERE day < ?)"
            " SELECT count(*) FROM days WHERE day LIKE '%-02-29'",
            (year_opening, end),
        ).fetchone()[0]
        self.db.execute(
            "INSERT INTO period VALUES (?, ?, ?, ?)",
            (year_opening, opening, end, 254 if leap else 253),
        )
        for script in PLACES:
            self.db.executescript(script)
        found: dict[Cell, Answer] = {}
        for measure in MEASURES:
            for dimension, group, category, top, bottom in self.db.execute(measure.query()):
                cell = (measure.id, dimension, group, category)
                assert cell not in found, cell
                found[cell] = measure.answer(top, bottom)
        return found
