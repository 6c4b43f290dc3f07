"""The demo's own XLSX writer: read by two independent readers, the same bytes every time."""

import io
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import python_calamine

from service.demo.workbook import workbook

ROWS = [
    ["name", "on", "cases", "fte", "note"],
    ["A & B <demo>", date(2026, 3, 31), 17, Decimal("0.733333"), None],
    ["Children\N{RIGHT SINGLE QUOTATION MARK}s", date(2020, 2, 29), 0, Decimal(1), ""],
]


def made() -> bytes:
    return workbook([("About", [["Invented"]]), ("Caseloads & more", ROWS)])


def test_openpyxl_reads_what_was_written():
    book = openpyxl.load_workbook(io.BytesIO(made()))
    assert book.sheetnames == ["About", "Caseloads & more"]
    table = [[cell.value for cell in row] for row in book["Caseloads & more"].iter_rows()]
    assert [str(value) for value in table[1]] == [
        "A & B <demo>", "2026-03-31 00:00:00", "17", "0.733333", "None",
    ]  # fmt: skip
    assert table[2][:4] == ["Children\N{RIGHT SINGLE QUOTATION MARK}s", table[2][1], 0, 1]
    assert table[2][1].date() == date(2020, 2, 29)


def test_calamine_reads_what_was_written():
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(made()))
    assert book.get_sheet_by_name("Caseloads & more").to_python() == [
        ["name", "on", "cases", "fte", "note"],
        ["A & B <demo>", date(2026, 3, 31), 17.0, 0.733333, ""],
        ["Children\N{RIGHT SINGLE QUOTATION MARK}s", date(2020, 2, 29), 0.0, 1.0, ""],
    ]


def test_bytes_depend_on_nothing_but_the_cells():
    assert made() == made()
    with zipfile.ZipFile(io.BytesIO(made())) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}
        assert archive.testzip() is None
