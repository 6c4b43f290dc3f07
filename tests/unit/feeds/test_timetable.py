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


def september(today: date, *editions: PublishedEdition) -> tuple[str, str, int]:
    [event] = [
        each
        for each in timetable(editions, today, SETTINGS).events
        if "30 September 2026" in each.summary
    ]
    assert isinstance(event.when, Days)
    assert (event.url is None) is event.summary.startswith(("Scorecard due", "Scorecard to be"))
    return event.summary.partition(":")[0], event.when.first.isoformat(), event.sequence


def test_what_waits_for_its_release_is_not_told_as_published():
    """It is published on the 23rd, and anyone can open it from 9:30 on the 26th."""
    moment = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
    waiting = PublishedEdition(SEPTEMBER, 1, at(date(2026, 11, 23)), moment)
    assert september(TODAY, waiting) == ("Scorecard to be released", "2026-11-26", 1)
    assert september(date(2026, 11, 25), waiting) == ("Scorecard to be released", "2026-11-26", 1)
    assert september(date(2026, 11, 26), waiting) == ("Scorecard published", "2026-11-26", 2)


def test_a_correction_that_waits_is_not_told_before_it_is_out():
    first = PublishedEdition(SEPTEMBER, 1, at(date(2026, 11, 2)))
    second = PublishedEdition(
        SEPTEMBER, 2, at(date(2026, 11, 20)), datetime(2026, 11, 30, 9, 30, tzinfo=UTC)
    )
    before, after = (
        timetable([first, second], today, SETTINGS).events[0]
        for today in (date(2026, 11, 29), date(2026, 11, 30))
    )
    assert (before.sequence, before.changed_at, before.description) == (1, first.published_at, "")
    assert (after.sequence, after.description) == (2, "Corrected on 30 November 2026 (version 2).")
    assert after.changed_at == datetime(2026, 11, 30, 0, 0, tzinfo=UTC)


def test_a_withdrawn_scorecard_is_called_that():
    gone = at(date(2026, 11, 10))
    first = PublishedEdition(SEPTEMBER, 1, at(date(2026, 11, 2)), None, gone)
    assert september(TODAY, first) == ("Scorecard withdrawn", "2026-11-02", 2)
    [event, *_] = timetable([first], TODAY, SETTINGS).events
    assert (event.description, event.changed_at) == (
        "Version 1 was withdrawn on 10 November 2026.",
        gone,
    )
    second = PublishedEdition(SEPTEMBER, 2, at(date(2026, 11, 20)))
    assert september(TODAY, first, second) == ("Scorecard published", "2026-11-02", 3)


def test_withdrawn_before_its_release_it_is_due_again_and_nothing_was_published():
    moment = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
    first = PublishedEdition(SEPTEMBER, 1, at(date(2026, 11, 20)), moment, at(date(2026, 11, 21)))
    assert september(TODAY, first) == ("Scorecard due", "2026-10-01", 2)
    assert september(date(2026, 12, 1), first) == ("Scorecard due", "2026-10-01", 2)


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
