"""When each feed was last fetched and by which program, written beside the request.

A dead subscription is one that nobody fetches: the academy lead sees it by these. The address of
whoever fetches is not kept, and the secret appears nowhere.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from service import clock
from service.feeds import store
from service.feeds.store import Fetched
from service.problems import Problem
from service.storage.beside import beside
from service.storage.problems import NoDatabase
from service.storage.transaction import unit_of_work
from service.web.log import LOG

RECORDED_EVERY = 60.0
"""Seconds. Once a minute for each feed at most; fetches in between are counted with the next."""
CLIENT_LIMIT = 200
QUIET_AFTER = timedelta(days=3)
"""The slowest clients ask once a day; a phone that is off over a weekend is not dead."""

Headers = Iterable[tuple[bytes, bytes]]


class Counter:
    """The fetches of one feed that are not written down yet."""

    __slots__ = ("feed", "fetches", "not_before")

    def __init__(self, feed: UUID) -> None:
        self.feed = feed
        self.fetches = 0
        self.not_before = float("-inf")
        """By the clock of the event loop."""


class Fetches:
    """What is waiting to be written; one task at a time writes all of it in one transaction."""

    def __init__(self) -> None:
        self._waiting: dict[UUID, Fetched] = {}
        self._writing = False

    def note(self, counter: Counter, headers: Headers, loop_time: float) -> None:
        """See to it that this fetch is written down. ``headers`` are the request's."""
        counter.fetches += 1
        if loop_time < counter.not_before:
            return
        counter.not_before = loop_time + RECORDED_EVERY
        self._add(Fetched(counter.feed, clock.now(), client_of(headers), counter.fetches))
        counter.fetches = 0
        if not self._writing:
            self._writing = True
            beside(self._write())

    def _add(self, fetched: Fetched) -> None:
        before = self._waiting.get(fetched.feed)
        count = fetched.fetches + (before.fetches if before else 0)
        self._waiting[fetched.feed] = Fetched(fetched.feed, fetched.at, fetched.client, count)

    async def _write(self) -> None:
        try:
            while self._waiting:
                waiting, self._waiting = self._waiting, {}
                await _written(waiting.values())
        finally:
            self._writing = False


async def _written(fetched: Iterable[Fetched]) -> None:
    try:
        async with unit_of_work() as work:
            await store.note_fetches(work, list(fetched))
    except (Problem, NoDatabase) as error:
        # Busy, gone, or closed in the meantime: whoever fetched has had their answer.
        LOG.warning("fetches of feeds not recorded", detail=str(error))


def client_of(headers: Headers) -> str | None:
    """What the program calls itself, cut to what fits a list; None when it does not say."""
    for name, value in headers:
        if name == b"user-agent":
            text = "".join(c for c in value.decode("latin-1") if c.isprintable())
            return " ".join(text.split())[:CLIENT_LIMIT] or None
    return None


def is_quiet(last_fetched_at: datetime | None, changed_at: datetime, now: datetime) -> bool:
    """Whether nothing has come for so long that the subscription is probably dead."""
    return now - max(last_fetched_at or changed_at, changed_at) > QUIET_AFTER
