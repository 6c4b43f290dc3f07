"""Findings are kept and shown; registration numbers are neither. With data that could leak."""

import pytest

from service.workforce.tabular.fault import shape, shown
from tests.unit.tabular.reading import (
    ABSENCES,
    AGENCY,
    CASELOADS,
    EMPLOYMENTS,
    POSTS,
    headings,
    read,
    table,
)

SECRET = "SW771234"
REGISTERED = (EMPLOYMENTS, AGENCY, ABSENCES, CASELOADS)


def leaks(parsed) -> bool:
    return "771234" in repr(parsed.findings)


@pytest.mark.parametrize("kind", REGISTERED)
@pytest.mark.parametrize(
    "number", [SECRET, "sw 771234", f"{SECRET}X", "771234", f"{SECRET} Jane Doe", f"={SECRET}"]
)
def test_no_finding_repeats_a_number_from_its_own_column(kind, number):
    cells = {"registration_number": number}
    late = {"fte": "9", "days_lost": "-1", "started": "2099-01-01"}
    parsed = read(kind, table(kind, cells, cells | {"area": ""}, cells | late, cells))
    assert parsed.findings != []
    assert not leaks(parsed)


@pytest.mark.parametrize("kind", REGISTERED)
def test_no_finding_repeats_a_number_that_slipped_into_another_column(kind):
    for column in headings(kind).split(",")[1:]:
        parsed = read(kind, table(kind, {column: SECRET}, {column: f"{SECRET} sw 77 1234"}))
        assert not leaks(parsed)
    parsed = read(kind, table(kind, f"{SECRET},2026-01-01", SECRET, f"{SECRET}{',' * 30}x"))
    assert {each.code for each in parsed.findings} == {"TOO_FEW_CELLS", "TOO_MANY_CELLS"}
    assert not leaks(parsed)


@pytest.mark.parametrize("kind", [*REGISTERED, POSTS])
def test_no_finding_repeats_a_number_that_stands_among_the_headings(kind):
    for content in (
        f"{SECRET},2026-01-01\n" * 3,
        f"{headings(kind)},{SECRET}\n",
        f"{headings(kind)},{SECRET},{SECRET}\n",
        f"{headings(kind).replace('team', SECRET).replace('kind', SECRET)}\n",
    ):
        parsed = read(kind, content)
        assert parsed.findings != []
        assert not leaks(parsed)


def test_the_records_carry_the_key_alone():
    parsed = read(CASELOADS, table(CASELOADS, {"registration_number": SECRET}))
    assert parsed.records.caseloads[0].worker == f"worker {SECRET}"
    assert repr(parsed.records).count(SECRET) == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("SW771234", "AA999999"),
        ("of sw 771234, Jane", "of AA 999999, Jane"),
        ("SW7", "SW7"),
        ("SWIFT 1234", "SWIFT 1234"),
        ("P-0042", "P-0042"),
    ],
)
def test_what_is_shown_of_a_text(text, told):
    assert shown(text) == told


def test_a_shape_keeps_what_is_neither_letter_nor_digit():
    assert shape("Św-12 ٣") == "AA-99 9"
