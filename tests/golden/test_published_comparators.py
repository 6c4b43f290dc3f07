"""The published file and model through the product's own reader: medians, symbols, joint returns.

Facts typed in come from the DfE's tables; the files themselves are read from beside the checkout.
"""

from __future__ import annotations

import csv
from decimal import Decimal
from functools import cache
from statistics import median

import pytest

from scorecard.authorities import members_of
from scorecard.definition import Symbol
from scorecard.errors import NoPublishedFigures
from scorecard.indicators import INDICATORS
from scorecard.national_tables import NationalTable, Neighbours, standing
from service.benchmarks.vintages import ReadFile, read_file
from tests.golden.published import PATH

MODEL = PATH.with_name("sn_model_2025_wide.csv")
FIVE = (
    "turnover_rate_fte",
    "agency_rate_fte",
    "vacancy_rate_fte",
    "caseload_fte",
    "absence_rate_fte",
)


@cache
def _read() -> tuple[ReadFile, ReadFile]:
    return read_file(PATH.read_bytes()), read_file(MODEL.read_bytes())


@pytest.fixture
def files() -> tuple[NationalTable, Neighbours]:
    if not (PATH.exists() and MODEL.exists()):
        pytest.skip(f"THE PUBLISHED FILES ARE NOT HERE: {PATH} or {MODEL.name} is absent")
    table, model = _read()
    assert table.table is not None
    assert model.neighbours is not None
    return table.table, model.neighbours


def test_the_published_files_are_read_without_a_finding(files):
    table, model = _read()
    assert (table.findings, model.findings) == ([], [])
    assert (table.details, model.details) == (
        {"years": list(range(2017, 2026))},
        {"authorities": 153},
    )


@pytest.mark.parametrize(
    ("code", "own", "medians"),
    [
        ("383", "7 2.1 2.1 14.8 3.8", "11.35 9.35 8.55 15.55 3.85"),
        ("888", "9.9 3.6 3 14.8 5.6", "13.25 13.4 8.8 15.9 3.85"),
    ],
)
def test_leeds_and_lancashire(files, code: str, own: str, medians: str):
    table, model = files
    row = table.required(code, 2025)
    found = [standing(table, row, column, model[code]) for column in FIVE]
    assert [each.value for each in found] == [Decimal(each) for each in own.split()]
    assert [(each.neighbours.value, each.neighbours.used) for each in found] == [
        (Decimal(each), 10) for each in medians.split()
    ]


@pytest.mark.parametrize(
    ("column", "series"),
    [
        ("turnover_rate_fte", "13.4 15.1 15 13.5 15.4 17.2 15.9 13.9 11.8"),
        ("agency_rate_fte", "15.8 15.4 15.8 15.4 15.5 17.6 17.9 16.2 13"),
        ("vacancy_rate_fte", "17 16.5 16.4 16.1 16.7 20 18.9 17.3 14.2"),
        ("caseload_fte", "17.7 17.4 16.9 16.3 16.3 16.6 16 15.4 15.2"),
        ("absence_rate_fte", "3.1 3.2 3.1 2.9 3.1 3.5 3.3 3.4 3.5"),
    ],
)
def test_england_year_by_year(files, column: str, series: str):
    table, _ = files
    for year, value in zip(range(2017, 2026), series.split(), strict=True):
        england = table.england(year)
        assert england is not None
        assert england.cells[column] == Decimal(value)


@pytest.mark.parametrize(
    ("code", "year", "column", "cell"),
    [
        ("420", 2025, "turnover_rate_fte", Symbol.NOT_APPLICABLE),
        ("420", 2025, "vacancy_rate_fte", Decimal(100)),
        ("207", 2025, "turnover_rate_fte", Symbol.UNAVAILABLE),
        ("394", 2025, "agency_rate_fte", Symbol.LOW),
        ("314", 2025, "turnover_rate_fte", Decimal(28)),
        ("318", 2025, "turnover_rate_fte", Decimal(28)),
    ],
)
def test_symbols_and_joint_returns_as_published(files, code, year, column, cell):
    assert files[0].required(code, year).cells[column] == cell


@pytest.mark.parametrize(
    ("code", "year"), [("909", 2023), ("928", 2021), ("836", 2019), ("940", 2020), ("942", 2022)]
)
def test_authorities_outside_their_time_have_no_figures(files, code: str, year: int):
    with pytest.raises(NoPublishedFigures, match=r"(since then: |made its first return for )"):
        files[0].required(code, year)


def test_every_median_agrees_with_a_second_calculation_from_the_bare_files(files):
    """Floats will do here: an exact median of numbers with one decimal differs by less than 1e-9."""
    table, model = files
    with PATH.open(encoding="utf-8-sig", newline="") as file:
        bare = list(csv.DictReader(file))
    own_rows = {
        (each["time_period"], code): each
        for each in bare
        if each["geographic_level"] == "Local authority"
        for code in each["old_la_code"].split(" / ")
    }
    compared = 0
    for year in (2017, 2021, 2025):
        for code, neighbours in model.items():
            own = own_rows.get((str(year), code))
            if own is None:
                continue
            rows = {
                id(row): row
                for each in neighbours
                if (row := own_rows.get((str(year), each.code))) is not None and row is not own
            }
            for indicator in INDICATORS:
                texts = [row[indicator.column] for row in rows.values()]
                numbers = [float(text) for text in texts if text[:1].isdigit()]
                found = standing(
                    table, table.required(code, year), indicator.column, neighbours
                ).neighbours
                assert found is not None
                assert found.used == len(numbers)
                if numbers:
                    assert abs(float(found.value) - median(numbers)) < 1e-9
                compared += 1
    assert compared > 9000
    assert all(len(members_of(code)) == 1 for code in model)
