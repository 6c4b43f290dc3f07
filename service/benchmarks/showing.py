"""One authority in one year beside England, its region and its neighbours, as plain JSON."""

from datetime import UTC
from typing import Any

from scorecard.authorities import members_of, name_of
from scorecard.canonical import decimal_string
from scorecard.comparison import census_day
from scorecard.definition import Symbol
from scorecard.indicators import INDICATORS, Cell, Indicator
from scorecard.national_tables import Median, NationalTable, Neighbour, TableRow, standing
from service.benchmarks import vintages
from service.benchmarks.refusals import NoTable
from service.benchmarks.store import Vintage
from service.benchmarks.vintages import PUBLISHER

Json = dict[str, Any]


async def shown(authority: str, year: int) -> Json:
    """The document of ``benchmarks show``. Raises NoTable and NoPublishedFigures (scorecard)."""
    held = await vintages.tables(year)
    if held.table is None or held.table_vintage is None:
        raise NoTable("No indicators file has been imported yet.")
    row = held.table.required(authority.strip(), year)
    code = _code(authority.strip(), row)
    neighbours = held.neighbours.get(code, ())
    model = held.model_vintage
    return {
        "authority": _authority(code, row, held.table),
        "year": year,
        "as_at": census_day(year).isoformat(),
        "vintages": {
            "indicators": vintage_document(held.table_vintage),
            "neighbours": None if model is None else vintage_document(model),
        },
        "neighbours": [
            {
                "code": each.code,
                "name": name_of(each.code),
                "rank": each.rank,
                "closeness": each.closeness,
            }
            for each in neighbours
        ],
        "indicators": {
            each.column: _indicator(each, held.table, row, neighbours) for each in INDICATORS
        },
        "notes": _notes(code, row, neighbours, model),
    }


def _code(asked: str, row: TableRow) -> str:
    """The one authority that was asked for; the key of the return when it was asked for as a whole."""
    members = members_of(row.key)
    if asked in members:
        return asked
    new_codes = [each.strip() for each in row.new_code.split("/")]
    if asked in new_codes and len(new_codes) == len(members):
        return members[new_codes.index(asked)]
    return row.key


def vintage_document(vintage: Vintage) -> Json:
    """How every output names the source of a comparator."""
    return {
        "id": str(vintage.id),
        "title": vintage.title,
        "publisher": PUBLISHER,
        "source": vintage.source,
        "release": vintage.release,
        "version": vintage.version,
        "retrieved_at": vintage.retrieved_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "sha256": vintage.sha256,
    }


def _authority(code: str, row: TableRow, table: NationalTable) -> Json:
    region = table.region(row)
    return {
        "code": code,
        "new_code": row.new_code,
        "name": row.name,
        "region_code": row.region_code,
        "region": None if region is None else region.name,
        "returned_with": [each for each in members_of(row.key) if each != code]
        if code != row.key
        else [],
    }


def _indicator(
    indicator: Indicator,
    table: NationalTable,
    row: TableRow,
    neighbours: tuple[Neighbour, ...],
) -> Json:
    found = standing(table, row, indicator.column, neighbours)
    return {
        "title": indicator.title,
        "unit": indicator.unit,
        "measure": indicator.measure or None,
        **_cell(found.value),
        "england": None if found.england is None else _cell(found.england),
        "region": None if found.region is None else _cell(found.region),
        "neighbours_median": None if found.neighbours is None else _median(found.neighbours),
    }


def _cell(cell: Cell) -> Json:
    if isinstance(cell, Symbol):
        return {"value": None, "symbol": cell.value}
    return {"value": decimal_string(cell), "symbol": None}


def _median(median: Median) -> Json:
    return {
        **_cell(median.value),
        "used": median.used,
        "of": median.of,
        "left_out": [
            {
                "code": each.code,
                "name": each.name,
                "symbol": None if each.symbol is None else each.symbol.value,
                "why": each.why,
            }
            for each in median.left_out
        ],
    }


def _notes(
    code: str, row: TableRow, neighbours: tuple[Neighbour, ...], model: Vintage | None
) -> list[str]:
    notes = []
    if len(members_of(row.key)) > 1:
        notes.append(
            f"{row.name} made one joint return ({row.key}): its figures are of both together."
        )
    if model is None:
        notes.append("No model of statistical neighbours has been imported.")
    elif not neighbours:
        notes.append(f"The model of statistical neighbours has none for {code}.")
    return notes
