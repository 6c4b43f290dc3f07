"""XmR charts: limits worked out by hand, each of the four rules at its edge, and when none is put."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from scorecard.control_charts import (
    Limits,
    Reading,
    Rule,
    Signal,
    Verdict,
    limits_of,
    read,
)


def values(text: str) -> list[Decimal | None]:
    return [None if each == "-" else Decimal(each) for each in text.split()]


QUIET = "10 12 10 12 10 12 10 12 10 12 10 12"


def test_limits_are_the_average_and_two_point_six_six_moving_ranges() -> None:
    # ranges are all 2, the average is 11, so the limits are 11 - 5.32 and 11 + 5.32
    assert limits_of(values(QUIET)) == Limits(
        Fraction(11), Fraction(2), Fraction("5.68"), Fraction("16.32")
    )


def test_a_missing_month_has_no_moving_range_on_either_side() -> None:
    # 10 to 12 is 2, 12 to 10 is 2; 10 to 90 is no range, because a month is missing between them
    assert limits_of(values("10 12 10 - 90")) == Limits(
        Fraction(122, 4),
        Fraction(2),
        Fraction(122, 4) - Fraction("5.32"),
        Fraction(122, 4) + Fraction("5.32"),
    )


@pytest.mark.parametrize("text", ["", "-", "10", "10 - 12 - 10"])
def test_without_neighbours_there_are_no_limits(text: str) -> None:
    assert limits_of(values(text)) is None


def test_fewer_than_twelve_values_are_not_judged() -> None:
    eleven = values("10 12 10 12 10 12 10 12 10 12 - 10")
    assert read(eleven) == Reading(Verdict.TOO_FEW, 11)
    assert read([*eleven, Decimal(12)]).verdict is Verdict.JUDGED


def test_twelve_values_without_neighbours_are_not_judged() -> None:
    assert read(values("10 - " * 12)) == Reading(Verdict.TOO_FEW, 12)


def test_rolling_values_are_never_judged() -> None:
    assert read(values(QUIET + " 99"), rolling=True) == Reading(Verdict.ROLLING, 13)


#  what                                   values                                     rule first last high
EDGES = """
  on the limit is within it            | 10 12 10 12 10 12 10 12 10 12 10 12       |
  seven on one side                    | 1 9 1 9 1 9 8 6 8 6 8 6 1 9 1 9 1 1 1     | on-one-side 5 11 up
  six on one side                      | 1 9 1 9 1 9 8 6 8 6 8 1 9 1 9 1           |
  seven rising                         | 5 6 5 6 1 2 3 4 5 6 7 2 5 6 5             | rising-or-falling 4 10 up
  six rising                           | 5 6 5 6 1 2 3 4 5 6 2 5 6 5 6             |
  seven falling                        | 5 4 5 4 9 8 7 6 5 4 3 8 5 4 5             | rising-or-falling 4 10 down
  equal neighbours end a trend         | 5 6 5 6 1 2 3 4 4 5 6 7 2 5 6             |
"""


def _edges() -> list[tuple[str, str, str]]:
    lines = [line for line in EDGES.splitlines() if line.strip()]
    return [tuple(part.strip() for part in line.split("|")) for line in lines]  # type: ignore[misc] -- three columns


@pytest.mark.parametrize(("what", "text", "expected"), _edges(), ids=[e[0] for e in _edges()])
def test_a_rule_catches_what_it_says_and_no_less(what: str, text: str, expected: str) -> None:
    found = [
        f"{each.rule} {each.first} {each.last} {'up' if each.high else 'down'}"
        for each in read(values(text)).signals
    ]
    assert found == ([expected] if expected else [])


def test_a_value_beyond_a_limit() -> None:
    quiet = "5 6 " * 12
    assert Signal(Rule.BEYOND, 24, 24, high=True) in read(values(quiet + "99 5 6")).signals
    assert Signal(Rule.BEYOND, 24, 24, high=False) in read(values(quiet + "-99 5 6")).signals


def test_two_of_three_near_the_same_limit() -> None:
    # average about 5.5, moving range about 1, so the outer third is from about 7.3 to 8.2 (3.7 to 2.8)
    quiet = "5 6 " * 15
    near = read(values(f"{quiet} 7.9 6 7.9 {quiet}")).signals
    assert near == (Signal(Rule.NEAR, 30, 32, high=True),)
    low = read(values(f"{quiet} 3.1 3.1 5 {quiet}")).signals
    assert low == (Signal(Rule.NEAR, 30, 31, high=False),)
    apart = read(values(f"{quiet} 7.9 6 5 7.9 {quiet}")).signals
    assert apart == ()
    opposite = read(values(f"{quiet} 7.9 6 3.1 {quiet}")).signals
    assert opposite == ()


def test_a_missing_month_ends_a_run() -> None:
    run = "1 9 1 9 1 9 8 6 8 6 8 6 8 1 9 1 9 1 1 1"
    broken = "1 9 1 9 1 9 8 6 - 8 6 8 6 8 1 9 1 9 1 1 1"
    assert [each.rule for each in read(values(run)).signals] == [Rule.SHIFT]
    assert read(values(broken)).signals == ()


def test_values_that_never_differ_give_limits_at_the_average_and_no_signal() -> None:
    reading = read(values("5 " * 12))
    assert reading.limits == Limits(Fraction(5), Fraction(0), Fraction(5), Fraction(5))
    assert reading.signals == ()
