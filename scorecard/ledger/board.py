"""Group names as small integers, shared by every line of one ledger.

Flows are dropped by three numberings only: places (team, area), contracts (role, contract) and
experience bands. Each breakdown is then added up from one of them, which costs far less than a
pass over the facts for each breakdown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import add

from scorecard.definition import NOT_STATED, WHOLE, Dimension
from scorecard.experience import Bands
from scorecard.windows import Calendar

Pair = tuple[str | None, str | None]


class Pairs(dict[Pair, int]):
    """A pair becomes the next number when first met; ``pairs[pair]`` then runs in C."""

    def __missing__(self, pair: Pair) -> int:
        number = self[pair] = len(self)
        return number


@dataclass(slots=True)
class Tables:
    """Cells by place, by contract pair and by experience band, each a flat list."""

    places: list[int]
    contracts: list[int]
    bands: list[int]

    def plus(self, more: "Tables") -> "Tables":
        return Tables(
            list(map(add, self.places, more.places)),
            list(map(add, self.contracts, more.contracts)),
            list(map(add, self.bands, more.bands)),
        )


class Board:
    """The numberings, and the groups of each breakdown in the order they were met."""

    def __init__(self, calendar: Calendar, bands: Bands) -> None:
        self.calendar = calendar
        self.bands = bands
        self.places = Pairs()
        self.contracts = Pairs()
        self._groups: dict[Dimension, dict[str, int]] = {one: {} for one in Dimension}
        self._groups[Dimension.COUNCIL][WHOLE] = 0
        self._parents: dict[Dimension, list[int]] = {one: [] for one in Dimension}

    def size(self, dimension: Dimension) -> int:
        return len(self._groups[dimension])

    def names(self, dimension: Dimension) -> list[str]:
        return list(self._groups[dimension])

    def roll_up(self, tables: Tables, dimension: Dimension, stride: int) -> list[int]:
        """Add cells up into the groups of a breakdown, ``stride`` cells for each group."""
        cells = _source(tables, dimension)
        parents = self.parents(dimension)
        result = [0] * (self.size(dimension) * stride)
        for child, parent in enumerate(parents[: len(cells) // stride]):
            part = cells[child * stride : (child + 1) * stride]
            if any(part):
                there = slice(parent * stride, (parent + 1) * stride)
                result[there] = map(add, result[there], part)
        return result

    def parents(self, dimension: Dimension) -> list[int]:
        """Return the group of each place, contract pair or band."""
        known = self._parents[dimension]
        for name in self._names_after(len(known), dimension):
            known.append(self.number(dimension, name))
        return known

    def _names_after(self, start: int, dimension: Dimension) -> Iterable[str | None]:
        """Return the names of what has been numbered since there were ``start`` numbers."""
        if dimension is Dimension.EXPERIENCE:
            return self.bands.codes[start:]
        if dimension in (Dimension.TEAM, Dimension.AREA):
            part = 0 if dimension is Dimension.TEAM else 1
            return [pair[part] for pair in islice(self.places, start, None)]
        if dimension is Dimension.COUNCIL:
            return [WHOLE] * (len(self.contracts) - start)
        part = 0 if dimension is Dimension.ROLE else 1
        return [pair[part] for pair in islice(self.contracts, start, None)]

    def empty(self, stride: int) -> Tables:
        """Return tables for everything numbered so far."""
        return Tables(
            [0] * (len(self.places) * stride),
            [0] * (len(self.contracts) * stride),
            [0] * (len(self.bands.codes) * stride),
        )

    def number(self, dimension: Dimension, name: str | None) -> int:
        """Return the number of a group, the next one when it is first met."""
        groups = self._groups[dimension]
        return groups.setdefault(NOT_STATED if name is None else str(name), len(groups))


def _source(tables: Tables, dimension: Dimension) -> Sequence[int]:
    if dimension in (Dimension.TEAM, Dimension.AREA):
        return tables.places
    return tables.bands if dimension is Dimension.EXPERIENCE else tables.contracts
