"""Facts, a half-year and parameters in; the whole scorecard out."""

from dataclasses import dataclass
from typing import Any

from scorecard.counts import tallies
from scorecard.counts.exit_interviews import Leavers
from scorecard.definition import WHOLE, Dimension, Figure, Measure
from scorecard.document import figure_document, measure_document
from scorecard.drill_through import Row, RowsBehind, rows_behind
from scorecard.figures import figures
from scorecard.ledger import Ledger, keep
from scorecard.lines import Line
from scorecard.measures import FROM_RETURNS, MEASURES, from_records
from scorecard.parameters import Parameters, exit_interviews_document, parameters_document
from scorecard.periods import HalfYear
from scorecard.quality import QualityFinding, quality_findings
from scorecard.record_figures import record_figures
from scorecard.records import RecordKind
from scorecard.recount import recount
from scorecard.windows import Window
from scorecard.workforce import EndType, Workforce

__all__ = ["Row", "RowsBehind", "Scorecard", "as_document", "build", "rows_behind"]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """All figures of one half-year, in catalogue order, and what is wrong with the facts."""

    period: HalfYear
    figures: tuple[Figure, ...]
    findings: tuple[QualityFinding, ...]
    measures: tuple[Measure, ...]
    """Those of the returns, and of the kinds of records that were collected."""
    collected: frozenset[RecordKind]


def build(facts: Workforce, period: HalfYear, parameters: Parameters) -> Scorecard:
    """Compute every measure for every breakdown. The order of the facts never matters.

    Raises IdentityBroken when what is in post does not agree with a second count.
    """
    ledger = keep(facts, [Window.of(period)], parameters)
    recount(facts, ledger)
    of_records = from_records(facts.records)
    counted = figures(ledger, FROM_RETURNS)
    if of_records:
        leavers = _leavers(facts, ledger)
        counted += record_figures(tallies(facts, leavers, period, parameters), of_records)
    return Scorecard(
        period,
        tuple(counted),
        quality_findings(facts, period, parameters),
        (*FROM_RETURNS, *of_records),
        facts.records.collected,
    )


def _leavers(facts: Workforce, ledger: Ledger) -> Leavers:
    """Return the leavers of the returns as exit interviews are set against them."""
    six, twelve = (
        ledger.accounts[line].part(Dimension.COUNCIL, WHOLE, 0, 0, 1)
        for line in (Line.LEAVERS_HEADS_6, Line.LEAVERS_HEADS_12)
    )
    left = frozenset(one.worker for one in facts.employments if one.end_type is EndType.LEFT)
    return Leavers(six, twelve, left if facts.holds("employments") else None)


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
        "measures": [measure_document(measure) for measure in scorecard.measures],
        "parameters": parameters_document(parameters)
        | (
            exit_interviews_document(parameters)
            if RecordKind.EXIT_INTERVIEWS in scorecard.collected
            else {}
        ),
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
