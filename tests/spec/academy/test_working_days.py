"""Working days of England: Monday to Friday, less bank holidays and closures."""

from datetime import date, timedelta

import pytest

from academy.errors import BankHolidaysUnreadable, NoWorkingDay
from academy.working_days import Closure, bank_holidays
from tests.spec.academy.calendars import d, england


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2027-01-11", None),
        ("2027-01-09", "a Saturday"),
        ("2027-01-10", "a Sunday"),
        ("2027-03-26", "a bank holiday (Good Friday)"),
        ("2023-05-08", "a bank holiday (Bank holiday for the coronation of King Charles III)"),
        (
            "2022-09-19",
            "a bank holiday (Bank Holiday for the State Funeral of Queen Elizabeth II)",
        ),
        ("2020-05-04", None),
        ("2021-12-28", "a bank holiday (Boxing Day)"),
        ("2027-08-16", "summer closure"),
    ],
)
def test_why_a_day_is_off(day: str, why: str | None) -> None:
    closed = england(Closure(d("2027-08-16"), d("2027-08-20"), "summer closure"))
    assert closed.why_off(d(day)) == why
    assert closed.is_working(d(day)) is (why is None)


def test_working_days_are_counted_over_easter() -> None:
    assert england().plus(d("2027-03-25"), 1) == d("2027-03-30")
    assert england().plus(d("2027-03-25"), 0) == d("2027-03-25")


def test_the_list_begins_and_ends_with_its_years() -> None:
    known, first, last = england(), d("2015-01-01"), d("2028-12-31")
    assert known.unknown(first, last) is None
    assert known.unknown(first, d("2029-01-01")) == ("to", last)
    assert known.unknown(d("2014-12-31"), last) == ("from", first)
    assert known.unknown(d("2014-12-31"), d("2029-01-01")) == ("from", first)


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"england-and-wales": {"events": []}},
        {"england-and-wales": {"events": [{"title": "x", "date": "26/03/2027"}]}},
        [],
    ],
)
def test_another_document_is_refused_in_words(document: object) -> None:
    with pytest.raises(
        BankHolidaysUnreadable, match="The bank holiday list cannot be read"
    ) as refused:
        bank_holidays(document)
    assert refused.value.reason


def test_days_between_are_the_working_ones() -> None:
    """Easter 2027: Good Friday 26 and Easter Monday 29 March."""
    assert sorted(england().between(d("2027-03-25"), d("2027-03-30"))) == [d("2027-03-25"), d("2027-03-30")]  # fmt: skip
    assert england().between(d("2027-03-30"), d("2027-03-25")) == frozenset()


def test_closures_without_end_leave_no_working_day_and_that_is_said() -> None:
    closed = england(Closure(d("2027-01-11"), d("9999-12-31"), "closed"))
    assert closed.on_or_after(d("2027-01-08")) == d("2027-01-08")
    with pytest.raises(NoWorkingDay) as refusal:
        closed.after(d("2027-01-08"))
    assert refusal.value.after == d("2027-01-09")
    assert str(refusal.value) == "There is no working day within ten years of 2027-01-09"


def test_a_closure_of_just_under_ten_years_ends() -> None:
    first = d("2027-01-12")
    open_on = first + timedelta(days=3_653)
    closed = england(Closure(first, open_on - timedelta(days=1), "closed"))
    assert closed.on_or_after(first) == open_on
    with pytest.raises(NoWorkingDay):
        england(Closure(first, open_on, "closed")).on_or_after(first)


def test_the_calendar_ends_with_the_year_9999() -> None:
    assert england().on_or_after(date.max) == date.max
    with pytest.raises(NoWorkingDay):
        england(Closure(date.max, date.max, "closed")).on_or_after(date.max)
