"""The files the demo council sends: different tables out of different systems, as councils have."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from io import StringIO

from scorecard.workforce import FULL_TIME, EndType, StartType
from service.demo.council import demo_council
from service.demo.months import MARCH_2026, SEPTEMBER_2026
from service.demo.people import Council, Spell
from service.demo.rows import (
    Row,
    absence_rows,
    agency_rows,
    employment_row,
    fte_text,
    in_order,
    post_rows,
    snapshot_rows,
    spells_known,
)
from service.demo.workbook import Cell, workbook
from service.workforce.records import Kind
from service.workforce.tabular.columns import COLUMNS

CASELOAD_SHEET = "Caseloads"
_OCTOBER_2025 = date(2025, 9, 30)
"""Caseloads up to here come from the old case system as CSV, after it from Excel."""


@dataclass(frozen=True, slots=True)
class ReturnFile:
    """One file as sent: its kind, its name, its bytes, and for a workbook the sheet to read."""

    kind: Kind
    filename: str
    content: bytes
    sheet: str | None = None


def columns(kind: Kind) -> tuple[str, ...]:
    """Return the headings of a kind of return, in the order of its template."""
    return tuple(column.name for column in COLUMNS[kind])


@dataclass(frozen=True, slots=True)
class Mistakes:
    """What HR had wrong in its first March return: a leaver nobody reported, and hours."""

    late_leaver: Spell
    wrong_hours: Spell


@cache
def mistakes() -> Mistakes:
    """Return the two spells that the first return to March 2026 gets wrong."""
    spells = spells_known(demo_council(), date(2025, 9, 30), MARCH_2026)
    late = next(
        spell
        for spell in spells
        if spell.end_type is EndType.LEFT and spell.ended is not None
        and date(2026, 3, 1) < spell.ended < MARCH_2026 and spell.fte == FULL_TIME
        and spell.post.team.load
    )  # fmt: skip
    hours = next(
        spell
        for spell in spells
        if spell.start_type is StartType.MOVED and spell.started > date(2025, 10, 1)
        and spell.ended is None and spell.fte < spell.post.fte == FULL_TIME
    )  # fmt: skip
    return Mistakes(late, hours)


@cache
def march_returns() -> tuple[ReturnFile, ...]:
    """Return the five tables to 31 March 2026, caseloads in two files: the council's history."""
    council = demo_council()
    return (
        ReturnFile(
            Kind.POSTS, "posts-2026-03.csv",
            as_csv(Kind.POSTS, post_rows(council, MARCH_2026)).encode(),
        ),
        ReturnFile(
            Kind.EMPLOYMENTS, "employments-2026-03.csv",
            as_csv(Kind.EMPLOYMENTS, _march_employments(council)).encode("utf-8-sig"),
        ),
        ReturnFile(
            Kind.AGENCY, "agency-2026-03.csv",
            as_csv(Kind.AGENCY, agency_rows(council, None, MARCH_2026)).encode("cp1252"),
        ),
        ReturnFile(
            Kind.ABSENCES, "absences-2026-03.csv",
            as_csv(Kind.ABSENCES, absence_rows(council, None, MARCH_2026), separator=";").encode(),
        ),
        ReturnFile(
            Kind.CASELOADS, "caseloads-2020-10-to-2025-09.csv",
            as_csv(Kind.CASELOADS, snapshot_rows(council, None, _OCTOBER_2025)).encode(),
        ),
        ReturnFile(
            Kind.CASELOADS, "caseloads-2026-03.xlsx",
            _caseload_workbook(council), CASELOAD_SHEET,
        ),
    )  # fmt: skip


@cache
def march_correction() -> ReturnFile:
    """Return the employments to 31 March 2026 again, with the leaver and the hours put right."""
    rows = (
        employment_row(spell, MARCH_2026)
        for spell in spells_known(demo_council(), None, MARCH_2026)
    )
    return ReturnFile(
        Kind.EMPLOYMENTS,
        "employments-2026-03-corrected.csv",
        as_csv(Kind.EMPLOYMENTS, rows).encode("utf-8-sig"),
    )


@cache
def september_returns() -> tuple[ReturnFile, ...]:
    """Return the five tables from 1 April to 30 September 2026."""
    council = demo_council()
    since, until = MARCH_2026, SEPTEMBER_2026
    return (
        ReturnFile(
            Kind.POSTS, "posts-2026-09.csv",
            as_csv(Kind.POSTS, post_rows(council, until)).encode(),
        ),
        ReturnFile(
            Kind.EMPLOYMENTS, "employments-2026-09.csv",
            as_csv(Kind.EMPLOYMENTS, september_employments()).encode("utf-8-sig"),
        ),
        ReturnFile(
            Kind.AGENCY, "agency-2026-09.csv",
            as_csv(Kind.AGENCY, agency_rows(council, since, until)).encode("cp1252"),
        ),
        ReturnFile(
            Kind.ABSENCES, "absences-2026-09.csv",
            as_csv(Kind.ABSENCES, absence_rows(council, since, until), separator=";").encode(),
        ),
        ReturnFile(
            Kind.CASELOADS, "caseloads-2026-09.csv",
            as_csv(Kind.CASELOADS, snapshot_rows(council, since, until)).encode(),
        ),
    )  # fmt: skip


def september_employments() -> list[Row]:
    """Return the rows of everybody in post at any time from 1 April to 30 September 2026."""
    spells = spells_known(demo_council(), MARCH_2026, SEPTEMBER_2026)
    return [employment_row(spell, SEPTEMBER_2026) for spell in spells]


def _march_employments(council: Council) -> Iterable[Row]:
    wrong = mistakes()
    for spell in spells_known(council, None, MARCH_2026):
        row = employment_row(spell, MARCH_2026)
        if spell is wrong.late_leaver:
            row.update(dict.fromkeys(("ended", "end_type", "leaver_destination", "leaving_reason")))
        if spell is wrong.wrong_hours:
            row["fte"] = fte_text(FULL_TIME)
        yield row


def as_csv(kind: Kind, rows: Iterable[Row], *, separator: str = ",") -> str:
    """Return the rows as CSV with the columns of a kind and Windows line ends."""
    stream = StringIO(newline="")
    writer = csv.writer(stream, delimiter=separator, lineterminator="\r\n")
    names = columns(kind)
    writer.writerow(names)
    writer.writerows(in_order(row, names) for row in rows)
    return stream.getvalue()


def _caseload_workbook(council: Council) -> bytes:
    names = columns(Kind.CASELOADS)
    rows = [
        row | {"fte": Decimal(str(row["fte"]))}
        for row in snapshot_rows(council, _OCTOBER_2025, MARCH_2026)
    ]
    about: list[list[Cell]] = [
        ["Caseloads at each month end, October 2025 to March 2026"],
        ["Demoshire is invented; so is everybody in this workbook."],
        ["One case is one child."],
    ]
    table: list[list[Cell]] = [list(names), *(in_order(row, names) for row in rows)]
    return workbook([("About", about), (CASELOAD_SHEET, table)])
