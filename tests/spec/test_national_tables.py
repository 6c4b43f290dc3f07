"""DfE's annual tables: own figure, England, region, and the median of the statistical neighbours."""

from __future__ import annotations

from decimal import Decimal

import pytest

from scorecard.authorities import authorities, is_code, joint_key, members_of, name_of
from scorecard.definition import Symbol
from scorecard.errors import NoPublishedFigures
from scorecard.indicators import INDICATORS, cell_of
from scorecard.measures import MEASURES
from scorecard.national_tables import (
    ENGLAND,
    Level,
    NationalTable,
    Neighbour,
    TableRow,
    cell_in,
    median,
    neighbours_median,
    standing,
)

RATE = "turnover_rate_fte"

SMALL = """
year | level    | key       | new                    | name      | region    | turnover
2025 | National | E92000001 | E92000001              | England   |           | 11.8
2025 | Regional | E12000002 | E12000002              | North West| E12000002 | 12.2
2025 | Local authority | 888 | E10000017            | Lancashire| E12000002 | 9.9
2025 | Local authority | 351 | E08000002            | Bury      | E12000002 | 10
2025 | Local authority | 332 | E08000027            | Dudley    | E12000005 | 13.5
2025 | Local authority | 884 | E06000019            | Herefordshire | E12000005 | low
2025 | Local authority | 207 | E09000020            | Kensington and Chelsea | E13000001 | x
2025 | Local authority | 314 / 318 | E09000021 / E09000027 | Kingston / Richmond | E13000002 | 28
2024 | Local authority | 351 | E08000002            | Bury      | E12000002 | 17
2022 | Local authority | 909 | E10000006            | Cumbria   | E12000002 | 12
"""


def table(text: str = SMALL) -> NationalTable:
    rows = []
    for line in text.strip().splitlines()[1:]:
        year, level, key, new, name, region, turnover = (each.strip() for each in line.split("|"))
        cell = cell_of(turnover)
        assert cell is not None
        rows.append(TableRow(int(year), Level(level), key, new, name, region, {RATE: cell}))
    return NationalTable(rows)


def near(*codes: str) -> tuple[Neighbour, ...]:
    return tuple(Neighbour(code, rank, "Close") for rank, code in enumerate(codes, 1))


def test_an_authority_stands_beside_england_its_region_and_its_neighbours():
    found = standing(table(), table().required("888", 2025), RATE, near("351", "332"))
    assert (found.value, found.england, found.region) == (
        Decimal("9.9"),
        Decimal("11.8"),
        Decimal("12.2"),
    )
    assert found.neighbours is not None
    assert (found.neighbours.value, found.neighbours.used) == (Decimal("11.75"), 2)


def test_what_is_not_there_is_none_and_no_number():
    lonely = table().required("351", 2024)
    found = standing(table(), lonely, RATE, ())
    assert (found.england, found.region, found.neighbours) == (None, None, None)
    assert cell_in(lonely, "caseload_fte") is Symbol.UNAVAILABLE


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ("", None),
        ("3", "3"),
        ("3 1", "2"),
        ("1 9 2", "2"),
        ("11.3 11.4", "11.35"),
        ("0.1 0.2 0.2 0.1", "0.15"),
    ],
)
def test_the_median_is_exact(values: str, expected: str | None):
    found = median(Decimal(each) for each in values.split())
    assert found == (None if expected is None else Decimal(expected))


def test_a_median_leaves_symbols_out_and_says_so():
    row = table().required("888", 2025)
    found = neighbours_median(table(), row, RATE, near("351", "884", "207", "332", "999", "909"))
    assert (found.value, found.used, found.of) == (Decimal("11.75"), 2, 6)
    assert [(each.code, each.symbol, each.why) for each in found.left_out] == [
        ("884", Symbol.LOW, "published as low"),
        ("207", Symbol.UNAVAILABLE, "published as x"),
        ("999", None, "999 is not the code of an authority that is known here."),
        (
            "909",
            None,
            (
                "Cumbria made its last return for 2022; since then: Cumberland (942) and "
                "Westmorland and Furness (943)."
            ),
        ),
    ]


def test_a_neighbour_that_is_known_and_has_no_row_is_named():
    row = table().required("888", 2025)
    found = neighbours_median(table(), row, RATE, near("383"))
    assert (found.value, found.used) == (Symbol.UNAVAILABLE, 0)
    assert [(each.name, each.why) for each in found.left_out] == [("Leeds", "no row in the table")]


def test_a_joint_return_stands_for_each_of_its_authorities_and_counts_once():
    row = table().required("888", 2025)
    found = neighbours_median(table(), row, RATE, near("314", "318", "351"))
    assert (found.value, found.used, found.of) == (Decimal(19), 2, 3)
    assert [(each.code, each.why) for each in found.left_out] == [
        ("318", "made a joint return that is counted already")
    ]


def test_nobody_is_compared_with_the_return_it_made_itself():
    row = table().required("318", 2025)
    found = neighbours_median(table(), row, RATE, near("314", "351"))
    assert (found.value, found.used) == (Decimal(10), 1)
    assert [each.why for each in found.left_out] == ["made one return together with this authority"]


@pytest.mark.parametrize(
    "code",
    ["314", "318", "314 / 318", "314/318", "E09000021", "E09000027", "E09000021 / E09000027"],
)
def test_a_joint_return_is_found_by_every_name_it_has(code: str):
    assert table().required(code, 2025).key == "314 / 318"


@pytest.mark.parametrize(
    ("code", "year", "why"),
    [
        ("909", 2025, "since then: Cumberland (942) and Westmorland and Furness (943)"),
        ("909", 1999, "The table has the years 2022 to 2025."),
        ("942", 2022, "Cumberland made its first return for 2023."),
        ("351", 2022, "The table has this authority for the years 2024 to 2025."),
        ("383", 2025, "The table has no row of this authority."),
        ("999", 2025, "999 is not the code of an authority that is known here."),
        (ENGLAND, 2025, "is not the code of an authority"),
        ("E12000002", 2025, "is not the code of an authority"),
    ],
)
def test_what_has_no_figures_is_refused_with_what_is_known_of_the_reason(
    code: str, year: int, why: str
):
    with pytest.raises(NoPublishedFigures, match=r"There are no published figures") as refused:
        table().required(code, year)
    assert why in str(refused.value)
    assert (refused.value.authority, refused.value.year) == (code, year)


def test_an_authority_that_the_table_knows_and_this_service_does_not():
    new = table(SMALL.replace("888 ", "979 "))
    with pytest.raises(NoPublishedFigures) as refused:
        new.required("979", 2024)
    assert refused.value.why == "The table has this authority for 2025."


def test_a_table_without_rows_has_no_years():
    with pytest.raises(NoPublishedFigures, match="The table has no year at all"):
        NationalTable([]).required("888", 2025)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("7", Decimal(7)),
        ("36186.3", Decimal("36186.3")),
        ("z", Symbol.NOT_APPLICABLE),
        ("x", Symbol.UNAVAILABLE),
        (":", Symbol.UNAVAILABLE),
        ("c", Symbol.SUPPRESSED),
        ("low", Symbol.LOW),
        ("k", Symbol.LOW),
        ("u", Symbol.UNRELIABLE),
        ("", None),
        ("-1", None),
        ("1,000", None),
        ("1e5", None),
        ("n/a", None),
        ("٣", None),  # an Arabic-Indic digit
        ("NaN", None),
    ],
)
def test_a_cell_is_a_number_or_a_symbol_or_nothing_of_the_kind(text: str, cell: object):
    found = cell_of(text)
    assert (type(found), found) == (type(cell), cell)


def test_every_indicator_stands_beside_a_measure_that_is_there():
    for each in INDICATORS:
        if each.measure:
            measure = MEASURES[each.measure]
            codes = {one.code for one in measure.categories} or {""}
            assert set(each.categories) <= codes
            assert (measure.unit, measure.decimal_places) == (each.unit, each.decimal_places)


def test_codes_and_names():
    assert (is_code("888"), is_code("88"), is_code("E10000017")) == (True, False, False)
    assert members_of("314 / 318") == ("314", "318")
    assert (members_of("Bury"), joint_key("314/318")) == ((), "314 / 318")
    assert (name_of("888"), name_of("000")) == ("Lancashire", "000")
    known = authorities()
    assert len(known) == 158
    assert all(after in known for each in known.values() for after in each.successors)
