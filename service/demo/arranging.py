"""A step of the demo that is made of several units of work, and can be taken again after half of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from service.clock import LONDON
from service.problems import Conflict, PreconditionFailed
from service.settings import Settings
from service.storage.problems import ConstraintBroken

ELEVEN = 11


@dataclass(frozen=True, slots=True)
class Arranging:
    """One thing somebody arranges. ``take`` may be called again after half of it."""

    words: str
    at: datetime
    there: Callable[[], Awaitable[bool]]
    take: Callable[[datetime, Settings], Awaitable[None]]


def at(year: int, month: int, day: int, hour: int = ELEVEN) -> datetime:
    """An instant of the story, as an English clock showed it."""
    return datetime(year, month, day, hour, 0, tzinfo=LONDON)


async def once(work: Awaitable[object]) -> None:
    """Do one thing of a step; that it was done before, by this run or another, is no fault.

    Every such thing has an id or a place of its own, so that a second one is refused. Whether all
    of the step is there is looked at when it is over.
    """
    try:
        await work
    except (ConstraintBroken, Conflict, PreconditionFailed):
        return
