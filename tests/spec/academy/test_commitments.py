"""Leave, court and duty against the plan (C1-C4, AC14)."""

from dataclasses import fields, replace
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.commitments import (
    Commitment,
    CommitmentKind,
    Conflict,
    conflicts,
    minutes_lost,
    off_pattern,
)
from academy.cover import CoverNeeded, attendance_expected, cover_needed
from academy.engagements import with_person
from academy.findings import PlanFinding, Severity
from academy.membership import Member, sessions_for
from academy.programme import Audience, Kind
from academy.session import Session, Status
from tests.spec.academy.calendars import d
from tests.spec.academy.programmes import item, lancashire, programme
from tests.spec.academy.sessions import session
from tests.spec.academy.test_plan import laid

LANCASHIRE = lancashire()
COHORT_1 = laid(LANCASHIRE, "2017-09-11")
MEMBER = Member("m1", None, Audience.NEWLY_QUALIFIED, "c1", "home", team="North")
OWN = sessions_for(MEMBER, COHORT_1, LANCASHIRE)


def commitment(kind: str, first: str, last: str | None = None, start: str | None = None, end: str | None = None) -> Commitment:  # fmt: skip
    return Commitment(
        kind, "m1", CommitmentKind(kind), d(first), d(last or first),
        time.fromisoformat(start) if start else None, time.fromisoformat(end) if end else None,
    )  # fmt: skip


def told(found: tuple[Conflict, ...]) -> list[tuple[str, str, int]]:
    return [(c.session.day.isoformat(), f"{c.session.start:%H:%M}", c.minutes) for c in found]


def test_court_takes_thirty_and_ninety_minutes_and_lunch_is_not_lost() -> None:
    """AC14, first half."""
    court = commitment("court", "2018-03-12", start="10:00", end="13:00")
    found = conflicts((*OWN.sessions, *OWN.rests), [court])
    assert told(found) == [("2018-03-12", "09:30", 30), ("2018-03-12", "10:45", 90)]
    assert minutes_lost(found) == 120


def test_a_week_of_leave_takes_both_days_of_the_three_month_review() -> None:
    """AC14, second half."""
    found = conflicts(OWN.sessions, [commitment("leave", "2017-12-11", "2017-12-15")])
    assert {c.session.day.isoformat() for c in found} == {"2017-12-11", "2017-12-12"}
    assert [c.session for c in found] == [s for s in OWN.sessions if s.block == "review-3m"]
    assert len(found) == 12
    assert all(c.start == c.session.start and c.end == c.session.end for c in found)


def test_no_more_than_kind_and_time_is_kept_of_a_commitment() -> None:
    """C2: no field could hold a case."""
    assert [field.name for field in fields(Commitment)] == [
        "id", "person", "kind", "first", "last", "start", "end",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        (None, None, 60),
        ("08:00", "09:00", None),
        ("10:00", "12:00", None),
        ("09:59", None, 1),
        (None, "09:01", 1),
        ("09:15", "09:45", 30),
    ],
)
def test_back_to_back_is_no_conflict(
    start: str | None, end: str | None, minutes: int | None
) -> None:
    found = conflicts([session()], [commitment("duty", "2027-01-11", start=start, end=end)])
    assert [c.minutes for c in found] == ([minutes] if minutes else [])


def test_days_around_and_what_is_cancelled_or_a_rest_are_no_conflict() -> None:
    leave = commitment("leave", "2027-01-11")
    others = [
        session("a", day="2027-01-10"), session("b", day="2027-01-12"),
        session("c", status=Status.CANCELLED), session("d", kind=Kind.LUNCH),
    ]  # fmt: skip
    assert conflicts(others, [leave]) == ()


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (commitment("leave", "2027-01-12", "2027-01-11"), "Leave ends at 2027-01-11, before 2027-01-12: change one of the two."),
        (commitment("court", "2027-01-11", start="12:00", end="10:00"), "Court ends at 10:00, not after 12:00: change one of the two."),
        (commitment("duty", "2027-01-11", start="12:00", end="12:00"), "Duty ends at 12:00, not after 12:00: change one of the two."),
        (commitment("other", "2027-01-11", end="00:00"), "Another commitment ends at 00:00, not after 00:00: change one of the two."),
    ],
)  # fmt: skip
def test_an_end_before_the_start_is_a_finding_and_takes_nothing(
    made: Commitment, words: str
) -> None:
    assert made.fault == PlanFinding("COMMITMENT_ORDER", Severity.BLOCK, words)
    assert conflicts([session(), session("b", start="10:00", end="12:30")], [made]) == ()


def test_29_february_is_taken_like_any_day() -> None:
    leap = commitment("leave", "2028-02-28", "2028-03-01")
    assert leap.fault is None
    found = conflicts([session(day="2028-02-29")], [leap])
    assert told(found) == [("2028-02-29", "09:00", 60)]


def test_what_two_commitments_take_of_one_session_counts_once() -> None:
    found = conflicts(
        [session("a", end="12:00"), session("b", start="13:00", end="14:00")],
        [
            commitment("court", "2027-01-11", start="09:00", end="10:00"),
            commitment("duty", "2027-01-11", start="09:30", end="10:30"),
            commitment("other", "2027-01-11", start="09:40", end="09:50"),
            commitment("leave", "2027-01-11", start="11:30", end="13:30"),
        ],
    )
    assert [c.minutes for c in found] == [60, 60, 10, 30, 30]
    assert minutes_lost(found) == 90 + 30 + 30
    assert minutes_lost([]) == 0


SITES = {"outcomes": [{"key": k, "words": f"Know {k}"} for k in "abc"]}
TINY = programme(
    item("one", "09:00", "10:00", outcomes=["a", "b"]),
    item("two", "10:00", "11:00", outcomes=["b"]),
    item("three", "11:00", "12:00", mandatory=False, outcomes=["c"]),
    **SITES,
)


def test_an_outcome_is_lost_where_nothing_kept_in_full_leads_to_it() -> None:
    sessions = laid(TINY)
    first_hour = commitment("court", "2027-01-11", start="09:30", end="10:00")
    (conflict,) = conflicts(sessions, [first_hour], programmes={"c1": TINY})
    assert conflict.outcomes == ("Know a",)
    both_hours = replace(first_hour, end=time(10, 1))
    found = conflicts(sessions, [both_hours], programmes={"c1": TINY})
    assert [c.outcomes for c in found] == [("Know a", "Know b"), ("Know b",)]
    assert [c.outcomes for c in conflicts(sessions, [both_hours])] == [(), ()]


def test_mandatory_is_a_warning_to_line_manager_and_lead_and_the_rest_is_not() -> None:
    found = conflicts(laid(TINY), [commitment("duty", "2027-01-11", start="10:30")])
    assert [c.finding for c in found] == [
        PlanFinding("COMMITMENT_CONFLICT", Severity.WARN, "Duty takes 30 minutes of two on 2027-01-11."),
        PlanFinding("COMMITMENT_CONFLICT", Severity.INFO, "Duty takes 60 minutes of three on 2027-01-11."),
    ]  # fmt: skip


def test_the_next_run_that_could_replace_it() -> None:
    own = [session("own", item="x"), session("busy", item="y", day="2027-01-20")]
    leave = commitment("leave", "2027-01-11", "2027-01-12")
    offered = [
        *own,
        session("other item", item="z", day="2027-01-13"),
        session("before", item="x", day="2027-01-08"),
        session("on leave", item="x", day="2027-01-12"),
        session("cancelled", item="x", day="2027-01-14", status=Status.CANCELLED),
        session("meets what they keep", item="x", day="2027-01-20", start="09:30", end="10:30"),
        session("later", item="x", day="2027-01-21", cohort="c2"),
        session("just after", item="x", day="2027-01-20", start="10:00", end="11:00", cohort="c2"),
        session("just before", item="x", day="2027-01-20", start="08:00", end="09:00", cohort="c2"),
    ]
    (conflict,) = conflicts(own, [leave], offered=offered)
    assert conflict.replacement is not None
    assert conflict.replacement.uid == "just before"
    assert conflict.finding.message == (
        "Leave takes 60 minutes of own on 2027-01-11. It is held again on 2027-01-20."
    )
    assert conflicts(own, [leave], offered=offered[:7])[0].replacement is None


def test_part_time_patterns_are_asked_to_swap() -> None:
    """C4: they do not work on Mondays; a day is said once, and rests and cancelled days are none."""
    sessions = [
        session("a"), session("b"), session("c", day="2027-01-12"),
        session("d", day="2027-01-18", kind=Kind.LUNCH),
        session("e", day="2027-01-25", status=Status.CANCELLED),
    ]  # fmt: skip
    assert list(off_pattern({1, 2, 3, 4}, sessions)) == [
        PlanFinding(
            "OFF_PATTERN",
            Severity.WARN,
            "Monday 2027-01-11 is not one of their working days: agree a swap or time off in lieu.",
        )
    ]
    assert list(off_pattern(range(5), sessions)) == []


def test_a_facilitator_is_off_for_a_week_what_is_hit_and_who_must_be_told() -> None:
    """Journey (b) in the plan itself: Academy lead 1 on leave in the second week."""
    others = [replace(MEMBER, id=f"m{n}") for n in (2, 3)]
    experienced = replace(MEMBER, id="m4", audience=Audience.EXPERIENCED)
    expected = attendance_expected(
        {m.id: sessions_for(m, COHORT_1, LANCASHIRE).sessions for m in (*others, experienced)}
    )
    leave = replace(commitment("leave", "2017-09-18", "2017-09-22"), person="Academy lead 1")
    hit = conflicts(with_person("Academy lead 1", COHORT_1), [leave])
    assert len(hit) == 18
    assert {expected[c.session.uid] for c in hit} == {("m2", "m3")}


def test_the_managers_view_of_a_team() -> None:
    """C3: sessions of the team in a span of days, with whose cover is confirmed."""
    north = [replace(MEMBER, id=one) for one in ("m2", "m1")]
    south = replace(MEMBER, id="m3", team="South")
    late, early, out = session("b", start="11:00", end="12:00"), session("a"), session("c", day="2027-02-01")  # fmt: skip
    own = {"m1": (early, late, out), "m2": (early,), "m3": (early,)}
    view = cover_needed(
        "North", [*north, south], own, first=date(2027, 1, 11), last=date(2027, 1, 31),
        acknowledged={"b"},
    )  # fmt: skip
    assert view == (CoverNeeded(early, ("m1", "m2"), False), CoverNeeded(late, ("m1",), True))
    assert cover_needed("West", north, own, first=date(2027, 1, 11), last=date(2027, 1, 31)) == ()
    assert cover_needed("North", north, {}, first=date(2027, 1, 11), last=date(2027, 1, 31)) == ()


MINUTES = st.integers(0, 23 * 60)


@given(
    st.lists(st.tuples(MINUTES, MINUTES).filter(lambda span: span[0] < span[1]), max_size=6),
    st.lists(st.tuples(MINUTES, MINUTES).filter(lambda span: span[0] < span[1]), max_size=6),
)
def test_minutes_lost_are_the_minutes_somebody_is_elsewhere(
    held: list[tuple[int, int]], taken: list[tuple[int, int]]
) -> None:
    def at(minute: int) -> str:
        return f"{minute // 60:02}:{minute % 60:02}"

    sessions: list[Session] = [
        session(f"s{n}", start=at(start), end=at(end)) for n, (start, end) in enumerate(held)
    ]
    busy = [commitment("duty", "2027-01-11", start=at(start), end=at(end)) for start, end in taken]
    away = {minute for start, end in taken for minute in range(start, end)}
    expected = sum(minute in away for start, end in held for minute in range(start, end))
    assert minutes_lost(conflicts(sessions, busy)) == expected
