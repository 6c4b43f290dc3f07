"""What one line of records counts, in every place it counts there."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from scorecard.definition import WHOLE, Dimension, Exclusion, Symbol, Trend
from scorecard.lines import ExclusionRule

Place = tuple[Dimension, str]
"""A breakdown and a group of it."""
COUNCIL: Place = (Dimension.COUNCIL, WHOLE)


@dataclass(slots=True)
class Tally:
    """Whole numbers by place and category; ``symbol`` says why there is no number at all.

    A tally with ``categories`` has no number but in them; any other has the same for each.
    """

    symbol: Symbol | None = None
    categories: bool = False
    basis: str = ""
    series: str = ""
    amounts: dict[tuple[Place, str], int] = field(default_factory=lambda: defaultdict(int))
    rows: dict[tuple[Place, str], int] = field(default_factory=lambda: defaultdict(int))
    excluded: dict[Place, dict[ExclusionRule, int]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(int))
    )
    counted: set[Place] = field(default_factory=set)
    """Places in which anything could be counted, be it 0."""
    symbols: dict[Place, Symbol] = field(default_factory=dict)
    """Places without a number of their own: a group that is too small."""
    trends: dict[str, Trend] = field(default_factory=dict)
    """Of the council, by category."""

    def add(
        self, places: Iterable[Place], amount: int = 1, category: str = WHOLE, rows: int = 1
    ) -> None:
        for place in places:
            self.counted.add(place)
            self.amounts[place, category] += amount
            self.rows[place, category] += rows

    def leave_out(self, places: Iterable[Place], rule: ExclusionRule, count: int = 1) -> None:
        for place in places:
            self.excluded[place][rule] += count

    def part(self, place: Place, category: str) -> Fraction | Symbol:
        """Return the exact value; unavailable where all there is had to be left out."""
        symbol = self.symbol or self.symbols.get(place)
        if symbol is not None:
            return symbol
        key = (place, category if self.categories else WHOLE)
        amount = self.amounts.get(key, 0)
        if place not in self.counted and self._nothing_left(place):
            return Symbol.UNAVAILABLE
        return Fraction(amount)

    def count(self, place: Place, category: str) -> int:
        """Return how many people or rows are behind one cell."""
        return self.rows.get((place, category if self.categories else WHOLE), 0)

    def exclusions(self, place: Place) -> list[Exclusion]:
        found = sorted(self.excluded.get(place, {}).items(), key=lambda each: each[0].code)
        return [Exclusion(rule.code, rule.words, count) for rule, count in found]

    def groups(self, dimension: Dimension) -> set[str]:
        """Return the groups in which anything was counted or left out."""
        places = {place for place, _ in self.rows} | set(self.excluded) | set(self.symbols)
        return {group for where, group in places if where is dimension}

    def _nothing_left(self, place: Place) -> bool:
        return any(rule.leaves_nothing for rule in self.excluded.get(place, {}))
