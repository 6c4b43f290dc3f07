"""Rows of one worksheet, numbered as Excel numbers them, every cell as the text it stands for.

A number is the shortest decimal that Excel could show: its text in the file, rounded to the 15
significant digits Excel works with, so 0.6 is 0.6 whether it was stored as 0.6 or as
0.59999999999999998, and no binary float is ever made. A number in a cell formatted as a day is that
day in ISO form, counted from 1900 or 1904 as the workbook says. A formula is its last result.
"""

import math
import re
from collections.abc import Generator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Context

from service.workforce.tabular import file_faults as faults
from service.workforce.tabular.findings_list import FindingsList
from service.workforce.tabular.package import (
    Attributes,
    WorkbookError,
    feed,
    xml_parser,
)
from service.workforce.tabular.workbook import Sheet, Workbook, unescaped

MOST_COLUMNS = 256
"""Columns looked at; cells further right are outside any return."""
MOST_ROWS = 1_048_576
"""Rows a worksheet can have."""

_FIFTEEN_DIGITS = Context(prec=15, rounding=ROUND_HALF_UP, traps=[])
_LAST_SERIAL = 2_958_465
"""31 December 9999."""
_NO_SUCH_DAY = 60
"""29 February 1900, which Excel for Windows counts."""
_MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_RANGE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?")
_PLACE = re.compile(r"[0-9]{1,9}")
_NUMBER = re.compile(r"[+-]?[0-9]*\.?[0-9]*([eE][+-]?[0-9]{1,9})?")
_ROW_NUMBER = re.compile(r"[0-9]{1,7}")
_CELL, _VALUE, _ROW, _TEXT, _FORMULA, _READING_AID, _MERGED = (
    "c",
    "v",
    "row",
    "t",
    "f",
    "rPh",
    "mergeCell",
)
_BY_NAME = {
    f"{space} {name}": name
    for space in _MAIN
    for name in (_CELL, _VALUE, _ROW, _TEXT, _FORMULA, _READING_AID, _MERGED)
}


class WorksheetRows:
    """Rows of one sheet that have any value. Trailing empty cells of a row are not kept."""

    exact_width = False
    """A short row only means that its last cells are empty."""

    def __init__(self, workbook: Workbook, sheet: Sheet, findings: FindingsList) -> None:
        self._workbook = workbook
        self._sheet = sheet
        self._findings = findings

    def rows(self) -> Generator[tuple[int, list[str]], None, None]:
        """Yield (row number, cells), the headings first; raises WorkbookError."""
        part = self._sheet.part
        reading = _Handlers(self._workbook)
        parser = xml_parser(part, reading.start, reading.end)
        parser.CharacterDataHandler = reading.characters
        width = 0
        hidden: list[int] = []
        for piece in self._workbook.package.pieces(part):
            feed(parser, part, piece)
            ready, reading.ready = reading.ready, []
            for row, cells, is_hidden in ready:
                width = width or len(cells)
                if is_hidden and row > 1:
                    hidden.append(row)
                yield row, cells
        feed(parser, part, b"", final=True)
        if hidden:
            self._findings.add(faults.ROWS_HIDDEN, row=hidden[0], count=len(hidden))
        for merged in reading.merged:
            self._refuse_merged(merged, width)

    def _refuse_merged(self, cells: str, width: int) -> None:
        found = _RANGE.fullmatch(cells)
        if not found or not found[3] or column_index(found[1]) >= width:
            return
        first, last = int(found[2]), min(int(found[4]), MOST_ROWS)
        self._findings.add(faults.CELLS_MERGED, row=first, cells=cells)
        self._findings.rejected_rows.update(range(first, last + 1))


class _Handlers:
    """Handlers of the XML of one sheet: they run for every element, so they do little."""

    def __init__(self, workbook: Workbook) -> None:
        self.ready: list[tuple[int, list[str], bool]] = []
        """Finished rows with a value: number, cells, whether hidden. The reader takes them out."""
        self.merged: list[str] = []
        self._texts: list[str] = []
        self.characters = self._texts.append
        self._text_of = _CellText(workbook)
        self._index_of = _ColumnIndex()
        self._row = 0
        self._hidden = False
        self._cells: list[str] = []
        self._column = -1
        self._type: str | None = None
        self._style: str | None = None
        self._value: str | None = None
        self._formula: str | None = None
        self._inside_reading_aid = False

    def start(self, name: str, attributes: Attributes) -> None:
        element = _BY_NAME.get(name)
        if element is _CELL:
            reference = attributes.get("r")
            self._column = self._column + 1 if reference is None else self._index_of[reference]
            self._type = attributes.get("t")
            self._style = attributes.get("s")
            self._value = self._formula = None
        elif element is _ROW:
            self._row = _next_row(self._row, attributes.get("r"))
            self._hidden = attributes.get("hidden") in {"1", "true"}
            self._cells = []
            self._column = -1
        elif element is _READING_AID:
            self._inside_reading_aid = True
        elif element is _MERGED:
            self.merged.append(attributes.get("ref", ""))
        self._texts.clear()

    def end(self, name: str) -> None:
        element = _BY_NAME.get(name)
        if element is _VALUE:
            self._value = "".join(self._texts)
        elif element is _CELL:
            if self._value is not None or self._formula is not None:
                self._end_cell()
        elif element is _TEXT:
            if not self._inside_reading_aid:
                self._value = (self._value or "") + "".join(self._texts)
        elif element is _FORMULA:
            self._formula = "".join(self._texts)
        elif element is _ROW:
            if self._cells:
                self.ready.append((self._row, self._cells, self._hidden))
        elif element is _READING_AID:
            self._inside_reading_aid = False

    def _end_cell(self) -> None:
        text = self._text_of(self._type, self._style, self._value, self._formula)
        cells = self._cells
        if not text:
            return
        missing = min(self._column, MOST_COLUMNS) - len(cells)
        if missing:
            if missing < 0:
                if self._column < MOST_COLUMNS:
                    raise WorkbookError("its cells are out of order")
                return  # one cell far to the right stands for all of them
            cells.extend([""] * missing)
        cells.append(text)


class _CellText:
    """What one cell stands for, as text."""

    def __init__(self, workbook: Workbook) -> None:
        self._strings = workbook.strings()
        self._date_styles = workbook.date_styles
        self._from_1904 = workbook.dates_from_1904
        self._numbers: dict[str, str] = {}
        self._days: dict[str, str] = {}

    def __call__(
        self, kind: str | None, style: str | None, value: str | None, formula: str | None
    ) -> str:
        """Text of a cell of type ``kind``: ``t`` of the cell, a number when it has none."""
        if value is None or (not value and formula is not None and kind in {None, "n"}):
            return f"={formula}"
        if kind == "s":
            place = int(value) if _PLACE.fullmatch(value) else len(self._strings)
            if place >= len(self._strings):
                raise WorkbookError("a cell points to a text that is not there")
            return self._strings[place]
        if kind is None or kind == "n":
            if style in self._date_styles:
                if value not in self._days:
                    self._days[value] = day_text(value, from_1904=self._from_1904)
                return self._days[value]
            if value not in self._numbers:
                self._numbers[value] = number_text(value)
            return self._numbers[value]
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        return value if kind in {"e", "d"} else unescaped(value)


class _ColumnIndex(dict[str, int]):
    """Reference of a cell -> index of its column. Kept by letters: references never repeat."""

    def __getitem__(self, reference: str) -> int:
        letters = reference.rstrip("0123456789")
        found = self.get(letters)
        if found is None:
            if not _RANGE.fullmatch(reference):
                raise WorkbookError(f"a cell is called {reference[:20]!r}")
            found = self[letters] = column_index(letters)
        return found


def _next_row(row: int, number: str | None) -> int:
    following = row + 1 if number is None else int(number) if _ROW_NUMBER.fullmatch(number) else 0
    if not row < following <= MOST_ROWS:
        raise WorkbookError("its rows are out of order")
    return following


def column_index(letters: str) -> int:
    """Return 0 for A, 25 for Z, 26 for AA."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def number_text(raw: str) -> str:
    """Return a stored number as the decimal Excel works with; other text as it is."""
    if len(raw) <= 15 and raw.isascii() and raw.isdigit():
        return raw.lstrip("0") or "0"
    if not _NUMBER.fullmatch(raw):
        return raw
    number = _FIFTEEN_DIGITS.create_decimal(raw)
    if not number.is_finite() or abs(number.adjusted()) > 30:
        return raw
    return format(number.normalize(_FIFTEEN_DIGITS), "f") if number else "0"


def day_text(raw: str, *, from_1904: bool) -> str:
    """Return the ISO day of a serial number, with the time of day (rounded up) when it has a fraction.

    Counted from 1900 the numbers up to 60 are those of Excel for Windows, which has a 29 February
    1900. A number outside the calendar of Excel stays a number.
    """
    number = number_text(raw)
    serial = _FIFTEEN_DIGITS.create_decimal(number)
    if not (serial.is_finite() and 0 <= serial < _LAST_SERIAL):
        return number
    whole = int(serial)
    if from_1904:
        day = (date(1904, 1, 1) + timedelta(days=whole)).isoformat()
    elif whole == _NO_SUCH_DAY:
        day = "1900-02-29"
    else:
        day = (
            date(1899, 12, 31 if whole < _NO_SUCH_DAY else 30) + timedelta(days=whole)
        ).isoformat()
    if serial == whole:
        return day
    seconds = math.ceil((serial - whole) * 86_400)
    return f"{day}T{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
