"""Templates to download: the headings of a return, and what goes under them.

A template has no example row, because an example that is sent back unchanged would have to be told
from a person. The examples stand in the notes.
"""

import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from service.workforce.records import Kind
from service.workforce.tabular.choices import YES_NO
from service.workforce.tabular.columns import COLUMNS, Column, ValueType
from service.workforce.tabular.worksheet import MOST_ROWS

NOTES = "Notes"

_LONGEST_LIST = 255
"""Characters of a list of values that Excel allows in one cell rule."""
_CELL_FORMATS = {
    ValueType.REGISTRATION: "@",
    ValueType.NAME: "@",
    ValueType.DATE: "yyyy-mm-dd",
}


def template_csv(kind: Kind) -> bytes:
    """Return the headings as UTF-8 with a byte order mark, so that Excel keeps it as UTF-8."""
    headings = ",".join(column.name for column in COLUMNS[kind])
    return f"{headings}\r\n".encode("utf-8-sig")


def template_xlsx(kind: Kind) -> bytes:
    """Return a workbook with the sheet to fill in, and notes on each column on a second one."""
    book = Workbook()
    book.properties.title = f"{kind.capitalize()} return: template"
    book.properties.creator = "Social work scorecard"
    book.properties.language = "en-GB"
    sheet: Worksheet = book.worksheets[0]
    sheet.title = kind
    for number, column in enumerate(COLUMNS[kind], 1):
        _prepare(sheet, number, column)
    sheet.freeze_panes = "A2"
    _write_notes(book.create_sheet(NOTES), kind)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def needed(column: Column) -> str:
    """Say whether a column must be filled, in one line."""
    if column.required:
        return "yes"
    if column.when:
        return f"when {column.when}"
    return "if known; the column must be there" if column.need == "expected" else "no"


def written(column: Column) -> str:
    """Say how a cell of the column is written, in one line."""
    match column.type:
        case ValueType.REGISTRATION:
            return "two letters and up to ten digits"
        case ValueType.NAME:
            return f"text of at most {column.longest} characters"
        case ValueType.DATE:
            return "2026-09-30 or 30/09/2026"
        case ValueType.FTE:
            return "number from 0 to 1, at most six decimals"
        case ValueType.DAYS:
            return "number, at most two decimals"
        case ValueType.COUNT:
            return "whole number"
        case ValueType.YES_NO:
            return "yes or no"
        case ValueType.CHOICE:
            return "; ".join(choice.label for choice in column.choices)


def _prepare(sheet: Worksheet, number: int, column: Column) -> None:
    letter = get_column_letter(number)
    heading = sheet.cell(1, number, column.name)
    heading.font = Font(name="Arial", size=12, bold=True)
    dimension = sheet.column_dimensions[letter]
    dimension.width = max(14, len(column.name) + 4)
    if column.type in _CELL_FORMATS:
        dimension.number_format = _CELL_FORMATS[column.type]
    choices = YES_NO if column.type is ValueType.YES_NO else column.choices
    values = ",".join(choice.value for choice in choices)
    if choices and len(values) <= _LONGEST_LIST:
        # A help for typing, not a bar: the reader knows more spellings than the list.
        rule = DataValidation(type="list", formula1=f'"{values}"', showErrorMessage=False)
        rule.add(f"{letter}2:{letter}{MOST_ROWS}")
        sheet.add_data_validation(rule)


def _write_notes(notes: Worksheet, kind: Kind) -> None:
    plain = Font(name="Arial", size=12)
    bold = Font(name="Arial", size=12, bold=True)
    wrapped = Alignment(wrap_text=True, vertical="top")
    lines = [
        (f"Notes on the {kind} return",),
        (f"Fill in the sheet “{kind}”. This sheet is not read. One row for each {ROW_IS[kind]}.",),
        ("Column", "What it holds", "Must be filled", "How it is written", "Example"),
        *(
            (
                column.name,
                column.words,
                needed(column),
                written(column),
                column.example or "[empty]",
            )
            for column in COLUMNS[kind]
        ),
    ]
    for row, line in enumerate(lines, 1):
        for place, text in enumerate(line, 1):
            cell = notes.cell(row, place, text)
            cell.font = bold if row in {1, 3} else plain
            if row > 2:
                cell.alignment = wrapped
    for letter, width in zip("ABCDE", (24, 48, 28, 48, 24), strict=True):
        notes.column_dimensions[letter].width = width


ROW_IS = {
    Kind.POSTS: "established post",
    Kind.EMPLOYMENTS: "unbroken spell of one worker in one place at one FTE",
    Kind.AGENCY: "agency assignment",
    Kind.ABSENCES: "spell away from work",
    Kind.CASELOADS: "worker, team and day of counting",
}
"""What one row of each return stands for."""
