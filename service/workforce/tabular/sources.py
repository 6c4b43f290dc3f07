"""What a file is, told from its content and never from its name alone, and the rows in it."""

import posixpath
import re
from collections.abc import Generator, Iterable, Sequence
from typing import BinaryIO, Protocol

from service.workforce.tabular import file_faults as faults
from service.workforce.tabular.columns import COLUMNS, Column
from service.workforce.tabular.csv_rows import CsvRows
from service.workforce.tabular.fault import Fault, shown
from service.workforce.tabular.file_refused import FileRefusedError
from service.workforce.tabular.findings_list import FindingsList
from service.workforce.tabular.limits import Limits
from service.workforce.tabular.package import Package
from service.workforce.tabular.text_encoding import find_encoding
from service.workforce.tabular.workbook import Sheet, Workbook, main_part
from service.workforce.tabular.worksheet import WorksheetRows

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAVE_AS = "Save the table as CSV UTF-8 or as an Excel workbook (.xlsx), and send that."
_UNPACK = "Unpack it and send the file inside."
_CENSUS = "If it is a workforce census return, send it as “census”."
_SIGNATURES = (
    (b"%PDF-", "a PDF document", _SAVE_AS),
    (b"\x1f\x8b", "a compressed file (gzip)", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a compressed archive (7z)", _UNPACK),
    (b"Rar!", "a compressed archive (RAR)", _UNPACK),
    (b"{\\rtf", "a rich text document", _SAVE_AS),
    (b"\x89PNG", "a picture", _SAVE_AS),
    (b"\xff\xd8\xff", "a picture", _SAVE_AS),
    (b"SQLite format 3", "a database", _SAVE_AS),
)
_MARKUP = (
    (re.compile(rb"(?i)<(!doctype\s+html|html|table|head)\b"), "a web page", _SAVE_AS),
    (re.compile(rb"<(\?xml|!DOCTYPE|!--|[A-Za-z_])"), "an XML file", f"{_CENSUS} {_SAVE_AS}"),
)
_PACKAGES = (
    ("word/", "a Word document"),
    ("ppt/", "a PowerPoint presentation"),
)
_WORKBOOK = "an Excel workbook"
_TEXT = "text"
_WORKBOOK_ENDINGS = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".ods"})
_TEXT_ENDINGS = frozenset({".csv", ".tsv", ".txt"})
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"


class Rows(Protocol):
    """Rows of a file, headings first, numbered as Excel shows them."""

    exact_width: bool

    def rows(self) -> Generator[tuple[int, list[str]], None, None]:
        """Yield (row number, cells); raises FileRefusedError or WorkbookError at any row."""
        ...


def open_rows(
    kind: str,
    stream: BinaryIO,
    *,
    filename: str,
    sheet: str | None,
    limits: Limits,
    findings: FindingsList,
    tables: Iterable[Sequence[Column]] = tuple(COLUMNS.values()),
) -> Rows:
    """Return the rows of the file; raises FileRefusedError or WorkbookError."""
    size = stream.seek(0, 2)
    if size == 0:
        raise FileRefusedError(faults.FILE_EMPTY)
    if size > limits.max_bytes:
        raise FileRefusedError(faults.FILE_TOO_LARGE, limit=max(1, limits.max_bytes // 2**20))
    stream.seek(0)
    start = stream.read(1024)
    if start.startswith(_ZIP):
        return _workbook_rows(
            kind=kind,
            stream=stream,
            filename=filename,
            sheet=sheet,
            limits=limits,
            findings=findings,
        )
    if start.startswith(_OLE):
        if _holds(stream, _ENCRYPTED):
            raise FileRefusedError(faults.WORKBOOK_PROTECTED)
        raise FileRefusedError(
            faults.WORKBOOK_FORMAT, what="in a format of Office before 2007 (.xls for Excel)"
        )
    for signature, what, advice in _SIGNATURES:
        if start.startswith(signature):
            raise FileRefusedError(faults.NOT_A_TABLE, what=what, advice=advice)
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    for markup, what, advice in _MARKUP:
        if markup.match(text):
            raise FileRefusedError(faults.NOT_A_TABLE, what=what, advice=advice)
    _check_name(filename, _WORKBOOK_ENDINGS, _TEXT)
    encoding = find_encoding(stream)
    if isinstance(encoding, Fault):
        raise FileRefusedError(encoding)
    return CsvRows(stream, encoding, findings, tables)


def _workbook_rows(
    *,
    kind: str,
    stream: BinaryIO,
    filename: str,
    sheet: str | None,
    limits: Limits,
    findings: FindingsList,
) -> Rows:
    package = Package(stream, limits)
    main = main_part(package)
    if main is None or main not in package.names:
        if "mimetype" in package.names and b"".join(package.pieces("mimetype")).startswith(
            _OPEN_DOCUMENT
        ):
            raise FileRefusedError(
                faults.WORKBOOK_FORMAT, what="an OpenDocument spreadsheet (.ods)"
            )
        raise FileRefusedError(faults.NOT_A_TABLE, what="a ZIP archive", advice=_UNPACK)
    if main.endswith(".bin"):
        raise FileRefusedError(faults.WORKBOOK_FORMAT, what="a binary Excel workbook (.xlsb)")
    for folder, what in _PACKAGES:
        if main.startswith(folder):
            raise FileRefusedError(faults.NOT_A_TABLE, what=what, advice=_SAVE_AS)
    _check_name(filename, _TEXT_ENDINGS, _WORKBOOK)
    workbook = Workbook(package, main)
    return WorksheetRows(workbook, _chosen(kind, workbook.sheets, sheet, findings), findings)


def _chosen(
    kind: str, sheets: tuple[Sheet, ...], wanted: str | None, findings: FindingsList
) -> Sheet:
    """Choose the sheet asked for; else the one named like the kind; else the only one shown."""
    names = ", ".join(f"“{shown(sheet.name)}”" for sheet in sheets) or "none"

    def named(name: str) -> list[Sheet]:
        return [sheet for sheet in sheets if sheet.name.strip().casefold() == name.casefold()]

    if wanted is not None:
        found = named(wanted.strip())
        if not found:
            why = f"There is no sheet “{shown(wanted)}”."
            raise FileRefusedError(faults.SHEET_NOT_FOUND, why=why, sheets=names, kind=kind)
        return found[0]
    found = named(kind) or [sheet for sheet in sheets if sheet.visible]
    if len(found) != 1:
        why = "It is not clear which sheet is meant."
        raise FileRefusedError(faults.SHEET_NOT_FOUND, why=why, sheets=names, kind=kind)
    others = [sheet for sheet in sheets if sheet is not found[0]]
    if others:
        findings.add(
            faults.SHEET_CHOSEN,
            sheet=shown(found[0].name),
            others=", ".join(f"“{shown(sheet.name)}”" for sheet in others),
        )
    return found[0]


def _check_name(filename: str, wrong: frozenset[str], what: str) -> None:
    ending = posixpath.splitext(filename)[1].lower()
    if ending in wrong:
        raise FileRefusedError(faults.NAME_AND_CONTENT_DIFFER, ending=ending, what=what)


def _holds(stream: BinaryIO, wanted: bytes) -> bool:
    stream.seek(0)
    before = b""
    while piece := stream.read(1 << 20):
        if wanted in before + piece:
            return True
        before = piece[-len(wanted) :]
    return False
