"""What is kept in memory: shared where it is the same, and never without a bound."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from academy.feed import Days, FeedEvent
from service.feeds import shelf as shelf_module
from service.feeds import store
from service.feeds import written as written_module
from service.feeds.contents import ContentsOfFeeds
from service.feeds.holdings import Holdings
from service.feeds.shelf import Shelf
from service.feeds.store import FeedRecord, Kind
from service.feeds.trail import Trail
from service.feeds.written import Contents, Writer
from service.settings import Settings

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
EVENT = FeedEvent("a", 0, AT, "Welcome", Days(date(2027, 1, 11), date(2027, 1, 11)))
FEED = FeedRecord(
    id=UUID(int=1),
    kind=Kind.COHORT,
    subject="x",
    cohort=None,
    alarm_minutes=None,
    created_at=AT,
    created_by="lead",
    changed_at=AT,
    revoked_at=None,
    last_fetched_at=None,
    last_client=None,
    fetches=0,
)


class StillMark:
    """Nothing is changed."""

    mark = 1

    def at_once(self) -> int:
        return self.mark


def test_an_event_is_serialised_once_for_each_alarm(monkeypatch: pytest.MonkeyPatch):
    serialised = []

    def counted(event: FeedEvent, alarm_minutes: int | None) -> bytes:
        serialised.append(alarm_minutes)
        return f"{event.uid} {alarm_minutes}".encode()

    monkeypatch.setattr(written_module, "event_bytes", counted)
    writer = Writer()
    for _ in range(3):
        same = writer.written(replace(EVENT))
        assert [same.bytes(alarm) for alarm in (None, 30)] == [b"a None", b"a 30"]
    assert serialised == [None, 30]


def test_events_are_forgotten_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(written_module, "KEPT_EVENTS", 3)
    writer = Writer()
    first = writer.written(EVENT)
    for number in range(2):
        writer.written(replace(EVENT, uid=f"b{number}"))
    assert writer.written(EVENT) is first  # used, so it is the newest
    for number in range(2):
        writer.written(replace(EVENT, uid=f"c{number}"))
    assert writer.written(EVENT) is first
    for number in range(3):
        writer.written(replace(EVENT, uid=f"d{number}"))
    assert writer.written(EVENT) is not first


async def test_feeds_that_show_the_same_share_one_document(monkeypatch: pytest.MonkeyPatch):
    feeds = {"one": FEED, "two": replace(FEED, id=UUID(int=2))}
    feeds["three"] = replace(FEED, id=UUID(int=3), alarm_minutes=30)
    use(monkeypatch, feeds)
    writer = Writer()

    async def contents(feed: FeedRecord, _: Holdings) -> Contents:
        return Contents("Academy", "", (writer.written(replace(EVENT)),), AT)

    shelf = shelf_of(contents, monkeypatch)
    found = {name: await shelf.find(name, StillMark()) for name in feeds}
    one, two, three = (found[name].prepared for name in ("one", "two", "three"))
    assert one is two
    assert one is not three


async def test_feeds_and_documents_are_forgotten_when_there_are_too_many(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(shelf_module, "KEPT_FEEDS", 2)
    monkeypatch.setattr(shelf_module, "KEPT_DOCUMENTS", 2)
    feeds = {str(number): replace(FEED, id=UUID(int=number)) for number in range(1, 5)}
    use(monkeypatch, feeds)

    async def contents(feed: FeedRecord, _: Holdings) -> Contents:
        return Contents(f"Academy {feed.id}", "", (), AT)

    shelf = shelf_of(contents, monkeypatch)
    for name in feeds:
        await shelf.find(name, StillMark())
    now = asyncio.get_running_loop().time()
    assert [shelf.at_hand(name, 1, now) is not None for name in feeds] == [
        False,
        False,
        True,
        True,
    ]
    assert await shelf.find("1", StillMark()) is not None


def shelf_of(contents: Any, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    made = ContentsOfFeeds(Settings())
    monkeypatch.setattr(made, "of", contents)
    return Shelf(made)


def use(monkeypatch: pytest.MonkeyPatch, feeds: dict[str, FeedRecord]) -> None:
    async def in_force(secret_hash: str) -> FeedRecord | None:
        return feeds.get(secret_hash)

    monkeypatch.setattr(store, "in_force", in_force)


async def test_what_is_shared_is_read_once_and_again_after_a_failure():
    holdings = Holdings(Writer(), 1, date(2026, 11, 22))
    reads: list[str] = []

    async def fails() -> str:
        reads.append("fails")
        await asyncio.sleep(0)
        raise ValueError("once")

    async def works() -> str:
        reads.append("works")
        await asyncio.sleep(0)
        return "read"

    failed = await asyncio.gather(
        *(holdings.once("a", fails) for _ in range(3)), return_exceptions=True
    )
    assert [str(each) for each in failed] == ["once"] * 3
    assert await asyncio.gather(*(holdings.once("a", works) for _ in range(3))) == ["read"] * 3
    assert await holdings.once("b", works) == "read"
    assert reads == ["fails", "works", "works"]


async def test_who_gives_up_does_not_spoil_it_for_others():
    holdings = Holdings(Writer(), 1, date(2026, 11, 22))
    may_end = asyncio.Event()

    async def slow() -> str:
        await may_end.wait()
        return "read"

    impatient = asyncio.create_task(holdings.once("a", slow))
    patient = asyncio.create_task(holdings.once("a", slow))
    await asyncio.sleep(0)
    impatient.cancel()
    may_end.set()
    assert await patient == "read"


async def test_the_trail_is_read_on_from_the_mark_and_never_once_more(monkeypatch):
    asked: list[int] = []

    async def happened(after: int) -> list[store.Happened]:
        asked.append(after)
        return (
            [store.Happened(4, datetime(2026, 11, 22, tzinfo=UTC), "closure", "x", None, "{}")]
            if after < 4
            else []
        )

    monkeypatch.setattr(store, "happened", happened)
    trail = Trail()
    for mark in (50_000, 50_000, 60_000, 60_000):
        assert len((await trail.moments(mark)).working_days) == 1
    assert asked == [0, 50_000, 50_000, 60_000]
