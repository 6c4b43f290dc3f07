"""An independent second count of the records, in plain SQL, written from the definitions alone.

Nothing here may import how the scorecard counts: values go into SQLite tables, and each question is
asked as an analyst would.
"""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Iterable
from datetime import date

from scorecard.workforce import Workforce


class SecondCount:
    def __init__(self, facts: Workforce, opening: date, end: date, year_opening: date) -> None:
        self.db = sqlite3.connect(":memory:")
        # Python 3.13 warns of a connection that nobody closed.
        weakref.finalize(self, self.db.close)
        self.days = {"o": str(opening), "e": str(end), "y": str(year_opening)}
        records = facts.records
        self._load(
            "spell (worker, started, ended, how, reason)",
            ((s.worker, s.started, s.ended, s.end_type, s.reason) for s in facts.employments),
        )
        self._load(
            "interview (ref, worker, left, status, codable)",
            ((i.ref, i.worker, i.left_on, i.status, i.codable) for i in records.exit_interviews),
        )
        self._load(
            "theme (ref, code, why)",
            (
                (i.ref, code, why)
                for i in records.exit_interviews
                for why, codes in (("reason", i.reasons), ("praised", i.praised))
                for code in codes
            ),
        )
        self._load(
            "member (worker, cohort, joined, completed, gone, elsewhere)",
            (
                (
                    m.worker,
                    m.cohort,
                    m.joined,
                    m.completed,
                    m.left_authority_on,
                    m.left_childrens_on,
                )
                for m in records.cohort_members
            ),
        )
        self._load(
            "year (ref, worker, cohort, team, started, planned, completed, ended)",
            (
                (
                    y.ref,
                    y.worker,
                    y.cohort,
                    y.team,
                    y.started,
                    y.planned_end,
                    y.completed_on,
                    y.ended_on,
                )
                for y in records.asye_years
            ),
        )
        for name, columns, rows in (
            ("pause", "first, last", lambda y: ((p.first, p.last) for p in y.pauses)),
            ("supervision", "due, kept", lambda y: ((s.due, s.kept) for s in y.supervision)),
            (
                "time",
                "day, planned, taken",
                lambda y: ((t.ends_on, t.planned, t.taken) for t in y.protected_time),
            ),
            ("cap", "day, cap, cases", lambda y: ((c.taken_on, c.cap, c.cases) for c in y.caps)),
        ):
            self._load(
                f"{name} (ref, {columns})",
                ((y.ref, *row) for y in records.asye_years for row in rows(y)),
            )
        self._load(
            "answer (closed, team, invited, responses, least, standard, agree, every)",
            (
                (
                    r.closed_on,
                    r.team,
                    r.invited,
                    r.responses,
                    r.minimum_group,
                    s.standard,
                    s.agree,
                    s.agree + s.neutral + s.disagree,
                )
                for r in records.survey_results
                for s in r.statements
            ),
        )

    def _load(self, table: str, rows: Iterable[tuple[object, ...]]) -> None:
        self.db.execute(f"CREATE TABLE {table}")
        name, marks = table.partition(" ")[0], ",".join("?" * (table.count(",") + 1))
        self.db.executemany(
            f"INSERT INTO {name} VALUES ({marks})",
            ([str(v) if isinstance(v, date | str) else v for v in row] for row in rows),
        )

    def _row(self, sql: str, **names: object) -> tuple[int, ...]:
        found = self.db.execute(sql, self.days | names).fetchone()
        return tuple(int(each or 0) for each in found)

    # exit interviews -----------------------------------------------------------------------------
    _OF_LEAVERS = "i.worker IN (SELECT worker FROM spell WHERE how = 'left') AND i.left > :from AND i.left <= :e"

    def done(self, opening: str) -> int:
        return self._row(
            f"SELECT count(*) FROM interview i WHERE i.status = 'done' AND {self._OF_LEAVERS}",
            **{"from": opening},
        )[0]

    def offered(self) -> int:
        return self._row(
            f"SELECT count(*) FROM interview i WHERE {self._OF_LEAVERS}", **{"from": self.days["o"]}
        )[0]

    def theme(self, code: str, why: str) -> tuple[int, ...]:
        """Interviews with the theme, and interviews coded; twelve months under ten interviews."""
        opening = self.days["o"] if self.done(self.days["o"]) >= 10 else self.days["y"]
        return self._row(
            f"""SELECT count(DISTINCT CASE WHEN t.code = :code AND t.why = :why THEN i.ref END),
                       count(DISTINCT i.ref)
                FROM interview i LEFT JOIN theme t ON t.ref = i.ref
                WHERE i.status = 'done' AND i.codable IS NOT NULL AND {self._OF_LEAVERS}""",
            **{"from": opening, "code": code, "why": why},
        )

    def together(self, one: str, other: str) -> int:
        opening = self.days["o"] if self.done(self.days["o"]) >= 10 else self.days["y"]
        return self._row(
            f"""SELECT count(*) FROM interview i
                JOIN theme a ON a.ref = i.ref AND a.why = 'reason' AND a.code = :one
                JOIN theme b ON b.ref = i.ref AND b.why = 'reason' AND b.code = :other
                WHERE i.codable IS NOT NULL AND {self._OF_LEAVERS}""",
            **{"from": opening, "one": one, "other": other},
        )[0]

    # ASYE ----------------------------------------------------------------------------------------
    _RAN = "started <= :e AND coalesce(min(completed, ended), completed, ended, '9') > :o"
    _PAUSED = (
        "EXISTS (SELECT 1 FROM pause p WHERE p.ref = year.ref AND first <= :e"
        " AND (last IS NULL OR last >= :e))"
    )

    def standing(self) -> dict[str, int]:
        rows = self.db.execute(
            f"""SELECT CASE WHEN completed <= :e THEN 'completed' WHEN ended <= :e THEN 'ended'
                            WHEN {self._PAUSED} THEN 'paused'
                            WHEN planned < :e THEN 'late' ELSE 'on-time' END, count(*)
                FROM year WHERE {self._RAN} GROUP BY 1""",
            self.days,
        )
        return dict(rows.fetchall())

    def over_cap(self) -> tuple[int, ...]:
        return self._row(
            f"""WITH latest AS (SELECT ref, max(day) AS day FROM cap WHERE day <= :e GROUP BY ref),
                     now AS (SELECT c.ref, max(c.cap) cap, max(c.cases) cases, count(*) n
                             FROM cap c JOIN latest l ON l.ref = c.ref AND l.day = c.day
                             WHERE julianday(:e) - julianday(c.day) <= 31
                               AND c.cap IS NOT NULL AND c.cases IS NOT NULL GROUP BY c.ref)
                SELECT sum(cases > cap), count(*) FROM now JOIN year ON year.ref = now.ref
                WHERE {self._RAN} AND coalesce(completed, '9') > :e AND coalesce(ended, '9') > :e
                  AND NOT {self._PAUSED}""",
        )

    def supervision(self) -> tuple[int, ...]:
        return self._row(
            f"""SELECT sum(kept), count(kept) FROM supervision s JOIN year ON year.ref = s.ref
                WHERE {self._RAN} AND due > :o AND due <= :e"""
        )

    def protected(self) -> tuple[int, ...]:
        return self._row(
            f"""SELECT sum(min(t.taken, t.planned)), sum(t.planned) FROM time t
                JOIN year ON year.ref = t.ref
                WHERE t.taken IS NOT NULL AND {self._RAN} AND day > :o AND day <= :e"""
        )

    # retention -----------------------------------------------------------------------------------
    def retention(self) -> tuple[int, ...]:
        """In the authority, in children's services, completed and found."""
        return self._row(
            """WITH good AS (SELECT *, CASE how WHEN 'moved' THEN date(ended, '+1 day')
                                                ELSE ended END AS out
                             FROM spell WHERE started <= :e AND (ended IS NULL OR ended >= started)),
                 here AS (SELECT worker, max(out IS NULL OR out > :e) AS now, max(out) AS last
                          FROM good GROUP BY worker),
                 done AS (SELECT m.*, h.now, g.how, g.reason FROM member m
                          LEFT JOIN here h ON h.worker = m.worker
                          LEFT JOIN good g ON g.worker = h.worker AND g.out = h.last AND NOT h.now
                          WHERE m.joined <= :e AND (m.completed <= :e OR EXISTS (
                              SELECT 1 FROM year y WHERE y.worker = m.worker
                              AND y.cohort = m.cohort AND y.completed <= :e))),
                 told AS (SELECT CASE WHEN gone <= :e THEN 'gone' WHEN elsewhere <= :e THEN 'adults'
                                      WHEN now THEN 'here' WHEN how IS NULL OR how = 'moved' THEN NULL
                                      WHEN reason = '7' THEN 'adults' ELSE 'gone' END AS now
                          FROM done)
               SELECT sum(now IN ('here', 'adults')), sum(now = 'here'), count(now) FROM told"""
        )

    # survey --------------------------------------------------------------------------------------
    def agreement(self, standard: int, team: str | None) -> tuple[int, ...] | None:
        """None for a group below the least, or without a survey."""
        [row] = self.db.execute(
            """SELECT sum(agree), sum(every), max(responses >= least) FROM answer
               WHERE closed = (SELECT max(closed) FROM answer WHERE closed > :o AND closed <= :e)
                 AND team IS :team AND (standard = :standard OR responses < least)""",
            self.days | {"standard": standard, "team": team},
        ).fetchall()
        return None if row[2] == 0 else (row[0] or 0, row[1] or 0)
