"""Every declared fault has an example, and the example raises it; the pages say so."""

import codecs
from pathlib import Path

import pytest

from service.workforce.tabular import KnownNames, Limits, cell_faults, file_faults, row_faults
from service.workforce.tabular.columns import COLUMNS
from service.workforce.tabular.documentation import FAULTS, page, write
from service.workforce.tabular.fault import Example, Fault
from tests.unit.tabular.reading import (
    CASELOADS,
    POSTS,
    example,
    headings,
    read,
    table,
)
from tests.unit.tabular.workbooks import headings as heading_cells
from tests.unit.tabular.workbooks import packed, parts, row_xml, written

PAGES = Path(__file__).parents[3] / "docs" / "returns"
GOOD = table(POSTS, {})
POST_ROW = row_xml(2, "P-0042", "Duty Team", "North", "5", "1", "2024-04-01")
HEADER_ROW = row_xml(1, *heading_cells(POSTS))
WORKBOOK = written({"posts": [heading_cells(POSTS)]})

FILES = {
    "FILE_EMPTY": b"",
    "FILE_TOO_LARGE": (GOOD, {"limits": Limits(max_bytes=10)}),
    "NOT_A_TABLE": b"%PDF-1.7",
    "NAME_AND_CONTENT_DIFFER": (GOOD, {"filename": "posts.xlsx"}),
    "WORKBOOK_PROTECTED": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    + "EncryptedPackage".encode("utf-16-le"),
    "WORKBOOK_FORMAT": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "WORKBOOK_TOO_LARGE": (WORKBOOK, {"limits": Limits(max_members=2)}),
    "WORKBOOK_DAMAGED": WORKBOOK[:-30],
    "SHEET_NOT_FOUND": (WORKBOOK, {"sheet": "Sheet2"}),
    "SHEET_CHOSEN": written({"posts": [heading_cells(POSTS)], "Notes": []}),
    "NUL_BYTES": GOOD + "\0",
    "ENCODING_UNKNOWN": GOOD.encode().replace(b"North", b"North\x81"),
    "ENCODING_WINDOWS_1252": table(POSTS, {"area": "Siân"}).encode("windows-1252"),
    "ENCODING_UTF_16": codecs.BOM_UTF16_LE + GOOD.encode("utf-16-le"),
    "ENCODING_MIXED": codecs.BOM_UTF8 + table(POSTS, {"area": "Siân"}).encode("windows-1252"),
    "SEPARATOR": GOOD.replace(",", ";"),
    "QUOTES_BROKEN": table(POSTS, {"area": '"Harbour'}),
    "HEADER_MISSING": example(POSTS),
    "HEADER_NOT_FIRST": f"Posts\n\n{GOOD}",
    "WRONG_KIND": table(CASELOADS, {}),
    "COLUMN_MISSING": GOOD.replace("fte", "hours"),
    "COLUMN_DUPLICATE": GOOD.replace("closed", "team"),
    "COLUMN_UNKNOWN": GOOD.replace("closed", "cost_centre"),
    "NO_ROWS": headings(POSTS),
    "ROWS_HIDDEN": packed(parts(HEADER_ROW + POST_ROW.replace("<row", "<row hidden='1'"))),
    "CELLS_MERGED": packed(
        parts(HEADER_ROW + POST_ROW, after="<mergeCells><mergeCell ref='C2:C6'/></mergeCells>")
    ),
    "CELL_OUTSIDE": written({"posts": [heading_cells(POSTS), [None] * 9 + ["a remark"]]}),
    "TOO_FEW_CELLS": table(POSTS, "P-0042,Duty Team"),
    "TOO_MANY_CELLS": table(POSTS, {"area": "Children, North"}),
    "HEADER_REPEATED": table(POSTS, {}, headings(POSTS)),
    "FINDINGS_CUT": (table(POSTS, {"fte": "", "team": ""}), {"limits": Limits(max_findings=1)}),
    "REGISTRATION_SIMILAR_HELD": (
        table(CASELOADS, {"registration_number": "SW0077"}),
        {"kind": CASELOADS, "known": KnownNames(workers=frozenset({"worker SW77"}))},
    ),
    "ROWS_LEFT_OUT": (
        table(POSTS, {"fte": "2"}, {"post": "P-0043"}),
        {"accept_good_rows": True},
    ),
}
"""Files that raise the faults whose example is words."""


def described():
    return [fault for fault in FAULTS if isinstance(fault.example, str)]


def tabled():
    return [fault for fault in FAULTS if isinstance(fault.example, Example)]


@pytest.mark.parametrize("fault", tabled(), ids=lambda fault: fault.code)
def test_the_rows_of_an_example_raise_their_fault(fault):
    kind = fault.example.kind
    assert kind in fault.kinds
    parsed = read(kind, table(kind, *fault.example.rows))
    assert (fault.code, fault.severity) in {(each.code, each.severity) for each in parsed.findings}


@pytest.mark.parametrize("fault", described(), ids=lambda fault: fault.code)
def test_a_file_as_described_raises_its_fault(fault):
    made = FILES[fault.code]
    content, options = made if isinstance(made, tuple) else (made, {})
    parsed = read(**({"kind": POSTS} | options), content=content)
    told = {each.code: each.severity for each in parsed.findings}
    assert fault.code in told
    if fault is not file_faults.FINDINGS_CUT:
        assert told[fault.code] is fault.severity


def test_every_description_has_its_file_and_no_file_is_left_over():
    assert {fault.code for fault in described()} == set(FILES)


def test_every_fault_of_the_modules_is_listed_once_and_under_its_own_name():
    declared = {
        (name, value)
        for module in (file_faults, cell_faults, row_faults)
        for name, value in vars(module).items()
        if isinstance(value, Fault)
    }
    assert {name for name, _ in declared} == {fault.code for _, fault in declared}
    assert sorted(fault.code for fault in FAULTS) == sorted(name for name, _ in declared)


def test_an_example_row_differs_from_a_good_one_by_known_columns_only():
    for fault in tabled():
        names = {column.name for column in COLUMNS[fault.example.kind]}
        assert {name for row in fault.example.rows for name in row} - names == set()


@pytest.mark.parametrize("kind", COLUMNS)
def test_the_page_of_a_return_is_the_one_made_from_the_declarations(kind):
    assert (PAGES / f"{kind}.md").read_text(encoding="utf-8") == page(kind)


@pytest.mark.parametrize("kind", COLUMNS)
def test_the_page_names_every_column_value_and_fault_of_the_return_and_no_other(kind):
    text = page(kind)
    cells = [line.split(" | ")[0].removeprefix("| ") for line in text.splitlines()]
    named = [cell.strip("`") for cell in cells if cell.startswith("`")]
    assert named == [column.name for column in COLUMNS[kind]] + [
        fault.code for fault in FAULTS if kind in fault.kinds
    ]
    assert "{" not in text


def test_the_pages_are_written_where_they_are_asked_for(tmp_path):
    write(tmp_path)
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {
        f"{kind}.md": page(kind) for kind in COLUMNS
    }
