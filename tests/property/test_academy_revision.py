"""What holds for every history of releases: SEQUENCE, UIDs, and what is still told (V1, V4, V5)."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from academy.digest import digests
from academy.programme import Audience
from academy.revision import Revision, carried, compare, notify_directly, sequences
from academy.session import Session, Status
from tests.spec.academy.sessions import session

often = settings(max_examples=150, deadline=None)
UIDS = "abcdef"
DAYS = st.dates(date(2026, 12, 28), date(2027, 1, 31))


@st.composite
def plans(draw: st.DrawFn) -> list[Session]:
    """Any of six sessions, anywhere, held or cancelled."""
    uids = draw(st.lists(st.sampled_from(UIDS), unique=True))
    return [
        session(
            uid,
            day=draw(DAYS),
            start=draw(st.sampled_from([time(9), time(13)])),
            end=time(17),
            room=draw(st.sampled_from([None, "Blue", "Green"])),
            presenters=draw(st.sampled_from([(), ("Ann",)])),
            audience=draw(st.sampled_from([Audience.ALL, Audience.MANAGERS])),
            status=draw(st.sampled_from([Status.CONFIRMED, Status.CONFIRMED, Status.CANCELLED])),
        )
        for uid in uids
    ]


def held(sessions: tuple[Session, ...] | list[Session]) -> dict[str, Session]:
    return {s.uid: s for s in sessions if s.status is Status.CONFIRMED}


@often
@given(st.lists(plans(), max_size=6), st.booleans())
def test_sequence_never_falls_and_rises_by_one_with_what_is_seen(
    history: list[list[Session]], forgets: bool
) -> None:
    """Also where a session was cancelled so long ago that it is no longer told, and comes back."""
    standing: tuple[Session, ...] = ()
    counted: dict[str, int] = {}
    for plan in history:
        revision = compare(standing, plan)
        after = sequences(counted, revision)
        seen = {change.uid for change in revision.changes if change.is_seen}
        for uid, number in after.items():
            assert number == counted.get(uid, -1) + (uid in seen)
        assert set(counted) <= set(after)
        standing = carried(standing, plan, today=date(2028, 1, 1) if forgets else None)
        assert {s.uid for s in standing} <= set(after)
        counted = after


@often
@given(plans(), plans())
def test_releasing_the_same_plan_again_changes_nothing(
    old: list[Session], new: list[Session]
) -> None:
    first = carried((), old)
    standing = carried(first, new)
    assert held(standing) == held(new)
    assert compare(standing, new).is_empty
    assert carried(standing, new) == standing
    assert sequences({"x": 1}, compare(standing, new)) == {"x": 1}
    assert {s.uid for s in standing} == {*held(old), *held(new)}


@often
@given(plans(), plans(), plans())
def test_two_changes_lead_where_one_leads(
    old: list[Session], between: list[Session], new: list[Session]
) -> None:
    """What is held after moving twice is what is held after moving once."""
    start = carried((), old)
    twice = carried(carried(start, between), new)
    once = carried(start, new)
    assert held(twice) == held(once) == held(new)
    only_between = set(held(between)) - set(held(old)) - set(held(new))
    assert {s.uid for s in twice} == {s.uid for s in once} | only_between


@often
@given(plans(), plans())
def test_every_change_is_of_some_kind_and_accounts_for_every_difference(
    old: list[Session], new: list[Session]
) -> None:
    start = carried((), old)
    revision = compare(start, new)
    was, now = held(start), held(new)
    differing = {uid for uid in {*was, *now} if was.get(uid) != now.get(uid)}
    assert {change.uid for change in revision.changes} == differing
    assert {c.uid for c in revision.added} == set(now) - set(was)
    assert {c.uid for c in revision.cancelled} == set(was) - set(now)
    assert {c.uid for c in revision.moved} == {
        uid for uid in set(was) & set(now)
        if (was[uid].day, was[uid].start) != (now[uid].day, now[uid].start)
    }  # fmt: skip
    assert all(change.kinds for change in revision.changes)
    backwards = compare(carried(start, new), list(start))
    assert {change.uid for change in backwards.changes} == differing


@often
@given(plans(), plans(), st.integers(0, 36 * 24 * 60), st.integers(0, 96))
def test_short_notice_is_of_changes_ahead_only(
    old: list[Session], new: list[Session], minutes: int, hours: int
) -> None:
    """In winter local time is UTC, so that the hours can be counted without any zone."""
    now = datetime(2026, 12, 28, tzinfo=UTC) + timedelta(minutes=minutes)
    revision: Revision = compare(carried((), old), new)
    expected = {
        change.uid
        for change in revision.changes
        for side in (change.before, change.after)
        if side
        and now <= datetime.combine(side.day, side.start, tzinfo=UTC) < now + timedelta(hours=hours)
    }
    found = notify_directly(revision, now, hours)
    assert {change.uid for change in found} == expected


@often
@given(plans(), plans())
def test_a_digest_lists_what_one_member_sees_changed(
    old: list[Session], new: list[Session]
) -> None:
    before, after = list(held(old).values()), list(held(new).values())
    now = datetime(2026, 1, 1, tzinfo=UTC)
    found = digests({"m1": before}, {"m1": after, "m2": before}, now=now)
    seen = {
        uid
        for uid in {*held(old), *held(new)}
        if _seen(held(old).get(uid)) != _seen(held(new).get(uid))
    }
    own = [digest for digest in found if digest.member == "m1"]
    assert {change.uid for digest in own for change in digest.revision.changes} == seen
    assert ("m2" in {digest.member for digest in found}) is bool(before)


def _seen(one: Session | None) -> Session | None:
    return None if one is None else replace(one, audience=Audience.ALL)
