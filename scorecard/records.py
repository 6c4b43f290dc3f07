"""Records entered in this service, as the scorecard counts them: frozen values, beside the returns.

Who supplies which kind (``service/scorecards/sources.py`` lists the functions):

====================  ==========================  ================================================
kind                  value                       supplied by
====================  ==========================  ================================================
``cohort-members``    :class:`CohortMember`       ``service.enrolments.records.cohort_members``
``asye-years``        :class:`AsyeYear`           ``service.asye.records.asye_years``
``exit-interviews``   :class:`ExitInterview`      ``service.surveys.records.exit_interviews``
``exit-themes``       :class:`ExitTheme`          ``service.surveys.records.exit_themes``
``survey-results``    :class:`SurveyResult`       ``service.surveys.records.survey_results``
====================  ==========================  ================================================

Rules for all of them:

* Nobody's name, no free text, no note: worker keys, dates, counts and codes. What somebody said is
  here as themes that a person has confirmed, and in no other way.
* All that is recorded, whatever its date: which of it a half-year counts is decided here, by date.
  A record that was removed or withdrawn is left out.
* ``ref`` is the record's id and is unique within its kind. The order never matters to a figure.
* A published edition keeps the values as they were, field by field. A new field therefore has a
  default, and a field is never renamed or given another meaning: it is replaced by a new one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from scorecard.codes import Code, LeaverDestination, LeavingReason, WorkerKey


class RecordKind(Code):
    """Kinds of records, in the order in which an edition lists them."""

    COHORT_MEMBERS = "cohort-members"
    ASYE_YEARS = "asye-years"
    EXIT_INTERVIEWS = "exit-interviews"
    EXIT_THEMES = "exit-themes"
    SURVEY_RESULTS = "survey-results"


class InterviewStatus(Code):
    """How far an exit interview came. Offered means: offered, and neither declined nor held yet."""

    OFFERED = "offered"
    DECLINED = "declined"
    DONE = "done"


class CapUnit(Code):
    """What a caseload cap counts."""

    CHILD = "child"
    FAMILY = "family"
    CASE = "case"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class ExitInterview:
    """The exit interview of one leaver; a leaver to whom none was offered has no record."""

    ref: str
    worker: WorkerKey | None
    """The leaver; None where the record could not be linked to one."""
    left_on: date
    """Leaving date, which settles the half-year: never the date of the interview."""
    status: InterviewStatus
    codable: bool | None
    """Of an interview done: whether the answers hold anything a theme stands for. None until a
    person has confirmed (or adjudicated) the coding; then it is counted apart."""
    reasons: tuple[str, ...] = ()
    """Codes of themes confirmed as reasons for leaving, each once."""
    praised: tuple[str, ...] = ()
    """Codes of themes confirmed as praised, each once."""
    codebook: str = ""
    """Version of the codebook that the codes are of."""
    census_reason: LeavingReason | None = None
    """As HR recorded it in this record: a separate fact, never a theme."""
    destination: LeaverDestination | None = None


@dataclass(frozen=True, slots=True)
class ExitTheme:
    """One theme of the codebook in force; without any record of this kind, the shipped codebook's.

    ``before`` are the codes of earlier versions that are counted under this one today (merged); of
    a theme that was split or retired, codings stay under the old code until a person codes anew.
    """

    ref: str
    """The code, as in ``ExitInterview.reasons``."""
    words: str
    follow_up: bool = False
    """Bullying, discrimination, safety: the person is offered a route beyond statistics."""
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatementResult:
    """Answers to one statement of a survey, by how they stand to it."""

    statement: str
    """Its code in the question set."""
    standard: int
    """Which of the eight employer standards it belongs to, 1 to 8."""
    agree: int
    """Agree and strongly agree (of a negative statement: disagree), so that more is better."""
    neutral: int
    disagree: int


@dataclass(frozen=True, slots=True)
class SurveyResult:
    """What one group answered in one run of the staff survey; ``team`` None is everybody.

    The counts are of the whole group. A group with fewer responses than ``minimum_group`` is shown
    without any of its answers; the supplier may leave its statements out.
    """

    ref: str
    """Unique for run and group."""
    survey: str
    """Name of the series, as printed."""
    edition: str
    """Edition of the question set: results of different editions are never one line."""
    opened_on: date
    closed_on: date
    """Settles the half-year."""
    team: str | None
    invited: int
    responses: int
    minimum_group: int
    statements: tuple[StatementResult, ...] = ()


@dataclass(frozen=True, slots=True)
class SupervisionTarget:
    """One supervision that was due. Those that fall into a pause are left out."""

    due: date
    kept: bool | None
    """None while nobody has recorded whether it took place."""


@dataclass(frozen=True, slots=True)
class ProtectedTime:
    """Protected time of one planned period (a week, a fortnight, a day), in minutes."""

    ends_on: date
    planned: int
    taken: int | None
    """None while nobody has recorded it: unknown, and never taken for kept."""


@dataclass(frozen=True, slots=True)
class CapCheck:
    """One caseload snapshot beside the cap in force on its day."""

    taken_on: date
    cap: int | None
    """Hundredths of the unit; None where the cap cannot be known."""
    cases: int | None
    """Hundredths of the unit (joint work may count in part); None where it cannot be known."""
    unit: CapUnit


@dataclass(frozen=True, slots=True)
class Pause:
    """Days on which the clock of an ASYE stood still, both included; ``last`` None: it still does."""

    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class AsyeYear:
    """One person's assessed and supported year (of whatever length)."""

    ref: str
    worker: WorkerKey | None
    cohort: str | None
    """As the cohort is called."""
    route: str | None
    team: str | None
    started: date
    planned_end: date
    """The day the final assessment is due, with all pauses, FTE changes and extensions in it."""
    completed_on: date | None = None
    """Passed: the ASYE is completed."""
    ended_on: date | None = None
    """Ended without completing (left, withdrew, did not pass)."""
    pauses: tuple[Pause, ...] = ()
    supervision: tuple[SupervisionTarget, ...] = ()
    protected_time: tuple[ProtectedTime, ...] = ()
    caps: tuple[CapCheck, ...] = ()


@dataclass(frozen=True, slots=True)
class CohortMember:
    """One member of an academy cohort, for retention.

    Whether somebody is still here follows from the employments return by the worker key. The two
    leaving dates are for what the academy knows and the return does not; they win where stated.
    """

    ref: str
    worker: WorkerKey | None
    cohort: str
    """As the cohort is called."""
    route: str | None
    joined: date
    completed: date | None = None
    """Completed the programme. An ASYE completed in this cohort counts as well."""
    left_authority_on: date | None = None
    left_childrens_on: date | None = None
    """Left children's services and works elsewhere in the authority (adult services)."""


Record = CohortMember | AsyeYear | ExitInterview | ExitTheme | SurveyResult


@dataclass(frozen=True, slots=True)
class Records:
    """All records held. A kind that is not ``collected`` has no measures at all."""

    cohort_members: Sequence[CohortMember] = field(default=())
    asye_years: Sequence[AsyeYear] = field(default=())
    exit_interviews: Sequence[ExitInterview] = field(default=())
    exit_themes: Sequence[ExitTheme] = field(default=())
    survey_results: Sequence[SurveyResult] = field(default=())
    collected: frozenset[RecordKind] = field(default=frozenset())
    """Kinds that were asked for. An edition that was published before a kind was collected has no
    measure of it, then and when it is verified."""

    recorded: frozenset[RecordKind] = field(default=frozenset())
    """Kinds of which records are held, even where none of them is of the half-year asked for: what
    is recorded and none in six months is 0, what was never recorded is unavailable (x)."""

    def holds(self, kind: RecordKind) -> bool:
        """Whether records of this kind are held at all."""
        return kind in self.recorded or bool(self.of(kind))

    def of(self, kind: RecordKind) -> Sequence[Record]:
        """Return the records of one kind."""
        found: Sequence[Record] = getattr(self, kind.replace("-", "_"))
        return found
