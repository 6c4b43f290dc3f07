"""Working days lost to sickness in twelve months, by where each person counted when they fell ill."""

from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from operator import sub

from scorecard.careers import Careers
from scorecard.days_lost import days_lost_by, last_day
from scorecard.definition import WHOLE, Dimension, Symbol
from scorecard.ledger.account import Account, Cells
from scorecard.ledger.board import Board, Tables
from scorecard.ledger.flows import over_windows, picker
from scorecard.lines import DAYS_SCALE, ExclusionRule, Line
from scorecard.parameters import Parameters
from scorecard.workforce import Absence, AbsenceKind, AbsenceTotal, Workforce

NOT_EMPLOYED = ExclusionRule(
    "absence-of-nobody-employed", "Sickness records of somebody who is not on the staff"
)


def is_wrong_absence(absence: Absence) -> bool:
    """Whether the absence ends before it begins: it cannot be counted at all."""
    return absence.last_day is not None and absence.last_day < absence.first_day


def absences(facts: Workforce, board: Board, parameters: Parameters) -> dict[Line, Account]:
    """Return days lost, and the working days of each window's twelve months.

    Without any absence records, the totals a census gives for exactly the window's end are used;
    records and totals are never mixed.
    """
    lost = _from_records(facts, board) if facts.holds("absences") else _from_totals(facts, board)
    return {Line.DAYS_LOST_12: lost, Line.WORKING_DAYS_12: _working_days(board, parameters)}


def _working_days(board: Board, parameters: Parameters) -> Account:
    days = [
        parameters.working_days_between(window.year_opening, window.end)
        for window in board.calendar.windows
    ]
    cells = {one: {WHOLE: days * board.size(one)} for one in Dimension}
    return Account(1, cells, {})


def sickness(facts: Workforce) -> list[Absence]:
    """Return the well-formed sickness absences."""
    return [
        one
        for one in facts.absences
        if one.kind is AbsenceKind.SICKNESS and not is_wrong_absence(one)
    ]


@dataclass(slots=True)
class _Sheet:
    """Days lost, absences begun and absences over, by bucket."""

    days: Tables
    begun: Tables
    over: Tables


def _from_records(facts: Workforce, board: Board) -> Account:
    calendar = board.calendar
    rows = [one for one in sickness(facts) if one.first_day <= calendar.last]
    careers = Careers(facts.employments, {one.worker for one in rows})
    spells = [careers.at(one.worker, one.first_day) for one in rows]
    numbered = [
        None
        if spell is None
        else (
            board.places[spell.team, spell.area],
            board.contracts[spell.role, spell.contract],
            board.bands.number_on(spell, row.first_day),
        )
        for row, spell in zip(rows, spells, strict=True)
    ]
    size = calendar.size
    sheet = _Sheet(board.empty(size), board.empty(size), board.empty(size))
    strangers = [0] * (2 * size)
    for row, numbers in zip(rows, numbered, strict=True):
        begun = calendar.bucket_of.get(row.first_day, 0)
        over = _last_bucket(row, board)
        if numbers is None:
            strangers[begun] += 1
            if over < size:
                strangers[size + over] += 1
            continue
        _add(sheet.begun, numbers, size, begun, 1)
        if over < size:
            _add(sheet.over, numbers, size, over, 1)
        if begun == over:
            _add(sheet.days, numbers, size, begun, row.days_lost)
            continue
        already = 0 if begun == 0 else days_lost_by(row, calendar.boundaries[begun - 1])
        for bucket in range(begun, min(over + 1, size)):
            by_then = days_lost_by(row, calendar.boundaries[bucket])
            _add(sheet.days, numbers, size, bucket, by_then - already)
            already = by_then
    cells: Cells = {}
    counts: Cells = {}
    for dimension in Dimension:
        flows = board.roll_up(sheet.days, dimension, size)
        cells[dimension] = {WHOLE: over_windows(flows, calendar, calendar.year_openings)}
        counts[dimension] = {
            WHOLE: _touching(
                board.roll_up(sheet.begun, dimension, size),
                board.roll_up(sheet.over, dimension, size),
                board,
            )
        }
    excluded = {Dimension.COUNCIL: _touching(strangers[:size], strangers[size:], board)}
    return Account(DAYS_SCALE, cells, counts, [(NOT_EMPLOYED, excluded)])


def _last_bucket(row: Absence, board: Board) -> int:
    """Return the bucket of the last day; one beyond the last for what goes on after it."""
    calendar = board.calendar
    last = row.last_day or date.fromordinal(last_day(row))
    if last > calendar.last:
        return calendar.size
    return calendar.bucket_of.get(last, 0)


def _add(tables: Tables, numbers: tuple[int, int, int], size: int, bucket: int, value: int) -> None:
    place, contract, band = numbers
    tables.places[place * size + bucket] += value
    tables.contracts[contract * size + bucket] += value
    tables.bands[band * size + bucket] += value


def _touching(begun: list[int], over: list[int], board: Board) -> list[int]:
    """Count the absences with a day in each twelve months: begun by the end, not over before."""
    calendar = board.calendar
    at_end, at_opening = picker(calendar.ends), picker(calendar.year_openings)
    result: list[int] = []
    for start in range(0, len(begun), calendar.size):
        stop = start + calendar.size
        result += map(
            sub,
            at_end(list(accumulate(begun[start:stop]))),
            at_opening(list(accumulate(over[start:stop]))),
        )
    return result


def _from_totals(facts: Workforce, board: Board) -> Account:
    windows = board.calendar.windows
    width = len(windows)
    by_end = {window.end: number for number, window in enumerate(windows)}
    rows = [one for one in facts.absence_totals if one.year_end in by_end]
    careers = Careers(facts.employments, {one.worker for one in rows})
    placed: list[tuple[AbsenceTotal, tuple[int, int, int]]] = []
    strangers = [0] * width
    for row in rows:
        spell = careers.at(row.worker, row.year_end)
        if spell is None:
            strangers[by_end[row.year_end]] += 1
            continue
        numbers = (
            board.places[spell.team, spell.area],
            board.contracts[spell.role, spell.contract],
            board.bands.number_on(spell, row.year_end),
        )
        placed.append((row, numbers))
    days, counts = board.empty(width), board.empty(width)
    for row, numbers in placed:
        _add(days, numbers, width, by_end[row.year_end], row.days_lost)
        _add(counts, numbers, width, by_end[row.year_end], 1)
    account = Account(
        DAYS_SCALE,
        {one: {WHOLE: board.roll_up(days, one, width)} for one in Dimension},
        {one: {WHOLE: board.roll_up(counts, one, width)} for one in Dimension},
        [(NOT_EMPLOYED, {Dimension.COUNCIL: strangers})],
    )
    sent = {one.year_end for one in rows}
    for number, window in enumerate(windows):
        if window.end in sent:
            account.basis[number] = (
                f"days lost as reported in the census for {window.end:%-d %B %Y}"
            )
        else:
            account.symbols[number] = Symbol.UNAVAILABLE
    return account
