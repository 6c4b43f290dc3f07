"""Which feeds a change can have touched: as few as is certain, and all where it is not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from service.feeds import journal as journal_module
from service.feeds import store
from service.feeds.journal import SAYS_NOTHING_NEW, TOUCHES_NOTHING, Journal
from service.feeds.store import Change, FeedRecord, Kind

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SPRING, AUTUMN = UUID(int=100), UUID(int=200)


def feed(number: int, kind: Kind, cohort: UUID | None = None) -> FeedRecord:
    return FeedRecord(
        id=UUID(int=number),
        kind=kind,
        subject="x",
        cohort=cohort,
        alarm_minutes=None,
        created_at=AT,
        created_by="lead",
        changed_at=AT,
        revoked_at=None,
        last_fetched_at=None,
        last_client=None,
        fetches=0,
    )


FEEDS = {
    "spring": feed(1, Kind.COHORT, SPRING),
    "in spring": feed(2, Kind.MEMBER, SPRING),
    "in autumn": feed(3, Kind.MEMBER, AUTUMN),
    "facilitator": feed(4, Kind.FACILITATOR),
    "room": feed(5, Kind.ROOM),
    "team": feed(6, Kind.TEAM),
    "scorecard": feed(7, Kind.SCORECARD),
}
SPANNING = {"facilitator", "room", "team"}


class Trail:
    """The audit trail, with how often it was read."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.entries: list[Change] = []
        self.reads: list[tuple[int, int]] = []
        monkeypatch.setattr(store, "changes", self.changes)

    async def changes(self, after: int, up_to: int, *, limit: int) -> list[Change]:
        self.reads.append((after, up_to))
        return [each for each in self.entries if after < each.mark <= up_to][:limit]

    def add(
        self,
        kind: str,
        subject: object,
        action: str = "test.changed",
        *,
        before: Any = None,
        after: Any = None,
    ) -> int:
        mark = len(self.entries) + 1
        states = [None if each is None else json.dumps(each) for each in (before, after)]
        self.entries.append(Change(mark, action, kind, str(subject), *states))
        return mark


@pytest.fixture
def trail(monkeypatch: pytest.MonkeyPatch) -> Iterator[Trail]:
    return Trail(monkeypatch)


def touched(journal: Journal, since: int) -> set[str]:
    return {
        name
        for name, each in FEEDS.items()
        if journal.touched(each, [each.cohort] if each.cohort else []) > since
    }


@pytest.mark.parametrize(
    ("kind", "subject", "expected"),
    [
        ("cohort", SPRING, {"spring", "in spring"} | SPANNING),
        ("cohort", AUTUMN, {"in autumn"} | SPANNING),
        ("enrolment", SPRING, {"spring", "in spring"} | SPANNING),
        ("member", UUID(int=1), set(FEEDS)),
        ("feed", UUID(int=3), {"in autumn"}),
        ("feed", UUID(int=7), {"scorecard"}),
        ("feed", UUID(int=99), set()),
        ("edition", UUID(int=1), {"scorecard"}),
        ("room", UUID(int=1), {"room"}),
        ("site", UUID(int=1), {"room"}),
        ("asye-year", "1", set(FEEDS)),
        ("something new", "1", set(FEEDS)),
        *[(kind, "1", set()) for kind in sorted(TOUCHES_NOTHING)],
    ],
)
async def test_what_each_kind_of_change_touches(trail: Trail, kind, subject, expected):
    journal = Journal()
    await journal.read_up_to(0)
    mark = trail.add(kind, subject)
    await journal.read_up_to(mark)
    assert touched(journal, 0) == expected
    assert touched(journal, mark) == set()


@pytest.mark.parametrize(
    ("action", "after", "seen"),
    [
        ("cohort.released", {"version": 2}, True),
        ("cohort.edited", {"revision": 2, "changed": ["title"]}, True),
        ("cohort.edited", {"revision": 2, "changed": ["runs/home/moves"]}, False),
        ("cohort.edited", {"revision": 2}, True),
        ("cohort.edited", None, True),
        ("cohort.something-new", {"changed": []}, True),
        *[(action, {}, False) for action in sorted(SAYS_NOTHING_NEW)],
    ],
)
async def test_what_is_done_to_a_draft_is_seen_in_no_calendar(trail: Trail, action, after, seen):
    journal = Journal()
    await journal.read_up_to(0)
    await journal.read_up_to(trail.add("cohort", SPRING, action, after=after))
    assert touched(journal, 0) == ({"spring", "in spring"} | SPANNING if seen else set())


async def test_a_members_change_touches_their_cohorts_and_teams(trail: Trail):
    journal = Journal()
    await journal.read_up_to(0)
    before, after = {"cohort": str(SPRING)}, {"cohort": str(AUTUMN)}
    mark = trail.add("member", UUID(int=1), before=before, after=before)
    await journal.read_up_to(mark)
    assert touched(journal, 0) == {"spring", "in spring", "team"}
    mark = trail.add("member", UUID(int=1), before=before, after=after)
    await journal.read_up_to(mark)
    assert touched(journal, mark - 1) == {"spring", "in spring", "in autumn", "team"}


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ({"members": ["x"], "in_calendar": True}, {"in spring", "in autumn", "facilitator"}),
        ({"members": ["y"], "in_calendar": True}, {"facilitator"}),
        ({"members": ["x"], "in_calendar": False}, set()),
    ],
)
async def test_an_asye_year_touches_its_member_and_supervisors(trail: Trail, after, expected):
    """The members' feeds here are both of x."""
    journal = Journal()
    await journal.read_up_to(0)
    await journal.read_up_to(trail.add("asye-year", UUID(int=1), after=after))
    assert touched(journal, 0) == expected


async def test_what_came_before_it_began_to_read_may_have_touched_everything(trail: Trail):
    mark = trail.add("key", "1")
    journal = Journal()
    await journal.read_up_to(mark)
    assert touched(journal, mark - 1) == set(FEEDS)
    assert trail.reads == []


async def test_each_entry_is_read_once(trail: Trail):
    journal = Journal()
    await journal.read_up_to(0)
    for _ in range(3):
        mark = trail.add("key", "1")
        await journal.read_up_to(mark)
        await journal.read_up_to(mark)
        await journal.read_up_to(mark - 1)
    assert trail.reads == [(0, 1), (1, 2), (2, 3)]
    assert journal.mark == 3


async def test_too_many_entries_touch_everything(trail: Trail, monkeypatch):
    monkeypatch.setattr(journal_module, "AT_MOST", 3)
    journal = Journal()
    await journal.read_up_to(0)
    for _ in range(3):
        mark = trail.add("key", "1")
    await journal.read_up_to(mark)
    assert touched(journal, 0) == set()
    for _ in range(4):
        mark = trail.add("key", "1")
    await journal.read_up_to(mark)
    assert touched(journal, mark - 1) == set(FEEDS)


async def test_a_feed_made_of_more_cohorts_is_touched_by_each(trail: Trail):
    """Somebody of the one catches up in a session of the other."""
    journal = Journal()
    await journal.read_up_to(0)
    await journal.read_up_to(trail.add("cohort", AUTUMN))
    in_spring = FEEDS["in spring"]
    assert journal.touched(in_spring, [SPRING]) == 0
    assert journal.touched(in_spring, [SPRING, AUTUMN]) == 1
