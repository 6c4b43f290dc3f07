"""The catalogue: every measure of the scorecard, in print order, one module for each family."""

from scorecard.definition import Measure
from scorecard.measures import staff, turnover

CATALOGUE: tuple[Measure, ...] = (*staff.MEASURES, *turnover.MEASURES)

MEASURES: dict[str, Measure] = {measure.id: measure for measure in CATALOGUE}
