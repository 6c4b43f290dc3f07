"""Comparator files: told apart by their columns, and every doubt a finding in its place."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard.definition import Symbol
from scorecard.indicators import BY_COLUMN
from service.benchmarks.table_file import MOST_FINDINGS, TableKind
from service.benchmarks.vintages import ReadFile, read_file
from tests.unit.benchmarks.files import (
    HEADINGS,
    MODEL_HEADINGS,
    indicators,
    model,
    model_row,
    row,
    whole,
)


def found(read: ReadFile) -> list[tuple[str, int | None, str | None, str | None]]:
    return [(each.code, each.row, each.column, each.value) for each in read.findings]


def of_rows(*rows: str) -> ReadFile:
    return read_file(indicators(rows))


def test_the_two_files_are_told_apart_by_their_columns():
    table, neighbours = read_file(indicators()), read_file(model())
    assert (table.kind, neighbours.kind) == (TableKind.INDICATORS, TableKind.NEIGHBOURS)
    assert (table.findings, table.details) == ([], {"years": [2025]})
    assert (neighbours.findings, neighbours.details) == ([], {"authorities": 1})
    assert table.table is not None
    assert table.table.required("888", 2025).cells["turnover_rate_fte"] == Decimal("9.9")
    assert neighbours.neighbours is not None
    assert [each.code for each in neighbours.neighbours["888"]][:2] == ["351", "332"]


def test_symbols_are_values_where_they_stand_in_an_indicator():
    symbols = {"z": "z", "x": "x", "c": "c", "u": "u", "low": "low", ":": "x", "k": "low"}
    for text, symbol in symbols.items():
        read = of_rows(row("888", caseload_fte=text))
        assert read.findings == []
        assert read.table is not None
        assert read.table.required("888", 2025).cells["caseload_fte"] is Symbol(symbol)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "COLUMNS_UNKNOWN"),
        (b"\x89PNG\r\n\x1a\n\xff", "FILE_NOT_TEXT"),
        (b"PK\x03\x04\x00\x00", "FILE_NOT_TEXT"),
        (b"a,b\n1,2\n", "COLUMNS_UNKNOWN"),
        (b"time_period,old_la_code\n2025,888\n", "COLUMNS_UNKNOWN"),
        (HEADINGS.encode(), "FILE_WITHOUT_ROWS"),
        (b'old_la_code,SN_1\n"88"8,351\n', "QUOTES_BROKEN"),
        (f"{HEADINGS},SN_1\n".encode(), "COLUMNS_UNKNOWN"),
    ],
)
def test_what_is_neither_of_the_two_is_refused(content: bytes, code: str):
    read = read_file(content)
    assert (read.refused, read.table, read.neighbours) == (True, None, None)
    assert code in [each.code for each in read.findings]


def test_columns_that_are_missing_twice_or_not_known():
    headings = HEADINGS.replace(",region_code", "").replace(",caseload_fte", ",cases,mood")
    read = read_file(f"{headings}\n".encode())
    assert found(read)[:4] == [
        ("COLUMN_TWICE", 1, "cases", None),
        ("COLUMN_MISSING", 1, "region_code", None),
        ("INDICATOR_MISSING", 1, "caseload_fte", None),
        ("COLUMN_NOT_USED", 1, "mood", None),
    ]


def test_an_indicator_that_is_missing_and_a_column_that_is_more_do_not_refuse_the_file():
    text = indicators().decode()
    lines = [line.rpartition(",")[0] + f",{n}" for n, line in enumerate(text.splitlines())]
    lines[0] = HEADINGS.rpartition(",")[0] + ",mood"
    read = read_file("\n".join(lines).encode())
    assert not read.refused
    assert [code for code, *_ in found(read)] == ["INDICATOR_MISSING", "COLUMN_NOT_USED"]
    assert read.table is not None
    assert "absence_rate_fte" not in read.table.required("888", 2025).cells


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (row("888", cases="1,000").replace("1,000", '"1,000"'), ("NEITHER_NUMBER_NOR_SYMBOL", 2, "cases", "1,000")),
        (row("888", cases="n/a"), ("NEITHER_NUMBER_NOR_SYMBOL", 2, "cases", "n/a")),
        (row("888", cases="-5"), ("NEITHER_NUMBER_NOR_SYMBOL", 2, "cases", "-5")),
        (row("888").replace("2025", "x", 1), ("NOT_A_YEAR", 2, "time_period", "x")),
        (row("888").replace("2025", "202425", 1), ("NOT_A_YEAR", 2, "time_period", "202425")),
        (row("888").replace("Reporting year", "Calendar year"), ("NOT_A_REPORTING_YEAR", 2, "time_identifier", "Calendar year")),
        (row("888").replace("Local authority", "School"), ("LEVEL_UNKNOWN", 2, "geographic_level", "School")),
        (row("888").replace(",888,", ",z,"), ("CODE_NOT_A_NUMBER", 2, "old_la_code", "z")),
        (row("888").replace(",888,", ",88,"), ("CODE_NOT_A_NUMBER", 2, "old_la_code", "88")),
        (row("888").replace(",888,", ",,"), ("CODE_MISSING", 2, "old_la_code", "")),
        (row("888") + ",1", ("ROW_WIDTH", 2, None, None)),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_used_refuses_the_file_and_says_where(
    line: str, expected: tuple[str, int, str | None, str | None]
):
    read = of_rows(line)
    assert read.refused
    assert found(read) == [expected]
    assert all(each.message and each.hint for each in read.findings)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (row("979"), ("AUTHORITY_UNKNOWN", 2, "old_la_code", "979")),
        (row("909"), ("AUTHORITY_ENDED", 2, "old_la_code", "909")),
        (row("942", 2022), ("AUTHORITY_ENDED", 2, "old_la_code", "942")),
        (row("888", cases=""), ("CELL_BLANK", 2, "cases", "")),
    ],
)
def test_what_deserves_a_second_look_is_taken_in_as_it_is(
    line: str, expected: tuple[str, int, str, str]
):
    read = of_rows(line)
    assert (read.refused, found(read)) == (False, [expected])


def test_a_year_that_was_not_over_when_the_table_was_retrieved_refuses_the_file():
    """It would be the table that reaches furthest, and stand beside every scorecard to come."""
    table = indicators([row("888"), row("383", 2026)])
    early = read_file(table, date(2026, 9, 29))
    assert (early.refused, found(early)) == (True, [("YEAR_AHEAD", 3, "time_period", "2026")])
    assert early.findings[0].message == (
        "The year to 30 September 2026 was not over on 29 September 2026, when the table was "
        "retrieved."
    )
    assert found(read_file(table, date(2026, 9, 30))) == found(read_file(table)) == []


def test_an_authority_of_its_time_is_no_finding():
    assert of_rows(row("909", 2022), row("942", 2023), row("928", 2020)).findings == []


def test_one_row_for_each_authority_and_year():
    read = of_rows(row("888"), whole("National"), row("888"), whole("National"))
    assert [(code, at) for code, at, *_ in found(read)] == [("ROW_TWICE", 4), ("ROW_TWICE", 5)]
    assert "row 2" in read.findings[0].message
    assert of_rows(row("888"), row("888", 2024)).findings == []


def test_an_authority_is_not_in_a_joint_return_and_alone():
    read = of_rows(row("314"), row("314 / 318"))
    assert found(read) == [("JOINT_MEMBER_TWICE", 3, "old_la_code", "314 / 318")]


def test_a_joint_return_may_be_written_without_spaces():
    read = of_rows(row("314 / 318").replace("314 / 318,", "314/318,"))
    assert read.table is not None
    assert (read.findings, read.table.required("318", 2025).key) == ([], "314 / 318")


@pytest.mark.parametrize(
    ("line", "expected", "refused"),
    [
        (model_row("88", "351"), ("CODE_NOT_A_NUMBER", 2, "old_la_code", "88"), True),
        (model_row("", "351"), ("CODE_MISSING", 2, "old_la_code", ""), True),
        (model_row("979", "351"), ("AUTHORITY_UNKNOWN", 2, "old_la_code", "979"), False),
        (model_row("888", "low"), ("CODE_NOT_A_NUMBER", 2, "SN_1", "low"), True),
        (model_row("888", "999"), ("NEIGHBOUR_WITHOUT_ROW", 2, "SN_1", "999"), False),
        (model_row("888", "351", "351"), ("NEIGHBOUR_TWICE", 2, "SN_2", "351"), True),
        (model_row("888", "888"), ("NEIGHBOUR_TWICE", 2, "SN_1", "888"), True),
    ],
)
def test_faults_of_the_model_of_neighbours(
    line: str, expected: tuple[str, int, str, str], refused: bool
):
    read = read_file(model([line]))
    missing = [each for each in found(read) if each[0] == "NEIGHBOUR_MISSING"]
    assert [each for each in found(read) if each not in missing] == [expected]
    assert read.refused is refused
    assert missing


def test_an_authority_stands_once_in_the_model():
    read = read_file(model([model_row("888", "351"), model_row("888", "332")]))
    assert ("ROW_TWICE", 3, None, None) in found(read)


def test_a_model_with_nine_columns_is_not_whole():
    headings = MODEL_HEADINGS.replace(",SN_10,SN_10P", "")
    assert ("COLUMN_MISSING", 1, "SN_10", None) in found(read_file(f"{headings}\n".encode()))


def test_other_separators_other_encodings_and_blank_lines():
    text = indicators().decode()
    semicolons = text.replace(",", ";").encode()
    wide = text.replace(",", "\t").encode("utf-16")
    blank = text.replace("\n", "\r\n\r\n").encode()
    for content in (semicolons, wide, blank):
        read = read_file(content)
        assert (read.findings, read.details) == ([], {"years": [2025]})


def test_the_order_of_the_rows_never_matters():
    lines = indicators().decode().splitlines()
    shuffled = lines[1:]
    random.Random(7).shuffle(shuffled)
    one, other = read_file(indicators()), read_file("\n".join((lines[0], *shuffled)).encode())
    assert one.table is not None
    assert other.table is not None
    for code in ("888", "314"):
        assert one.table.required(code, 2025) == other.table.required(code, 2025)


def test_findings_are_listed_up_to_a_limit_and_then_counted():
    bad = [row("888", 2000 + n, **dict.fromkeys(BY_COLUMN, "?")) for n in range(30)]
    read = of_rows(*bad)
    assert len(read.findings) == MOST_FINDINGS + 1
    last = read.findings[-1]
    assert (last.code, last.message) == ("FINDINGS_CUT", "160 more findings are not listed.")


@given(st.binary(max_size=300))
def test_whatever_the_bytes_there_is_an_answer(content: bytes):
    read = read_file(content)
    assert read.refused
    assert read.findings


@given(st.text(max_size=40).filter(lambda text: '"' not in text))
def test_whatever_stands_in_a_cell_is_a_value_or_a_finding(text: str):
    line = row("888", cases=f'"{text}"')
    read = read_file(indicators([line]))
    told = [each.code for each in read.findings]
    kept = read.table and read.table.authority("888", 2025)
    if kept and not told:
        assert isinstance(kept.cells["cases"], Decimal | Symbol)
    else:
        assert told
