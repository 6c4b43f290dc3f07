"""Held values for people, masked findings, cells that do not run."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.web.csv_file import csv_bytes, safe_cell
from service.workforce.findings import Finding, Severity
from service.workforce.rendering import (
    MASK,
    canonical,
    decimal_text,
    finding_document,
    masked,
    plain,
)


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("fte", 600_000, "0.6"),
        ("fte", 1_000_000, "1"),
        ("fte", 0, "0"),
        ("fte", 333_333, "0.333333"),
        ("days_lost", 450, "4.5"),
        ("days_lost", 1_000, "10"),
        ("fte", None, None),
        ("started", date(2026, 9, 30), "2026-09-30"),
        ("team", "Harbour", "Harbour"),
        ("cases", 17, 17),
        ("covers_vacancy", True, True),
    ],
)
def test_a_held_value_as_people_read_it(field, value, text):
    assert plain(field, value) == text
    assert type(plain(field, value)) is type(text)


@settings(deadline=None)
@given(st.integers(0, 10**12), st.sampled_from([2, 6]))
def test_a_scaled_integer_loses_nothing(scaled, places):
    text = decimal_text(scaled, places)
    assert Decimal(text) == Decimal(scaled).scaleb(-places)
    assert "E" not in text


def a_finding(**other) -> dict:
    told = {
        "code": "registration-form",
        "severity": Severity.REJECT,
        "message": "“XW12” is not a registration number.",
        "hint": "Write XW12 as two letters and digits.",
        "row": 3,
        "line": 3,
        "column": "registration_number",
        "value": "XW12",
    }
    return finding_document(Finding(**{**told, **other}))


@pytest.mark.parametrize("column", ["registration_number", "SWENo", "REGISTRATION_NUMBER"])
def test_a_kept_finding_does_not_tell_the_number(column):
    kept = masked(a_finding(column=column))
    assert "XW12" not in canonical(kept)
    assert kept["value"] == MASK
    assert kept["message"] == f"“{MASK}” is not a registration number."
    assert kept["row"] == 3


def test_other_findings_are_kept_as_they_are():
    for finding in (
        a_finding(column="team"),
        a_finding(column=None),
        a_finding(value=None),
        a_finding(value=""),
    ):
        assert masked(finding) == finding


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+44", "-1", "@SUM(A1)", "\tx", "\r=1", "\n=1", "  =1+1", "\uff1d1+1", "|x", "%x"],
)
def test_text_that_a_spreadsheet_would_run_is_quoted(text):
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize("value", ["Harbour", "O'Brien", "a=b", "", 17, -3, None, True])
def test_everything_else_is_left_alone(value):
    assert safe_cell(value) == value


@settings(deadline=None)
@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_characters="\r\x00"), max_size=20),
            min_size=2,
            max_size=2,
        )
    )
)
def test_a_csv_file_reads_back(rows):
    content = b"".join(csv_bytes(["one", "two"], rows))
    assert content.startswith(b"\xef\xbb\xbfone,two\r\n")
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert read[1:] == [[safe_cell(cell) for cell in row] for row in rows]


def test_a_long_csv_file_comes_in_pieces():
    pieces = list(csv_bytes(["n"], ([n] for n in range(50_000))))
    assert len(pieces) > 2
    assert max(map(len, pieces)) < 80_000
    assert b"".join(pieces).count(b"\r\n") == 50_001
