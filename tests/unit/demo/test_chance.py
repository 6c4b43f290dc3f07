"""Chance and calendar of the demo council."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.demo.chance import Chance
from service.demo.months import (
    after_working_days,
    is_working_day,
    month_last,
    months,
    working_days,
    years_since,
)

DAYS = st.dates(date(2000, 1, 1), date(2040, 12, 31))


def test_a_seed_and_a_purpose_name_one_stream():
    def throws(seed: int, purpose: str) -> list[int]:
        chance = Chance(seed, purpose)
        return [chance.below(1000) for _ in range(5)]

    assert throws(7, "leaving") == [541, 106, 994, 539, 351]
    assert throws(7, "leaving") == throws(7, "leaving")
    assert throws(7, "starting") != throws(7, "leaving")
    assert throws(8, "leaving") != throws(7, "leaving")


def test_weights_are_kept():
    chance = Chance(1, "weights")
    drawn = Counter(chance.weighted((("a", 70), ("b", 30), ("never", 0))) for _ in range(10_000))
    assert set(drawn) == {"a", "b"}
    assert 6_800 < drawn["a"] < 7_200


def test_no_weight_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="above nought"):
        Chance(1, "weights").weighted((("a", 0),))


@given(st.integers(0, 10_000), st.integers(-50, 50), st.integers(0, 50))
def test_numbers_stay_within_their_bounds(seed, lowest, more):
    chance = Chance(seed, "bounds")
    assert lowest <= chance.between(lowest, lowest + more) <= lowest + more
    assert -more <= chance.around(0, more) <= more
    first = date(2026, 1, 1)
    assert first <= chance.day(first, first + timedelta(days=more)) <= first + timedelta(days=more)


@given(DAYS, st.integers(0, 400))
def test_working_days_are_counted_as_by_hand(first, length):
    last = first + timedelta(days=length)
    by_hand = sum(is_working_day(first + timedelta(days=n)) for n in range(length + 1))
    assert working_days(first, last) == by_hand


@given(DAYS, st.integers(1, 60))
def test_a_leave_of_so_many_working_days_has_so_many(first, count):
    last = after_working_days(first, count)
    assert working_days(first, last) == count
    assert is_working_day(last)


def test_months_and_their_last_days():
    assert [month_last(month) for month in months(date(2023, 12, 5), date(2024, 3, 1))] == [
        date(2023, 12, 31),
        date(2024, 1, 31),
        date(2024, 2, 29),
        date(2024, 3, 31),
    ]


@pytest.mark.parametrize(
    ("earlier", "day", "years"),
    [
        (date(2024, 7, 15), date(2025, 7, 14), 0),
        (date(2024, 7, 15), date(2025, 7, 15), 1),
        (None, date(2025, 7, 15), None),
    ],
)
def test_years_since(earlier, day, years):
    assert years_since(earlier, day) == years
