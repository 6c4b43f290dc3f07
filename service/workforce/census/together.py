"""Rows held against one another: the same worker more than once, and totals against rows."""

from collections.abc import Iterable, Sequence
from datetime import date

from scorecard.workforce import FULL_TIME
from service.workforce.census.faults import (
    AGENCY_AGAIN,
    COVER_ABOVE_AGENCY,
    COVER_ABOVE_VACANCIES,
    SPELLS_OVERLAP,
    SWENO_DUPLICATE,
    TWO_ROLES,
    Fault,
    Findings,
)
from service.workforce.census.heading import Level
from service.workforce.census.worker import Line
from service.workforce.records import AbsenceTotalRecord, CaseloadRecord

_ONE_ROW = "Keep one of the rows, or correct SWENo in one of them."
_TWO_ASSIGNMENTS = (
    "If two assignments of one agency worker did begin on the same day, send a return of agency "
    "assignments, which tells them apart by team."
)
_TEN_THOUSAND = 10_000
"""From hundredths to millionths."""


def compare_rows(repeated: Iterable[list[Line]], reference: date, findings: Findings) -> None:
    """Findings for workers with more than one row.

    A leaver who came back and somebody with two part-time roles rightly have two rows. Two rows
    that say the same spell, or rows of own staff that together make more than one person's time,
    cannot both be right: the later of them is rejected. Agency workers are never de-duplicated, as
    in DfE's tables: each of their rows counts, and a second one is only told.
    """
    for all_rows in repeated:
        rows = [each for each in all_rows if each.row not in findings.rejected]
        rows = _same_spell(rows, reference, findings)
        rows = _at_once(rows, reference, findings)
        _overlapping(rows, reference, findings)


def _same_spell(rows: list[Line], reference: date, findings: Findings) -> list[Line]:
    first: dict[tuple[bool, date | None], Line] = {}
    kept = []
    for each in rows:
        # An agency worker without a start date is counted from the reference date.
        started = each.started if each.own else each.started or reference
        earlier = first.setdefault((each.own, started), each)
        if earlier is each:
            kept.append(each)
            continue
        when = f"the start date {started.isoformat()}" if started else "no start date"
        _tell(
            findings,
            SWENO_DUPLICATE,
            each,
            f"The worker of row {earlier.row} is here again with {when}.",
            _ONE_ROW if each.own else f"{_ONE_ROW} {_TWO_ASSIGNMENTS}",
        )
    return kept


def _at_once(rows: list[Line], reference: date, findings: Findings) -> list[Line]:
    """Rows of one worker who is there on the reference date in each of them."""
    kept = []
    own_staff: list[Line] = []
    first: Line | None = None
    for each in rows:
        if not _there(each, reference):
            kept.append(each)
            continue
        others = [*own_staff, each]
        if not (each.own and own_staff):
            kept.append(each)
            if first is not None:
                _tell_agency_again(each, first, findings)
        elif max(_sum(row.fte for row in others), _sum(row.fte30 for row in others)) > FULL_TIME:
            _tell(
                findings,
                SWENO_DUPLICATE,
                each,
                f"The worker of row {own_staff[0].row} is here again. Both rows are in post on the "
                "reference date, and together they make more than 1 FTE.",
                _ONE_ROW,
            )
            continue
        else:
            kept.append(each)
            _tell(
                findings,
                TWO_ROLES,
                each,
                f"The worker of row {own_staff[0].row} is here again, both times in post on the "
                "reference date: taken as one person with two roles. FTE and cases are added "
                "together; the head counts once.",
                f"{_ONE_ROW} Leave it if the worker holds two roles.",
            )
        first = first or each
        if each.own:
            own_staff.append(each)
    return kept


def _tell_agency_again(each: Line, first: Line, findings: Findings) -> None:
    as_what = "agency worker and own staff" if each.own or first.own else "agency worker"
    _tell(
        findings,
        AGENCY_AGAIN,
        each,
        f"The worker of row {first.row} is here again, both times there on the reference date as "
        f"{as_what}. Agency workers are never de-duplicated: both rows count, as in DfE's tables.",
        f"{_ONE_ROW} Leave it if both are so.",
    )


def _there(each: Line, reference: date) -> bool:
    begun = each.started is None or each.started <= reference
    return begun and (each.ended is None or each.ended > reference)


def _sum(values: Iterable[int | None]) -> int:
    return sum(value or 0 for value in values)


def _overlapping(rows: list[Line], reference: date, findings: Findings) -> None:
    """Spells of own staff of which an earlier one, now ended, outlasts the start of the next."""
    spells = sorted(
        (each for each in rows if each.own and each.started is not None),
        key=lambda each: (each.started or reference, each.row),
    )
    outlasting: Line | None = None
    for each in spells:
        if (
            outlasting is not None
            and outlasting.ended is not None
            and each.started is not None
            and each.started < outlasting.ended
        ):
            _tell(
                findings,
                SPELLS_OVERLAP,
                each,
                f"The worker of row {outlasting.row} starts here on {each.started.isoformat()}, "
                f"before leaving there on {outlasting.ended.isoformat()}. Both are kept as sent.",
                "Check the dates of the two rows.",
            )
        if outlasting is None or (each.ended or date.max) > (outlasting.ended or date.max):
            outlasting = each


def _tell(findings: Findings, fault: Fault, each: Line, message: str, hint: str) -> None:
    findings.add(fault, message, hint, row=each.row, line=each.line, column="SWENo")


def compare_totals(
    level: Level, lines: Iterable[Line], reference: date, findings: Findings
) -> None:
    """Findings where the council's totals do not fit one another or the rows."""
    if (
        level.vacancies is not None
        and level.covering_fte is not None
        and level.covering_fte > level.vacancies
    ):
        findings.add(
            COVER_ABOVE_VACANCIES,
            "NoAgencyFTE (agency FTE covering vacancies) is more than NumberOfVacancies. Both are "
            "kept as sent.",
            "Check both: DfE does not publish a share of vacancies covered above 100 %.",
            line=level.line,
            column="NoAgencyFTE",
            value=_hundredths(level.covering_fte),
        )
    agency = [each for each in lines if not each.own and _there(each, reference)]
    stated = [each.fte30 if each.fte is None else each.fte for each in agency]
    if (
        level.covering_fte is not None
        and None not in stated
        and level.covering_fte * _TEN_THOUSAND > _at_most(stated)
    ):
        findings.add(
            COVER_ABOVE_AGENCY,
            "NoAgencyFTE is more than the FTE of all agency workers in the file on the reference "
            "date. Both are kept as sent.",
            "Check NoAgencyFTE, and that every agency worker has a row.",
            line=level.line,
            column="NoAgencyFTE",
            value=_hundredths(level.covering_fte),
        )
    if level.covering_headcount is not None and level.covering_headcount > len(agency):
        findings.add(
            COVER_ABOVE_AGENCY,
            f"NoAgencyHeadcount is more than the {len(agency)} agency workers in the file on the "
            "reference date.",
            "Check NoAgencyHeadcount, and that every agency worker has a row.",
            line=level.line,
            column="NoAgencyHeadcount",
            value=str(level.covering_headcount),
        )


def _at_most(stated: Sequence[int | None]) -> int:
    """The most, in millionths, that a total to two decimals may say of these FTEs to six.

    Three times 0.333333 is a total of 1.00: rounding of rows and total is no fault of either.
    """
    half_a_hundredth = _TEN_THOUSAND // 2
    return _sum(stated) + half_a_hundredth + -(-len(stated) // 2)


def _hundredths(value: int) -> str:
    return f"{value // 100}.{value % 100:02}"


def one_caseload_each(records: Iterable[CaseloadRecord]) -> list[CaseloadRecord]:
    """Cases and FTE of somebody with two roles added together, under the first of the rows.

    The FTE of the sum is not stated unless that of each part is, nor where the parts are more than
    one person can work: two agency workers under one number are told as CENSUS_AGENCY_AGAIN.
    """
    by_worker: dict[str, CaseloadRecord] = {}
    for record in records:
        other = by_worker.get(record.worker)
        if other is None:
            by_worker[record.worker] = record
            continue
        fte = _sum((other.fte, record.fte))
        stated = other.fte is not None and record.fte is not None and fte <= FULL_TIME
        by_worker[record.worker] = other._replace(
            cases=other.cases + record.cases,
            fte=fte if stated else None,
            agency=other.agency and record.agency,
        )
    return list(by_worker.values())


def one_absence_total_each(records: Iterable[AbsenceTotalRecord]) -> list[AbsenceTotalRecord]:
    """Days lost by somebody with two roles or two spells added together, under the first row."""
    by_worker: dict[str, AbsenceTotalRecord] = {}
    for record in records:
        other = by_worker.get(record.worker)
        by_worker[record.worker] = (
            record
            if other is None
            else other._replace(days_lost=other.days_lost + record.days_lost)
        )
    return list(by_worker.values())
