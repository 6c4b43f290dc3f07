"""CSV files that a spreadsheet opens: UTF-8 with BOM, CRLF lines, and no cell that it would run."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

Cell = str | int | bool | None

_FORMULA = re.compile("\\s*[=+\\-@|%\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
"""What a spreadsheet may run, full-width forms too, also behind spaces and after a line break."""


def safe_cell(value: Cell) -> Cell:
    """A cell that a spreadsheet shows and does not run: text that looks like a formula is quoted."""
    if isinstance(value, str) and _FORMULA.match(value):
        return "'" + value
    return value


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """A CSV file in pieces: UTF-8 with BOM for Excel, CRLF lines, cells safe to open."""
    text = io.StringIO()
    writer = csv.writer(text)
    text.write("\ufeff")
    writer.writerow(header)
    for row in rows:
        writer.writerow(["" if cell is None else safe_cell(cell) for cell in row])
        if text.tell() > 64 * 1024:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()
