"""Working days lost to sickness in twelve months, by where each person counted when they fell ill."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from scorecard.careers import Careers
from scorecard.days_lost import is_wrong_absence, last_day
from scorecard.definition import ALL_DIMENSIONS, WHOLE, Dimension, Symbol
from scorecard.ledger.account import Account, Cells
from scorecard.ledger.board import Board, Tables, numbering
from scorecard.ledger.flows import at_windows, bucket_numbers
from scorecard.ledger.integers import (
    FAR,
    NEVER,
    Whole,
    count_up,
    ends,
    expand,
    ordinals,
    sum_up,
    whole,
)
from scorecard.ledger.people import Numbers
from scorecard.ledger.reading import Columns, columns
from scorecard.ledger.staff import Staff
from scorecard.lines import DAYS_SCALE, ExclusionRule, Line
from scorecard.parameters import Parameters
from scorecard.windows import Calendar
from scorecard.workforce import Absence, AbsenceKind, Employment, Workforce

NOT_EMPLOYED = ExclusionRule(
    "absence-of-nobody-employed", "Sickness records of somebody who is not on the staff"
)


def absences(
    facts: Workforce, staff: Staff, board: Board, parameters: Parameters
) -> dict[Line, Account]:
    """Return days lost, and the working days of each window's twelve months.

    Without any absence records, the totals a census gives for exactly the window's end are used;
    records and totals are never mixed.
    """
    read = _from_records if facts.holds("absences") else _from_totals
    lost = read(facts, staff, board)
    return {Line.DAYS_LOST_12: lost, Line.WORKING_DAYS_12: _working_days(board, parameters)}


def _working_days(board: Board, parameters: Parameters) -> Account:
    days = [
        parameters.working_days_between(window.year_opening, window.end)
        for window in board.calendar.windows
    ]
    cells = {one: {WHOLE: np.tile(whole(days), board.size(one))} for one in ALL_DIMENSIONS}
    return Account(1, cells, {})


def sickness(facts: Workforce) -> list[Absence]:
    """Return the well-formed sickness absences."""
    return [
        one
        for one in facts.absences
        if one.kind is AbsenceKind.SICKNESS and not is_wrong_absence(one)
    ]


@dataclass(frozen=True, slots=True)
class _Placed:
    """Sickness absences as columns (days as ordinals), where each person counted on the first day."""

    places: Whole
    contracts: Whole
    bands: Whole
    first_days: Whole
    last_days: Whole
    lost: Whole
    workers: Whole


def _from_records(facts: Workforce, staff: Staff, board: Board) -> Account:
    calendar = board.calendar
    placed, strangers = _place(facts, staff, board)
    begun = bucket_numbers(calendar, placed.first_days)
    over = bucket_numbers(calendar, placed.last_days)
    rows, buckets = expand(begun, np.minimum(over, calendar.size - 1) + 1)
    parts = _parts(placed, rows, buckets, calendar)

    def table(numbers: Whole, count: int) -> Whole:
        """Add the days up by group and bucket."""
        cells, length = numbers[rows] * calendar.size + buckets, count * calendar.size
        return sum_up(cells, parts, length).reshape(count, calendar.size)

    at = (placed.places, placed.contracts, placed.bands)
    days = Tables(*map(table, at, board.sizes()))
    cells: Cells = {}
    people: Cells = {}
    in_order = np.lexsort((placed.first_days, placed.workers))
    for dimension in ALL_DIMENSIONS:
        by_days = np.cumsum(board.roll_up(days, dimension), axis=-1)
        cells[dimension] = {
            WHOLE: at_windows(by_days, calendar.ends) - at_windows(by_days, calendar.year_openings)
        }
        groups = board.parents(dimension)[numbering(dimension, *at)]
        people[dimension] = {
            WHOLE: _people(placed, groups, in_order, calendar, board.size(dimension))
        }
    unknown = [
        sum(
            row.first_day <= one.end and last_day(row) > one.year_opening.toordinal()
            for row in strangers
        )
        for one in calendar.windows
    ]
    return Account(DAYS_SCALE, cells, people, [(NOT_EMPLOYED, {Dimension.COUNCIL: whole(unknown)})])


def _people(
    placed: _Placed, groups: Whole, in_order: Whole, calendar: Calendar, size: int
) -> Whole:
    """Return how many people were absent, by group and window: each once however often they were.

    Of a person's absences in a group, by first day (``in_order`` has them so by worker), one is
    counted in the windows it falls in and none before it does: those that opened since the others
    were over.
    """
    order = in_order[np.argsort(groups[in_order], kind="stable")]
    group, worker, first, last = (
        one[order]
        for one in (
            groups, placed.workers, placed.first_days, np.minimum(placed.last_days, NEVER)
        )
    )  # fmt: skip
    another = (np.diff(group, prepend=-1) != 0) | (np.diff(worker, prepend=-1) != 0)
    beyond = NEVER + 1
    latest = np.maximum.accumulate(np.cumsum(another) * beyond + last) % beyond
    earlier = np.where(another, 0, np.append(0, latest)[:-1])
    openings = np.array([one.year_opening.toordinal() for one in calendar.windows])
    closings = np.array([one.end.toordinal() for one in calendar.windows])
    begin = np.maximum(np.searchsorted(closings, first), np.searchsorted(openings, earlier))
    end = np.searchsorted(openings, last)
    counted, width = begin < end, len(openings) + 1
    cells = group[counted] * width
    begins, ends_ = (
        count_up(cells + one[counted], size * width).reshape(size, width) for one in (begin, end)
    )
    return np.cumsum(begins - ends_, axis=-1)[:, :-1].ravel()


def _place(facts: Workforce, staff: Staff, board: Board) -> tuple[_Placed, list[Absence]]:
    """Find where each person counted when they fell ill, and the records of nobody employed."""
    latest, kind, batch = board.calendar.last, AbsenceKind.SICKNESS, staff.batch

    def read(rows: Sequence[Absence]) -> Columns:
        chosen = [
            one
            for one in rows
            if one.kind is kind
            and one.first_day <= latest
            and ((last := one.last_day) is None or last >= one.first_day)
        ]
        return (
            chosen,
            [one.worker for one in chosen],
            [one.first_day for one in chosen],
            [one.last_day or FAR for one in chosen],
            [one.days_lost for one in chosen],
        )

    rows, workers, begun, over, days_lost = columns(facts.absences, read)
    first_days, last_days, lost = ordinals(begun), ends(over), whole(days_lost)
    at_rows = staff.people.rows_at(staff.people.numbers(workers), first_days)
    usual = (at_rows >= 0) & (first_days > board.calendar.ordinals[0]) & (last_days < NEVER)
    spells = at_rows[usual]
    timelines = batch.timelines
    strangers: list[Absence] = []
    others: list[tuple[int, int, int, int, int, int, int]] = []
    known = Numbers()
    of_worker = whole(list(map(known.__getitem__, workers)))
    left_over = [rows[place] for place in np.flatnonzero(~usual).tolist()]
    careers = Careers(facts.employments, {one.worker for one in left_over})
    for row in left_over:
        spell = careers.at(row.worker, row.first_day)
        if spell is None:
            strangers.append(row)
            continue
        where = _where(board, spell, row.first_day)
        begins = row.first_day.toordinal()
        others.append((*where, begins, last_day(row), row.days_lost, known[row.worker]))
    found = (
        batch.places[spells],
        batch.contracts[spells],
        timelines.bands_on(timelines.rows[spells], first_days[usual]),
        first_days[usual],
        last_days[usual],
        lost[usual],
        of_worker[usual],
    )
    more = whole(others).reshape(-1, 7).T
    return _Placed(*map(np.append, found, more)), strangers


def _where(board: Board, spell: Employment, day: date) -> tuple[int, int, int]:
    return (
        board.places[spell.team, spell.area],
        board.contracts[spell.role, spell.contract],
        board.bands.number_on(spell, day),
    )


def _parts(placed: _Placed, rows: Whole, buckets: Whole, calendar: Calendar) -> Whole:
    """Return the days lost in each bucket of each absence: ``days_lost_until``, differenced."""
    days = np.array(calendar.ordinals)[buckets]
    first, last, lost = (one[rows] for one in (placed.first_days, placed.last_days, placed.lost))
    before = _weekdays_until(placed.first_days - 1)
    in_all = (_weekdays_until(placed.last_days) - before)[rows]
    so_far = np.where(in_all > 0, _weekdays_until(days) - before[rows], days - first + 1)
    out_of = np.where(in_all > 0, in_all, last - first + 1)
    by_then = np.where(days >= last, lost, lost * so_far // out_of)
    already = np.append(0, by_then)[:-1]
    starts = np.append(True, rows[1:] != rows[:-1])[: len(rows)]
    return by_then - np.where(starts, 0, already)


def _weekdays_until(days: Whole) -> Whole:
    """Count weekdays as ``days_lost.weekdays_until`` does."""
    return days // 7 * 5 + np.minimum(days % 7, 5)


def _from_totals(facts: Workforce, _staff: Staff, board: Board) -> Account:
    windows = board.calendar.windows
    width = len(windows)
    by_end = {window.end: number for number, window in enumerate(windows)}
    rows = [one for one in facts.absence_totals if one.year_end in by_end]
    careers = Careers(facts.employments, {one.worker for one in rows})
    strangers = [0] * width
    placed: list[tuple[int, int, int, int, int]] = []
    for row in rows:
        spell = careers.at(row.worker, row.year_end)
        if spell is None:
            strangers[by_end[row.year_end]] += 1
        else:
            where = _where(board, spell, row.year_end)
            placed.append((*where, by_end[row.year_end], row.days_lost))
    *at_numbers, ends, lost = whole(placed).reshape(-1, 5).T

    def cells(values: Whole) -> Cells:
        tables = Tables(
            *(
                sum_up(numbers * width + ends, values, count * width).reshape(count, width)
                for numbers, count in zip(at_numbers, board.sizes(), strict=True)
            )
        )
        return {one: {WHOLE: board.roll_up(tables, one).ravel()} for one in ALL_DIMENSIONS}

    account = Account(
        DAYS_SCALE,
        cells(lost),
        cells(np.ones_like(lost)),
        [(NOT_EMPLOYED, {Dimension.COUNCIL: whole(strangers)})],
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
