"""Plain stocks: what is there at each window's end, where nobody asks how it came or went."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import compress
from operator import add, neg

from scorecard.definition import PLACE_AND_ROLE, WHOLE, Dimension
from scorecard.ledger.account import Cells
from scorecard.ledger.board import Board, Tables
from scorecard.ledger.flows import at, collect, running_stock, width_of
from scorecard.ledger.spells import Batch
from scorecard.workforce import Role


@dataclass(frozen=True, slots=True)
class Standing:
    """Rows as columns: the bucket each comes in and goes out, and where it stands."""

    come: list[int]
    gone: list[int | None]
    """None: still there after the last window."""
    places: list[int]
    roles: list[int]


def standing(
    board: Board, rows: Iterable[tuple[date, date | None, str, str, Role | None]]
) -> Standing:
    """Read (first day, day gone, team, area, role) rows that touch the calendar."""
    bucket_of, last = board.calendar.bucket_of, board.calendar.last
    places, roles = board.places, board.contracts
    come: list[int] = []
    gone: list[int | None] = []
    there: list[int] = []
    held: list[int] = []
    for first_day, day_gone, team, area, role in rows:
        come.append(bucket_of.get(first_day, 0))
        gone.append(None if day_gone is None or day_gone > last else bucket_of.get(day_gone, 0))
        there.append(places[team, area])
        held.append(roles[role, None])
    return Standing(come, gone, there, held)


def standing_of(batch: Batch, rows: Sequence[int], width: int) -> Standing:
    """Return some rows of a batch of spells as plain stock."""
    return Standing(
        [batch.ways_in[row] % width for row in rows],
        [batch.ways_out[row] % width if batch.gone[row] else None for row in rows],
        [batch.places[row] for row in rows],
        [batch.contracts[row] for row in rows],
    )


def stock(board: Board, rows: Standing, values: Sequence[int]) -> dict[Dimension, list[int]]:
    """Return the sum of the values of what is there, by place and role, at each window's end."""
    width = width_of(board.calendar)
    tables = board.empty(width)
    leaving = [bucket is not None for bucket in rows.gone]
    gone = [bucket for bucket in rows.gone if bucket is not None]
    less = list(map(neg, compress(values, leaving)))
    for cells, numbers in ((tables.places, rows.places), (tables.contracts, rows.roles)):
        offsets = [number * width for number in numbers]
        collect(cells, map(add, offsets, rows.come), values)
        collect(cells, map(add, compress(offsets, leaving), gone), less)
    return at_ends(board, tables)


def at_ends(board: Board, tables: Tables) -> dict[Dimension, list[int]]:
    """Return running sums of net flows by bucket, read at each window's end."""
    calendar = board.calendar
    width = width_of(calendar)
    return {
        dimension: at(
            running_stock(board.roll_up(tables, dimension, width), calendar), calendar.ends, width
        )
        for dimension in PLACE_AND_ROLE
    }


def as_cells(packed: dict[Dimension, list[int]], take: Callable[[list[int]], list[int]]) -> Cells:
    """Take one count out of packed cells, for the one category of a line without categories."""
    return {dimension: {WHOLE: take(flat)} for dimension, flat in packed.items()}
