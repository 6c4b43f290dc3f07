"""A printed timetable as a file: TSV, CSV or XLSX into rows, with the row numbers people see."""

import codecs
import csv
import io
import re
from pathlib import Path
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from academy.printed_rows import BEYOND, COLUMNS, BlockHeading, PrintedRow

NEEDED = ("block", "date_as_printed", "time_as_printed", "content")
HEADING_COLUMNS = ("cohort", "title_as_printed", "block", "date_as_printed", "days_as_printed")
LARGEST = 8 * 1024 * 1024
LARGEST_EXPANDED = 64 * 1024 * 1024
MOST_ROWS = 5_000
MOST_COLUMNS = 50
ZIP_MARK = b"PK"
_BETWEEN_WORDS = re.compile(r"[\s_-]+")


class TimetableUnreadable(ValueError):  # noqa: N818 -- named for what happened
    """The file is not a table with the columns of a timetable; the sentence says why."""


def read_rows(path: Path) -> list[PrintedRow]:
    """Rows of a timetable; raises TimetableUnreadable with one sentence."""
    return rows_in(_content(path), str(path))


def read_headings(path: Path) -> list[BlockHeading]:
    """Rows of the list of blocks; raises TimetableUnreadable with one sentence."""
    return headings_in(_content(path), str(path))


def rows_in(content: bytes, name: str) -> list[PrintedRow]:
    """As ``read_rows``, of the bytes of a file called ``name``."""
    return [
        PrintedRow(number, cells)
        for number, cells in _table(content, name, NEEDED, COLUMNS)
        if any(cells.values())
    ]


def headings_in(content: bytes, name: str) -> list[BlockHeading]:
    """As ``read_headings``, of the bytes of a file called ``name``."""
    return [
        BlockHeading(*(cells.get(column, "") for column in HEADING_COLUMNS))
        for _, cells in _table(content, name, HEADING_COLUMNS, HEADING_COLUMNS)
        if any(cells.values())
    ]


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise TimetableUnreadable(f"{path} is larger than {LARGEST // 1024 // 1024} MiB")
        return path.read_bytes()
    except OSError as fault:
        raise TimetableUnreadable(f"{path}: {fault.strerror}") from fault


def _table(
    content: bytes, path: str, needed: tuple[str, ...], columns: tuple[str, ...]
) -> list[tuple[int, dict[str, str]]]:
    if len(content) > LARGEST:
        raise TimetableUnreadable(f"{path} is larger than {LARGEST // 1024 // 1024} MiB")
    if not content.strip():
        raise TimetableUnreadable(f"{path} is empty")
    lines = _sheet(content, path) if content.startswith(ZIP_MARK) else _text(content, path)
    if len(lines) > MOST_ROWS:
        raise TimetableUnreadable(f"{path} has more than {MOST_ROWS} rows")
    if not lines:
        raise TimetableUnreadable(f"{path} holds no row")
    header = [_BETWEEN_WORDS.sub("_", name.strip()).lower() for name in lines[0][1]]
    missing = [name for name in needed if name not in header]
    if missing:
        raise TimetableUnreadable(
            f"{path} has no column {', '.join(missing)}; the columns are {', '.join(columns)}"
        )
    twice = sorted({name for name in header if name in columns and header.count(name) > 1})
    if twice:
        raise TimetableUnreadable(f"{path} has the column {', '.join(twice)} more than once")
    if not any(any(map(str.strip, cells)) for _, cells in lines[1:]):
        raise TimetableUnreadable(f"{path} has headings and no row below them")
    return [
        (number, _named(header, [cell.strip() for cell in cells])) for number, cells in lines[1:]
    ]


def _named(header: list[str], cells: list[str]) -> dict[str, str]:
    named = dict(zip(header, cells, strict=False))
    if beyond := " | ".join(cell for cell in cells[len(header) :] if cell):
        named[BEYOND] = beyond
    return named


def _text(content: bytes, path: str) -> list[tuple[int, list[str]]]:
    try:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            text = content.decode("utf-16")
        elif b"\0" in content:
            raise TimetableUnreadable(f"{path} is not a text file")
        else:
            text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    first = text.split("\n", 1)[0]
    separator = max("\t,;", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as fault:
        raise TimetableUnreadable(f"{path} cannot be read as a table: {fault}") from fault
    return list(enumerate(rows, 1))


def _sheet(content: bytes, path: str) -> list[tuple[int, list[str]]]:
    try:
        expanded = sum(member.file_size for member in ZipFile(io.BytesIO(content)).infolist())
        if expanded > LARGEST_EXPANDED:
            raise TimetableUnreadable(f"{path} expands to more than a timetable can hold")
        values, written = (
            load_workbook(io.BytesIO(content), read_only=True, data_only=only)
            .worksheets[0]
            .iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True)
            for only in (True, False)
        )
        return [
            (number, [_cell(each, formula) for each, formula in zip(*row, strict=True)])
            for number, row in enumerate(zip(values, written, strict=True), 1)
        ]
    except (
        BadZipFile,
        InvalidFileException,
        KeyError,
        ValueError,
        IndexError,
        ParseError,
    ) as fault:
        if isinstance(fault, TimetableUnreadable):
            raise
        raise TimetableUnreadable(f"{path} is not a workbook that can be read") from fault


def _cell(value: object, written: object) -> str:
    """A formula that came without a result is shown as it is written: it is no blank cell."""
    if value is None:
        return "" if written is None else str(getattr(written, "text", written))
    if hasattr(value, "strftime") and hasattr(value, "year"):
        return f"{value:%d/%m/%Y}"
    return str(value)
