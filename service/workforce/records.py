"""Rows of a return after reading: typed, keyed, and not yet stored.

A record is a fact without the identity of a stored row. ``key`` says which held row it speaks of:
the same key in a later return changes that row, a new key adds one. Registration numbers have
already become worker keys (the reader is handed the function that does it), so they travel no
further than the reader. ``row`` is the row as the sender sees it (Finding.row): together with the
return it leads from a published figure back to the line of the file.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from service.workforce.findings import Finding


class Kind(StrEnum):
    """The kinds of return a council can send, as named on the command line and in addresses."""

    CENSUS = "census"
    POSTS = "posts"
    EMPLOYMENTS = "employments"
    AGENCY = "agency"
    ABSENCES = "absences"
    CASELOADS = "caseloads"


class PostRecord(NamedTuple):
    """key: (post, opened)."""

    row: int
    post: str
    team: str
    area: str
    role: str | None
    fte: int
    opened: date
    closed: date | None


class EmploymentRecord(NamedTuple):
    """key: (worker, started, post or '')."""

    row: int
    worker: str
    post: str | None
    team: str
    area: str
    role: str | None
    contract: str | None
    fte: int | None
    started: date
    start_type: str
    start_origin: str | None
    ended: date | None
    end_type: str | None
    destination: str | None
    reason: str | None
    qualified_on: date | None
    asye_started: date | None
    asye_ended: date | None


class AgencyRecord(NamedTuple):
    """key: (worker, started, team)."""

    row: int
    worker: str
    team: str
    area: str
    role: str | None
    fte: int | None
    started: date
    ended: date | None
    covers_vacancy: bool | None


class AbsenceRecord(NamedTuple):
    """key: (worker, first_day, kind)."""

    row: int
    worker: str
    kind: str
    first_day: date
    last_day: date | None
    days_lost: int


class AbsenceTotalRecord(NamedTuple):
    """key: (worker, year_end)."""

    row: int
    worker: str
    year_end: date
    days_lost: int


class CaseloadRecord(NamedTuple):
    """key: (worker, taken_on, team)."""

    row: int
    worker: str
    taken_on: date
    team: str
    cases: int
    fte: int | None
    unit: str
    agency: bool


class ReportedTotalsRecord(NamedTuple):
    """key: (as_at,)."""

    row: int
    as_at: date
    vacancies_fte: int
    agency_covering_fte: int
    agency_headcount: int


@dataclass(slots=True)
class Records:
    """Everything one return carries; a CSV return fills one list, a census several."""

    posts: Sequence[PostRecord] = field(default_factory=list)
    employments: Sequence[EmploymentRecord] = field(default_factory=list)
    agency: Sequence[AgencyRecord] = field(default_factory=list)
    absences: Sequence[AbsenceRecord] = field(default_factory=list)
    absence_totals: Sequence[AbsenceTotalRecord] = field(default_factory=list)
    caseloads: Sequence[CaseloadRecord] = field(default_factory=list)
    reported: Sequence[ReportedTotalsRecord] = field(default_factory=list)


@dataclass(slots=True)
class ParsedReturn:
    """What a reader makes of the bytes. Readers never raise on bad input: they report it."""

    kind: Kind
    edition: str
    """Edition of the file's layout: census year, or the version of the column set."""
    as_at: date | None
    """Reference date of a census; ``None`` for tabular returns."""
    rows_read: int
    rows_accepted: int
    """Rows without a ``reject`` finding: those in ``records``."""
    records: Records
    findings: list[Finding]
    unreadable: bool = False
    """Not a file of this kind at all (empty, truncated, encrypted, wrong type): exit code 2."""
    workers: frozenset[str] = frozenset()
    """Keys of all workers a census names, leavers and rows without records too (for continuity)."""
