"""Run an ASGI app's lifespan inside one task.

pytest-asyncio runs the two halves of a fixture in different tasks, and an app's start-up and
shut-down must share one ("Attempted to exit cancel scope in a different task").
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any


@contextlib.asynccontextmanager
async def running(app: Any) -> AsyncIterator[Any]:
    """Start ``app``, yield it, shut it down; raises RuntimeError when either fails."""
    to_app: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    from_app: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    scope = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.0"}, "state": {}}

    async def life() -> None:
        try:
            await app(scope, to_app.get, from_app.put)
        except BaseException as error:
            await from_app.put({"type": "lifespan.crashed", "message": repr(error)})
            raise

    task = asyncio.create_task(life())
    await to_app.put({"type": "lifespan.startup"})
    answer = await from_app.get()
    if answer["type"] != "lifespan.startup.complete":
        with contextlib.suppress(Exception):
            await task
        raise RuntimeError(answer)
    try:
        yield app
    finally:
        await to_app.put({"type": "lifespan.shutdown"})
        answer = await from_app.get()
        await task
        if answer["type"] != "lifespan.shutdown.complete":
            raise RuntimeError(answer)
