"""Group names as small integers, shared by every line of one ledger.

Flows are dropped by three numberings only: places (team, area), contracts (role, contract) and
experience bands. Each breakdown is then added up from one of them, which costs far less than a
pass over the facts for each breakdown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
        if dimension is Dimension.COUNCIL:
            return [0] * len(self.contracts)
        names: Iterable[str | None]
        if dimension is Dimension.TEAM:
            names = (team for team, _ in self.places)
        elif dimension is Dimension.AREA:
            names = (area for _, area in self.places)
        elif dimension is Dimension.ROLE:
            names = (role for role, _ in self.contracts)
        elif dimension is Dimension.CONTRACT:
            names = (contract for _, contract in self.contracts)
        else:
            names = self.bands.codes
        return [self._number(dimension, name) for name in names]

    def empty(self, stride: int) -> Tables:
        """Return tables for everything numbered so far."""
        return Tables(
            [0] * (len(self.places) * stride),
            [0] * (len(self.contracts) * stride),
            [0] * (len(self.bands.codes) * stride),
        )

    def _number(self, dimension: Dimension, name: str | None) -> int:
        groups = self._groups[dimension]
        return groups.setdefault(str(name or NOT_STATED), len(groups))


def _source(tables: Tables, dimension: Dimension) -> Sequence[int]:
    if dimension in (Dimension.TEAM, Dimension.AREA):
        return tables.places
    return tables.bands if dimension is Dimension.EXPERIENCE else tables.contracts
