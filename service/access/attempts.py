"""A brake on failed authentication, per client address and per process.

A secret of 256 bits cannot be guessed, so this is no lock: it spares the database and the log when
something keeps sending a wrong key. A good key always passes, because behind a proxy all users
share one address and nobody may lock the others out. With several processes each counts alone.
"""

from collections import OrderedDict
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=5)
FAILURES_PER_WINDOW = 20
CLIENTS_REMEMBERED = 10_000


class FailedAttempts:
    """Counts failures in fixed windows; forgets the client that failed longest ago when full."""

    def __init__(self) -> None:
        self._failures: OrderedDict[str, tuple[datetime, int]] = OrderedDict()

    def add(self, client: str, now: datetime) -> None:
        began, count = self._window(client, now)
        self._failures[client] = (began, count + 1)
        self._failures.move_to_end(client)
        if len(self._failures) > CLIENTS_REMEMBERED:
            self._failures.popitem(last=False)

    def retry_after(self, client: str, now: datetime) -> int:
        """Seconds until the client may fail again; 0 when it may now."""
        began, count = self._window(client, now)
        if count < FAILURES_PER_WINDOW:
            return 0
        return max(1, int((began + WINDOW - now).total_seconds()))

    def _window(self, client: str, now: datetime) -> tuple[datetime, int]:
        began, count = self._failures.get(client, (now, 0))
        return (began, count) if now - began < WINDOW else (now, 0)
