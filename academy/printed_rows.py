"""What goes into and comes out of reading a printed timetable."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from academy.findings import Severity

COLUMNS = (
    "block",
    "audience",
    "date_as_printed",
    "day_label",
    "time_as_printed",
    "content",
    "facilitators",
    "presenters",
    "room",
    "learning_outcomes",
)
BEYOND = "beyond the columns"
"""What a row prints to the right of the last heading."""


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """One row as printed; ``row`` is its number as a person sees it (the header is row 1)."""

    row: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "").strip()


@dataclass(frozen=True, slots=True)
class BlockHeading:
    """What the list of blocks prints for one block."""

    cohort: str
    title: str
    block: str
    dates: str
    days: str


@dataclass(frozen=True, slots=True)
class ProgrammeFinding:
    row: int | None
    code: str
    severity: Severity
    printed: str
    suggestion: str | None
    message: str


@dataclass(frozen=True, slots=True)
class ProgrammeItem:
    """One session or lunch, normalised; ``printed`` holds the cells as they stood."""

    row: int
    block: str
    day: date | None
    start: time | None
    end: time | None
    kind: str
    audience: str
    capacity: int | None
    track: str | None
    printed: PrintedRow

    @property
    def span(self) -> str:
        start = f"{self.start:%H:%M}" if self.start else "?"
        end = f"{self.end:%H:%M}" if self.end else "?"
        return f"{start}-{end}"


@dataclass(frozen=True, slots=True)
class ReadProgramme:
    items: tuple[ProgrammeItem, ...]
    findings: tuple[ProgrammeFinding, ...]

    @property
    def sessions(self) -> int:
        return sum(item.kind == "session" for item in self.items)

    @property
    def lunches(self) -> int:
        return sum(item.kind == "lunch" for item in self.items)

    @property
    def days(self) -> int:
        return len({item.day for item in self.items if item.day})
