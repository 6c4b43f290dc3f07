"""Input no plan can carry out as it stands: each is a finding or a refusal in words, never a crash.

What is read from printed timetables (9.30-11pm, 25:00, 29/02/2027) stands in test_printed_*.py, and
dates of anchors in test_planning.py.
"""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from academy.allocation import RunOffer, Starter, allocate
from academy.attendance import MopUpNeed, collect
from academy.clashes import clashes
from academy.concurrency import weeks
from academy.digest import digests
from academy.engagements import engagements
from academy.errors import ProgrammeInvalid
from academy.groups import form_groups, numbers, unscheduled
from academy.membership import Member, sessions_for
from academy.plan import lay_out
from academy.planning import propose
from academy.programme import Audience
from academy.template import block_specs, programme_from
from academy.working_days import Closure
from tests.spec.academy.calendars import d, england
from tests.spec.academy.programmes import document, item, lancashire, programme
from tests.spec.academy.sessions import session
from tests.spec.academy.test_plan import laid

LANCASHIRE = lancashire()
NQ = Audience.NEWLY_QUALIFIED


@pytest.mark.parametrize(
    ("items", "reason"),
    [
        ([item("one", "10:00", "09:00")], "one ends at 09:00, not after it starts at 10:00"),
        ([item("one", "10:00", "10:00")], "one ends at 10:00, not after it starts at 10:00"),
        ([item("one", "10:00", "25:00")], "'end' of item one must be a time of day written as 09:30"),
        ([item("one", "10:00", "11:00", capacity=0)], "'capacity' of item one must be a whole number from 1 to 10000"),
        ([item("one", "10:00", "11:00", title="a\x07b")], "'title' of item one must be a text without control characters"),
        ([item("one", "10:00", "11:00", title="a\x85b")], "'title' of item one must be a text without control characters"),
        ([item("one", "10:00", "11:00", title="")], "'title' of item one must be a text"),
        (
            [item("a", "09:00", "10:00", prerequisites=["c"]), item("b", "10:00", "11:00", prerequisites=["a"]), item("c", "11:00", "12:00", prerequisites=["b"])],
            "prerequisites go round in a circle",
        ),
    ],
)  # fmt: skip
def test_a_template_that_cannot_be_planned_is_refused_where_it_stands(
    items: list[dict[str, object]], reason: str
) -> None:
    with pytest.raises(ProgrammeInvalid) as refusal:
        programme_from(document(*items))
    assert refusal.value.reason.startswith(reason)


def test_emoji_commas_and_lines_are_kept_to_the_letter() -> None:
    title = "Children’s voices 👩‍👧, part 1; 50 % \\ more"
    hall = {"key": "hall", "name": "Hall", "address": "Hall, Preston;\nsecond \\ floor", "rooms": ["Blue"]}  # fmt: skip
    tiny = programme(item("one", "09:00", "10:00", title=title, site="hall", rooms=["Blue"]), sites=[hall])  # fmt: skip
    (laid_out,) = laid(tiny)
    assert (laid_out.title, laid_out.site_address) == (title, "Hall, Preston;\nsecond \\ floor")


def test_an_anchor_on_29_february_is_laid_out_on_it() -> None:
    sessions = laid(LANCASHIRE, "2028-02-29")
    assert sessions[0].day == d("2028-02-29")
    assert max(s.day for s in sessions) == d("2029-02-27")


def test_an_anchor_on_christmas_day_is_laid_out_on_the_next_working_day() -> None:
    sessions = laid(LANCASHIRE, "2026-12-25")
    assert min(s.day for s in sessions) == d("2026-12-29")


def test_no_working_day_is_no_session() -> None:
    closed = england(Closure(d("2027-01-11"), d("2099-12-31"), "closed"))
    proposal = propose(blocks=block_specs(LANCASHIRE), anchor=d("2027-01-11"), working_days=closed)
    assert lay_out(LANCASHIRE, proposal, cohort="c1", run="home", new_uid=str) == ()


def test_a_closure_that_ends_before_it_begins_closes_nothing() -> None:
    backwards = england(Closure(d("2027-01-15"), d("2027-01-11"), "backwards"))
    assert backwards.is_working(d("2027-01-13"))


def test_a_run_without_places_takes_nobody() -> None:
    (left,) = allocate(
        [Starter("s1", d("2027-01-04"), newly_qualified=True, registered_on=d("2026-01-01"), cleared_on=d("2026-01-01"))],
        [RunOffer("c1", "home", d("2027-01-11"), capacity=0)],
    )  # fmt: skip
    assert (left.offer, left.wait_weeks, [f.code for f in left.findings]) == (None, None, ["WAITING_LIST"])  # fmt: skip


def test_a_span_that_ends_before_it_begins_has_no_weeks() -> None:
    assert weeks([session()], [], asye={}, staff=(), first=d("2027-02-01"), last=d("2027-01-01")) == ()  # fmt: skip


def test_five_hundred_members_are_divided_and_each_knows_where_to_be() -> None:
    members = [
        Member(f"m{n:03}", None, NQ, "c1", "home", team=f"team {n % 20}") for n in range(500)
    ]
    sessions = laid(LANCASHIRE, "2027-01-11")
    groups = form_groups(LANCASHIRE, members, sessions)
    placed = numbers(groups)
    own = {m.id: sessions_for(m, sessions, LANCASHIRE, placed) for m in members}
    training = [group for group in groups if group.item == "assessment-in-action"]
    assert [len(group.members) for group in training] == [16] * 20 + [15] * 12
    assert len(unscheduled(training, sessions)) == 31
    waiting = [one for one, itinerary in own.items() if "assessment-in-action" in {m.item for m in itinerary.missed}]  # fmt: skip
    assert len(waiting) == 500 - 16
    assert {len(itinerary.sessions) + len(itinerary.missed) for itinerary in own.values()} == {63}
    needs = [MopUpNeed(one, "c1", "assessment-in-action", None, "no date") for one in waiting]
    (demand,) = collect(needs, {"c1": LANCASHIRE})
    assert (len(demand.needs), len(demand.groups), sum(demand.groups)) == (484, 31, 484)


def test_a_member_removed_after_publishing_has_everything_cancelled_and_nobody_else_is_told() -> (
    None
):
    own = laid(LANCASHIRE, "2027-01-11")[:5]
    before, after = {"m1": own, "m2": own}, {"m2": own}
    (digest,) = digests(before, after, now=datetime(2026, 1, 1, tzinfo=UTC))
    assert digest.member == "m1"
    assert digest.revision.changes == digest.revision.cancelled
    assert len(digest.revision.cancelled) == 5


def test_a_session_moved_to_end_before_it_starts_is_lost_to_no_commitment_and_no_clash() -> None:
    """A draft may hold it for a while: the service blocks publishing it."""
    odd = replace(session("odd", facilitators=("Ann",)), end=session().start)
    assert clashes(engagements([odd, replace(odd, uid="other")])) == ()
