"""Presenters proposed, confirmed, declined, to be confirmed (R4), and who a plan stands on (R5)."""

from decimal import Decimal

import pytest

from academy.dependency import Dependency, about_dependencies, dependencies
from academy.findings import PlanFinding, Severity
from academy.plan import Holder, Presenting, Staffing
from academy.presenters import about_presenters, confirmed_sessions, state_of
from academy.programme import Kind
from academy.session import Status
from tests.spec.academy.calendars import d
from tests.spec.academy.programmes import item, lancashire, programme
from tests.spec.academy.sessions import session
from tests.spec.academy.test_plan import laid

DAY = d("2027-01-11")


def holder(name: str, state: str = "confirmed", *, first: str = "2027-01-01", last: str | None = None) -> Holder:  # fmt: skip
    return Holder("Director", name, d(first), d(last) if last else None, Presenting(state))


@pytest.mark.parametrize(
    ("holders", "shown", "state"),
    [
        ([], "Director", "tbc"),
        ([holder("Ann")], "Ann", "confirmed"),
        ([holder("Ann", "proposed")], "Ann", "proposed"),
        ([holder("Ann", "declined")], "Director", "declined"),
        ([holder("Ann", "tbc")], "Director", "tbc"),
        ([holder("Ann", "declined"), holder("Bea", "proposed")], "Bea", "proposed"),
        ([holder("Ann", "proposed"), holder("Bea")], "Bea", "confirmed"),
        ([holder("TBC")], "Director", "tbc"),
        ([holder("to be confirmed (barrister?)")], "Director", "tbc"),
        ([holder("Ann?")], "Director", "tbc"),
        ([holder("Ann", first="2027-01-12")], "Director", "tbc"),
        ([holder("Ann", last="2027-01-10")], "Director", "tbc"),
        ([holder("Ann", last="2027-01-11")], "Ann", "confirmed"),
        ([Holder("Principal social worker", "Ann", DAY)], "Director", "tbc"),
        ([Holder("Principal social worker", "Ann", DAY, None, Presenting.DECLINED)], "Director", "tbc"),
    ],
)  # fmt: skip
def test_a_calendar_shows_a_person_or_the_role_and_never_tbc(
    holders: list[Holder], shown: str, state: str
) -> None:
    staffing = Staffing(holders)
    assert staffing.names(["Director"], DAY) == (shown,)
    assert state_of("Director", DAY, staffing)[0].value == state


TINY = programme(
    item("one", "09:00", "10:00", presenters=["Director", "APs"]),
    item("two", "10:00", "11:00", presenters=["Director"], day=2),
    item("three", "11:00", "12:00"),
    item("four", "12:00", "13:00", kind="self-study"),
    item("lunch", "13:00", "14:00", kind="lunch"),
    item("five", "14:00", "15:00", presenters=["Guest"]),
)
SESSIONS = laid(TINY)


def findings(*holders: Holder) -> list[tuple[str, str]]:
    found = about_presenters(TINY, SESSIONS, Staffing(holders), shared_roles={"APs"})
    assert {finding.severity for finding in found} == {Severity.WARN}
    return [(finding.code, finding.message) for finding in found]


def test_roles_nobody_confirmed_are_said_once_with_their_days() -> None:
    assert findings() == [
        ("PRESENTER_MISSING", "three on 2027-01-11 has no presenter."),
        ("PRESENTER_TBC", "Nobody holds the role Director yet: 2027-01-11, 2027-01-12."),
        ("PRESENTER_TBC", "Nobody holds the role Guest yet: 2027-01-11."),
    ]
    assert findings(holder("Ann", "proposed", last="2027-01-11"), holder("Bea", "declined", first="2027-01-12")) == [
        ("PRESENTER_MISSING", "three on 2027-01-11 has no presenter."),
        ("PRESENTER_DECLINED", "Bea has declined as Director: 2027-01-12."),
        ("PRESENTER_PROPOSED", "Ann is proposed as Director and has not confirmed: 2027-01-11."),
        ("PRESENTER_TBC", "Nobody holds the role Guest yet: 2027-01-11."),
    ]  # fmt: skip
    assert [code for code, _ in findings(holder("Ann"))] == ["PRESENTER_MISSING", "PRESENTER_TBC"]


def test_which_sessions_are_confirmed() -> None:
    def confirmed(*holders: Holder, **more: object) -> set[str]:
        found = confirmed_sessions(TINY, SESSIONS, Staffing(holders), **more)  # type: ignore[arg-type] -- passes the choice on
        return {uid.rpartition("/")[2] for uid in found}

    assert confirmed() == set()
    assert confirmed(holder("Ann")) == {"two"}
    assert confirmed(holder("Ann"), shared_roles={"APs"}) == {"one", "two"}
    assert confirmed(holder("Ann", last="2027-01-11"), shared_roles={"APs"}) == {"one"}
    assert confirmed(holder("Ann", "proposed"), shared_roles={"APs"}) == set()


def test_a_session_of_no_item_and_a_cancelled_one() -> None:
    stray, gone = session("stray"), session("one", status=Status.CANCELLED)
    found = about_presenters(TINY, [stray, gone], Staffing())
    assert [f.message for f in found] == ["stray on 2027-01-11 has no presenter."]
    assert confirmed_sessions(TINY, [stray, gone], Staffing()) == frozenset()


def test_both_leads_are_on_all_ten_days_of_the_induction() -> None:
    """R5 on the shipped programme (irregularity 26)."""
    induction = laid(lancashire(), "2017-11-06", "induction")
    found = dependencies(induction)
    assert found[:2] == (
        Dependency("Academy lead 1", 37, 37, 10, 10),
        Dependency("Academy lead 2", 37, 37, 10, 10),
    )
    assert about_dependencies(found[:1]) == (
        PlanFinding(
            "LEAD_DEPENDENCY",
            Severity.WARN,
            "Academy lead 1 is needed in 37 of 37 sessions (100.0 %), on 10 of 10 days.",
        ),
    )


def test_shares_are_of_what_is_held_and_a_setting_says_how_much_is_too_much() -> None:
    sessions = [
        session("a", facilitators=("Ann", "APs"), presenters=("Ann",)),
        session("b", presenters=("Ann", "Bea"), day="2027-01-12"),
        session("c", day="2027-01-12"),
        session("d", facilitators=("Bea",), status=Status.CANCELLED),
        session("e", facilitators=("Bea",), kind=Kind.LUNCH),
    ]
    found = dependencies(sessions, shared_roles={"APs"})
    assert found == (Dependency("Ann", 2, 3, 2, 2), Dependency("Bea", 1, 3, 1, 2))
    assert [one.percent for one in found] == [Decimal("66.7"), Decimal("33.3")]
    assert [f.message for f in about_dependencies(found)] == [
        "Ann is needed in 2 of 3 sessions (66.7 %), on 2 of 2 days."
    ]
    assert about_dependencies(found, most_percent=67) == ()
    half = dependencies([*sessions[:1], session("x")])
    assert [one.percent for one in half] == [Decimal("50.0")] * 2
    assert about_dependencies(half) == ()
    assert len(about_dependencies(half, most_percent=49)) == 2
    assert dependencies([]) == ()
    just_over = [session(f"s{n}", facilitators=("Ann",) if n < 51 else ()) for n in range(101)]
    assert [one.percent for one in dependencies(just_over)] == [Decimal("50.5")]
    assert len(about_dependencies(dependencies(just_over))) == 1
