"""What a workbook says, whichever program writes it: a cover, and one table for each sheet."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from scorecard.rounding import half_up


@dataclass(frozen=True, slots=True)
class Number:
    """A number, exact; ``places`` are the decimals it is shown with, None as it is written."""

    exact: Decimal
    places: int | None = None

    def shown(self) -> str:
        """As a reader sees it: rounded half up once, with commas between thousands."""
        if self.places is None:
            return f"{self.exact:,f}"
        return f"{half_up(self.exact, self.places):,f}"


Cell = str | Number


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    """Says the unit where all cells have one."""
    width: int
    """In characters."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table with its title and what has to be known to read it. No cell is empty."""

    name: str
    """Of the tab: at most 31 letters, digits and underscores."""
    title: str
    notes: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"{self.name!r} is no name for a sheet")
        if not self.rows:
            raise ValueError(f"{self.name} has no rows: say in one that there is nothing")
        for row in self.rows:
            if len(row) != len(self.columns) or "" in row:
                raise ValueError(f"{self.name} has a cell too many or an empty one: {row}")


_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,30}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Book:
    """A whole workbook. ``at`` is an aware instant, its date of making for every reader."""

    title: str
    lines: tuple[str, ...]
    """Of the cover, below the title, each a sentence or a name with its value."""
    sheets: tuple[Sheet, ...]
    author: str
    footer: str
    """Printed at the foot of every page."""
    at: datetime
    contents_name: str = "Contents"
    cover_name: str = "Cover"

    def contents(self) -> Sheet:
        """The sheet that lists the others."""
        return Sheet(
            self.contents_name,
            "Contents",
            ("Each sheet after this one holds one table.",),
            (Column("Sheet", 24), Column("What it holds", 80)),
            tuple((each.name, each.title) for each in self.sheets),
        )

    def tables(self) -> Sequence[Sheet]:
        """All sheets after the cover."""
        return (self.contents(), *self.sheets)
