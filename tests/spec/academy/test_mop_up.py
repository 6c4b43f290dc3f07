"""Needs of several cohorts given places in mop-up sessions (A6, G7)."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from academy.attendance import MopUpNeed, needs
from academy.membership import Itinerary, Member, sessions_for
from academy.mop_up import CatchUp, by_member, catch_up
from academy.programme import Audience
from academy.session import Session, Status
from tests.spec.academy.calendars import d
from tests.spec.academy.programmes import lancashire
from tests.spec.academy.sessions import session
from tests.spec.academy.test_plan import laid

TODAY = d("2027-01-08")
PROGRAMMES = {"c1": "p", "c2": "p", "other": "q"}


def need(member: str, item: str = "x", cohort: str = "c1") -> MopUpNeed:
    return MopUpNeed(member, cohort, item, None, "absent")


def own(*sessions: Session) -> Itinerary:
    return Itinerary(sessions, (), (), ())


def places(*asked: MopUpNeed, offered: list[Session], limit: int | None = None, taken: dict[str, int] | None = None, **busy: Itinerary) -> list[str | None]:  # fmt: skip
    found = catch_up(
        asked, offered, busy,
        programmes=PROGRAMMES, capacities={("p", "x"): limit}, today=TODAY, taken=taken or {},
    )  # fmt: skip
    assert [one.need for one in found] == list(asked)
    return [one.session.uid if one.session else None for one in found]


FIRST = session("first", item="x")
SECOND = session("second", item="x", day="2027-01-12")


def test_the_oldest_needs_have_the_first_places_from_whatever_cohort() -> None:
    asked = [need("m1"), need("m2", cohort="c2"), need("m3")]
    assert places(*asked, offered=[SECOND, FIRST], limit=1) == ["first", "second", None]
    assert places(*asked, offered=[SECOND, FIRST], limit=2) == ["first", "first", "second"]
    assert places(*asked, offered=[SECOND, FIRST]) == ["first"] * 3
    assert places(*asked, offered=[SECOND, FIRST], limit=2, taken={"first": 2, "second": 1}) == ["second", None, None]  # fmt: skip


def test_other_items_cancelled_past_and_todays_sessions_serve_nobody() -> None:
    offered = [
        session("item", item="y"), replace(FIRST, status=Status.CANCELLED),
        session("past", item="x", day="2027-01-07"), session("today", item="x", day="2027-01-08"),
    ]  # fmt: skip
    assert places(need("m1"), offered=offered) == [None]
    assert places(need("m1"), offered=[*offered, session("next", item="x", day="2027-01-09")]) == ["next"]  # fmt: skip


def test_a_need_is_served_by_its_own_programme_only() -> None:
    """Two programmes may each have an item "x": a session of one teaches nothing of the other."""
    elsewhere = replace(FIRST, cohort="other")
    assert places(need("m1"), offered=[elsewhere]) == [None]
    assert places(need("m1"), offered=[elsewhere, SECOND]) == ["second"]
    asked = [need("m1", cohort="other"), need("m2", cohort="other"), need("m3"), need("m4")]
    assert places(*asked, offered=[elsewhere, SECOND], limit=1) == ["first", "first", "second", None]  # fmt: skip


def test_nobody_is_sent_to_two_places_at_once() -> None:
    busy = own(session("busy", item="z", start="09:30", end="10:30"))
    assert places(need("m1"), need("m2"), offered=[FIRST, SECOND], m1=busy) == ["second", "first"]
    back_to_back = own(session("a", start="08:00", end="09:00"), session("b", start="10:00", end="11:00"))  # fmt: skip
    assert places(need("m1"), offered=[FIRST, SECOND], m1=back_to_back) == ["first"]
    asked = [need("m1"), need("m1", "y")]
    offered = [FIRST, session("same time", item="y"), session("later", item="y", day="2027-01-20")]
    assert places(*asked, offered=offered) == ["first", "later"]


def test_a_confirmed_proposal_closes_the_need() -> None:
    """The ASYE requirements missed for LCS training, caught up in a mop-up run of one item."""
    programme = lancashire()
    home = laid(programme, "2027-01-11")
    mop_up = laid(programme, "2027-03-01", "induction", run="mop-up", items={"asye-requirements"})
    member = Member("m1", None, Audience.NEWLY_QUALIFIED, "c1", "home")
    before = sessions_for(member, home, programme)
    open_needs = needs([], {"c1": before.missed}, {"c1": programme})
    assert {(one.item, one.reason) for one in open_needs} == {("asye-requirements", "another track at the same time")}  # fmt: skip
    found = catch_up(open_needs, mop_up, {"m1": before}, programmes={"c1": programme.key}, capacities={}, today=d("2027-01-15"))  # fmt: skip
    assert found == (CatchUp(open_needs[0], mop_up[0]),)
    joined = replace(member, catch_up=by_member(found)["m1"])
    after = sessions_for(joined, (*home, *mop_up), programme, home_run="home")
    assert after.missed == ()
    assert mop_up[0] in after.sessions


def test_who_has_no_place_is_with_nobody() -> None:
    found = (CatchUp(need("m1"), FIRST), CatchUp(need("m1", "y"), SECOND), CatchUp(need("m2"), None))  # fmt: skip
    assert by_member(found) == {"m1": frozenset({"first", "second"})}


@given(
    st.lists(st.tuples(st.sampled_from(["m1", "m2", "m3"]), st.sampled_from("xy")), max_size=8, unique=True),
    st.lists(st.tuples(st.sampled_from("xy"), st.integers(9, 14)), max_size=6),
    st.integers(1, 3),
)  # fmt: skip
def test_no_session_is_overfilled_and_no_need_waits_beside_a_free_place(
    asked: list[tuple[str, str]], held: list[tuple[str, int]], limit: int
) -> None:
    offered = [
        session(f"s{n}", item=item, start=f"{hour:02}:00", end=f"{hour + 1:02}:30")
        for n, (item, hour) in enumerate(held)
    ]
    found = catch_up(
        [need(*one) for one in asked], offered, {},
        programmes=PROGRAMMES, capacities={("p", "x"): limit, ("p", "y"): limit}, today=TODAY,
    )  # fmt: skip
    taken = [one.session for one in found if one.session]
    for each in offered:
        assert taken.count(each) <= limit
    for member, uids in by_member(found).items():
        theirs = [each for each in offered if each.uid in uids]
        assert not [
            (a, b) for a in theirs for b in theirs
            if a.uid < b.uid and a.start < b.end and b.start < a.end
        ]  # fmt: skip
        assert {one.session.item == one.need.item for one in found if one.session} == {True}
        for one in found:
            if one.session is None and one.need.member == member:
                free = [
                    each for each in offered
                    if each.item == one.need.item and taken.count(each) < limit
                    and not any(each.start < b.end and b.start < each.end for b in theirs)
                ]  # fmt: skip
                assert free == []
