"""Facts, a half-year and parameters in; the whole scorecard out."""

from dataclasses import dataclass
from typing import Any

from scorecard.definition import Figure
from scorecard.document import figure_document, measure_document
from scorecard.drill_through import Row, RowsBehind, rows_behind
from scorecard.figures import figures
from scorecard.ledger import keep
from scorecard.measures import CATALOGUE, MEASURES
from scorecard.parameters import Parameters, parameters_document
from scorecard.periods import HalfYear
from scorecard.quality import QualityFinding, quality_findings
from scorecard.recount import recount
from scorecard.windows import Window
from scorecard.workforce import Workforce

__all__ = ["Row", "RowsBehind", "Scorecard", "as_document", "build", "rows_behind"]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """All figures of one half-year, in catalogue order, and what is wrong with the facts."""

    period: HalfYear
    figures: tuple[Figure, ...]
    findings: tuple[QualityFinding, ...]


def build(facts: Workforce, period: HalfYear, parameters: Parameters) -> Scorecard:
    """Compute every measure for every breakdown. The order of the facts never matters.

    Raises IdentityBroken when what is in post does not agree with a second count.
    """
    ledger = keep(facts, [Window.of(period)], parameters)
    recount(facts, ledger)
    return Scorecard(
        period,
        tuple(figures(ledger, CATALOGUE)),
        quality_findings(facts, period, parameters),
    )


def as_document(scorecard: Scorecard, parameters: Parameters) -> dict[str, Any]:
    """Return the scorecard as plain JSON values in a fixed order."""
    period = scorecard.period
    return {
        "period": {
            "opening": period.opening.isoformat(),
            "first_day": period.first_day.isoformat(),
            "end": period.end.isoformat(),
            "year_opening": period.year_opening.isoformat(),
        },
        "measures": [measure_document(measure) for measure in CATALOGUE],
        "parameters": parameters_document(parameters),
        "figures": [
            figure_document(figure, MEASURES[figure.measure].decimal_places)
            for figure in scorecard.figures
        ],
        "findings": [
            {
                "code": finding.code,
                "words": finding.words,
                "hint": finding.hint,
                "count": finding.count,
            }
            for finding in scorecard.findings
        ],
    }
