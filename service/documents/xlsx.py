"""A workbook as XLSX, as the government's guidance on spreadsheets asks: for people and for screen readers.

One table a sheet, marked as one, its title in A1; no merged and no empty cells, no meaning in colour
alone, words of 12 points. Every text is written as text: nothing in it is ever a formula. The same
book gives the same bytes.
"""

from datetime import UTC
from io import BytesIO
from typing import Any

import xlsxwriter

from service.documents.book import Book, Cell, Number, Sheet

FONT = {"font_name": "Arial", "font_size": 12, "valign": "top"}
FOOTER_LIMIT = 255
"""Characters, of the file format."""


def as_xlsx(book: Book) -> bytes:
    """The bytes of the file. Numbers of more than 15 digits lose the rest: the format's limit."""
    out = BytesIO()
    workbook = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    workbook.set_properties(
        {
            "title": book.title,
            "author": book.author,
            "created": book.at.astimezone(UTC).replace(tzinfo=None, microsecond=0),
        }
    )
    workbook.set_size(24_000, 14_000)
    writer = _Writer(workbook, book)
    writer.cover()
    for number, sheet in enumerate(book.tables()):
        writer.table(sheet, number)
    workbook.close()
    return out.getvalue()


class _Writer:
    def __init__(self, workbook: Any, book: Book) -> None:
        self.workbook, self.book = workbook, book
        self.title = workbook.add_format({**FONT, "bold": True, "font_size": 16})
        self.words = workbook.add_format({**FONT, "text_wrap": True})
        self.plain = workbook.add_format(FONT)
        self.head = workbook.add_format({**FONT, "bold": True, "text_wrap": True, "bottom": 1})
        self.right = workbook.add_format({**FONT, "align": "right"})
        self.link = workbook.add_format({**FONT, "font_color": "#1A65A6", "underline": 1})
        self.numbers: dict[int | None, Any] = {}

    def cover(self) -> None:
        sheet = self._sheet(self.book.cover_name)
        sheet.set_column(0, 0, 100)
        sheet.write_string(0, 0, self.book.title, self.title)
        for row, line in enumerate(self.book.lines, 1):
            sheet.write_string(row, 0, line, self.words)

    def table(self, table: Sheet, number: int) -> None:
        sheet = self._sheet(table.name)
        sheet.write_string(0, 0, table.title, self.title)
        for row, note in enumerate(table.notes, 1):
            sheet.write_string(row, 0, note, self.plain)
        first = len(table.notes) + 1
        last = first + len(table.rows)
        sheet.add_table(
            first,
            0,
            last,
            len(table.columns) - 1,
            {
                "name": f"table_{table.name.lower()}",
                "style": None,
                "autofilter": False,
                "columns": [
                    {"header": each.title, "header_format": self.head} for each in table.columns
                ],
            },
        )
        for place, column in enumerate(table.columns):
            sheet.set_column(place, place, column.width)
        for row, cells in enumerate(table.rows, first + 1):
            for place, cell in enumerate(cells):
                if number == 0 and place == 0:
                    sheet.write_url(row, 0, f"internal:{cell}!A1", self.link, str(cell))
                else:
                    self._cell(sheet, row, place, cell)
        sheet.repeat_rows(first)

    def _cell(self, sheet: Any, row: int, place: int, cell: Cell) -> None:
        if isinstance(cell, Number):
            sheet.write_number(row, place, cell.exact, self._number(cell.places))
        else:
            sheet.write_string(row, place, cell, self.right if _is_shorthand(cell) else self.words)

    def _number(self, places: int | None) -> Any:
        if places not in self.numbers:
            form = "#,##0" if places == 0 else f"#,##0.{'0' * places}" if places else "General"
            self.numbers[places] = self.workbook.add_format({**FONT, "num_format": form})
        return self.numbers[places]

    def _sheet(self, name: str) -> Any:
        sheet = self.workbook.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        footer = self.book.footer.replace("&", "&&")[: FOOTER_LIMIT - 30]
        sheet.set_footer(f"&L{footer}&RPage &P of &N")
        return sheet


def _is_shorthand(text: str) -> bool:
    """``[c]``, ``[low]``: in place of a number, so it stands where the number would."""
    return text.startswith("[") and text.endswith("]")
