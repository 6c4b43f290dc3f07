"""Columns of the ledger: exact beyond one chunk of rows, and refused beyond what adds up exactly."""

from datetime import date

import pytest

from scorecard.days_lost import days_lost_until, last_day, mark
from scorecard.definition import Dimension
from scorecard.ledger.account import Account
from scorecard.ledger.integers import AMOUNT_LIMIT, ROWS_LIMIT, expand, ordinals, whole
from scorecard.ledger.reading import columns
from scorecard.workforce import FULL_TIME, Workforce
from tests.spec.tables import Read, absences, caseloads, staff


def test_rows_beyond_one_chunk_are_all_read() -> None:
    """2,001 people with one case and one day of sickness each."""
    people = [f"w{number}" for number in range(2_001)]
    table = "\n".join
    made = Read(
        Workforce(
            employments=staff(table(["worker | fte", *(f"{one} | 0.333333" for one in people)])),
            absences=absences(table(["worker", *people])),
            caseloads=caseloads(table(["worker | cases", *(f"{one} | 1" for one in people)])),
        )
    )
    assert made("in-post-headcount") == "2001"
    assert made.sum("average-caseload", "child") == f"2001 / {2_001 * 333_333 / FULL_TIME}"
    assert made("sickness-days-lost") == "2001.0"


def test_columns_are_those_of_all_rows_in_order() -> None:
    rows = list(range(2_500))
    doubled, negated = columns(rows, lambda some: ([2 * n for n in some], [-n for n in some]))
    assert doubled == [2 * n for n in rows]
    assert negated == [-n for n in rows]
    assert columns([], lambda some: (list(some),)) == ([],)


@pytest.mark.parametrize("amount", [AMOUNT_LIMIT, -AMOUNT_LIMIT])
def test_an_amount_that_might_wrap_around_is_refused(amount: int) -> None:
    assert whole([AMOUNT_LIMIT - 1, 1 - AMOUNT_LIMIT]).tolist() == [
        AMOUNT_LIMIT - 1,
        1 - AMOUNT_LIMIT,
    ]
    with pytest.raises(OverflowError, match="adds up exactly"):
        whole([0, amount])


def test_more_rows_than_add_up_exactly_are_refused() -> None:
    with pytest.raises(OverflowError, match="adds up exactly"):
        whole([0] * (ROWS_LIMIT + 1))


def test_the_largest_sums_and_products_fit() -> None:
    """The reasoning of ``integers``: rows x amounts x days of a year stays below 2**63."""
    assert ROWS_LIMIT * AMOUNT_LIMIT == 2**53
    assert ROWS_LIMIT * AMOUNT_LIMIT * 366 < 2**62


def test_numbers_from_and_to_are_written_out_row_by_row() -> None:
    rows, numbers = expand(whole([3, 5, 7]), whole([5, 5, 8]))
    assert (rows.tolist(), numbers.tolist()) == ([0, 0, 2], [3, 4, 7])


def test_days_are_their_ordinals() -> None:
    assert ordinals([date(1, 1, 1), date(2026, 9, 30)]).tolist() == [1, 739_889]


def test_days_lost_before_on_and_after_an_absence() -> None:
    """Monday to Friday, five days: nothing before, all of it after."""
    (week,) = absences("first | last | days\n2026-01-05 | 2026-01-09 | 5")
    days = [
        date(2026, 1, 4),
        date(2026, 1, 5),
        date(2026, 1, 7),
        date(2026, 1, 9),
        date(2026, 2, 1),
    ]
    assert days_lost_until(week, map(mark, days)) == [0, 100, 300, 500, 500]


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ("2026-01-08", "2026-01-09"),  # Thursday and Friday
        ("2026-01-09", "2026-01-12"),  # Friday and Monday
        ("2026-01-10", "2026-01-13"),  # a Saturday: Monday and Tuesday
        ("2026-01-11", "2026-01-13"),
    ],
)
def test_an_absence_that_lasts_runs_for_as_many_weekdays_as_were_lost(
    first: str, expected: str
) -> None:
    (absence,) = absences(f"first | last | days\n{first} | - | 2")
    assert date.fromordinal(last_day(absence)).isoformat() == expected


def test_a_category_that_never_occurred_is_nil() -> None:
    """No leaver at all: 0 for each reason, with the symbol of nothing left out."""
    account = Account(1, {Dimension.COUNCIL: {}}, {Dimension.COUNCIL: {}})
    assert account.part(Dimension.COUNCIL, "5", 0, 0, 1) == 0
    assert account.count(Dimension.COUNCIL, "5", 0, 0, 1) == 0
    assert account.column(Dimension.COUNCIL, "5", 3).cells.tolist() == [0, 0, 0]
