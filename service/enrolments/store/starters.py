"""Starters as stored: who starts, and waits for a run or has been placed in one."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from academy.allocation import Starter
from service.storage.tables.enrolments import StarterRow

WAITING, PLACED, WITHDRAWN = "waiting", "placed", "withdrawn"
FULL_TIME = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterRecord:
    """``worker``: keyed identity, as in the workforce returns. ``fte`` in millionths."""

    id: UUID
    worker: str | None
    name: str
    start: date
    newly_qualified: bool
    post: str | None
    team: str | None
    base: str | None
    manager: str | None
    route: str | None
    service: str | None
    fte: int
    weekdays: tuple[int, ...]
    """Days they work, Monday = 0."""
    completed: tuple[str, ...]
    qualified_on: date | None
    registered_on: date | None
    clearance_requested_on: date | None
    cleared_on: date | None
    state: str
    member: UUID | None
    revision: int
    created_at: datetime
    created_by: str

    @property
    def planned(self) -> Starter:
        """As the planner knows them."""
        return Starter(
            id=str(self.id),
            start=self.start,
            newly_qualified=self.newly_qualified,
            worker=self.worker,
            post=self.post,
            team=self.team,
            base=self.base,
            route=self.route,
            qualified_on=self.qualified_on,
            fte=Fraction(self.fte, FULL_TIME),
            weekdays=frozenset(self.weekdays),
            registered_on=self.registered_on,
            clearance_requested_on=self.clearance_requested_on,
            cleared_on=self.cleared_on,
            service=self.service,
        )


def _row(record: StarterRecord) -> dict[Any, Any]:
    return {
        StarterRow.worker: record.worker,
        StarterRow.display_name: record.name,
        StarterRow.start: record.start,
        StarterRow.newly_qualified: record.newly_qualified,
        StarterRow.post: record.post,
        StarterRow.team: record.team,
        StarterRow.base: record.base,
        StarterRow.manager: record.manager,
        StarterRow.route: record.route,
        StarterRow.service: record.service,
        StarterRow.fte: record.fte,
        StarterRow.weekdays: _list(record.weekdays),
        StarterRow.completed: _list(record.completed),
        StarterRow.qualified_on: record.qualified_on,
        StarterRow.registered_on: record.registered_on,
        StarterRow.clearance_requested_on: record.clearance_requested_on,
        StarterRow.cleared_on: record.cleared_on,
        StarterRow.state: record.state,
        StarterRow.member: record.member,
        StarterRow.revision: record.revision,
        StarterRow.created_at: record.created_at,
        StarterRow.created_by: record.created_by,
    }


async def add(records: Iterable[StarterRecord]) -> None:
    await StarterRow.insert(
        *(StarterRow({StarterRow.id: each.id, **_row(each)}) for each in records)
    )


async def replace(record: StarterRecord) -> None:
    await StarterRow.update(_row(record)).where(StarterRow.id == record.id)


async def starter(starter_id: UUID) -> StarterRecord | None:
    row = await StarterRow.select().where(StarterRow.id == starter_id).first()
    return _record(row) if row else None


async def starters(state: str | None = None) -> list[StarterRecord]:
    """By start and name; of one state where it is named."""
    query = StarterRow.select()
    if state is not None:
        query = query.where(StarterRow.state == state)
    found = [_record(row) for row in await query]
    return sorted(found, key=lambda each: (each.start, each.name.casefold(), str(each.id)))


async def clearance_days() -> tuple[int, ...]:
    """Days from request to clearance, of everybody of whom both are known."""
    rows = await StarterRow.select(StarterRow.clearance_requested_on, StarterRow.cleared_on).where(
        StarterRow.clearance_requested_on.is_not_null(), StarterRow.cleared_on.is_not_null()
    )
    return tuple(sorted((row["cleared_on"] - row["clearance_requested_on"]).days for row in rows))


def _record(row: dict[str, Any]) -> StarterRecord:
    return StarterRecord(
        id=row["id"],
        worker=row["worker"],
        name=row["display_name"],
        start=row["start"],
        newly_qualified=row["newly_qualified"],
        post=row["post"],
        team=row["team"],
        base=row["base"],
        manager=row["manager"],
        route=row["route"],
        service=row["service"],
        fte=row["fte"],
        weekdays=_read(row["weekdays"]),
        completed=_read(row["completed"]),
        qualified_on=row["qualified_on"],
        registered_on=row["registered_on"],
        clearance_requested_on=row["clearance_requested_on"],
        cleared_on=row["cleared_on"],
        state=row["state"],
        member=row["member"],
        revision=row["revision"],
        created_at=row["created_at"],
        created_by=row["created_by"],
    )


def _list(values: Iterable[Any]) -> str:
    return json.dumps(sorted(set(values)), ensure_ascii=False, separators=(",", ":"))


def _read(text: str) -> tuple[Any, ...]:
    return tuple(json.loads(text))
