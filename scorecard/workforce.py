"""The facts a scorecard is computed from: frozen values in the census's own terms.

Conventions that everything else rests on:

* FTE is an ``int`` in millionths (the DfE census gives six decimals): 600_000 is 0.6. ``None`` is
  "not stated" and is excluded from FTE figures, and the exclusion is counted.
* Days lost are an ``int`` in hundredths of a working day.
* A person *is in post at the end of day d* when ``entry <= d < exit``. Someone who leaves ON the
  census day is a leaver and no longer in post (DfE guide 1.9.6), so for a leaver ``exit == ended``.
  Someone who MOVES within children's services is in post through their last day in the old
  place, so for a move ``exit == ended + 1 day`` (and the next spell starts on that day).
* Flows of a period (opening, closing] are those with opening < day <= closing, so that
  opening + starters - leavers + moves == closing holds for every group, in FTE and in heads.
* ``ref`` names the line of the file behind the fact ("<return id>#<row>"): it leads from a figure
  to its rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from scorecard.codes import (
    AbsenceKind,
    CaseUnit,
    Contract,
    EndType,
    LeaverDestination,
    LeavingReason,
    Role,
    StartOrigin,
    StartType,
    WorkerKey,
)
from scorecard.records import Records

__all__ = [
    "FULL_TIME",
    "Absence",
    "AbsenceKind",
    "AbsenceTotal",
    "AgencyAssignment",
    "CaseUnit",
    "Caseload",
    "Contract",
    "Employment",
    "EndType",
    "LeaverDestination",
    "LeavingReason",
    "Post",
    "ReportedTotals",
    "Role",
    "StartOrigin",
    "StartType",
    "WorkerKey",
    "Workforce",
]

FULL_TIME = 1_000_000
"""FTE of one full-time worker, in millionths."""


@dataclass(frozen=True, slots=True)
class Post:
    """One established post. Exists at the end of day d when ``opened <= d < closed``."""

    ref: str
    post: str
    team: str
    area: str
    role: Role | None
    fte: int
    opened: date
    closed: date | None


@dataclass(frozen=True, slots=True)
class Employment:
    """One unbroken spell of one worker in one place at one FTE."""

    ref: str
    worker: WorkerKey
    post: str | None
    team: str
    area: str
    role: Role | None
    contract: Contract | None
    fte: int | None
    started: date
    start_type: StartType
    start_origin: StartOrigin | None
    ended: date | None
    """Last day in this place; ``None`` while it lasts."""
    end_type: EndType | None
    destination: LeaverDestination | None
    reason: LeavingReason | None
    qualified_on: date | None
    """First qualified as a social worker: settles the experience band."""
    asye_started: date | None
    asye_ended: date | None

    @property
    def entry(self) -> date:
        return self.started

    @property
    def exit(self) -> date | None:
        if self.ended is None:
            return None
        return self.ended + timedelta(days=1) if self.end_type is EndType.MOVED else self.ended


@dataclass(frozen=True, slots=True)
class AgencyAssignment:
    """One agency worker in one place. Never de-duplicated (DfE). Exit as for a leaver."""

    ref: str
    worker: WorkerKey
    team: str
    area: str
    role: Role | None
    fte: int | None
    started: date
    ended: date | None
    covers_vacancy: bool | None


@dataclass(frozen=True, slots=True)
class Absence:
    """One spell away from work. ``days_lost`` are working days in hundredths, part days included."""

    ref: str
    worker: WorkerKey
    kind: AbsenceKind
    first_day: date
    last_day: date | None
    days_lost: int


@dataclass(frozen=True, slots=True)
class AbsenceTotal:
    """Working days a worker lost to sickness in the twelve months to ``year_end`` (census only)."""

    ref: str
    worker: WorkerKey
    year_end: date
    days_lost: int


@dataclass(frozen=True, slots=True)
class Caseload:
    """What one worker (own staff or agency) held on one day."""

    ref: str
    worker: WorkerKey
    taken_on: date
    team: str
    cases: int
    fte: int | None
    """FTE worked on that day; ``None`` takes it from the spell in force."""
    unit: CaseUnit
    agency: bool


@dataclass(frozen=True, slots=True)
class ReportedTotals:
    """Council-level totals as reported in a census return for its reference date."""

    ref: str
    as_at: date
    vacancies_fte: int
    agency_covering_fte: int
    agency_headcount: int


@dataclass(frozen=True, slots=True)
class Workforce:
    """Everything held, in force at the time of asking. Order never matters to a figure."""

    posts: Sequence[Post] = field(default=())
    employments: Sequence[Employment] = field(default=())
    agency: Sequence[AgencyAssignment] = field(default=())
    absences: Sequence[Absence] = field(default=())
    absence_totals: Sequence[AbsenceTotal] = field(default=())
    caseloads: Sequence[Caseload] = field(default=())
    reported: Sequence[ReportedTotals] = field(default=())
    received: frozenset[str] = field(default=frozenset())
    """Names of the fields above for which a return is in force, even one without any rows: what
    was sent and is empty counts as 0, what was never sent is unavailable (x)."""

    records: Records = field(default=Records())
    """What was entered in this service rather than sent in a return."""

    def holds(self, kind: str) -> bool:
        """Whether facts of this kind (a field's name) were sent."""
        return kind in self.received or bool(getattr(self, kind))
