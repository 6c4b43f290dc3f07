"""The columns of each tabular return: one declaration for reader, templates and documentation."""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from scorecard.workforce import (
    AbsenceKind,
    CaseUnit,
    Contract,
    EndType,
    LeaverDestination,
    LeavingReason,
    Role,
    StartOrigin,
    StartType,
)
from service.workforce.records import Kind

EDITION = "1"
"""Version of the column sets below; it changes when a column changes its meaning."""


class ValueType(StrEnum):
    """How the cells of a column are read."""

    REGISTRATION = "registration number"
    NAME = "name"
    DATE = "date"
    FTE = "FTE"
    DAYS = "days"
    COUNT = "whole number"
    YES_NO = "yes or no"
    CHOICE = "one of a list"


class Need(StrEnum):
    """What happens when a cell, or the whole column, is missing."""

    REQUIRED = "required"
    """Column and cell must be there: an empty cell refuses its row."""
    EXPECTED = "expected"
    """The column must be there; an empty cell is taken as "not stated", with a warning."""
    OPTIONAL = "optional"
    """Column and cell may be left out."""


class Future(StrEnum):
    """What a date after today means in a column."""

    USUAL = "usual"
    WARN = "warn"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Choice:
    """One allowed value. ``value`` is what is kept; ``code`` and ``words`` are read as the same."""

    value: str
    words: str
    code: str = ""
    also: tuple[str, ...] = ()

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every accepted spelling; case, hyphens and underscores make no difference."""
        return tuple(filter(None, (self.code, self.value, self.words, *self.also)))


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading in the file, its words for people, and what its cells may hold."""

    name: str
    words: str
    type: ValueType
    need: Need
    example: str
    choices: tuple[Choice, ...] = ()
    longest: int = 0
    """Most characters a name may have."""
    future: Future = Future.USUAL
    when: str = ""
    """For an optional column: when the cell must be filled."""

    @property
    def required(self) -> bool:
        return self.need is Need.REQUIRED


ROLES = (
    Choice(Role.SENIOR_MANAGER, "Senior manager", "1"),
    Choice(Role.MIDDLE_MANAGER, "Middle manager", "2"),
    Choice(Role.FIRST_LINE_MANAGER, "First line manager", "3"),
    Choice(Role.SENIOR_PRACTITIONER, "Senior practitioner", "4"),
    Choice(Role.CASE_HOLDER, "Case holder", "5"),
    Choice(Role.QUALIFIED_WITHOUT_CASES, "Qualified without cases", "6"),
)
CONTRACTS = (
    Choice(Contract.PERMANENT, "Permanent"),
    Choice(Contract.FIXED_TERM, "Fixed term"),
    Choice(Contract.SECONDMENT, "Secondment"),
    Choice(Contract.CASUAL, "Casual"),
)
START_TYPES = (
    Choice(
        StartType.NEW, "New to children's social work in this council (a returner is new again)"
    ),
    Choice(StartType.MOVED, "Moved from another place in the council's children's social work"),
)
END_TYPES = (
    Choice(EndType.LEFT, "Left children's social work in this council"),
    Choice(EndType.MOVED, "Moved to another place in the council's children's social work"),
)
START_ORIGINS = (
    Choice(StartOrigin.NEWLY_QUALIFIED, "Newly qualified social worker", also=("newly-qualified",)),
    Choice(
        StartOrigin.SW_OTHER_LA_ENGLAND,
        "Social worker in another local authority in England",
        also=("sw-other-la-england",),
    ),
    Choice(
        StartOrigin.SW_OUTSIDE_ENGLAND,
        "Social worker outside England",
        also=("sw-outside-england",),
    ),
    Choice(
        StartOrigin.AGENCY,
        "Agency or consultancy social worker in England",
        also=("agency",),
    ),
    Choice(
        StartOrigin.OTHER_SW_ROLE,
        "Other social work role in England, not in a local authority",
        also=("other-sw-role",),
    ),
    Choice(
        StartOrigin.OTHER_SOCIAL_CARE,
        "Other social care role in England",
        also=("other-social-care",),
    ),
    Choice(
        StartOrigin.OUTSIDE_SOCIAL_CARE,
        "Outside social care or England, not in work, or career break",
        also=("outside-social-care",),
    ),
    Choice(StartOrigin.OTHER, "Other", also=("other",)),
    Choice(StartOrigin.NOT_KNOWN, "Not known"),
    Choice(StartOrigin.NOT_YET_COLLECTED, "Not yet collected"),
)
LEAVER_DESTINATIONS = (
    Choice(
        LeaverDestination.SW_OTHER_LA_ENGLAND,
        "Social worker in another local authority in England",
        also=("sw-other-la-england",),
    ),
    Choice(
        LeaverDestination.SW_OUTSIDE_ENGLAND,
        "Social worker outside England",
        also=("sw-outside-england",),
    ),
    Choice(LeaverDestination.AGENCY, "Agency or consultancy", also=("agency",)),
    Choice(
        LeaverDestination.OTHER_SW_ROLE,
        "Other social work role, not in a local authority",
        also=("other-sw-role",),
    ),
    Choice(
        LeaverDestination.OTHER_SOCIAL_CARE,
        "Other social care role",
        also=("other-social-care",),
    ),
    Choice(
        LeaverDestination.OUTSIDE_SOCIAL_CARE,
        "Outside social care or England, not in work, or career break",
        also=("outside-social-care",),
    ),
    Choice(LeaverDestination.OTHER, "Other", also=("other",)),
    Choice(LeaverDestination.NOT_KNOWN, "Not known"),
    Choice(LeaverDestination.NOT_YET_COLLECTED, "Not yet collected"),
)
LEAVING_REASONS = (
    Choice(LeavingReason.RESIGNATION, "Resignation"),
    Choice(LeavingReason.VOLUNTARY_REDUNDANCY, "Voluntary redundancy"),
    Choice(LeavingReason.COMPULSORY_REDUNDANCY, "Compulsory redundancy"),
    Choice(LeavingReason.DISMISSED, "Dismissed"),
    Choice(LeavingReason.RETIRED, "Retired"),
    Choice(LeavingReason.DECEASED, "Deceased"),
    Choice(
        LeavingReason.MOVED_OUT_OF_CHILDRENS_WITHIN_LA,
        "Moved to a social work role outside children's services in the council",
        also=("moved-out-of-childrens-within-la",),
    ),
    Choice(LeavingReason.OTHER, "Other"),
    Choice(LeavingReason.NOT_KNOWN, "Not known"),
    Choice(LeavingReason.NOT_YET_COLLECTED, "Not yet collected"),
)
ABSENCE_KINDS = (
    Choice(AbsenceKind.MATERNITY, "Maternity or paternity", also=("maternity", "paternity")),
    Choice(AbsenceKind.OTHER_PAID, "Other paid authorised", also=("other-paid",)),
    Choice(AbsenceKind.PUBLIC_DUTIES, "Public duties"),
    Choice(AbsenceKind.SICKNESS, "Sickness", also=("sick",)),
    Choice(AbsenceKind.TRAINING, "Training"),
    Choice(AbsenceKind.UNAUTHORISED, "Unauthorised"),
    Choice(AbsenceKind.UNPAID, "Unpaid authorised", also=("unpaid",)),
)
CASE_UNITS = (
    Choice(CaseUnit.CHILD, "One child", also=("children",)),
    Choice(CaseUnit.FAMILY, "One family", also=("families",)),
    Choice(CaseUnit.CASE, "One case as your system counts it", also=("cases",)),
)

REGISTRATION_NUMBER = Column(
    "registration_number",
    "Social Work England registration number: two letters and up to ten digits",
    ValueType.REGISTRATION,
    Need.REQUIRED,
    "SW123456",
)
TEAM = Column(
    "team", "Name of the team", ValueType.NAME, Need.REQUIRED, "Harbour Assessment", longest=200
)
AREA = Column(
    "area",
    "Area or service the team belongs to; the same word in every row if there are no areas",
    ValueType.NAME,
    Need.REQUIRED,
    "North",
    longest=200,
)
ROLE = Column(
    "role",
    "Role as in the workforce census, as code or in words",
    ValueType.CHOICE,
    Need.EXPECTED,
    "case-holder",
    choices=ROLES,
)

COLUMNS = MappingProxyType(
    {
        Kind.POSTS: (
            Column(
                "post",
                "Your own identifier of the established post",
                ValueType.NAME,
                Need.REQUIRED,
                "P-0042",
                longest=100,
            ),
            TEAM,
            AREA,
            ROLE,
            Column(
                "fte", "FTE of the post, above 0 and at most 1", ValueType.FTE, Need.REQUIRED, "1"
            ),
            Column(
                "opened",
                "First day the post was on the establishment",
                ValueType.DATE,
                Need.REQUIRED,
                "2024-04-01",
                future=Future.WARN,
            ),
            Column(
                "closed",
                "First day the post was no longer on the establishment",
                ValueType.DATE,
                Need.OPTIONAL,
                "",
                when="the post was deleted",
            ),
        ),
        Kind.EMPLOYMENTS: (
            REGISTRATION_NUMBER,
            Column(
                "post",
                "Your identifier of the post held, as in the posts return",
                ValueType.NAME,
                Need.OPTIONAL,
                "P-0042",
                longest=100,
            ),
            TEAM,
            AREA,
            ROLE,
            Column(
                "contract",
                "Contract",
                ValueType.CHOICE,
                Need.EXPECTED,
                "permanent",
                choices=CONTRACTS,
            ),
            Column(
                "fte",
                "FTE while in this place, above 0 and at most 1 (not 0 for a leaver)",
                ValueType.FTE,
                Need.EXPECTED,
                "0.6",
            ),
            Column(
                "started",
                "First day in this place",
                ValueType.DATE,
                Need.REQUIRED,
                "2024-09-02",
                future=Future.WARN,
            ),
            Column(
                "start_type",
                "How the spell began",
                ValueType.CHOICE,
                Need.REQUIRED,
                "new",
                choices=START_TYPES,
            ),
            Column(
                "start_origin",
                "Where a new starter came from, as in the workforce census",
                ValueType.CHOICE,
                Need.OPTIONAL,
                "1",
                choices=START_ORIGINS,
                when="start_type is new",
            ),
            Column(
                "ended",
                "Last day in this place",
                ValueType.DATE,
                Need.OPTIONAL,
                "2026-06-30",
                when="the spell is over",
            ),
            Column(
                "end_type",
                "How the spell ended",
                ValueType.CHOICE,
                Need.OPTIONAL,
                "left",
                choices=END_TYPES,
                when="ended is filled",
            ),
            Column(
                "leaver_destination",
                "Where a leaver went, as in the workforce census",
                ValueType.CHOICE,
                Need.OPTIONAL,
                "1",
                choices=LEAVER_DESTINATIONS,
                when="end_type is left",
            ),
            Column(
                "leaving_reason",
                "Why a leaver left, as in the workforce census",
                ValueType.CHOICE,
                Need.OPTIONAL,
                "resignation",
                choices=LEAVING_REASONS,
                when="end_type is left",
            ),
            Column(
                "qualified_on",
                "Day the person first qualified as a social worker",
                ValueType.DATE,
                Need.EXPECTED,
                "2024-07-15",
                future=Future.WARN,
            ),
            Column(
                "asye_started",
                "First day of the assessed and supported year in employment",
                ValueType.DATE,
                Need.OPTIONAL,
                "2024-09-02",
                when="the person is or was on the ASYE here",
            ),
            Column(
                "asye_ended",
                "Day the assessed and supported year ended",
                ValueType.DATE,
                Need.OPTIONAL,
                "2025-09-01",
                when="the ASYE is over",
            ),
        ),
        Kind.AGENCY: (
            REGISTRATION_NUMBER,
            TEAM,
            AREA,
            ROLE,
            Column(
                "fte",
                "FTE of the assignment, above 0 and at most 1",
                ValueType.FTE,
                Need.EXPECTED,
                "1",
            ),
            Column(
                "started",
                "First day of the assignment",
                ValueType.DATE,
                Need.REQUIRED,
                "2026-01-05",
                future=Future.WARN,
            ),
            Column(
                "ended",
                "Last day of the assignment",
                ValueType.DATE,
                Need.OPTIONAL,
                "",
                when="the assignment is over",
            ),
            Column(
                "covers_vacancy",
                "Whether the assignment covers a vacant post",
                ValueType.YES_NO,
                Need.EXPECTED,
                "yes",
            ),
        ),
        Kind.ABSENCES: (
            REGISTRATION_NUMBER,
            Column(
                "kind",
                "Kind of absence, as in the workforce census",
                ValueType.CHOICE,
                Need.REQUIRED,
                "sickness",
                choices=ABSENCE_KINDS,
            ),
            Column(
                "first_day",
                "First day away",
                ValueType.DATE,
                Need.REQUIRED,
                "2026-02-02",
                future=Future.WARN,
            ),
            Column(
                "last_day",
                "Last day away",
                ValueType.DATE,
                Need.OPTIONAL,
                "2026-02-06",
                when="the person is back",
            ),
            Column(
                "days_lost",
                "Working days lost so far, part days included, at most two decimals",
                ValueType.DAYS,
                Need.REQUIRED,
                "4.5",
            ),
        ),
        Kind.CASELOADS: (
            REGISTRATION_NUMBER,
            Column(
                "snapshot_date",
                "Day the cases were counted",
                ValueType.DATE,
                Need.REQUIRED,
                "2026-09-30",
                future=Future.REJECT,
            ),
            TEAM,
            Column(
                "cases",
                "Number of cases held at the end of that day",
                ValueType.COUNT,
                Need.REQUIRED,
                "17",
            ),
            Column(
                "fte",
                "FTE worked on that day; left empty it is taken from the spell in force",
                ValueType.FTE,
                Need.OPTIONAL,
                "0.6",
            ),
            Column(
                "unit",
                "What one case is: a child, a family, or a case as your system counts it",
                ValueType.CHOICE,
                Need.REQUIRED,
                "child",
                choices=CASE_UNITS,
            ),
            Column(
                "agency",
                "Whether the worker is an agency worker",
                ValueType.YES_NO,
                Need.REQUIRED,
                "no",
            ),
        ),
    }
)
"""Kind -> columns in the order of the template. The order in a file does not matter."""
