"""Excel workbooks: cells as Excel means them, rows as Excel numbers them, sheets as named."""

import datetime as dt
import io

import openpyxl
import pytest
import xlsxwriter
from openpyxl.worksheet.protection import SheetProtection

from tests.unit.tabular.reading import CASELOADS, EMPLOYMENTS, POSTS, lines, read
from tests.unit.tabular.workbooks import (
    MAIN,
    STRICT,
    headings,
    packed,
    parts,
    relations,
    row_xml,
    written,
)

DAY = dt.date(2024, 4, 1)
POST = ["P-0042", "Duty Team", "North", 5, 0.6, DAY]
HEADER = row_xml(1, *headings(POSTS))
TEXTS = ("P-0042", "Duty Team", "North", "5")
OPENED = b"<c t='inlineStr'><is><t>2024-04-01</t></is></c>"


def posts(*rows, sheet="posts", **options):
    return written({sheet: [headings(POSTS), *rows]}, **options)


def fte_and_opened(fte=b"<c><v>1</v></c>", opened=OPENED, **options):
    """What is read of one post whose FTE and first day are given as XML."""
    content = packed(parts(HEADER + row_xml(2, *TEXTS, fte, opened), **options))
    parsed = read(POSTS, content)
    assert parsed.unreadable is False, parsed.findings
    found = [(post.fte, post.opened) for post in parsed.records.posts]
    return found[0] if found else [(each.code, each.value) for each in parsed.findings]


def test_a_workbook_reads_like_the_same_rows_in_csv():
    parsed = read(POSTS, posts(POST), filename="posts.xlsx")
    assert lines(parsed) == []
    assert parsed.records.posts[0] == (
        *(2, "P-0042", "Duty Team", "North", "case-holder"),
        *(600_000, DAY, None),
    )
    assert [type(value) for value in parsed.records.posts[0]] == [
        *(int, str, str, str, str, int, dt.date, type(None))
    ]


def test_a_workbook_of_openpyxl_reads_the_same():
    book = openpyxl.Workbook()
    for row in (headings(POSTS), POST):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    assert read(POSTS, stream.getvalue()).records == read(POSTS, posts(POST)).records


def test_rows_are_numbered_as_excel_shows_them_and_have_no_lines():
    content = posts([], POST, [], [], ["P-0043", *POST[1:4], 1.5, DAY], [None] * 7)
    parsed = read(POSTS, content)
    assert [(each.row, each.line, each.column, each.value) for each in parsed.findings] == [
        (6, None, "fte", "1.5")
    ]
    assert parsed.records.posts[0].row == 3
    assert (parsed.rows_read, parsed.rows_accepted) == (2, 1)


@pytest.mark.parametrize(
    ("stored", "millionths"),
    [
        ("0.6", 600_000),
        ("0.59999999999999998", 600_000),
        ("0.60000000000000009", 600_000),
        ("0.6000000000000001", 600_000),
        ("0.30000000000000004", 300_000),
        ("5.9999999999999998E-1", 600_000),
        ("1", 1_000_000),
        ("1.0", 1_000_000),
        ("1E0", 1_000_000),
        ("00.5", 500_000),
    ],
)
def test_a_number_is_what_excel_can_show_in_fifteen_digits(stored, millionths):
    assert fte_and_opened(f"<c><v>{stored}</v></c>".encode()) == (millionths, DAY)


@pytest.mark.parametrize(
    ("stored", "told"),
    [
        ("0.675675675675676", ("NUMBER_ROUNDED", "0.675675675675676")),
        ("0.67567567567567566", ("NUMBER_ROUNDED", "0.675675675675676")),
    ],
)
def test_a_fraction_of_hours_is_rounded_and_told(stored, told):
    content = packed(parts(HEADER + row_xml(2, *TEXTS, f"<c><v>{stored}</v></c>".encode(), OPENED)))
    parsed = read(POSTS, content)
    assert [(each.code, each.value) for each in parsed.findings] == [told]
    assert parsed.records.posts[0].fte == 675_676


@pytest.mark.parametrize(
    ("cell", "code", "value"),
    [
        ("<c><v>1.5</v></c>", "FTE_ABOVE_ONE", "1.5"),
        ("<c><v>-0.1</v></c>", "NUMBER_NEGATIVE", "-0.1"),
        ("<c><v>0</v></c>", "FTE_ZERO", "0"),
        ("<c><v>-0</v></c>", "FTE_ZERO", "0"),
        ("<c><v>1E+300</v></c>", "NUMBER_FORM", "1E+300"),
        ("<c><v>1E+999999999</v></c>", "NUMBER_FORM", "1E+999999999"),
        ("<c><v>1E5</v></c>", "FTE_ABOVE_ONE", "100000"),
        ("<c><v>NaN</v></c>", "NUMBER_FORM", "NaN"),
        ("<c><v>INF</v></c>", "NUMBER_FORM", "INF"),
        ("<c t='b'><v>1</v></c>", "NUMBER_FORM", "TRUE"),
        ("<c t='b'><v>0</v></c>", "NUMBER_FORM", "FALSE"),
        ("<c t='e'><v>#DIV/0!</v></c>", "CELL_ERROR", "#DIV/0!"),
        ("<c t='e'><f>1/0</f><v>#DIV/0!</v></c>", "CELL_ERROR", "#DIV/0!"),
        ("<c><f>25/37</f></c>", "CELL_FORMULA", "=25/37"),
        ("<c><f>25/37</f><v></v></c>", "CELL_FORMULA", "=25/37"),
        ("<c><f>25/37</f><v/></c>", "CELL_FORMULA", "=25/37"),
        ("<c t='shared'><f t='shared' si='0'/></c>", "CELL_FORMULA", "="),
        ("<c t='str'><f>IF(1,\"\")</f><v></v></c>", "CELL_EMPTY", None),
        ("<c/>", "CELL_EMPTY", None),
        ("<c s='3'/>", "CELL_EMPTY", None),
        ("<c><v></v></c>", "CELL_EMPTY", None),
        ("<c t='inlineStr'><is><t>0,6</t></is></c>", "NUMBER_DECIMAL_COMMA", "0,6"),
    ],
)
def test_cells_that_are_no_fte(cell, code, value):
    assert fte_and_opened(cell.encode()) == [(code, value)]


def test_the_last_result_of_a_formula_counts():
    assert fte_and_opened(b"<c><f>24/40</f><v>0.6</v></c>") == (600_000, DAY)
    assert fte_and_opened(b"<c t='str'><f>A1</f><v>0.6</v></c>") == (600_000, DAY)


def test_numbers_typed_as_text_and_text_that_is_a_number():
    cell = b"<c t='s'><v>0</v></c>"
    assert fte_and_opened(cell, strings="<si><t>0.6</t></si>") == (600_000, DAY)


STYLES = (
    "<numFmts>"
    '<numFmt numFmtId="164" formatCode="[$-809]dd\\ mmmm\\ yyyy;@"/>'
    '<numFmt numFmtId="165" formatCode="&quot;day&quot; 0.00"/>'
    '<numFmt numFmtId="166" formatCode="[Red]General"/>'
    '<numFmt numFmtId="167" formatCode="[h]:mm"/>'
    '<numFmt numFmtId="168" formatCode="0;d"/>'
    "</numFmts><cellStyleXfs><xf numFmtId='14'/><xf numFmtId='14'/></cellStyleXfs><cellXfs>"
    '<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/>'
    '<xf numFmtId="166"/><xf numFmtId="167"/><xf numFmtId="168"/><xf numFmtId="22"/><xf/>'
    "</cellXfs>"
)
GENERAL, BUILT_IN, OWN, QUOTED, COLOURED, HOURS, OTHER_SIGN, WITH_TIME, BARE = range(9)


@pytest.mark.parametrize("style", [BUILT_IN, OWN, WITH_TIME])
def test_a_number_in_a_cell_that_shows_a_day_is_that_day(style):
    cell = f"<c s='{style}'><v>45383</v></c>".encode()
    assert fte_and_opened(opened=cell, styles=STYLES) == (1_000_000, DAY)


@pytest.mark.parametrize("style", [GENERAL, QUOTED, COLOURED, HOURS, OTHER_SIGN, BARE, 99])
def test_a_number_in_any_other_cell_is_not_taken_for_a_day(style):
    cell = f"<c s='{style}'><v>45383</v></c>".encode()
    assert fte_and_opened(opened=cell, styles=STYLES) == [("DATE_SERIAL", "45383")]


@pytest.mark.parametrize(
    ("serial", "told"),
    [
        ("45383.5", [("DATE_HAS_TIME", "2024-04-01T12:00:00")]),
        ("45383.000001", [("DATE_HAS_TIME", "2024-04-01T00:00:01")]),
        ("45382.999999", [("DATE_HAS_TIME", "2024-03-31T24:00:00")]),
        ("0", [("DATE_TOO_EARLY", "1899-12-31")]),
        ("1", [("DATE_TOO_EARLY", "1900-01-01")]),
        ("59", [("DATE_TOO_EARLY", "1900-02-28")]),
        ("60", [("DATE_IMPOSSIBLE", "1900-02-29")]),
        ("61", [("DATE_TOO_EARLY", "1900-03-01")]),
        ("73050", [("DATE_TOO_LATE", "2099-12-31")]),
        ("2958464", [("DATE_TOO_LATE", "9999-12-30")]),
        ("2958466", [("DATE_FORM", "2958466")]),
        ("-1", [("DATE_FORM", "-1")]),
        ("1E+20", [("DATE_FORM", "100000000000000000000")]),
        ("1E+999999999", [("DATE_FORM", "1E+999999999")]),
        ("soon", [("DATE_FORM", "soon")]),
        ("NaN", [("DATE_FORM", "NaN")]),
    ],
)
def test_days_excel_has_and_a_return_has_not(serial, told):
    cell = f"<c s='1'><v>{serial}</v></c>".encode()
    assert fte_and_opened(opened=cell, styles=STYLES) == told


@pytest.mark.parametrize("flag", ["1", "true"])
def test_days_counted_from_1904(flag):
    cell = b"<c s='1'><v>43921</v></c>"
    properties = f'<workbookPr date1904="{flag}"/>'
    found = fte_and_opened(opened=cell, styles=STYLES, properties=properties)
    assert found == (1_000_000, DAY)


def test_a_workbook_that_counts_from_1904_means_the_same_days():
    parsed = read(POSTS, posts(POST, from_1904=True))
    assert (lines(parsed), parsed.records.posts[0].opened) == ([], DAY)


def test_dates_typed_as_text_and_iso_date_cells():
    parsed = read(POSTS, posts([*POST[:5], "01/04/2024", "25/12/2024"]))
    assert lines(parsed) == ["2 opened DATE_DAY_FIRST info 01/04/2024"]
    assert parsed.records.posts[0].opened == DAY
    assert fte_and_opened(opened=b"<c t='d'><v>2024-04-01T00:00:00</v></c>") == (1_000_000, DAY)


def test_booleans_are_yes_and_no():
    row = ["SW1", dt.date(2026, 9, 30), "Duty Team", 7, None, "child", True]
    parsed = read(CASELOADS, written({"caseloads": [headings(CASELOADS), row]}))
    assert lines(parsed) == []
    assert parsed.records.caseloads[0].agency is True


def area_of(cell, **options):
    row = row_xml(2, "P-0042", "Duty Team", cell, "5", "1", OPENED)
    return read(POSTS, packed(parts(HEADER + row, **options))).records.posts[0].area


def test_text_in_pieces_is_put_together_without_reading_aids():
    text = "<r><t>No</t></r><r><rPr><b/></rPr><t>rth</t></r><rPh sb='0' eb='1'><t>NOTH</t></rPh>"
    assert area_of(b"<c t='s'><v>1</v></c>", strings=f"<si><t>x</t></si><si>{text}</si>") == "North"
    assert area_of(f"<c t='inlineStr'><is>{text}</is></c>".encode()) == "North"


def test_escaped_characters_are_characters():
    assert area_of("A_x0026_B") == "A&B"
    assert area_of("A_x_B_xZZZZ_") == "A_x_B_xZZZZ_"
    row = row_xml(2, "P-0042", "Duty Team", "A_x000D_B_xD800_", "5", "1", OPENED)
    assert lines(read(POSTS, packed(parts(HEADER + row)))) == [
        "2 area TEXT_CONTROL reject A\rB_xD800_"
    ]


@pytest.mark.parametrize("main", [MAIN, STRICT])
def test_both_namespaces_of_the_standard(main):
    content = packed(parts(HEADER + row_xml(2, *TEXTS, "1", OPENED), main=main))
    assert read(POSTS, content).rows_accepted == 1


def test_prefixed_names_and_references_left_out():
    cells = "".join(
        f"<x:c t='inlineStr'><x:is><x:t>{name}</x:t></x:is></x:c>" for name in headings(POSTS)
    )
    values = "".join(
        f"<x:c t='str'><x:v>{text}</x:v></x:c>" for text in (*TEXTS, "1", "2024-04-01")
    )
    made = parts("")
    made["xl/worksheets/sheet1.xml"] = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>'
        f"<x:row>{cells}</x:row><x:row>{values}</x:row></x:sheetData></x:worksheet>"
    )
    parsed = read(POSTS, packed(made))
    assert (lines(parsed), parsed.records.posts[0].row) == ([], 2)


def test_the_only_sheet_is_read_whatever_its_name():
    parsed = read(POSTS, posts(POST, sheet="Sheet1"))
    assert (lines(parsed), parsed.rows_accepted) == ([], 1)


def test_the_sheet_named_like_the_return_is_read_and_said():
    content = written({"Notes": [["hello"]], "POSTS ": [headings(POSTS), POST]})
    parsed = read(POSTS, content)
    assert [each.message for each in parsed.findings] == [
        "The sheet “POSTS ” was read, and none of the others: “Notes”."
    ]
    assert parsed.rows_accepted == 1


def test_the_sheet_asked_for_is_read_even_when_another_has_the_name():
    content = written({"posts": [["hello"]], "March": [headings(POSTS), POST]})
    parsed = read(POSTS, content, sheet=" march ")
    assert (lines(parsed), parsed.rows_accepted) == ([], 1)


@pytest.mark.parametrize(
    ("sheet", "message"),
    [
        (
            "April",
            "There is no sheet “April”. The workbook has these sheets: “March”, “Notes”.",
        ),
        (
            None,
            (
                "It is not clear which sheet is meant. "
                "The workbook has these sheets: “March”, “Notes”."
            ),
        ),
    ],
)
def test_the_sheets_are_listed_when_none_is_meant(sheet, message):
    parsed = read(POSTS, written({"March": [["a"]], "Notes": [["b"]]}), sheet=sheet)
    assert [(each.code, each.message) for each in parsed.findings] == [("SHEET_NOT_FOUND", message)]
    assert parsed.unreadable


def test_one_sheet_among_hidden_ones_is_the_one_meant():
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        shown = book.add_worksheet("Sheet1")
        book.add_worksheet("lists").hide()
        book.add_worksheet("secret").very_hidden()
        shown.write_row(0, 0, headings(POSTS))
        shown.write_row(1, 0, [*POST[:5], "2024-04-01"])
    parsed = read(POSTS, stream.getvalue())
    assert lines(parsed) == ["- - SHEET_CHOSEN info -"]
    assert parsed.rows_accepted == 1


def test_chart_sheets_are_no_sheets():
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("Sheet1")
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Sheet1!$E$2:$E$2"})
        book.add_chartsheet("posts").set_chart(chart)
        sheet.write_row(0, 0, headings(POSTS))
        sheet.write_row(1, 0, [*POST[:5], "2024-04-01"])
    assert read(POSTS, stream.getvalue()).rows_accepted == 1


def test_headings_under_a_title_are_found_and_refused():
    content = written({"posts": [["Posts at 30 September"], [], headings(POSTS), POST]})
    assert lines(read(POSTS, content)) == ["3 - HEADER_NOT_FIRST reject -"]


@pytest.mark.parametrize("rows", [[], [[None, " "], ["  "]]])
def test_an_empty_sheet(rows):
    parsed = read(POSTS, written({"posts": rows}))
    assert lines(parsed) == ["- - FILE_EMPTY reject -"]
    assert parsed.unreadable


def test_hidden_rows_are_read_and_said():
    rows = [row_xml(n, f"P-{n}", *TEXTS[1:], "1", OPENED, attributes=h) for n, h in (
        (2, ""), (3, 'hidden="1"'), (4, 'hidden="true"'), (5, 'hidden="0"'),
    )]  # fmt: skip
    parsed = read(POSTS, packed(parts(HEADER + "".join(rows))))
    assert lines(parsed) == ["3 - ROWS_HIDDEN warn -"]
    assert parsed.findings[0].message.startswith("Hidden rows were read like all others: 2,")
    assert parsed.rows_accepted == 4


def test_merged_cells_refuse_every_row_they_cover():
    rows = [row_xml(n, f"P-{n}", *TEXTS[1:], "1", OPENED) for n in range(2, 8)]
    merged = (
        '<mergeCells count="4"><mergeCell ref="G3:G5"/><mergeCell ref="K1:M9"/>'
        '<mergeCell ref="B7"/><mergeCell ref="rubbish"/></mergeCells>'
    )
    parsed = read(POSTS, packed(parts(HEADER + "".join(rows), after=merged)))
    assert lines(parsed) == ["3 - CELLS_MERGED reject -"]
    assert parsed.findings[0].message.startswith("The cells G3:G5 are merged")
    assert [post.row for post in parsed.records.posts] == [2, 6, 7]


def test_a_note_beside_the_table_is_not_read_and_said():
    content = posts([*POST, None, None, "ask Ann"], ["P-0043", *POST[1:]])
    parsed = read(POSTS, content)
    assert lines(parsed) == ["2 - CELL_OUTSIDE warn -"]
    assert parsed.rows_accepted == 2


def test_a_note_below_the_table_to_the_right_is_no_row():
    content = posts(POST, [None] * 9 + ["ask Ann"])
    parsed = read(POSTS, content)
    assert lines(parsed) == ["3 - CELL_OUTSIDE warn -"]
    assert (parsed.rows_read, parsed.rows_accepted) == (1, 1)


def test_a_cell_in_the_last_corner_costs_nothing():
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c><c r="XFC1048576"><v>1</v></c></row>'
    content = packed(parts(HEADER + row_xml(2, *TEXTS, "1", OPENED) + far))
    parsed = read(POSTS, content)
    assert lines(parsed) == ["1048576 - CELL_OUTSIDE warn -"]
    assert parsed.rows_accepted == 1


def test_formatted_rows_without_a_value_are_not_there():
    empty = "".join(
        f'<row r="{n}"><c r="A{n}" s="1"/><c r="B{n}" s="1"/></row>' for n in range(3, 20_000)
    )
    content = packed(parts(HEADER + row_xml(2, *TEXTS, "1", OPENED) + empty))
    parsed = read(POSTS, content)
    assert (lines(parsed), parsed.rows_read) == ([], 1)


def test_protected_sheets_and_macros_change_nothing():
    book = openpyxl.Workbook()
    for row in (headings(POSTS), POST):
        book.active.append(row)
    book.active.protection = SheetProtection(sheet=True, password="x")
    stream = io.BytesIO()
    book.save(stream)
    assert read(POSTS, stream.getvalue()).rows_accepted == 1
    made = parts(HEADER + row_xml(2, *TEXTS, "1", OPENED)) | {
        "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"
    }
    assert read(POSTS, packed(made), filename="posts.xlsm").rows_accepted == 1


def test_a_workbook_without_styles_and_strings_and_with_a_link_outside():
    made = parts(HEADER + row_xml(2, *TEXTS, "1", OPENED))
    made["xl/_rels/workbook.xml.rels"] = relations(("worksheet", "worksheets/sheet1.xml")).replace(
        "</Relationships>",
        '<Relationship Id="x" Type="t/styles" Target="http://127.0.0.1/" TargetMode="External"/>'
        "</Relationships>",
    )
    assert read(POSTS, packed(made)).rows_accepted == 1


def test_the_month_first_is_found_in_workbooks_too():
    rows = [
        ["A", *POST[1:5], "03/04/2024"],
        ["B", *POST[1:5], DAY],
        ["C", *POST[1:5], "04/25/2024"],
    ]
    parsed = read(POSTS, posts(*rows))
    assert lines(parsed) == [
        "2 opened DATE_AMBIGUOUS reject 03/04/2024",
        "4 opened DATE_MONTH_FIRST reject 04/25/2024",
    ]


def test_a_registration_number_that_excel_made_a_number_is_refused_by_its_shape():
    row = [123456, "P-0042", "Duty Team", "North"]
    parsed = read(EMPLOYMENTS, written({"employments": [headings(EMPLOYMENTS), row]}))
    assert lines(parsed)[0] == "2 registration_number REGISTRATION_FORM reject 999999"
