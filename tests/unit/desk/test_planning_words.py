"""What the lead's pages say of a plan: what is to be done, what changes, in the programme's words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from academy.programme import Kind
from academy.revision import Change
from academy.session import Session, Status
from service.desk.academy.changes_view import counted, sections
from service.desk.academy.forms import key_from
from service.desk.academy.to_do import to_do
from tests.spec.academy import sessions

TODAY = date(2027, 1, 20)
FIRST, LAST = date(2027, 1, 11), date(2027, 4, 12)


@pytest.mark.parametrize(
    ("state", "refusing", "unreleased", "members", "last", "said"),
    [
        ("draft", 2, 0, 0, LAST, ["Put right or answer for 2 findings", "Enrol members"]),
        ("draft", 0, 0, 3, LAST, ["Release the plan"]),
        ("published", 0, 1, 3, LAST, ["Release 1 change", "Say that it is running"]),
        (
            "published",
            1,
            2,
            3,
            LAST,
            ["Put right or answer for 1 finding", "Say that it is running"],
        ),
        ("running", 5, 0, 3, LAST, []),
        ("running", 0, 0, 3, FIRST, ["Close it: its last day is over"]),
        ("closed", 5, 5, 0, FIRST, []),
    ],
)
def test_what_is_to_be_done_follows_from_where_a_cohort_stands(
    state, refusing, *, unreleased, members, last, said
):
    found = to_do(
        state=state,
        refusing=refusing,
        unreleased=unreleased,
        members=members,
        first=FIRST,
        last=last,
        today=TODAY,
    )
    assert list(found) == said


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Spring 2027", "spring-2027"),
        ("  Mop-up run, (May) ", "mop-up-run-may"),
        ("Été", "t"),
        ("Весна", ""),
        ("x" * 200, "x" * 100),
    ],
)
def test_a_key_for_addresses_is_made_from_a_name(title, key):
    assert key_from(title) == key


def session(uid: str, **more: object) -> Session:
    place = {"end": "11:00", "room": "Room A", "site_address": "1 High Street"}
    return sessions.session(uid, **{**place, **more})


def moved(one: Session) -> Session:
    return replace(one, day=date(2027, 1, 18), room="Room B")


def test_what_changed_in_two_ways_stands_in_both_sections_and_short_notice_is_marked():
    was = session("a")
    found = sections([Change("a", was, moved(was))], {"a"})
    assert [(each.words, each.lines[0].was, each.lines[0].now) for each in found] == [
        (
            "Moved",
            "Monday 11 January 2027, 9am to 11am",
            "Monday 18 January 2027, 9am to 11am",
        ),
        (
            "Other room",
            "Room A, 1 High Street",
            "Room B, 1 High Street, Monday 18 January 2027, 9am to 11am",
        ),
    ]
    assert found[0].lines[0].direct


def test_changes_are_counted_for_a_member_without_breaks():
    gone = replace(session("b"), status=Status.CANCELLED)
    lunch = session("c", kind=Kind.LUNCH)
    changes = [
        Change("a", session("a"), moved(session("a"))),
        Change("b", session("b"), gone),
        Change("c", lunch, moved(lunch)),
        Change("d", None, session("d")),
    ]
    assert counted(changes) == "1 moved, 1 cancelled, 1 added, 1 in another room"
    assert counted(changes[2:3]) == "1 moved, 1 in another room"
