"""Work that may take longer than a browser waits: begun here, looked at on a page of its own."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from service.problems import Problem
from service.web.log import LOG
from service.workforce.outcome import Outcome
from service.workforce.progress import Progress

PATIENCE_SECONDS = 3.0
"""Whoever sends a small file sees what came of it at once."""

UNEXPECTED = "The service met an unexpected error. Nothing was changed."

_running: set[asyncio.Task[Outcome]] = set()


async def begun(work: Coroutine[Any, Any, Outcome], progress: Progress) -> Outcome | None:
    """What came of ``work``; None when it goes on by itself, told by ``progress``.

    Raises what ``work`` raises, as long as somebody waits for it.
    """
    task = asyncio.create_task(_noted(work, progress))
    _running.add(task)
    task.add_done_callback(_running.discard)
    done, _ = await asyncio.wait({task}, timeout=PATIENCE_SECONDS)
    if done:
        return task.result()
    task.add_done_callback(_logged)
    return None


async def _noted(work: Coroutine[Any, Any, Outcome], progress: Progress) -> Outcome:
    try:
        outcome = await work
    except BaseException as error:
        progress.failed(error.detail if isinstance(error, Problem) else UNEXPECTED)
        raise
    found = outcome.duplicate_of or (outcome.record.id if outcome.record else None)
    progress.leads_to = address_of(outcome) if found else ""
    progress.note()
    return outcome


def address_of(outcome: Outcome) -> str:
    """The page of the return that came of it; of the earlier one for a file that was sent before."""
    if outcome.duplicate_of is not None:
        return f"/data/import/returns/{outcome.duplicate_of}?again=yes"
    assert outcome.record is not None, "a page keeps what it checks"
    return f"/data/import/returns/{outcome.record.id}"


def _logged(task: asyncio.Task[Outcome]) -> None:
    """Nobody waits for it any more: what is no refusal is for the operator to find in the log."""
    error = None if task.cancelled() else task.exception()
    if error is not None and not isinstance(error, Problem):
        LOG.error("import failed after the page was answered", exc_info=error)
