"""The catalogue: every measure of the scorecard, in print order, one module for each family."""

from scorecard.definition import Measure
from scorecard.measures import (
    agency,
    caseload,
    establishment,
    experience,
    leavers,
    sickness,
    staff,
    turnover,
)

CATALOGUE: tuple[Measure, ...] = (
    *establishment.MEASURES,
    *agency.MEASURES,
    *staff.MEASURES,
    *turnover.MEASURES,
    *experience.MEASURES,
    *caseload.MEASURES,
    *sickness.MEASURES,
    *leavers.MEASURES,
)

MEASURES: dict[str, Measure] = {measure.id: measure for measure in CATALOGUE}
