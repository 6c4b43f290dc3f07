"""Working days lost to sickness in twelve months, by where each person counted when they fell ill."""

from bisect import bisect_right
from operator import add
from typing import NamedTuple

from scorecard.careers import Careers
from scorecard.days_lost import (
    Mark,
    days_lost_until,
    is_wrong_absence,
    last_date,
    last_day,
    mark,
)
from scorecard.definition import WHOLE, Dimension, Symbol
from scorecard.ledger.account import Account, Cells
from scorecard.ledger.board import Board, Tables
from scorecard.ledger.flows import at, between, collect, width_of
from scorecard.ledger.lookup import Lookup
from scorecard.lines import DAYS_SCALE, ExclusionRule, Line
from scorecard.parameters import Parameters
from scorecard.workforce import Absence, AbsenceKind, AbsenceTotal, Workforce

NOT_EMPLOYED = ExclusionRule(
    "absence-of-nobody-employed", "Sickness records of somebody who is not on the staff"
)


def absences(
    facts: Workforce, lookup: Lookup, board: Board, parameters: Parameters
) -> dict[Line, Account]:
    """Return days lost, and the working days of each window's twelve months.

    Without any absence records, the totals a census gives for exactly the window's end are used;
    records and totals are never mixed.
    """
    read = _from_records if facts.holds("absences") else _from_totals
    lost = read(facts, lookup, board)
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


_COUNT = 1 << 44
_DAYS_BITS = _COUNT - 1
"""One integer carries hundredths of days in the low 44 bits, and absences begun above them."""


_Part = tuple[int, int, int, int, int]
"""Place, contract pair, band, bucket, and what the part counts for."""


class _Found(NamedTuple):
    parts: list[_Part]
    crossings: list[_Part]
    """One for each boundary within an absence."""


def _tables(parts: list[_Part], board: Board) -> Tables:
    width = width_of(board.calendar)
    tables = board.empty(width)
    buckets = [part[3] for part in parts]
    values = [part[4] for part in parts]
    for column, cells in enumerate((tables.places, tables.contracts, tables.bands)):
        collect(cells, map(add, [part[column] * width for part in parts], buckets), values)
    return tables


def _from_records(facts: Workforce, lookup: Lookup, board: Board) -> Account:
    calendar = board.calendar
    last, size, bucket_of = calendar.last, calendar.size, calendar.bucket_of
    rows = [
        one
        for one in facts.absences
        if one.kind is AbsenceKind.SICKNESS and one.first_day <= last and not is_wrong_absence(one)
    ]
    row_at, batch = lookup.row_at, lookup.batch
    found = _Found([], [])
    parts = found.parts
    left_over: list[Absence] = []
    marks = [mark(day) for day in calendar.boundaries]
    for row in rows:
        first_day, ends = row.first_day, row.last_day
        at_row = row_at(row.worker, first_day)
        if at_row is None or ends is None:
            left_over.append(row)
            continue
        place, pair = batch.places[at_row], batch.contracts[at_row]
        changes, bands = batch.timelines[at_row]
        band = bands[bisect_right(changes, first_day)]
        begun = bucket_of[first_day]
        over = size if ends > last else bucket_of[ends]
        if begun == over:
            parts.append((place, pair, band, begun, row.days_lost + _COUNT))
        else:
            _divide(row, (place, pair, band), (begun, over), marks, found)
    strangers: list[Absence] = []
    careers = Careers(facts.employments, {one.worker for one in left_over})
    for row in left_over:
        spell = careers.at(row.worker, row.first_day)
        if spell is None:
            strangers.append(row)
            continue
        numbers = (
            board.places[spell.team, spell.area],
            board.contracts[spell.role, spell.contract],
            board.bands.number_on(spell, row.first_day),
        )
        begun, ends = bucket_of.get(row.first_day, 0), last_date(row)
        over = size if ends > last else bucket_of.get(ends, 0)
        _divide(row, numbers, (begun, over), marks, found)
    flows, across = _tables(parts, board), _tables(found.crossings, board)
    width = width_of(calendar)
    cells: Cells = {}
    counts_of: Cells = {}
    for dimension in Dimension:
        begun_by = between(board.roll_up(flows, dimension, width), calendar.year_openings, calendar)
        goes_on = at(board.roll_up(across, dimension, width), calendar.year_openings, width)
        cells[dimension] = {WHOLE: [value & _DAYS_BITS for value in begun_by]}
        counts_of[dimension] = {
            WHOLE: [(value >> 44) + more for value, more in zip(begun_by, goes_on, strict=True)]
        }
    unknown = [
        sum(
            row.first_day <= one.end and last_day(row) > one.year_opening.toordinal()
            for row in strangers
        )
        for one in calendar.windows
    ]
    return Account(DAYS_SCALE, cells, counts_of, [(NOT_EMPLOYED, {Dimension.COUNCIL: unknown})])


def _divide(
    row: Absence,
    numbers: tuple[int, int, int],
    buckets: tuple[int, int],
    marks: list[Mark],
    found: "_Found",
) -> None:
    """Add one part for each bucket from the first day's to the last's, and what lies between."""
    begun, over = buckets
    already, counts = 0, _COUNT
    for bucket, by_then in enumerate(days_lost_until(row, marks[begun : over + 1]), start=begun):
        found.parts.append((*numbers, bucket, by_then - already + counts))
        already, counts = by_then, 0
        if bucket < over:
            found.crossings.append((*numbers, bucket, 1))


def _from_totals(facts: Workforce, _lookup: Lookup, board: Board) -> Account:
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
        for cells, number in zip((days.places, days.contracts, days.bands), numbers, strict=True):
            cells[number * width + by_end[row.year_end]] += row.days_lost
        for cells, number in zip(
            (counts.places, counts.contracts, counts.bands), numbers, strict=True
        ):
            cells[number * width + by_end[row.year_end]] += 1
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
