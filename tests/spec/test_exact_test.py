"""Fisher's exact test against tables worked out by hand and against its own definition."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest

from scorecard.exact_test import fisher


@pytest.mark.parametrize(
    ("first", "second", "chance"),
    [
        # Fisher's tea-tasting lady: 3 of 4 and 1 of 4
        ((3, 4), (1, 4), Fraction(34, 70)),
        ((4, 4), (0, 4), Fraction(2, 70)),
        ((0, 0), (3, 5), Fraction(1)),
        ((2, 5), (2, 5), Fraction(1)),
    ],
)
def test_known_tables(first, second, chance):
    assert fisher(*first, *second) == fisher(*second, *first) == chance


def by_hand(count: int, total: int, other_count: int, other_total: int) -> Fraction:
    """Every way to hand out the theme among all interviews, one by one."""
    ways: dict[int, int] = {}
    for chosen in combinations(range(total + other_total), count + other_count):
        first = sum(each < total for each in chosen)
        ways[first] = ways.get(first, 0) + 1
    rare = sum(each for each in ways.values() if each <= ways[count])
    return Fraction(rare, sum(ways.values()))


@pytest.mark.parametrize("total", [3, 5])
@pytest.mark.parametrize("other_total", [2, 6])
def test_it_is_what_counting_every_way_gives(total: int, other_total: int):
    for count in range(total + 1):
        for other in range(other_total + 1):
            expected = by_hand(count, total, other, other_total)
            assert fisher(count, total, other, other_total) == expected


@pytest.mark.parametrize("table", [(-1, 4, 1, 4), (5, 4, 1, 4), (1, 4, -1, 4), (1, 4, 5, 4)])
def test_what_is_no_share_is_refused(table):
    with pytest.raises(ValueError, match="not a share"):
        fisher(*table)
