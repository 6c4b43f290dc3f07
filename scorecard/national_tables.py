"""DfE's annual tables of one vintage, and the statistical neighbours, as values to look up.

Of an authority and a year: its own figures, England's, its region's and the median of its ten
statistical neighbours. Symbols are values of their own: a median leaves them out and says how many
neighbours it rests on. A joint return stands for each of its authorities, and counts once.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from scorecard.authorities import joint_key, members_of, name_of, why_without_figures
from scorecard.definition import Symbol
from scorecard.errors import NoPublishedFigures
from scorecard.formulas import as_decimal
from scorecard.indicators import Cell

ENGLAND = "E92000001"


class Level(StrEnum):
    """DfE's names of the geographic levels."""

    NATIONAL = "National"
    REGIONAL = "Regional"
    AUTHORITY = "Local authority"


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a published table. ``key`` is the old code of an authority, else the ONS code."""

    year: int
    level: Level
    key: str
    new_code: str
    name: str
    region_code: str
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """``rank`` 1 is the nearest; ``closeness`` in the model's words."""

    code: str
    rank: int
    closeness: str


Neighbours = Mapping[str, tuple[Neighbour, ...]]
"""The ten statistical neighbours of each authority by its code, nearest first."""


class NationalTable:
    """All rows of one vintage."""

    def __init__(self, rows: Iterable[TableRow]) -> None:
        self._rows = {(each.year, each.key): each for each in rows}
        self._joint: dict[tuple[int, str], TableRow] = {}
        for row in self._rows.values():
            if row.level is not Level.AUTHORITY:
                continue
            members = members_of(row.key)
            for code in members if len(members) > 1 else ():
                self._joint.setdefault((row.year, code), row)
        self._by_new_code = {
            (row.year, code.strip()): row
            for row in self._rows.values()
            if row.level is Level.AUTHORITY
            for code in (row.new_code, *row.new_code.split("/"))
        }

    def years(self) -> tuple[int, ...]:
        """The years there are, ascending."""
        return tuple(sorted({year for year, _ in self._rows}))

    def england(self, year: int) -> TableRow | None:
        return self._rows.get((year, ENGLAND))

    def region(self, row: TableRow) -> TableRow | None:
        """The region (for London boroughs Inner or Outer London) of an authority's row."""
        return self._rows.get((row.year, row.region_code))

    def authority(self, code: str, year: int) -> TableRow | None:
        """The return that an authority made, alone or with others; by old code, ONS code or key."""
        place = (year, joint_key(code) or code)
        return self._rows.get(place) or self._joint.get(place) or self._by_new_code.get(place)

    def required(self, code: str, year: int) -> TableRow:
        """As ``authority``. Raises NoPublishedFigures with what is known of the reason."""
        found = self.authority(code, year)
        if found is not None and found.level is Level.AUTHORITY:
            return found
        raise NoPublishedFigures(code, year, self._why(code, year))

    def _why(self, code: str, year: int) -> str:
        years = self.years()
        if year not in years:
            return f"The table has {_span(years)}."
        known = [
            row.year
            for row in self._rows.values()
            if row.level is Level.AUTHORITY and code in {row.key, *members_of(row.key)}
        ]
        why = why_without_figures(code, year)
        if why and not (known and "not the code" in why):
            return why
        if known:
            return f"The table has this authority for {_span(tuple(sorted(known)))}."
        return "The table has no row of this authority."


def _span(years: tuple[int, ...]) -> str:
    if not years:
        return "no year at all"
    return str(years[0]) if len(years) == 1 else f"the years {years[0]} to {years[-1]}"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A neighbour that a median does not rest on: the symbol it has, or why it has no value."""

    code: str
    name: str
    symbol: Symbol | None
    why: str


@dataclass(frozen=True, slots=True)
class Median:
    """The median of the neighbours that have a number; ``value`` x where none has."""

    value: Cell
    used: int
    of: int
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """One indicator of one authority beside England, its region and its neighbours.

    None where there is nothing to set beside: no such row, or no neighbours known.
    """

    value: Cell
    england: Cell | None
    region: Cell | None
    neighbours: Median | None


def median(values: Iterable[Decimal]) -> Decimal | None:
    """The middle value, or the exact mean of the middle two; None of nothing."""
    ranked = sorted(values)
    if not ranked:
        return None
    lower, upper = ranked[(len(ranked) - 1) // 2], ranked[len(ranked) // 2]
    return as_decimal((Fraction(lower) + Fraction(upper)) / 2)


def standing(
    table: NationalTable, row: TableRow, column: str, neighbours: tuple[Neighbour, ...]
) -> Standing:
    """Where an authority's row stands in one indicator; ``neighbours`` () where none are known."""
    return Standing(
        value=cell_in(row, column),
        england=_beside(table.england(row.year), column),
        region=_beside(table.region(row), column),
        neighbours=neighbours_median(table, row, column, neighbours) if neighbours else None,
    )


def cell_in(row: TableRow, column: str) -> Cell:
    """The cell of a column; unavailable where the table does not have it."""
    return row.cells.get(column, Symbol.UNAVAILABLE)


def _beside(row: TableRow | None, column: str) -> Cell | None:
    return None if row is None else cell_in(row, column)


def neighbours_median(
    table: NationalTable, row: TableRow, column: str, neighbours: tuple[Neighbour, ...]
) -> Median:
    """The median of the neighbours' own figures in the year of ``row``."""
    used: list[Decimal] = []
    left_out: list[LeftOut] = []
    for code, cell in _cells(table, row, column, neighbours):
        if isinstance(cell, Decimal):
            used.append(cell)
        elif isinstance(cell, Symbol):
            left_out.append(LeftOut(code, name_of(code), cell, f"published as {cell.value}"))
        else:
            left_out.append(LeftOut(code, name_of(code), None, cell))
    middle = median(used)
    return Median(
        value=Symbol.UNAVAILABLE if middle is None else middle,
        used=len(used),
        of=len(neighbours),
        left_out=tuple(left_out),
    )


def _cells(
    table: NationalTable, row: TableRow, column: str, neighbours: tuple[Neighbour, ...]
) -> Iterator[tuple[str, Cell | str]]:
    """Each neighbour's code with its cell, or with why it has none."""
    seen = {row.key}
    for each in neighbours:
        found = table.authority(each.code, row.year)
        if found is None:
            yield each.code, why_without_figures(each.code, row.year) or "no row in the table"
        elif found.key == row.key:
            yield each.code, "made one return together with this authority"
        elif found.key in seen:
            yield each.code, "made a joint return that is counted already"
        else:
            seen.add(found.key)
            yield each.code, cell_in(found, column)
