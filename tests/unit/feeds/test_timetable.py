"""The timetable of scorecards: which half-years, on which days, counted how."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from academy.feed import Days
from service.feeds.timetable import BY_RULE, PublishedEdition, timetable
from service.settings import Settings

SETTINGS = Settings(public_url="https://scorecard.example")
TODAY = date(2026, 11, 23)
SEPTEMBER, MARCH = date(2026, 9, 30), date(2026, 3, 31)


def at(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, 0, tzinfo=UTC)


def days(*published: PublishedEdition, today: date = TODAY) -> list[tuple[str, str]]:
    return [
        (event.summary, event.when.first.isoformat())
        for event in timetable(published, today, SETTINGS).events
        if isinstance(event.when, Days) and event.when.first == event.when.last
    ]


def test_before_anything_is_published_it_begins_with_what_is_due():
    assert days() == [
        ("Scorecard due: half-year to 30 September 2026", "2026-10-01"),
        ("Scorecard due: half-year to 31 March 2027", "2027-04-01"),
        ("Scorecard due: half-year to 30 September 2027", "2027-10-01"),
        ("Scorecard due: half-year to 31 March 2028", "2028-04-01"),
        ("Scorecard due: half-year to 30 September 2028", "2028-10-01"),
    ]


def test_a_half_year_that_was_left_out_is_still_due():
    published = PublishedEdition(date(2025, 9, 30), 1, at(date(2025, 12, 1)))
    assert days(published)[:3] == [
        ("Scorecard published: half-year to 30 September 2025", "2025-12-01"),
        ("Scorecard due: half-year to 31 March 2026", "2026-04-01"),
        ("Scorecard due: half-year to 30 September 2026", "2026-10-01"),
    ]


def test_published_it_is_the_same_event_on_the_day_in_england():
    [due] = [e for e in timetable([], TODAY, SETTINGS).events if "2026" in e.summary]
    late = datetime(2027, 5, 31, 23, 30, tzinfo=UTC)
    edition = PublishedEdition(SEPTEMBER, 1, late)
    [done] = [e for e in timetable([edition], TODAY, SETTINGS).events if "2026" in e.summary]
    assert (done.uid, done.sequence, done.changed_at) == (due.uid, 1, late)
    assert (due.sequence, due.changed_at) == (0, BY_RULE)
    assert done.when == Days(date(2027, 6, 1), date(2027, 6, 1))
    assert done.url == "https://scorecard.example/scorecards/2026-09-30"
    assert done.transparent
    assert due.transparent


def test_corrections_stay_on_the_day_and_are_told():
    editions = [
        PublishedEdition(MARCH, 3, at(date(2026, 7, 2))),
        PublishedEdition(MARCH, 1, at(date(2026, 5, 4))),
        PublishedEdition(MARCH, 2, at(date(2026, 6, 1))),
    ]
    event = timetable(editions, TODAY, SETTINGS).events[0]
    assert event.when == Days(date(2026, 5, 4), date(2026, 5, 4))
    assert event.description == (
        "Corrected on 1 June 2026 (version 2).\nCorrected on 2 July 2026 (version 3)."
    )
    assert (event.sequence, event.changed_at) == (3, at(date(2026, 7, 2)))


@pytest.mark.parametrize(
    ("today", "changed_at"),
    [
        (date(2026, 9, 30), datetime(2026, 9, 30, 23, 0, tzinfo=UTC)),
        (date(2026, 10, 1), datetime(2026, 9, 30, 23, 0, tzinfo=UTC)),
    ],
)
def test_it_changes_when_a_half_year_comes_into_sight(today, changed_at):
    """30 September 2028 is two years of 365 days after 1 October 2026, midnight in England."""
    found = timetable([], today, SETTINGS)
    in_sight = date(2028, 9, 30) in {
        date.fromisoformat(event.when.first.isoformat()).replace(day=30, month=9)
        for event in found.events
        if isinstance(event.when, Days) and event.when.first == date(2028, 10, 1)
    }
    assert in_sight == (today >= date(2026, 10, 1))
    assert (found.changed_at == changed_at) == in_sight
    assert found.changed_at <= datetime(today.year, today.month, today.day, tzinfo=UTC)


def test_uids_do_not_collide_over_a_century():
    seen = [
        event.uid
        for year in range(2026, 2126, 2)
        for event in timetable([], date(year, 11, 23), SETTINGS).events
    ]
    ends = {
        event.summary
        for year in range(2026, 2126, 2)
        for event in timetable([], date(year, 11, 23), SETTINGS).events
    }
    assert len(set(seen)) == len(ends)


def test_other_half_years():
    settings = Settings(half_year_ends=((6, 30), (12, 31)))
    found = timetable([], TODAY, settings).events
    assert [event.summary for event in found][:2] == [
        "Scorecard due: half-year to 30 June 2026",
        "Scorecard due: half-year to 31 December 2026",
    ]
