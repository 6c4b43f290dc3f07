"""Changes of bank holidays and closures: what they move in ASYE years is told in calendars (V1).

Days of a year are rolled to working days whenever they are asked for, so that another list of them
moves some. Each that moves is told again, and no other.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from academy.asye.told import retold
from academy.working_days import WorkingDays
from service.access.actor import Actor
from service.asye import store
from service.asye.recording import CLOCK
from service.asye.store import EntryKind
from service.asye.telling import Known, shown
from service.asye.trail import told
from service.cohorts import calendar
from service.cohorts.calendar import Holidays
from service.cohorts.store.calendar import HeldClosure

SEEN = (*CLOCK, EntryKind.SUPERVISOR, EntryKind.REVIEW)
"""Kinds of entry that decide what calendars show."""


async def refresh(document: Any, source: str, actor: Actor, now: datetime) -> tuple[Holidays, bool]:
    """As ``service.cohorts.calendar.refresh``."""
    return await calendar.refresh(document, source, actor, now, follow=_follow)


async def add_closure(
    first: date, last: date, reason: str, actor: Actor, now: datetime
) -> HeldClosure:
    """Raises Unprocessable when it ends before it begins."""
    return await calendar.add_closure(first, last, reason, actor, now, follow=_follow)


async def delete_closure(closure_id: UUID, actor: Actor, now: datetime) -> None:
    """Raises NoSuchClosure."""
    await calendar.delete_closure(closure_id, actor, now, follow=_follow)


async def _follow(before: WorkingDays, after: WorkingDays, actor: Actor, now: datetime) -> int:
    """Store what calendars are told again of every year that moves; how many there are.

    Every year is laid out twice, which takes some milliseconds each.
    """
    entries, marks = await store.entries(kinds=SEEN), await store.marks()
    moved = 0
    for record in await store.years():
        known = Known(record, entries.get(record.id, []))
        held = marks.get(record.id, {})
        fresh = retold(held, shown(known, before), shown(known, after), now)
        if fresh is held:
            continue
        moved += 1
        await store.put_marks(record.id, fresh)
        await told(actor, now, "asye-year.days-moved", record, record)
    return moved
