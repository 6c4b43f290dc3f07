"""The shelf: what is kept in memory is never older than a second, and never another edition."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest

from service.problems import Unavailable
from service.publication import operations, store
from service.publication.prepared import Prepared, takes_gzip
from service.publication.shelf import KEPT_ANSWERS, KEPT_EDITIONS, LOOK_AGAIN_AFTER, Shelf
from service.settings import Settings
from service.workforce.records import Kind
from tests.small_council import (
    LATE_LEAVER,
    LATER,
    PSW,
    SEPTEMBER,
    employments,
    published_september,
    send,
)

REASON = "A social worker who had left was reported late."


class Counted:
    """The store's list of editions, and how often it was asked for."""

    def __init__(self) -> None:
        self.asked = 0
        self.broken = False
        self.entries = store.entries
        self.hold: asyncio.Event | None = None
        """Only the next call waits for it: publishing asks for the list, too."""

    async def __call__(self) -> list[store.EditionEntry]:
        self.asked += 1
        if self.broken:
            raise Unavailable("The database is away.")
        found = await self.entries()
        hold, self.hold = self.hold, None
        if hold is not None:
            await hold.wait()
        return found


@pytest.fixture
async def counted(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Counted:
    """A council that has published; its list of editions counted."""
    await published_september(settings)
    found = Counted()
    monkeypatch.setattr(store, "entries", found)
    return found


async def correct(settings: Settings) -> None:
    await send(Kind.EMPLOYMENTS, employments(SW2=LATE_LEAVER), settings)
    await operations.correct(SEPTEMBER, REASON, PSW, LATER, settings)


async def versions(shelf: Shelf) -> list[int]:
    return [each.version for each in (await shelf.listing()).of_period(SEPTEMBER)]


async def test_many_requests_at_once_ask_the_database_once(counted: Counted):
    shelf = Shelf()
    listings = await asyncio.gather(*(shelf.listing() for _ in range(50)))
    assert {id(each) for each in listings} == {id(listings[0])}
    await shelf.listing()
    assert counted.asked == 1


async def test_the_list_is_asked_for_again_when_it_is_too_old(
    counted: Counted, settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    assert LOOK_AGAIN_AFTER == 1
    # However long publishing takes on this machine, it is not too old.
    monkeypatch.setattr("service.publication.shelf.LOOK_AGAIN_AFTER", 600.0)
    shelf = Shelf()
    assert await versions(shelf) == [1]
    await correct(settings)
    asked = counted.asked  # publishing looks at what was published before, too
    assert await versions(shelf) == [1]
    assert counted.asked == asked
    monkeypatch.setattr("service.publication.shelf.LOOK_AGAIN_AFTER", 0.0)
    assert await versions(shelf) == [2, 1]
    assert counted.asked == asked + 1


async def test_what_is_published_here_is_seen_at_once(counted: Counted, settings: Settings):
    shelf = Shelf()
    assert await versions(shelf) == [1]
    await correct(settings)
    shelf.forget()
    assert await versions(shelf) == [2, 1]


async def test_a_look_up_that_began_before_publishing_does_not_hide_it(
    counted: Counted, settings: Settings
):
    shelf = Shelf()
    counted.hold = answered = asyncio.Event()
    slow = asyncio.create_task(shelf.listing())
    await asyncio.sleep(0.05)  # it has read the list and not yet answered
    await correct(settings)
    shelf.forget()
    answered.set()
    assert await versions(shelf) == [2, 1]
    await slow
    assert await versions(shelf) == [2, 1]


async def test_while_the_database_is_away_what_is_held_is_served(
    counted: Counted, capsys: pytest.CaptureFixture[str]
):
    shelf = Shelf()
    assert await versions(shelf) == [1]
    counted.broken = True
    await asyncio.sleep(LOOK_AGAIN_AFTER + 0.05)
    assert await versions(shelf) == [1]
    assert "list of editions cannot be read" in capsys.readouterr().err
    # A shelf that has never seen the database has nothing to serve.
    with pytest.raises(Unavailable):
        await Shelf().listing()


async def test_one_impatient_client_does_not_spoil_the_look_up_of_others(counted: Counted):
    shelf = Shelf()
    counted.hold = answered = asyncio.Event()
    impatient = asyncio.create_task(shelf.listing())
    patient = asyncio.create_task(shelf.listing())
    await asyncio.sleep(0.05)
    impatient.cancel()
    answered.set()
    assert len((await patient).entries) == 1
    with pytest.raises(asyncio.CancelledError):
        await impatient
    assert counted.asked == 1


def an_answer(body: bytes) -> Prepared:
    return Prepared(
        body, media_type="text/plain", last_modified=None, cache_control="public, max-age=60"
    )


async def test_answers_are_kept_under_their_name_and_dropped_with_the_listing(
    counted: Counted, settings: Settings
):
    shelf = Shelf()
    made: list[str] = []

    async def make() -> Prepared:
        made.append("made")
        return an_answer(b"one")

    assert shelf.at_hand("a") is None
    first = await shelf.answer("a", make)
    assert await shelf.answer("a", make) is first is shelf.at_hand("a")
    assert shelf.at_hand("b") is None
    await correct(settings)
    shelf.forget()
    assert shelf.at_hand("a") is None
    assert await shelf.answer("a", make) is not first
    assert made == ["made", "made"]


async def test_memory_is_bounded(counted: Counted):
    shelf = Shelf()

    async def make() -> Prepared:
        return an_answer(b"one")

    for number in range(KEPT_ANSWERS + 5):
        await shelf.answer(number, make)
    assert [shelf.at_hand(number) is None for number in range(6)] == [True] * 5 + [False]
    [entry] = (await shelf.listing()).entries
    held = await shelf.edition(entry.id)
    assert await shelf.edition(entry.id) is held
    assert KEPT_EDITIONS > 1


async def test_a_listing_finds_versions(counted: Counted, settings: Settings):
    await correct(settings)
    listing = await Shelf().listing()
    found = [listing.find(SEPTEMBER, wanted) for wanted in (None, 2, 1, 3)]
    assert [each and each.version for each in found] == [2, 2, 1, None]
    assert listing.find(date(2026, 3, 31), None) is None
    assert [each.version for each in listing.latest_of_each()] == [2]


@pytest.mark.parametrize(
    ("header", "takes"),
    [
        ("gzip", True),
        ("gzip, deflate, br, zstd", True),
        ("br, GZIP;q=0.5", True),
        ("*", True),
        ("", False),
        ("identity", False),
        ("br", False),
        ("gzip;q=0", False),
        ("gzip; q=0.000, *", False),
        ("x-gzip", False),
    ],
)
def test_who_takes_gzip(header: str, takes: bool):
    assert takes_gzip(header) is takes
