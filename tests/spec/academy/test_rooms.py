"""Rooms: contradictions, look-alikes, too small (R1, I5)."""

import pytest

from academy.findings import PlanFinding, Severity
from academy.printed_checks import alike
from academy.rooms import Room, contradictions, similar_rooms, too_small
from academy.session import Status
from tests.spec.academy.sessions import session

ROOMS = [
    Room("preston", "Savoy Suite", 40, ("The Savoy",)),
    Room("preston", "Assembly Room", 30),
    Room("burnley", "Townley Hall", 50),
    Room("burnley", "Assembly Room"),
]


@pytest.mark.parametrize(
    ("site", "room", "codes"),
    [
        ("preston", "Savoy Suite", []),
        ("preston", "The Savoy", []),
        (None, "Townley Hall", []),
        (None, "Assembly Room", []),
        ("preston", "Savoy Suite and Assembly Room", []),
        ("preston", None, []),
        ("burnley", "Savoy Suite", ["SITES_CONTRADICT"]),
        (None, "Savoy Suite and Townley Hall", ["SITES_CONTRADICT"]),
        ("preston", "Cellar", ["ROOM_UNKNOWN"]),
        ("preston", "Cellar and Townley Hall", ["ROOM_UNKNOWN", "SITES_CONTRADICT"]),
    ],
)
def test_a_session_is_in_one_place(site: str | None, room: str | None, codes: list[str]) -> None:
    found = contradictions([session(site=site, room=room)], ROOMS)
    assert [finding.code for finding in found] == codes


def test_contradictory_sites_block_and_say_which() -> None:
    """As "Blackpool | Townley hall" on day 7 of the printed programme."""
    day7 = session(site="blackpool", room="Townley Hall")
    assert contradictions([day7], ROOMS) == (
        PlanFinding(
            "SITES_CONTRADICT",
            Severity.BLOCK,
            "one on 2027-01-11 is in Townley Hall at burnley, and the session is at blackpool: "
            "nobody can be in two places. Say which.",
        ),
    )
    assert contradictions([session(site="x", room="Townley Hall", status=Status.CANCELLED)], ROOMS) == ()  # fmt: skip


def test_a_room_called_like_another_but_for_one_letter_is_asked_about_once() -> None:
    sessions = [session("a", room="Townly Hall"), session("b", room="Townly Hall")]
    assert contradictions(sessions, ROOMS) == (
        PlanFinding(
            "ROOM_UNKNOWN",
            Severity.WARN,
            "No site has a room 'Townly Hall'. Is it 'Townley Hall' at burnley?",
        ),
    )


@pytest.mark.parametrize(
    ("one", "other", "may_be_one"),
    [
        ("Savoy", "savoy", True),
        ("Savoy", "Savoi", True),
        ("Savoy", "Savo", True),
        ("Savoy", "Savvoy", True),
        ("Hall", "Hlal", True),
        ("St Mary\u2019s", "St. Marys", True),
        ("Savoy", "Sofia", False),
        ("Hall", "Hellas", False),
        ("Ann", "Ana", False),  # too short to say
        ("Room A", "Room B", False),
        ("Meeting Room A", "Meeting Room B", False),
        ("Meeting Room 1", "Meeting Room 2", False),
    ],
)
def test_one_letter_makes_two_names_alike(one: str, other: str, may_be_one: bool) -> None:
    assert alike(one, other) is alike(other, one) is may_be_one


def test_rooms_of_one_site_that_look_alike_are_offered_for_merging() -> None:
    (finding,) = similar_rooms([*ROOMS, Room("burnley", "Townly Hall")])
    assert (finding.code, finding.severity) == ("ROOM_SIMILAR", Severity.WARN)
    assert finding.message.startswith("'Townly Hall' looks like 'Townley Hall' at burnley")
    assert similar_rooms(ROOMS) == ()
    assert similar_rooms([Room("a", "Room 1"), Room("a", "Room 2")]) == ()
    alias = Room("burnley", "Townly Hall", aliases=("Townley Hall",))
    assert similar_rooms([ROOMS[2], alias]) == similar_rooms([alias, ROOMS[2]]) == ()


@pytest.mark.parametrize(
    ("site", "room", "people", "fits"),
    [
        ("preston", "Savoy Suite", 40, True),
        ("preston", "Savoy Suite", 41, False),
        ("preston", "Savoy Suite and Assembly Room", 70, True),
        ("preston", "Savoy Suite and Assembly Room", 71, False),
        ("burnley", "Assembly Room", 500, True),
        ("preston", "Cellar", 500, True),
        ("preston", None, 500, True),
    ],
)
def test_a_room_holds_whom_it_holds(site: str, room: str | None, people: int, fits: bool) -> None:
    found = too_small([session(site=site, room=room)], ROOMS, {"one": people})
    assert (found == ()) is fits


def test_too_small_is_said_in_numbers_and_only_of_what_is_held() -> None:
    crowd = {"one": 500}
    (finding,) = too_small([session(site="preston", room="Savoy Suite")], ROOMS, crowd)
    assert finding.message == "one on 2027-01-11: 500 people, and Savoy Suite has room for 40."
    gone = session(site="preston", room="Savoy Suite", status=Status.CANCELLED)
    assert too_small([gone], ROOMS, crowd) == too_small([session(room="Savoy Suite", site="preston")], ROOMS, {}) == ()  # fmt: skip
