"""What each member and manager is told of a change (V1, V4; pure part of AC18)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from academy.digest import Digest, by_team, digests
from academy.findings import PlanFinding, Severity
from academy.membership import Member, sessions_for
from academy.programme import Audience
from academy.revision import ChangeKind, begins, compare, sequences
from academy.session import Session
from tests.spec.academy.calendars import d
from tests.spec.academy.programmes import lancashire
from tests.spec.academy.sessions import session
from tests.spec.academy.test_plan import laid

LONG_BEFORE = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
LANCASHIRE = lancashire()
HOME = laid(LANCASHIRE, "2027-01-11")
DAY_5 = d("2027-01-15")
PEOPLE = [
    Member("m1", None, Audience.NEWLY_QUALIFIED, "c1", "home", team="North"),
    Member("m2", None, Audience.EXPERIENCED, "c1", "home", team="South"),
    Member("m3", None, Audience.MANAGERS, "c1", "home", team="North"),
]


def own(sessions: Sequence[Session]) -> dict[str, tuple[Session, ...]]:
    return {m.id: sessions_for(m, sessions, LANCASHIRE).sessions for m in PEOPLE}


def moved_to_preston(sessions: Sequence[Session]) -> tuple[Session, ...]:
    return tuple(
        replace(s, site="county-hall", site_address="County Hall, Preston", room="Assembly Room")
        if s.day == DAY_5 and s.room
        else s
        for s in sessions
    )


def test_moving_day_fives_room_keeps_uids_and_counts_that_days_events_only() -> None:
    """AC18 in the plan: what the bytes of a feed are made of."""
    after = moved_to_preston(HOME)
    revision = compare(HOME, after)
    assert [s.uid for s in after] == [s.uid for s in HOME]
    assert {c.uid for c in revision.changes} == {s.uid for s in HOME if s.day == DAY_5 and s.room}
    assert len(revision.changes) == 3
    assert revision.changes == revision.other_room
    assert (revision.added, revision.moved, revision.cancelled, revision.other_presenter, revision.other) == ((),) * 5  # fmt: skip
    counted = sequences({s.uid: 4 for s in HOME}, revision)
    assert counted == {s.uid: 5 if s.day == DAY_5 and s.room else 4 for s in HOME}
    again = compare(after, moved_to_preston(after))
    assert again.is_empty
    assert sequences(counted, again) == counted


def test_twenty_four_hours_before_each_affected_member_is_to_be_told_directly() -> None:
    on_day = [s for s in HOME if s.day == DAY_5 and s.room]
    first = min(on_day, key=lambda s: s.start)
    now = begins(first) - timedelta(hours=24)
    found = digests(own(HOME), own(moved_to_preston(HOME)), now=now)
    assert [digest.member for digest in found] == ["m1", "m2"]
    assert all({c.uid for c in digest.direct} == {s.uid for s in on_day} for digest in found)
    finding = found[0].finding
    assert finding is not None
    assert (finding.code, finding.severity) == ("NOTIFY_DIRECTLY", Severity.WARN)
    assert [digest.finding for digest in digests(own(HOME), own(moved_to_preston(HOME)), now=LONG_BEFORE)] == [None, None]  # fmt: skip


def test_the_notice_says_what_when_and_how() -> None:
    before = session("one", title="Risk", room="A")
    (digest,) = digests(
        {"m1": [before]}, {"m1": [replace(before, room="B", start=before.start.replace(minute=30))]},
        now=datetime(2027, 1, 11, 8, 0, tzinfo=UTC),
    )  # fmt: skip
    assert digest.finding == PlanFinding(
        "NOTIFY_DIRECTLY",
        Severity.WARN,
        "Tell them directly, their calendar may be too late: "
        "Risk (2027-01-11 09:30): moved, other room.",
    )


def test_another_group_is_a_cancellation_and_an_addition() -> None:
    one, two = session("g1", item="x", group=1), session("g2", item="x", group=2, day="2027-01-12")
    (digest,) = digests({"m1": [one]}, {"m1": [two]}, now=LONG_BEFORE)
    assert [(c.uid, c.kinds) for c in digest.revision.changes] == [
        ("g1", (ChangeKind.CANCELLED,)), ("g2", (ChangeKind.ADDED,)),
    ]  # fmt: skip


def test_who_is_removed_loses_all_and_who_joins_gains_all() -> None:
    one = session()
    assert [(x.member, x.revision.changes[0].kinds) for x in digests({"gone": [one]}, {"new": [one]}, now=LONG_BEFORE)] == [
        ("gone", (ChangeKind.CANCELLED,)), ("new", (ChangeKind.ADDED,)),
    ]  # fmt: skip


def test_what_nobody_sees_is_told_to_nobody() -> None:
    one = session()
    unseen = replace(one, contact=True, audience=Audience.NEWLY_QUALIFIED)
    assert digests({"m1": [one]}, {"m1": [unseen]}, now=LONG_BEFORE) == ()


def test_managers_are_told_of_their_own_team() -> None:
    def digest(member: str) -> Digest:
        return digests({member: [session()]}, {}, now=LONG_BEFORE)[0]

    found = [digest("m2"), digest("m1"), digest("m3"), digest("nobody's")]
    assert by_team(found, PEOPLE) == {"North": (found[1], found[2]), "South": (found[0],)}
    assert list(by_team(found, PEOPLE)) == ["North", "South"]
