"""Whatever is written is read back, and whatever is sent, nothing is raised."""

import csv
import io
import json
from datetime import date, timedelta

import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from service.workforce.findings import Severity
from service.workforce.tabular import Limits
from service.workforce.tabular.columns import COLUMNS, ValueType
from service.workforce.tabular.number_cells import scaled, unscaled
from tests.unit.tabular.reading import CASELOADS, KNOWN, POSTS, read, table
from tests.unit.tabular.workbooks import headings, packed, parts, row_xml, written

NAME_LETTERS = "aBcdeFGhIjklmnoPqrsTuvwxyz0123456789 ,;'\"&.()|éèñüßÆø"
"""The accented letters are never UTF-8 by chance when they are written as Windows-1252."""
names = st.text(NAME_LETTERS, min_size=5, max_size=30).filter(lambda text: text == text.strip())
days = st.dates(date(1950, 1, 1), date(2026, 11, 22))
ftes = st.integers(1, 1_000_000)
roles = st.sampled_from([choice.value for choice in COLUMNS[POSTS][3].choices])


@st.composite
def posts(draw):
    """Posts as facts: identifier, team, area, role, FTE in millionths, opened, closed."""
    rows = []
    for place in range(draw(st.integers(1, 6))):
        opened = draw(days.filter(lambda day: day < date(2026, 1, 1)))
        closed = draw(st.none() | st.integers(1, 300).map(lambda n, day=opened: day + timedelta(n)))
        rows.append(
            (f"P{place}", draw(names), draw(names), draw(roles), draw(ftes), opened, closed)
        )
    return rows


def day_text(day, style):
    return "" if day is None else day.strftime(style)


@given(
    rows=posts(),
    separator=st.sampled_from([",", ";", "\t", "|"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "windows-1252"]),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    style=st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%d-%b-%Y"]),
    order=st.permutations(range(7)),
)
def test_csv_rows_are_read_back_as_they_were_written(
    *, rows, separator, encoding, quoting, end, style, order
):
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=separator, quoting=quoting, lineterminator=end)
    for line in (
        headings(POSTS),
        *(
            (*row[:4], unscaled(row[4], 6), day_text(row[5], style), day_text(row[6], style))
            for row in rows
        ),
    ):
        writer.writerow([line[place] for place in order])
    parsed = read(POSTS, stream.getvalue().encode(encoding))
    assert [post[1:] for post in parsed.records.posts] == rows
    assert {each.severity for each in parsed.findings} <= {Severity.INFO, Severity.WARN}
    assert {each.code for each in parsed.findings} <= {
        "SEPARATOR",
        "ENCODING_UTF_16",
        "ENCODING_WINDOWS_1252",
        "TEAM_UNKNOWN",
        "NAME_SPELT_DIFFERENTLY",
    }


@given(posts(), st.booleans(), st.booleans(), st.integers(0, 3))
def test_workbook_rows_are_read_back_as_they_were_written(rows, from_1904, constant, gap):
    stream = io.BytesIO()
    options = {"date_1904": from_1904, "constant_memory": constant}
    with xlsxwriter.Workbook(stream, options) as book:
        sheet = book.add_worksheet("posts")
        day = book.add_format({"num_format": "d mmm yyyy"})
        sheet.write_row(0, 0, headings(POSTS))
        for place, row in enumerate(rows):
            at = 1 + gap + place
            for column, text in enumerate(row[:4]):
                sheet.write_string(at, column, text)
            sheet.write_number(at, 4, row[4] / 1_000_000)
            sheet.write_datetime(at, 5, row[5], day)
            if row[6]:
                sheet.write_datetime(at, 6, row[6], day)
    parsed = read(POSTS, stream.getvalue())
    assert [post[1:] for post in parsed.records.posts] == rows
    assert [post.row for post in parsed.records.posts] == [
        2 + gap + place for place in range(len(rows))
    ]
    assert {each.code for each in parsed.findings} <= {
        "TEAM_UNKNOWN",
        "NAME_SPELT_DIFFERENTLY",
    }


def is_well_told(parsed):
    """What holds for every reading: counts agree, refusals take nothing in, findings are plain."""
    held = getattr(parsed.records, parsed.kind)
    assert parsed.rows_accepted == len(held) <= parsed.rows_read
    rejected = {each.row for each in parsed.findings if each.severity is Severity.REJECT}
    assert rejected.isdisjoint(record.row for record in held)
    assert not parsed.unreadable or (held == [] and rejected != set())
    if parsed.rows_accepted < parsed.rows_read:
        assert rejected != set()
    for record in held:
        assert not any(isinstance(value, float) for value in record)
    json.dumps(
        [[each.value, each.message, each.hint, each.column] for each in parsed.findings],
        ensure_ascii=False,
    ).encode()


@given(st.binary(max_size=300), st.sampled_from(list(COLUMNS)))
def test_random_bytes_are_told_and_never_raised(content, kind):
    is_well_told(read(kind, content))


@given(st.text(max_size=200), st.sampled_from(list(COLUMNS)), st.sampled_from(["utf-8", "utf-16"]))
def test_random_text_under_good_headings_is_told_and_never_raised(text, kind, encoding):
    content = table(kind, text).encode(encoding, "surrogatepass")
    is_well_told(read(kind, content, accept_good_rows=True))


@given(st.data(), st.sampled_from(list(COLUMNS)))
def test_any_text_in_any_cell_is_told_and_never_raised(data, kind):
    cells = data.draw(
        st.dictionaries(
            st.sampled_from([column.name for column in COLUMNS[kind]]),
            st.text(max_size=20)
            | st.from_regex(r"[0-9]{1,4}[-/. ][0-9A-Za-z]{1,9}[-/. ][0-9]{1,5}", fullmatch=True)
            | st.from_regex(r"-?[0-9]*[.,]?[0-9]*([eE][0-9]+)?%?", fullmatch=True),
        )
    )
    row = [cells.get(column.name, column.example) for column in COLUMNS[kind]]
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([headings(kind), row])
    is_well_told(read(kind, stream.getvalue().encode("utf-8", "replace")))


GOOD_CSV = table(POSTS, {}, {"post": "P-0043", "area": "Siân"}).encode()
GOOD_XLSX = written(
    {
        "posts": [
            headings(POSTS),
            ["P-0042", "Duty Team", "Siân", 5, 0.6, date(2024, 4, 1), date(2025, 1, 1)],
        ]
    }
)


@given(st.data(), st.sampled_from([GOOD_CSV, GOOD_XLSX]))
def test_a_file_with_some_bytes_changed_is_told_and_never_raised(data, good):
    content = bytearray(good)
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    is_well_told(read(POSTS, bytes(content)))


@given(st.data(), st.sampled_from([GOOD_CSV, GOOD_XLSX]))
def test_a_file_cut_anywhere_is_told_and_never_raised(data, good):
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(good))] * 2)))
    is_well_told(read(POSTS, good[:start] + good[end:]))


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters="<>&\0", exclude_categories=("Cc", "Cs", "Cn")), max_size=12),
        min_size=5,
        max_size=5,
    ),
    st.sampled_from(["n", "s", "b", "e", "d", "str", "x"]),
)  # fmt: skip
def test_any_text_in_any_kind_of_cell_of_a_workbook_is_told_and_never_raised(texts, kind):
    cells = [f"<c t='{kind}' s='1'><v>{text}</v></c>".encode() for text in texts]
    styles = "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/></cellXfs>"
    made = parts(
        row_xml(1, *headings(POSTS)) + row_xml(2, *cells),
        styles=styles,
        strings="<si><t>x</t></si>",
    )
    is_well_told(read(POSTS, packed(made)))


@given(st.decimals(min_value=0, max_value=1000, allow_nan=False, places=9), st.integers(0, 6))
def test_scaling_is_rounding_half_up_of_the_exact_number(number, places):
    text = format(number, "f")
    expected = (int(number.scaleb(9)) * 2 + 10 ** (9 - places)) // (2 * 10 ** (9 - places))
    assert scaled(text, places) == (expected, number.scaleb(places) == expected)


@given(st.integers(0, 10**9), st.integers(1, 6))
def test_a_scaled_number_and_its_text_are_the_same_number(number, places):
    assert scaled(unscaled(number, places), places) == (number, True)


@settings(max_examples=30)
@given(st.integers(0, 40), st.integers(1, 12))
def test_findings_beyond_the_limit_are_counted_exactly(rows, most):
    faulty = [{"team": f"Team {place}", "cases": "-1", "fte": "2"} for place in range(rows)]
    parsed = read(CASELOADS, table(CASELOADS, *faulty, {}), limits=Limits(max_findings=most))
    cut = max(0, 2 * rows - most)
    assert len(parsed.findings) == min(2 * rows, most) + bool(cut)
    if cut:
        assert parsed.findings[-1].message == f"More findings, not listed: {cut}."
    assert (parsed.rows_read, parsed.rows_accepted) == (rows + 1, 1)


def test_the_strategies_cover_the_columns_of_posts():
    assert [column.type for column in COLUMNS[POSTS]] == [
        *(ValueType.NAME, ValueType.NAME, ValueType.NAME, ValueType.CHOICE),
        *(ValueType.FTE, ValueType.DATE, ValueType.DATE),
    ]
    assert KNOWN.teams != frozenset()
