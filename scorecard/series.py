"""Every measure of the returns for many month-ends in one pass, as columns of exact integers.

A control chart needs three years of months, a page needs one figure of each: both come from one
ledger. Columns stay integers until a single figure is asked for.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from scorecard.columns import Column
from scorecard.definition import WHOLE, Dimension, Figure, Measure
from scorecard.figures import figures
from scorecard.formulas import Quotient
from scorecard.ledger import Ledger, keep
from scorecard.lines import Line
from scorecard.measures import FROM_RETURNS
from scorecard.parameters import Parameters
from scorecard.windows import Window
from scorecard.workforce import Workforce


class MeasureColumns(NamedTuple):
    """One measure and category in one breakdown: cells group by group, month-end by month-end.

    Group ``g`` at month-end ``m`` is cell ``g * len(month_ends) + m``; ``groups`` of the series
    names the groups. Cells over the column's scale are exact amounts in the measure's units.
    """

    measure: Measure
    dimension: Dimension
    category: str
    numerator: Column
    denominator: Column | None


class Series:
    """All measures at all month-ends."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    @property
    def month_ends(self) -> list[date]:
        return [window.end for window in self._ledger.windows]

    def groups(self, dimension: Dimension) -> list[str]:
        """Return the names of the groups in the order of their cells."""
        return self._ledger.names[dimension]

    def columns(self) -> Iterator[MeasureColumns]:
        """Yield numerators and denominators of every measure, breakdown and category.

        Symbols are not in the columns: ask ``figures`` for what is published.
        """
        accounts = self._ledger.accounts
        width = len(self._ledger.windows)
        for measure in FROM_RETURNS:
            inputs = [accounts[Line(line)] for line in measure.inputs]
            for dimension in measure.dimensions:
                length = len(self.groups(dimension)) * width
                for code in [one.code for one in measure.categories] or [WHOLE]:
                    parts = [one.column(dimension, code, length) for one in inputs]
                    quotient: Quotient = measure.formula(*parts)
                    numerator, denominator = quotient.numerator, quotient.denominator
                    assert isinstance(numerator, Column)
                    assert denominator is None or isinstance(denominator, Column)
                    yield MeasureColumns(measure, dimension, code, numerator, denominator)

    def figures(self, month_end: date, measures: Sequence[Measure] = FROM_RETURNS) -> list[Figure]:
        """Return the published figures of one month-end; raises ValueError when it is not there."""
        return figures(self._ledger, measures, self.month_ends.index(month_end))


def series(facts: Workforce, month_ends: Sequence[date], parameters: Parameters) -> Series:
    """Compute every measure for every month-end in one pass over the facts.

    Each month-end stands for the six and the twelve months that end on it.
    """
    return Series(keep(facts, [Window.ending(day) for day in month_ends], parameters))
