"""The staff lines of the ledger: in post, starters, leavers, moves, experience.

Heads and FTE come from the same flows as long as a person's spells follow one another. People
whose spells overlap or meet irregularly are few: their FTE still flows spell by spell, their head
by the stays of ``presence.stays``.
"""

from collections.abc import Callable, Sequence
from operator import add, sub

from scorecard.account import Account, Cells
from scorecard.definition import WHOLE, Dimension
from scorecard.errors import IdentityBroken
from scorecard.experience import Bands
from scorecard.experience_mix import experience_mix
from scorecard.flows import HEAD, Sums, fte, heads, running_sums
from scorecard.groups import Groups, roll_up
from scorecard.lines import FTE_NOT_STATED, FTE_SCALE, Line
from scorecard.parameters import Parameters
from scorecard.presence import Stay, stays
from scorecard.regularity import by_worker, irregular_workers
from scorecard.spells import Batch, Spells, Tables, drop
from scorecard.tallies import leavers_and_returners
from scorecard.windows import Calendar
from scorecard.workforce import Employment


def staffing(
    employments: Sequence[Employment], calendar: Calendar, groups: Groups, parameters: Parameters
) -> dict[Line, Account]:
    """Return the accounts of all staff lines for the calendar's windows."""
    bands = Bands(parameters)
    reader = Spells(calendar, bands)
    alive = reader.alive(employments)
    irregular = irregular_workers(alive)
    batch = reader.batch(alive)
    odd = _odd_stays(alive, irregular)
    odd_batch = reader.batch_of_stays(odd)
    tables = _drop_all(reader, batch, odd_batch, irregular)
    parents = _parents(reader, groups)
    sums = {
        dimension: tuple(
            None if table is None else _sums(table, dimension, reader, parents, groups)
            for table in tables
        )
        for dimension in Dimension
    }
    accounts = _accounts(sums)
    _check_identity(sums, groups, calendar)
    regular = [index for index, one in enumerate(alive) if one.worker not in irregular]
    counted = (batch.only(regular) if irregular else batch, odd_batch)
    accounts |= experience_mix(reader, counted, parents, groups, parameters)
    accounts |= leavers_and_returners(reader, counted, parents, groups, employments)
    return accounts


# flows -------------------------------------------------------------------------------------------
Dropped = tuple[Tables, Tables | None, Tables | None]
"""Packed FTE and heads; corrections from heads to rows with an FTE; rows without FTE."""

AllSums = dict[Dimension, tuple[Sums | None, ...]]


def _odd_stays(alive: list[Employment], irregular: set[str]) -> list[Stay]:
    if not irregular:
        return []
    return [stay for theirs in by_worker(alive, irregular).values() for stay in stays(theirs)]


def _drop_all(reader: Spells, batch: Batch, odd_batch: Batch, irregular: set[str]) -> Dropped:
    spells = batch.spells
    if not irregular:
        values = [HEAD if one.fte is None else one.fte + HEAD for one in spells]
    else:
        values = [(one.fte or 0) + (0 if one.worker in irregular else HEAD) for one in spells]
    packed = drop(reader, batch, values)
    exceptional = [
        index for index, one in enumerate(spells) if one.fte is None or one.worker in irregular
    ]
    if not exceptional:
        return packed, None, None
    some = batch.only(exceptional)
    _add(packed, drop(reader, odd_batch, [HEAD] * len(odd_batch.spells)))
    rows = drop(
        reader,
        some,
        [(one.fte is not None) - (one.worker not in irregular) for one in some.spells],
    )
    _add(rows, drop(reader, odd_batch, [-1] * len(odd_batch.spells)))
    missing = drop(reader, some, [int(one.fte is None) for one in some.spells])
    return packed, rows, missing


def _add(target: Tables, more: Tables) -> None:
    target.places = list(map(add, target.places, more.places))
    target.contracts = list(map(add, target.contracts, more.contracts))
    target.bands = list(map(add, target.bands, more.bands))


def _parents(reader: Spells, groups: Groups) -> dict[Dimension, list[int]]:
    """Return the group number of each place, contract pair or band, for each breakdown."""
    return {
        Dimension.COUNCIL: [0] * len(reader.contracts),
        Dimension.TEAM: groups.map_of(Dimension.TEAM, (team for team, _ in reader.places)),
        Dimension.AREA: groups.map_of(Dimension.AREA, (area for _, area in reader.places)),
        Dimension.ROLE: groups.map_of(Dimension.ROLE, (role for role, _ in reader.contracts)),
        Dimension.CONTRACT: groups.map_of(
            Dimension.CONTRACT, (contract for _, contract in reader.contracts)
        ),
        Dimension.EXPERIENCE: groups.map_of(Dimension.EXPERIENCE, reader.bands.codes),
    }


def _cells_of(table: Tables, dimension: Dimension) -> list[int]:
    if dimension in (Dimension.TEAM, Dimension.AREA):
        return table.places
    return table.bands if dimension is Dimension.EXPERIENCE else table.contracts


def _sums(
    table: Tables,
    dimension: Dimension,
    reader: Spells,
    parents: dict[Dimension, list[int]],
    groups: Groups,
) -> Sums:
    size = groups.size(dimension)
    cells = roll_up(_cells_of(table, dimension), reader.stride, parents[dimension], size)
    return running_sums(cells, size, reader.calendar)


# accounts ----------------------------------------------------------------------------------------
_FTE_LINES: dict[Line, Callable[[Sums], list[int]]] = {
    Line.IN_POST_FTE: lambda sums: sums.closing,
    Line.OPENING_FTE: lambda sums: sums.opening,
    Line.STARTERS_FTE_6: lambda sums: sums.started_6,
    Line.STARTERS_FTE_12: lambda sums: sums.started_12,
    Line.LEAVERS_FTE_6: lambda sums: sums.left_6,
    Line.LEAVERS_FTE_12: lambda sums: sums.left_12,
}
_HEAD_LINES: dict[Line, Callable[[Sums], list[int]]] = {
    Line.IN_POST_HEADS: lambda sums: sums.closing,
    Line.OPENING_HEADS: lambda sums: sums.opening,
    Line.YEAR_OPENING_HEADS: lambda sums: sums.year_opening,
    Line.STARTERS_HEADS_6: lambda sums: sums.started_6,
    Line.STARTERS_HEADS_12: lambda sums: sums.started_12,
    Line.LEAVERS_HEADS_6: lambda sums: sums.left_6,
    Line.LEAVERS_HEADS_12: lambda sums: sums.left_12,
}


def _accounts(sums: AllSums) -> dict[Line, Account]:
    accounts: dict[Line, Account] = {}
    for line, pick in _FTE_LINES.items():
        accounts[line] = _fte_account(sums, pick, None)
    accounts[Line.MOVES_FTE_6] = _fte_account(
        sums, lambda one: one.moved_in_6, lambda one: one.moved_out_6
    )
    for line, pick in _HEAD_LINES.items():
        cells = {one: {WHOLE: heads(pick(_packed(sums, one)))} for one in sums}
        accounts[line] = Account(1, cells, cells)
    net: Cells = {}
    both: Cells = {}
    for dimension in sums:
        packed = _packed(sums, dimension)
        came, went = heads(packed.moved_in_6), heads(packed.moved_out_6)
        net[dimension] = {WHOLE: list(map(sub, came, went))}
        both[dimension] = {WHOLE: list(map(add, came, went))}
    accounts[Line.MOVES_HEADS_6] = Account(1, net, both)
    return accounts


def _fte_account(
    sums: AllSums,
    pick: Callable[[Sums], list[int]],
    less: Callable[[Sums], list[int]] | None,
) -> Account:
    """FTE of one flow or stock, or of one flow less another; rows and exclusions count both."""
    cells: Cells = {}
    rows: Cells = {}
    missing: dict[Dimension, list[int]] = {}
    for dimension, (packed, corrections, without) in sums.items():
        assert packed is not None
        come = pick(packed)
        amounts, counted = fte(come), heads(come)
        if less is not None:
            gone = less(packed)
            amounts = list(map(sub, amounts, fte(gone)))
            counted = list(map(add, counted, heads(gone)))
        for extra, more in ((corrections, True), (without, False)):
            if extra is None:
                continue
            counts = pick(extra)
            if less is not None:
                counts = list(map(add, counts, less(extra)))
            if more:
                counted = list(map(add, counted, counts))
            else:
                missing[dimension] = counts
        cells[dimension] = {WHOLE: amounts}
        rows[dimension] = {WHOLE: counted}
    account = Account(FTE_SCALE, cells, rows)
    if missing:
        account.exclusions.append((FTE_NOT_STATED, missing))
    return account


def _packed(sums: AllSums, dimension: Dimension) -> Sums:
    packed = sums[dimension][0]
    assert packed is not None
    return packed


def _check_identity(sums: AllSums, groups: Groups, calendar: Calendar) -> None:
    """Opening + starters - leavers + moves = closing, for FTE and heads, in every group."""
    for dimension in sums:
        one = _packed(sums, dimension)
        expected = list(
            map(
                sub,
                map(add, one.opening, map(add, one.started_6, one.moved_in_6)),
                map(add, one.left_6, one.moved_out_6),
            )
        )
        if expected == one.closing:
            continue
        names, windows = groups.names(dimension), calendar.windows
        for place, (should, found) in enumerate(zip(expected, one.closing, strict=True)):
            if should != found:
                group, window = divmod(place, len(windows))
                raise IdentityBroken(
                    dimension=dimension,
                    group=names[group],
                    unit="FTE and heads",
                    as_at=windows[window].end,
                    expected=should,
                    found=found,
                )
