"""The catalogue: every measure of the scorecard, in print order, one module for each family."""

from scorecard.counts.exit_interviews import shipped_themes
from scorecard.definition import Measure
from scorecard.measures import (
    academy,
    agency,
    asye,
    caseload,
    establishment,
    exit_interviews,
    experience,
    leavers,
    sickness,
    staff,
    staff_survey,
    turnover,
)
from scorecard.records import RecordKind, Records

FROM_RETURNS: tuple[Measure, ...] = (
    *establishment.MEASURES,
    *agency.MEASURES,
    *staff.MEASURES,
    *turnover.MEASURES,
    *experience.MEASURES,
    *caseload.MEASURES,
    *sickness.MEASURES,
    *leavers.MEASURES,
)
"""Computed from the ledger of the returns: in every scorecard."""

FROM_RECORDS: tuple[Measure, ...] = (
    *exit_interviews.MEASURES,
    *staff_survey.MEASURES,
    *asye.MEASURES,
    *academy.MEASURES,
)
"""Counted from records: in a scorecard where their kind of record was collected."""

CATALOGUE: tuple[Measure, ...] = (*FROM_RETURNS, *FROM_RECORDS)

MEASURES: dict[str, Measure] = {measure.id: measure for measure in CATALOGUE}


def from_records(records: Records) -> tuple[Measure, ...]:
    """Return the measures of the kinds collected, with the themes of the codebook in force."""
    themes = records.exit_themes or shipped_themes()
    by_kind = (
        (RecordKind.EXIT_INTERVIEWS, exit_interviews.measures_of(themes)),
        (RecordKind.SURVEY_RESULTS, staff_survey.MEASURES),
        (RecordKind.ASYE_YEARS, asye.MEASURES),
        (RecordKind.COHORT_MEMBERS, academy.MEASURES),
    )
    return tuple(
        measure for kind, found in by_kind if kind in records.collected for measure in found
    )
