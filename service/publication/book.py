"""The one table model of an edition's documents: XLSX, ODS and PDF say what the public JSON says.

Everything is taken from the public document, so what disclosure control keeps back is in none of
them. A symbol stands as ``[c]``, ``[x]``: no cell is empty, and none says by colour alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from scorecard.commentary import COMMENTARY
from scorecard.definition import Dimension
from scorecard.disclosure import ACCEPTED
from service.documents.book import Book, Cell, Column, Number, Sheet
from service.publication.beside_sheets import NOT_APPLICABLE, beside_sheets
from service.publication.corrected import moves_of
from service.publication.tidy_csv import harmless
from service.publication.view import period_in_words
from service.publication.wording import (
    DIMENSIONS,
    SYMBOLS,
    day,
    title_of,
    without_returns,
)
from service.publication.words_view import in_england_day, release_page, words_page

Json = Mapping[str, Any]

CONFIDENTIAL = "[c]"
WORKED_OUT = (
    "Value: rounded once, half up. Top and bottom: exact, shown to one decimal place. "
    "A letter in square brackets stands in place of a number and says why there is none."
)
BY_GROUP = "By_"
"""Beginning of the names of sheets that break figures down."""
FIGURE_COLUMNS = (
    Column("Measure", 56),
    Column("Value", 14),
    Column("Unit", 16),
    Column("Top of the fraction, or what is counted", 18),
    Column("Bottom of the fraction", 18),
    Column("Records counted", 14),
)


@dataclass(frozen=True, slots=True)
class Imprint:
    """What the documents say beside the figures, fixed when they are made."""

    content_sha256: str
    contact: str
    next_period: date
    """Last day of the half-year that comes next."""
    address: str
    """Of the page of this version, with the host."""


def title_of_edition(document: Json) -> str:
    return f"Social worker recruitment and retention scorecard, {period_in_words(document)}"


def footer_of(document: Json, content_sha256: str) -> str:
    """Period, version and hash, at the foot of every page."""
    end = day(date.fromisoformat(document["period"]["end"]))
    return f"{document['council']}: half-year to {end}, version {document['version']}, SHA-256 {content_sha256}"


def published_at(document: Json) -> datetime:
    return datetime.fromisoformat(document["published_at"])


def book_of(document: Json, imprint: Imprint) -> Book:
    """The workbook of a public document."""
    return Book(
        title=title_of_edition(document),
        lines=tuple(_cover(document, imprint)),
        sheets=tuple(_sheets(document)),
        author=document["council"],
        footer=footer_of(document, imprint.content_sha256),
        at=published_at(document),
    )


def _cover(document: Json, imprint: Imprint) -> Iterable[str]:
    yield f"Publisher: {document['council']}"
    yield f"Published: {day(in_england_day(document))}, version {document['version']}"
    if document["changes"] is not None:
        yield f"Corrected: {document['reason']}"
    if ACCEPTED in document:
        yield without_returns(document[ACCEPTED])
    if headline := document.get(COMMENTARY, {}).get("headline"):
        yield harmless(headline)
    yield f"Next scorecard: for the half-year to {day(imprint.next_period)}"
    yield f"On the web: {imprint.address}"
    contact = f": {imprint.contact}" if imprint.contact else ""
    yield f"Questions: the principal social worker of {document['council']}{contact}"
    yield f"Edition: {document['edition']}"
    yield f"Content hash (SHA-256): {imprint.content_sha256}"
    yield "A published version never changes. If a figure is wrong, a new version is published."


def _sheets(document: Json) -> Iterable[Sheet]:
    families: dict[str, list[Json]] = {}
    for measure in document["measures"]:
        families.setdefault(measure["family"], []).append(measure)
    taken: set[str] = set()
    for family, measures in families.items():
        rows = list(figure_rows(document, measures, Dimension.COUNCIL))
        if rows:
            yield Sheet(
                sheet_name(family, taken),
                f"{family}: figures of the whole council",
                (WORKED_OUT,),
                FIGURE_COLUMNS,
                tuple(rows),
            )
    for dimension in Dimension:
        if dimension is Dimension.COUNCIL:
            continue
        if sheet := by_group(document, document["measures"], dimension):
            yield sheet
    yield from closing_sheets(document)


def by_group(document: Json, measures: Sequence[Json], dimension: str) -> Sheet | None:
    """The figures of these measures by team, area and so on; None where none are public."""
    rows = [(group, *cells) for group, cells in _grouped(document, measures, dimension)]
    if not rows:
        return None
    words = DIMENSIONS[dimension]
    return Sheet(
        f"{BY_GROUP}{dimension}",
        f"Figures by {words}",
        (WORKED_OUT,),
        (Column(words.capitalize(), 36), *FIGURE_COLUMNS),
        tuple(rows),
    )


def figure_rows(
    document: Json, measures: Sequence[Json], dimension: str
) -> Iterable[tuple[Cell, ...]]:
    for _, cells in _grouped(document, measures, dimension):
        yield cells


def _grouped(
    document: Json, measures: Sequence[Json], dimension: str
) -> Iterable[tuple[str, tuple[Cell, ...]]]:
    """Group and cells of every figure, in the order of the measures."""
    found: dict[str, list[Json]] = {}
    for figure in document["figures"]:
        if figure["dimension"] == dimension:
            found.setdefault(figure["measure"], []).append(figure)
    for measure in measures:
        for figure in found.get(measure["id"], ()):
            yield (
                harmless(figure["group"]),
                (
                    harmless(title_of(figure, measure)),
                    value_cell(figure, measure),
                    "per cent" if measure["unit"] == "%" else measure["unit"],
                    part_cell(figure["numerator"]),
                    part_cell(figure["denominator"]),
                    count_cell(figure["n"]),
                ),
            )


def value_cell(figure: Json, measure: Json) -> Cell:
    if figure["value"] is None:
        return f"[{figure['symbol']}]"
    return Number(Decimal(figure["value"]), measure["decimal_places"])


def part_cell(part: str | None) -> Cell:
    """A numerator or denominator: exact, shown whole or to one place."""
    if part is None:
        return NOT_APPLICABLE
    if part in SYMBOLS:
        return f"[{part}]"
    exact = Decimal(part)
    return Number(exact, 0 if exact == exact.to_integral_value() else 1)


def count_cell(count: object) -> Cell:
    """Records counted, or why they are not told."""
    if isinstance(count, int):
        return Number(Decimal(count), 0)
    return f"[{count}]" if count in SYMBOLS else CONFIDENTIAL


def words_sheets(document: Json) -> Iterable[Sheet]:
    """Comments, actions, events, quotations and pre-release access, where there are any."""
    words, release = words_page(document), release_page(document)
    if words.comments:
        yield Sheet(
            "Commentary",
            "What is said of the figures",
            ("Each comment names its owner.",),
            (
                Column("Measure", 40),
                Column("Comment", 80),
                Column("Owner", 28),
                Column("Date", 20),
            ),
            tuple(
                (
                    harmless(each.title),
                    harmless(" ".join(each.paragraphs)),
                    harmless(each.owner),
                    each.written_on,
                )
                for each in words.comments
            ),
        )
    if words.actions:
        yield Sheet(
            "Actions",
            "What is being done",
            ("As it stood when this version was published.",),
            (
                Column("Action", 64),
                Column("For", 40),
                Column("Owner", 28),
                Column("Due", 20),
                Column("State", 20),
                Column("What came of it", 48),
            ),
            tuple(
                (
                    harmless(each.words),
                    harmless(each.measure) or "All measures",
                    harmless(each.owner),
                    each.due,
                    each.state,
                    harmless(each.outcome) or NOT_APPLICABLE,
                )
                for each in words.actions
            ),
        )
    if words.events:
        yield Sheet(
            "Events",
            "Dated events",
            ("They are marked on the charts.",),
            (Column("Date", 20), Column("Event", 72)),
            tuple((each.on, harmless(each.words)) for each in words.events),
        )
    if words.quotations:
        yield Sheet(
            "In_their_words",
            "In the words of staff and leavers",
            ("With consent, without names.",),
            (Column("Words", 100),),
            tuple((harmless(" ".join(each.split())),) for each in words.quotations),
        )
    if release is not None and release.access:
        yield Sheet(
            "Pre_release_access",
            "Who had these figures before they were published",
            ("Named here because everybody else had to wait.",),
            (Column("Name", 32), Column("Role", 40), Column("Why", 64)),
            tuple(
                (harmless(each.name), harmless(each.role), harmless(each.reason))
                for each in release.access
            ),
        )


def closing_sheets(document: Json) -> Iterable[Sheet]:
    """What moved, what the checks found, what the measures and symbols mean."""
    yield from words_sheets(document)
    yield from beside_sheets(document)
    changes = document["changes"]
    if changes is not None:
        moved = [
            (harmless(each.title), each.before, each.after, "; ".join(each.because) or "[x]")
            for each in moves_of(document)
        ]
        nothing = ("No figure of the whole council moved", NOT_APPLICABLE, NOT_APPLICABLE, "[z]")
        yield Sheet(
            "Corrections",
            f"What moved since version {changes['since']['version']}, and why",
            (f"Reason: {document['reason']}",),
            (
                Column("Measure", 48),
                Column("Before", 40),
                Column("After", 40),
                Column("Because", 56),
            ),
            tuple(moved) or (nothing,),
        )
    findings = [
        (each["words"], count_cell(each["count"]), each["hint"] or NOT_APPLICABLE)
        for each in document["findings"]
    ]
    yield Sheet(
        "Data_quality",
        "What the checks found in the data",
        ("The data were published as they were sent.",),
        (Column("What was found", 72), Column("Records", 12), Column("What to do", 72)),
        tuple(findings) or (("Nothing that needs a second look", Number(Decimal(0), 0), "[z]"),),
    )
    yield Sheet(
        "Definitions",
        "What the measures are",
        ("As they were when this version was published.",),
        (
            Column("Measure", 40),
            Column("Definition", 72),
            Column("How it is worked out", 40),
            Column("Top of the fraction, or what is counted", 40),
            Column("Bottom of the fraction", 40),
            Column("Known limits", 56),
            Column("Source", 40),
        ),
        tuple(
            (
                each["title"],
                each["definition"],
                each["formula"],
                each["numerator"],
                each["denominator"] or NOT_APPLICABLE,
                each["known_limits"] or NOT_APPLICABLE,
                each["source"] or NOT_APPLICABLE,
            )
            for each in document["measures"]
        ),
    )
    yield Sheet(
        "Symbols",
        "Symbols in place of numbers",
        ("They are those of the Department for Education. A 0 is a real nought.",),
        (Column("Symbol", 12), Column("What it means", 80)),
        tuple((f"[{symbol}]", sentence) for symbol, (_, sentence) in SYMBOLS.items()),
    )


def sheet_name(title: str, taken: set[str]) -> str:
    """A title as the name of a tab: ``Staff in post`` is ``Staff_in_post``; no name twice."""
    kept = "".join(each if each.isascii() and each.isalnum() else " " for each in title)
    stem = "_".join(kept.split())[:28].strip("_") or "Figures"
    stem = stem if stem[0].isalpha() else f"S_{stem}"
    name, number = stem, 2
    while name.lower() in taken:
        name, number = f"{stem}_{number}", number + 1
    taken.add(name.lower())
    return name
