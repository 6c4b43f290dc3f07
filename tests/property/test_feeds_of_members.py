"""Whatever is taken from members and given back: each UID once, and SEQUENCE never falls."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from academy.deadlines import Deadline
from academy.membership import Member
from academy.programme import Audience, Kind
from academy.session import Session, Status
from service.cohorts.operations import ReleasedSession
from service.enrolments.calendars import retold
from service.enrolments.operations import CalendarTold
from service.feeds.private import Attending, Enrolled, Invited, Shown, of_team

BEGAN = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
UIDS = ("a", "b", "c")


def session(uid: str) -> Session:
    return Session(
        uid=uid,
        cohort="spring",
        run="home",
        block="induction",
        item=uid,
        group=None,
        title=uid.upper(),
        description="",
        kind=Kind.SESSION,
        audience=Audience.ALL,
        day=date(2027, 1, 11),
        start=time(9),
        end=time(10),
        site=None,
        site_address=None,
        room=None,
        facilitators=(),
        presenters=(),
        joining_link=None,
        mandatory=True,
        contact=False,
        track=None,
        status=Status.CONFIRMED,
    )


def deadline(uid: str, sequence: int) -> Deadline:
    return Deadline(
        uid=uid,
        cohort="spring",
        run="home",
        task=uid,
        title=uid.upper(),
        audience=Audience.ALL,
        block="induction",
        day=date(2027, 1, 11),
        sequence=sequence,
        changed_at=BEGAN,
        status=Status.CONFIRMED,
    )


class Invitations(Attending):
    """Says of each member what the example says."""

    def __init__(self, sequences: dict[str, int], invited: dict[str, frozenset[str]]) -> None:
        self._released = {
            uid: ReleasedSession(session(uid), sequence, BEGAN)
            for uid, sequence in sequences.items()
        }
        self._by_uid = {uid: deadline(uid, sequence) for uid, sequence in sequences.items()}
        self._theirs = invited

    def invited(self, member: Member) -> Invited:
        theirs = self._theirs[member.id]
        due = tuple(self._by_uid[uid] for uid in sorted(theirs))
        return Invited(theirs, frozenset(), due)


def enrolled(name: str, told: CalendarTold, at: datetime, *, removed: bool = False) -> Enrolled:
    member = Member(name, None, Audience.ALL, "spring", "home")
    return Enrolled(member, at, removed=removed, told=told)


ATTENDED = st.frozensets(st.sampled_from(UIDS))
STEPS = st.lists(
    st.tuples(ATTENDED, ATTENDED, st.frozensets(st.sampled_from(UIDS))), min_size=1, max_size=8
)


def seen(shown: list[Shown]) -> dict[str, tuple[int, bool, datetime]]:
    found = {each.released.session.uid: each for each in shown}
    assert len(found) == len(shown)
    return {uid: (each.sequence, each.gone, each.changed_at) for uid, each in found.items()}


def seen_due(due: list[Deadline]) -> dict[str, tuple[int, bool, datetime]]:
    found = {each.uid: each for each in due}
    assert len(found) == len(due)
    return {
        uid: (each.sequence, each.status is Status.CANCELLED, each.changed_at)
        for uid, each in found.items()
    }


@given(steps=STEPS, told_late=st.booleans())
@settings(max_examples=200, deadline=None)
def test_sequence_never_falls_and_every_change_is_told(steps, told_late) -> None:
    """``told_late``: a feed is also right before what it told has been written down."""
    sequences = dict.fromkeys(UIDS, 0)
    told = {"ann": CalendarTold(), "bob": CalendarTold()}
    was = {"ann": frozenset[str](), "bob": frozenset[str]()}
    last: dict[str, dict[str, tuple[int, bool, datetime]]] = {"ann": {}, "bob": {}, "team": {}}
    for number, (ann, bob, changed) in enumerate(steps):
        at = BEGAN + timedelta(hours=number + 1)
        now = {"ann": ann, "bob": bob}
        for uid in changed:
            sequences[uid] += 1
        written = {name: retold(told[name], was[name], now[name], at) for name in now}
        for known in (told, written) if told_late else (written,):
            attending = Invitations(sequences, now)
            shown = {
                name: attending.shown(enrolled(name, known[name], at)) for name in ("ann", "bob")
            }
            feeds = {name: seen(each) for name, each in shown.items()}
            for name in ("ann", "bob"):  # a deadline is told as a session is
                due = attending.deadlines(enrolled(name, known[name], at))
                assert seen_due(due) == feeds[name]
            feeds["team"] = seen(of_team([*shown["ann"], *shown["bob"]]))
            for name, feed in feeds.items():
                assert last[name].keys() <= feed.keys()  # nothing vanishes without a word
                for uid, (sequence, gone, changed_at) in last[name].items():
                    assert feed[uid][0] >= sequence
                    if feed[uid][1] != gone:  # what comes later wins, by SEQUENCE or by its time
                        assert (feed[uid][0], feed[uid][2]) > (sequence, changed_at)
                        assert name == "team" or feed[uid][0] > sequence
            assert {uid for uid, each in feeds["ann"].items() if not each[1]} == ann
            assert {uid for uid, each in feeds["team"].items() if not each[1]} == ann | bob
            last = feeds
        told, was = written, now


NOBODY = frozenset[str]()
LEAVING = st.tuples(
    ATTENDED, ATTENDED, st.integers(0, 30), st.sampled_from([(), ("ann",), ("bob",)])
)


@given(steps=st.lists(LEAVING, min_size=2, max_size=8))
@settings(max_examples=200, deadline=None)
def test_sequence_in_a_teams_calendar_never_falls_when_members_are_removed(steps) -> None:
    """Sessions are on 11 January; a step may come weeks after the one before, and so after them."""
    told = {"ann": CalendarTold(), "bob": CalendarTold()}
    was = {"ann": NOBODY, "bob": NOBODY}
    removed: dict[str, datetime] = {}
    last: dict[str, tuple[int, bool, datetime]] = {}
    at = BEGAN
    changed = dict.fromkeys(told, at)
    for ann, bob, days, leaves in steps:
        at += timedelta(days=days, hours=1)
        removed |= {name: at for name in leaves if name not in removed}
        now = {name: NOBODY if name in removed else s for name, s in (("ann", ann), ("bob", bob))}
        for name in ("ann", "bob"):
            if now[name] != was[name] or removed.get(name) == at:
                changed[name] = at
            told[name] = retold(told[name], was[name], now[name], at)
        was = now
        attending = Invitations(dict.fromkeys(UIDS, 0), now)
        members = [
            enrolled(name, told[name], changed[name], removed=name in removed) for name in told
        ]
        own = [shown for member in members for shown in attending.shown(member)]
        assert not any(shown.over for shown in own)
        team = seen(of_team([shown for each in members for shown in attending.known(each)]))
        assert {uid for uid, each in team.items() if not each[1]} == now["ann"] | now["bob"]
        for uid, (sequence, gone, changed_at) in team.items():
            if uid in last:
                assert sequence >= last[uid][0]
                if gone != last[uid][1]:
                    assert (sequence, changed_at) > (last[uid][0], last[uid][2])
        last |= team
