"""The figures of the draft beside the last half-year, targets and comparators: what a person checks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from scorecard.definition import Dimension
from scorecard.disclosure import closed_figures
from scorecard.measures import FROM_RECORDS, MEASURES
from scorecard.targets import place_of
from service.publication.history import measure_of
from service.publication.methodology import facts_of
from service.publication.movements import by_place, counterpart
from service.publication.office.addresses import half_year, rows_address
from service.publication.office.second_look import second_look
from service.publication.previewing import Preview
from service.publication.view import MOST_LINES, Line, anchor, lines_of
from service.publication.wording import (
    DIMENSIONS,
    Part,
    change_in_words,
    day,
    parts_of,
    title_of,
    value_in_words,
)

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class NumberLine:
    """One figure of the whole council. ``before``: what it was; ``look``: why it is marked."""

    line: Line
    before: str
    look: str
    address: str


@dataclass(frozen=True, slots=True)
class Family:
    id: str
    title: str
    lines: tuple[NumberLine, ...]
    parts: tuple[NumberLine, ...]
    """Of measures that count in many parts: folded."""


@dataclass(frozen=True, slots=True)
class NumbersPage:
    end: str
    before_end: str
    """Last day of the half-year that is compared with; empty where none is published."""
    families: tuple[Family, ...]
    marked: tuple[NumberLine, ...]
    marked_parts: int
    """Marked figures among what is counted in many parts."""
    missed: tuple[NumberLine, ...]


def numbers_page(end: date, preview: Preview, before: Json | None) -> NumbersPage:
    """``before`` is the whole document of the half-year published before."""
    whole = preview.whole
    then = by_place(before) if before else {}
    figures = by_place(whole)
    families: dict[str, list[list[NumberLine]]] = {}
    lines = lines_of(whole, before)
    for measure in whole["measures"]:
        if measure["id"] not in lines:
            continue
        places = [
            place
            for place in figures
            if place[0] == measure["id"] and place[1] == Dimension.COUNCIL
        ]
        families.setdefault(measure["family"], []).append(
            [
                _number_line(end, line, figures[place], counterpart(place, then), measure)
                for place, line in zip(places, lines[measure["id"]], strict=True)
            ]
        )
    made = tuple(
        Family(
            anchor(title),
            title,
            tuple(one for each in found if len(each) <= MOST_LINES for one in each),
            tuple(one for each in found if len(each) > MOST_LINES for one in each),
        )
        for title, found in families.items()
    )
    everything = [one for each in made for one in (*each.lines, *each.parts)]
    return NumbersPage(
        end=day(end),
        before_end="" if before is None else day(date.fromisoformat(before["period"]["end"])),
        families=made,
        marked=tuple(one for each in made for one in each.lines if one.look),
        marked_parts=sum(bool(one.look) for each in made for one in each.parts),
        missed=tuple(
            each for each in everything if each.line.against and each.line.against.code == "missed"
        ),
    )


def _number_line(
    end: date, line: Line, figure: Json, before: Json | None, measure: Json
) -> NumberLine:
    return NumberLine(
        line=line,
        before="" if before is None else value_in_words(before, measure),
        look=second_look(figure, before),
        address=half_year(end, "numbers", line.measure),
    )


# --- one measure -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of one group."""

    name: str
    value: str
    is_symbol: bool
    parts: tuple[Part, ...]
    before: str
    change: str
    look: str
    confidential: bool
    """Whether the public would see it as c."""
    rows: str
    """Address of the rows behind it; empty for a measure of records."""
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Breakdown:
    id: str
    title: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class MeasurePage:
    id: str
    title: str
    end: str
    before_end: str
    definition: str
    facts: tuple[tuple[str, str], ...]
    breakdowns: tuple[Breakdown, ...]
    from_records: bool


def measure_numbers(
    end: date, preview: Preview, before: Json | None, measure_id: str
) -> MeasurePage | None:
    """Everything that is known of one measure in the draft; None where it has no such measure."""
    measure = measure_of(preview.whole, measure_id)
    if measure is None:
        return None
    then = by_place(before) if before else {}
    defined = None if before is None else measure_of(before, measure_id)
    closed = {place_of(each) for each in closed_figures(preview.whole)}
    found: dict[str, list[Cell]] = {}
    for place, figure in by_place(preview.whole).items():
        if place[0] == measure_id:
            earlier = counterpart(place, then)
            cell = _cell(end, figure, earlier, (measure, defined), confidential=place in closed)
            found.setdefault(place[1], []).append(cell)
    return MeasurePage(
        id=measure_id,
        title=measure["title"],
        end=day(end),
        before_end="" if before is None else day(date.fromisoformat(before["period"]["end"])),
        definition=measure["definition"],
        facts=facts_of(measure),
        breakdowns=tuple(
            Breakdown(
                f"by-{dimension}",
                "Whole council"
                if dimension == Dimension.COUNCIL
                else f"By {DIMENSIONS[dimension]}",
                tuple(cells),
            )
            for dimension, cells in found.items()
        ),
        from_records=MEASURES.get(measure_id) in FROM_RECORDS,
    )


def _cell(
    end: date,
    figure: dict[str, Any],
    before: Json | None,
    measures: tuple[Json, Json | None],
    *,
    confidential: bool,
) -> Cell:
    measure, defined = measures
    records = MEASURES.get(measure["id"]) in FROM_RECORDS
    return Cell(
        name=_name(figure, measure),
        value=value_in_words(figure, measure),
        is_symbol=figure["symbol"] is not None,
        parts=parts_of(figure, measure),
        before="" if before is None else value_in_words(before, measure),
        change="" if defined is None else change_in_words(figure, before, measure, defined),
        look=second_look(figure, before),
        confidential=confidential,
        rows="" if records else rows_address(end, figure),
        left_out=tuple(f"{each['count']}: {each['words']}" for each in figure["exclusions"]),
    )


def _name(figure: Json, measure: Json) -> str:
    title = title_of(figure, measure)
    if not figure["group"]:
        return title
    category = title.removeprefix(measure["title"]).removeprefix(": ")
    return f"{figure['group']}: {category}" if category else str(figure["group"])
