"""What is read in a printed timetable, with a lead's corrections in the place of printed cells."""

import asyncio
from collections.abc import Sequence

import msgspec

from academy.findings import Severity
from academy.printed_checks import rooms_in
from academy.printed_programme import read_programme
from academy.printed_rows import COLUMNS, PrintedRow, ProgrammeFinding, ReadProgramme
from academy.thresholds import Thresholds
from service.cohorts import calendar
from service.cohorts.printed_file import TimetableUnreadable, headings_in, rows_in
from service.cohorts.printed_template import site_of
from service.cohorts.refusals import FileNotATimetable, FindingsStand
from service.cohorts.store.programmes import ImportRecord
from service.problems import Unprocessable
from service.web.texts import Reason

Printed = dict[tuple[int, str], str]
"""The cells that corrections replace, by row and column."""


class CellCorrection(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A text in the place of a printed cell; ``row`` as a person sees it (the header is row 1)."""

    row: int
    column: str
    text: str
    reason: Reason


class Accepted(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A finding whose suggested reading is right, or whose several rooms are all needed."""

    row: int
    code: str


class Settled(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    corrections: list[CellCorrection] = []
    accepted: list[Accepted] = []


def settled_of(record: ImportRecord) -> Settled:
    return msgspec.json.decode(record.corrections, type=Settled)


def written(settled: Settled) -> str:
    return msgspec.json.encode(settled, order="sorted").decode()


async def read_in(record: ImportRecord, thresholds: Thresholds) -> tuple[ReadProgramme, Printed]:
    """What is read now. Raises FileNotATimetable; Unprocessable for a correction of no cell."""
    working_days = await calendar.working_days()

    def read() -> tuple[ReadProgramme, Printed]:
        try:
            rows = rows_in(record.content, record.filename)
            blocks = headings_in(record.headings, "The list of blocks") if record.headings else []
        except TimetableUnreadable as fault:
            raise FileNotATimetable(f"{fault}.") from fault
        corrected, printed = _corrected(rows, settled_of(record).corrections)
        found = read_programme(
            corrected,
            headings=blocks,
            working_days=working_days,
            stated_days=record.stated_days,
            most_people=thresholds.people,
        )
        return found, printed

    return await asyncio.to_thread(read)


def _corrected(
    rows: Sequence[PrintedRow], corrections: Sequence[CellCorrection]
) -> tuple[list[PrintedRow], Printed]:
    by_row = {row.row: row for row in rows}
    printed: Printed = {}
    for number, each in enumerate(corrections):
        known = by_row.get(each.row)
        if known is None or each.column not in COLUMNS:
            raise Unprocessable(
                "A correction speaks of a cell that is not there.",
                errors=[
                    {
                        "pointer": f"/corrections/{number}",
                        "detail": f"row {each.row}, column {each.column[:50]!r} is not in the file",
                    }
                ],
            )
        printed.setdefault((each.row, each.column), known[each.column])
        by_row[each.row] = PrintedRow(each.row, {**known.cells, each.column: each.text})
    return [by_row[row.row] for row in rows], printed


def standing_in(read: ReadProgramme, settled: Settled) -> tuple[ProgrammeFinding, ...]:
    accepted = {(each.row, each.code) for each in settled.accepted}
    return tuple(
        finding
        for finding in read.findings
        if finding.severity is Severity.BLOCK and (finding.row, finding.code) not in accepted
    )


def _acceptable(finding: ProgrammeFinding) -> bool:
    """What is read can be used as it is: a reading is suggested, or all rooms are of one site."""
    if finding.code == "ROOM_MULTIPLE":
        return len({site_of(room)[0] for room in rooms_in(finding.printed)}) == 1
    return finding.suggestion is not None


def require_acceptable(settled: Settled, read: ReadProgramme) -> None:
    possible = {(finding.row, finding.code) for finding in read.findings if _acceptable(finding)}
    wrong = [
        {"pointer": f"/accepted/{number}", "detail": "has no reading that could be accepted"}
        for number, each in enumerate(settled.accepted)
        if (each.row, each.code) not in possible
    ]
    if wrong:
        raise Unprocessable("A finding cannot be accepted: correct its row.", errors=wrong)


def require_settled(read: ReadProgramme, record: ImportRecord) -> None:
    standing = standing_in(read, settled_of(record))
    if standing:
        raise FindingsStand(
            f"{len(standing)} findings refuse the timetable. Correct their rows, or accept what is "
            "suggested.",
            findings=[
                {"row": each.row, "code": each.code, "message": each.message} for each in standing
            ],
        )
