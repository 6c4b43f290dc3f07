"""The caseload lines: cases and the FTE that holds them, the distribution, and the limits."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import numpy as np

from scorecard.careers import Careers
from scorecard.caseloads import Holder, Holders, Snapshots, by_holder
from scorecard.definition import Dimension, Symbol
from scorecard.ledger.account import Account, Cells
from scorecard.ledger.board import Board
from scorecard.ledger.integers import Mask, Whole, count_up, sum_up, whole
from scorecard.ledger.lookup import Lookup
from scorecard.ledger.ranking import ranked
from scorecard.lines import EXPERIENCE_NOT_STATED, FTE_SCALE, ExclusionRule, Line, fte_not_stated
from scorecard.parameters import Parameters
from scorecard.workforce import Caseload, CaseUnit, Workforce

OTHER_UNIT = ExclusionRule(
    "cases-in-another-unit", "Workers whose cases are counted in another unit than most"
)
NO_FTE = fte_not_stated("case-holder", "Workers who hold cases")

UNITS = tuple(sorted(CaseUnit))
_LIMIT_LINES = (Line.LIMITED_HOLDERS, Line.AT_OR_OVER_LIMIT, Line.OVER_LIMIT)
_NO_FTE, _OTHER_UNIT, _NO_LIMIT, _WITHIN, _AT, _OVER = range(6)
"""How a worker's whole caseload stands to the limit; the first three are not compared."""


def casework(
    facts: Workforce, lookup: Lookup, board: Board, parameters: Parameters
) -> dict[Line, Account]:
    """Return the caseload accounts: one snapshot for each window, or unavailable without one."""
    snapshots = Snapshots(facts, parameters.snapshot_days)
    of_window = [snapshots.day_for(one.end) for one in board.calendar.windows]
    days = sorted({day for day in of_window if day is not None})
    number_of = {day: number for number, day in enumerate(days)}
    rows = snapshots.rows_on(number_of)
    read = _read(rows, number_of, facts, lookup, board)
    standing = _against_limits(read, days, parameters, board.bands.codes)
    choose = _Choice(
        max(1, len(days)), [len(days) if day is None else number_of[day] for day in of_window]
    )
    accounts = _accounts(read, standing, board, choose)
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
        account.basis = dict(basis)
        account.symbols = dict.fromkeys(without, Symbol.UNAVAILABLE)
        if line in _LIMIT_LINES:
            account.symbols |= dict.fromkeys(unlimited, Symbol.UNAVAILABLE)
    return accounts


class _Choice(NamedTuple):
    """How many snapshots there are, and which speaks for each window (the one past the last: none)."""

    snapshots: int
    of_window: list[int]


@dataclass(slots=True)
class _Read:
    """Workers of the snapshots as columns, and what they hold in the groups of each breakdown."""

    snapshots: list[int] = field(default_factory=list)
    units: list[int] = field(default_factory=list)
    bands: list[int] = field(default_factory=list)
    cases: list[int] = field(default_factory=list)
    ftes: list[int] = field(default_factory=list)
    """0 where it is not known."""
    places: list[int] = field(default_factory=list)
    """Number of the place; -1 for a worker whose rows do not all count in one."""
    pairs: list[int] = field(default_factory=list)
    """Number of the role and contract; -1 likewise."""
    divided: dict[Dimension, list[tuple[int, int, int, int]]] = field(default_factory=dict)
    """(worker, group, cases, FTE) of those."""


def _read(
    rows: Sequence[Caseload],
    number_of: dict[date, int],
    facts: Workforce,
    lookup: Lookup,
    board: Board,
) -> _Read:
    """Find where each worker counts: most have one row, with its FTE, in the team they are in."""
    batch, rows_of, started = lookup.batch, lookup.rows, lookup.started
    read = _Read(divided={one: [] for one in Dimension})
    others: list[list[Caseload]] = []
    unit_numbers = {unit: number for number, unit in enumerate(UNITS)}
    for theirs in by_holder(rows):
        row, day = theirs[0], theirs[0].taken_on
        if row.fte is None or row.agency or len(theirs) > 1:
            others.append(theirs)
            continue
        for at_row in reversed(rows_of.get(row.worker, ())):
            if started[at_row] <= day:
                spell = batch.spells[at_row]
                if spell.team == row.team and (spell.ended is None or day < spell.ended):
                    changes, bands = batch.timelines[at_row]
                    read.snapshots.append(number_of[day])
                    read.units.append(unit_numbers[row.unit])
                    read.bands.append(bands[bisect_right(changes, day)])
                    read.cases.append(row.cases)
                    read.ftes.append(row.fte)
                    read.places.append(batch.places[at_row])
                    read.pairs.append(batch.contracts[at_row])
                else:
                    others.append(theirs)
                break
        else:
            others.append(theirs)
    careers = Careers(facts.employments, {theirs[0].worker for theirs in others})
    finder = Holders(facts, careers, board.bands)
    for theirs in others:
        _take(finder.holder(theirs), read, number_of, unit_numbers, board)
    return read


def _take(
    holder: Holder,
    read: _Read,
    number_of: dict[date, int],
    unit_numbers: dict[CaseUnit, int],
    board: Board,
) -> None:
    worker = len(read.units)
    read.snapshots.append(number_of[holder.row.taken_on])
    read.units.append(unit_numbers[holder.row.unit])
    read.bands.append(holder.band)
    read.cases.append(holder.whole.cases)
    read.ftes.append(holder.whole.fte or 0)
    places = {board.places[one.row.team, one.area] for one in holder.standings}
    pairs = {board.contracts[one.role, one.contract] for one in holder.standings}
    read.places.append(places.pop() if len(places) == 1 else -1)
    read.pairs.append(pairs.pop() if len(pairs) == 1 else -1)
    for dimensions, several in (
        ((Dimension.TEAM, Dimension.AREA), places),
        ((Dimension.ROLE, Dimension.CONTRACT), pairs),
    ):
        for dimension in dimensions if several else ():
            for group, share in holder.shares(dimension).items():
                number = board.number(dimension, group)
                read.divided[dimension].append((worker, number, share.cases, share.fte or 0))


def _against_limits(
    read: _Read, days: Sequence[date], parameters: Parameters, codes: Sequence[str]
) -> Whole:
    """Return how each worker's whole caseload stands to the limit of their band."""
    snapshots, units, bands = whole(read.snapshots), whole(read.units), whole(read.bands)
    cases, ftes = whole(read.cases), whole(read.ftes)
    main, most = [], []
    held = count_up((snapshots * len(UNITS) + units)[cases > 0], len(days) * len(UNITS)).reshape(
        -1, len(UNITS)
    )
    for day, counts in zip(days, held.tolist(), strict=True):
        main.append(counts.index(max(counts)))  # the first by name when tied
        limits = parameters.limits_on(day)
        of_bands = [None if limits is None else limits.of(code) for code in codes]
        most.append([-1 if one is None else one for one in of_bands])
    if not days:
        return cases
    limit = whole(most)[snapshots, bands]
    load = cases * FTE_SCALE - limit * ftes
    state = np.select([load > 0, load == 0], [_OVER, _AT], _WITHIN)
    state[limit < 0] = _NO_LIMIT
    state[units != whole(main)[snapshots]] = _OTHER_UNIT
    state[ftes == 0] = _NO_FTE
    return state


# accounts ----------------------------------------------------------------------------------------
def _accounts(read: _Read, standing: Whole, board: Board, choose: _Choice) -> dict[Line, Account]:
    cells: dict[Line, Cells] = {line: {one: {} for one in Dimension} for line in _BY_UNIT}
    limited: dict[Line, Cells] = {line: {} for line in _LIMIT_LINES}
    no_fte: dict[Dimension, Whole] = {}
    not_compared: dict[int, dict[Dimension, Whole]] = {_NO_FTE: {}, _OTHER_UNIT: {}, _NO_LIMIT: {}}
    occurring = np.unique(whole(read.units)[(whole(read.cases) > 0) & (whole(read.ftes) > 0)])
    for dimension in Dimension:
        board.parents(dimension)  # numbers the groups of everything met so far
        held = _Held(read, standing, board, dimension, choose)
        no_fte[dimension] = held.count((held.cases > 0) & (held.ftes == 0))
        for number in occurring.tolist():
            for line, flat in held.of_unit(number).items():
                cells[line][dimension][UNITS[number].value] = flat.tolist()
        for state, counts in not_compared.items():
            counts[dimension] = held.count((held.cases > 0) & (held.standing == state))
        for line, least in zip(_LIMIT_LINES, (_WITHIN, _AT, _OVER), strict=True):
            limited[line][dimension] = held.by_band(least, board.bands.codes)
    people = cells[Line.CASE_HOLDERS]
    excluded = (NO_FTE, _lists(no_fte))
    accounts = {
        line: Account(
            FTE_SCALE if line is Line.CASE_HOLDER_FTE else 1, cells[line], people, [excluded]
        )
        for line in _BY_UNIT
    }
    rules = [
        (NO_FTE, _lists(not_compared[_NO_FTE])),
        (OTHER_UNIT, _lists(not_compared[_OTHER_UNIT])),
        (EXPERIENCE_NOT_STATED, _lists(not_compared[_NO_LIMIT])),
    ]
    for line in _LIMIT_LINES:
        accounts[line] = Account(1, limited[line], limited[line], list(rules))
    return accounts


_BY_UNIT = (
    Line.CASE_HOLDERS, Line.CASES, Line.CASE_HOLDER_FTE, Line.MEDIAN_CASES_SUM,
    Line.MEDIAN_CASES_COUNT, Line.P90_CASES, Line.MOST_CASES,
)  # fmt: skip


class _Held:
    """What workers hold in the groups of one breakdown."""

    def __init__(
        self, read: _Read, standing: Whole, board: Board, dimension: Dimension, choose: _Choice
    ) -> None:
        numbers = _numbers(read, dimension)
        workers = np.flatnonzero(numbers >= 0)
        parents = (
            np.zeros(1, np.int64)
            if dimension is Dimension.COUNCIL
            else whole(board.parents(dimension))
        )
        groups = parents[numbers[workers]] if workers.size else workers
        cases, ftes = whole(read.cases)[workers], whole(read.ftes)[workers]
        if divided := read.divided[dimension]:
            more = whole(divided)
            workers, groups, cases, ftes = (
                np.concatenate(pair)
                for pair in zip((workers, groups, cases, ftes), more.T, strict=True)
            )
        self.cases, self.ftes = cases, ftes
        self.standing = standing[workers]
        self._units, self._bands = whole(read.units)[workers], whole(read.bands)[workers]
        self._cells = groups * choose.snapshots + whole(read.snapshots)[workers]
        self._length = board.size(dimension) * choose.snapshots
        self._choose = choose

    def of_unit(self, unit: int) -> dict[Line, Whole]:
        """Return the lines of what is held in one unit, window by window."""
        chosen = (self._units == unit) & (self.cases > 0) & (self.ftes > 0)
        cells, cases, length = self._cells[chosen], self.cases[chosen], self._length
        flats = (
            count_up(cells, length),
            sum_up(cells, cases, length),
            sum_up(cells, self.ftes[chosen], length),
            *ranked(cells, cases, length),
        )
        return {line: self._spread(flat) for line, flat in zip(_BY_UNIT, flats, strict=True)}

    def count(self, chosen: Mask) -> Whole:
        return self._spread(count_up(self._cells[chosen], self._length))

    def by_band(self, least: int, codes: Sequence[str]) -> dict[str, list[int]]:
        """Count the workers of each band whose standing to the limit is at least this."""
        chosen = (self.cases > 0) & (self.standing >= least)
        return {
            code: self.count(chosen & (self._bands == band)).tolist()
            for band, code in enumerate(codes)
        }

    def _spread(self, flat: Whole) -> Whole:
        """Turn cells by snapshot into cells by window; a window without a snapshot has zeros."""
        by_group = flat.reshape(-1, self._choose.snapshots)
        padded = np.pad(by_group, ((0, 0), (0, 1)))
        return padded[:, self._choose.of_window].ravel()


def _numbers(read: _Read, dimension: Dimension) -> Whole:
    if dimension is Dimension.COUNCIL:
        return np.zeros(len(read.units), np.int64)
    if dimension is Dimension.EXPERIENCE:
        return whole(read.bands)
    return whole(read.places if dimension in {Dimension.TEAM, Dimension.AREA} else read.pairs)


def _lists(flats: dict[Dimension, Whole]) -> dict[Dimension, list[int]]:
    return {dimension: flat.tolist() for dimension, flat in flats.items()}
