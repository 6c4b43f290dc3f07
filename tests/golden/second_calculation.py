"""An independent second calculation of the headline figures, in plain SQL.

Written from the definitions alone (docs and the DfE methodology), apart from `scorecard/`: nothing
here may import its ledger, measures or formulas. It takes the facts, puts them into SQLite tables
and asks each question as an analyst would, one query a figure, with dates as ISO text.
"""

import sqlite3
import weakref
from dataclasses import astuple, fields
from datetime import date
from fractions import Fraction

from scorecard.workforce import Role, Workforce

SENIORITY = {role.value: rank for rank, role in enumerate(Role)}

IN_POST = "e.started <= :d AND (e.gone IS NULL OR e.gone > :d)"
AGENCY_THERE = "a.started <= :d AND (a.ended IS NULL OR a.ended > :d)"
POST_OPEN = "p.opened <= :d AND (p.closed IS NULL OR p.closed > :d)"


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


class SecondCalculation:
    def __init__(self, facts: Workforce) -> None:
        self.db = sqlite3.connect(":memory:")
        # Python 3.13 warns of a connection that nobody closed.
        weakref.finalize(self, self.db.close)
        self._load("employment", facts.employments)
        self._load("agency", facts.agency)
        self._load("post", facts.posts)
        self._load("absence", facts.absences)
        self._load("caseload", facts.caseloads)
        self.db.execute("ALTER TABLE employment ADD COLUMN gone TEXT")
        self.db.execute("ALTER TABLE employment ADD COLUMN seniority INTEGER")
        self.db.execute(
            "UPDATE employment SET gone = CASE end_type WHEN 'moved' THEN date(ended, '+1 day')"
            " ELSE ended END"
        )
        for role, rank in SENIORITY.items():
            self.db.execute("UPDATE employment SET seniority = ? WHERE role = ?", (rank, role))
        self.db.execute("UPDATE employment SET seniority = 99 WHERE role IS NULL")

    def _load(self, table: str, rows: object) -> None:
        from scorecard import workforce  # noqa: PLC0415 -- the column names come from the fact types

        kind = {
            "employment": workforce.Employment,
            "agency": workforce.AgencyAssignment,
            "post": workforce.Post,
            "absence": workforce.Absence,
            "caseload": workforce.Caseload,
        }[table]
        names = [f.name for f in fields(kind)]
        self.db.execute(f"CREATE TABLE {table} ({', '.join(names)})")
        marks = ", ".join("?" * len(names))
        self.db.executemany(
            f"INSERT INTO {table} VALUES ({marks})",
            ([_plain(v) for v in astuple(row)] for row in rows),  # type: ignore[attr-defined] -- a sequence of facts
        )

    def _one(self, sql: str, **names: object) -> int:
        row = self.db.execute(sql, {k: _plain(v) for k, v in names.items()}).fetchone()
        return int(row[0] or 0)

    def _by(self, sql: str, **names: object) -> dict[str, int]:
        rows = self.db.execute(sql, {k: _plain(v) for k, v in names.items()}).fetchall()
        return {key: int(value) for key, value in rows if value}

    # stocks ------------------------------------------------------------------------------------
    def in_post_fte(self, d: date) -> int:
        return self._one(f"SELECT sum(e.fte) FROM employment e WHERE {IN_POST}", d=d)

    def in_post_fte_by(self, column: str, d: date) -> dict[str, int]:
        return self._by(
            f"SELECT e.{column}, sum(e.fte) FROM employment e WHERE {IN_POST} GROUP BY 1", d=d
        )

    def in_post_headcount(self, d: date) -> int:
        return self._one(f"SELECT count(DISTINCT e.worker) FROM employment e WHERE {IN_POST}", d=d)

    def in_post_headcount_by_team(self, d: date) -> dict[str, int]:
        """Who holds two posts counts once, where the more senior role is."""
        return self._by(
            f"""
            WITH ranked AS (
                SELECT e.worker, e.team,
                       row_number() OVER (PARTITION BY e.worker ORDER BY e.seniority) AS place
                FROM employment e WHERE {IN_POST})
            SELECT team, count(*) FROM ranked WHERE place = 1 GROUP BY team
            """,
            d=d,
        )

    def establishment_fte(self, d: date) -> int:
        return self._one(f"SELECT sum(p.fte) FROM post p WHERE {POST_OPEN}", d=d)

    def vacancies_fte(self, d: date) -> int:
        return self._one(
            f"""
            SELECT sum(max(0, p.fte - coalesce(
                (SELECT sum(e.fte) FROM employment e WHERE e.post = p.post AND {IN_POST}), 0)))
            FROM post p WHERE {POST_OPEN}
            """,
            d=d,
        )

    def agency_fte(self, d: date) -> int:
        return self._one(f"SELECT sum(a.fte) FROM agency a WHERE {AGENCY_THERE}", d=d)

    def agency_headcount(self, d: date) -> int:
        return self._one(f"SELECT count(*) FROM agency a WHERE {AGENCY_THERE}", d=d)

    def agency_covering_fte(self, d: date) -> int:
        return self._one(
            f"SELECT sum(a.fte) FROM agency a WHERE {AGENCY_THERE} AND a.covers_vacancy = 1", d=d
        )

    # flows -------------------------------------------------------------------------------------
    def starters_fte(self, opening: date, closing: date) -> int:
        return self._one(
            "SELECT sum(e.fte) FROM employment e"
            " WHERE e.start_type = 'new' AND e.started > :o AND e.started <= :c",
            o=opening,
            c=closing,
        )

    def leavers_fte(self, opening: date, closing: date) -> int:
        return self._one(
            "SELECT sum(e.fte) FROM employment e"
            " WHERE e.end_type = 'left' AND e.ended > :o AND e.ended <= :c",
            o=opening,
            c=closing,
        )

    def leavers_fte_by(self, column: str, opening: date, closing: date) -> dict[str, int]:
        return self._by(
            f"SELECT e.{column}, sum(e.fte) FROM employment e"
            " WHERE e.end_type = 'left' AND e.ended > :o AND e.ended <= :c GROUP BY 1",
            o=opening,
            c=closing,
        )

    def leavers_headcount(self, opening: date, closing: date) -> int:
        """People who left and hold no other post at the end of that day."""
        return self._one(
            """
            SELECT count(DISTINCT e.worker || e.ended) FROM employment e
            WHERE e.end_type = 'left' AND e.ended > :o AND e.ended <= :c
              AND NOT EXISTS (SELECT 1 FROM employment o WHERE o.worker = e.worker
                  AND o.started <= e.ended AND (o.gone IS NULL OR o.gone > e.ended))
            """,
            o=opening,
            c=closing,
        )

    def starters_headcount(self, opening: date, closing: date) -> int:
        """People who started and held no post at the end of the day before."""
        return self._one(
            """
            SELECT count(DISTINCT e.worker || e.started) FROM employment e
            WHERE e.start_type = 'new' AND e.started > :o AND e.started <= :c
              AND NOT EXISTS (SELECT 1 FROM employment o WHERE o.worker = e.worker
                  AND o.started < e.started AND (o.gone IS NULL OR o.gone >= e.started))
            """,
            o=opening,
            c=closing,
        )

    # caseload ----------------------------------------------------------------------------------
    def caseload(self, end: date, month_before: date) -> tuple[int, int]:
        """(cases, FTE in millionths of those holding at least one) at the latest snapshot.

        A worker's rows are added up (one unit only); the FTE of a worker counts once: what the
        rows state up to what is contracted (or one full-timer), or what is contracted where a row
        is silent; contracted is in the teams of the rows, or anywhere when nothing is there.
        """
        latest = self.db.execute(
            "SELECT max(taken_on) FROM caseload WHERE taken_on > ? AND taken_on <= ?",
            (month_before.isoformat(), end.isoformat()),
        ).fetchone()[0]
        total = (0, 0)
        for table, agency, there in (
            ("employment", 0, IN_POST), ("agency", 1, AGENCY_THERE.replace("a.", "e.")),
        ):  # fmt: skip
            row = self.db.execute(
                f"""
                WITH held AS (
                    SELECT worker, sum(cases) AS cases, sum(fte) AS stated, max(fte) AS most,
                           count(*) AS rows, count(fte) AS stating
                    FROM caseload WHERE taken_on = :d AND agency = {agency} GROUP BY worker, unit),
                force AS (
                    SELECT e.worker, e.fte, EXISTS (
                        SELECT 1 FROM caseload c WHERE c.taken_on = :d AND c.agency = {agency}
                        AND c.worker = e.worker AND c.team = e.team) AS here
                    FROM {table} e WHERE {there}),
                contract AS (
                    SELECT worker, CASE WHEN max(here) THEN sum(CASE WHEN here THEN fte END)
                                        ELSE sum(fte) END AS fte
                    FROM force GROUP BY worker),
                once AS (
                    SELECT h.cases, CASE
                        WHEN stating = 0 THEN k.fte
                        WHEN stating = rows OR k.fte IS NULL
                            THEN max(most, min(stated, coalesce(k.fte, 1000000)))
                        ELSE max(most, k.fte) END AS fte
                    FROM held h LEFT JOIN contract k ON k.worker = h.worker)
                SELECT sum(cases), sum(fte) FROM once WHERE cases >= 1 AND fte > 0
                """,
                {"d": latest},
            ).fetchone()
            total = (total[0] + int(row[0] or 0), total[1] + int(row[1] or 0))
        return total

    # rates -------------------------------------------------------------------------------------
    def turnover_fte(self, opening: date, closing: date) -> Fraction | None:
        return percent(self.leavers_fte(opening, closing), self.in_post_fte(closing))

    def turnover_headcount(self, opening: date, closing: date) -> Fraction | None:
        return percent(self.leavers_headcount(opening, closing), self.in_post_headcount(closing))

    def vacancy_rate(self, d: date) -> Fraction | None:
        vacant = self.vacancies_fte(d)
        return percent(vacant, vacant + self.in_post_fte(d))

    def agency_rate(self, d: date) -> Fraction | None:
        agency = self.agency_fte(d)
        return percent(agency, agency + self.in_post_fte(d))


def percent(part: int, whole: int) -> Fraction | None:
    return Fraction(100 * part, whole) if whole else None
