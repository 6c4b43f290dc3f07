"""The columns of each tabular return: one declaration for reader, templates and documentation."""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from service.workforce.records import Kind
from service.workforce.tabular.choices import (
    ABSENCE_KINDS,
    CASE_UNITS,
    CONTRACTS,
    END_TYPES,
    LEAVER_DESTINATIONS,
    LEAVING_REASONS,
    ROLES,
    START_ORIGINS,
    START_TYPES,
    Choice,
)

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

    @property
    def clause(self) -> str:
        """The words as they go on after a colon."""
        first, _, rest = self.words.partition(" ")
        is_name = first[:2].isupper() or rest[:1].isupper()  # FTE ..., Social Work England ...
        return self.words if is_name else first[0].lower() + self.words[1:]


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
