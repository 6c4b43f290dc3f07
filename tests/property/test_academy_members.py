"""What holds for every cohort: nobody misses a mandatory item unseen (A1-A6, T2, S3, S5)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from academy.attendance import Attendance, Attended, collect, needs
from academy.digest import digests
from academy.groups import form_groups, numbers
from academy.membership import Itinerary, Member, invited, sessions_for
from academy.plan import GroupRun, Staffing, lay_out
from academy.planning import propose
from academy.programme import ATTENDED, Audience
from academy.revision import ChangeKind, begins
from academy.session import Session, Status
from academy.template import block_specs
from tests.spec.academy.calendars import d, england
from tests.spec.academy.programmes import lancashire

often = settings(max_examples=40, deadline=None)
LANCASHIRE = lancashire()
MANDATORY = {item.key for _, item in LANCASHIRE.items() if item.mandatory}


def laid_out(run: str, anchor: str, *blocks: str, groups: int = 0) -> tuple[Session, ...]:
    proposal = propose(
        blocks=block_specs(LANCASHIRE, blocks or None), anchor=d(anchor), working_days=england()
    )
    day = proposal.blocks[0].dates[6]
    runs = [GroupRun("assessment-in-action", n, day) for n in range(1, groups + 1)]
    return lay_out(
        LANCASHIRE, proposal, cohort="c1", run=run, new_uid=str, staffing=Staffing(group_runs=runs)
    )


HOME = laid_out("home", "2027-01-11", groups=2)
MOP_UP = laid_out("mop-up", "2027-03-01", "induction")
UIDS = [s.uid for s in (*HOME, *MOP_UP)]
MEMBERS = st.lists(
    st.builds(
        Member,
        id=st.sampled_from([f"m{n:02}" for n in range(40)]),
        worker=st.none(),
        audience=st.sampled_from(Audience),
        cohort=st.just("c1"),
        run=st.sampled_from(["home", "mop-up"]),
        team=st.sampled_from([None, "North", "South"]),
        completed=st.frozensets(
            st.sampled_from(["lcs", "professional-accountability", "mash", "assessment-in-action"])
        ),
        cleared=st.booleans(),
        chosen=st.frozensets(st.sampled_from(["accountability", "asye-requirements"])),
        named=st.frozensets(st.sampled_from(["mash", "pdr"])),
        catch_up=st.frozensets(
            st.sampled_from([s.uid for s in MOP_UP if s.item in ("send", "asye-requirements")])
        ),
    ),
    max_size=25,
    unique_by=lambda member: member.id,
)
CANCELLED = st.frozensets(st.sampled_from(UIDS), max_size=20)


def cancel(sessions: Sequence[Session], uids: frozenset[str]) -> list[Session]:
    return [replace(s, status=Status.CANCELLED) if s.uid in uids else s for s in sessions]


def itineraries(members: list[Member], sessions: Sequence[Session]) -> dict[str, Itinerary]:
    groups = numbers(form_groups(LANCASHIRE, members, sessions, home_run="home"))
    return {
        member.id: sessions_for(member, sessions, LANCASHIRE, groups, home_run="home")
        for member in members
    }


@often
@given(MEMBERS, CANCELLED)
def test_every_member_has_each_mandatory_item_exactly_once_or_a_recorded_need(
    members: list[Member], cancelled: frozenset[str]
) -> None:
    sessions = cancel((*HOME, *MOP_UP), cancelled)
    everybody = itineraries(members, sessions)
    for member in members:
        own = everybody[member.id]
        meant = {
            item.key
            for block, item in LANCASHIRE.items()
            if item.kind in ATTENDED and invited(member, block, item)
        }
        taken = Counter(s.item for s in own.sessions)
        open_needs = Counter(one.item for one in own.missed)
        for key in meant & MANDATORY:
            assert taken[key] + open_needs[key] + own.exempt.count(key) == 1
        assert set(taken) | set(open_needs) | set(own.exempt) <= meant
        assert all(s.status is Status.CONFIRMED for s in own.sessions)


@often
@given(MEMBERS, CANCELLED)
def test_nobody_is_in_two_places_in_a_run_of_their_own(
    members: list[Member], cancelled: frozenset[str]
) -> None:
    sessions = cancel((*HOME, *MOP_UP), cancelled)
    plain = [replace(member, catch_up=frozenset()) for member in members]
    for own in itineraries(plain, sessions).values():
        for one, other in combinations(own.sessions, 2):
            assert one.day != other.day or one.end <= other.start or other.end <= one.start


@often
@given(MEMBERS, CANCELLED, st.data())
def test_a_register_leaves_exactly_the_needs_that_are_open(
    members: list[Member], cancelled: frozenset[str], data: st.DataObject
) -> None:
    """Everything attended, but some: what is left is what was missed and what was not attended."""
    sessions = cancel((*HOME, *MOP_UP), cancelled)
    own = itineraries(members, sessions)
    register = []
    absent = set()
    for one, itinerary in own.items():
        for s in itinerary.sessions:
            state = data.draw(st.sampled_from([*[Attended.ATTENDED] * 4, *Attended]))
            register.append(Attendance(one, s.cohort, s.item, s.day, state))
            if state in (Attended.PART, Attended.ABSENT, Attended.ABSENT_AUTHORISED):
                absent.add((one, s.item))
    missed = {"c1": [need for itinerary in own.values() for need in itinerary.missed]}
    found = needs(register, missed, {"c1": LANCASHIRE})
    expected = {key for key in absent if key[1] in MANDATORY}
    expected |= {(m.member, m.item) for m in missed["c1"] if m.item in MANDATORY}
    assert {(need.member, need.item) for need in found} == expected
    assert len(found) == len(expected)
    demands = collect(found, {"c1": LANCASHIRE})
    assert [need for demand in demands for need in demand.needs] == sorted(
        found, key=lambda need: [demand.item for demand in demands].index(need.item)
    )
    assert all(sum(demand.groups) == len(demand.needs) for demand in demands)


@often
@given(MEMBERS, CANCELLED)
def test_what_is_cancelled_is_told_to_exactly_those_who_were_to_attend(
    members: list[Member], cancelled: frozenset[str]
) -> None:
    before = {one: own.sessions for one, own in itineraries(members, (*HOME, *MOP_UP)).items()}
    after = {
        one: tuple(s for s in sessions if s.uid not in cancelled)
        for one, sessions in before.items()
    }
    found = digests(before, after, now=begins(HOME[0]))
    told = {
        digest.member: {c.uid for c in digest.revision.of(ChangeKind.CANCELLED)} for digest in found
    }
    assert told == {
        one: gone
        for one, sessions in before.items()
        if (gone := {s.uid for s in sessions} & cancelled)
    }
