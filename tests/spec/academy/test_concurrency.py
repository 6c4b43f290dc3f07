"""Weeks with their open cohorts, members, ASYE years and days of leads (G8)."""

from dataclasses import replace
from datetime import date, timedelta

from academy.concurrency import Week, peak, weeks
from academy.membership import Member
from academy.programme import Audience
from academy.session import Session, Status
from tests.spec.academy.calendars import d
from tests.spec.academy.programmes import lancashire
from tests.spec.academy.sessions import session
from tests.spec.academy.test_plan import laid

NEW, OLD = Audience.NEWLY_QUALIFIED, Audience.EXPERIENCED


def cohort(key: str, anchor: str) -> list[Session]:
    return [replace(s, cohort=key, uid=f"{key}/{s.uid}") for s in laid(lancashire(), anchor)]


def member(one: str, of: str, audience: Audience = NEW) -> Member:
    return Member(one, None, audience, of, "home")


def test_three_cohorts_are_open_at_once_from_april_to_september_2018() -> None:
    sessions = [
        *cohort("c1", "2017-09-11"), *cohort("c2", "2018-01-15"), *cohort("c3", "2018-04-16"),
    ]  # fmt: skip
    found = weeks(sessions, [], asye={}, staff=(), first=d("2017-09-11"), last=d("2019-04-16"))
    three = [week.monday for week in found if week.cohorts == ("c1", "c2", "c3")]
    assert (three[0], three[-1], len(three)) == (d("2018-04-16"), d("2018-09-10"), 22)
    assert found[0] == Week(d("2017-09-11"), ("c1",), 0, 0, {})
    assert (found[-1].monday, found[-1].cohorts) == (d("2019-04-15"), ("c3",))
    assert len(found) == 84


def test_every_week_that_has_a_day_in_the_span() -> None:
    def mondays(first: str, last: str) -> list[date]:
        return [w.monday for w in weeks([], [], asye={}, staff=(), first=d(first), last=d(last))]

    assert mondays("2027-01-17", "2027-01-18") == [d("2027-01-11"), d("2027-01-18")]
    assert mondays("2027-01-11", "2027-01-17") == [d("2027-01-11")]
    assert mondays("2027-01-18", "2027-01-17") == []


def test_members_count_while_their_cohort_is_open_and_asye_by_its_own_clock() -> None:
    sessions = [session("a"), session("b", day="2027-01-20"), session("c", day="2027-03-01", status=Status.CANCELLED)]  # fmt: skip
    people = [member("m1", "c1"), member("m2", "c1", OLD), member("m3", "c9"), member("m4", "c1")]
    asye = {
        "m1": [(d("2027-01-17"), d("2027-01-25"))], "m2": [(d("2027-01-01"), d("2028-01-01"))],
        "m3": [(d("2027-01-01"), d("2027-01-10"))],
    }  # fmt: skip
    found = weeks(sessions, people, asye=asye, staff=(), first=d("2027-01-04"), last=d("2027-02-01"))  # fmt: skip
    assert [(w.monday.isoformat(), w.cohorts, w.members, w.newly_qualified_in_asye) for w in found] == [
        ("2027-01-04", (), 0, 1),
        ("2027-01-11", ("c1",), 3, 1),
        ("2027-01-18", ("c1",), 3, 1),
        ("2027-01-25", (), 0, 1),
        ("2027-02-01", (), 0, 0),
    ]  # fmt: skip


def test_a_year_in_parts_counts_in_each_of_them_and_once_a_week() -> None:
    parts = [
        (d("2027-01-04"), d("2027-01-12")), (d("2027-01-14"), d("2027-01-15")),
        (d("2027-01-31"), d("2027-02-01")),
    ]  # fmt: skip
    found = weeks([], [member("m1", "c1")], asye={"m1": parts}, staff=(), first=d("2027-01-04"), last=d("2027-02-08"))  # fmt: skip
    assert [week.newly_qualified_in_asye for week in found] == [1, 1, 0, 1, 1, 0]


def test_days_of_leads_count_once_whatever_they_do_on_them() -> None:
    sessions = [
        session("a", facilitators=("Ann",), presenters=("Ann", "Guest")),
        session("b", presenters=("Ann",), start="11:00", end="12:00"),
        session("c", presenters=("Ann",), day="2027-01-15", cohort="c2"),
        session("d", presenters=("Bea",), day="2027-01-17"),
        session("e", presenters=("Ann",), day="2027-01-18"),
        session("f", presenters=("Bea",), day="2027-01-18", status=Status.CANCELLED),
    ]
    found = weeks(sessions, [], asye={}, staff=("Bea", "Ann", "Cy"), first=d("2027-01-11"), last=d("2027-01-18"))  # fmt: skip
    assert [week.staff_days for week in found] == [{"Ann": 2, "Bea": 1}, {"Ann": 1}]
    assert [week.cohorts for week in found] == [("c1", "c2"), ("c1",)]


def test_the_peak_is_the_first_week_with_the_most() -> None:
    """Gloucestershire went to one cohort a year because 90 newly qualified overlapped."""
    year = timedelta(days=364)
    starts = [d("2027-01-11"), d("2027-07-12")]
    people = [member(f"m{n}", "c1") for n in range(90)]
    asye = {m.id: [(starts[n % 2], starts[n % 2] + year)] for n, m in enumerate(people)}
    found = weeks([], people, asye=asye, staff=(), first=d("2027-01-01"), last=d("2028-12-31"))
    top = peak(found)
    assert top is not None
    assert (top.monday, top.newly_qualified_in_asye) == (d("2027-07-12"), 90)
    assert peak([]) is None
