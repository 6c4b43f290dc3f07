"""Lines of the register: who attended what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from service.storage.tables.enrolments import AttendanceRow


@dataclass(frozen=True, slots=True)
class Line:
    """``session`` None: an item taken elsewhere, or not to be taken."""

    member: UUID
    cohort: UUID
    item: str
    session: UUID | None
    day: date
    state: str
    at: datetime
    by: str


async def lines(
    *, member_id: UUID | None = None, cohort_id: UUID | None = None, session: UUID | None = None
) -> list[Line]:
    """By day and item; all that were ever written unless narrowed."""
    query = AttendanceRow.select()
    if member_id is not None:
        query = query.where(AttendanceRow.member == member_id)
    if cohort_id is not None:
        query = query.where(AttendanceRow.cohort == cohort_id)
    if session is not None:
        query = query.where(AttendanceRow.session == session)
    found = [_line(row) for row in await query]
    return sorted(found, key=lambda line: (line.day, line.item, str(line.member)))


def _line(row: dict[str, Any]) -> Line:
    return Line(
        member=row["member"],
        cohort=row["cohort"],
        item=row["item"],
        session=row["session"],
        day=row["day"],
        state=row["state"],
        at=row["at"],
        by=row["by"],
    )


async def put(wanted: Sequence[Line]) -> None:
    """Each line in the place of what stood for the same session, or item without one, and member."""
    for line in wanted:
        place = AttendanceRow.delete().where(AttendanceRow.member == line.member)
        if line.session is None:
            place = place.where(
                AttendanceRow.session.is_null(),
                AttendanceRow.cohort == line.cohort,
                AttendanceRow.item == line.item,
            )
        else:
            place = place.where(AttendanceRow.session == line.session)
        await place
    rows = [
        AttendanceRow(
            member=line.member,
            cohort=line.cohort,
            item=line.item,
            session=line.session,
            day=line.day,
            state=line.state,
            at=line.at,
            by=line.by,
        )
        for line in wanted
    ]
    if rows:
        await AttendanceRow.insert(*rows)
