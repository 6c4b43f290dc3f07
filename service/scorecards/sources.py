"""Where the records of a scorecard come from: one function of each capability that keeps some.

A new kind is a line here and a value in ``scorecard.records`` (ADR 20). From then on drafts have its
measures; editions published before go on without them, and verify as they are.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from scorecard.records import Record, RecordKind
from service.asye.records import asye_years
from service.enrolments.records import cohort_members
from service.surveys.records import exit_interviews, exit_themes, survey_results


@dataclass(frozen=True, slots=True)
class Source:
    """``read`` returns all records of the kind, of whatever date, as values without names.

    It is called inside a snapshot or a unit of work, and must not change anything.
    """

    kind: RecordKind
    read: Callable[[], Awaitable[Sequence[Record]]]


SOURCES: tuple[Source, ...] = (
    Source(RecordKind.COHORT_MEMBERS, cohort_members),
    Source(RecordKind.ASYE_YEARS, asye_years),
    Source(RecordKind.EXIT_INTERVIEWS, exit_interviews),
    Source(RecordKind.EXIT_THEMES, exit_themes),
    Source(RecordKind.SURVEY_RESULTS, survey_results),
)
"""In the order in which an edition lists them."""
