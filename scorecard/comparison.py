"""What stands beside the figures of a half-year: earlier half-years, national tables, others.

Every comparator is somebody's published value with the day it is of and the source it was read
from; a source names release, version, when it was read and the hash of what was read. DfE's tables
are of years to 30 September: beside any other half-year they would compare two different years, so
they stand beside the 30 September edition alone.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from scorecard.canonical import decimal_string
from scorecard.definition import WHOLE, Dimension
from scorecard.indicators import INDICATORS, Cell, Indicator
from scorecard.national_tables import (
    NationalTable,
    Neighbour,
    TableRow,
    cell_in,
    neighbours_median,
)
from scorecard.periods import CENSUS_YEAR_END

Json = dict[str, Any]

LAST_HALF_YEAR = "last-half-year"
SAME_HALF_LAST_YEAR = "same-half-last-year"
ENGLAND = "england"
REGION = "region"
NEIGHBOURS = "neighbours-median"
AUTHORITY = "authority"
COUNCIL = "council"

COMPARABLE = tuple(
    each for each in INDICATORS if each.measure and each.unit in {"%", "cases per FTE"}
)
"""What can be compared whatever the size of a council: rates, and cases per FTE."""

SEPTEMBER_ONLY = {
    "code": "september-only",
    "words": "The tables of the Department for Education are of years to 30 September. They are not set "
    "beside this half-year, which ends on another day: the scorecard to 30 September is.",
}


@dataclass(frozen=True, slots=True)
class Beside:
    """One comparator of one figure of the whole council."""

    measure: str
    category: str
    comparator: str
    words: str
    """Whose it is: England, North West, the name of a council."""
    as_at: date
    value: str | None
    symbol: str | None
    source: str
    """Id of one of the document's sources."""
    used: int | None = None
    """Of a median: how many of the ``of`` neighbours have a number."""
    of: int | None = None

    def as_json(self) -> Json:
        return {
            "measure": self.measure,
            "category": self.category,
            "comparator": self.comparator,
            "words": self.words,
            "as_at": self.as_at.isoformat(),
            "value": self.value,
            "symbol": self.symbol,
            "used": self.used,
            "of": self.of,
            "source": self.source,
        }


def is_census_day(end: date) -> bool:
    """Whether a half-year ends with DfE's year."""
    return (end.month, end.day) == CENSUS_YEAR_END


def table_year(table: NationalTable, end: date) -> int | None:
    """The latest year of the table that is not after a half-year; None where there is none."""
    return max((year for year in table.years() if year <= end.year), default=None)


def census_day(year: int) -> date:
    month, day = CENSUS_YEAR_END
    return date(year, month, day)


def beside_tables(
    table: NationalTable,
    neighbours: Sequence[Neighbour],
    *,
    authority: str,
    chosen: Sequence[str],
    year: int,
    sources: tuple[str, str],
) -> Iterator[Beside]:
    """England, the region, the neighbours' median and chosen authorities, for what is comparable.

    ``authority`` is the council's own code, empty where the settings do not say it: then England
    and the chosen authorities remain. ``sources`` are the ids of the table and of the model of
    neighbours.
    """
    own = table.authority(authority, year) if authority else None
    england = table.england(year)
    region = None if own is None else table.region(own)
    others = [row for code in chosen if (row := table.authority(code, year)) is not None]
    for indicator in COMPARABLE:
        if england is not None:
            yield from _row(indicator, ENGLAND, england, sources[0])
        if region is not None:
            yield from _row(indicator, REGION, region, sources[0])
        if own is not None and neighbours:
            yield from _median(indicator, table, own, tuple(neighbours), sources[1])
        for row in others:
            yield from _row(indicator, AUTHORITY, row, sources[0])


def _row(indicator: Indicator, comparator: str, row: TableRow, source: str) -> Iterator[Beside]:
    for category in indicator.categories:
        value, symbol = _shown(cell_in(row, indicator.column))
        yield Beside(
            measure=indicator.measure,
            category=category,
            comparator=comparator,
            words=row.name,
            as_at=census_day(row.year),
            value=value,
            symbol=symbol,
            source=source,
        )


def _median(
    indicator: Indicator,
    table: NationalTable,
    own: TableRow,
    neighbours: tuple[Neighbour, ...],
    source: str,
) -> Iterator[Beside]:
    middle = neighbours_median(table, own, indicator.column, neighbours)
    value, symbol = _shown(middle.value)
    for category in indicator.categories:
        yield Beside(
            measure=indicator.measure,
            category=category,
            comparator=NEIGHBOURS,
            words="Statistical neighbours, median",
            as_at=census_day(own.year),
            value=value,
            symbol=symbol,
            source=source,
            used=middle.used,
            of=middle.of,
        )


def _shown(cell: Cell) -> tuple[str | None, str | None]:
    return (decimal_string(cell), None) if isinstance(cell, Decimal) else (None, cell.value)


def beside_edition(
    document: Mapping[str, Any],
    measures: Mapping[str, Mapping[str, Any]],
    *,
    comparator: str,
    words: str,
    source: str,
) -> Iterator[Beside]:
    """The figures of a published edition (its public document): our own earlier one, or another's.

    ``measures`` are our definitions by id: a measure that the edition defines in other words is not
    set beside ours.
    """
    theirs = {each["id"]: each for each in document["measures"]}
    end = date.fromisoformat(document["period"]["end"])
    for figure in document["figures"]:
        ours = measures.get(figure["measure"])
        if (
            figure["dimension"] != Dimension.COUNCIL
            or ours is None
            or theirs[figure["measure"]]["definition"] != ours["definition"]
        ):
            continue
        yield Beside(
            measure=figure["measure"],
            category=figure["category"],
            comparator=comparator,
            words=words,
            as_at=end,
            value=figure["value"],
            symbol=figure["symbol"],
            source=source,
        )


def comparisons_document(
    figures: Iterable[Mapping[str, Any]],
    beside: Iterable[Beside],
    sources: Sequence[Json],
    notes: Sequence[Json],
) -> Json:
    """The member ``comparisons`` of an edition: comparators in the order of its figures.

    A comparator without a figure of the whole council beside it is left out.
    """
    held: dict[tuple[str, str], list[Json]] = {
        (each["measure"], each["category"]): []
        for each in figures
        if each["dimension"] == Dimension.COUNCIL and each["group"] == WHOLE
    }
    for each in beside:
        if (each.measure, each.category) in held:
            held[each.measure, each.category].append(each.as_json())
    return {
        "notes": list(notes),
        "sources": list(sources),
        "figures": [line for lines in held.values() for line in lines],
    }
