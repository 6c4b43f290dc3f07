"""A first day, a post or a team tells rows apart, and gets corrected, too.

What the finding about it advises is done here, on both databases, and must put it right.
"""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pytest

from scorecard.definition import Dimension
from scorecard.parameters import DEFAULT_PARAMETERS
from scorecard.periods import half_year_ending
from scorecard.scorecard import build
from service.access.actor import Actor, Scope
from service.workforce import operations
from service.workforce.reading import Options
from service.workforce.receiving import measured
from service.workforce.records import Kind
from service.workforce.refusals import DependedOn
from tests.unit.workforce.files import a_file, number

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
HR = Actor(name="HR system", scopes=frozenset({Scope.HR}))
PERIOD = half_year_ending(date(2020, 3, 31))
"""The half-year in which the people of the examples start."""


async def take_in(settings, kind, *rows):
    outcome = await operations.take_in(
        kind,
        measured(io.BytesIO(a_file(kind, *rows))),
        filename="return.csv",
        options=Options(),
        actor=HR,
        now=NOW,
        settings=settings,
    )
    assert outcome.state == "confirmed", outcome.findings
    return outcome


async def undo(outcome):
    return await operations.undo(outcome.record.id, actor=HR, now=NOW)


def codes(outcome):
    return [each["code"] for each in outcome.findings]


async def figures(*measures):
    """Values of the whole council for PERIOD."""
    scorecard = build(await operations.held_facts(), PERIOD, DEFAULT_PARAMETERS)
    found = {
        each.measure: each.value
        for each in scorecard.figures
        if (each.dimension, each.category) == (Dimension.COUNCIL, "")
    }
    return [found[measure] for measure in measures]


def person(who=1, started="2020-01-01", **other):
    return {
        "registration_number": number(who),
        "post": f"P-{who}",
        "started": started,
        "qualified_on": "",
        "fte": "1",
        **other,
    }


HELD = [person(1), person(2)]
CORRECTED = [person(1, "2020-01-06"), person(2)]
WITHDRAWN = person(ended="2020-01-01", start_type="moved", start_origin="", end_type="moved")
STAFF = ("in-post-fte", "in-post-headcount", "starters-fte", "starters-headcount", "leavers-fte")


async def test_a_corrected_first_day_is_told_at_its_row(settings):
    await take_in(settings, Kind.EMPLOYMENTS, *HELD)
    outcome = await take_in(settings, Kind.EMPLOYMENTS, *CORRECTED)
    found, missing = [each for each in outcome.findings if each["code"] != "NOT_STATED"]
    assert (found["code"], found["severity"]) == ("HELD_DOUBLED", "warn")
    assert (found["row"], found["column"], found["value"]) == (2, "started", "2020-01-06")
    assert "held from 2020-01-01" in found["message"]
    assert missing["code"] == "OPEN_NOT_SENT"
    assert number(1) not in str(outcome.findings)


async def test_undoing_the_return_with_the_wrong_day_puts_it_right(settings):
    wrong = await take_in(settings, Kind.EMPLOYMENTS, *HELD)
    doubling = await take_in(settings, Kind.EMPLOYMENTS, *CORRECTED)
    with pytest.raises(DependedOn):
        await undo(wrong)
    await undo(doubling)
    await undo(wrong)
    again = await take_in(settings, Kind.EMPLOYMENTS, *CORRECTED)
    assert "HELD_DOUBLED" not in codes(again)
    assert await figures(*STAFF) == [2, 2, 2, 2, 0]


async def test_closing_the_wrong_row_on_its_first_day_puts_it_right(settings):
    await take_in(settings, Kind.EMPLOYMENTS, *HELD)
    await take_in(settings, Kind.EMPLOYMENTS, *CORRECTED)
    assert await figures(*STAFF) == [3, 2, 3, 2, 0]
    again = await take_in(settings, Kind.EMPLOYMENTS, *CORRECTED, WITHDRAWN)
    assert "HELD_DOUBLED" not in codes(again)
    assert await figures(*STAFF) == [2, 2, 2, 2, 0]


async def test_the_closing_row_can_come_with_the_correction(settings):
    await take_in(settings, Kind.EMPLOYMENTS, *HELD)
    outcome = await take_in(settings, Kind.EMPLOYMENTS, *CORRECTED, WITHDRAWN)
    assert {"HELD_DOUBLED", "OPEN_NOT_SENT"}.isdisjoint(codes(outcome))
    assert await figures(*STAFF) == [2, 2, 2, 2, 0]


async def test_an_agency_assignment_is_put_right_in_the_same_way(settings):
    wrong = {"started": "2020-01-06", "team": "Harbor"}
    right = {"started": "2020-01-06", "team": "Harbour"}
    await take_in(settings, Kind.AGENCY, wrong)
    assert codes(await take_in(settings, Kind.AGENCY, right)) == ["HELD_DOUBLED", "OPEN_NOT_SENT"]
    assert await figures("agency-fte") == [2]
    closed = {**wrong, "ended": "2020-01-06"}
    assert "HELD_DOUBLED" not in codes(await take_in(settings, Kind.AGENCY, right, closed))
    assert await figures("agency-fte") == [1]


async def test_a_post_is_put_right_by_closing_the_wrong_row(settings):
    """A post counts once whatever is held of it; which row it is must not be left to chance."""
    wrong, right = {"opened": "2019-04-01"}, {"opened": "2019-05-01"}
    await take_in(settings, Kind.POSTS, wrong)
    assert codes(await take_in(settings, Kind.POSTS, right)) == ["HELD_DOUBLED", "OPEN_NOT_SENT"]
    closed = {**wrong, "closed": "2019-04-02"}
    assert codes(await take_in(settings, Kind.POSTS, right, closed)) == []
    facts = await operations.held_facts()
    assert [each.opened for each in facts.posts if each.closed is None] == [date(2019, 5, 1)]


async def test_rows_of_a_day_are_taken_back_by_undoing_the_latest_return_first(settings):
    """What HELD_NOT_SENT advises."""
    one, two = {"team": "Harbor"}, {"registration_number": number(2)}
    wrong = await take_in(settings, Kind.CASELOADS, one, two)
    later = await take_in(settings, Kind.CASELOADS, {"team": "Harbour"}, two)
    assert codes(later) == ["HELD_NOT_SENT"]
    with pytest.raises(DependedOn):
        await undo(wrong)
    await undo(later)
    await undo(wrong)
    assert codes(await take_in(settings, Kind.CASELOADS, {"team": "Harbour"}, two)) == []
    teams = [each.team for each in (await operations.held_facts()).caseloads]
    assert teams == ["Harbour", "Harbour"]


async def test_an_absence_is_put_right_with_no_days_lost(settings):
    absence = {"first_day": "2020-02-03", "last_day": "2020-02-07", "days_lost": "5"}
    wrong = {**absence, "first_day": "2020-02-01"}
    await take_in(settings, Kind.ABSENCES, wrong)
    assert codes(await take_in(settings, Kind.ABSENCES, absence)) == ["HELD_DOUBLED"]
    closed = {**wrong, "last_day": "2020-02-01", "days_lost": "0"}
    assert "HELD_DOUBLED" not in codes(await take_in(settings, Kind.ABSENCES, absence, closed))
    assert sorted(each.days_lost for each in (await operations.held_facts()).absences) == [0, 500]
