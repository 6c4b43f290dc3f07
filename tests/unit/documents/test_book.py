"""A workbook in both forms, read back by programs that know nothing of ours."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
import python_calamine
from lxml import etree
from odf import opendocument, table, text
from odf.namespaces import OFFICENS

from service.documents.book import Book, Column, Number, Sheet
from service.documents.ods import MIMETYPE, as_ods
from service.documents.xlsx import as_xlsx

EVIL = (
    '=HYPERLINK("http://evil.example")',
    "+1",
    "@SUM(1)",
    "<b>&amp;\x0b",
    "{=1}",
    "http://x.example",
)
BOOK = Book(
    title="Scorecard & more",
    lines=("Publisher: Demoshire", "=2+5"),
    sheets=(
        Sheet(
            "Figures",
            "Figures of the council",
            ("A note.", "Another."),
            (Column("Measure", 30), Column("Value", 12)),
            (
                ("Turnover", Number(Decimal("14.1"), 1)),
                ("FTE", Number(Decimal("48.733334"), 1)),
                ("People", Number(Decimal(1303), 0)),
                ("Net change", Number(Decimal("-0.366667"))),
                ("Kept back", "[c]"),
                *((each, Number(Decimal(0), 0)) for each in EVIL),
            ),
        ),
        Sheet("Symbols", "Symbols", (), (Column("Symbol", 12),), (("[c]",),)),
    ),
    author="Demoshire",
    footer="Demoshire & others, version 1, SHA-256 " + "a" * 64,
    at=datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
)
FORMS = [as_xlsx, as_ods]


def clean(cell: object) -> object:
    return cell.replace("\x0b", "") if isinstance(cell, str) else cell


@pytest.mark.parametrize("write", FORMS)
def test_a_second_reader_sees_every_sheet_and_cell(write) -> None:
    found = python_calamine.CalamineWorkbook.from_filelike(BytesIO(write(BOOK)))
    assert found.sheet_names == ["Cover", "Contents", "Figures", "Symbols"]
    cover = found.get_sheet_by_name("Cover").to_python()
    assert [row[0] for row in cover] == ["Scorecard & more", "Publisher: Demoshire", "=2+5"]
    contents = found.get_sheet_by_name("Contents").to_python()
    assert contents[-2:] == [
        ["Figures", "Figures of the council"],
        ["Symbols", "Symbols"],
    ]
    rows = found.get_sheet_by_name("Figures").to_python()
    assert rows[:4] == [
        ["Figures of the council", ""],
        ["A note.", ""],
        ["Another.", ""],
        ["Measure", "Value"],
    ]
    for read, written in zip(rows[4:], BOOK.sheets[0].rows, strict=True):
        [name, value] = written
        assert clean(read[0]) == clean(name)
        assert read[1] == (float(value.exact) if isinstance(value, Number) else value)


@pytest.mark.parametrize("write", FORMS)
def test_the_same_book_gives_the_same_bytes_whatever_the_day(write) -> None:
    assert write(BOOK) == write(BOOK)
    assert write(replace(BOOK, at=BOOK.at.replace(year=2027))) != write(BOOK)


def test_excel_finds_marked_tables_words_and_no_formula() -> None:
    workbook = openpyxl.load_workbook(BytesIO(as_xlsx(BOOK)))
    assert workbook.properties.title == "Scorecard & more"
    assert workbook.properties.creator == "Demoshire"
    assert workbook.active.title == "Cover"
    sheet = workbook["Figures"]
    [marked] = sheet.tables.values()
    assert (marked.name, marked.ref, marked.headerRowCount) == ("table_figures", "A4:B15", 1)
    assert marked.autoFilter is None
    assert sheet.merged_cells.ranges == set()
    cells = [
        cell
        for each in workbook
        for row in each.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert all(cell.font.name == "Arial" and cell.font.size >= 12 for cell in cells)
    assert [sheet[f"B{row}"].number_format for row in (5, 6, 7, 8)] == [
        "#,##0.0",
        "#,##0.0",
        "#,##0",
        "General",
    ]
    assert workbook["Contents"]["A4"].hyperlink.location == "Figures!A1"
    assert "Demoshire && others" in sheet.oddFooter.left.text


def test_opendocument_keeps_numbers_in_decimal() -> None:
    document = opendocument.load(BytesIO(as_ods(BOOK)))
    sheets = {each.getAttribute("name"): each for each in document.getElementsByType(table.Table)}
    cells = sheets["Figures"].getElementsByType(table.TableCell)
    numbers = [
        each.getAttrNS(OFFICENS, "value")
        for each in cells
        if each.getAttrNS(OFFICENS, "value-type") == "float"
    ]
    assert numbers[:4] == ["14.1", "48.733334", "1303", "-0.366667"]
    shown = ["".join(str(p) for p in each.getElementsByType(text.P)) for each in cells]
    assert {"14.1", "48.7", "1,303"} <= set(shown)
    assert not [each for each in cells if each.getAttribute("formula")]


def test_opendocument_is_packed_as_its_readers_ask() -> None:
    with zipfile.ZipFile(BytesIO(as_ods(BOOK))) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.read("mimetype").decode() == MIMETYPE
        parts = {name: etree.fromstring(archive.read(name)) for name in archive.namelist()[1:]}
    assert b"en-GB" in etree.tostring(parts["meta.xml"])
    assert b"Demoshire &amp; others, version 1" in etree.tostring(parts["styles.xml"])
    ranges = parts["content.xml"].findall(".//{*}database-range")
    assert [each.attrib.values()[1] for each in ranges][1] == "Figures.A4:Figures.B15"


def test_more_than_26_columns_have_names_too() -> None:
    wide = Sheet("Wide", "Wide", (), tuple(Column(f"c{n}", 5) for n in range(28)), (("x",) * 28,))
    content = zipfile.ZipFile(BytesIO(as_ods(replace(BOOK, sheets=(wide,))))).read("content.xml")
    assert b"Wide.A2:Wide.AB3" in content
    assert (
        len(openpyxl.load_workbook(BytesIO(as_xlsx(replace(BOOK, sheets=(wide,)))))["Wide"][2])
        == 28
    )


@pytest.mark.parametrize(
    ("name", "rows", "words"),
    [
        ("By team", (("x",),), "no name for a sheet"),
        ("9lives", (("x",),), "no name for a sheet"),
        ("A" * 32, (("x",),), "no name for a sheet"),
        ("Empty", (), "has no rows"),
        ("Gap", (("",),), "an empty one"),
        ("Long", (("x", "y"),), "a cell too many"),
    ],
)
def test_a_sheet_that_guidance_forbids_cannot_be_made(name: str, rows, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Sheet(name, "Title", (), (Column("One", 10),), rows)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (Number(Decimal("0.05"), 1), "0.1"),
        (Number(Decimal("-1234.5"), 0), "-1,235"),
        (Number(Decimal("48.733334")), "48.733334"),
    ],
)
def test_numbers_are_shown_half_up_with_commas(number: Number, shown: str) -> None:
    assert number.shown() == shown
