"""One line of the ledger with all that must travel beside its numbers."""

from dataclasses import dataclass, field

from scorecard.columns import Column
from scorecard.definition import WHOLE, Dimension, Symbol
from scorecard.lines import ExclusionRule

Cells = dict[Dimension, dict[str, list[int]]]
"""By breakdown and category: flat cells, group by group, window by window."""


@dataclass(slots=True)
class Account:
    """The values of one line.

    A breakdown that is not in ``cells`` cannot be had for this line (the census gives council
    totals only): it is unavailable. ``symbols`` says per window why there is no number at all.
    """

    scale: int
    cells: Cells
    rows: Cells
    """How many people or rows each cell counts; same shape as ``cells``."""
    symbols: list[Symbol | None] | None = None
    basis: list[str] | None = None
    exclusions: list[tuple[ExclusionRule, dict[Dimension, list[int]]]] = field(default_factory=list)

    def column(self, dimension: Dimension, category: str) -> Column | None:
        """Return the cells of a category, or of the whole line where it has no categories."""
        by_category = self.cells.get(dimension)
        if by_category is None:
            return None
        cells = by_category.get(category)
        return Column(by_category.get(WHOLE, []) if cells is None else cells, self.scale)
