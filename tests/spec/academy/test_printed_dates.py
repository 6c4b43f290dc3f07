"""Dates as printed (rule I3)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.printed_dates import (
    PrintedDates,
    correction,
    other_weekday,
    read_date,
    read_day,
    read_heading,
)
from tests.spec.academy.calendars import d

TABLE = """
printed                       | first      | last
06/11/17                      | 2017-11-06 | 2017-11-06
13/11/2017                    | 2017-11-13 | 2017-11-13
2017-11-13                    | 2017-11-13 | 2017-11-13
6th– 17th November 2017       | 2017-11-06 | 2017-11-17
11th – 12th December 2017     | 2017-12-11 | 2017-12-12
12th -13th March 2018         | 2018-03-12 | 2018-03-13
22 nd November 2017           | 2017-11-22 | 2017-11-22
9th April                     | 2018-04-09 | 2018-04-09
October 8th                   | 2018-10-08 | 2018-10-08
January 8th                   | 2019-01-08 | 2019-01-08
Jan 8, 2020                   | 2020-01-08 | 2020-01-08
29th October - 2nd November 2018 | 2018-10-29 | 2018-11-02
28 December 2018 - 4 January 2019 | 2018-12-28 | 2019-01-04
28th December - 4th January 2019 | 2018-12-28 | 2019-01-04
2nd November - 29th October 2018 | 2017-11-02 | 2018-10-29
17th - 6th November 2017      | none       | none
29th February 2027            | none       | none
February 30th 2027            | none       | none
31/04/2027                    | none       | none
in the autumn                 | none       | none
"""


@pytest.mark.parametrize(
    ("printed", "first", "last"),
    [tuple(c.strip() for c in line.split("|")) for line in TABLE.strip().splitlines()[1:]],
)
def test_a_heading(printed: str, first: str, last: str) -> None:
    expected = None if first == "none" else PrintedDates(d(first), d(last))
    assert read_heading(printed, after=d("2018-01-15")) == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("06/11/17", "2017-11-06"),
        ("6th November 2017", "2017-11-06"),
        ("6th - 7th November 2017", None),
        ("9th April", None),
        ("29/02/2027", None),
        ("", None),
        ("8th Oct. 2027", "2027-10-08"),  # a full stop after the month
        ("8 October, 2027", "2027-10-08"),
        ("8 Oct 27", "2027-10-08"),  # two figures are a year
        ("Oct. 8th, 27", "2027-10-08"),
        ("October 2027", None),  # no day
        ("111 January 2027", None),  # not the 11th
        ("6 Nov 2027 and 13 Nov 2027", None),  # two days in one cell
        ("6 Nov 10am", None),  # an hour is no year
    ],
)
def test_a_date_cell(printed: str, expected: str | None) -> None:
    assert read_date(printed) == (d(expected) if expected else None)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("9th April", "2018-04-09"),
        ("October 8th", "2018-10-08"),
        ("9th April and 10th July", None),
        ("6th - 7th November", None),
        ("soon", None),
    ],
)
def test_a_cell_without_a_year(printed: str, expected: str | None) -> None:
    assert read_day(printed, after=d("2018-01-15")) == (d(expected) if expected else None)


@pytest.mark.parametrize(
    ("printed", "other"),
    [
        ("Monday 11 January 2027", False),
        ("Mon 11 January 2027", False),
        ("Tuesday 11 January 2027", True),
        ("Tues 11 January 2027", True),
        ("11 January 2027", False),
    ],
)
def test_a_weekday_that_the_day_is_not(printed: str, other: bool) -> None:
    assert other_weekday(printed, d("2027-01-11")) is other


@pytest.mark.parametrize(
    ("wrong", "first", "last", "better"),
    [
        ("2018-08-13", "2018-03-12", "2018-03-13", "2018-03-13"),  # the month
        ("2017-08-13", "2018-03-12", "2018-03-13", "2018-03-13"),  # month and year
        ("2017-06-11", "2018-06-11", "2018-06-12", "2018-06-11"),  # the year
        ("2017-11-22", "2017-11-06", "2017-11-17", None),  # no such day in the block
        ("2018-05-13", "2018-03-01", "2018-04-30", None),  # two are as near
    ],
)
def test_a_date_outside_its_block_is_corrected_only_when_one_day_is_nearest(
    wrong: str, first: str, last: str, better: str | None
) -> None:
    assert correction(d(wrong), d(first), d(last)) == (d(better) if better else None)


@given(st.text(max_size=40), st.none() | st.dates(max_value=date(9000, 1, 1)))
def test_no_text_breaks_it(text: str, after: date | None) -> None:
    read = read_heading(text, after=after)
    assert read is None or read.first <= read.last
