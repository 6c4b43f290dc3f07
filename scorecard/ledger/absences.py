"""Working days lost to sickness in twelve months, by where each person counted when they fell ill."""

from dataclasses import dataclass, field
from operator import add

from scorecard.careers import Careers
from scorecard.days_lost import days_lost_until, is_wrong_absence, last_date
from scorecard.definition import WHOLE, Dimension, Symbol
from scorecard.ledger.account import Account, Cells
from scorecard.ledger.board import Board, Tables
from scorecard.ledger.flows import at, between, collect, width_of
from scorecard.lines import DAYS_SCALE, ExclusionRule, Line
from scorecard.parameters import Parameters
from scorecard.workforce import Absence, AbsenceKind, AbsenceTotal, Workforce

NOT_EMPLOYED = ExclusionRule(
    "absence-of-nobody-employed", "Sickness records of somebody who is not on the staff"
)


def absences(
    facts: Workforce, careers: Careers, board: Board, parameters: Parameters
) -> dict[Line, Account]:
    """Return days lost, and the working days of each window's twelve months.

    Without any absence records, the totals a census gives for exactly the window's end are used;
    records and totals are never mixed.
    """
    read = _from_records if facts.holds("absences") else _from_totals
    lost = read(facts, careers, board)
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


@dataclass(slots=True)
class _Parts:
    """Parts of absences as columns: one for each bucket an absence has days in."""

    places: list[int] = field(default_factory=list)
    contracts: list[int] = field(default_factory=list)
    bands: list[int] = field(default_factory=list)
    buckets: list[int] = field(default_factory=list)
    values: list[int] = field(default_factory=list)

    def add(self, numbers: tuple[int, int, int], bucket: int, value: int) -> None:
        place, contract, band = numbers
        self.places.append(place)
        self.contracts.append(contract)
        self.bands.append(band)
        self.buckets.append(bucket)
        self.values.append(value)

    def tables(self, board: Board) -> Tables:
        width = width_of(board.calendar)
        tables = board.empty(width)
        for cells, numbers in (
            (tables.places, self.places),
            (tables.contracts, self.contracts),
            (tables.bands, self.bands),
        ):
            offsets = (number * width for number in numbers)
            collect(cells, map(add, offsets, self.buckets), self.values)
        return tables


def _from_records(facts: Workforce, careers: Careers, board: Board) -> Account:
    calendar = board.calendar
    parts, crossings, strangers = _Parts(), _Parts(), []
    bucket_of, last, size = calendar.bucket_of, calendar.last, calendar.size
    places, contracts, number_on = board.places, board.contracts, board.bands.number_on
    ordinals = [day.toordinal() for day in calendar.boundaries]
    for row in facts.absences:
        first_day, ends = row.first_day, row.last_day
        if row.kind is not AbsenceKind.SICKNESS or first_day > last:
            continue
        if ends is None:
            ends = last_date(row)
        elif ends < first_day:
            continue
        spell = careers.at(row.worker, first_day)
        if spell is None:
            strangers.append((first_day, ends))
            continue
        numbers = (
            places[spell.team, spell.area],
            contracts[spell.role, spell.contract],
            number_on(spell, first_day),
        )
        begun = bucket_of.get(first_day, 0)
        over = size if ends > last else bucket_of.get(ends, 0)
        if begun == over:
            parts.add(numbers, begun, row.days_lost + _COUNT)
            continue
        already, counts = 0, _COUNT
        for bucket, by_then in enumerate(
            days_lost_until(row, ordinals[begun : over + 1]), start=begun
        ):
            parts.add(numbers, bucket, by_then - already + counts)
            already, counts = by_then, 0
            if bucket < over:
                crossings.add(numbers, bucket, 1)
    flows, across = parts.tables(board), crossings.tables(board)
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
        sum(first <= one.end and ends > one.year_opening for first, ends in strangers)
        for one in calendar.windows
    ]
    return Account(DAYS_SCALE, cells, counts_of, [(NOT_EMPLOYED, {Dimension.COUNCIL: unknown})])


def _from_totals(facts: Workforce, careers: Careers, board: Board) -> Account:
    windows = board.calendar.windows
    width = len(windows)
    by_end = {window.end: number for number, window in enumerate(windows)}
    rows = [one for one in facts.absence_totals if one.year_end in by_end]
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
