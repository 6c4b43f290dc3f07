"""Writers of one process take turns before they take a connection: readers find one free."""

import asyncio

from service.storage.problems import BUSY, StorageBusy


class Turn:
    """One writer's place in the queue of its engine."""

    def __init__(self, queue: asyncio.Lock) -> None:
        self._queue = queue
        self._held = False

    async def take(self, seconds: float) -> None:
        """Wait for the turn; raises StorageBusy when it does not come within ``seconds``."""
        try:
            async with asyncio.timeout(seconds):
                await self._queue.acquire()
        except TimeoutError:
            raise StorageBusy(BUSY) from None
        self._held = True

    def give_up(self) -> None:
        """Let the next one have it; harmless when it was never taken."""
        if self._held:
            self._held = False
            self._queue.release()
