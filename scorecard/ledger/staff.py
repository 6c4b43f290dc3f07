"""The staff lines: in post, starters, leavers and moves, in FTE and in heads.

Heads and FTE come from the same flows as long as a person's spells follow one another. People
whose spells overlap or meet irregularly are few: their FTE still flows spell by spell, their head
by the stays of ``presence.stays``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np

from scorecard.definition import ALL_DIMENSIONS, WHOLE, Dimension
from scorecard.errors import IdentityBroken
from scorecard.ledger.account import Account
from scorecard.ledger.board import Board
from scorecard.ledger.flows import Count, Sums, running_sums
from scorecard.ledger.integers import Whole
from scorecard.ledger.people import People
from scorecard.ledger.spells import Batch, Spells, drop
from scorecard.lines import FTE_SCALE, Line, fte_not_stated
from scorecard.presence import stays
from scorecard.regularity import by_worker
from scorecard.workforce import Employment


@dataclass(frozen=True, slots=True)
class Staff:
    """The spells as read: ``batch`` has them all, ``batches`` adds the stays of irregular people."""

    people: People
    batch: Batch
    batches: tuple[Batch, ...]
    accounts: dict[Line, Account]


def staff(employments: Sequence[Employment], board: Board) -> Staff:
    """Read the spells and return the accounts of in post, starters, leavers and moves.

    Raises IdentityBroken should stock and flow ever disagree.
    """
    reader = Spells(board)
    read = reader.read(employments)
    people = People(read.workers, read.ends)
    batch = reader.batch(read, people.regular)
    batches: tuple[Batch, ...] = (batch,)
    tables = drop(board, batch)
    if tangled := people.tangled(read.spells):
        odd = [stay for theirs in by_worker(tangled).values() for stay in stays(theirs)]
        batches += (reader.batch_of_stays(odd),)
        tables = tables.plus(drop(board, batches[1]))
    sums = {
        dimension: running_sums(board.roll_up(tables, dimension), board.calendar)
        for dimension in ALL_DIMENSIONS
    }
    _check_identity(sums, board)
    return Staff(people, batch, batches, _accounts(sums, lacking=bool(batch.missing.any())))


AllSums = dict[Dimension, Sums]


# accounts ----------------------------------------------------------------------------------------
_FTE_LINES = {
    Line.IN_POST_FTE: (fte_not_stated("staff", "Staff in post"), "closing"),
    Line.OPENING_FTE: (
        fte_not_stated("opening-staff", "Staff in post before the period"),
        "opening",
    ),
    Line.STARTERS_FTE_6: (fte_not_stated("starters", "Starters"), "started_6"),
    Line.STARTERS_FTE_12: (fte_not_stated("starters", "Starters"), "started_12"),
    Line.LEAVERS_FTE_6: (fte_not_stated("leavers", "Leavers"), "left_6"),
    Line.LEAVERS_FTE_12: (fte_not_stated("leavers", "Leavers"), "left_12"),
}
_HEAD_LINES = {
    Line.IN_POST_HEADS: "closing",
    Line.OPENING_HEADS: "opening",
    Line.YEAR_OPENING_HEADS: "year_opening",
    Line.STARTERS_HEADS_6: "started_6",
    Line.STARTERS_HEADS_12: "started_12",
    Line.LEAVERS_HEADS_6: "left_6",
    Line.LEAVERS_HEADS_12: "left_12",
}


def _accounts(sums: AllSums, *, lacking: bool) -> dict[Line, Account]:
    """Return the accounts; ``lacking`` says whether any spell has no FTE."""
    accounts: dict[Line, Account] = {}

    def flats(name: str, count: Count) -> dict[Dimension, Whole]:
        pick = attrgetter(name)
        return {dimension: pick(one)[count] for dimension, one in sums.items()}

    def cells(name: str, count: Count) -> dict[Dimension, dict[str, Whole]]:
        return {dimension: {WHOLE: flat} for dimension, flat in flats(name, count).items()}

    for line, (rule, name) in _FTE_LINES.items():
        account = Account(FTE_SCALE, cells(name, Count.FTE), cells(name, Count.WITH_FTE))
        if lacking:
            account.exclusions.append((rule, flats(name, Count.MISSING)))
        accounts[line] = account
    for line, name in _HEAD_LINES.items():
        heads = cells(name, Count.HEADS)
        accounts[line] = Account(1, heads, heads)
    accounts[Line.MOVES_FTE_6] = _net(FTE_SCALE, sums, Count.FTE, Count.WITH_FTE)
    if lacking:
        without = {dimension: _both(one, Count.MISSING) for dimension, one in sums.items()}
        accounts[Line.MOVES_FTE_6].exclusions.append((fte_not_stated("moves", "Moves"), without))
    accounts[Line.MOVES_HEADS_6] = _net(1, sums, Count.HEADS, Count.HEADS)
    return accounts


def _net(scale: int, sums: AllSums, amount: Count, count: Count) -> Account:
    """Moves in less moves out; the rows behind are both."""
    return Account(
        scale,
        {
            dimension: {WHOLE: one.moved_in_6[amount] - one.moved_out_6[amount]}
            for dimension, one in sums.items()
        },
        {dimension: {WHOLE: _both(one, count)} for dimension, one in sums.items()},
    )


def _both(one: Sums, count: Count) -> Whole:
    both: Whole = one.moved_in_6[count] + one.moved_out_6[count]
    return both


def _check_identity(sums: AllSums, board: Board) -> None:
    """Opening + starters - leavers + moves = closing, for FTE and heads, in every group."""
    for dimension, one in sums.items():
        expected = one.opening + one.started_6 - one.left_6 + one.moved_in_6 - one.moved_out_6
        if np.array_equal(expected, one.closing):
            continue
        count, place = np.argwhere(expected != one.closing)[0].tolist()
        windows = board.calendar.windows
        group, window = divmod(place, len(windows))
        raise IdentityBroken(
            dimension=dimension,
            group=board.names(dimension)[group],
            unit=_UNITS[count],
            as_at=windows[window].end,
            expected=expected.item(count, place),
            found=one.closing.item(count, place),
        )


_UNITS = ("FTE", "heads", "rows with FTE", "rows without FTE")
