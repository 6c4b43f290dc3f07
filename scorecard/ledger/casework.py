"""The caseload lines: cases and the FTE that holds them, the distribution, and the limits."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from scorecard.caseloads import (
    Holders,
    Holding,
    Snapshots,
    main_unit,
    middle_values,
    percentile_place,
)
from scorecard.definition import Dimension, Symbol
from scorecard.ledger.account import Account, Cells
from scorecard.ledger.board import Board, Tables
from scorecard.lines import EXPERIENCE_NOT_STATED, FTE_SCALE, ExclusionRule, Line, fte_not_stated
from scorecard.parameters import Parameters
from scorecard.workforce import Caseload, Workforce

_Lists = dict[int, list[int]]
OTHER_UNIT = ExclusionRule(
    "cases-in-another-unit", "Workers whose cases are counted in another unit than most"
)
_CASES = 44
_HOLDERS = 74
_AT_LIMIT = 24
_OVER_LIMIT = 48
"""Bits at which counts start when several are carried in one integer (see ``flows``)."""

_FTE_BITS = (1 << _CASES) - 1
_CASES_BITS = (1 << (_HOLDERS - _CASES)) - 1
_COUNT_BITS = (1 << _AT_LIMIT) - 1

Numbers = tuple[int, int, int]


@dataclass(slots=True)
class _Read:
    """Everything the snapshots say, with one cell for each group and snapshot."""

    holders: dict[str, Tables] = field(default_factory=dict)
    """By unit: FTE, cases and holders packed."""
    limited: dict[str, Tables] = field(default_factory=dict)
    """By band: holders compared with a limit, at or over it, and over it, packed."""
    cases: dict[str, tuple[_Lists, _Lists, _Lists]] = field(default_factory=dict)
    """By unit: the cases of each holder by place, contract and band."""
    no_fte: Tables | None = None
    other_unit: Tables | None = None
    no_limit: Tables | None = None


def casework(facts: Workforce, board: Board, parameters: Parameters) -> dict[Line, Account]:
    """Return the caseload accounts: one snapshot for each window, or unavailable without one."""
    snapshots = Snapshots(facts, parameters.snapshot_days)
    of_window = [snapshots.day_for(one.end) for one in board.calendar.windows]
    days = sorted({day for day in of_window if day is not None})
    rows = [row for day in days for row in snapshots.rows_on(day)]
    finder = Holders(facts, rows, board.bands)
    held = [finder.holding(row) for row in rows]
    numbers = [
        (
            board.places[one.row.team, one.area],
            board.contracts[one.role, one.contract],
            one.band,
        )
        for one in held
    ]
    read = _read(held, numbers, days, board, parameters)
    width = max(1, len(days))
    accounts = _accounts(read, board, width)
    place = {day: number for number, day in enumerate(days)}
    choose = [None if day is None else place[day] for day in of_window]
    for account in accounts.values():
        _spread(account, choose, width)
        for window, day in enumerate(of_window):
            if day is None:
                account.symbols[window] = Symbol.UNAVAILABLE
            else:
                account.basis[window] = f"snapshot of {day:%-d %B %Y}"
    for window, day in enumerate(of_window):
        if day is not None and parameters.limits_on(day) is None:
            for line in (Line.AT_OR_OVER_LIMIT, Line.OVER_LIMIT, Line.LIMITED_HOLDERS):
                accounts[line].symbols[window] = Symbol.UNAVAILABLE
    return accounts


def _read(
    held: list[Holding],
    numbers: list[Numbers],
    days: list[date],
    board: Board,
    parameters: Parameters,
) -> _Read:
    width = max(1, len(days))
    column = {day: number for number, day in enumerate(days)}
    by_day: dict[date, list[Caseload]] = {}
    for one in held:
        by_day.setdefault(one.row.taken_on, []).append(one.row)
    units = {day: main_unit(rows) for day, rows in by_day.items()}
    limits = {
        day: None
        if (found := parameters.limits_on(day)) is None
        else [found.of(code) for code in board.bands.codes]
        for day in days
    }
    codes = board.bands.codes
    read = _Read()
    read.no_fte, read.other_unit, read.no_limit = (board.empty(width) for _ in range(3))
    for one, where in zip(held, numbers, strict=True):
        row, worked = one.row, one.fte
        cases, unit, day = row.cases, row.unit.value, row.taken_on
        if cases <= 0:
            continue
        snapshot = column[day]
        if not worked:
            _add(read.no_fte, where, width, snapshot, 1)
            continue
        if unit not in read.holders:
            read.holders[unit] = board.empty(width)
            read.cases[unit] = ({}, {}, {})
        packed = worked + (cases << _CASES) + (1 << _HOLDERS)
        _add(read.holders[unit], where, width, snapshot, packed)
        for lists, number in zip(read.cases[unit], where, strict=True):
            lists.setdefault(number * width + snapshot, []).append(cases)
        if row.unit is not units[day]:
            _add(read.other_unit, where, width, snapshot, 1)
            continue
        allowed = limits[day]
        limit = None if allowed is None else allowed[one.band]
        if limit is None:
            _add(read.no_limit, where, width, snapshot, 1)
            continue
        load, most = cases * FTE_SCALE, limit * worked
        compared = 1 + ((load >= most) << _AT_LIMIT) + ((load > most) << _OVER_LIMIT)
        band = codes[one.band]
        if band not in read.limited:
            read.limited[band] = board.empty(width)
        _add(read.limited[band], where, width, snapshot, compared)
    return read


def _add(tables: Tables, numbers: Numbers, width: int, column: int, value: int) -> None:
    place, contract, band = numbers
    tables.places[place * width + column] += value
    tables.contracts[contract * width + column] += value
    tables.bands[band * width + column] += value


# accounts ----------------------------------------------------------------------------------------
def _accounts(read: _Read, board: Board, width: int) -> dict[Line, Account]:
    assert read.no_fte is not None
    assert read.other_unit is not None
    assert read.no_limit is not None
    holders = _rolled(read.holders, board, width)
    people = _unpacked(holders, lambda cell: cell >> _HOLDERS)
    accounts = {
        Line.CASE_HOLDERS: Account(1, people, people),
        Line.CASES: Account(
            1, _unpacked(holders, lambda cell: cell >> _CASES & _CASES_BITS), people
        ),
        Line.CASE_HOLDER_FTE: Account(
            FTE_SCALE, _unpacked(holders, lambda cell: cell & _FTE_BITS), people
        ),
    }
    accounts |= _distribution(read, board, width, people)
    no_fte = (
        fte_not_stated("case-holder", "Workers who hold cases"),
        _counts(read.no_fte, board, width),
    )
    for account in accounts.values():
        account.exclusions.append(no_fte)
    limited = _rolled(read.limited, board, width)
    compared = _unpacked(limited, lambda cell: cell & _COUNT_BITS)
    at_limit = _unpacked(limited, lambda cell: cell >> _AT_LIMIT & _COUNT_BITS)
    over = _unpacked(limited, lambda cell: cell >> _OVER_LIMIT)
    not_compared = [
        no_fte,
        (OTHER_UNIT, _counts(read.other_unit, board, width)),
        (EXPERIENCE_NOT_STATED, _counts(read.no_limit, board, width)),
    ]
    for line, cells in (
        (Line.LIMITED_HOLDERS, compared),
        (Line.AT_OR_OVER_LIMIT, at_limit),
        (Line.OVER_LIMIT, over),
    ):
        accounts[line] = Account(1, cells, cells, list(not_compared))
    return accounts


def _distribution(read: _Read, board: Board, width: int, people: Cells) -> dict[Line, Account]:
    lines = (
        Line.MEDIAN_CASES_SUM,
        Line.MEDIAN_CASES_COUNT,
        Line.P90_CASES,
        Line.MOST_CASES,
    )
    cells: dict[Line, Cells] = {line: {} for line in lines}
    for dimension in Dimension:
        length = board.size(dimension) * width
        for line in lines:
            cells[line][dimension] = {unit: [0] * length for unit in read.cases}
        for unit, lists in read.cases.items():
            for cell, values in _by_group(lists, dimension, board, width).items():
                values.sort()
                middle = middle_values(values)
                cells[Line.MEDIAN_CASES_SUM][dimension][unit][cell] = sum(middle)
                cells[Line.MEDIAN_CASES_COUNT][dimension][unit][cell] = len(middle)
                cells[Line.P90_CASES][dimension][unit][cell] = values[percentile_place(len(values))]
                cells[Line.MOST_CASES][dimension][unit][cell] = values[-1]
    return {line: Account(1, cells[line], people) for line in lines}


def _by_group(
    lists: tuple[_Lists, _Lists, _Lists], dimension: Dimension, board: Board, width: int
) -> _Lists:
    """Put the values of places (or contracts, or bands) together by group of the breakdown."""
    places, contracts, bands = lists
    source = contracts
    if dimension in (Dimension.TEAM, Dimension.AREA):
        source = places
    elif dimension is Dimension.EXPERIENCE:
        source = bands
    parents = board.parents(dimension)
    result: _Lists = {}
    for cell, values in source.items():
        number, snapshot = divmod(cell, width)
        result.setdefault(parents[number] * width + snapshot, []).extend(values)
    return result


def _rolled(tables: dict[str, Tables], board: Board, width: int) -> Cells:
    return {
        dimension: {
            category: board.roll_up(one, dimension, width) for category, one in tables.items()
        }
        for dimension in Dimension
    }


def _counts(tables: Tables, board: Board, width: int) -> dict[Dimension, list[int]]:
    return {one: board.roll_up(tables, one, width) for one in Dimension}


def _unpacked(packed: Cells, take: Callable[[int], int]) -> Cells:
    return {
        dimension: {category: [take(cell) for cell in flat] for category, flat in cells.items()}
        for dimension, cells in packed.items()
    }


def _spread(account: Account, choose: list[int | None], width: int) -> None:
    """Turn cells by snapshot into cells by window."""
    account.cells = _chosen(account.cells, choose, width)
    account.rows = _chosen(account.rows, choose, width)
    account.exclusions = [
        (rule, {one: _pick(flat, choose, width) for one, flat in counts.items()})
        for rule, counts in account.exclusions
    ]


def _chosen(cells: Cells, choose: list[int | None], width: int) -> Cells:
    return {
        dimension: {category: _pick(flat, choose, width) for category, flat in one.items()}
        for dimension, one in cells.items()
    }


def _pick(flat: list[int], choose: list[int | None], width: int) -> list[int]:
    return [
        0 if column is None else flat[start + column]
        for start in range(0, len(flat), width)
        for column in choose
    ]
