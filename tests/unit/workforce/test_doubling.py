"""Which new rows of a file double a held one."""

from datetime import date

import pytest

from service.workforce import comparing
from service.workforce.changes import DOUBLED_LISTED, warnings_about
from service.workforce.doubling import doubled
from service.workforce.fact_kinds import ABSENCES, AGENCY, CASELOADS, EMPLOYMENTS, POSTS
from service.workforce.folding import compare
from service.workforce.records import Kind
from tests.unit.workforce.returns import (
    a_caseload,
    a_leaver,
    a_post,
    an_absence,
    an_assignment,
    an_employment,
)

LATER = date(2026, 7, 6)


def found(kind, sent, *held):
    rows = {kind.key_of(record): (7, 1, *record) for record in held}
    return [record.row for record, _ in doubled(kind, sent, compare(kind, sent, rows).new, rows)]


CORRECTED = [
    (EMPLOYMENTS, an_employment(row=9, started=LATER), an_employment()),
    (EMPLOYMENTS, an_employment(row=9, post="P-2"), an_employment()),
    (EMPLOYMENTS, an_employment(row=9), an_employment(post=None)),
    (EMPLOYMENTS, a_leaver(row=9, started=date(2024, 9, 3)), a_leaver()),
    (POSTS, a_post(9, opened=LATER), a_post()),
    (AGENCY, an_assignment(row=9, started=LATER), an_assignment()),
    (AGENCY, an_assignment(row=9, team="Hill"), an_assignment()),
    (ABSENCES, an_absence(row=9, first_day=LATER), an_absence()),
    (ABSENCES, an_absence(row=9, kind="MAT"), an_absence()),
]


@pytest.mark.parametrize(("kind", "sent", "held"), CORRECTED)
def test_a_row_with_one_part_of_the_key_corrected_doubles_the_held_one(kind, sent, held):
    assert found(kind, [sent], held) == [9]


@pytest.mark.parametrize(("kind", "sent", "held"), CORRECTED)
def test_not_when_the_file_sends_the_held_one_again(kind, sent, held):
    assert found(kind, [held, sent], held) == []


NOT_DOUBLED = [
    (EMPLOYMENTS, an_employment(who=2, started=LATER), an_employment()),
    (EMPLOYMENTS, an_employment(started=LATER, post="P-2"), an_employment()),
    (EMPLOYMENTS, an_employment(started=LATER), a_leaver(ended=date(2026, 7, 5))),
    (EMPLOYMENTS, a_leaver(ended=date(2024, 9, 1), started=date(2024, 1, 1)), an_employment()),
    (EMPLOYMENTS, an_employment(fte=1), an_employment()),
    (POSTS, a_post(opened=LATER), a_post(closed=LATER)),
    (CASELOADS, a_caseload(team="Hill"), a_caseload()),
]


@pytest.mark.parametrize(("kind", "sent", "held"), NOT_DOUBLED)
def test_other_people_other_days_and_two_differences_are_no_doubling(kind, sent, held):
    assert found(kind, [sent], held) == []


def test_a_returner_whose_spell_touches_the_last_day_held_is_told():
    assert found(EMPLOYMENTS, [an_employment(started=LATER)], a_leaver(ended=LATER)) == [2]


def test_each_row_is_told_up_to_a_number_and_the_others_are_counted():
    count = DOUBLED_LISTED + 5
    held = [a_post(row, f"P-{row}") for row in range(count)]
    sent = [a_post(row, f"P-{row}", opened=LATER) for row in range(count)]
    rows = {POSTS.key_of(record): (7, 1, *record) for record in held}
    difference = compare(POSTS, sent, rows)
    difference.doubled = doubled(POSTS, sent, difference.new, rows)
    told = [each for each in warnings_about([difference]) if each.code == "HELD_DOUBLED"]
    assert [each.row for each in told] == [*range(DOUBLED_LISTED), None]
    assert told[-1].message.startswith("5 more rows are new")


def test_a_new_role_in_a_census_doubles_the_held_one_and_says_what_a_census_cannot():
    """RoleStartDate tells spells apart: promoted on 6 July, and the row of the old role stays."""
    held, sent = an_employment(post=None), an_employment(row=9, post=None, started=LATER)
    rows = {EMPLOYMENTS.key_of(held): (7, 1, *held)}
    difference = comparing._compared(Kind.CENSUS, EMPLOYMENTS, [sent], rows, None)
    told = [each for each in warnings_about([difference]) if each.code == "HELD_DOUBLED"]
    assert [(each.row, each.column, each.value) for each in told] == [
        (9, "RoleStartDate", "2026-07-06")
    ]
    assert "send an employments return" in told[0].hint
