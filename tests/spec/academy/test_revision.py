"""The difference between two versions of a plan (V1, V4)."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from academy import revision
from academy.programme import Audience, Kind
from academy.revision import Change, ChangeKind, Revision, carried, compare, sequences
from academy.session import Session, Status
from tests.spec.academy.sessions import session

ONE = session("one", site="burnley", site_address="Hall, Burnley", room="Main", presenters=("Ann",))
CANCELLED = replace(ONE, status=Status.CANCELLED)


def kinds(before: Session, **more: object) -> tuple[ChangeKind, ...]:
    found = compare([before], [replace(before, **more)])  # type: ignore[arg-type] -- any field
    return found.changes[0].kinds if found.changes else ()


def test_no_difference_is_an_empty_revision() -> None:
    same = compare([ONE], [replace(ONE)])
    assert (same, same.is_empty) == (Revision(()), True)
    assert compare([], []).is_empty


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"day": date(2027, 1, 12)}, ["moved"]),
        ({"start": time(8)}, ["moved"]),
        ({"end": time(11)}, ["moved"]),
        ({"room": None}, ["other room"]),
        ({"site": "preston", "site_address": "County Hall"}, ["other room"]),
        ({"presenters": ("Bea",)}, ["other presenter"]),
        ({"facilitators": ("Lead",)}, ["other presenter"]),
        ({"title": "x"}, ["other"]),
        ({"title": "x", "audience": Audience.MANAGERS}, ["other"]),
        ({"joining_link": "https://meet.example/1"}, ["other"]),
        ({"track": "t"}, ["other"]),
        (
            {"day": date(2027, 1, 12), "room": "B", "presenters": (), "kind": Kind.SELF_STUDY},
            ["moved", "other room", "other presenter", "other"],
        ),
    ],
)
def test_the_kinds_of_a_change(more: dict[str, object], expected: list[str]) -> None:
    assert list(kinds(ONE, **more)) == expected


def test_every_field_of_a_session_makes_some_kind_of_change() -> None:
    listed = [name for names in revision._FIELDS.values() for name in names] + list(
        revision._UNSEEN
    )
    assert sorted([*listed, "uid", "status"]) == sorted(field.name for field in fields(Session))


def test_one_change_stands_in_several_lists_and_once_in_changes() -> None:
    moved = replace(ONE, day=date(2027, 1, 12), room="B", title="x", presenters=())
    new = session("two")
    found = compare([ONE], [moved, new])
    change = Change("one", ONE, moved)
    assert found.changes == (Change("two", None, new), change)
    assert found.added == (Change("two", None, new),)
    assert found.moved == found.other_room == found.other_presenter == found.other == (change,)
    assert found.cancelled == ()
    assert not found.is_empty


def test_what_is_gone_is_cancelled_and_keeps_its_time() -> None:
    found = compare([ONE], [])
    assert found.changes == found.cancelled == (Change("one", ONE, CANCELLED),)
    assert carried([ONE], []) == (CANCELLED,)


def test_cancelled_in_the_plan_is_the_same_as_gone_from_it() -> None:
    elsewhere = replace(CANCELLED, day=date(2027, 2, 1), room="Z")
    assert compare([ONE], [elsewhere]) == compare([ONE], [])
    assert carried([ONE], [elsewhere]) == (CANCELLED,)


def test_cancelled_twice_is_no_change() -> None:
    assert compare([CANCELLED], []).is_empty
    assert compare([CANCELLED], [CANCELLED]).is_empty
    assert carried([CANCELLED], [replace(CANCELLED, room="Z")]) == (CANCELLED,)


def test_what_comes_back_is_added_once() -> None:
    back = replace(ONE, day=date(2027, 1, 12))
    found = compare([CANCELLED], [back])
    assert found.changes == found.added == (Change("one", CANCELLED, back),)
    assert found.moved == ()


def test_never_released_and_cancelled_is_told_to_nobody() -> None:
    assert compare([], [CANCELLED]).is_empty
    assert carried([], [CANCELLED]) == ()


def test_a_change_between_two_cancelled_ones_is_of_no_kind_and_unseen() -> None:
    nothing = Change("one", CANCELLED, None)
    assert (nothing.kinds, nothing.is_seen) == ((), False)


def test_changes_come_in_order_of_time() -> None:
    old = [session("b", start="11:00", end="12:00"), session("a", day="2027-01-12"), session("c")]
    assert [change.uid for change in compare(old, []).changes] == ["c", "b", "a"]


def test_two_sessions_of_one_uid_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^more than one session has the UID one$"):
        compare([ONE, session("one", start="08:00")], [])
    with pytest.raises(ValueError, match=r"^more than one session has the UID one$"):
        carried([], [ONE, ONE, session("two")])


def test_a_cancelled_session_is_told_for_ninety_days() -> None:
    last = ONE.day + timedelta(days=90)
    assert carried([ONE], [], today=last) == (CANCELLED,)
    assert carried([ONE], [], today=last + timedelta(days=1)) == ()
    assert carried([ONE], [ONE], today=last + timedelta(days=1)) == (ONE,)


def test_sequence_counts_what_a_subscriber_sees() -> None:
    old = [ONE, session("two"), session("three"), session("five")]
    new = [
        replace(ONE, room="B", day=date(2027, 1, 12)),
        session("two", audience=Audience.EXPERIENCED, contact=True),
        session("four"),
        session("five"),
    ]
    previous = {"one": 3, "two": 1, "three": 0, "five": 2, "long gone": 7}
    assert sequences(previous, compare(old, new)) == {
        "one": 4, "two": 1, "three": 1, "five": 2, "long gone": 7, "four": 0,
    }  # fmt: skip


def test_sequence_goes_on_when_a_cancelled_session_comes_back() -> None:
    assert sequences({"one": 4}, compare([CANCELLED], [ONE])) == {"one": 5}
    assert sequences({"one": 4}, compare([], [ONE])) == {"one": 5}


def test_sequence_of_a_session_released_before_it_was_counted_is_one() -> None:
    assert sequences({}, compare([ONE], [])) == {"one": 1}


def directly(old: list[Session], new: list[Session], now: datetime, **more: int) -> list[str]:
    return [change.uid for change in revision.notify_directly(compare(old, new), now, **more)]


def test_under_48_hours_to_its_old_or_new_time() -> None:
    now = datetime(2027, 1, 10, 9, 0, tzinfo=UTC)
    soon = session("soon")
    later = session("later", day="2027-02-01")
    assert directly([soon, later], [replace(soon, room="B"), replace(later, room="B")], now) == ["soon"]  # fmt: skip
    assert directly([soon], [replace(soon, day=date(2027, 2, 1))], now) == ["soon"]
    assert directly([later], [replace(later, day=soon.day)], now) == ["later"]
    assert directly([soon], [], now) == ["soon"]
    assert directly([], [soon], now) == ["soon"]
    assert directly([soon], [soon], now) == []


def test_48_hours_is_notice_enough_and_what_has_begun_needs_none() -> None:
    begins = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)
    moved = [replace(ONE, room="B")]
    assert directly([ONE], moved, begins - timedelta(hours=48)) == []
    assert directly([ONE], moved, begins - timedelta(hours=48, seconds=-1)) == ["one"]
    assert directly([ONE], moved, begins) == ["one"]
    assert directly([ONE], moved, begins + timedelta(seconds=1)) == []
    assert directly([ONE], moved, begins - timedelta(hours=30), hours=24) == []


@pytest.mark.parametrize(
    ("day", "start", "utc"),
    [
        ("2018-03-12", "09:30", "2018-03-12T09:30Z"),
        ("2018-06-11", "09:30", "2018-06-11T08:30Z"),
        ("2018-10-15", "09:00", "2018-10-15T08:00Z"),
        ("2019-01-21", "09:00", "2019-01-21T09:00Z"),
    ],
)
def test_times_are_local_to_london(day: str, start: str, utc: str) -> None:
    """AC15: what is still ahead is decided in real hours."""
    one = session("one", day=day, start=start, end="17:00")
    at = datetime.fromisoformat(utc)
    assert revision.begins(one) == at
    cancelled = compare([one], [])
    assert revision.notify_directly(cancelled, at) == cancelled.changes
    assert revision.notify_directly(cancelled, at + timedelta(minutes=1)) == ()


def test_hours_across_the_change_of_the_clocks_are_real_hours() -> None:
    monday = session("monday", day="2027-03-29", start="09:00", end="10:00")
    begins = datetime(2027, 3, 29, 8, 0, tzinfo=UTC)
    cancelled = compare([monday], [])
    assert revision.notify_directly(cancelled, begins - timedelta(hours=48)) == ()
    assert len(revision.notify_directly(cancelled, begins - timedelta(hours=47, minutes=59))) == 1
