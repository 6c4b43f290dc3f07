"""Who is told what of a year in their calendar, and what is told again once the year is changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from academy.asye import told
from academy.asye.calendar import Entry, entries
from academy.asye.clock import ONE_DAY
from academy.asye.panel import PANEL
from academy.asye.told import Shown, Whose
from academy.asye.year import planned
from academy.working_days import WorkingDays
from service.asye import store
from service.asye.entries import year_of
from service.asye.store import EntryKind, EntryRecord, YearRecord
from service.cohorts.calendar import working_days

OWN, SUPERVISOR = "own", "supervisor"


@dataclass(frozen=True, slots=True)
class Known:
    """A year as it is stored at one moment, or is about to be."""

    record: YearRecord
    entries: Sequence[EntryRecord]


def shown(known: Known, calendar: WorkingDays) -> Shown:
    """Whose calendars show what: the person's all of it, a supervisor's their own time."""
    record = known.record
    year = year_of(record, known.entries)
    found = entries(
        planned(year, calendar),
        ended_on=record.ended_on,
        panel=year.reviews.get(PANEL),
        panel_stands=year.panel is not None,
    )
    by_whose: dict[Whose, list[Entry]] = {Whose(OWN, str(record.member)): list(found)}
    for name, first, last in spells(known.entries):
        by_whose.setdefault(Whose(SUPERVISOR, name), []).extend(
            each for each in found if first <= each.day and (last is None or each.day <= last)
        )
    return by_whose


def spells(recorded: Iterable[EntryRecord]) -> list[tuple[str, date, date | None]]:
    """(supervisor, first day, last day or None), one after another."""
    found = [entry for entry in recorded if entry.kind is EntryKind.SUPERVISOR]
    nexts: list[EntryRecord | None] = [*found[1:], None]
    return [
        (entry.value["name"], entry.day, None if later is None else later.day - ONE_DAY)
        for entry, later in zip(found, nexts, strict=False)
    ]


async def retell(before: Known, after: Known, now: datetime) -> bool:
    """Store what calendars are told again; False where none shows anything else than before.

    Inside the caller's unit of work.
    """
    calendar = await working_days()
    was, is_now = shown(before, calendar), shown(after, calendar)
    known = (await store.marks([after.record.id])).get(after.record.id, {})
    fresh = told.retold(known, was, is_now, now)
    if fresh is known:
        return False
    await store.put_marks(after.record.id, fresh)
    return True
