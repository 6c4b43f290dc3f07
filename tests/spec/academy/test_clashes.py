"""Double bookings in a plan and across cohorts (R2, G5, AC7)."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.clashes import Clash, clashes, shared_days
from academy.engagements import (
    Resource,
    attending,
    engagements,
    printed_engagements,
    rooms_of,
    with_person,
)
from academy.findings import PlanFinding, Severity
from academy.rooms import Room, names
from academy.session import Session, Status
from tests.spec.academy.programmes import lancashire
from tests.spec.academy.sessions import session
from tests.spec.academy.test_plan import laid
from tests.spec.academy.test_printed_programme import programme as printed


def pairs(*sessions: Session, **more: object) -> list[tuple[str, str, str, str]]:
    found = clashes(engagements(sessions, **more))  # type: ignore[arg-type] -- passes the choices on
    return [(clash.resource.value, clash.key, clash.one.uid, clash.other.uid) for clash in found]


@pytest.mark.parametrize(
    ("start", "end", "meet"),
    [
        ("08:00", "09:00", False),
        ("10:00", "11:00", False),
        ("08:00", "09:01", True),
        ("09:59", "11:00", True),
        ("09:00", "10:00", True),
        ("09:15", "09:45", True),
        ("08:00", "12:00", True),
    ],
)
def test_times_are_half_open(start: str, end: str, meet: bool) -> None:
    one, other = session("a", facilitators=("Ann",)), session("b", facilitators=("Ann",), start=start, end=end)  # fmt: skip
    assert bool(pairs(one, other)) is meet
    taken = engagements([one, other])
    assert taken[0].meets(taken[1]) is taken[1].meets(taken[0]) is meet


def test_another_day_another_person_and_the_session_itself_are_no_clash() -> None:
    ann = session("a", facilitators=("Ann",), presenters=("Ann",))
    assert pairs(ann) == []
    assert pairs(ann, session("b", facilitators=("Bea",))) == []
    assert pairs(ann, session("b", facilitators=("Ann",), day="2027-01-12")) == []
    assert pairs(ann, session("b", facilitators=("Ann",), status=Status.CANCELLED)) == []


def test_facilitator_in_one_and_presenter_in_the_other_is_one_clash() -> None:
    ann, other = session("a", facilitators=("Ann",)), session("b", presenters=("Ann", "Bea"))
    assert pairs(ann, other) == [("person", "Ann", "a", "b")]


def test_a_role_of_several_people_is_never_double_booked() -> None:
    one, other = session("a", presenters=("APs", "Ann")), session("b", presenters=("APs", "Ann"))
    assert pairs(one, other, shared_roles={"APs"}) == [("person", "Ann", "a", "b")]
    assert len(pairs(one, other)) == 2


def test_rooms_clash_within_their_site_and_each_of_several_counts() -> None:
    one = session("a", room="Blue and Green", site="hall")
    assert pairs(one, session("b", room="Green", site="hall")) == [
        ("room", "Green, hall", "a", "b")
    ]
    assert pairs(one, session("b", room="Green", site="mill")) == []
    assert pairs(session("a", room="Z"), session("b", room="Z")) == [("room", "Z", "a", "b")]
    assert (rooms_of(one), rooms_of(session())) == (("Blue", "Green"), ())


def test_a_room_under_two_names_is_one_room_where_one_is_an_alias() -> None:
    """As "The Savoy", "Savoy Suite The Exchange" and so on of the printed programme."""
    one, other = session("a", room="Savoy Suite", site="hall"), session("b", room="The Savoy", site="hall")  # fmt: skip
    known = names([Room("hall", "Savoy Suite", 40, ("The Savoy", "Savoy"))])
    assert pairs(one, other, room_names=known) == [("room", "Savoy Suite, hall", "a", "b")]
    assert pairs(one, other) == []
    assert pairs(one, session("b", room="The Savoy", site="mill"), room_names=known) == []


def test_equipment_clashes_by_item() -> None:
    one, other = session("a"), session("b")
    kit = {"a": ["Projector", "Laptops"], "b": ["Laptops"]}
    assert pairs(one, other, equipment=kit) == [("equipment", "Laptops", "a", "b")]
    assert pairs(one, other) == []


def test_somebody_who_attends_clashes_with_what_they_present() -> None:
    own = [session("a"), session("gone", status=Status.CANCELLED)]
    presented = engagements([session("b", presenters=("Ann",))])
    assert clashes((*attending(own, "m1"), *presented)) == ()
    (clash,) = clashes((*attending(own, "m1", staff_name="Ann"), *presented))
    assert (clash.resource, clash.key) == (Resource.PERSON, "Ann")
    own_session = session("a", presenters=("Ann",))
    assert clashes((*attending([own_session], "m1", staff_name="Ann"), *engagements([own_session]))) == ()  # fmt: skip
    (twice,) = clashes(attending([session("a"), session("b")], "m1"))
    assert twice.finding.code == "MEMBER_CLASH"
    assert twice.finding.message.startswith(
        "A member is in a of c1 (09:00 to 10:00) and in b of c1"
    )


def test_three_at_once_are_three_pairs_and_what_ended_is_passed_over() -> None:
    found = pairs(
        session("long", facilitators=("Ann",), start="09:00", end="12:00"),
        session("b", facilitators=("Ann",), start="09:30", end="10:00"),
        session("c", facilitators=("Ann",), start="09:45", end="10:15"),
        session("d", facilitators=("Ann",), start="11:00", end="11:30"),
    )
    assert [pair[2:] for pair in found] == [("long", "b"), ("long", "c"), ("long", "d"), ("b", "c")]


def test_a_clash_is_said_in_words_and_may_be_overridden() -> None:
    room = {"room": "Blue", "site": "hall"}
    (clash,) = clashes(engagements([session("a", **room), session("b", **room, start="09:30")]))
    assert clash.finding == PlanFinding(
        "ROOM_CLASH",
        Severity.WARN,
        "Room Blue, hall is in a of c1 (09:00 to 10:00) and in b of c1 (09:30 to 10:00) on 2027-01-11.",
    )


def test_another_cohort_on_the_same_day_at_another_hour_is_shared() -> None:
    own = engagements([session("a", facilitators=("Ann",)), session("b", facilitators=("Ann",))])
    others = engagements(
        [
            session("x", cohort="c3", facilitators=("Ann",), start="15:00", end="16:00"),
            session("y", cohort="c2", facilitators=("Ann", "Bea"), start="13:00", end="14:00"),
            session("z", cohort="c2", facilitators=("Ann",), day="2027-01-12"),
        ]
    )
    (shared,) = shared_days(own, (*own, *others))
    assert shared.finding == PlanFinding(
        "CROSS_COHORT", Severity.WARN, "Ann is with c2, c3 on 2027-01-11 too."
    )
    assert clashes((*own[:1], *others)) == ()
    assert shared_days(own, own) == ()


def test_lancashire_doubles_three_people_twice_on_day_four_and_nobody_else() -> None:
    """AC7 on the shipped programme as the mop-up run had it."""
    found = clashes(engagements(laid(lancashire(), "2017-11-06")))
    assert [(c.one.day.isoformat(), f"{c.one.start:%H:%M}-{c.one.end:%H:%M}", c.key) for c in found] == [
        ("2017-11-09", "09:00-12:00", "AP 4"),
        ("2017-11-09", "09:00-12:00", "Academy lead 1"),
        ("2017-11-09", "09:00-12:00", "Academy lead 2"),
        ("2017-11-09", "13:00-14:30", "AP 4"),
        ("2017-11-09", "13:00-14:30", "Academy lead 1"),
        ("2017-11-09", "13:00-14:30", "Academy lead 2"),
    ]  # fmt: skip


def test_the_sessions_of_a_person() -> None:
    facilitated, presented = session("a", facilitators=("Ann",)), session("b", presenters=("Ann",))
    gone = session("c", presenters=("Ann",), status=Status.CANCELLED)
    assert with_person("Ann", [facilitated, presented, gone, session("d")]) == (
        facilitated, presented,
    )  # fmt: skip


def test_a_printed_timetable_before_anything_is_planned() -> None:
    """Row 3 doubles row 2; rows without an end, lunches, other days and what follows take nobody twice."""
    read = printed("""
block | date     | time       | content | lead            | who                            | room
a     | 06/11/17 | 9am - 11am | One     | Lead 1 and AP 4 | Ann, to be confirmed           | Hall
a     | 06/11/17 | 10am-12pm  | Two     | AP 4            | Lead 1 / barrister? and Lead 1 | Hall ¦ Annex.
a     | 06/11/17 | 10.30am    | Open    | AP 4            | AP 4                           | Hall
a     | 06/11/17 | 10am-11am  | Lunch   | AP 4            | AP 4                           | Hall
a     | 07/11/17 | 9am - 11am | Three   | AP 4            | Ann                            | Hall
a     | 07/11/17 | 11am-12pm  | Four    | AP 4            | Ann                            |
a     | soon     | 9am - 11am | Five    | AP 4            | Ann                            | Hall
""")
    taken = printed_engagements(read.items)
    assert [(e.resource.value, e.key, e.room) for e in taken if e.uid == "row 3"] == [
        ("person", "AP 4", "Hall and Annex"), ("person", "Lead 1", "Hall and Annex"),
        ("room", "Hall", "Hall and Annex"), ("room", "Annex", "Hall and Annex"),
    ]  # fmt: skip
    assert [e.room for e in taken if e.uid == "row 7"] == [None, None]
    assert {e.uid for e in taken} == {"row 2", "row 3", "row 6", "row 7"}
    found = clashes(taken)
    assert [(c.resource.value, c.key, c.one.uid, c.other.uid) for c in found] == [
        ("person", "AP 4", "row 2", "row 3"),
        ("person", "Lead 1", "row 2", "row 3"),
        ("room", "Hall", "row 2", "row 3"),
    ]
    assert found[0].finding.message == (
        "AP 4 is in One (09:00 to 11:00) and in Two (10:00 to 12:00) on 2017-11-06."
    )


SPANS = st.tuples(st.integers(0, 23), st.integers(0, 23)).filter(lambda span: span[0] < span[1])


@given(st.lists(st.tuples(SPANS, st.sampled_from(["Ann", "Bea"])), max_size=12))
def test_every_pair_that_meets_is_found_once(drawn: list[tuple[tuple[int, int], str]]) -> None:
    sessions = [
        session(f"{n:02}", start=time(start), end=time(end), facilitators=(who,))
        for n, ((start, end), who) in enumerate(drawn)
    ]
    expected = {
        (a.uid, b.uid)
        for a in sessions
        for b in sessions
        if a.uid < b.uid
        and a.facilitators == b.facilitators
        and a.start < b.end
        and b.start < a.end
    }
    found: tuple[Clash, ...] = clashes(engagements(sessions))
    assert len(found) == len(expected)
    assert {(min(c.one.uid, c.other.uid), max(c.one.uid, c.other.uid)) for c in found} == expected
