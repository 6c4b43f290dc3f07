"""Readiness of a cohort's plan (A7)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from academy.groups import Group
from academy.readiness import Gap, Readiness, readiness
from academy.session import Session, Status
from tests.spec.academy.programmes import item, lancashire, programme
from tests.spec.academy.test_plan import SITES, laid

WELL = {"site": "hall", "rooms": ["Blue"], "presenters": ["Director"]}
TINY = programme(
    item("a", "09:00", "10:00", capacity=16, **WELL),
    item("study", "10:00", "11:00", **(WELL | {"kind": "self-study", "presenters": []})),
    {"key": "l", "title": "l", "kind": "lunch", "day": 1, "start": "12:00", "end": "13:00"},
    sites=SITES,
)
SESSIONS = laid(TINY)
ALL = {session.uid for session in SESSIONS}
GROUPS = [Group("a", "start", "home", n, ("m",)) for n in (1, 2)]


def gaps(of: Readiness) -> dict[str, tuple[Gap, ...]]:
    return {one.item: one.gaps for one in of.items}


def test_a_plan_with_everything_is_ready() -> None:
    ready = readiness(TINY, SESSIONS, GROUPS[:1], ALL)
    assert gaps(ready) == {"a": (), "study": ()}
    assert (ready.ready, ready.percent) == (2, Decimal("100.0"))


def without(**change: object) -> list[Session]:
    return [replace(s, **change) if s.item == "a" else s for s in SESSIONS]  # type: ignore[arg-type] -- passes the change on


@pytest.mark.parametrize(
    ("sessions", "confirmed", "expected"),
    [
        # what is missing                                        gaps of the item
        (without(room=None), ALL, (Gap.ROOM,)),
        (without(room=None, joining_link="https://x"), ALL, ()),
        (SESSIONS, set(), (Gap.PRESENTER,)),
        (without(presenters=()), ALL, (Gap.PRESENTER,)),
        (without(status=Status.CANCELLED), ALL, (Gap.DATE, Gap.ROOM, Gap.PRESENTER)),
    ],
)  # fmt: skip
def test_a_gap(sessions: list[Session], confirmed: set[str], expected: tuple[Gap, ...]) -> None:
    found = readiness(TINY, sessions, [], confirmed)
    assert gaps(found) == {"a": expected, "study": ()}
    assert found.percent == Decimal("50.0" if expected else "100.0")


def test_a_group_without_a_date_is_an_open_gap() -> None:
    assert gaps(readiness(TINY, SESSIONS, GROUPS, ALL)) == {"a": (Gap.GROUP,), "study": ()}


def test_an_open_end_is_a_gap() -> None:
    tiny = programme(item("a", "15:30", None, **WELL), sites=SITES)
    assert gaps(readiness(tiny, laid(tiny), [], ())) == {
        "a": (Gap.END, Gap.DATE, Gap.ROOM, Gap.PRESENTER)
    }


def test_one_session_of_several_that_is_not_ready_is_enough() -> None:
    other = replace(SESSIONS[0], uid="other", run="mop-up")
    assert gaps(readiness(TINY, (*SESSIONS, other), [], ALL))["a"] == (Gap.PRESENTER,)


@pytest.mark.parametrize(
    ("items", "confirmed", "percent"),
    [(0, 0, None), (3, 1, "33.3"), (3, 2, "66.7"), (8, 1, "12.5"), (16, 1, "6.3"), (80, 1, "1.3")],
)
def test_the_percentage_is_exact_and_rounded_half_up(
    items: int, confirmed: int, percent: str | None
) -> None:
    """1 of 16 is 6.25 and 1 of 80 is 1.25: both up."""
    tiny = programme(
        *(item(f"i{n:02}", "09:00", "10:00", **WELL) for n in range(items)), sites=SITES
    )
    sessions = laid(tiny)
    found = readiness(tiny, sessions, [], {s.uid for s in sessions[:confirmed]})
    assert found.percent == (percent and Decimal(percent))


def test_lancashire_as_shipped_still_wants_rooms_and_presenters() -> None:
    read = lancashire()
    found = readiness(read, laid(read, "2027-01-11"), [], ())
    wanting = [one.item for one in found.items if Gap.ROOM in one.gaps]
    assert (len(found.items), found.ready, len(wanting)) == (64, 4, 22)
