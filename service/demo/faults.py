"""The return that was refused: September's employments as HR first typed them up.

Ten slips of the kind that councils' spreadsheets have, each in a row of its own. ``SLIPS`` says
what was done to which row; what the import check answers is shown in docs/guide/demo.md and tested.
"""

from dataclasses import dataclass
from functools import cache

from scorecard.workforce import EndType
from service.demo.files import ReturnFile, as_csv, september_employments
from service.demo.rows import Row
from service.demo.workbook import Cell
from service.workforce.records import Kind


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip: the rows it can happen in (open or left), the column, and what was typed."""

    column: str
    typed: str
    leaver: bool = False


SLIPS = (
    Slip("fte", "1.5"),
    Slip("fte", "0,6"),
    Slip("team", "Assesment North (demo)"),
    Slip("role", "social worker"),
    Slip("registration_number", "9001234"),
    Slip("started", "09/14/2026"),
    Slip("started", "03/08/2026"),
    Slip("ended", "2016-06-30", leaver=True),
    Slip("end_type", "", leaver=True),
    Slip("leaving_reason", "", leaver=True),
)
_FIRST_ROW, _APART = 20, 9
"""The slips begin in this row of the sheet and are this many rows apart."""


@cache
def faulty_september_return() -> ReturnFile:
    """Return the employments to 30 September 2026 with the slips in them, and one row twice."""
    rows = september_employments()
    for number, slip in placed_slips(rows).items():
        rows[number - 2] = rows[number - 2] | {slip.column: slip.typed}
    rows.append(_once_more(rows[0]))
    return ReturnFile(
        Kind.EMPLOYMENTS,
        "employments-2026-09-first-attempt.csv",
        as_csv(Kind.EMPLOYMENTS, rows).encode("utf-8-sig"),
    )


def placed_slips(rows: list[Row]) -> dict[int, Slip]:
    """Return which slip goes into which row, by the number Excel shows (the header is row 1)."""
    placed: dict[int, Slip] = {}
    number = _FIRST_ROW
    for slip in SLIPS:
        while _left(rows[number - 2]) != slip.leaver:
            number += 1
        placed[number] = slip
        number += _APART
    return placed


def _left(row: Row) -> bool:
    return row["end_type"] == EndType.LEFT.value


def _once_more(row: Row) -> Row:
    """Return the same row again, the person's number spelled another way."""
    number: Cell = str(row["registration_number"]).lower().replace("zz", "zz ")
    return row | {"registration_number": number}
