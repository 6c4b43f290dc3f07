"""The rule by which a return changes what is held."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.workforce.fact_kinds import (
    CAME_WITH,
    CASELOADS,
    EMPLOYMENTS,
    FACT_KINDS,
    FIELDS,
    POSTS,
)
from service.workforce.folding import Held, compare, never_mixed, repeated_keys
from service.workforce.records import Records
from tests.unit.workforce.returns import (
    a_caseload,
    a_leaver,
    a_post,
    an_employment,
    random_records,
)


def held(kind, *records, came_with=7):
    rows = [(100 + place, came_with, *record) for place, record in enumerate(records)]
    return {kind.key_of_held(row): row for row in rows}


def test_a_key_that_is_not_held_is_new():
    difference = compare(POSTS, [a_post(2, "P-2")], held(POSTS, a_post(2, "P-1")))
    assert difference.new == [a_post(2, "P-2")]
    assert difference.to_store == [a_post(2, "P-2")]
    assert difference.superseded == []
    assert difference.rests_on == set()
    assert [row[FIELDS] for row in difference.missing] == ["P-1"]


def test_the_same_fact_from_another_row_of_another_file_is_unchanged():
    difference = compare(POSTS, [a_post(row=9)], held(POSTS, a_post(row=2), came_with=3))
    assert difference.unchanged == 1
    assert list(difference.to_store) == []
    assert difference.rests_on == {3}
    assert difference.missing == []


def test_a_changed_field_supersedes_the_held_row():
    difference = compare(POSTS, [a_post(fte=500_000)], held(POSTS, a_post()))
    [(was, now)] = difference.changed
    assert was[0] == 100
    assert now == a_post(fte=500_000)
    assert difference.superseded == [was]
    assert difference.to_store == [now]
    assert difference.ended == []
    assert difference.rests_on == {7}


def test_an_open_row_that_gets_its_end_is_ended_and_not_changed_besides():
    difference = compare(EMPLOYMENTS, [a_leaver()], held(EMPLOYMENTS, an_employment()))
    assert [now for _, now in difference.ended] == [a_leaver()]
    assert difference.changed == []
    assert difference.newly_left == 1
    assert difference.held_open == 1


def test_a_corrected_end_is_a_change():
    later = a_leaver(ended=date(2026, 7, 31))
    difference = compare(EMPLOYMENTS, [later], held(EMPLOYMENTS, a_leaver()))
    assert [now for _, now in difference.changed] == [later]
    assert difference.ended == []
    assert difference.newly_left == 0
    assert difference.held_open == 0


def test_an_end_taken_back_is_a_change():
    difference = compare(EMPLOYMENTS, [an_employment()], held(EMPLOYMENTS, a_leaver()))
    assert len(difference.changed) == 1
    assert difference.newly_left == 0


def test_somebody_who_moves_has_not_left():
    moved = an_employment(ended=date(2026, 6, 30), end_type="moved")
    difference = compare(EMPLOYMENTS, [moved], held(EMPLOYMENTS, an_employment()))
    assert len(difference.ended) == 1
    assert difference.newly_left == 0


def test_a_closed_post_is_no_leaver():
    closed = a_post(closed=date(2026, 6, 30))
    difference = compare(POSTS, [closed], held(POSTS, a_post()))
    assert len(difference.ended) == 1
    assert difference.newly_left == 0


def test_only_open_rows_can_be_missing():
    there = held(EMPLOYMENTS, an_employment(who=1), a_leaver(who=2), an_employment(who=3))
    difference = compare(EMPLOYMENTS, [an_employment(who=3)], there)
    assert [row[FIELDS] for row in difference.missing] == [an_employment(who=1).worker]


def test_a_caseload_is_missing_only_on_a_day_the_return_is_about():
    september, march = date(2026, 9, 30), date(2026, 3, 31)
    there = held(
        CASELOADS,
        a_caseload(who=1, taken_on=september),
        a_caseload(who=2, taken_on=september),
        a_caseload(who=3, taken_on=march),
    )
    difference = compare(CASELOADS, [a_caseload(who=1, taken_on=september)], there)
    assert [row[FIELDS] for row in difference.missing] == [a_caseload(who=2).worker]


def test_no_post_and_a_named_post_are_two_keys():
    nowhere = an_employment(post=None)
    difference = compare(EMPLOYMENTS, [nowhere], held(EMPLOYMENTS, an_employment()))
    assert difference.new == [nowhere]


def test_stored_records_keep_the_order_of_the_file():
    there = held(POSTS, a_post(2, "P-2"), a_post(3, "P-4"))
    sent = [a_post(2, "P-4", fte=1), a_post(3, "P-3"), a_post(4, "P-2"), a_post(5, "P-1")]
    difference = compare(POSTS, sent, there)
    assert difference.to_store == [sent[0], sent[1], sent[3]]


def test_a_key_used_twice_is_found_where_it_is_repeated():
    rows = [a_post(2), a_post(3, "P-2"), a_post(4, fte=1), a_post(5)]
    assert repeated_keys(POSTS, rows) == [rows[2], rows[3]]
    assert repeated_keys(POSTS, rows[:2]) == []


def test_hr_rows_and_census_rows_never_mix():
    facts = Held()
    facts.take_in(1, Records(employments=[an_employment(who=1), an_employment(who=2)]), census=True)
    facts.take_in(2, Records(caseloads=[a_caseload(who=1)]), census=True)
    assert [row[CAME_WITH] for row in facts.facts(EMPLOYMENTS)] == [1, 1]
    facts.take_in(3, Records(employments=[an_employment(who=1)]), census=False)
    assert [row[CAME_WITH] for row in facts.facts(EMPLOYMENTS)] == [3]
    assert [row[CAME_WITH] for row in facts.facts(CASELOADS)] == [2]
    assert len(facts.account(EMPLOYMENTS, census=True)) == 2, "kept, though not used"


def test_a_census_row_does_not_supersede_an_hr_row_with_its_key():
    facts = Held()
    facts.take_in(1, Records(employments=[an_employment(post=None)]), census=False)
    facts.take_in(2, Records(employments=[a_leaver(post=None)]), census=True)
    assert [row[FIELDS:] for row in facts.facts(EMPLOYMENTS)] == [an_employment(post=None)[1:]]


def test_a_leaver_of_a_census_keeps_the_fte_held_before():
    left = a_leaver(fte=None)
    difference = compare(EMPLOYMENTS, [left], held(EMPLOYMENTS, an_employment()), census=True)
    [(_, now)] = difference.ended
    assert now == a_leaver(fte=600_000)
    assert difference.to_store == [now]
    assert difference.fte_kept == 1
    again = compare(EMPLOYMENTS, [left], held(EMPLOYMENTS, a_leaver()), census=True)
    assert (again.unchanged, list(again.to_store)) == (1, [])


@pytest.mark.parametrize(
    ("sent", "was", "census"),
    [
        (a_leaver(fte=None), an_employment(), False),
        (an_employment(fte=None), an_employment(), True),
        (a_leaver(fte=500_000), an_employment(), True),
        (a_leaver(fte=None), an_employment(fte=None), True),
    ],
    ids=["HR says what it says", "not a leaver", "FTE stated", "none held"],
)
def test_nobody_else_keeps_an_fte(sent, was, census):
    difference = compare(EMPLOYMENTS, [sent], held(EMPLOYMENTS, was), census=census)
    assert difference.to_store == [sent]
    assert difference.fte_kept == 0


@pytest.mark.parametrize(
    ("hr", "census", "used"),
    [([1], [2], [1]), ([], [2], [2]), ([1], [], [1]), ([], [], [])],
)
def test_one_account_or_the_other(hr, census, used):
    assert never_mixed(hr, census) == used


@settings(deadline=None)
@given(random_records(), st.booleans())
def test_the_same_return_again_changes_nothing(records, census):
    facts = Held()
    facts.take_in(1, records, census=census)
    before = {kind.name: facts.facts(kind) for kind in FACT_KINDS}
    facts.take_in(2, records, census=census)
    assert {kind.name: facts.facts(kind) for kind in FACT_KINDS} == before


@settings(deadline=None)
@given(random_records(), random_records())
def test_counts_add_up(earlier, later):
    for kind in FACT_KINDS:
        facts = Held()
        facts.take_in(1, earlier, census=False)
        rows = {kind.key_of_held(row): row for row in facts.account(kind, census=False)}
        sent = kind.records_in(later)
        difference = compare(kind, sent, rows)
        told = (
            len(difference.new)
            + len(difference.changed)
            + len(difference.ended)
            + difference.unchanged
        )
        assert told == len(sent)
        assert len(difference.to_store) == told - difference.unchanged
        facts.take_in(2, later, census=False)
        after = facts.account(kind, census=False)
        assert len(after) == len(rows) + len(difference.new)
        assert {kind.key_of_held(row): row[FIELDS:] for row in after} == {
            **{key: row[FIELDS:] for key, row in rows.items()},
            **{kind.key_of(record): record[1:] for record in sent},
        }
