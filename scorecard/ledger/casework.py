"""The caseload lines: cases and the FTE that holds them, the distribution, and the limits."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import add

from scorecard.careers import Careers
from scorecard.caseloads import (
    Holders,
    Snapshots,
    main_unit,
    middle_values,
    percentile_place,
)
from scorecard.definition import Dimension, Symbol
from scorecard.ledger.account import Account, Cells
from scorecard.ledger.board import Board, Tables
from scorecard.ledger.flows import collect
from scorecard.lines import EXPERIENCE_NOT_STATED, FTE_SCALE, ExclusionRule, Line, fte_not_stated
from scorecard.parameters import Parameters
from scorecard.workforce import Caseload, CaseUnit, Workforce

OTHER_UNIT = ExclusionRule(
    "cases-in-another-unit", "Workers whose cases are counted in another unit than most"
)
NO_FTE = fte_not_stated("case-holder", "Workers who hold cases")

_CASES, _HOLDERS, _LIMITED, _AT, _OVER = 44, 68, 88, 108, 128
"""Where the counts of one row begin in the integer that carries them all (see ``flows``)."""
_FTE_BITS = (1 << 44) - 1
_CASES_BITS = (1 << 24) - 1
_COUNT_BITS = (1 << 20) - 1


@dataclass(slots=True)
class _Rows:
    """Rows of one kind as columns; ``snapshots`` numbers the days."""

    places: list[int] = field(default_factory=list)
    contracts: list[int] = field(default_factory=list)
    bands: list[int] = field(default_factory=list)
    snapshots: list[int] = field(default_factory=list)
    cases: list[int] = field(default_factory=list)
    values: list[int] = field(default_factory=list)


@dataclass(slots=True)
class _Read:
    """The rows of all snapshots: holders by unit, and those who could not count."""

    holders: dict[str, _Rows] = field(default_factory=dict)
    no_fte: _Rows = field(default_factory=_Rows)
    other_unit: _Rows = field(default_factory=_Rows)
    no_limit: _Rows = field(default_factory=_Rows)


def casework(
    facts: Workforce, careers: Careers, board: Board, parameters: Parameters
) -> dict[Line, Account]:
    """Return the caseload accounts: one snapshot for each window, or unavailable without one."""
    snapshots = Snapshots(facts, parameters.snapshot_days)
    of_window = [snapshots.day_for(one.end) for one in board.calendar.windows]
    days = sorted({day for day in of_window if day is not None})
    number_of = {day: number for number, day in enumerate(days)}
    rows = snapshots.rows_on(number_of)
    finder = Holders(facts, rows, careers, board.bands)
    read = _read(rows, finder, number_of, board, parameters)
    width = max(1, len(days))
    accounts = _accounts(read, board, width)
    choose = [None if day is None else number_of[day] for day in of_window]
    for line, account in accounts.items():
        _spread(account, choose, width)
        for window, day in enumerate(of_window):
            limited = line in (Line.AT_OR_OVER_LIMIT, Line.OVER_LIMIT, Line.LIMITED_HOLDERS)
            if day is None or (limited and parameters.limits_on(day) is None):
                account.symbols[window] = Symbol.UNAVAILABLE
            else:
                account.basis[window] = f"snapshot of {day:%-d %B %Y}"
    return accounts


def _read(
    rows: Sequence[Caseload],
    finder: Holders,
    number_of: dict[date, int],
    board: Board,
    parameters: Parameters,
) -> _Read:
    units = _main_units(rows)
    limits = {
        day: [
            None if (found := parameters.limits_on(day)) is None else found.of(code)
            for code in board.bands.codes
        ]
        for day in number_of
    }
    places, contracts = board.places, board.contracts
    read = _Read()
    for row in rows:
        cases = row.cases
        if cases <= 0:
            continue
        _, fte, area, role, contract, band, _ = finder.holding(row)
        day, unit = row.taken_on, row.unit
        where = (places[row.team, area], contracts[role, contract], band, number_of[day])
        if not fte:
            _put(read.no_fte, where, cases, 1)
            continue
        value = fte + (cases << _CASES) + (1 << _HOLDERS)
        limit = limits[day][band]
        if unit is not units[day]:
            _put(read.other_unit, where, cases, 1)
        elif limit is None:
            _put(read.no_limit, where, cases, 1)
        else:
            load, most = cases * FTE_SCALE, limit * fte
            value += 1 << _LIMITED
            if load >= most:
                value += 1 << _AT
                if load > most:
                    value += 1 << _OVER
        holders = read.holders.get(unit)
        if holders is None:
            holders = read.holders[unit.value] = _Rows()
        _put(holders, where, cases, value)
    return read


def _put(rows: _Rows, where: tuple[int, int, int, int], cases: int, value: int) -> None:
    place, contract, band, snapshot = where
    rows.places.append(place)
    rows.contracts.append(contract)
    rows.bands.append(band)
    rows.snapshots.append(snapshot)
    rows.cases.append(cases)
    rows.values.append(value)


def _main_units(rows: Sequence[Caseload]) -> dict[date, CaseUnit | None]:
    if len({row.unit for row in rows}) == 1:
        return dict.fromkeys((row.taken_on for row in rows), rows[0].unit)
    by_day: dict[date, list[Caseload]] = {}
    for row in rows:
        by_day.setdefault(row.taken_on, []).append(row)
    return {day: main_unit(theirs) for day, theirs in by_day.items()}


# accounts ----------------------------------------------------------------------------------------
def _accounts(read: _Read, board: Board, width: int) -> dict[Line, Account]:
    bands = len(board.bands.codes)
    by_band = {unit: _tables(rows, board, bands, width) for unit, rows in read.holders.items()}
    packed: Cells = {dimension: {} for dimension in Dimension}
    limited: dict[Dimension, list[int]] = {}
    for dimension in Dimension:
        for unit, tables in by_band.items():
            flat = board.roll_up(tables, dimension, bands * width)
            packed[dimension][unit] = _over_bands(flat, bands, width)
            so_far = limited.get(dimension)
            limited[dimension] = flat if so_far is None else list(map(add, so_far, flat))
    people = _taken(packed, lambda cell: cell >> _HOLDERS & _COUNT_BITS)
    accounts = {
        Line.CASE_HOLDERS: Account(1, people, people),
        Line.CASES: Account(1, _taken(packed, lambda cell: cell >> _CASES & _CASES_BITS), people),
        Line.CASE_HOLDER_FTE: Account(
            FTE_SCALE, _taken(packed, lambda cell: cell & _FTE_BITS), people
        ),
    }
    accounts |= _distribution(read, board, width, people)
    no_fte = (NO_FTE, _counts(read.no_fte, board, width))
    for account in accounts.values():
        account.exclusions.append(no_fte)
    not_compared = [
        no_fte,
        (OTHER_UNIT, _counts(read.other_unit, board, width)),
        (EXPERIENCE_NOT_STATED, _counts(read.no_limit, board, width)),
    ]
    for line, shift in (
        (Line.LIMITED_HOLDERS, _LIMITED),
        (Line.AT_OR_OVER_LIMIT, _AT),
        (Line.OVER_LIMIT, _OVER),
    ):
        cells = {
            dimension: _of_bands(flat, shift, board.bands.codes, width)
            for dimension, flat in limited.items()
        }
        accounts[line] = Account(1, cells, cells, list(not_compared))
    return accounts


def _tables(rows: _Rows, board: Board, bands: int, width: int) -> Tables:
    """Add rows up by group, band and snapshot: ``(group x bands + band) x width + snapshot``."""
    stride = bands * width
    tables = board.empty(stride)
    inner = [
        band * width + snapshot for band, snapshot in zip(rows.bands, rows.snapshots, strict=True)
    ]
    for cells, numbers in (
        (tables.places, rows.places),
        (tables.contracts, rows.contracts),
        (tables.bands, rows.bands),
    ):
        collect(cells, map(add, inner, [number * stride for number in numbers]), rows.values)
    return tables


def _over_bands(flat: list[int], bands: int, width: int) -> list[int]:
    result: list[int] = []
    for start in range(0, len(flat), bands * width):
        result += map(
            sum,
            zip(
                *(flat[start + band * width : start + (band + 1) * width] for band in range(bands)),
                strict=True,
            ),
        )
    return result


def _of_bands(
    flat: list[int], shift: int, codes: Sequence[str], width: int
) -> dict[str, list[int]]:
    counts = [cell >> shift & _COUNT_BITS for cell in flat]
    result: dict[str, list[int]] = {code: [] for code in codes}
    for start in range(0, len(counts), len(codes) * width):
        for band, code in enumerate(codes):
            result[code] += counts[start + band * width : start + (band + 1) * width]
    return result


def _taken(packed: Cells, take: Callable[[int], int]) -> Cells:
    return {
        dimension: {category: list(map(take, flat)) for category, flat in cells.items()}
        for dimension, cells in packed.items()
    }


def _counts(rows: _Rows, board: Board, width: int) -> dict[Dimension, list[int]]:
    if not rows.values:
        return {one: [0] * (board.size(one) * width) for one in Dimension}
    tables = board.empty(width)
    for cells, numbers in (
        (tables.places, rows.places),
        (tables.contracts, rows.contracts),
        (tables.bands, rows.bands),
    ):
        collect(
            cells, map(add, rows.snapshots, [number * width for number in numbers]), rows.values
        )
    return {one: board.roll_up(tables, one, width) for one in Dimension}


def _distribution(read: _Read, board: Board, width: int, people: Cells) -> dict[Line, Account]:
    """Rank the caseloads of each group: median, 90th percentile and highest."""
    lines = (Line.MEDIAN_CASES_SUM, Line.MEDIAN_CASES_COUNT, Line.P90_CASES, Line.MOST_CASES)
    cells: dict[Line, Cells] = {line: {one: {} for one in Dimension} for line in lines}
    for dimension in Dimension:
        parents = [parent * width for parent in board.parents(dimension)]
        length = board.size(dimension) * width
        for unit, rows in read.holders.items():
            ranked: list[list[int]] = [[] for _ in range(length)]
            numbers = _numbers_for(rows, dimension)
            for number, snapshot, cases in zip(numbers, rows.snapshots, rows.cases, strict=True):
                ranked[parents[number] + snapshot].append(cases)
            sums, counts, p90, most = ([0] * length for _ in lines)
            for cell, values in enumerate(ranked):
                if values:
                    values.sort()
                    middle = middle_values(values)
                    sums[cell] = sum(middle)
                    counts[cell] = len(middle)
                    p90[cell] = values[percentile_place(len(values))]
                    most[cell] = values[-1]
            for line, flat in zip(lines, (sums, counts, p90, most), strict=True):
                cells[line][dimension][unit] = flat
    return {line: Account(1, cells[line], people) for line in lines}


def _numbers_for(rows: _Rows, dimension: Dimension) -> list[int]:
    if dimension in (Dimension.TEAM, Dimension.AREA):
        return rows.places
    return rows.bands if dimension is Dimension.EXPERIENCE else rows.contracts


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
    if choose == list(range(width)):
        return flat
    return [
        0 if column is None else flat[start + column]
        for start in range(0, len(flat), width)
        for column in choose
    ]
