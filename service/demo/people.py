"""What really happened to the demo's people, before anyone put it into a file."""

from dataclasses import dataclass, field
from datetime import date

from scorecard.workforce import (
    AbsenceKind,
    Contract,
    EndType,
    LeaverDestination,
    LeavingReason,
    Role,
    StartOrigin,
    StartType,
)
from service.demo.establishment import EstablishedPost, Team
from service.demo.months import years_since


@dataclass(slots=True)
class Worker:
    """One invented social worker; no name, only a number that no register gives out (ZZ...)."""

    number: str
    qualified_on: date | None
    asye_started: date | None = None
    asye_ended: date | None = None

    def experience(self, day: date) -> int:
        """Return whole years since qualifying; a worker who does not say counts as seasoned."""
        years = years_since(self.qualified_on, day)
        return 10 if years is None else years


@dataclass(slots=True)
class Spell:
    """One spell of one worker in one post at one FTE."""

    worker: Worker
    post: EstablishedPost
    role: Role
    contract: Contract
    fte: int
    started: date
    start_type: StartType
    origin: StartOrigin | None
    ended: date | None = None
    end_type: EndType | None = None
    destination: LeaverDestination | None = None
    reason: LeavingReason | None = None

    def lasts(self, day: date) -> bool:
        """Say whether the worker is in this place at the end of ``day``."""
        if day < self.started:
            return False
        if self.ended is None:
            return True
        return day <= self.ended if self.end_type is EndType.MOVED else day < self.ended


@dataclass(slots=True)
class Assignment:
    """One agency worker in one team, counted like a leaver: no longer there on ``ended`` itself."""

    worker: Worker
    team: Team
    role: Role
    fte: int | None
    started: date
    due: date
    covers_vacancy: bool
    ended: date | None = None

    def lasts(self, day: date) -> bool:
        return self.started <= day and (self.ended is None or day < self.ended)


@dataclass(slots=True)
class Leave:
    """One spell away from work; it may last beyond the day a return is sent."""

    worker: Worker
    kind: AbsenceKind
    first_day: date
    last_day: date
    fte: int
    half_day: bool = False

    def covers(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Cases one worker holds at a month end."""

    worker: Worker
    taken_on: date
    team: Team
    cases: int
    fte: int
    agency: bool


@dataclass(slots=True)
class Council:
    """The whole truth about the invented council, 1 October 2020 to 30 September 2026."""

    posts: list[EstablishedPost] = field(default_factory=list)
    spells: list[Spell] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    leave: list[Leave] = field(default_factory=list)
    snapshots: list[Snapshot] = field(default_factory=list)
