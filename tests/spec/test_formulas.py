"""The arithmetic of every rate, written out by hand: parts in, exact quotient and published value out."""

from decimal import Decimal
from fractions import Fraction

import pytest

from scorecard import formulas
from scorecard.aggregation import Aggregate, over_members
from scorecard.definition import Symbol
from scorecard.rounding import half_up, published

D = Decimal

TABLE = """
formula                | parts        | exact  | published
turnover_rate          | 1 16         | 25/4   | 6.3
turnover_rate          | 9 80         | 45/4   | 11.3
turnover_rate          | 0 12         | 0      | 0.0
turnover_rate          | 3 0          | z      | z
turnover_rate          | 0 0          | z      | z
turnover_rate          | x 12         | x      | x
turnover_rate          | 3 c          | c      | c
turnover_rate          | 1 4000       | 1/40   | low
average_turnover_rate  | 40 280 290   | 800/57 | 14.0
average_turnover_rate  | 40 x 290     | x      | x
average_turnover_rate  | 4 0 0        | z      | z
vacancy_rate           | 13 227       | 65/12  | 5.4
vacancy_rate           | 3 0          | 100    | 100.0
vacancy_rate           | 0 0          | z      | z
agency_rate            | 3 9          | 25     | 25.0
agency_rate            | 3 0          | 100    | 100.0
agency_cover_rate      | 1 3          | 100/3  | 33.3
agency_cover_rate      | 3 3          | 100    | 100.0
agency_cover_rate      | 4 3          | u      | u
agency_cover_rate      | 0 0          | z      | z
part_of                | 3 4          | 75     | 75.0
part_of                | 4 4          | 100    | 100.0
part_of                | 5 4          | u      | u
part_of                | 0 0          | z      | z
part_of                | x 4          | x      | x
vacancies_covered_rate | 2 3          | 200/3  | 66.7
vacancies_covered_rate | 3 3          | 100    | 100.0
vacancies_covered_rate | 7/2 3        | u      | u
unfilled_gap           | 5 2          | 3      | 3.0
unfilled_gap           | 2 2          | 0      | 0.0
unfilled_gap           | 2 5          | u      | u
unfilled_gap           | x 5          | x      | x
net_change             | 5 7 1        | -1     | -1.0
net_change             | 5 x 1        | x      | x
average_caseload       | 31 2         | 31/2   | 15.5
average_caseload       | 0 0          | z      | z
middle                 | 31 2         | 31/2   | 15.5
absence_rate           | 253 10 253   | 10     | 10.0
absence_rate           | 254 10 254   | 10     | 10.0
absence_rate           | 2024 100 253 | 8      | 8.0
absence_rate           | 5 0 253      | z      | z
absence_rate           | 5 x 253      | x      | x
share                  | 1 8          | 25/2   | 12.5
count_of               | 3 8          | 3      | 3.0
count_of               | 0 0          | z      | z
count_of               | x 8          | x      | x
amount                 | 7/4          | 7/4    | 1.8
amount                 | -7/4         | -7/4   | -1.8
amount                 | low          | low    | low
"""

SYMBOLS = {symbol.value: symbol for symbol in Symbol}


def part(text: str) -> formulas.Part:
    return SYMBOLS[text] if text in SYMBOLS else Fraction(text)


@pytest.mark.parametrize(
    ("formula", "parts", "exact", "value"),
    [tuple(cell.strip() for cell in line.split("|")) for line in TABLE.strip().splitlines()[1:]],
)
def test_a_formula(formula: str, parts: str, exact: str, value: str) -> None:
    quotient = getattr(formulas, formula)(*(part(text) for text in parts.split()))
    assert quotient.exact == part(exact)
    expected = SYMBOLS[value] if value in SYMBOLS else D(value)
    assert quotient.published(1) == expected
    assert isinstance(quotient.published(1), Symbol) is isinstance(expected, Symbol)


def test_a_quotient_shows_its_parts() -> None:
    rate = formulas.vacancy_rate(13, 227)
    assert (rate.numerator, rate.denominator) == (13, 240)
    gap = formulas.unfilled_gap(5, 2)
    assert (gap.numerator, gap.denominator) == (3, None)
    absence = formulas.absence_rate(5, 10, 253)
    assert (absence.numerator, absence.denominator) == (5, 2530)
    mean = formulas.average_turnover_rate(4, 10, 20)
    assert (mean.numerator, mean.denominator) == (4, 15)


def test_the_strongest_symbol_wins() -> None:
    order = ["c", "x", "u", "z", "low"]
    for place, winner in enumerate(order):
        for weaker in order[place:]:
            assert formulas.strongest(SYMBOLS[weaker], 3, SYMBOLS[winner], None) is SYMBOLS[winner]
    assert formulas.strongest(1, D(2), None) is None


@pytest.mark.parametrize(
    ("exact", "places", "rounded"),
    [
        (D("0.05"), 1, "0.1"),
        (D("0.04"), 1, "0.0"),
        (D("-0.05"), 1, "-0.1"),
        (D("2.5"), 0, "3"),
        (D("-2.5"), 0, "-3"),
        (Fraction(1, 3), 3, "0.333"),
        (Fraction(2, 3), 3, "0.667"),
        (7, 1, "7.0"),
        (Fraction(625, 100), 1, "6.3"),
        (D("1.005"), 2, "1.01"),
    ],
)
def test_half_up(exact: formulas.Number, places: int, rounded: str) -> None:
    value = half_up(exact, places)
    assert str(value) == rounded


def test_what_rounds_to_nothing_but_is_something_is_low() -> None:
    assert published(Fraction(1, 1000), 1) is Symbol.LOW
    assert published(Fraction(-1, 1000), 1) is Symbol.LOW
    assert published(0, 1) == D("0.0")
    assert published(D("0.05"), 1) == D("0.1")


@pytest.mark.parametrize(
    ("exact", "expected"),
    [
        (3, "3"),
        (D("0.25"), "0.25"),
        (Fraction(1, 8), "0.125"),
        (Fraction(7, 5), "1.4"),
        (Fraction(1, 50), "0.02"),
    ],
)
def test_an_exact_decimal_where_there_is_one(exact: formulas.Number, expected: str) -> None:
    assert formulas.as_decimal(exact) == D(expected)


def test_and_a_refusal_where_there_is_none() -> None:
    with pytest.raises(ValueError, match="1/3 cannot be written as a decimal"):
        formulas.as_decimal(Fraction(1, 3))


def test_a_rate_over_members_sums_both_sides_of_those_with_both() -> None:
    """| member | leavers | in post | : the second has no in post, the third's cover is unreliable."""
    whole = over_members(
        formulas.agency_cover_rate,
        [(D("1.5"), 3), (2, Symbol.UNAVAILABLE), (4, 3), (1, 2)],
    )
    assert (whole.quotient.numerator, whole.quotient.denominator) == (Fraction(5, 2), 5)
    assert whole.quotient.exact == 50
    assert (whole.included, whole.members) == (2, 4)
    assert whole.words == "2 of 4 members included"


def test_members_are_looked_at_once_and_added_up_exactly() -> None:
    third = Fraction(1, 3)
    whole = over_members(
        formulas.turnover_rate,
        iter([(third, D("0.1")), (third, D("0.2")), (Symbol.LOW, 1), (third, D("0.7"))]),
    )
    assert whole == Aggregate(formulas.Quotient(Fraction(1), Fraction(1)), 3, 4)
    assert isinstance(whole.quotient.numerator, Fraction)
    assert isinstance(whole.quotient.denominator, Fraction)


def test_members_that_are_all_unreliable_or_none_at_all_are_unavailable() -> None:
    for members, count in (([(4, 3), (9, 8)], 2), ([], 0)):
        nothing = over_members(formulas.agency_cover_rate, members)
        assert nothing == Aggregate(formulas.Quotient(Symbol.UNAVAILABLE), 0, count)


def test_no_usable_member_is_unavailable_not_nil() -> None:
    nothing = over_members(formulas.turnover_rate, [(Symbol.SUPPRESSED, 3)])
    assert nothing == Aggregate(formulas.Quotient(Symbol.UNAVAILABLE), 0, 1)
    assert nothing.quotient.published(1) is Symbol.UNAVAILABLE
