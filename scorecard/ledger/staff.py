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
from scorecard.ledger.account import Account
from scorecard.ledger.board import Board
from scorecard.ledger.flows import (
    HEAD,
    MISSING,
    ROW,
    Sums,
    fte,
    heads,
    missing,
    running_sums,
    with_fte,
)
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
    values = [
        (MISSING if (held := one.fte) is None else held + ROW) + (HEAD if counts else 0)
        for one, counts in zip(alive, batch.counts, strict=True)
    ]
    tables = drop(reader, batch, values)
    for stays_batch in batches[1:]:
        tables = tables.plus(drop(reader, stays_batch, [HEAD] * len(stays_batch.spells)))
    sums = {
        dimension: running_sums(
            board.roll_up(tables, dimension, reader.stride), board.size(dimension), board.calendar
        )
        for dimension in Dimension
    }
    _check_identity(sums, board)
    lacking = any(one.fte is None for one in alive)
    return Staff(reader, batch, batches, _accounts(sums, lacking=lacking))


AllSums = dict[Dimension, Sums]


def _odd_stays(alive: list[Employment], irregular: set[str]) -> list[Stay]:
    return [stay for theirs in by_worker(alive, irregular).values() for stay in stays(theirs)]


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


def _accounts(sums: AllSums, *, lacking: bool) -> dict[Line, Account]:
    """Return the accounts; ``lacking`` says whether any spell has no FTE."""
    accounts: dict[Line, Account] = {}
    for line, (rule, pick) in _FTE_LINES.items():
        picked = {dimension: pick(one) for dimension, one in sums.items()}
        account = Account(
            FTE_SCALE,
            {dimension: {WHOLE: fte(flat)} for dimension, flat in picked.items()},
            {dimension: {WHOLE: with_fte(flat)} for dimension, flat in picked.items()},
        )
        if lacking:
            without = {dimension: missing(flat) for dimension, flat in picked.items()}
            account.exclusions.append((rule, without))
        accounts[line] = account
    for line, pick in _HEAD_LINES.items():
        cells = {dimension: {WHOLE: heads(pick(one))} for dimension, one in sums.items()}
        accounts[line] = Account(1, cells, cells)
    accounts[Line.MOVES_FTE_6] = _net(FTE_SCALE, sums, fte, with_fte)
    if lacking:
        without = {
            dimension: list(map(add, missing(one.moved_in_6), missing(one.moved_out_6)))
            for dimension, one in sums.items()
        }
        accounts[Line.MOVES_FTE_6].exclusions.append((fte_not_stated("moves", "Moves"), without))
    accounts[Line.MOVES_HEADS_6] = _net(1, sums, heads, heads)
    return accounts


def _net(
    scale: int,
    sums: AllSums,
    amount: Callable[[list[int]], list[int]],
    count: Callable[[list[int]], list[int]],
) -> Account:
    """Moves in less moves out; the rows behind are both."""
    return Account(
        scale,
        {
            dimension: {WHOLE: list(map(sub, amount(one.moved_in_6), amount(one.moved_out_6)))}
            for dimension, one in sums.items()
        },
        {
            dimension: {WHOLE: list(map(add, count(one.moved_in_6), count(one.moved_out_6)))}
            for dimension, one in sums.items()
        },
    )


def _check_identity(sums: AllSums, board: Board) -> None:
    """Opening + starters - leavers + moves = closing, for FTE and heads, in every group."""
    for dimension, one in sums.items():
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
        place = next(n for n, should in enumerate(expected) if should != one.closing[n])
        group, window = divmod(place, len(windows))
        raise IdentityBroken(
            dimension=dimension,
            group=names[group],
            unit="FTE and heads",
            as_at=windows[window].end,
            expected=expected[place],
            found=one.closing[place],
        )
