"""Rows of a CSV file, numbered as Excel numbers them, with the line of text each begins on."""

import csv
import io
import re
from bisect import bisect_right
from collections.abc import Generator, Iterable, Iterator, Sequence
from typing import BinaryIO

from service.workforce.tabular import file_faults as faults
from service.workforce.tabular.columns import COLUMNS, Column
from service.workforce.tabular.file_refused import FileRefusedError
from service.workforce.tabular.findings_list import FindingsList
from service.workforce.tabular.header import MOST_ROWS_ABOVE, recognised
from service.workforce.tabular.text_encoding import TextEncoding

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
_SAMPLE = 1 << 16
"""Characters looked at for the headings, to find the separator."""
_SAID = re.compile(r'("?)sep=([,;\t|])\1(?:\r\n|\r|\n|\Z)', re.IGNORECASE)
"""A first line that tells Excel the separator. Excel obeys it and shows the next line as row 1."""


class CsvRows:
    """Rows of one CSV file. Blank lines count as rows, as they do in Excel."""

    exact_width = True
    """A row with fewer cells than headings has lost a separator."""

    def __init__(
        self,
        stream: BinaryIO,
        encoding: TextEncoding,
        findings: FindingsList,
        tables: Iterable[Sequence[Column]] = tuple(COLUMNS.values()),
    ) -> None:
        """``tables``: columns of the tables it may be, by whose headings the separator is told."""
        self._tables = tuple(tables)
        self._stream = stream
        self._encoding = encoding
        self._findings = findings
        self._shift_rows = [0]
        self._shifts = [0]
        findings.line_of = self.line_of

    def line_of(self, row: int) -> int:
        """Return the line of text on which ``row`` begins: later than ``row`` after line breaks."""
        return row + self._shifts[bisect_right(self._shift_rows, row) - 1]

    def _row_of(self, line: int) -> int:
        starts = [row + shift for row, shift in zip(self._shift_rows, self._shifts, strict=True)]
        at = bisect_right(starts, line) - 1
        row = line - self._shifts[at]
        # A line inside a row of several lines belongs to the row that is followed by the shift.
        return row if at + 1 == len(starts) else min(row, self._shift_rows[at + 1] - 1)

    def rows(self) -> Generator[tuple[int, list[str]], None, None]:
        """Yield (row number, cells), the headings first; raises FileRefusedError."""
        self._stream.seek(0)
        text = io.TextIOWrapper(
            self._stream, self._encoding.codec, errors=self._encoding.errors, newline=""
        )
        try:
            separator = self._said_separator(text) or self._separator(text)
            if separator != ",":
                self._findings.add(faults.SEPARATOR, separator=SEPARATORS[separator])
            yield from self._records(text, separator)
        finally:
            text.detach()
            self._tell_encoding()

    def _tell_encoding(self) -> None:
        if self._encoding.note:
            line = self._encoding.doubt_line
            self._findings.add(self._encoding.note, row=self._row_of(line) if line else None)

    def _records(self, text: io.TextIOWrapper, separator: str) -> Iterator[tuple[int, list[str]]]:
        reader = csv.reader(text, delimiter=separator, strict=True)
        above = self._shifts[0]
        shift = above
        row = 0
        try:
            for row, cells in enumerate(reader, 1):
                yield row, cells
                if above + reader.line_num - row != shift:
                    shift = above + reader.line_num - row
                    self._shift_rows.append(row + 1)
                    self._shifts.append(shift)
        except csv.Error:
            raise FileRefusedError(faults.QUOTES_BROKEN, row=row + 1) from None

    def _said_separator(self, text: io.TextIOWrapper) -> str | None:
        """Return what the first line says, and go on behind it; else stay at the start."""
        said = _SAID.match(text.readline(16))
        text.seek(0)
        if said is None:
            return None
        text.readline()
        self._shifts[0] = 1
        return said[2]

    def _separator(self, text: io.TextIOWrapper) -> str:
        sample = text.read(_SAMPLE)
        text.seek(0)
        lines = sample.splitlines()[: MOST_ROWS_ABOVE + 1]

        def headings(separator: str) -> int:
            return max(
                (
                    recognised([cell.strip('"') for cell in line.split(separator)], columns)
                    for line in lines
                    for columns in self._tables
                ),
                default=0,
            )

        return max(SEPARATORS, key=headings)
