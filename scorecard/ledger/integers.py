"""Whole numbers by the thousand: NumPy arrays of 64-bit integers, and nothing else.

No value becomes a float on its way. NumPy integers wrap around in silence, so every amount that
comes in is held to ``AMOUNT_LIMIT`` and every number of rows to ``ROWS_LIMIT``: a sum of all rows is
then below 2**53, and the largest product (a sum times the days of a year) below 2**62.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

AMOUNT_LIMIT = 2**31
"""2,147 FTE in millionths on one row; 21 million days in hundredths."""
ROWS_LIMIT = 2**22
NEVER = 2**22
"""Beyond any day's ordinal (date.max is 3,652,059)."""
FAR = date.max
_LAST = FAR.toordinal()


def whole(values: Sequence[Any]) -> Whole:
    """Return integers (or rows of integers) as an array. Raises OverflowError beyond the limits."""
    found = np.array(values, dtype=np.int64)
    if found.size and (
        len(found) > ROWS_LIMIT or found.max() >= AMOUNT_LIMIT or found.min() <= -AMOUNT_LIMIT
    ):
        raise OverflowError("more rows or larger amounts than the ledger adds up exactly")
    return found


def sum_up(cells: Whole, values: Whole, length: int) -> Whole:
    """Return ``length`` cells, each the sum of the values at its number."""
    result = np.zeros(length, dtype=np.int64)
    np.add.at(result, cells, values)
    return result


def count_up(cells: Whole, length: int) -> Whole:
    """Return ``length`` cells, each how often its number occurs."""
    return np.bincount(cells, minlength=length).astype(np.int64, copy=False)


def sums_by(numbers: Whole, rows: Whole, length: int) -> Whole:
    """Return ``length`` rows of cells, each the sum of the rows with its number."""
    result = np.zeros((length, *rows.shape[1:]), dtype=np.int64)
    if len(numbers):
        order = np.argsort(numbers, kind="stable")
        in_order = numbers[order]
        starts = np.flatnonzero(np.diff(in_order, prepend=-1))
        result[in_order[starts]] = np.add.reduceat(rows[order], starts, axis=0)
    return result


def ordinals(days: Iterable[date]) -> Whole:
    """Return the days as numbers."""
    return whole(list(map(date.toordinal, days)))


def ends(days: Iterable[date]) -> Whole:
    """Return the days as numbers, ``NEVER`` for ``FAR``: what has no end is read as ``or FAR``."""
    found = ordinals(days)
    found[found == _LAST] = NEVER
    return found


def mask(values: Sequence[bool]) -> Mask:
    return np.array(values, dtype=np.bool_)


def expand(begin: Whole, end: Whole) -> tuple[Whole, Whole]:
    """Return (row, number) for each number from ``begin`` to before ``end`` of each row."""
    lengths = np.maximum(end - begin, 0)
    rows = np.repeat(np.arange(len(begin)), lengths)
    before = np.cumsum(lengths) - lengths
    return rows, np.arange(len(rows)) - before[rows] + begin[rows]
