"""Who saw a scorecard before it was public: one entry for each person and day."""

from dataclasses import dataclass
from datetime import date, datetime

from service import clock
from service.access.actor import Actor
from service.storage.tables.preparation import DraftView
from service.storage.transaction import unit_of_work


@dataclass(frozen=True, slots=True)
class Seen:
    """``day`` is a day in England; ``at`` when for the first time on it."""

    day: date
    who: str
    at: datetime


async def note(period_end: date, actor: Actor, now: datetime) -> None:
    """Write down that somebody saw it today, unless that is written already.

    What cannot be written down is not shown: the caller comes here before it answers.
    """
    day = now.astimezone(clock.LONDON).date()
    if await _known(period_end, day, actor.name):
        return
    async with unit_of_work():
        if not await _known(period_end, day, actor.name):
            await DraftView.insert(
                DraftView(period_end=period_end, day=day, who=actor.name, at=now)
            )


async def seen(period_end: date) -> list[Seen]:
    """The latest first."""
    rows = await (
        DraftView.select(DraftView.day, DraftView.who, DraftView.at)
        .where(DraftView.period_end == period_end)
        .order_by(DraftView.at, ascending=False)
        .order_by(DraftView.id, ascending=False)
    )
    return [Seen(**row) for row in rows]


async def _known(period_end: date, day: date, who: str) -> bool:
    return await DraftView.exists().where(
        (DraftView.period_end == period_end) & (DraftView.day == day) & (DraftView.who == who)
    )
