"""Workbooks made to hurt, and files that are workbooks of another sort."""

import io
import struct
import zipfile

import pytest

from service.workforce.tabular import Limits
from tests.unit.tabular.reading import POSTS, lines, read
from tests.unit.tabular.workbooks import MAIN, headings, packed, parts, relations, row_xml, written

HEADER = row_xml(1, *headings(POSTS))
GOOD = written({"posts": [headings(POSTS), ["P-0042", "Duty Team", "North", 5, 1, "2024-04-01"]]})
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def said(content, filename="posts.xlsx", limits=None):
    """Code and message of the one finding of a file that cannot be read."""
    parsed = read(POSTS, content, filename=filename, limits=limits or Limits())
    assert (parsed.unreadable, parsed.rows_read, parsed.records.posts) == (True, 0, [])
    (finding,) = parsed.findings
    return f"{finding.code}: {finding.message}"


def damaged(why):
    return f"WORKBOOK_DAMAGED: The workbook is damaged: {why}."


def too_large(why):
    return f"WORKBOOK_TOO_LARGE: The workbook would expand to more than is allowed: {why}."


def test_the_workbook_the_others_are_spoilt_from_is_good():
    assert lines(read(POSTS, GOOD, filename="posts.xlsx")) == []


def test_a_password_is_told_with_what_to_do():
    content = OLE + bytes(2**20 - 30) + "EncryptedPackage".encode("utf-16-le") + bytes(500)
    parsed = read(POSTS, content, filename="posts.xlsx")
    assert [(each.code, each.message) for each in parsed.findings] == [
        (
            "WORKBOOK_PROTECTED",
            "The workbook is protected with a password, so it cannot be read.",
        )
    ]
    assert parsed.findings[0].hint.startswith("In Excel choose File, Info, Protect Workbook")
    assert parsed.unreadable


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (OLE + bytes(2000), "in a format of Office before 2007 (.xls for Excel)"),
        (
            packed(
                {
                    "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
                    "content.xml": "<a/>",
                }
            ),
            "an OpenDocument spreadsheet (.ods)",
        ),
        (
            packed(
                {
                    "_rels/.rels": relations(("officeDocument", "xl/workbook.bin")),
                    "xl/workbook.bin": b"\x83\x01",
                }
            ),
            "a binary Excel workbook (.xlsb)",
        ),
    ],
)
def test_other_spreadsheets(content, what):
    assert said(content) == f"WORKBOOK_FORMAT: The file is {what}, which is not read here."


@pytest.mark.parametrize(
    ("made", "what"),
    [
        ({"a.txt": "x"}, "a ZIP archive"),
        ({"mimetype": "application/epub+zip"}, "a ZIP archive"),
        ({"_rels/.rels": relations(("thumbnail", "x.png"))}, "a ZIP archive"),
        ({"_rels/.rels": relations(("officeDocument", "xl/workbook.xml"))}, "a ZIP archive"),
        (
            {
                "_rels/.rels": relations(("officeDocument", "word/document.xml")),
                "word/document.xml": "<a/>",
            },
            "a Word document",
        ),
        (
            {
                "_rels/.rels": relations(("officeDocument", "ppt/presentation.xml")),
                "ppt/presentation.xml": "<a/>",
            },
            "a PowerPoint presentation",
        ),
    ],
)
def test_packages_that_are_no_workbooks(made, what):
    assert said(packed(made)) == (
        f"NOT_A_TABLE: The file is {what}, not a CSV file or an Excel workbook."
    )


@pytest.mark.parametrize("filename", ["posts.csv", "POSTS.TXT", "posts.tsv"])
def test_a_workbook_that_says_it_is_text(filename):
    ending = filename[-4:].lower()
    assert said(GOOD, filename=filename) == (
        f"NAME_AND_CONTENT_DIFFER: The name of the file ends in {ending}, "
        "but the content is an Excel workbook."
    )


@pytest.mark.parametrize("cut", [30, 200, 1000, len(GOOD) // 2, len(GOOD) - 1])
def test_a_workbook_cut_short(cut):
    assert said(GOOD[:cut]) == damaged("its end is missing, so it was probably cut short")


def test_a_list_of_contents_that_is_rubbish():
    at = GOOD.rfind(b"PK\x01\x02")
    spoilt = GOOD[:at] + b"XX" + GOOD[at + 2 :]
    assert said(spoilt) == damaged("its list of contents cannot be read")


def test_parts_that_expand_beyond_the_limit_are_never_expanded():
    bomb = packed(parts(HEADER + " " * 3_000_000))
    assert len(bomb) < 10_000
    assert said(bomb, limits=Limits(max_expanded_bytes=2 * 2**20)) == too_large(
        "2 MB, where 2 MB is the most"
    )


def test_a_nested_bomb_is_not_opened():
    bomb = packed({f"{n}.bin": bytes(2**20) for n in range(30)})
    made = parts(HEADER + row_xml(2, "P-0042", "Duty Team", "North", "5", "1", "2024-04-01"))
    parsed = read(POSTS, packed(made | {"xl/embeddings/bomb.zip": bomb}))
    assert parsed.rows_accepted == 1


def test_more_files_than_a_workbook_has():
    many = packed({f"{n}": b"" for n in range(12)}, compression=zipfile.ZIP_STORED)
    assert said(many, limits=Limits(max_members=11)) == too_large("it holds more than 11 files")


def test_a_list_of_contents_too_long_to_be_read_at_all():
    many = packed({f"{n:0600}": b"" for n in range(12)}, compression=zipfile.ZIP_STORED)
    assert said(many, limits=Limits(max_members=12)) == too_large("it holds more than 12 files")


def zip64(content: bytes, directory: int) -> bytes:
    """The same package, its end written in the form for very large ones."""
    at = content.rfind(b"PK\x05\x06")
    disk, start_disk, here, count, _size, offset, _comment = struct.unpack(
        "<4H2LH", content[at + 4 : at + 22]
    )
    end_64 = struct.pack(
        "<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, disk, start_disk, here, count, directory, offset
    )
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, at, 1)
    old = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 2**32 - 1, 2**32 - 1, 0)
    return content[:at] + end_64 + locator + old


def test_the_form_for_very_large_packages_is_read_and_bounded_too():
    at = GOOD.rfind(b"PK\x05\x06")
    size = struct.unpack("<L", GOOD[at + 12 : at + 16])[0]
    assert read(POSTS, zip64(GOOD, size)).rows_accepted == 1
    assert said(zip64(GOOD, 2**40)) == too_large("it holds more than 1,000 files")


def patched(content: bytes, part: str, offset: int, value: bytes) -> bytes:
    """The package with bytes of the entry of one part in the list of contents replaced."""
    at = content.rfind(part.encode())
    entry = content.rfind(b"PK\x01\x02", 0, at)
    return content[: entry + offset] + value + content[entry + offset + len(value) :]


SHEET = "xl/worksheets/sheet1.xml"


def test_a_part_larger_than_it_says_is_read_no_further():
    small = patched(packed(parts(HEADER + " " * 5_000_000)), SHEET, 24, struct.pack("<L", 300))
    assert said(small, limits=Limits(max_expanded_bytes=2**20)) == damaged(
        f"{SHEET} cannot be unpacked"
    )


def test_a_part_whose_bytes_do_not_fit_their_check_sum():
    assert said(patched(GOOD, SHEET, 16, b"\0\0\0\0")) == damaged(f"{SHEET} cannot be unpacked")


def test_a_part_locked_with_a_password():
    at = GOOD.find(b"PK\x03\x04")
    local = GOOD.find(SHEET.encode()) - 30
    locked = patched(GOOD, SHEET, 8, b"\x01\0")
    locked = locked[: local + 6] + b"\x01\0" + locked[local + 8 :]
    assert at == 0
    assert said(locked) == damaged(f"{SHEET} cannot be unpacked")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_parts_packed_in_ways_excel_does_not_use(method):
    assert said(packed(parts(HEADER), compression=method)) == damaged(
        "_rels/.rels is packed in an unusual way"
    )


@pytest.mark.parametrize("missing", [SHEET, "xl/_rels/workbook.xml.rels"])
def test_a_part_that_is_missing(missing):
    made = parts(HEADER)
    del made[missing]
    assert said(packed(made)) == damaged(f"{missing} is missing")


BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY e SYSTEM "file:///etc/passwd">]>'
)


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "_rels/.rels"])
def test_document_types_are_refused_in_every_part(part):
    made = parts(HEADER, strings="<si><t>x</t></si>")
    made[part] = BOMB + made[part]
    assert said(packed(made)) == damaged(
        f"{part} has a document type declaration, which no workbook needs"
    )


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ("<row r='1'><c r='A1'><v>1</v></row>", f"{SHEET} is not well-formed XML in line 1: mismatched tag"),
        ("<row r='3'/><row r='2'/>", "its rows are out of order"),
        ("<row r='0'/>", "its rows are out of order"),
        ("<row r='x'/>", "its rows are out of order"),
        ("<row r='1048577'/>", "its rows are out of order"),
        ("<row r='1'><c r='B1'><v>1</v></c><c r='A1'><v>1</v></c></row>", "its cells are out of order"),
        ("<row r='1'><c r='A1'><v>1</v></c><c r='A1'><v>1</v></c></row>", "its cells are out of order"),
        ("<row r='1'><c r='1A'><v>1</v></c></row>", "a cell is called '1A'"),
        ("<row r='1'><c r=''><v>1</v></c></row>", "a cell is called ''"),
        ("<row r='1'><c r='A1' t='s'><v>7</v></c></row>", "a cell points to a text that is not there"),
        ("<row r='1'><c r='A1' t='s'><v>-1</v></c></row>", "a cell points to a text that is not there"),
        ("<row r='1'><c r='A1' t='s'><v>one</v></c></row>", "a cell points to a text that is not there"),
    ],
)  # fmt: skip
def test_sheets_that_contradict_themselves(rows, why):
    assert said(packed(parts(rows, strings="<si><t>x</t></si>"))) == damaged(why)


def test_a_sheet_that_breaks_off_after_good_rows_is_not_taken_in_by_half():
    made = parts(HEADER + row_xml(2, "P-0042", "Duty Team", "North", "5", "1", "2024-04-01"))
    made[SHEET] = made[SHEET].removesuffix("</worksheet>")
    assert said(packed(made)) == damaged(
        f"{SHEET} is not well-formed XML in line 1: no element found"
    )


def test_small_parts_are_small():
    made = parts(HEADER, styles="<cellXfs>" + "<xf/>" * 200_001 + "</cellXfs>")
    assert said(packed(made)) == too_large("xl/styles.xml alone is larger than any Excel writes")
    made = parts(HEADER, styles=" " * (16 * 2**20))
    assert said(packed(made)) == too_large("xl/styles.xml alone is larger than any Excel writes")


def test_deep_nesting_is_only_slow_to_write():
    made = parts(HEADER + "<row r='2'>" + "<c>" * 50_000 + "</c>" * 50_000 + "</row>")
    assert lines(read(POSTS, packed(made))) == ["- - NO_ROWS reject -"]


def test_a_sheet_of_an_unknown_language_is_empty():
    made = parts("")
    made[SHEET] = f"<worksheet xmlns='urn:else'><sheetData>{HEADER}</sheetData></worksheet>"
    assert said(packed(made)).startswith("FILE_EMPTY")


def test_a_workbook_without_sheets():
    made = parts(HEADER)
    made["xl/workbook.xml"] = f'<workbook xmlns="{MAIN}"><sheets/></workbook>'
    assert said(packed(made)) == (
        "SHEET_NOT_FOUND: It is not clear which sheet is meant. "
        "The workbook has these sheets: none."
    )


def test_bytes_before_the_package_do_not_make_it_a_workbook():
    parsed = read(POSTS, b"post,team\n" + GOOD)
    assert parsed.unreadable
    assert [each.code for each in parsed.findings] == ["NUL_BYTES"]


def test_a_comment_behind_the_package_is_allowed():
    stream = io.BytesIO(GOOD)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.comment = b"PK" * 20
    assert read(POSTS, stream.getvalue()).rows_accepted == 1
