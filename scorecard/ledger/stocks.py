"""Plain stocks: what is there at each window's end, where nobody asks how it came or went."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from scorecard.definition import PLACE_AND_ROLE, WHOLE, Dimension
from scorecard.ledger.account import Cells
from scorecard.ledger.board import Board, Tables
from scorecard.ledger.flows import picker
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
    found = Standing([], [], [], [])
    for first_day, day_gone, team, area, role in rows:
        found.come.append(bucket_of.get(first_day, 0))
        found.gone.append(
            None if day_gone is None or day_gone > last else bucket_of.get(day_gone, 0)
        )
        found.places.append(board.places[team, area])
        found.roles.append(board.contracts[role, None])
    return found


def stock(board: Board, rows: Standing, values: Sequence[int]) -> Cells:
    """Return the sum of the values of what is there, by place and role, at each window's end."""
    size = board.calendar.size
    tables = board.empty(size)
    for cells, numbers in ((tables.places, rows.places), (tables.contracts, rows.roles)):
        for come, gone, number, value in zip(rows.come, rows.gone, numbers, values, strict=True):
            cells[number * size + come] += value
            if gone is not None:
                cells[number * size + gone] -= value
    return {one: {WHOLE: at_ends(board, tables, one)} for one in PLACE_AND_ROLE}


def at_ends(board: Board, tables: Tables, dimension: Dimension) -> list[int]:
    """Return running sums by bucket, read at each window's end."""
    size = board.calendar.size
    pick = picker(board.calendar.ends)
    flows = board.roll_up(tables, dimension, size)
    result: list[int] = []
    for start in range(0, len(flows), size):
        result += pick(list(accumulate(flows[start : start + size])))
    return result
