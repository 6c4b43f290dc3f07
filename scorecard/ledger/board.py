"""Group names as small integers, shared by every line of one ledger.

Flows are dropped by three numberings only: places (team, area), contracts (role, contract) and
experience bands. Each breakdown is then added up from one of them, which costs far less than a
pass over the facts for each breakdown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from scorecard.definition import ALL_DIMENSIONS, NOT_STATED, WHOLE, Dimension
from scorecard.experience import Bands
from scorecard.ledger.integers import Whole, sums_by, whole
from scorecard.windows import Calendar

Pair = tuple[str | None, str | None]


class Pairs(dict[Pair, int]):
    """A pair becomes the next number when first met; ``pairs[pair]`` then runs in C."""

    def __missing__(self, pair: Pair) -> int:
        number = self[pair] = len(self)
        return number

    def numbers(self, ones: Iterable[str | None], others: Iterable[str | None]) -> Whole:
        """Return the number of each pair."""
        return whole(list(map(self.__getitem__, zip(ones, others, strict=True))))


@dataclass(slots=True)
class Tables:
    """Cells by place, by contract pair and by experience band: one row of cells for each."""

    places: Whole
    contracts: Whole
    bands: Whole

    def plus(self, more: "Tables") -> "Tables":
        return Tables(
            self.places + more.places, self.contracts + more.contracts, self.bands + more.bands
        )


class Board:
    """The numberings, and the groups of each breakdown in the order they were met."""

    def __init__(self, calendar: Calendar, bands: Bands) -> None:
        self.calendar = calendar
        self.bands = bands
        self.places = Pairs()
        self.contracts = Pairs()
        self._groups: dict[Dimension, dict[str, int]] = {one: {} for one in ALL_DIMENSIONS}
        self._groups[Dimension.COUNCIL][WHOLE] = 0
        self._parents: dict[Dimension, list[int]] = {one: [] for one in ALL_DIMENSIONS}

    def size(self, dimension: Dimension) -> int:
        return len(self._groups[dimension])

    def names(self, dimension: Dimension) -> list[str]:
        return list(self._groups[dimension])

    def roll_up(self, tables: Tables, dimension: Dimension) -> Whole:
        """Add rows of cells up into the groups of a breakdown: one row for each group."""
        cells = numbering(dimension, tables.places, tables.contracts, tables.bands)
        parents = self.parents(dimension)[: len(cells)]
        return sums_by(parents, cells, self.size(dimension))

    def parents(self, dimension: Dimension) -> Whole:
        """Return the group of each place, contract pair or band."""
        known = self._parents[dimension]
        for name in self._names_after(len(known), dimension):
            known.append(self.number(dimension, name))
        return np.array(known, dtype=np.int64)

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

    def number(self, dimension: Dimension, name: str | None) -> int:
        """Return the number of a group, the next one when it is first met."""
        groups = self._groups[dimension]
        return groups.setdefault(NOT_STATED if name is None else str(name), len(groups))

    def sizes(self) -> Sequence[int]:
        """Return how many places, contract pairs and bands are numbered so far."""
        return len(self.places), len(self.contracts), len(self.bands.codes)


def numbering(dimension: Dimension, places: Whole, contracts: Whole, bands: Whole) -> Whole:
    """Return which of the three a breakdown is added up from."""
    if dimension in (Dimension.TEAM, Dimension.AREA):
        return places
    return bands if dimension is Dimension.EXPERIENCE else contracts
