"""The caseload lines: cases and the FTE that holds them, the distribution, and the limits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from scorecard.careers import Careers
from scorecard.caseloads import Holder, Holders, Snapshots, by_holder
from scorecard.definition import ALL_DIMENSIONS, Dimension, Symbol
from scorecard.ledger.account import Account, Cells
from scorecard.ledger.board import Board
from scorecard.ledger.integers import (
    NEVER,
    Mask,
    Whole,
    count_up,
    mask,
    ordinals,
    sum_up,
    whole,
)
from scorecard.ledger.ranking import ranked
from scorecard.ledger.reading import Columns, columns
from scorecard.ledger.staff import Staff
from scorecard.lines import EXPERIENCE_NOT_STATED, FTE_SCALE, ExclusionRule, Line, fte_not_stated
from scorecard.parameters import Parameters
from scorecard.workforce import Caseload, CaseUnit, Workforce

OTHER_UNIT = ExclusionRule(
    "cases-in-another-unit", "Workers whose cases are counted in another unit than most"
)
NO_FTE = fte_not_stated("case-holder", "Workers who hold cases")

UNITS = tuple(sorted(CaseUnit))
_UNIT_NUMBERS = {unit: number for number, unit in enumerate(UNITS)}
_LIMIT_LINES = (Line.LIMITED_HOLDERS, Line.AT_OR_OVER_LIMIT, Line.OVER_LIMIT)
_NO_FTE, _OTHER_UNIT, _NO_LIMIT, _WITHIN, _AT, _OVER = range(6)
"""How a worker's whole caseload stands to the limit; the first three are not compared."""


def casework(
    facts: Workforce, staff: Staff, board: Board, parameters: Parameters
) -> dict[Line, Account]:
    """Return the caseload accounts: one snapshot for each window, or unavailable without one."""
    snapshots = Snapshots(facts, parameters.snapshot_days)
    of_window = [snapshots.day_for(one.end) for one in board.calendar.windows]
    days = sorted({day for day in of_window if day is not None})
    number_of = {day: number for number, day in enumerate(days)}
    rows = snapshots.rows_on(number_of)
    read = _read(rows, number_of, facts, staff, board)
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


@dataclass(frozen=True, slots=True)
class _Read:
    """Workers of the snapshots as columns, and what they hold in the groups of each breakdown."""

    divided: Mapping[Dimension, list[tuple[int, int, int, int]]]
    """(worker, group, cases, FTE) of workers whose rows do not all count in one group."""
    snapshots: Whole
    units: Whole
    bands: Whole
    cases: Whole
    ftes: Whole
    """0 where it is not known."""
    places: Whole
    """Number of the place; -1 for a worker whose rows do not all count in one."""
    contracts: Whole
    """Number of the role and contract; -1 likewise."""


def _read(
    rows: Sequence[Caseload],
    number_of: dict[date, int],
    facts: Workforce,
    staff: Staff,
    board: Board,
) -> _Read:
    """Find where each worker counts: most have one row, with its FTE, in the team they are in."""
    batch, timelines, spells = staff.batch, staff.batch.timelines, staff.batch.spells
    rows, workers, days, teams, cases, ftes, units, agency = columns(rows, _columns)
    snapshots = whole(list(map(number_of.__getitem__, days)))
    on_days = ordinals(number_of)[snapshots]
    unit_numbers = whole(list(map(_UNIT_NUMBERS.__getitem__, units)))
    numbers = staff.people.numbers(workers)
    at_rows = staff.people.rows_at(numbers, on_days)
    alone = mask([one is not None for one in ftes]) & ~mask(agency) & (at_rows >= 0)
    alone &= _occurs_once(numbers, snapshots, unit_numbers)
    if len(spells):
        alone &= on_days < batch.ends.exits[at_rows]
        there = map(spells.__getitem__, at_rows.tolist())
        alone &= mask([spell.team == team for spell, team in zip(there, teams, strict=True)])
    at_rows = at_rows[alone]
    found = (
        snapshots[alone],
        unit_numbers[alone],
        timelines.bands_on(timelines.rows[at_rows], on_days[alone]),
        whole(cases)[alone],
        whole([one or 0 for one in ftes])[alone],
        batch.places[at_rows],
        batch.contracts[at_rows],
    )
    others = by_holder([rows[place] for place in np.flatnonzero(~alone).tolist()])
    finder = Holders(
        facts, Careers(facts.employments, {theirs[0].worker for theirs in others}), board.bands
    )
    holders = [finder.holder(theirs) for theirs in others]
    more = whole([_columns_of(one, number_of, board) for one in holders]).reshape(-1, 7).T
    return _Read(_divided(holders, len(at_rows), board), *map(np.append, found, more))


def _columns(rows: Sequence[Caseload]) -> Columns:
    return (
        list(rows),
        [one.worker for one in rows],
        [one.taken_on for one in rows],
        [one.team for one in rows],
        [one.cases for one in rows],
        [one.fte for one in rows],
        [one.unit for one in rows],
        [one.agency for one in rows],
    )


def _occurs_once(numbers: Whole, snapshots: Whole, units: Whole) -> Mask:
    """Whether no other row is of the same worker, snapshot and unit."""
    keys = (numbers * NEVER + snapshots) * len(UNITS) + units
    _, same, counts = np.unique(keys, return_inverse=True, return_counts=True)
    once: Mask = counts[same] == 1
    return once


def _columns_of(
    holder: Holder, number_of: dict[date, int], board: Board
) -> tuple[int, int, int, int, int, int, int]:
    places = {board.places[one.row.team, one.area] for one in holder.standings}
    pairs = {board.contracts[one.role, one.contract] for one in holder.standings}
    return (
        number_of[holder.row.taken_on],
        _UNIT_NUMBERS[holder.row.unit],
        holder.band,
        holder.whole.cases,
        holder.whole.fte or 0,
        places.pop() if len(places) == 1 else -1,
        pairs.pop() if len(pairs) == 1 else -1,
    )


def _divided(
    holders: Sequence[Holder], first: int, board: Board
) -> dict[Dimension, list[tuple[int, int, int, int]]]:
    """Return the shares of workers whose rows do not count in one place, or not in one role."""
    found: dict[Dimension, list[tuple[int, int, int, int]]] = {one: [] for one in ALL_DIMENSIONS}
    for worker, holder in enumerate(holders, start=first):
        dimensions: list[Dimension] = []
        if len({(one.row.team, one.area) for one in holder.standings}) > 1:
            dimensions += (Dimension.TEAM, Dimension.AREA)
        if len({(one.role, one.contract) for one in holder.standings}) > 1:
            dimensions += (Dimension.ROLE, Dimension.CONTRACT)
        for dimension in dimensions:
            for group, share in holder.shares(dimension).items():
                number = board.number(dimension, group)
                found[dimension].append((worker, number, share.cases, share.fte or 0))
    return found


def _against_limits(
    read: _Read, days: Sequence[date], parameters: Parameters, codes: Sequence[str]
) -> Whole:
    """Return how each worker's whole caseload stands to the limit of their band."""
    snapshots, units, bands = read.snapshots, read.units, read.bands
    cases, ftes = read.cases, read.ftes
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
    cells: dict[Line, Cells] = {line: {one: {} for one in ALL_DIMENSIONS} for line in _BY_UNIT}
    limited: dict[Line, Cells] = {line: {} for line in _LIMIT_LINES}
    no_fte: dict[Dimension, Whole] = {}
    unknown: Cells = {}
    not_compared: dict[int, dict[Dimension, Whole]] = {_NO_FTE: {}, _OTHER_UNIT: {}, _NO_LIMIT: {}}
    occurring = np.unique(read.units[(read.cases > 0) & (read.ftes > 0)])
    for dimension in ALL_DIMENSIONS:
        board.parents(dimension)  # numbers the groups of everything met so far
        held = _Held(read, standing, board, dimension, choose)
        no_fte[dimension] = held.count((held.cases > 0) & (held.ftes == 0))
        for number in occurring.tolist():
            for line, flat in held.of_unit(number).items():
                cells[line][dimension][UNITS[number].value] = flat
        for state, counts in not_compared.items():
            counts[dimension] = held.count((held.cases > 0) & (held.standing == state))
        for line, least in zip(_LIMIT_LINES, (_WITHIN, _AT, _OVER), strict=True):
            limited[line][dimension] = held.by_band(held.standing >= least, board.bands.codes)
        unknown[dimension] = held.by_band(held.standing == _NO_FTE, board.bands.codes)
    people = cells[Line.CASE_HOLDERS]
    excluded = (NO_FTE, no_fte)
    accounts = {
        line: Account(
            FTE_SCALE if line is Line.CASE_HOLDER_FTE else 1, cells[line], people, [excluded]
        )
        for line in _BY_UNIT
    }
    rules = [
        (NO_FTE, not_compared[_NO_FTE]),
        (OTHER_UNIT, not_compared[_OTHER_UNIT]),
        (EXPERIENCE_NOT_STATED, not_compared[_NO_LIMIT]),
    ]
    for line in _LIMIT_LINES:
        accounts[line] = Account(
            1,
            limited[line],
            limited[line],
            list(rules),
            compared=limited[Line.LIMITED_HOLDERS],
            unknown=unknown,
        )
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
            np.zeros(1, np.int64) if dimension is Dimension.COUNCIL else board.parents(dimension)
        )
        groups = parents[numbers[workers]] if workers.size else workers
        cases, ftes = read.cases[workers], read.ftes[workers]
        if divided := read.divided[dimension]:
            more = whole(divided)
            workers, groups, cases, ftes = (
                np.concatenate(pair)
                for pair in zip((workers, groups, cases, ftes), more.T, strict=True)
            )
        self.cases, self.ftes = cases, ftes
        self.standing = standing[workers]
        self._units, self._bands = read.units[workers], read.bands[workers]
        self._cells = groups * (choose.snapshots + 1) + read.snapshots[workers]
        self._length = board.size(dimension) * (choose.snapshots + 1)
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

    def by_band(self, chosen: Mask, codes: Sequence[str]) -> dict[str, Whole]:
        """Count the chosen workers of each band who hold cases."""
        chosen = chosen & (self.cases > 0)
        cells = self._bands[chosen] * self._length + self._cells[chosen]
        counts = count_up(cells, len(codes) * self._length).reshape(len(codes), self._length)
        return {code: self._spread(flat) for code, flat in zip(codes, counts, strict=True)}

    def _spread(self, flat: Whole) -> Whole:
        """Turn cells by snapshot into cells by window; the cell past the last is always 0."""
        return flat.reshape(-1, self._choose.snapshots + 1)[:, self._choose.of_window].ravel()


def _numbers(read: _Read, dimension: Dimension) -> Whole:
    if dimension is Dimension.COUNCIL:
        return np.zeros_like(read.units)
    if dimension is Dimension.EXPERIENCE:
        return read.bands
    return read.places if dimension in {Dimension.TEAM, Dimension.AREA} else read.contracts
