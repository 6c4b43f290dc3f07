"""Every rate the DfE published, 2017 to 2025, through the product's own formulas.

The published parts are themselves rounded, so a published rate is *consistent* when some unrounded
parts within their rounding give it; headcounts are exact, so their rates must be exact.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest

from scorecard import formulas
from scorecard.aggregation import over_members
from scorecard.definition import Symbol
from scorecard.parameters import DEFAULT_PARAMETERS
from scorecard.rounding import half_up
from tests.golden.published import Cell, cell, rows

TENTH = Fraction(1, 20)
"""Half a unit in the first decimal place."""


def absence(days: formulas.Part, in_post: formulas.Part, year: int) -> formulas.Quotient:
    leap = year % 4 == 0
    parameters = DEFAULT_PARAMETERS
    return formulas.absence_rate(
        days, in_post, parameters.working_days_leap if leap else parameters.working_days
    )


@dataclass(frozen=True)
class Rate:
    column: str
    parts: tuple[str, ...]
    formula: Callable[..., formulas.Quotient]
    local_authorities: int
    """How many published rates of local authorities can be tested."""


RATES = (
    Rate("turnover_rate_fte", ("leavers_fte", "inpost_fte"), formulas.turnover_rate, 1345),
    Rate("turnover_rate_headcount", ("leavers_headcount", "inpost_headcount"), formulas.turnover_rate, 1347),
    Rate("agency_rate_fte", ("agency_fte", "inpost_fte"), formulas.agency_rate, 1341),
    Rate("agency_rate_headcount", ("agency_headcount", "inpost_headcount"), formulas.agency_rate, 1352),
    Rate("agency_cover_rate_fte", ("agency_cover_fte", "agency_fte"), formulas.agency_cover_rate, 1292),
    Rate("vacancy_rate_fte", ("vacancy_fte", "inpost_fte"), formulas.vacancy_rate, 1353),
    Rate("vacancy_agency_cover_rate_fte", ("agency_cover_fte", "vacancy_fte"),
         formulas.vacancies_covered_rate, 1303),
    Rate("caseload_fte", ("cases", "case_holders_fte"), formulas.average_caseload, 1350),
    Rate("absence_rate_fte", ("working_days_lost_fte", "inpost_fte"), absence, 1336),
)  # fmt: skip


def usable_parts(rate: Rate, row: dict[str, str]) -> tuple[Decimal, list[Decimal]] | None:
    published = cell(row[rate.column])
    parts = [cell(row[name]) for name in rate.parts]
    numbers = [part for part in parts if isinstance(part, Decimal)]
    if not isinstance(published, Decimal) or len(numbers) != len(parts):
        return None
    return published, numbers


def apply(
    rate: Rate, parts: Iterable[Decimal | Fraction], row: dict[str, str]
) -> formulas.Quotient:
    extra = (int(row["time_period"]),) if rate.formula is absence else ()
    return rate.formula(*parts, *extra)


def spread(name: str, value: Decimal) -> tuple[Fraction, Fraction]:
    if name.endswith("headcount") or name == "cases":
        return Fraction(value), Fraction(value)
    return max(Fraction(0), Fraction(value) - TENTH), Fraction(value) + TENTH


def consistent(rate: Rate, published: Decimal, parts: list[Decimal], row: dict[str, str]) -> bool:
    corners = product(*(spread(name, part) for name, part in zip(rate.parts, parts, strict=True)))
    exact = [apply(rate, corner, row).exact for corner in corners]
    whole = Fraction(100)
    numbers = [whole if value is Symbol.UNRELIABLE else value for value in exact]
    bounds = [value for value in numbers if isinstance(value, Fraction)]
    return bool(bounds) and min(bounds) - TENTH <= published <= max(bounds) + TENTH


@pytest.mark.parametrize("rate", RATES, ids=lambda rate: rate.column)
def test_every_local_authority_rate_is_consistent_with_the_formula(rate: Rate) -> None:
    tested = inconsistent = inexact = 0
    for row in rows():
        if (
            row["geographic_level"] != "Local authority"
            or (found := usable_parts(rate, row)) is None
        ):
            continue
        tested += 1
        published, parts = found
        inconsistent += not consistent(rate, published, parts, row)
        inexact += apply(rate, parts, row).published(1) != published
    assert (tested, inconsistent) == (rate.local_authorities, 0)
    if "headcount" in rate.column:
        assert inexact == 0


def test_all_1463_rows_are_read_and_the_totals_are_those_of_the_research() -> None:
    levels = Counter(row["geographic_level"] for row in rows())
    assert sum(levels.values()) == 1463
    assert sum(rate.local_authorities for rate in RATES) == 12_019
    assert sum(r.local_authorities for r in RATES if "headcount" in r.column) == 2_699


def test_half_up_decides_the_ties_and_half_even_does_not() -> None:
    """Headcount rates whose exact quotient ends in 5 at the second decimal."""
    ties = half_even = 0
    rate = RATES[1]
    for row in rows():
        if (
            row["geographic_level"] != "Local authority"
            or (found := usable_parts(rate, row)) is None
        ):
            continue
        published, parts = found
        exact = apply(rate, parts, row).exact
        assert isinstance(exact, Fraction)
        if (exact * 100) % 10 == 5:
            ties += 1
            assert half_up(exact, 1) == published
            half_even += Decimal(round(exact * 10)) / 10 == published
    assert (ties, half_even) == (8, 6)


@pytest.mark.parametrize(
    ("year", "region", "column", "published", "from_totals", "left_out"),
    [
        ("2022", "North East", "turnover_rate_fte", "14.8", "13.7", "Gateshead"),
        ("2024", "West Midlands", "agency_rate_fte", "13.9", "12.5", "Birmingham"),
        ("2017", "South East", "agency_cover_rate_fte", "78.3", "68.1", "Surrey"),
    ],
)
def test_a_region_leaves_a_member_out_of_both_sides(
    *, year: str, region: str, column: str, published: str, from_totals: str, left_out: str
) -> None:
    rate = next(rate for rate in RATES if rate.column == column)
    here = [row for row in rows() if (row["time_period"], row["region_name"]) == (year, region)]
    total = next(row for row in here if row["geographic_level"] == "Regional")
    members = [row for row in here if row["geographic_level"] == "Local authority"]
    assert total[column] == published
    parts = usable_parts(rate, total)
    assert parts is not None
    assert apply(rate, parts[1], total).published(1) == Decimal(from_totals)

    def usable(row: dict[str, str]) -> tuple[Cell, ...]:
        own_rate = cell(row[column])
        if own_rate in {Symbol.UNRELIABLE, Symbol.UNAVAILABLE}:
            return (own_rate,) * len(rate.parts)  # type: ignore[return-value] -- a symbol in each part
        return tuple(cell(row[name]) for name in rate.parts)

    whole = over_members(rate.formula, [usable(row) for row in members])
    missing = [row["la_name"] for row in members if any(isinstance(p, Symbol) for p in usable(row))]
    assert missing == [left_out]
    assert whole.words == f"{len(members) - 1} of {len(members)} members included"
    ours = whole.quotient.exact
    assert isinstance(ours, Fraction)
    assert abs(ours - Fraction(published)) < Fraction(1, 4)


@pytest.mark.parametrize("year", ["2021", "2022", "2023", "2024", "2025"])
def test_the_isles_of_scilly_have_symbols_where_nobody_is_in_post(year: str) -> None:
    row = next(
        row for row in rows() if row["time_period"] == year and row["la_name"] == "Isles of Scilly"
    )
    for rate in RATES:
        if rate.formula is absence:
            continue
        parts = [cell(row[name]) for name in rate.parts]
        published = cell(row[rate.column])
        if published is Symbol.NOT_APPLICABLE:
            assert rate.formula(*parts).exact is Symbol.NOT_APPLICABLE, rate.column
        elif found := usable_parts(rate, row):
            assert consistent(rate, *found, row), rate.column


FACTS = (
    # typed in, so that something is proved where the tables are absent: DfE 2025, and made ties
    (formulas.vacancy_rate(Decimal("5965.4"), Decimal("36186.3")), "14.2"),
    (formulas.agency_rate(Decimal("5415.9"), Decimal("36186.3")), "13.0"),
    (formulas.turnover_rate(4611, 38292), "12.0"),
    (formulas.turnover_rate(Decimal("4276.3"), Decimal("36186.3")), "11.8"),
    (formulas.agency_cover_rate(Decimal("4390.8"), Decimal("5415.9")), "81.1"),
    (formulas.vacancies_covered_rate(Decimal("4390.8"), Decimal("5965.4")), "73.6"),
    (formulas.average_caseload(321661, Decimal("21105.4")), "15.2"),
    (absence(Decimal("322786.3"), Decimal("36186.3"), 2025), "3.5"),
    (formulas.vacancy_rate(13, 227), "5.4"),  # Leeds 2009: 93 + 134 in post, 13 vacancies
    (formulas.turnover_rate(1, 16), "6.3"),  # 6.25: half up, where half even gives 6.2
    (formulas.turnover_rate(9, 80), "11.3"),  # 11.25
    (formulas.vacancy_rate(3, 0), "100.0"),  # Isles of Scilly
)


@pytest.mark.parametrize(("quotient", "published"), FACTS, ids=[value for _, value in FACTS])
def test_typed_in_facts(quotient: formulas.Quotient, published: str) -> None:
    assert quotient.published(1) == Decimal(published)


@pytest.mark.parametrize(
    ("quotient", "symbol"),
    [
        (formulas.turnover_rate(0, 0), Symbol.NOT_APPLICABLE),
        (formulas.agency_cover_rate(0, 0), Symbol.NOT_APPLICABLE),
        (formulas.vacancies_covered_rate(Decimal("3.1"), 3), Symbol.UNRELIABLE),
        (formulas.agency_rate(Decimal("0.01"), 500), Symbol.LOW),
        (formulas.turnover_rate(Symbol.UNAVAILABLE, 3), Symbol.UNAVAILABLE),
    ],
)
def test_symbols_are_values_of_their_own(quotient: formulas.Quotient, symbol: Symbol) -> None:
    assert quotient.published(1) is symbol
