"""Kappa, its interval, Wilson's interval and co-occurrence, against printed figures and by property."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard.themes.agreement import Table, agreement, tables, together
from scorecard.themes.wilson import Interval, wilson

COUNTS = st.integers(0, 60)


def test_kappa_of_the_textbook_example() -> None:
    """50 grant applications: 20 both yes, 5 and 10 apart, 15 both no gives 0.4."""
    found = agreement(Table(20, 5, 10, 15))
    assert (found.observed, found.kappa) == (Fraction(7, 10), Fraction(2, 5))
    assert found.interval is not None
    # The delta method, worked out numerically elsewhere, gives a variance of 0.016128.
    assert found.interval.low.quantize(Decimal("0.001")) == Decimal("0.151")
    assert found.interval.high.quantize(Decimal("0.001")) == Decimal("0.649")


def test_perfect_and_meaningless_agreement() -> None:
    perfect = agreement(Table(5, 0, 0, 7))
    assert (perfect.kappa, perfect.interval) == (Fraction(1), Interval(Decimal(1), Decimal(1)))
    assert agreement(Table(0, 0, 0, 9)).kappa is None
    assert agreement(Table(0, 0, 0, 9)).observed == 1
    assert agreement(Table(0, 0, 0, 0)).observed is None


def test_a_table_for_each_theme() -> None:
    pairs = [
        (frozenset({"CAS", "PAY"}), frozenset({"CAS"})),
        (frozenset[str](), frozenset({"PAY"})),
        (frozenset({"CAS"}), frozenset({"CAS"})),
    ]
    assert tables(pairs, ["CAS", "PAY"]) == {"CAS": Table(2, 0, 0, 1), "PAY": Table(0, 1, 1, 1)}


def test_themes_that_go_together() -> None:
    coded = [frozenset({"PAY", "AGY"}), frozenset({"AGY", "PAY", "CAS"}), frozenset({"CAS"})]
    assert together(coded) == {("AGY", "CAS"): 1, ("AGY", "PAY"): 2, ("CAS", "PAY"): 1}


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_kappa_lies_in_its_interval_and_does_not_mind_who_is_first(
    both: int, first: int, second: int, neither: int
) -> None:
    found = agreement(Table(both, first, second, neither))
    swapped = agreement(Table(both, second, first, neither))
    negated = agreement(Table(neither, first, second, both))
    assert found.kappa == swapped.kappa == negated.kappa
    assert found.interval == swapped.interval
    if found.kappa is not None and found.interval is not None:
        assert -1 <= found.interval.low <= found.interval.high <= 1
        near = Fraction(1, 10**20)
        assert Fraction(found.interval.low) - near <= found.kappa
        assert found.kappa <= Fraction(found.interval.high) + near


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [
        (0, 10, "0", "0.2775"),
        (10, 10, "0.7225", "1"),
        (5, 10, "0.2366", "0.7634"),
        (1, 29, "0.0061", "0.1718"),
    ],
)
def test_wilson_against_printed_figures(count: int, total: int, low: str, high: str) -> None:
    found = wilson(count, total)
    assert found is not None
    places = Decimal("0.0001")
    assert found.low.quantize(places) == Decimal(low)
    assert found.high.quantize(places) == Decimal(high)


def test_wilson_of_nothing_and_of_nonsense() -> None:
    assert wilson(0, 0) is None
    for count, total in ((-1, 5), (6, 5)):
        with pytest.raises(ValueError, match="is not between"):
            wilson(count, total)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_share_and_mirrors(pair: tuple[int, int]) -> None:
    count, total = pair
    found, mirrored = wilson(count, total), wilson(total - count, total)
    assert found is not None
    assert mirrored is not None
    assert 0 <= found.low <= Decimal(count) / total <= found.high <= 1
    assert abs(found.low + mirrored.high - 1) < Decimal("1e-24")
