"""Flows by bucket and group, and the stocks that are their running sums.

Each spell is one way in and one way out. Both are dropped once into a flat list of integers; all
else is running sums of that list, so opening + starters - leavers + moves = closing holds whatever
the rows say.

A group has four ways; a way has one cell for each bucket and one more, the reset cell: it takes
what never happens within the calendar, and is then set to minus the way's sum, so that one running
sum over the whole list starts from 0 again in every group.

One integer carries four counts, 20 bits apart from the first: FTE (millionths, 40 bits), heads,
rows that have an FTE, and rows that have none. A group would need a million people to spill from
one count into the next.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import add, itemgetter, sub

from scorecard.presence import Flow
from scorecard.windows import Calendar

HEAD = 1 << 40
ROW = 1 << 60
MISSING = 1 << 80
_FTE_BITS = HEAD - 1
_COUNT_BITS = (1 << 20) - 1
WAYS = len(Flow)


def width_of(calendar: Calendar) -> int:
    """Cells for one way: its buckets and the reset cell."""
    return calendar.size + 1


def collect(cells: list[int], positions: Iterable[int], values: Iterable[int]) -> None:
    """Add each value at its position."""
    for position, value in zip(positions, values, strict=True):
        cells[position] += value


@dataclass(slots=True)
class Sums:
    """Stocks and flows of each group at each window, group by group (still packed)."""

    closing: list[int]
    opening: list[int]
    year_opening: list[int]
    started_6: list[int]
    started_12: list[int]
    left_6: list[int]
    left_12: list[int]
    moved_in_6: list[int]
    moved_out_6: list[int]


def running_sums(cells: Sequence[int], groups: int, calendar: Calendar) -> Sums:
    """Turn flows (group by group, way by way) into stocks and flows at each window."""
    width = width_of(calendar)
    ways: list[list[int]] = [[] for _ in range(WAYS)]
    for start in range(0, groups * WAYS * width, WAYS * width):
        for way, flat in enumerate(ways):
            flat.extend(cells[start + way * width : start + (way + 1) * width])
    started, moved_in, left, moved_out = ways
    net = list(map(sub, map(add, started, moved_in), map(add, left, moved_out)))
    stock = running_stock(net, calendar)
    six, twelve = calendar.openings, calendar.year_openings
    return Sums(
        closing=at(stock, calendar.ends, width),
        opening=at(stock, six, width),
        year_opening=at(stock, twelve, width),
        started_6=between(started, six, calendar),
        started_12=between(started, twelve, calendar),
        left_6=between(left, six, calendar),
        left_12=between(left, twelve, calendar),
        moved_in_6=between(moved_in, six, calendar),
        moved_out_6=between(moved_out, six, calendar),
    )


def running_stock(net: list[int], calendar: Calendar) -> list[int]:
    """Return running sums of net flows, each group from 0; sets the reset cells of ``net``."""
    width = width_of(calendar)
    net[calendar.size :: width] = [
        -sum(net[start : start + calendar.size]) for start in range(0, len(net), width)
    ]
    return list(accumulate(net))


def between(flat: Sequence[int], openings: Sequence[int], calendar: Calendar) -> list[int]:
    """Return what flowed from each window's opening to its end, group by group."""
    width = width_of(calendar)
    running = list(accumulate(flat))
    return list(map(sub, at(running, calendar.ends, width), at(running, openings, width)))


def at(flat: list[int], places: Sequence[int], width: int) -> list[int]:
    """Return the cells at these places of every group of ``width`` cells."""
    first, count = places[0], len(places)
    result: list[int] = []
    if list(places) == list(range(first, first + count)):
        for start in range(first, len(flat), width):
            result += flat[start : start + count]
        return result
    pick = itemgetter(*places)
    for start in range(0, len(flat), width):
        result += pick(flat[start : start + width])
    return result


def fte(packed: Iterable[int]) -> list[int]:
    return [value & _FTE_BITS for value in packed]


def heads(packed: Iterable[int]) -> list[int]:
    return [value >> 40 & _COUNT_BITS for value in packed]


def with_fte(packed: Iterable[int]) -> list[int]:
    """Return how many rows have an FTE."""
    return [value >> 60 & _COUNT_BITS for value in packed]


def missing(packed: Iterable[int]) -> list[int]:
    """Return how many rows have no FTE."""
    return [value >> 80 for value in packed]
