"""Closures of the council and lists of bank holidays."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from service.storage.tables.cohorts import ClosureRow, HolidayList


@dataclass(frozen=True, slots=True)
class HeldClosure:
    id: UUID
    first: date
    last: date
    reason: str


@dataclass(frozen=True, slots=True)
class HeldList:
    """``document`` is the list as GOV.UK publishes it, as JSON text."""

    document: str
    sha256: str
    known_until: date
    source: str
    stored_at: datetime
    stored_by: str


async def closures() -> list[HeldClosure]:
    rows = await ClosureRow.select().order_by(ClosureRow.first).order_by(ClosureRow.id)
    return [HeldClosure(**row) for row in rows]


async def closure(closure_id: UUID) -> HeldClosure | None:
    rows = await ClosureRow.select().where(ClosureRow.id == closure_id)
    return HeldClosure(**rows[0]) if rows else None


async def add_closure(closure: HeldClosure) -> None:
    await ClosureRow.insert(
        ClosureRow(id=closure.id, first=closure.first, last=closure.last, reason=closure.reason)
    )


async def delete_closure(closure_id: UUID) -> None:
    await ClosureRow.delete().where(ClosureRow.id == closure_id)


async def newest_holidays() -> HeldList | None:
    """The list stored last; None when the bundled one is in force."""
    rows = await HolidayList.select().order_by(HolidayList.number, ascending=False).limit(1)
    if not rows:
        return None
    row = rows[0]
    del row["number"]
    return HeldList(**row)


async def add_holidays(held: HeldList) -> None:
    await HolidayList.insert(
        HolidayList(
            {
                HolidayList.document: held.document,
                HolidayList.sha256: held.sha256,
                HolidayList.known_until: held.known_until,
                HolidayList.source: held.source,
                HolidayList.stored_at: held.stored_at,
                HolidayList.stored_by: held.stored_by,
            }
        )
    )
