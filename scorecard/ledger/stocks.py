"""Plain stocks: what is there at each window's end, where nobody asks how it came or went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from scorecard.definition import PLACE_AND_ROLE, WHOLE, Dimension
from scorecard.ledger.account import Cells
from scorecard.ledger.board import Board, Tables
from scorecard.ledger.flows import at_windows, bucket_numbers
from scorecard.ledger.integers import Mask, Whole, ends, ordinals, sum_up
from scorecard.ledger.spells import Batch
from scorecard.workforce import Role

Flats = dict[Dimension, Whole]


@dataclass(frozen=True, slots=True)
class Standing:
    """Rows as columns: the bucket each comes in and goes out, and where it stands."""

    come: Whole
    gone: Whole
    """The calendar's size while it is still there after the last window."""
    places: Whole
    roles: Whole


_More = tuple[Sequence[date], Sequence[str], Sequence[str], Sequence[Role | None]]


def standing(board: Board, first_days: Sequence[date], *more: *_More) -> Standing:
    """Read columns of rows that touch the calendar: first day, day gone, team, area and role.

    The day gone is ``FAR`` while a row lasts.
    """
    days_gone, teams, areas, roles = more
    return Standing(
        bucket_numbers(board.calendar, ordinals(first_days)),
        bucket_numbers(board.calendar, ends(days_gone)),
        board.places.numbers(teams, areas),
        board.contracts.numbers(roles, [None] * len(roles)),
    )


def standing_of(batch: Batch, chosen: Mask) -> Standing:
    """Return some rows of a batch of spells as plain stock."""
    return Standing(
        batch.buckets_in[chosen],
        batch.buckets_out[chosen],
        batch.places[chosen],
        batch.contracts[chosen],
    )


def stocks(board: Board, rows: Standing, *values: Whole | Mask) -> list[Flats]:
    """Return the sums of values of what is there, by place and role, at each window's end.

    One result for each column of values; a mask counts the rows chosen.
    """
    calendar, size = board.calendar, board.calendar.size
    goes = np.flatnonzero(rows.gone < size)
    signed = [
        np.concatenate((one, -one[goes])) for one in (value.astype(np.int64) for value in values)
    ]

    def net(numbers: Whole, count: int) -> Whole:
        positions = np.concatenate(
            (numbers * size + rows.come, numbers[goes] * size + rows.gone[goes])
        )
        found = [sum_up(positions, one, count * size).reshape(count, 1, size) for one in signed]
        return np.concatenate(found, axis=1)

    places, contracts, _ = board.sizes()
    tables = Tables(
        net(rows.places, places), net(rows.roles, contracts), np.zeros((0, 1), np.int64)
    )
    running = {one: np.cumsum(board.roll_up(tables, one), axis=-1) for one in PLACE_AND_ROLE}
    return [
        {one: at_windows(cells[:, place], calendar.ends) for one, cells in running.items()}
        for place in range(len(values))
    ]


def as_cells(flats: Flats) -> Cells:
    """Return flat cells as the one category of a line without categories."""
    return {dimension: {WHOLE: flat} for dimension, flat in flats.items()}
