"""Whole numbers by the thousand: NumPy arrays of 64-bit integers, and nothing else.

No value becomes a float on its way. NumPy integers wrap around in silence, so every amount that
comes in is held to ``AMOUNT_LIMIT`` and every number of rows to ``ROWS_LIMIT``: a sum of all rows is
then below 2**53, and the largest product (a sum times the days of a year) below 2**62.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

AMOUNT_LIMIT = 2**31
"""2,147 FTE in millionths on one row; 21 million days in hundredths."""
ROWS_LIMIT = 2**22


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
