"""Attendance and mop-up needs across cohorts (A6, S5)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.attendance import Attendance, Attended, Demand, MopUpNeed, collect, completed, needs
from academy.membership import Missed, Why
from academy.programme import Programme
from tests.spec.academy.calendars import d
from tests.spec.academy.programmes import item, lancashire, programme

LANCASHIRE = lancashire()
COHORTS = {"c1": LANCASHIRE, "c2": LANCASHIRE}


def line(text: str) -> Attendance:
    """As "ann c1 mash 2017-11-10 absent"."""
    member, cohort, key, day, state = text.split()
    return Attendance(member, cohort, key, d(day), Attended(state))


def open_needs(*lines: str, **missed: list[Missed]) -> list[tuple[str, str, str, str | None, str]]:
    return [
        (need.member, need.cohort, need.item, need.since and need.since.isoformat(), need.reason)
        for need in needs([line(text) for text in lines], missed, COHORTS)
    ]


@pytest.mark.parametrize(
    ("state", "is_open"),
    [
        ("attended", False),
        ("part", True),
        ("absent-authorised", True),
        ("absent", True),
        ("exempt", False),
        ("completed-elsewhere", False),
    ],
)
def test_what_leaves_a_need(state: str, is_open: bool) -> None:
    expected = [("ann", "c1", "mash", "2017-11-10", state)] if is_open else []
    assert open_needs(f"ann c1 mash 2017-11-10 {state}") == expected


def test_an_item_that_is_not_mandatory_leaves_none() -> None:
    assert open_needs("ann c1 accountability 2017-11-09 absent") == []


@pytest.mark.parametrize("day", ["2017-11-03", "2018-01-19"])
def test_a_need_closes_when_attended_in_whatever_cohort_and_stays_closed(day: str) -> None:
    absent = "ann c1 mash 2017-11-10 absent"
    assert open_needs(absent, f"ann c2 mash {day} attended") == []
    assert open_needs(absent, f"ben c2 mash {day} attended") == [
        ("ann", "c1", "mash", "2017-11-10", "absent")
    ]


def test_a_need_counts_from_the_first_absence_and_once() -> None:
    assert open_needs(
        "ann c2 mash 2018-01-19 absent", "ann c1 mash 2017-11-10 absent-authorised"
    ) == [("ann", "c1", "mash", "2017-11-10", "absent-authorised")]


ASYE = Missed("ann", "asye-requirements", "ASYE programme requirements", Why.TRACK)


def test_what_a_plan_never_had_a_place_for_is_a_need_too() -> None:
    told = ("ann", "c1", "asye-requirements", None, "another track at the same time")
    assert open_needs(c1=[ASYE]) == [told]
    assert open_needs("ben c1 mash 2017-11-10 part", c1=[ASYE]) == [
        ("ben", "c1", "mash", "2017-11-10", "part"), told,
    ]  # fmt: skip
    assert open_needs("ann c1 asye-requirements 2018-01-11 attended", c1=[ASYE]) == []
    assert open_needs("ann c1 asye-requirements 2018-01-11 absent", c1=[ASYE]) == [
        ("ann", "c1", "asye-requirements", "2018-01-11", "absent")
    ]
    assert open_needs(c1=[replace(ASYE, item="accountability")]) == []


def need(member: str, cohort: str, key: str) -> MopUpNeed:
    return MopUpNeed(member, cohort, key, d("2017-11-10"), "absent")


def test_a_mop_up_run_collects_needs_over_cohorts() -> None:
    """
    item                    from c1  from c2  groups of at most
    mash                    1        1        2        no capacity
    Assessment in Action    9        8        9, 8     16
    """
    aia = [need(f"m{n}", "c1" if n < 9 else "c2", "assessment-in-action") for n in range(17)]
    mash = [need("ann", "c1", "mash"), need("ben", "c2", "mash")]
    assert collect([*aia, *mash], COHORTS) == (
        Demand("lancashire", "mash", "MASH and the front door", tuple(mash), (2,)),
        Demand("lancashire", "assessment-in-action", "Assessment in Action", tuple(aia), (9, 8)),
    )


def versioned(key: str, version: int, capacity: int) -> Programme:
    return replace(
        programme(item("a", "09:00", "10:00", capacity=capacity)), key=key, version=version
    )


def test_programmes_are_kept_apart_and_the_newest_capacity_counts() -> None:
    cohorts = {
        "old": versioned("one", 1, 1),
        "new": versioned("one", 2, 2),
        "other": versioned("two", 1, 5),
    }
    wanted = [need("ann", "old", "a"), need("ben", "new", "a"), need("cat", "other", "a")]
    assert [
        (demand.programme, [n.member for n in demand.needs], demand.groups)
        for demand in collect(wanted, cohorts)
    ] == [("one", ["ann", "ben"], (2,)), ("two", ["cat"], (1,))]


def test_what_a_member_has_completed() -> None:
    register = [
        line("ann c1 mash 2017-11-10 attended"),
        line("ann c1 send 2017-11-15 absent"),
        line("ann c1 procedures 2017-11-13 completed-elsewhere"),
        line("ben c1 vision 2017-11-06 attended"),
    ]
    assert completed(register, "ann") == {"mash", "procedures"}


KEYS = ["mash", "send", "accountability"]
LINES = st.builds(
    Attendance,
    member=st.sampled_from(["ann", "ben"]),
    cohort=st.sampled_from(["c1", "c2"]),
    item=st.sampled_from(KEYS),
    day=st.dates(d("2017-11-06"), d("2018-03-30")),
    state=st.sampled_from(Attended),
)


@given(register=st.lists(LINES, max_size=20), shuffled=st.randoms(use_true_random=False))
def test_a_line_of_the_register_closes_a_need_or_opens_exactly_one(
    register: list[Attendance], shuffled: object
) -> None:
    found = needs(register, {}, COHORTS)
    told = [(n.member, n.item) for n in found]
    assert len(told) == len(set(told))
    seen = {(r.member, r.item) for r in register if r.item != "accountability"}
    assert set(told) == {(m, i) for m, i in seen if i not in completed(register, m)}
    again = list(register)
    shuffled.shuffle(again)  # type: ignore[attr-defined] -- a random.Random
    assert {(n.member, n.item, n.since) for n in needs(again, {}, COHORTS)} == {
        (n.member, n.item, n.since) for n in found
    }
