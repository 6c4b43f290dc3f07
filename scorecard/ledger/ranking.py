"""Median, 90th percentile and highest of many groups at once."""

from typing import NamedTuple

import numpy as np

from scorecard.caseloads import PERCENTILE
from scorecard.ledger.integers import AMOUNT_LIMIT, Whole, count_up

_VALUE_BITS = 31


class Ranked(NamedTuple):
    """One cell for each group; 0 where a group has nothing to rank."""

    middle_sum: Whole
    """The middle value, or the middle two added up."""
    middle_count: Whole
    percentile: Whole
    highest: Whole


def ranked(cells: Whole, values: Whole, length: int) -> Ranked:
    """Rank the values (none negative) of each of ``length`` cells, by nearest rank."""
    size = count_up(cells, length)
    there = size > 0
    in_order = np.sort((cells << _VALUE_BITS) + values) & (AMOUNT_LIMIT - 1)
    start, count = (np.cumsum(size) - size)[there], size[there]
    low, high = (count - 1) // 2, count // 2
    found = Ranked(*(np.zeros(length, dtype=np.int64) for _ in range(4)))
    found.middle_sum[there] = in_order[start + low] + (high - low) * in_order[start + high]
    found.middle_count[there] = high - low + 1
    found.percentile[there] = in_order[start - (-PERCENTILE * count // 100) - 1]
    found.highest[there] = in_order[start + count - 1]
    return found
