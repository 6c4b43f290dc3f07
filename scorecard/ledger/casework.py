"""The caseload lines: cases and the FTE that holds them, the distribution, and the limits."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from operator import add, itemgetter

from scorecard.careers import Careers
from scorecard.caseloads import (
    Holders,
    Snapshots,
    main_unit,
    middle_places,
    percentile_place,
)
from scorecard.definition import Dimension, Symbol
from scorecard.ledger.account import Account, Cells
from scorecard.ledger.board import Board, Tables
from scorecard.ledger.flows import collect
from scorecard.ledger.lookup import Lookup
from scorecard.lines import EXPERIENCE_NOT_STATED, FTE_SCALE, ExclusionRule, Line, fte_not_stated
from scorecard.parameters import Parameters
from scorecard.workforce import Caseload, CaseUnit, Workforce

OTHER_UNIT = ExclusionRule(
    "cases-in-another-unit", "Workers whose cases are counted in another unit than most"
)
NO_FTE = fte_not_stated("case-holder", "Workers who hold cases")

_CASES, _HOLDERS, _LIMITED, _AT, _OVER = 44, 68, 88, 108, 128
"""Where the counts of one row begin in the integer that carries them all (see ``flows``)."""
_ONE_HOLDER, _ONE_LIMITED = 1 << _HOLDERS, 1 << _LIMITED
_ONE_AT = _ONE_LIMITED + (1 << _AT)
_ONE_OVER = _ONE_AT + (1 << _OVER)
_FTE_BITS = (1 << 44) - 1
_CASES_BITS = (1 << 24) - 1
_COUNT_BITS = (1 << 20) - 1


_Row = tuple[int, int, int, int, int, int]
"""Place, contract pair, band, snapshot, cases, and what the row counts for."""

_AT_ONCE = 1_000
"""Rows turned into columns at a time: few enough to stay in the processor's cache."""


def _columns(rows: list[_Row]) -> list[list[int]]:
    columns: list[list[int]] = [[] for _ in range(6)]
    for start in range(0, len(rows), _AT_ONCE):
        for column, part in zip(
            columns, zip(*rows[start : start + _AT_ONCE], strict=True), strict=True
        ):
            column.extend(part)
    return columns


def casework(
    facts: Workforce, lookup: Lookup, board: Board, parameters: Parameters
) -> dict[Line, Account]:
    """Return the caseload accounts: one snapshot for each window, or unavailable without one."""
    snapshots = Snapshots(facts, parameters.snapshot_days)
    of_window = [snapshots.day_for(one.end) for one in board.calendar.windows]
    days = sorted({day for day in of_window if day is not None})
    number_of = {day: number for number, day in enumerate(days)}
    rows = snapshots.rows_on(number_of)
    sorting = _Sorting(rows, days, parameters, board.bands.codes)
    _read(rows, facts, lookup, board, sorting)
    width = max(1, len(days))
    accounts = _accounts(sorting, board, width)
    choose = [None if day is None else number_of[day] for day in of_window]
    basis = {
        window: f"snapshot of {day:%-d %B %Y}"
        for window, day in enumerate(of_window)
        if day is not None
    }
    without = [window for window, day in enumerate(of_window) if day is None]
    unlimited = [
        window
        for window, day in enumerate(of_window)
        if day is not None and parameters.limits_on(day) is None
    ]
    for line, account in accounts.items():
        _spread(account, choose, width)
        account.basis = dict(basis)
        account.symbols = dict.fromkeys(without, Symbol.UNAVAILABLE)
        if line in (Line.AT_OR_OVER_LIMIT, Line.OVER_LIMIT, Line.LIMITED_HOLDERS):
            account.symbols |= dict.fromkeys(unlimited, Symbol.UNAVAILABLE)
    return accounts


def _read(
    rows: Sequence[Caseload],
    facts: Workforce,
    lookup: Lookup,
    board: Board,
    sorting: "_Sorting",
) -> None:
    """Find where the holder of each row counts, and sort it accordingly."""
    batch, rows_of, started = lookup.batch, lookup.rows, lookup.started
    spells, timelines, places, contracts = (
        batch.spells, batch.timelines, batch.places, batch.contracts
    )  # fmt: skip
    add_row = sorting.add
    others: list[Caseload] = []
    for row in rows:
        fte, day = row.fte, row.taken_on
        if fte is None or row.agency:
            others.append(row)
            continue
        for at_row in reversed(rows_of.get(row.worker, ())):
            if started[at_row] <= day:
                spell = spells[at_row]
                ended = spell.ended
                if spell.team == row.team and (ended is None or day < ended):
                    changes, bands = timelines[at_row]
                    band = bands[bisect_right(changes, day)]
                    add_row(row, fte, places[at_row], contracts[at_row], band)
                else:
                    others.append(row)
                break
        else:
            others.append(row)
    if others:
        careers = Careers(facts.employments, {row.worker for row in others})
        finder = Holders(facts, others, careers, board.bands)
        for row in others:
            _, fte, area, role, contract, band, _ = finder.holding(row)
            place, pair = board.places[row.team, area], board.contracts[role, contract]
            sorting.add(row, fte, place, pair, band)


class _Sorting:
    """Puts each row with a case where it counts, compared with the limit for its band."""

    def __init__(
        self,
        rows: Sequence[Caseload],
        days: Sequence[date],
        parameters: Parameters,
        codes: Sequence[str],
    ) -> None:
        self.holders: dict[CaseUnit, list[_Row]] = {}
        self.no_fte: list[_Row] = []
        self.other_unit: list[_Row] = []
        self.no_limit: list[_Row] = []
        units = _main_units(rows, days)
        self._of_day: dict[date, tuple[int, CaseUnit | None, list[int | None]]] = {}
        """Number of the snapshot, its main unit, and the limit of each band."""
        for number, day in enumerate(days):
            limits = parameters.limits_on(day)
            of_bands = [None if limits is None else limits.of(code) for code in codes]
            self._of_day[day] = (number, units[day], of_bands)

    def add(self, row: Caseload, fte: int | None, place: int, pair: int, band: int) -> None:
        cases, unit = row.cases, row.unit
        if cases <= 0:
            return
        snapshot, main, limits = self._of_day[row.taken_on]
        if not fte:
            self.no_fte.append((place, pair, band, snapshot, cases, 1))
            return
        limit = limits[band]
        value = fte + (cases << _CASES) + _ONE_HOLDER
        if limit is not None and unit is main:
            load, most = cases * FTE_SCALE, limit * fte
            value += _ONE_OVER if load > most else _ONE_AT if load == most else _ONE_LIMITED
        elif unit is main:
            self.no_limit.append((place, pair, band, snapshot, cases, 1))
        else:
            self.other_unit.append((place, pair, band, snapshot, cases, 1))
        if unit in self.holders:
            self.holders[unit].append((place, pair, band, snapshot, cases, value))
        else:
            self.holders[unit] = [(place, pair, band, snapshot, cases, value)]


def _main_units(rows: Sequence[Caseload], days: Sequence[date]) -> dict[date, CaseUnit | None]:
    units = {row.unit for row in rows}
    if len(units) == 1:
        return dict.fromkeys(days, units.pop())
    return {day: main_unit([row for row in rows if row.taken_on == day]) for day in days}


# accounts ----------------------------------------------------------------------------------------
def _accounts(read: _Sorting, board: Board, width: int) -> dict[Line, Account]:
    bands = len(board.bands.codes)
    holders = {unit.value: _columns(rows) for unit, rows in read.holders.items()}
    by_band = {unit: _tables(columns, board, bands, width) for unit, columns in holders.items()}
    packed: Cells = {dimension: {} for dimension in Dimension}
    limited: dict[Dimension, list[int]] = {}
    for dimension in Dimension:
        board.parents(dimension)  # numbers the groups of everything met so far
        total = [0] * (board.size(dimension) * bands * width)
        for unit, tables in by_band.items():
            flat = board.roll_up(tables, dimension, bands * width)
            packed[dimension][unit] = _over_bands(flat, bands, width)
            total = flat if len(by_band) == 1 else list(map(add, total, flat))
        limited[dimension] = total
    people = _taken(packed, _HOLDERS, _COUNT_BITS)
    accounts = {
        Line.CASE_HOLDERS: Account(1, people, people),
        Line.CASES: Account(1, _taken(packed, _CASES, _CASES_BITS), people),
        Line.CASE_HOLDER_FTE: Account(FTE_SCALE, _taken(packed, 0, _FTE_BITS), people),
    }
    accounts |= _distribution(holders, board, width, people)
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


def _tables(columns: list[list[int]], board: Board, bands: int, width: int) -> Tables:
    """Add rows up by group, band and snapshot: ``(group x bands + band) x width + snapshot``."""
    stride = bands * width
    tables = board.empty(stride)
    places, contracts, in_bands, snapshots, _, values = columns
    inner = [band * width + snapshot for band, snapshot in zip(in_bands, snapshots, strict=True)]
    for cells, numbers in (
        (tables.places, places),
        (tables.contracts, contracts),
        (tables.bands, in_bands),
    ):
        collect(cells, map(add, inner, [number * stride for number in numbers]), values)
    return tables


def _over_bands(flat: list[int], bands: int, width: int) -> list[int]:
    result: list[int] = []
    for start in range(0, len(flat), bands * width):
        total = flat[start : start + width]
        for first in range(start + width, start + bands * width, width):
            total = list(map(add, total, flat[first : first + width]))
        result += total
    return result


def _of_bands(
    flat: list[int], shift: int, codes: Sequence[str], width: int
) -> dict[str, list[int]]:
    counts = [cell >> shift & _COUNT_BITS if cell else 0 for cell in flat]
    result: dict[str, list[int]] = {code: [] for code in codes}
    for start in range(0, len(counts), len(codes) * width):
        for band, code in enumerate(codes):
            result[code] += counts[start + band * width : start + (band + 1) * width]
    return result


def _taken(packed: Cells, shift: int, bits: int) -> Cells:
    return {
        dimension: {
            category: [cell >> shift & bits if cell else 0 for cell in flat]
            for category, flat in cells.items()
        }
        for dimension, cells in packed.items()
    }


def _counts(rows: list[_Row], board: Board, width: int) -> dict[Dimension, list[int]]:
    if not rows:
        return {one: [0] * (board.size(one) * width) for one in Dimension}
    tables = board.empty(width)
    for place, contract, band, snapshot, _, value in rows:
        tables.places[place * width + snapshot] += value
        tables.contracts[contract * width + snapshot] += value
        tables.bands[band * width + snapshot] += value
    return {one: board.roll_up(tables, one, width) for one in Dimension}


def _distribution(
    holders: dict[str, list[list[int]]], board: Board, width: int, people: Cells
) -> dict[Line, Account]:
    """Rank the caseloads of each group: median, 90th percentile and highest."""
    lines = (Line.MEDIAN_CASES_SUM, Line.MEDIAN_CASES_COUNT, Line.P90_CASES, Line.MOST_CASES)
    cells: dict[Line, Cells] = {line: {one: {} for one in Dimension} for line in lines}
    for unit, columns in holders.items():
        numbered = [_lists(columns, column, width) for column in range(3)]
        for dimension in Dimension:
            ranked = _merged(numbered[_column_for(dimension)], board, dimension, width)
            length = board.size(dimension) * width
            flats = [[0] * length for _ in lines]
            sums, counts, p90, most = flats
            for cell, values in ranked.items():
                values.sort()
                low, high = middle_places(len(values))
                sums[cell] = sum(values[low : high + 1])
                counts[cell] = high - low + 1
                p90[cell] = values[percentile_place(len(values))]
                most[cell] = values[-1]
            for line, flat in zip(lines, flats, strict=True):
                cells[line][dimension][unit] = flat
    return {line: Account(1, cells[line], people) for line in lines}


def _merged(
    lists: dict[int, list[int]], board: Board, dimension: Dimension, width: int
) -> dict[int, list[int]]:
    """Put the lists of places (or contracts, or bands) together by group of the breakdown."""
    numbers = (
        board.parents(dimension)
        if dimension is not Dimension.COUNCIL
        else [0] * len(board.bands.codes)
    )
    parents = [number * width for number in numbers]
    if parents == list(range(0, len(parents) * width, width)):
        return {cell: list(values) for cell, values in lists.items()}
    merged: dict[int, list[int]] = defaultdict(list)
    for cell, values in lists.items():
        merged[parents[cell // width] + cell % width] += values
    return merged


def _lists(columns: list[list[int]], column: int, width: int) -> dict[int, list[int]]:
    """Return the cases of each holder by number (in one column of the rows) and snapshot."""
    found: dict[int, list[int]] = defaultdict(list)
    cells = map(add, [number * width for number in columns[column]], columns[3])
    for cell, cases in zip(cells, columns[4], strict=True):
        found[cell].append(cases)
    return found


def _column_for(dimension: Dimension) -> int:
    """Return which column of the rows numbers what a breakdown is put together from."""
    if dimension in (Dimension.TEAM, Dimension.AREA):
        return 0
    return 1 if dimension in (Dimension.ROLE, Dimension.CONTRACT) else 2


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
    nothing = width
    pick = itemgetter(*[nothing if column is None else column for column in choose], nothing)
    result: list[int] = []
    for start in range(0, len(flat), width):
        result += pick([*flat[start : start + width], 0])[:-1]
    return result
