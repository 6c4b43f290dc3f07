"""An edition as PDF: the tables of its book, charts of its headline measures, and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.resources import files
from typing import Any

from scorecard.definition import Dimension
from service.documents import typesetting
from service.documents.book import Cell, Number, Sheet
from service.publication.book import (
    BY_GROUP,
    WORKED_OUT,
    Imprint,
    book_of,
    by_group,
    closing_sheets,
    published_at,
)
from service.publication.charts import over_time
from service.publication.history import council_figures, measure_of, most_counted
from service.publication.view import AT_A_GLANCE, period_in_words
from service.publication.wording import DIMENSIONS, parts_in_words, title_of, value_in_words

Json = Mapping[str, Any]

TEMPLATE = "scorecard.typ"
STYLE = (
    files("service").joinpath("static/charts.css").read_text("utf-8").partition("/* Screens */")[0]
)
VALUE = 2
"""Place of the value in a row by group: a table in which all of it is kept back is not printed."""
DIAMOND = ("\N{BLACK DIAMOND}", "\N{BLACK DIAMOND SUIT}")
"""The shape of a status that the shipped fonts lack, and the one that they have instead."""
FOR_READERS = frozenset({"Data_quality"})
"""Sheets whose last column is advice for those who send the data, not for readers."""


def as_pdf(history: Sequence[Json], imprint: Imprint) -> bytes:
    """The PDF of the last public document of ``history`` (oldest first), dated when it was published.

    Raises NotTypeset for a fault of ours.
    """
    document = history[-1]
    return typesetting.compile(TEMPLATE, as_data(history, imprint), published_at(document))


def as_data(history: Sequence[Json], imprint: Imprint) -> dict[str, Any]:
    """What the template is given: texts, tables of texts, and charts as SVG with their words."""
    document = history[-1]
    book = book_of(document, imprint)
    headlines = [
        (figure, measure)
        for name in AT_A_GLANCE
        if (measure := measure_of(document, name)) is not None
        and (figure := most_counted(council_figures(document, name))) is not None
    ]
    closing = {each.name for each in closing_sheets(document)}
    families = [
        each
        for each in book.sheets
        if each.name not in closing and not each.name.startswith(BY_GROUP)
    ]
    groups = [
        _of_one_measure(sheet, measure, DIMENSIONS[dimension])
        for dimension in Dimension
        for _, measure in headlines
        if dimension is not Dimension.COUNCIL
        and (sheet := by_group(document, [measure], dimension)) is not None
        and any(isinstance(row[VALUE], Number) for row in sheet.rows)
    ]
    return {
        "title": "Social worker recruitment and retention scorecard",
        "council": document["council"],
        "period": period_in_words(document),
        "footer": book.footer,
        "facts": list(book.lines),
        "notes": [WORKED_OUT, "The symbols are explained at the end."],
        "headlines": [
            {
                "title": title_of(figure, measure),
                "value": value_in_words(figure, measure),
                "from": parts_in_words(figure, measure),
            }
            for figure, measure in headlines
        ],
        "charts": [
            {
                "headline": chart.headline,
                "subtitle": chart.subtitle,
                "svg": standalone(str(chart.wide)),
                "alt": f"Line chart. {chart.subtitle}. {chart.description}",
            }
            for figure, measure in headlines
            if (chart := over_time(document, history, measure, figure["category"])) is not None
        ],
        "tables": [
            *(_table(each) for each in families),
            *groups,
            *(_table(each) for each in book.sheets if each.name in closing),
        ],
    }


def standalone(svg: str) -> str:
    """A chart with its colours inside, for readers that have no style sheet of ours."""
    head, bracket, rest = svg.partition(">")
    return f"{head}{bracket}<style>{STYLE}</style>{rest}"


def _table(sheet: Sheet) -> dict[str, Any]:
    places = range(len(sheet.columns) - (1 if sheet.name in FOR_READERS else 0))
    if sheet.name == "Definitions":
        places = range(2)
    return {
        "title": sheet.title,
        "columns": [sheet.columns[place].title for place in places],
        "widths": [sheet.columns[place].width for place in places],
        "numeric": [any(isinstance(row[place], Number) for row in sheet.rows) for place in places],
        "rows": [[_shown(row[place]) for place in places] for row in sheet.rows],
    }


def _of_one_measure(sheet: Sheet, measure: Json, group_words: str) -> dict[str, Any]:
    """A table of one measure by group: its name stands above the table, and not in every row."""
    columns = [each for each in sheet.columns if each.title not in {"Measure", "Unit"}]
    places = [sheet.columns.index(each) for each in columns]
    in_units = any(each["code"] for each in measure["categories"])
    rows = tuple(
        (
            f"{row[0]}: {_shown(row[1]).rpartition(': ')[2]}" if in_units else row[0],
            *(row[place] for place in places[1:]),
        )
        for row in sheet.rows
    )
    unit = "per cent" if measure["unit"] == "%" else measure["unit"]
    title = f"{measure['title']} by {group_words}, {unit}"
    return _table(replace(sheet, title=title, columns=tuple(columns), rows=rows))


def _shown(cell: Cell) -> str:
    return cell.shown() if isinstance(cell, Number) else cell.replace(*DIAMOND)


def _numeric(cell: Cell) -> bool:
    """A number, or a symbol in the place of one."""
    return isinstance(cell, Number) or (cell.startswith("[") and cell.endswith("]"))
