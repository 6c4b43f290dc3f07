"""CSV files as councils send them: encodings, separators, quotes, headings and things that are none."""

import gzip
import io
import json
import zipfile

import pytest

from service.workforce.tabular import Limits, read_return
from tests.unit.tabular.reading import (
    ABSENCES,
    AGENCY,
    CASELOADS,
    EMPLOYMENTS,
    POSTS,
    TODAY,
    example,
    headings,
    identify,
    lines,
    read,
    table,
)

NAMED = {"area": "Siân £"}


def areas(parsed):
    return [post.area for post in parsed.records.posts]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf_8_with_or_without_byte_order_mark_needs_no_words(encoding):
    parsed = read(POSTS, table(POSTS, NAMED).encode(encoding))
    assert lines(parsed) == []
    assert areas(parsed) == ["Siân £"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_with_a_byte_order_mark_is_read_and_said(encoding):
    bom = {"utf-16": "", "utf-16-le": "\ufeff", "utf-16-be": "\ufeff"}[encoding]
    parsed = read(POSTS, (bom + table(POSTS, NAMED)).encode(encoding))
    assert lines(parsed) == ["- - ENCODING_UTF_16 info -"]
    assert areas(parsed) == ["Siân £"]


def test_windows_1252_is_read_and_said_at_the_first_row_that_shows_it():
    text = table(POSTS, {"post": "A", "area": '"North\nWest"'}, {"post": "B"}, NAMED)
    parsed = read(POSTS, text.encode("windows-1252"))
    assert [(each.row, each.line, each.code) for each in parsed.findings] == [
        (2, 2, "TEXT_CONTROL"),
        (4, 5, "ENCODING_WINDOWS_1252"),
    ]
    assert areas(parsed) == ["North", "Siân £"]


@pytest.mark.parametrize("padding", [0, 2**18 - 40, 2**18 - 39, 2**18 + 1000])
def test_a_character_cut_in_two_by_the_size_of_a_piece_is_still_utf_8(padding):
    rows = "\n".join(example(POSTS, post=f"P{place}", area="ÿ€😀") for place in range(20))
    content = f"{headings(POSTS)},{'x' * padding}\n{rows}\n".encode()
    parsed = read(POSTS, content)
    assert [line for line in lines(parsed) if "ENCODING" in line] == []


def test_utf_8_cut_off_in_the_middle_of_a_character_is_told():
    content = table(POSTS, {"area": "é"}, {"post": "P-0043", "closed": "é"}).encode()[:-2]
    assert lines(read(POSTS, content)) == ["3 closed ENCODING_MIXED reject Ã"]


def test_encodings_mixed_in_one_file_refuse_the_rows_that_do_not_fit():
    rows = [
        example(POSTS, post="A", area="Siân").encode(),
        example(POSTS, post="B", area="Siân").encode("windows-1252"),
        example(POSTS, post="C").encode(),
    ]
    content = b"\n".join([headings(POSTS).encode(), *rows])
    parsed = read(POSTS, content)
    assert lines(parsed) == ["3 area ENCODING_MIXED reject Siân"]
    assert areas(parsed) == ["Siân", "North"]
    json.dumps([finding.value for finding in parsed.findings]).encode()


def test_a_byte_order_mark_promises_utf_8_for_all_that_follows():
    content = b"\xef\xbb\xbf" + table(POSTS, NAMED).encode("windows-1252")
    assert lines(read(POSTS, content)) == ["2 area ENCODING_MIXED reject Siân £"]


def test_bytes_that_no_encoding_has():
    parsed = read(POSTS, table(POSTS, {"area": "?"}).encode().replace(b"?", b"\x81"))
    assert lines(parsed) == ["- - ENCODING_UNKNOWN reject -"]
    assert parsed.unreadable


@pytest.mark.parametrize(
    "content",
    [
        table(POSTS, {}).encode() + b"\0" * 40,
        table(POSTS, {}).encode("utf-16-le"),
        table(POSTS, NAMED).encode("windows-1252") + b"\0",
        table(POSTS, NAMED).encode("windows-1252") + b" " * 2**18 + b"\n\0",
        ("\ufeff" + table(POSTS, {"area": "N\0"})).encode("utf-16-le"),
    ],
)
def test_nul_bytes(content):
    parsed = read(POSTS, content)
    assert lines(parsed) == ["- - NUL_BYTES reject -"]
    assert parsed.unreadable


def test_utf_16_that_breaks_off():
    content = ("\ufeff" + table(POSTS, {})).encode("utf-16-le")[:-1]
    assert lines(read(POSTS, content)) == ["- - ENCODING_UNKNOWN reject -"]


@pytest.mark.parametrize(
    ("separator", "name"), [(";", "semicolons"), ("\t", "tabs"), ("|", "vertical bars")]
)
def test_other_separators_are_found_from_the_headings_and_said(separator, name):
    parsed = read(POSTS, table(POSTS, {}).replace(",", separator))
    assert lines(parsed) == ["- - SEPARATOR info -"]
    assert parsed.findings[0].message == f"The cells are separated by {name}, not by commas."
    assert areas(parsed) == ["North"]


def test_a_decimal_comma_among_semicolons_is_refused_and_not_guessed():
    content = table(POSTS, {"fte": "0.6"}).replace(",", ";").replace("0.6", "0,6")
    assert lines(read(POSTS, content)) == [
        "- - SEPARATOR info -",
        "2 fte NUMBER_DECIMAL_COMMA reject 0,6",
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(end):
    parsed = read(POSTS, table(POSTS, {"post": "A"}, {"post": "B", "fte": "2"}).replace("\n", end))
    assert [(each.row, each.line, each.code) for each in parsed.findings] == [
        (3, 3, "FTE_ABOVE_ONE")
    ]


def test_quotes_protect_separators_and_quotes():
    parsed = read(POSTS, table(POSTS, {"area": '"North, ""old"" part"', "fte": '"1"'}))
    assert lines(parsed) == []
    assert areas(parsed) == ['North, "old" part']


def test_after_a_line_break_in_a_cell_rows_and_lines_part():
    content = table(
        POSTS,
        {"post": "A"},
        {"post": "B", "area": '"North\n\nWest"'},
        {"post": "C", "fte": "2"},
        {"post": "D", "area": '"North\r\nWest"'},
        {"post": "E", "fte": "3"},
    )
    assert [(each.row, each.line, each.code) for each in read(POSTS, content).findings] == [
        (3, 3, "TEXT_CONTROL"),
        (4, 6, "FTE_ABOVE_ONE"),
        (5, 7, "TEXT_CONTROL"),
        (6, 9, "FTE_ABOVE_ONE"),
    ]


@pytest.mark.parametrize(
    "row",
    [
        'P-1,"Harbour',
        'P-1,"Harbour"s,North,5,1,2024-04-01,',
        f"P-1,{'x' * 140_000},North,5,1,2024-04-01,",
    ],
)
def test_broken_quotes_stop_the_reading_and_nothing_is_taken_in(row):
    parsed = read(POSTS, table(POSTS, {}, row), accept_good_rows=True)
    assert lines(parsed) == ["3 - QUOTES_BROKEN reject -"]
    assert (parsed.unreadable, parsed.rows_read, parsed.records.posts) == (True, 0, [])


@pytest.mark.parametrize("content", ["", "\n", "\n\n  \n", ",,,\n,,,\n", "\ufeff", "\ufeff\n"])
def test_an_empty_file(content):
    parsed = read(POSTS, content)
    assert lines(parsed) == ["- - FILE_EMPTY reject -"]
    assert parsed.unreadable


@pytest.mark.parametrize("rows", ["", "\n\n", "\n,,,,,,\n"])
def test_headings_alone(rows):
    parsed = read(POSTS, headings(POSTS) + rows)
    assert lines(parsed) == ["- - NO_ROWS reject -"]
    assert (parsed.unreadable, parsed.rows_read) == (False, 0)


def test_headings_may_be_in_any_order_and_in_peoples_spelling():
    content = "Opened,FTE,role,Post ,AREA,Team\n2024-04-01,1,5,P-0042,North,Duty Team\n"
    parsed = read(POSTS, content)
    assert lines(parsed) == []
    assert parsed.records.posts[0][1:] == (
        *("P-0042", "Duty Team", "North", "case-holder", 1_000_000),
        *(parsed.records.posts[0].opened, None),
    )
    other = "REGISTRATION-NUMBER,Snapshot Date,team,cases,unit,agency\nSW1,2026-09-30,Duty Team,1,child,0\n"
    assert lines(read(CASELOADS, other)) == []


def test_blank_rows_are_skipped_and_counted_by_their_number_only():
    content = table(POSTS, "", {"post": "A"}, ",,,,,,", " , ,,,,,", {"post": "B", "fte": "2"}, "")
    parsed = read(POSTS, content)
    assert lines(parsed) == ["6 fte FTE_ABOVE_ONE reject 2"]
    assert (parsed.rows_read, parsed.rows_accepted) == (2, 1)


def test_uneven_rows():
    content = table(
        POSTS,
        example(POSTS, post="A") + ",",
        example(POSTS, post="B") + ",, ,",
        example(POSTS, post="C") + ",note",
        "P-9,Duty Team,North",
        "P-9",
    )
    parsed = read(POSTS, content)
    assert [(each.row, each.code, each.message) for each in parsed.findings] == [
        (
            2,
            "TOO_MANY_CELLS",
            "The row does not have as many cells as there are headings: 8, not 7.",
        ),
        (
            3,
            "TOO_MANY_CELLS",
            "The row does not have as many cells as there are headings: 10, not 7.",
        ),
        (
            4,
            "TOO_MANY_CELLS",
            "The row does not have as many cells as there are headings: 8, not 7.",
        ),
        (
            5,
            "TOO_FEW_CELLS",
            "The row does not have as many cells as there are headings: 3, not 7.",
        ),
        (
            6,
            "TOO_FEW_CELLS",
            "The row does not have as many cells as there are headings: 1, not 7.",
        ),
    ]
    assert (parsed.rows_read, parsed.rows_accepted) == (5, 0)


def test_empty_cells_at_the_end_of_all_rows_are_no_columns():
    rows = [f"{example(POSTS)},,", f"{example(POSTS, post='P-0043')},", ",,,,,,,,"]
    content = table(POSTS, *rows).replace("closed", "closed,,")
    assert lines(read(POSTS, content)) == []
    shifted = table(POSTS, f"{example(POSTS)},,x", f"{example(POSTS)},,,")
    assert lines(read(POSTS, shifted.replace("closed", "closed,,"))) == [
        "2 - TOO_MANY_CELLS reject -",
        "3 - TOO_MANY_CELLS reject -",
    ]


def test_headings_repeated_further_down_are_left_out():
    parsed = read(POSTS, table(POSTS, {"post": "A"}, headings(POSTS).upper(), {"post": "B"}))
    assert lines(parsed) == ["3 - HEADER_REPEATED warn -"]
    assert (parsed.rows_read, parsed.rows_accepted) == (2, 2)


def test_headings_under_a_title():
    content = "Posts at 30 September\n\n" + table(POSTS, {})
    parsed = read(POSTS, content)
    assert lines(parsed) == ["3 - HEADER_NOT_FIRST reject -"]
    assert parsed.findings[0].message == "The headings are in row 3, not in row 1."
    assert (parsed.unreadable, parsed.rows_read) == (False, 0)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("first", ["sep=;", "SEP=;", '"sep=;"', "\ufeffsep=;"])
def test_the_line_that_tells_excel_the_separator_is_obeyed_and_is_no_row(first, end):
    rows = table(POSTS, {"area": "North~ West"}, {"post": "B", "fte": "2"})
    content = f"{first}\n" + rows.replace(",", ";").replace("~", ",")
    parsed = read(POSTS, content.replace("\n", end))
    assert [(each.row, each.line, each.code) for each in parsed.findings] == [
        (None, None, "SEPARATOR"),
        (3, 4, "FTE_ABOVE_ONE"),
    ]
    assert parsed.findings[0].message == "The cells are separated by semicolons, not by commas."
    assert areas(parsed) == ["North, West"]


def test_rows_and_lines_below_the_line_that_tells_the_separator():
    content = "sep=,\n" + table(
        POSTS,
        {"post": "A", "area": '"North\nWest"'},
        {"post": "B", "fte": "2"},
    )
    assert [(each.row, each.line, each.code) for each in read(POSTS, content).findings] == [
        (2, 3, "TEXT_CONTROL"),
        (3, 5, "FTE_ABOVE_ONE"),
    ]


def test_windows_1252_below_the_line_that_tells_the_separator():
    content = "sep=,\n" + table(POSTS, {"post": "A"}, NAMED)
    parsed = read(POSTS, content.encode("windows-1252"))
    assert [(each.row, each.line, each.code) for each in parsed.findings] == [
        (3, 4, "ENCODING_WINDOWS_1252"),
    ]


def test_a_line_that_tells_the_separator_and_nothing_below():
    assert lines(read(POSTS, "sep=,\n")) == ["- - FILE_EMPTY reject -"]


@pytest.mark.parametrize("first", ["sep=;;", "sep=x", "sep=", "sep=; "])
def test_a_first_line_that_is_nearly_one_is_an_ordinary_row(first):
    parsed = read(POSTS, f"{first}\n" + table(POSTS, {}))
    assert lines(parsed) == ["2 - HEADER_NOT_FIRST reject -"]


def test_no_headings_at_all():
    parsed = read(POSTS, f"{example(POSTS)}\n" * 30)
    assert lines(parsed) == ["- - HEADER_MISSING reject -"]
    assert parsed.unreadable
    assert parsed.findings[0].hint == (
        "Put the headings in row 1: post, team, area, role, fte, opened, closed. "
        "There is a template to download."
    )


@pytest.mark.parametrize("kind", [POSTS, EMPLOYMENTS, AGENCY, ABSENCES, CASELOADS])
@pytest.mark.parametrize("sent_as", [POSTS, EMPLOYMENTS, AGENCY, ABSENCES, CASELOADS])
def test_a_return_sent_as_another_kind_is_recognised(kind, sent_as):
    parsed = read(sent_as, table(kind, {}).replace(",", ";"))
    said = lines(parsed)
    assert said[0] == "- - SEPARATOR info -"
    assert said[1:] == ([] if kind is sent_as else ["- - WRONG_KIND reject -"])
    assert parsed.unreadable is (kind is not sent_as)
    if parsed.unreadable:
        assert parsed.findings[1].message == (
            f"These are the headings of the {kind} return, not of the {sent_as} return."
        )


def test_missing_unknown_and_doubled_columns_are_all_told_at_once():
    content = "post,team,Team,area,fte,open,cost_centre,cost centre\nP,T,T,N,1,2024-04-01,9,9\n"
    parsed = read(POSTS, content)
    assert [(each.row, each.code, each.column, each.value, each.hint) for each in parsed.findings] == [
        (1, "COLUMN_DUPLICATE", None, "cost_centre", "Keep the column you mean and delete or rename the others."),
        (1, "COLUMN_UNKNOWN", None, "open", "Nothing to do if it is not needed. If it is meant as “opened”, change the heading."),
        (1, "COLUMN_UNKNOWN", None, "cost_centre", "Nothing to do if it is not needed."),
        (1, "COLUMN_DUPLICATE", "team", "team", "Keep the column you mean and delete or rename the others."),
        (1, "COLUMN_MISSING", "role", None, "Add it: role as in the workforce census, as code or in words."),
        (1, "COLUMN_MISSING", "opened", None, "Add it: first day the post was on the establishment. Is it the column “open”?"),
    ]  # fmt: skip
    assert (parsed.rows_read, parsed.unreadable) == (0, False)


def test_two_unknown_columns_of_one_name_do_not_stop_the_reading():
    content = table(POSTS, example(POSTS) + ",1,2").replace("closed", "closed,note,note")
    parsed = read(POSTS, content)
    assert lines(parsed) == [
        "1 - COLUMN_DUPLICATE reject note",
        "1 - COLUMN_UNKNOWN warn note",
    ]


def test_a_registration_number_among_the_headings_is_not_repeated():
    parsed = read(CASELOADS, "registration_number,SW123456\nSW123457,x\n")
    assert "123456" not in repr(parsed.findings)
    assert lines(parsed)[0] == "1 - COLUMN_UNKNOWN warn AA999999"


def zipped(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (zipped(staff=b"post,team"), "a ZIP archive"),
        (b"%PDF-1.7\n...", "a PDF document"),
        (b"<?xml version='1.0'?><Message/>", "an XML file"),
        (b"\xef\xbb\xbf  <Message><Header/></Message>", "an XML file"),
        (b"<html><table><tr><td>post</td></tr></table>", "a web page"),
        (b"<!DOCTYPE HTML><p>", "a web page"),
        (gzip.compress(b"post,team"), "a compressed file (gzip)"),
        (b"7z\xbc\xaf\x27\x1c\0\0", "a compressed archive (7z)"),
        (b"Rar!\x1a\x07\0", "a compressed archive (RAR)"),
        (b"{\\rtf1\\ansi post,team}", "a rich text document"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a picture"),
        (b"\xff\xd8\xff\xe0\0", "a picture"),
        (b"SQLite format 3\0", "a database"),
    ],
)
def test_things_that_say_they_are_csv(content, what):
    parsed = read(POSTS, content, filename="staff.csv")
    assert [(each.code, each.message) for each in parsed.findings] == [
        ("NOT_A_TABLE", f"The file is {what}, not a CSV file or an Excel workbook.")
    ]
    assert parsed.unreadable


def test_text_that_says_it_is_a_workbook():
    parsed = read(POSTS, table(POSTS, {}), filename="posts.XLSX")
    assert [each.message for each in parsed.findings] == [
        "The name of the file ends in .xlsx, but the content is text."
    ]
    assert parsed.unreadable


@pytest.mark.parametrize("filename", ["", "posts", "posts.csv", "posts.txt", "-", "posts.dat"])
def test_other_names_do_not_matter(filename):
    assert lines(read(POSTS, table(POSTS, {}), filename=filename)) == []


def test_the_size_of_a_file_is_bounded_before_it_is_read():
    content = table(POSTS, {}).encode()
    assert lines(read(POSTS, content, limits=Limits(max_bytes=len(content)))) == []
    parsed = read(POSTS, content, limits=Limits(max_bytes=len(content) - 1))
    assert lines(parsed) == ["- - FILE_TOO_LARGE reject -"]
    assert parsed.unreadable


class _TwoGigabytes(io.BytesIO):
    """Says how large it is, and lets nobody read it."""

    def seek(self, offset: int, whence: int = 0) -> int:
        return 2 * 2**30 if whence == 2 else super().seek(offset, whence)

    def read(self, *_size: int) -> bytes:
        raise AssertionError("a file over the limit was read")


def test_a_file_of_two_gigabytes_is_refused_unread():
    parsed = read_return(POSTS, _TwoGigabytes(), identify=identify, today=TODAY)
    assert [each.message for each in parsed.findings] == ["The file is larger than 64 MB."]


def test_findings_are_kept_up_to_a_limit_and_the_rest_is_counted():
    rows = [{"post": f"P{place}", "fte": "2", "role": ""} for place in range(6)]
    parsed = read(POSTS, table(POSTS, *rows), limits=Limits(max_findings=5))
    assert lines(parsed) == [
        "2 role NOT_STATED warn -",
        "2 fte FTE_ABOVE_ONE reject 2",
        "3 role NOT_STATED warn -",
        "3 fte FTE_ABOVE_ONE reject 2",
        "4 role NOT_STATED warn -",
        "- - FINDINGS_CUT reject -",
    ]
    assert parsed.findings[-1].message == "More findings, not listed: 7."
    assert (parsed.rows_read, parsed.rows_accepted) == (6, 0)


def test_a_refusal_that_is_not_listed_still_refuses():
    rows = [{"post": "A", "role": ""}, {"post": "B", "role": ""}, {"post": "C", "fte": "2"}]
    parsed = read(POSTS, table(POSTS, *rows), limits=Limits(max_findings=2))
    assert lines(parsed)[-1] == "- - FINDINGS_CUT reject -"
    assert [post.post for post in parsed.records.posts] == ["A", "B"]


def test_rows_left_out_are_listed_when_the_good_rows_are_wanted():
    rows = [{"post": f"P{place}", "fte": "2" if place % 2 else "1"} for place in range(30)]
    parsed = read(POSTS, table(POSTS, *rows), accept_good_rows=True)
    assert parsed.findings[0].message == (
        "Rows that cannot be taken in and are left out: "
        "3, 5, 7, 9, 11, 13, 15, 17, 19, 21 and 5 more (15 in all)."
    )
    assert (parsed.rows_read, parsed.rows_accepted) == (30, 15)
    assert read(POSTS, table(POSTS, rows[1]), accept_good_rows=True).findings[0].code == (
        "FTE_ABOVE_ONE"
    )


def test_progress_is_told_every_five_thousand_rows():
    steps = []
    rows = [{"post": f"P{place}"} for place in range(10_001)]
    read(POSTS, table(POSTS, *rows), progress=steps.append)
    assert steps == [5_000, 10_000]
