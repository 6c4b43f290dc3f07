"""Flows by bucket and group, and the stocks that are their running sums.

Each spell is one way in and one way out. Both are dropped once into a table of integers; all else
is running sums of that table, so opening + starters - leavers + moves = closing holds whatever the
rows say.

A row of the table is one group: for each count (FTE in millionths, heads, rows that have an FTE,
rows that have none) and each of the four ways, one cell for each bucket.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from scorecard.ledger.integers import Whole
from scorecard.presence import Flow
from scorecard.windows import Calendar

WAYS = len(Flow)


class Count(IntEnum):
    """What is counted of a row, in this order."""

    FTE = 0
    HEADS = 1
    WITH_FTE = 2
    MISSING = 3


@dataclass(frozen=True, slots=True)
class Sums:
    """Stocks and flows at each window: flat cells, group by group, for each of the counts."""

    closing: Whole
    opening: Whole
    year_opening: Whole
    started_6: Whole
    started_12: Whole
    left_6: Whole
    left_12: Whole
    moved_in_6: Whole
    moved_out_6: Whole


def running_sums(cells: Whole, calendar: Calendar) -> Sums:
    """Turn flows into stocks and flows at each window (see the module)."""
    table = cells.reshape(len(cells), len(Count), WAYS, calendar.size)
    running = np.cumsum(table, axis=-1).transpose(2, 1, 0, 3)
    ends, six, twelve = (
        at_windows(running, buckets)
        for buckets in (calendar.ends, calendar.openings, calendar.year_openings)
    )
    in_six, in_twelve = ends - six, ends - twelve
    return Sums(
        closing=_stock(ends),
        opening=_stock(six),
        year_opening=_stock(twelve),
        started_6=in_six[Flow.STARTED],
        started_12=in_twelve[Flow.STARTED],
        left_6=in_six[Flow.LEFT],
        left_12=in_twelve[Flow.LEFT],
        moved_in_6=in_six[Flow.MOVED_IN],
        moved_out_6=in_six[Flow.MOVED_OUT],
    )


def _stock(running: Whole) -> Whole:
    """Return what is there when so much has come and gone so far."""
    stock: Whole = running[Flow.STARTED] + running[Flow.MOVED_IN]
    stock -= running[Flow.LEFT]
    stock -= running[Flow.MOVED_OUT]
    return stock


def at_windows(running: Whole, buckets: list[int]) -> Whole:
    """Return the cells of these buckets of every group, flat from the last two axes on."""
    found = running[..., _as_slice(buckets)]
    return found.reshape(*running.shape[:-2], -1)


def _as_slice(buckets: list[int]) -> slice | list[int]:
    first, count = buckets[0], len(buckets)
    if buckets == list(range(first, first + count)):
        return slice(first, first + count)
    return buckets


def bucket_numbers(calendar: Calendar, days: Whole) -> Whole:
    """Return the bucket of each day (an ordinal); ``calendar.size`` for days beyond the last."""
    return np.searchsorted(calendar.ordinals, days).astype(np.int64, copy=False)
