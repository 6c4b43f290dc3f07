"""The staff lines: in post, starters, leavers and moves, in FTE and in heads.

Heads and FTE come from the same flows as long as a person's spells follow one another. People
whose spells overlap or meet irregularly are few: their FTE still flows spell by spell, their head
by the stays of ``presence.stays``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import add, sub

from scorecard.definition import WHOLE, Dimension
from scorecard.errors import IdentityBroken
from scorecard.ledger.account import Account, Cells
from scorecard.ledger.board import Board, Tables
from scorecard.ledger.flows import HEAD, Sums, fte, heads, running_sums
from scorecard.ledger.spells import Batch, Spells, drop
from scorecard.lines import FTE_SCALE, ExclusionRule, Line, fte_not_stated
from scorecard.presence import Stay, stays
from scorecard.regularity import by_worker, irregular_workers
from scorecard.workforce import Employment


@dataclass(frozen=True, slots=True)
class Staff:
    """The spells as read: ``batch`` has them all, ``batches`` adds the stays of irregular people."""

    reader: Spells
    batch: Batch
    batches: tuple[Batch, ...]
    accounts: dict[Line, Account]


def staff(employments: Sequence[Employment], board: Board) -> Staff:
    """Read the spells and return the accounts of in post, starters, leavers and moves.

    Raises IdentityBroken should stock and flow ever disagree.
    """
    reader = Spells(board)
    alive = reader.alive(employments)
    irregular = irregular_workers(alive)
    batches: tuple[Batch, ...]
    if irregular:
        batch = reader.batch(alive, [int(one.worker not in irregular) for one in alive])
        batches = (batch, reader.batch_of_stays(_odd_stays(alive, irregular)))
    else:
        batch = reader.batch(alive, [1] * len(alive))
        batches = (batch,)
    tables = _drop_all(reader, batches)
    sums: AllSums = {
        dimension: tuple(
            None if table is None else _sums(table, dimension, board, reader.stride)
            for table in tables
        )
        for dimension in Dimension
    }
    _check_identity(sums, board)
    return Staff(reader, batch, batches, _accounts(sums))


# flows -------------------------------------------------------------------------------------------
Dropped = tuple[Tables, Tables | None, Tables | None]
"""Packed FTE and heads; corrections from heads to rows with an FTE; rows without FTE."""

AllSums = dict[Dimension, tuple[Sums | None, ...]]


def _odd_stays(alive: list[Employment], irregular: set[str]) -> list[Stay]:
    return [stay for theirs in by_worker(alive, irregular).values() for stay in stays(theirs)]


def _drop_all(reader: Spells, batches: tuple[Batch, ...]) -> Dropped:
    """Drop FTE and heads; where spells lack an FTE or do not count as a head, corrections too."""
    batch = batches[0]
    values = [
        (one.fte or 0) + HEAD if counts else (one.fte or 0)
        for one, counts in zip(batch.spells, batch.counts, strict=True)
    ]
    packed = drop(reader, batch, values)
    exceptional = [
        row
        for row, (one, counts) in enumerate(zip(batch.spells, batch.counts, strict=True))
        if one.fte is None or not counts
    ]
    if not exceptional:
        return packed, None, None
    some = batch.only(exceptional)
    known = [int(one.fte is not None) for one in some.spells]
    rows = drop(reader, some, list(map(sub, known, some.counts)))
    missing = drop(reader, some, [1 - one for one in known])
    for stays_batch in batches[1:]:
        count = len(stays_batch.spells)
        packed = packed.plus(drop(reader, stays_batch, [HEAD] * count))
        rows = rows.plus(drop(reader, stays_batch, [-1] * count))
    return packed, rows, missing


def _sums(table: Tables, dimension: Dimension, board: Board, stride: int) -> Sums:
    cells = board.roll_up(table, dimension, stride)
    return running_sums(cells, board.size(dimension), board.calendar)


# accounts ----------------------------------------------------------------------------------------
_FTE_LINES: dict[Line, tuple[ExclusionRule, Callable[[Sums], list[int]]]] = {
    Line.IN_POST_FTE: (fte_not_stated("staff", "Staff in post"), lambda sums: sums.closing),
    Line.OPENING_FTE: (
        fte_not_stated("opening-staff", "Staff in post before the period"),
        lambda sums: sums.opening,
    ),
    Line.STARTERS_FTE_6: (fte_not_stated("starters", "Starters"), lambda sums: sums.started_6),
    Line.STARTERS_FTE_12: (fte_not_stated("starters", "Starters"), lambda sums: sums.started_12),
    Line.LEAVERS_FTE_6: (fte_not_stated("leavers", "Leavers"), lambda sums: sums.left_6),
    Line.LEAVERS_FTE_12: (fte_not_stated("leavers", "Leavers"), lambda sums: sums.left_12),
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
    for line, (rule, pick) in _FTE_LINES.items():
        accounts[line] = _fte_account(rule, sums, pick, None)
    accounts[Line.MOVES_FTE_6] = _fte_account(
        fte_not_stated("moves", "Moves"),
        sums,
        lambda one: one.moved_in_6,
        lambda one: one.moved_out_6,
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
    rule: ExclusionRule,
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
        account.exclusions.append((rule, missing))
    return account


def _packed(sums: AllSums, dimension: Dimension) -> Sums:
    packed = sums[dimension][0]
    assert packed is not None
    return packed


def _check_identity(sums: AllSums, board: Board) -> None:
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
        names, windows = board.names(dimension), board.calendar.windows
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
