"""The way from one session to the next (R3)."""

from datetime import time

import pytest

from academy.engagements import attending, engagements
from academy.findings import PlanFinding, Severity
from academy.programme import Kind
from academy.session import Session, Status
from academy.travel import Base, TravelTimes, about_travel, ways
from tests.spec.academy.programmes import lancashire
from tests.spec.academy.sessions import session
from tests.spec.academy.test_plan import laid

TIMES = TravelTimes(
    {("preston", "burnley"): 45, ("burnley", "preston"): 60, ("preston", "mill"): 20}
)
LUNCH = session("lunch", kind=Kind.LUNCH, start="12:00", end="13:00")


def at(uid: str, site: str | None, start: str, end: str, **more: object) -> Session:
    return session(uid, site=site, start=start, end=end, facilitators=("Ann",), **more)


def codes(*sessions: Session, lunches: tuple[Session, ...] = (), **bases: Base) -> list[str]:
    found = ways(engagements(sessions), TIMES, lunches=lunches, bases=bases)
    return [finding.code for finding in about_travel(found)]


def test_the_way_back_is_as_long_unless_it_has_its_own_number() -> None:
    asked = [("preston", "burnley"), ("burnley", "preston"), ("mill", "preston"), ("mill", "mill"), ("mill", "burnley")]  # fmt: skip
    assert [TIMES.between(*pair) for pair in asked] == [45, 60, 20, 0, None]


@pytest.mark.parametrize(
    ("ends", "starts", "expected"),
    [
        ("10:00", "10:45", []),
        ("10:00", "10:44", ["TRAVEL_TOO_SHORT"]),
        ("10:00", "10:00", ["TRAVEL_TOO_SHORT"]),
        ("10:00", "09:30", []),  # a clash, said elsewhere
    ],
)
def test_the_gap_must_be_as_long_as_the_way(ends: str, starts: str, expected: list[str]) -> None:
    assert codes(at("a", "preston", "09:00", ends), at("b", "burnley", starts, "11:00")) == expected


@pytest.mark.parametrize(
    ("starts", "lunch", "expected"),
    [
        ("13:00", "12:00", ["LUNCH_TOO_SHORT"]),
        ("13:14", "12:00", ["LUNCH_TOO_SHORT"]),
        ("13:15", "12:00", []),
        ("13:00", None, []),
        ("12:44", "12:00", ["TRAVEL_TOO_SHORT"]),
    ],
)
def test_lunch_counts_as_gap_and_thirty_minutes_of_it_are_left(
    starts: str, lunch: str | None, expected: list[str]
) -> None:
    lunches = (LUNCH,) if lunch else ()
    morning, afternoon = at("a", "preston", "09:00", "12:00"), at("b", "burnley", starts, "16:00")
    assert codes(morning, afternoon, lunches=lunches) == expected


@pytest.mark.parametrize(
    "other",
    [
        session("x", kind=Kind.LUNCH, start="12:00", end="13:00", day="2027-01-12"),
        session("x", kind=Kind.LUNCH, start="12:00", end="13:00", cohort="c9"),
        session("x", kind=Kind.LUNCH, start="12:00", end="13:00", status=Status.CANCELLED),
        session("x", kind=Kind.BREAK, start="12:00", end="13:00"),
        session("x", kind=Kind.LUNCH, start="13:00", end="14:00"),
        session("x", kind=Kind.LUNCH, start="11:00", end="12:00"),
    ],
)
def test_a_lunch_elsewhere_is_not_theirs(other: Session) -> None:
    assert codes(at("a", "preston", "09:00", "12:00"), at("b", "burnley", "13:00", "16:00"), lunches=(other,)) == []  # fmt: skip


def test_no_way_within_a_site_to_an_unknown_one_on_another_day_or_for_a_room() -> None:
    assert codes(at("a", "preston", "09:00", "10:00"), at("b", "preston", "10:00", "11:00")) == []
    assert codes(at("a", "preston", "09:00", "10:00"), at("b", None, "10:00", "11:00")) == []
    assert codes(at("a", None, "09:00", "10:00"), at("b", "preston", "10:00", "11:00")) == []
    assert codes(at("a", "preston", "09:00", "10:00"), at("b", "burnley", "09:00", "10:00", day="2027-01-12")) == []  # fmt: skip
    room = {"room": "One", "facilitators": ()}
    assert codes(session("a", site="preston", **room), session("b", site="burnley", start="10:00", end="11:00", **room)) == []  # fmt: skip


def test_each_way_is_in_words() -> None:
    found = ways(
        engagements([at("a", "preston", "09:00", "10:00"), at("b", "burnley", "10:30", "11:00")]),
        TIMES,
    )
    assert about_travel(found) == (
        PlanFinding(
            "TRAVEL_TOO_SHORT",
            Severity.WARN,
            "Ann has 30 minutes from a to b on 2027-01-11: it takes 45 from preston to burnley.",
        ),
    )
    unknown = ways(
        engagements([at("a", "mill", "09:00", "10:00"), at("b", "burnley", "10:30", "11:00")]),
        TIMES,
    )
    assert about_travel(unknown) == (
        PlanFinding(
            "TRAVEL_UNKNOWN",
            Severity.INFO,
            "Ann has 30 minutes from a to b on 2027-01-11, and nobody has said how long it takes from "
            "mill to burnley.",
        ),
    )
    lunch = ways(
        engagements([at("a", "preston", "09:00", "12:00"), at("b", "burnley", "13:00", "16:00")]),
        TIMES,
        lunches=[LUNCH],
    )
    (short,) = about_travel(lunch)
    assert short.message == (
        "Ann has 60 minutes from a to b on 2027-01-11, and 45 of them go on the way: "
        "15 are left for lunch."
    )


def test_what_is_true_of_many_members_is_said_once() -> None:
    own = [at("a", "preston", "09:00", "10:00"), at("b", "burnley", "10:10", "11:00")]
    found = ways((*attending(own, "m1"), *attending(own, "m2")), TIMES)
    assert [way.key for way in found] == ["m1", "m2"]
    assert [finding.message for finding in about_travel(found)] == [
        "A member has 10 minutes from a to b on 2027-01-11: it takes 45 from preston to burnley."
    ]


@pytest.mark.parametrize(
    ("leaves", "back", "expected"),
    [
        (time(8, 15), time(11, 0), []),
        (time(8, 16), time(11, 0), ["TRAVEL_TOO_SHORT"]),
        (time(8, 15), time(10, 59), ["TRAVEL_TOO_SHORT"]),
        (time(9, 30), time(11, 0), ["TRAVEL_TOO_SHORT"]),
    ],
)
def test_the_first_and_last_way_of_who_has_a_base(
    leaves: time, back: time, expected: list[str]
) -> None:
    day = at("a", "burnley", "09:00", "10:00")
    assert codes(day, Ann=Base("preston", leaves, back)) == expected
    assert codes(day, Bea=Base("preston", leaves, back)) == []
    assert codes(at("a", "preston", "09:00", "10:00"), Ann=Base("preston", leaves, back)) == []
    assert codes(at("a", None, "09:00", "10:00"), Ann=Base("preston", leaves, back)) == []


def test_on_day_four_lancashire_changes_buildings_over_lunch() -> None:
    times = TravelTimes({("marsh-lane", "ribble-suite"): 35})
    sessions = [s for s in laid(lancashire(), "2017-11-06") if s.day.isoformat() == "2017-11-09"]
    lunches = [s for s in sessions if s.kind is Kind.LUNCH]
    lcs = [s for s in sessions if s.item in ("lcs-classroom-1", "asye-requirements")]
    found = about_travel(ways(attending(lcs, "m1"), times, lunches=lunches))
    assert [finding.code for finding in found] == ["LUNCH_TOO_SHORT"]


def test_how_much_lunch_is_left_is_a_setting() -> None:
    found = ways(
        engagements([at("a", "preston", "09:00", "12:00"), at("b", "burnley", "13:00", "16:00")]),
        TIMES,
        lunches=[LUNCH],
    )
    assert about_travel(found, least_lunch=15) == ()
    assert len(about_travel(found, least_lunch=16)) == 1
