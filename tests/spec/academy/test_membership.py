"""Who attends what, and what they miss (A1, T2, S3, S5, G7; AC16, second half of AC19)."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.membership import Itinerary, Member, Why, invited, run_for, sessions_for
from academy.programme import Audience
from academy.session import Session, Status
from tests.spec.academy.programmes import item, lancashire, programme
from tests.spec.academy.test_plan import laid

NQ, EXPERIENCED = Audience.NEWLY_QUALIFIED, Audience.EXPERIENCED
LANCASHIRE = lancashire()
HOME = laid(LANCASHIRE, "2017-09-11")
MOP_UP = laid(LANCASHIRE, "2017-11-06", "induction", run="mop-up")
SESSIONS = (*HOME, *MOP_UP)


def member(audience: Audience = NQ, **more: object) -> Member:
    return Member(**({"id": "m1", "worker": None, "audience": audience, "cohort": "c1", "run": "mop-up"} | more))  # type: ignore[arg-type] -- passes the choices on  # fmt: skip


def week(itinerary: Itinerary, first: str, last: str) -> list[Session]:
    return [s for s in itinerary.sessions if first <= s.day.isoformat() <= last]


def missed(itinerary: Itinerary) -> list[tuple[str, str]]:
    return [(m.finding.code, m.item) for m in itinerary.missed]


@pytest.mark.parametrize(
    ("audience", "completed", "week1", "week2", "misses"),
    [
        # who          has done                                   week 1  week 2  misses
        (EXPERIENCED, set(), 17, 0, []),
        (EXPERIENCED, {"lcs"}, 16, 0, []),
        (EXPERIENCED, {"lcs", "professional-accountability"}, 15, 0, []),
        (NQ, set(), 17, 18, [("MISSED_MANDATORY", "asye-requirements")]),
        (NQ, {"lcs"}, 17, 18, []),
    ],
)  # fmt: skip
def test_sessions_of_the_mop_up_run(
    audience: Audience, completed: set[str], week1: int, week2: int, misses: list[tuple[str, str]]
) -> None:
    own = sessions_for(member(audience, completed=frozenset(completed)), SESSIONS, LANCASHIRE)
    assert len(week(own, "2017-11-06", "2017-11-10")) == week1
    assert len(week(own, "2017-11-13", "2017-11-17")) == week2
    assert missed(own) == misses
    assert [f.code for f in own.findings] == [code for code, _ in misses]


def tracks(own: Itinerary) -> list[str]:
    return [s.item for s in own.sessions if s.track]


def test_tracks_are_assigned_by_what_is_completed() -> None:
    """
    has done                    morning           afternoon (newly qualified)
    nothing                     LCS               LCS
    LCS                         accountability    ASYE requirements
    both (7 have)               neither           ASYE requirements
    """
    done = (frozenset[str](), frozenset({"lcs"}), frozenset({"lcs", "professional-accountability"}))
    assert [tracks(sessions_for(member(completed=c), SESSIONS, LANCASHIRE)) for c in done] == [
        ["lcs-classroom-1", "lcs-classroom-2"],
        ["accountability", "asye-requirements"],
        ["asye-requirements"],
    ]
    lcs = sessions_for(member(completed=done[1]), SESSIONS, LANCASHIRE)
    assert lcs.exempt == ("lcs-classroom-1", "lcs-classroom-2")


def test_a_person_can_choose_the_track_and_the_other_is_the_need() -> None:
    own = sessions_for(member(chosen=frozenset({"asye-requirements"})), SESSIONS, LANCASHIRE)
    assert tracks(own) == ["lcs-classroom-1", "asye-requirements"]
    assert missed(own) == [("MISSED_MANDATORY", "lcs-classroom-2")]


def test_a_mop_up_session_frees_the_need() -> None:
    again = laid(LANCASHIRE, "2018-01-08", "induction", run="again", items=["asye-requirements"])
    own = sessions_for(
        member(catch_up=frozenset({again[0].uid})), (*SESSIONS, *again), LANCASHIRE, home_run="home"
    )
    assert tracks(own) == ["lcs-classroom-1", "lcs-classroom-2", "asye-requirements"]
    assert (own.missed, again[0] in own.sessions) == ((), True)


def test_catching_a_track_up_elsewhere_leaves_the_other_free() -> None:
    again = laid(LANCASHIRE, "2018-01-08", "induction", run="again", items=["lcs-classroom-2"])
    own = sessions_for(
        member(catch_up=frozenset({again[0].uid})), (*SESSIONS, *again), LANCASHIRE, home_run="home"
    )
    assert tracks(own) == ["lcs-classroom-1", "asye-requirements", "lcs-classroom-2"]
    assert own.missed == ()


def test_a_cancelled_mop_up_session_leaves_the_need_open() -> None:
    (again,) = laid(LANCASHIRE, "2018-01-08", "induction", run="again", items=["asye-requirements"])
    gone = replace(again, status=Status.CANCELLED)
    own = sessions_for(member(catch_up=frozenset({again.uid})), (*SESSIONS, gone), LANCASHIRE)
    assert [(m.item, m.why) for m in own.missed] == [("asye-requirements", Why.CANCELLED)]


def test_members_carry_their_run_and_share_the_reviews() -> None:
    """A mop-up joiner has their own induction and the reviews of the home run (G7)."""
    own = sessions_for(member(), SESSIONS, LANCASHIRE, home_run="home")
    assert {(s.block == "induction", s.run) for s in own.sessions} == {(True, "mop-up"), (False, "home")}  # fmt: skip
    assert sorted({s.day.isoformat() for s in own.sessions})[10:] == [
        "2017-12-11", "2017-12-12", "2018-03-12", "2018-03-13", "2018-06-11", "2018-09-10",
    ]  # fmt: skip


def test_the_run_of_a_block() -> None:
    assert run_for(member(), "induction", SESSIONS, "home") == "mop-up"
    assert run_for(member(), "review-3m", SESSIONS, "home") == "home"
    assert run_for(member(), "review-3m", SESSIONS) == "home"
    assert run_for(member(), "review-3m", MOP_UP, "home") is None
    assert run_for(member(cohort="c2"), "induction", SESSIONS) is None


def test_a_block_without_dates_is_no_need_yet() -> None:
    own = sessions_for(member(completed=frozenset({"lcs"})), MOP_UP, LANCASHIRE)
    assert (len(own.sessions), own.missed) == (35, ())


def test_awaiting_clearance_leaves_out_the_care_leavers_session_only() -> None:
    cleared, awaiting = (
        sessions_for(member(cleared=c, completed=frozenset({"lcs"})), SESSIONS, LANCASHIRE)
        for c in (True, False)
    )
    left_out = [s for s in cleared.sessions if s not in awaiting.sessions]
    assert [(s.item, s.day.isoformat(), f"{s.start:%H:%M}-{s.end:%H:%M}") for s in left_out] == [
        ("toward-independence", "2018-03-13", "13:00-15:15")
    ]
    assert missed(awaiting) == [("AWAITING_CLEARANCE", "toward-independence")]


def test_managers_come_to_the_session_with_line_managers_only() -> None:
    own = sessions_for(member(Audience.MANAGERS), SESSIONS, LANCASHIRE)
    assert [(s.item, s.day.isoformat()) for s in own.sessions] == [("pdr", "2018-09-10")]


@pytest.mark.parametrize(
    ("audience", "kinds"),
    [
        # member         all  newly-qualified  experienced  managers  named
        (NQ,                     [True, True, False, False, False]),
        (EXPERIENCED,            [True, False, True, False, False]),
        (Audience.MANAGERS,      [False, False, False, True, False]),
        (Audience.NAMED,         [False, False, False, False, False]),
    ],
)  # fmt: skip
def test_effective_audience(audience: Audience, kinds: list[bool]) -> None:
    tiny = programme(*(item(f"for-{a}", "09:00", "10:00", audience=a) for a in Audience))
    assert [invited(member(audience), *pair) for pair in tiny.items()] == kinds


def test_the_audience_of_the_block_counts_where_the_item_has_none() -> None:
    ((block, one),) = programme(item("one", "09:00", "10:00")).items()
    assert invited(member(EXPERIENCED), replace(block, audience=NQ), one) is False
    assert invited(member(NQ), replace(block, audience=NQ), one) is True


def test_named_people_come_to_what_they_are_named_for() -> None:
    ((block, one),) = programme(item("one", "09:00", "10:00", audience="named")).items()
    assert invited(member(Audience.NAMED, named=frozenset({"one"})), block, one) is True
    assert invited(member(NQ, named=frozenset({"one"})), block, one) is True


def test_nothing_is_taken_twice_unless_asked() -> None:
    done = frozenset({"lcs", "mash"})
    once = sessions_for(member(completed=done), SESSIONS, LANCASHIRE)
    asked = sessions_for(member(completed=done, repeats=frozenset({"mash"})), SESSIONS, LANCASHIRE)
    assert [s.item for s in asked.sessions if s not in once.sessions] == ["mash"]


def test_lunches_stand_beside_the_sessions_of_their_days() -> None:
    own = sessions_for(member(EXPERIENCED), SESSIONS, LANCASHIRE)
    assert [s.item for s in own.rests] == ["lunch-1", "lunch-2", "lunch-4", "lunch-5"]


TINY = programme(item("a", "09:00", "10:00", capacity=1), item("b", "10:00", "11:00"))
PLAIN = laid(TINY, run="mop-up")


@pytest.mark.parametrize(
    ("session_group", "member_group", "why"),
    [
        # session is for  member is in   result
        (None,            None,          None),
        (None,            1,             None),
        (None,            2,             Why.UNSCHEDULED),
        (1,               1,             None),
        (1,               2,             Why.UNSCHEDULED),
        (1,               None,          Why.UNSCHEDULED),
    ],
)  # fmt: skip
def test_a_group_without_a_date_is_a_need(
    session_group: int | None, member_group: int | None, why: Why | None
) -> None:
    sessions = [replace(s, group=session_group) if s.item == "a" else s for s in PLAIN]
    groups = {} if member_group is None else {"a": {"m1": member_group}}
    own = sessions_for(member(), sessions, TINY, groups)
    assert [m.why for m in own.missed] == [why] * (why is not None)
    assert [s.item for s in own.sessions] == (["b"] if why else ["a", "b"])


def test_a_cancelled_session_is_a_need_until_it_is_replaced() -> None:
    gone = replace(PLAIN[0], uid="gone", status=Status.CANCELLED)
    cancelled = sessions_for(member(), [gone, PLAIN[1]], TINY)
    assert (missed(cancelled), cancelled.findings[0].message) == (
        [("MISSED_MANDATORY", "a")], "Misses a: cancelled.",
    )  # fmt: skip
    assert sessions_for(member(), [gone, *PLAIN], TINY).missed == ()


def test_an_item_nobody_laid_out_in_a_dated_block_is_a_need() -> None:
    assert missed(sessions_for(member(), PLAIN[:1], TINY)) == [("NOT_PLANNED", "b")]


@given(
    audience=st.sampled_from([NQ, EXPERIENCED, Audience.MANAGERS, Audience.NAMED]),
    run=st.sampled_from(["home", "mop-up"]),
    completed=st.frozensets(st.sampled_from(["lcs", "professional-accountability", "mash", "pdr"])),
    chosen=st.frozensets(st.sampled_from(["lcs-classroom-1", "accountability", "asye-requirements"])),
    cleared=st.booleans(),
    cancelled=st.frozensets(st.sampled_from([s.uid for s in SESSIONS])),
    group=st.none() | st.integers(1, 4),
)  # fmt: skip
def test_each_mandatory_item_is_attended_exactly_once_exempt_or_a_recorded_need(
    *, audience: Audience, run: str, completed: frozenset[str], chosen: frozenset[str],
    cleared: bool, cancelled: frozenset[str], group: int | None,
) -> None:  # fmt: skip
    one = member(audience, run=run, completed=completed, chosen=chosen, cleared=cleared)
    sessions = [replace(s, status=Status.CANCELLED) if s.uid in cancelled else s for s in SESSIONS]
    groups = {"assessment-in-action": {"m1": group}} if group else {}
    own = sessions_for(one, sessions, LANCASHIRE, groups, home_run="home")
    told = [s.item for s in own.sessions] + [m.item for m in own.missed] + list(own.exempt)
    assert len(told) == len(set(told))
    meant = {i.key for b, i in LANCASHIRE.items() if i.mandatory and invited(one, b, i)}
    assert meant <= set(told)
    assert all(s.status is Status.CONFIRMED for s in (*own.sessions, *own.rests))
    assert not [
        (a, b) for a, b in product(own.sessions, own.sessions)
        if a.uid < b.uid and a.day == b.day and a.start < b.end and b.start < a.end
    ]  # fmt: skip
