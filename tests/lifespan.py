"""The application for a test: its routes laid out once, and its lifespan inside one task.

pytest-asyncio runs the two halves of a fixture in different tasks, and an app's start-up and
shut-down must share one ("Attempted to exit cancel scope in a different task").
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

from litestar import Litestar

from service.app import create_app, equip
from service.settings import Settings

_laid: list[tuple[Litestar, int]] = []
_started: set[int] = set()


def laid_out(settings: Settings) -> Litestar:
    """An application that is not running, with these settings and a clean state.

    Its routes are those of the test before (to lay them out takes longer than most tests), unless
    that one still runs or was given routes of its own.
    """
    if _laid and len(_laid[0][0].routes) != _laid[0][1]:
        _laid.clear()
    if not _laid:
        made = create_app(settings)
        _laid.append((made, len(made.routes)))
        return made
    if id(_laid[0][0]) in _started:
        return create_app(settings)
    equip(_laid[0][0], settings)
    return _laid[0][0]


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

    _started.add(id(app))
    task = asyncio.create_task(life())
    await to_app.put({"type": "lifespan.startup"})
    answer = await from_app.get()
    if answer["type"] != "lifespan.startup.complete":
        _started.discard(id(app))
        with contextlib.suppress(Exception):
            await task
        raise RuntimeError(answer)
    try:
        yield app
    finally:
        await to_app.put({"type": "lifespan.shutdown"})
        answer = await from_app.get()
        await task
        _started.discard(id(app))
        if answer["type"] != "lifespan.shutdown.complete":
            raise RuntimeError(answer)
