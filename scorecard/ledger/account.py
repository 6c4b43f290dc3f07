"""One line of the ledger with all that must travel beside its numbers."""

from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from scorecard.columns import Column
from scorecard.definition import WHOLE, Dimension, Symbol
from scorecard.ledger.integers import Whole
from scorecard.lines import ExclusionRule

Cells = dict[Dimension, dict[str, Whole]]
"""By breakdown and category: flat cells, group by group, window by window."""


@dataclass(slots=True)
class Account:
    """The values of one line.

    A breakdown that is not in ``cells`` cannot be had for this line: it is unavailable. A category
    that is not there never occurred: it is 0. ``symbols`` says for a window why there is no number
    at all, ``council_only`` holds the windows for which only the council's total is known.
    """

    scale: int
    cells: Cells
    rows: Cells
    """How many people or rows each cell counts; same shape as ``cells``."""
    exclusions: list[tuple[ExclusionRule, dict[Dimension, Whole]]] = field(default_factory=list)
    symbols: dict[int, Symbol] = field(default_factory=dict)
    council_only: set[int] = field(default_factory=set)
    basis: dict[int, str] = field(default_factory=dict)
    compared: Cells | None = None
    """Rows looked at, where the line counts only some of them; else ``rows``."""
    unknown: Cells | None = None
    """Rows left out of which nothing can be said, where their category is known."""

    def part(
        self, dimension: Dimension, category: str, group: int, window: int, width: int
    ) -> Fraction | Symbol:
        """Return the exact value of one cell; ``width`` is the number of windows."""
        if window in self.symbols:
            return self.symbols[window]
        by_category = self.cells.get(dimension)
        if by_category is None or (
            window in self.council_only and dimension is not Dimension.COUNCIL
        ):
            return Symbol.UNAVAILABLE
        flat = by_category.get(category, by_category.get(WHOLE))
        if flat is None:
            return Fraction(0)
        return Fraction(flat.item(group * width + window), self.scale)

    def count(
        self, dimension: Dimension, category: str, group: int, window: int, width: int
    ) -> int:
        """Return how many rows are behind one cell."""
        by_category = self.rows.get(dimension, {})
        flat = by_category.get(category, by_category.get(WHOLE))
        return 0 if flat is None else flat.item(group * width + window)

    def nothing_compared(
        self, dimension: Dimension, category: str, group: int, window: int, width: int
    ) -> bool:
        """Whether rows were left out of one cell and none was looked at: 0 would be a guess."""
        place = group * width + window
        looked_at = self.rows if self.compared is None else self.compared
        by_category = looked_at.get(dimension, {})
        flat = by_category.get(category, by_category.get(WHOLE))
        if flat is not None and flat[place]:
            return False
        if self.unknown is not None:
            left = self.unknown.get(dimension, {}).get(category)
            return left is not None and bool(left[place])
        return any(
            rule.leaves_nothing
            and dimension in by_dimension
            and bool(by_dimension[dimension][place])
            for rule, by_dimension in self.exclusions
        )

    def column(self, dimension: Dimension, category: str, length: int) -> Column:
        """Return all cells of a category as one column of ``length`` cells."""
        by_category = self.cells.get(dimension, {})
        flat = by_category.get(category, by_category.get(WHOLE))
        return Column(np.zeros(length, dtype=np.int64) if flat is None else flat, self.scale)

    def fill_up(self, lengths: dict[Dimension, int]) -> None:
        """Give groups that were met later their empty cells, so that all columns line up."""
        for cells in (self.cells, self.rows, self.compared or {}, self.unknown or {}):
            for dimension, by_category in cells.items():
                for category, flat in by_category.items():
                    by_category[category] = filled(flat, lengths[dimension])
        for _, excluded in self.exclusions:
            for dimension, flat in excluded.items():
                excluded[dimension] = filled(flat, lengths[dimension])


def filled(flat: Whole, length: int) -> Whole:
    return flat if len(flat) == length else np.pad(flat, (0, length - len(flat)))
