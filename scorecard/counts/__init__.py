"""Records counted: one module for each family of measures, tallies out."""

from scorecard.counts.academy import academy_tallies
from scorecard.counts.asye import asye_tallies
from scorecard.counts.exit_interviews import Leavers, exit_tallies
from scorecard.counts.staff_survey import survey_tallies
from scorecard.parameters import Parameters
from scorecard.periods import HalfYear
from scorecard.record_lines import RecordLine
from scorecard.seen import as_seen
from scorecard.tally import Tally
from scorecard.workforce import Workforce


def tallies(
    facts: Workforce, leavers: Leavers, period: HalfYear, parameters: Parameters
) -> dict[RecordLine, Tally]:
    """Count every line of records for one half-year."""
    records = as_seen(facts.records, period)
    return {
        **exit_tallies(records, leavers, period, parameters),
        **survey_tallies(records),
        **asye_tallies(records, period, parameters),
        **academy_tallies(records, facts, period),
    }
