"""Writes that nobody waits for, and that end before their database is closed.

A write beside a request must not outlive the engine that its tables are bound to: it would hold the
write lock of one database while its statements go to the next.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any
from weakref import WeakKeyDictionary

from service.storage.engine import ServiceEngine, bound_engine

_running: WeakKeyDictionary[ServiceEngine, set[asyncio.Task[None]]] = WeakKeyDictionary()


def beside(work: Coroutine[Any, Any, None]) -> None:
    """Start ``work``, which answers for its own errors; ``Database.close`` waits for its end."""
    running = _running.setdefault(bound_engine(), set())
    task = asyncio.create_task(work)
    running.add(task)
    task.add_done_callback(running.discard)


async def settled(engine: ServiceEngine) -> None:
    """Wait until all that was started beside on this engine has ended."""
    while running := _running.get(engine):
        await asyncio.wait(running)
