"""Published editions in memory: an edition never changes, so it is read and dressed only once.

Which edition of a period is the latest does change, when a correction is published, when one that
waited for its moment becomes public, or when one is withdrawn, perhaps by another process: the list of editions is asked for again when it is a second old. A request is
answered from a list of at most that age, plus the time one look-up takes.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from service import clock
from service.problems import Problem
from service.publication import store
from service.publication.due import NextRelease, Plan, next_release, plans_at
from service.publication.preparation.plan import planned
from service.publication.prepared import Prepared
from service.publication.store import EditionEntry, StoredEdition
from service.settings import Settings
from service.web.log import LOG

LOOK_AGAIN_AFTER = 1.0
"""Seconds after which the list of editions is asked for again."""
KEPT_EDITIONS = 16
KEPT_ANSWERS = 256


@dataclass(frozen=True, slots=True)
class Listing:
    """All editions at one moment, newest period first and newest version first within it."""

    entries: tuple[EditionEntry, ...]
    """Those that the public may know of; of a withdrawn one there is only its notice."""
    waiting: tuple[EditionEntry, ...] = ()
    """Those that become public later: nothing of them is told without an hr or psw key."""
    plans: tuple[Plan, ...] = ()
    """When half-years are to be released, as announced."""

    def with_waiting(self) -> "Listing":
        """As those see it who prepare scorecards."""
        both = sorted(
            (*self.entries, *self.waiting),
            key=lambda each: (each.period_end, each.version),
            reverse=True,
        )
        return Listing(tuple(both), plans=self.plans)

    @property
    def modified(self) -> datetime | None:
        """When the list that the public sees changed last; None where there is nothing in it."""
        changes = [each.changed_at for each in self.entries]
        return max([*changes, *(each.changed_at for each in self.plans)], default=None)

    def next_release(self, now: datetime, settings: Settings) -> NextRelease:
        """What the public is told of the scorecard to come."""
        return next_release(self.entries, self.waiting, self.plans, now, settings)

    def of_period(self, period_end: date) -> tuple[EditionEntry, ...]:
        """The versions of one period, newest first; empty when none is published."""
        return tuple(each for each in self.entries if each.period_end == period_end)

    def find(self, period_end: date, version: int | None) -> EditionEntry | None:
        """One version, or the latest when ``version`` is None."""
        for each in self.of_period(period_end):
            if each.version == version or (version is None and not each.cancelled):
                return each
        return None

    def latest_of_each(self) -> tuple[EditionEntry, ...]:
        found: dict[date, EditionEntry] = {}
        for each in self.entries:
            found.setdefault(each.period_end, each)
        return tuple(found.values())

    def later_than(self, period_end: date) -> EditionEntry | None:
        """The newest edition that stands, where it is of a later half-year."""
        newest = next(iter(self.standing()), None)
        return newest if newest is not None and newest.period_end > period_end else None

    def standing(self) -> tuple[EditionEntry, ...]:
        """The latest version of each half-year, without half-years whose latest was withdrawn."""
        return tuple(each for each in self.latest_of_each() if each.withdrawal is None)


def listing_at(entries: Iterable[EditionEntry], plans: Iterable[Plan], now: datetime) -> Listing:
    """What the public may know of at a moment, and what waits: the clock alone decides."""
    held = tuple(entries)
    return Listing(
        tuple(each for each in held if each.is_public(now)),
        tuple(each for each in held if not each.is_public(now)),
        tuple(plans_at(plans, now)),
    )


class Shelf:
    """One for each running application. Holds the listing, a few editions and their answers."""

    def __init__(self) -> None:
        self._listing: Listing | None = None
        self._looked_at = 0.0
        self._looking: asyncio.Task[Listing] | None = None
        self._published_here = 0
        self._answers: OrderedDict[Hashable, Prepared] = OrderedDict()
        self._editions: OrderedDict[UUID, StoredEdition] = OrderedDict()

    async def listing(self) -> Listing:
        """The editions there are, known for a second at most."""
        age = asyncio.get_running_loop().time() - self._looked_at
        if self._listing is not None and age < LOOK_AGAIN_AFTER:
            return self._listing
        return await self._look_again()

    def forget(self) -> None:
        """Something was published here: the next request looks again, and not along with others.

        A look-up under way may have begun before: what it finds no longer counts.
        """
        self._published_here += 1
        self._looked_at = float("-inf")
        self._looking = None

    async def edition(self, edition: UUID) -> StoredEdition:
        """An edition that the listing names, from memory or the database."""
        held = self._editions.get(edition)
        if held is None:
            held = await store.stored(edition)
            assert held is not None  # no edition is ever deleted
            self._editions[edition] = held
            while len(self._editions) > KEPT_EDITIONS:
                self._editions.popitem(last=False)
        return held

    def at_hand(self, name: Hashable) -> Prepared | None:
        """An answer prepared under the present listing; None when it has to be made."""
        loop_time = asyncio.get_running_loop().time()
        if self._listing is None or loop_time - self._looked_at >= LOOK_AGAIN_AFTER:
            return None
        return self._answers.get(name)

    async def answer(self, name: Hashable, make: Callable[[], Awaitable[Prepared]]) -> Prepared:
        """The answer called ``name`` under the present listing, made when it is not at hand."""
        listing = await self.listing()
        if (held := self._answers.get(name)) is not None:
            return held
        made = await make()
        if listing is self._listing:
            self._answers[name] = made
            while len(self._answers) > KEPT_ANSWERS:
                self._answers.popitem(last=False)
        return made

    async def _look_again(self) -> Listing:
        if self._looking is None:
            # A task of its own: one look-up serves all who wait, and outlives any one of them.
            self._looking = asyncio.create_task(self._look())
            self._looking.add_done_callback(self._looked)
        return await asyncio.shield(self._looking)

    def _looked(self, look: "asyncio.Task[Listing]") -> None:
        if self._looking is look:
            self._looking = None
        if not look.cancelled():
            look.exception()  # those who waited have it; nobody else needs to hear of it

    async def _look(self) -> Listing:
        asked_at, published_here = asyncio.get_running_loop().time(), self._published_here
        held = self._listing
        try:
            found = listing_at(await store.entries(), await planned(), clock.now())
        except Problem as problem:
            if held is None:
                raise
            # The database is away. What was published stays published: go on with what we hold.
            LOG.warning("list of editions cannot be read", detail=problem.detail)
            found = listing_at(held.with_waiting().entries, held.plans, clock.now())
        if published_here == self._published_here:
            if found != self._listing:
                self._listing = found
                self._answers.clear()
            self._looked_at = asked_at
        return found
