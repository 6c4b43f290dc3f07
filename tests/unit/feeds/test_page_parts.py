"""What private pages are made of: days in words, visits, addresses, the code, days of a plan."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from service.feeds import address
from service.feeds.subscribing import code_of
from service.feeds.visits import ONE_VISIT, visit
from service.web.english import (
    date_words,
    day_words,
    days_words,
    moment_words,
    near_words,
    span_words,
    time_words,
)

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
MONDAY = date(2026, 12, 14)


# --- days and times in words ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "said"),
    [(time(9), "9am"), (time(9, 5), "9:05am"), (time(12), "midday"), (time(12, 30), "12:30pm"),
     (time(0), "midnight"), (time(0, 15), "12:15am"), (time(13), "1pm"), (time(23, 59), "11:59pm")],
)  # fmt: skip
def test_times_are_said_as_in_england(at, said):
    assert time_words(at) == said


def test_spans_and_days():
    assert span_words(time(9), time(16, 30)) == "9am to 4:30pm"
    assert day_words(MONDAY) == "Monday 14 December 2026"
    assert days_words(MONDAY, MONDAY) == "Monday 14 December 2026"
    assert days_words(MONDAY, date(2026, 12, 18)) == "14 to 18 December 2026"
    assert days_words(date(2026, 11, 30), MONDAY) == "30 November to 14 December 2026"
    assert days_words(MONDAY, date(2027, 1, 4)) == "14 December 2026 to 4 January 2027"


def test_moments_are_those_of_a_clock_in_england():
    assert moment_words(datetime(2027, 6, 30, 23, 30, tzinfo=UTC)) == "12:30am on 1 July 2027"
    assert date_words(datetime(2027, 6, 30, 23, 30, tzinfo=UTC)) == "1 July 2027"
    assert (
        moment_words(datetime(2026, 12, 14, 12, 0, 30, tzinfo=UTC)) == "midday on 14 December 2026"
    )


@pytest.mark.parametrize(
    ("left", "said"),
    [(-1, ""), (0, "today"), (1, "tomorrow"), (2, "in 2 days"), (20, "in 20 days"),
     (21, "in 3 weeks"), (27, "in 3 weeks"), (28, "in 4 weeks")],
)  # fmt: skip
def test_how_far_a_day_is(left, said):
    assert near_words(MONDAY + timedelta(days=left), MONDAY) == said


# --- visits --------------------------------------------------------------------------------------


def test_looking_again_soon_is_one_visit_and_later_another():
    first = visit(None, NOW)
    assert first.before is None
    again = visit(first.cookie, NOW + ONE_VISIT - timedelta(seconds=1))
    assert again.before is None
    looked = NOW + ONE_VISIT - timedelta(seconds=1)
    later = visit(again.cookie, looked + ONE_VISIT)
    assert later.before == looked
    same = visit(later.cookie, looked + ONE_VISIT + timedelta(minutes=1))
    assert same.before == looked


@given(st.text(max_size=40))
def test_no_cookie_whatever_it_holds_breaks_the_page(text):
    found = visit(text, NOW)
    assert found.before is None or found.before <= NOW
    assert re.fullmatch(r"[0-9]+-[0-9]+", found.cookie)


# --- addresses and the code ----------------------------------------------------------------------


def test_a_feed_s_secret_is_derived_from_its_page_s_and_tells_nothing_of_it():
    made = [address.make() for _ in range(50)]
    assert len({each.page for each in made} | {each.secret for each in made}) == 100
    for each in made:
        assert address.of_page(each.page) == each
        assert address.secret_behind(each.page) == each.secret
        assert re.fullmatch(r"[\w-]{43}", each.secret)
        assert each.page not in repr(each)
        assert each.secret_hash == address.hash_of(each.secret)


def test_a_known_pair_so_that_no_release_changes_people_s_addresses():
    assert address.secret_behind("a page") == "Key_wktovpMH26oPleroIxfBU8vORUJ63Snyh4FofQM"


LINK = "https://academy.example/my-academy/" + "x" * 43


def test_the_code_holds_the_link_on_white_with_its_quiet_zone():
    drawn = str(code_of(LINK))
    code = segno.make(LINK, error="m", micro=False)
    size = code.symbol_size(border=4)[0]
    assert f'viewBox="0 0 {size} {size}"' in drawn
    assert 'fill="#fff"' in drawn
    assert drawn == code.svg_inline(
        border=4, omitsize=True, light="#fff", svgclass="app-code__svg", lineclass=None
    )
    for forbidden in ("<script", "style=", "<title", "xlink", LINK):
        assert forbidden not in drawn
