"""Starters allocated to runs (S1-S5; AC19)."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.allocation import (
    RunOffer,
    Starter,
    allocate,
    asye_clock_start,
    enrol,
    expected_clearance,
    transfer,
)
from academy.membership import sessions_for
from academy.programme import Audience
from tests.spec.academy.calendars import d
from tests.spec.academy.programmes import lancashire
from tests.spec.academy.test_plan import laid

MOP_UP = RunOffer("c1", "mop-up", d("2017-11-06"))
COHORT_2 = RunOffer("c2", "home", d("2018-01-15"))
OFFERS = [COHORT_2, MOP_UP, RunOffer("c1", "home", d("2017-09-11"))]


def starter(start: str, name: str = "ann", **more: object) -> Starter:
    ready = {"registered_on": d("2017-07-01"), "cleared_on": d("2017-08-01"), "newly_qualified": True}  # fmt: skip
    return Starter(id=name, start=d(start), **(ready | more))  # type: ignore[arg-type] -- passes the facts on


@pytest.mark.parametrize(
    ("start", "offers", "run", "weeks", "codes"),
    [
        # start       runs              goes to      waits   said
        ("2017-10-16", OFFERS,          "mop-up",   "3.0",  []),
        ("2017-10-16", [COHORT_2],      "home",     "13.0", ["SUGGEST_MOP_UP"]),
        ("2017-11-06", OFFERS,          "mop-up",   "0.0",  []),
        ("2017-11-07", OFFERS,          "home",     "9.9",  ["LATE_FOR_RUN", "SUGGEST_MOP_UP"]),
        ("2017-11-20", OFFERS,          "home",     "8.0",  ["LATE_FOR_RUN", "SUGGEST_MOP_UP"]),
        ("2017-11-21", OFFERS,          "home",     "7.9",  ["SUGGEST_MOP_UP"]),
        ("2017-12-04", OFFERS,          "home",     "6.0",  []),
        ("2017-12-03", OFFERS,          "home",     "6.1",  ["SUGGEST_MOP_UP"]),
        ("2018-01-16", OFFERS,          None,       None,   ["LATE_FOR_RUN", "WAITING_LIST"]),
        ("2018-04-01", [],              None,       None,   ["WAITING_LIST"]),
    ],
)  # fmt: skip
def test_the_run_with_the_shortest_wait(
    start: str, offers: list[RunOffer], run: str | None, weeks: str | None, codes: list[str]
) -> None:
    (one,) = allocate([starter(start)], offers)
    assert (one.offer and one.offer.run, one.wait_weeks) == (run, weeks and Decimal(weeks))
    assert [finding.code for finding in one.findings] == codes


BLOCKED = RunOffer("c3", "home", d("2017-10-30"), blocked=True)


@pytest.mark.parametrize(
    ("start", "offers", "run", "codes"),
    [
        ("2017-10-16", [BLOCKED, MOP_UP], "mop-up", ["RUN_BLOCKED"]),
        ("2017-10-30", [BLOCKED],         None,     ["RUN_BLOCKED", "WAITING_LIST"]),
        ("2017-10-31", [BLOCKED, MOP_UP], "mop-up", ["LATE_FOR_RUN"]),
        ("2017-09-11", [BLOCKED, *OFFERS], "home",  []),  # begins the same day
    ],
)  # fmt: skip
def test_nobody_is_proposed_to_a_run_of_a_plan_that_cannot_be_released(
    start: str, offers: list[RunOffer], run: str | None, codes: list[str]
) -> None:
    (one,) = allocate([starter(start)], offers)
    assert (one.offer and one.offer.run, [each.code for each in one.findings]) == (run, codes)


def test_a_full_run_passes_who_starts_later_on() -> None:
    """
    mop-up 16 places, 15 taken: the first to start has the last place
    """
    offers = [replace(MOP_UP, capacity=16, taken=15), COHORT_2]
    found = allocate(
        [starter("2017-10-16", "ben"), starter("2017-10-16", "ann"), starter("2017-10-09", "cat")],
        offers,
    )
    assert [(a.starter.id, a.offer and a.offer.cohort, a.wait_days) for a in found] == [
        ("cat", "c1", 28), ("ann", "c2", 91), ("ben", "c2", 91),
    ]  # fmt: skip


def test_how_late_and_how_long_are_settings() -> None:
    (one,) = allocate([starter("2017-11-08")], OFFERS, late_days=1, long_wait_weeks=10)
    assert one.findings == ()
    (late,) = allocate([starter("2017-11-08")], OFFERS, late_days=2, long_wait_weeks=9)
    assert [f.message for f in late.findings] == [
        "Starts 2 days after mop-up of c1 began.",
        "Waits 9.7 weeks, more than 9: consider a mop-up run.",
    ]


@given(
    starts=st.lists(st.integers(0, 60), max_size=4),
    runs=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 2)), max_size=3),
)
def test_nobody_joins_a_run_begun_or_full_and_no_other_way_waits_less(
    starts: list[int], runs: list[tuple[int, int]]
) -> None:
    first = date(2027, 1, 4)
    starters = [
        starter((first + timedelta(days=n)).isoformat(), f"s{i}") for i, n in enumerate(starts)
    ]
    offers = [
        RunOffer("c", f"r{i}", first + timedelta(days=n), places)
        for i, (n, places) in enumerate(runs)
    ]
    found = {a.starter.id: a for a in allocate(starters, offers)}
    assert sorted(found) == [s.id for s in starters]
    ours = tuple(found[s.id].offer for s in starters)
    every = [
        chosen
        for chosen in product([None, *offers], repeat=len(starters))
        if all(o is None or o.starts >= s.start for o, s in zip(chosen, starters, strict=True))
        and all(chosen.count(offer) <= (offer.capacity or 0) for offer in offers)
    ]
    assert ours in every
    assert cost(ours, starters) == min(cost(chosen, starters) for chosen in every)


def cost(chosen: tuple[RunOffer | None, ...], starters: list[Starter]) -> tuple[int, int]:
    """People on the waiting list, then days waited where the same number is: runs' days in all."""
    held = [offer.starts.toordinal() for offer in chosen if offer]
    return len(starters) - len(held), sum(held)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, []),
        ({"cleared_on": d("2017-11-06")}, []),
        ({"cleared_on": d("2017-11-07")}, [("AWAITING_CLEARANCE", "INFO", "cleared on 2017-11-07.")]),
        (
            {"cleared_on": None, "clearance_requested_on": d("2017-10-16")},
            [("AWAITING_CLEARANCE", "INFO", "clearance expected 2017-11-05.")],
        ),
        ({"cleared_on": None}, [("AWAITING_CLEARANCE", "WARN", "clearance not requested.")]),
        ({"registered_on": None}, [("NOT_REGISTERED", "WARN", "the ASYE year does not begin.")]),
        ({"registered_on": None, "newly_qualified": False}, []),
    ],
)  # fmt: skip
def test_clearance_and_registration_are_said(
    facts: dict[str, object], said: list[tuple[str, str, str]]
) -> None:
    (one,) = allocate([starter("2017-10-16", **facts)], OFFERS)
    assert [(f.code, f.severity.value, f.message[-len(w):]) for f, (_, _, w) in zip(one.findings, said, strict=True)] == said  # fmt: skip


def test_on_the_waiting_list_clearance_counts_at_the_start() -> None:
    (one,) = allocate([starter("2017-10-16", cleared_on=d("2017-10-17"))], [])
    assert [f.code for f in one.findings] == ["WAITING_LIST", "AWAITING_CLEARANCE"]


@pytest.mark.parametrize(
    ("measured", "expected"),
    [((), "2017-11-05"), ((10,), "2017-10-26"), ((10, 11), "2017-10-27"), ((10, 10, 11), "2017-10-26")],
)  # 20 days unless measured; 10.5 days is 11  # fmt: skip
def test_expected_clearance(measured: tuple[int, ...], expected: str) -> None:
    assert expected_clearance(d("2017-10-16"), measured) == d(expected)


@pytest.mark.parametrize(
    ("registered", "rule", "newly_qualified", "begins"),
    [
        ("2017-07-01", True, True, "2017-10-16"),
        ("2017-11-01", True, True, "2017-11-01"),
        (None, True, True, None),
        (None, False, True, "2017-10-16"),
        ("2017-07-01", True, False, None),
    ],
)
def test_the_asye_clock_waits_for_registration_where_the_rule_says_so(
    registered: str | None, rule: bool, newly_qualified: bool, begins: str | None
) -> None:
    one = starter(
        "2017-10-16", registered_on=registered and d(registered), newly_qualified=newly_qualified
    )
    assert asye_clock_start(one, requires_registration=rule) == (begins and d(begins))


def test_a_confirmed_allocation_becomes_a_member() -> None:
    one = starter("2017-10-16", worker="k1", team="north", cleared_on=d("2017-11-08"))
    early, late = (enrol(one, MOP_UP, on=d(day)) for day in ("2017-11-07", "2017-11-08"))
    assert (early.id, early.worker, early.team, early.cohort, early.run) == (
        "ann", "k1", "north", "c1", "mop-up",
    )  # fmt: skip
    assert (early.cleared, late.cleared, late.audience) == (False, True, Audience.NEWLY_QUALIFIED)
    other = enrol(replace(one, newly_qualified=False, cleared_on=None), MOP_UP, on=d("2018-01-01"))
    assert (other.audience, other.cleared) == (Audience.EXPERIENCED, False)


def test_a_transfer_keeps_attendance_and_takes_nothing_twice() -> None:
    of = lancashire()
    sessions = tuple(replace(s, cohort="c2") for s in laid(of, "2018-01-15"))
    member = replace(
        enrol(starter("2017-10-16"), MOP_UP, on=d("2017-10-16")),
        completed=frozenset({"lcs"}),
        catch_up=frozenset({"a session of the old cohort"}),
    )
    moved = transfer(member, cohort="c2", run="home", completed=frozenset({"mash", "send"}))
    own = sessions_for(moved, sessions, of)
    assert own.exempt == ("lcs-classroom-1", "lcs-classroom-2", "mash", "send")
    assert {s.item for s in own.sessions} & set(own.exempt) == set()
    assert (own.missed, moved.catch_up) == ((), frozenset())
