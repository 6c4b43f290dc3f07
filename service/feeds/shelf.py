"""Whole feeds in memory, one for each owner and version, dressed to be sent.

A feed at hand is sent only while nothing has been changed since it was looked at (``ChangeMark``),
so that a revoked address is dead and a released change is seen at the very next fetch, whichever
process did it and whichever answers. After a change, the feeds that it can have touched
(``Journal``) are looked at again when they are next fetched; where one turns out the same, so do its
bytes.
"""

import asyncio
from collections import OrderedDict
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from academy.feed import calendar_bytes
from service import clock
from service.feeds import store
from service.feeds.contents import ContentsOfFeeds
from service.feeds.fetches import Counter
from service.feeds.holdings import Holdings
from service.feeds.journal import Journal
from service.feeds.store import FeedRecord
from service.feeds.written import Contents, Written
from service.storage.change_mark import ChangeMark
from service.web.prepared import Prepared

KEPT_FEEDS = 20_000
KEPT_DOCUMENTS = 2_000
"""About 100 megabytes of whole feeds, with their compressed forms."""
REFRESH = timedelta(hours=6)
"""How often clients are told to ask. Few listen: Google asks every 12 to 24 hours."""

COMMON = {
    "cache-control": "private, no-cache",
    "vary": "Accept-Encoding",
    "x-robots-tag": "noindex, nofollow",
}
CONTENT = {
    "content-type": "text/calendar; charset=utf-8",
    "content-disposition": 'attachment; filename="academy.ics"',
}


class Held:
    """One feed as it was when last looked at."""

    __slots__ = ("cohorts", "counter", "feed", "mark", "prepared", "until")

    def __init__(self, feed: FeedRecord) -> None:
        self.feed = feed
        self.cohorts: frozenset[UUID] = frozenset()
        self.counter = Counter(feed.id)
        self.mark = -1
        self.until = float("-inf")
        """Midnight in England by the clock of the event loop: a new day may leave events out."""
        self.prepared: Prepared


class Shelf:
    """One for each running application."""

    def __init__(self, contents: ContentsOfFeeds) -> None:
        self.contents = contents
        self.journal = Journal()
        self._held: OrderedDict[str, Held] = OrderedDict()
        self._documents: OrderedDict[tuple[object, ...], Prepared] = OrderedDict()
        self._looking: dict[tuple[str, int], asyncio.Task[Held | None]] = {}

    def at_hand(self, secret_hash: str, mark: int, loop_time: float) -> Held | None:
        """The feed of a secret when no change can have touched it since it was looked at."""
        held = self._held.get(secret_hash)
        if held is None or loop_time >= held.until:
            return None
        if held.mark < mark:
            if self.journal.mark < mark:
                return None
            if self.journal.touched(held.feed, held.cohorts) > held.mark:
                return None
            held.mark = mark
        return held

    async def find(self, secret_hash: str, change_mark: ChangeMark) -> Held | None:
        """The feed of a secret as it is now; None when the secret is wrong or revoked."""
        mark = change_mark.at_once()
        if mark is None:
            mark = await change_mark.read()
        await self.journal.read_up_to(mark)
        held = self.at_hand(secret_hash, mark, asyncio.get_running_loop().time())
        if held is not None:
            return held
        name = (secret_hash, mark)
        look = self._looking.get(name)
        if look is None:
            # A task of its own: one look serves all who wait, and outlives any one of them.
            look = self._looking[name] = asyncio.create_task(self._look(secret_hash, mark))
            look.add_done_callback(lambda done: self._looked(name, done))
        return await asyncio.shield(look)

    async def opened(
        self, secret_hash: str, change_mark: ChangeMark
    ) -> tuple[Held, Holdings] | None:
        """The feed of a secret as it is now, and what feeds are made of then."""
        held = await self.find(secret_hash, change_mark)
        if held is None:
            return None
        return held, self.as_of(held.mark)

    def as_of(self, mark: int) -> Holdings:
        """What feeds are made of at a mark, today."""
        return self.contents.as_of(mark, _today()[0])

    def _looked(self, name: tuple[str, int], look: "asyncio.Task[Held | None]") -> None:
        del self._looking[name]
        if not look.cancelled():
            look.exception()  # those who waited have it; nobody else needs to hear of it

    async def _look(self, secret_hash: str, mark: int) -> Held | None:
        today, until = _today()
        holdings = self.contents.as_of(mark, today)
        known = self._held.get(secret_hash)
        feed = await self._in_force(secret_hash, known, holdings)
        if feed is None:
            self._held.pop(secret_hash, None)
            return None
        contents = await self.contents.of(feed, holdings)
        held = self._held.get(secret_hash)
        if held is None:
            held = self._held[secret_hash] = Held(feed)
            if len(self._held) > KEPT_FEEDS:
                self._held.popitem(last=False)
        if mark >= held.mark:
            held.feed, held.cohorts = feed, contents.cohorts
            held.prepared = self._document(feed, contents)
            held.mark, held.until = mark, until
        return held

    async def _in_force(
        self, secret_hash: str, known: Held | None, holdings: Holdings
    ) -> FeedRecord | None:
        """Feeds of a cohort that are known already are read again all at once."""
        if known is None or known.feed.cohort is None:
            return await store.in_force(secret_hash)
        cohort = known.feed.cohort
        found = await holdings.once(("feeds", cohort), lambda: store.all_in_force(cohort))
        return found.get(secret_hash)

    def _document(self, feed: FeedRecord, contents: Contents) -> Prepared:
        """The answer for these contents: feeds that show the same share one."""
        changed_at = max(contents.changed_at, feed.changed_at).astimezone(UTC)
        name = (
            contents.name,
            contents.description,
            contents.events,
            feed.alarm_minutes,
            changed_at,
        )
        found = self._documents.get(name)
        if found is None:
            found = self._documents[name] = Prepared(
                _body(contents.name, contents.description, contents.events, feed.alarm_minutes),
                common=COMMON,
                content=CONTENT,
                last_modified=changed_at,
            )
            if len(self._documents) > KEPT_DOCUMENTS:
                self._documents.popitem(last=False)
        else:
            self._documents.move_to_end(name)
        return found


def _body(
    name: str, description: str, events: tuple[Written, ...], alarm_minutes: int | None
) -> bytes:
    return calendar_bytes(
        name, description, (each.bytes(alarm_minutes) for each in events), REFRESH
    )


def _today() -> tuple[date, float]:
    """The day in England, and when it ends by the clock of the event loop."""
    now = clock.now().astimezone(clock.LONDON)
    today = now.date()
    midnight = datetime.combine(today + timedelta(days=1), time(), clock.LONDON)
    left = (midnight.astimezone(UTC) - now.astimezone(UTC)).total_seconds()
    return today, asyncio.get_running_loop().time() + left
