"""Flows by bucket and group, and the stocks that are their running sums.

Each spell is one way in and one way out. Both are dropped once into a flat list of integers, at
``group x stride + way x buckets + bucket``; everything else is running sums of that list, so
opening + starters - leavers + moves = closing holds whatever the rows say.

One integer carries two counts: FTE (millionths) in the low 40 bits and heads above them. A group
would need a million full-time workers to spill from one into the other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from operator import add, itemgetter, sub
from typing import Any

from scorecard.presence import Flow
from scorecard.windows import Calendar

HEAD = 1 << 40
FTE_BITS = HEAD - 1
WAYS = len(Flow)


def stride_of(calendar: Calendar) -> int:
    """Cells for one group: four ways x buckets, and one that takes what never happens."""
    return WAYS * calendar.size + 1


def collect(
    size: int, ways_in: Iterable[int], ways_out: Iterable[int], values: Sequence[int]
) -> list[int]:
    """Drop each value at its way in and its way out; both give positions in the flat list."""
    cells = [0] * size
    for position, value in zip(ways_in, values, strict=True):
        cells[position] += value
    for position, value in zip(ways_out, values, strict=True):
        cells[position] += value
    return cells


@dataclass(slots=True)
class Sums:
    """Stocks and flows of each group at each window, group by group (still packed)."""

    closing: list[int] = field(default_factory=list)
    opening: list[int] = field(default_factory=list)
    year_opening: list[int] = field(default_factory=list)
    started_6: list[int] = field(default_factory=list)
    started_12: list[int] = field(default_factory=list)
    left_6: list[int] = field(default_factory=list)
    left_12: list[int] = field(default_factory=list)
    moved_in_6: list[int] = field(default_factory=list)
    moved_out_6: list[int] = field(default_factory=list)


def running_sums(cells: Sequence[int], groups: int, calendar: Calendar) -> Sums:
    """Turn flows into stocks and flows at each window of the calendar."""
    size, stride = calendar.size, stride_of(calendar)
    at_end = picker(calendar.ends)
    at_opening = picker(calendar.openings)
    at_year_opening = picker(calendar.year_openings)
    sums = Sums()
    for start in range(0, groups * stride, stride):
        started, moved_in, left, moved_out = (
            list(accumulate(cells[start + way * size : start + (way + 1) * size]))
            for way in range(WAYS)
        )
        stock = list(map(sub, map(add, started, moved_in), map(add, left, moved_out)))
        sums.closing += at_end(stock)
        sums.opening += at_opening(stock)
        sums.year_opening += at_year_opening(stock)
        started_end, left_end = at_end(started), at_end(left)
        sums.started_6 += map(sub, started_end, at_opening(started))
        sums.started_12 += map(sub, started_end, at_year_opening(started))
        sums.left_6 += map(sub, left_end, at_opening(left))
        sums.left_12 += map(sub, left_end, at_year_opening(left))
        sums.moved_in_6 += map(sub, at_end(moved_in), at_opening(moved_in))
        sums.moved_out_6 += map(sub, at_end(moved_out), at_opening(moved_out))
    return sums


def over_windows(flat: Sequence[int], calendar: Calendar, openings: Sequence[int]) -> list[int]:
    """Return what flowed between each window's opening and end; ``flat`` is group by bucket."""
    at_end, at_opening = picker(calendar.ends), picker(openings)
    result: list[int] = []
    for start in range(0, len(flat), calendar.size):
        running = list(accumulate(flat[start : start + calendar.size]))
        result += map(sub, at_end(running), at_opening(running))
    return result


def picker(places: Sequence[int]) -> Any:
    """Return a function that picks these places from a list, as a tuple, in C."""
    if len(places) == 1:
        only = places[0]
        return lambda cells: (cells[only],)
    return itemgetter(*places)


def fte(packed: Iterable[int]) -> list[int]:
    return [value & FTE_BITS for value in packed]


def heads(packed: Iterable[int]) -> list[int]:
    return [value >> 40 for value in packed]
