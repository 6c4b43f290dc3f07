"""Limits that hold for all processes together: counters in the database, in fixed windows.

Who is counted stands there as a hash, for a day at most.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from service.access import account_store as store
from service.access.attempts import FailedAttempts
from service.problems import Problem
from service.settings import Settings
from service.storage.beside import beside
from service.storage.problems import NoDatabase
from service.storage.transaction import unit_of_work
from service.web.log import LOG

KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``most`` times in a ``window`` for each of those who are counted."""

    what: str
    most: int
    window: timedelta


LINKS_TO_AN_ADDRESS = Limit("links to an address", 5, timedelta(minutes=15))
LINKS_FROM_A_SENDER = Limit("links from a sender", 100, timedelta(minutes=15))
WRONG_KEYS = Limit("wrong keys", 20, timedelta(minutes=5))
USE_OF_A_KEY = "use of a key"


async def spend(limit: Limit, who: str, now: datetime, times: int = 1) -> int:
    """Count it; the seconds to wait when that was too often, else 0."""
    hashed = hashlib.sha256(f"{limit.what}:{who}".encode()).hexdigest()
    async with unit_of_work():
        held = await store.attempts(limit.what, hashed)
        if held is None or now - held[0] >= limit.window:
            await store.delete_attempts_before(now - KEPT)
            began, count = now, times
        else:
            began, count = held[0], held[1] + times
        await store.set_attempts(limit.what, hashed, began, count)
    if count <= limit.most:
        return 0
    return max(1, int((began + limit.window - now).total_seconds()))


class SharedBrake:
    """Counts in this process and tells the database every so often, beside the requests.

    No request waits for the counter, and one who is over the limit costs the database nothing. So
    several processes together let through up to ``step`` too many each, and no more.
    """

    def __init__(self, limit: Limit, *, step: int = 1) -> None:
        self.limit = limit
        self.step = step
        self._since: dict[str, int] = {}
        self._until: dict[str, datetime] = {}

    def retry_after(self, who: str, now: datetime) -> int:
        """Seconds until they may go on; 0 when they may now."""
        until = self._until.get(who)
        if until is None:
            return 0
        if now >= until:
            del self._until[who]
            return 0
        return max(1, int((until - now).total_seconds()))

    def add(self, who: str, now: datetime) -> None:
        """Count one; every ``step`` of them together in the database."""
        count = self._since.get(who, 0) + 1
        if count < self.step:
            self._since[who] = count
            return
        self._since.pop(who, None)
        beside(self._tell(who, count, now))

    async def _tell(self, who: str, count: int, now: datetime) -> None:
        try:
            seconds = await spend(self.limit, who, now, count)
        except (Problem, NoDatabase) as error:
            # Busy, gone, or closed in the meantime: the request itself has had its answer.
            LOG.warning("a limit could not be counted", what=self.limit.what, detail=str(error))
            return
        if seconds:
            over = {each: until for each, until in self._until.items() if now < until}
            self._until = over | {who: now + timedelta(seconds=seconds)}


KEY_STEP = 50
"""Uses of a key that are counted together: one write for so many requests."""


class Limits:
    """What one process counts, for as long as it runs."""

    def __init__(self, settings: Settings) -> None:
        per_minute = settings.requests_per_minute
        use = Limit(USE_OF_A_KEY, per_minute, timedelta(minutes=1))
        self.failed_attempts = FailedAttempts()
        self.wrong_keys = SharedBrake(WRONG_KEYS)
        self.use_of_a_key = SharedBrake(use, step=max(1, min(KEY_STEP, per_minute // 4)))
