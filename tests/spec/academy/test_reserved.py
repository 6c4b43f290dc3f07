"""Days other cohorts have, and the nearest free Monday (G5, AC6)."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from academy.findings import PlanFinding, Severity
from academy.planning import Move, Proposal, propose
from academy.reserved import Reserved, met, mondays_around, nearest_free_monday, reserved_by
from academy.session import Status
from academy.working_days import Closure
from tests.spec.academy.calendars import LANCASHIRE, d, england
from tests.spec.academy.programmes import lancashire
from tests.spec.academy.sessions import session
from tests.spec.academy.test_plan import laid

LEADS = ("Academy lead 1", "Academy lead 2")
COHORT_3 = reserved_by(
    [
        s
        for s in laid(lancashire(), "2018-04-16", "induction", run="c3")
        if s.day <= date(2018, 4, 27)
    ],
    LEADS,
)


def cohort_2(*others: Reserved, **more: object) -> Proposal:
    return propose(
        blocks=LANCASHIRE, anchor=d("2018-01-15"), working_days=england(), others=others, **more  # type: ignore[arg-type] -- passes the choices on
    )  # fmt: skip


def test_cohort_2_meets_cohort_3_and_the_nearest_free_monday_is_what_lancashire_printed() -> None:
    """AC6: cohort 3 is fixed on 16 to 27 April 2018 with the same leads."""
    assert {(other.who, min(other.days), max(other.days), len(other.days)) for other in COHORT_3} == {
        (lead, d("2018-04-16"), d("2018-04-27"), 10) for lead in LEADS
    }  # fmt: skip
    naive = cohort_2(*COHORT_3)
    assert naive.blocks[1].dates == (d("2018-04-16"), d("2018-04-17"))
    assert naive.findings == (
        PlanFinding(
            "CROSS_COHORT",
            Severity.WARN,
            "3 month review meets "
            "Academy lead 1 with c1 on Monday 16 April 2018 and Tuesday 17 April 2018; "
            "Academy lead 2 with c1 on Monday 16 April 2018 and Tuesday 17 April 2018. "
            "The nearest free Monday is Monday 9 April 2018.",
        ),
    )
    moved = cohort_2(*COHORT_3, moves={"review-3m": Move(d("2018-04-09"), "cohort 3", "Lead")})
    assert moved.blocks[1].dates == (d("2018-04-09"), d("2018-04-10"))
    assert moved.findings == ()


def test_other_days_of_other_cohorts_do_not_matter() -> None:
    other = Reserved("c9", "Academy lead 1", frozenset({d("2018-04-18"), d("2018-01-12")}))
    assert cohort_2(other).findings == ()
    assert met([d("2018-04-18")], [other]) == (
        Reserved("c9", "Academy lead 1", frozenset({d("2018-04-18")})),
    )


def test_many_days_are_named_as_a_span() -> None:
    (finding,) = cohort_2(
        Reserved("c9", "A lead", england().between(d("2018-01-01"), d("2018-01-31")))
    ).findings
    assert finding.message == (
        "Induction meets A lead with c9 on 10 days from Monday 15 January 2018 to "
        "Friday 26 January 2018. The nearest free Monday is Monday 5 February 2018."
    )


def test_no_monday_near_is_said() -> None:
    year = Reserved("c9", "A lead", england().between(d("2017-01-01"), d("2019-12-31")))
    findings = cohort_2(year).findings
    assert [finding.code for finding in findings] == ["CROSS_COHORT"] * 5
    assert all(finding.message.endswith("No Monday near is free.") for finding in findings)


def test_a_free_monday_stays_between_the_blocks_around_it() -> None:
    free = {"wanted": d("2027-04-12"), "count": 2, "working_days": england()}
    taken = {d("2027-04-12")}
    assert nearest_free_monday(**free, taken=taken) == d("2027-04-19")
    assert nearest_free_monday(**free, taken=taken, before=d("2027-04-20")) == d("2027-04-05")
    assert nearest_free_monday(**free, taken=taken, before=d("2027-04-21")) == d("2027-04-19")
    assert nearest_free_monday(**free, taken=taken, after=d("2027-04-19")) == d("2027-04-26")
    assert nearest_free_monday(**free, taken=taken, after=d("2027-04-18")) == d("2027-04-19")


def test_weeks_with_a_holiday_or_closure_are_passed_over() -> None:
    """29 March 2027 is Easter Monday; the week before holds Good Friday."""
    week = {"wanted": d("2027-03-29"), "count": 5, "taken": ()}
    assert nearest_free_monday(**week, working_days=england()) == d("2027-04-05")
    closed = england(Closure(d("2027-04-08"), d("2027-04-08"), "closed"))
    assert nearest_free_monday(**week, working_days=closed) == d("2027-04-12")


def test_mondays_nearest_first_and_none_beyond_the_calendar() -> None:
    around = list(mondays_around(d("2027-01-12")))
    assert around[:4] == [d("2027-01-11"), d("2027-01-18"), d("2027-01-04"), d("2027-01-25")]
    assert len(around) == 53
    assert next(mondays_around(date.min)) == date.min
    assert max(mondays_around(date.max)) == date(9999, 12, 27)


def test_what_is_cancelled_reserves_nobody() -> None:
    sessions = [
        session("a", presenters=("Ann",), facilitators=("Ann", "Bea")),
        session("b", presenters=("Ann",), day="2027-01-12", cohort="c2"),
        session("c", presenters=("Ann",), day="2027-01-13", status=Status.CANCELLED),
    ]
    assert reserved_by(sessions, ["Ann"]) == (
        Reserved("c1", "Ann", frozenset({d("2027-01-11")})),
        Reserved("c2", "Ann", frozenset({d("2027-01-12")})),
    )


@given(
    st.dates(date(2026, 1, 1), date(2028, 1, 1)),
    st.integers(1, 12),
    st.lists(st.integers(-60, 60), max_size=40),
)
def test_a_free_monday_is_free_for_the_whole_block(
    wanted: date, count: int, busy: list[int]
) -> None:
    calendar = england()
    taken = {wanted + timedelta(days=n) for n in busy}
    monday = nearest_free_monday(wanted, count, calendar, taken)
    assert monday is not None
    assert monday.weekday() == 0
    days = [monday]
    while len(days) < count:
        days.append(calendar.after(days[-1]))
    assert taken.isdisjoint(days)
    assert (days[-1] - monday).days == count - 1 + (count - 1) // 5 * 2
