"""The CSV as a spreadsheet and a program see it."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.publication.beside_view import IN_CSV
from service.publication.tidy_csv import COLUMNS, as_csv, definition_id, harmless

MEASURE = {"id": "in-post-fte", "definition": "Everybody."}


def figure(**values: Any) -> dict[str, Any]:
    return {
        "measure": "in-post-fte",
        "dimension": "team",
        "group": "Harbour",
        "category": "",
        "numerator": "12.5",
        "denominator": None,
        "value": "12.5",
        "symbol": None,
        "n": 14,
        **values,
    }


def document(*figures: dict[str, Any]) -> dict[str, Any]:
    return {
        "edition": "e",
        "version": 2,
        "period": {"end": "2026-09-30"},
        "measures": [MEASURE],
        "figures": list(figures),
    }


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))


def test_one_row_for_each_figure_under_the_columns() -> None:
    content = as_csv(document(figure(), figure(value=None, symbol="z", denominator="0")))
    name = definition_id(MEASURE)
    nothing_beside = [""] * len(IN_CSV)
    assert read(content) == [
        list(COLUMNS),
        [
            "in-post-fte",
            "2026-09-30",
            "team",
            "Harbour",
            "",
            "12.5",
            "",
            "12.5",
            "",
            "14",
            name,
            "e",
            "2",
            *nothing_beside,
        ],
        [
            "in-post-fte",
            "2026-09-30",
            "team",
            "Harbour",
            "",
            "12.5",
            "0",
            "",
            "z",
            "14",
            name,
            "e",
            "2",
            *nothing_beside,
        ],
    ]
    assert content.endswith(b"\r\n")
    assert content.count(b"\n") == content.count(b"\r\n") == 3


@pytest.mark.parametrize(
    "name",
    [
        "=1+1",
        "+44",
        "-2",
        "@SUM(A1)",
        "  =cmd",
        "\t=cmd",
        "\r=cmd",
        "\n=cmd",
        "|calc",
        "%0a",
        "\u00a0=cmd",
    ],
)
def test_a_name_that_could_be_computed_gets_an_apostrophe(name: str) -> None:
    [_, row] = read(as_csv(document(figure(group=name))))
    assert row[3] == f"'{name}"


@pytest.mark.parametrize(
    "name", ["Harbour", "O'Neill", "Team A=B", "3rd floor", "", "Café – north"]
)
def test_any_other_name_stays_as_it_is(name: str) -> None:
    [_, row] = read(as_csv(document(figure(group=name))))
    assert row[3] == name


def test_a_negative_number_stays_a_number() -> None:
    [_, row] = read(as_csv(document(figure(numerator="-3", value="-3.0"))))
    assert (row[5], row[7]) == ("-3", "-3.0")


@given(st.text())
def test_whatever_a_team_is_called_the_file_stays_a_table(name: str) -> None:
    """Quotes, commas, line breaks and any script come back, with an apostrophe or without."""
    text = name.encode("utf-8", "ignore").decode()
    rows = read(as_csv(document(figure(group=text), figure())))
    assert len(rows) == 3
    assert rows[1][3] == harmless(text)
    assert rows[1][3].removeprefix("'").lstrip() == text.removeprefix("'").lstrip()
    assert harmless(text)[:1] not in {"=", "+", "-", "@", "|", "%", "\t", "\r", "\n"}


def test_other_words_are_another_definition() -> None:
    same, other = definition_id(dict(MEASURE)), definition_id(MEASURE | {"definition": "Some."})
    assert same == definition_id(MEASURE) != other
    assert [each.split("@")[0] for each in (same, other)] == ["in-post-fte"] * 2
