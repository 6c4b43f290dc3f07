"""Which room is meant by a name, as rooms come, go and are called otherwise."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from service.feeds.room_names import Called, RoomChange, RoomNames, State
from tests.spec.academy.sessions import session

Step = tuple[str, str | None]


def at(hour: int) -> datetime:
    return datetime(2027, 1, 11, hour, tzinfo=UTC)


def names(*steps: Step) -> RoomNames:
    """One change an hour: the room, and its name with aliases behind commas; None: deleted."""
    known: dict[str, Called] = {}
    changes = []
    for hour, (room, text) in enumerate(steps):
        after = None
        if text is not None:
            name, *aliases = text.split(",")
            after = Called("hall", name, tuple(aliases))
        changes.append(RoomChange(at(hour), room, known.get(room), after))
        if after is not None:
            known[room] = after
    return RoomNames(changes)


def stay(room: str, printed: str, released: int, *steps: Step) -> str:
    """``there`` or ``left``, with how often the names of rooms have turned it; empty: never there."""
    state = State(at(released), session(site="hall", room=printed))
    found = names(*steps).stay(room, [state])
    if found is None:
        return ""
    word = "there" if found.left_at is None else f"left at {found.left_at.hour}"
    return f"{word}, {found.bumps}" + (f" at {found.at.hour}" if found.at else "")


@pytest.mark.parametrize(
    ("printed", "released", "steps", "expected"),
    [
        ("Savoy", 0, [("a", "Savoy")], "there, 0"),
        ("savoy", 0, [("a", "Big,SAVOY")], "there, 0"),
        ("Other", 0, [("a", "Savoy")], ""),
        # the room came after the plan
        ("Savoy", 0, [("b", "Big"), ("a", "Savoy")], "there, 0"),
        # it follows its room under another name, also when released only then
        ("Savoy", 0, [("a", "Savoy"), ("a", "Big")], "there, 0"),
        ("Savoy", 5, [("a", "Savoy"), ("a", "Big")], "there, 0"),
        ("Savoy", 0, [("a", "Savoy"), ("a", "Big"), ("a", "Bigger"), ("a", "Savoy")], "there, 0"),
        # an alias that is taken away
        ("Savoy", 0, [("a", "Big,Savoy"), ("a", "Big")], "left at 1, 1 at 1"),
        ("Savoy", 0, [("a", "Big,Savoy"), ("a", "Big"), ("a", "Big,Savoy")], "there, 2 at 2"),
        ("Savoy", 5, [("a", "Big,Savoy"), ("a", "Big")], ""),
        # another room is called so
        ("Savoy", 0, [("a", "Savoy"), ("a", "Big"), ("b", "Savoy")], "left at 2, 1 at 2"),
        ("Savoy", 0, [("a", "Savoy"), ("a", "Big"), ("b", "Savoy"), ("b", None)], "there, 2 at 3"),
        ("Savoy", 0, [("a", "Savoy"), ("a", "Big"), ("b", "Savoy"), ("b", "X")], "left at 2, 1 at 2"),
        ("Savoy", 5, [("a", "Savoy"), ("a", "Big"), ("b", "Savoy")], ""),
        # deleted, and added once more as another room
        ("Savoy", 0, [("a", "Savoy"), ("a", None)], "left at 1, 1 at 1"),
        ("Savoy", 0, [("a", "Savoy"), ("a", None), ("b", "Savoy")], "left at 1, 1 at 1"),
        ("Savoy", 0, [("a", "Savoy"), ("a", "Big"), ("a", None)], "left at 2, 1 at 2"),
        # one of two rooms is enough
        ("Other and Savoy", 0, [("a", "Savoy"), ("a", None)], "left at 1, 1 at 1"),
        ("Savoy and Big", 0, [("a", "Savoy,Big"), ("a", "Savoy")], "there, 0"),
    ],
)  # fmt: skip
def test_a_session_and_the_first_room(
    printed: str, released: int, steps: list[Step], expected: str
) -> None:
    assert stay("a", printed, released, *steps) == expected


def test_what_a_release_changes_is_counted_by_the_release_and_not_here() -> None:
    first = session(site="hall", room="Savoy")
    states = [
        State(at(2), first),
        State(at(3), replace(first, room="Big")),
        State(at(6), replace(first, room="Savoy", title="Again")),
    ]
    rooms = names(("a", "Savoy"), ("b", "Big"))
    gone = rooms.stay("a", states[:2])
    assert gone is not None
    assert (gone.session, gone.bumps, gone.left_at) == (first, 0, at(3))
    back = rooms.stay("a", states)
    assert back is not None
    assert (back.session.title, back.bumps, back.left_at) == ("Again", 0, None)


def test_elsewhere_a_room_of_the_same_name_is_another_room() -> None:
    there = State(at(5), session(site="library", room="Savoy"))
    nowhere = State(at(5), session(site=None, room="Savoy"))
    rooms = names(("a", "Savoy"))
    assert rooms.stay("a", [there]) is None
    assert rooms.stay("a", [nowhere]) is None


def test_what_a_room_was_called_last() -> None:
    rooms = names(("a", "Savoy"), ("a", "Big"), ("a", None), ("b", "Small"))
    assert (rooms.last_called("a"), rooms.is_known("a")) == (Called("hall", "Big"), False)
    assert (rooms.last_called("b"), rooms.is_known("b")) == (Called("hall", "Small"), True)
    assert (rooms.last_called("c"), rooms.is_known("c")) == (None, False)
    assert (rooms.changed_at("a"), rooms.changed_at("c")) == (at(2), None)
