"""Members as stored. Lists are kept as canonical JSON: sorted, each entry once."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from academy.membership import Member
from academy.programme import Audience
from service.storage.tables.enrolments import MemberRow, StarterRow

EVERY_WEEKDAY = (0, 1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class MemberRecord:
    """``worker``: keyed identity, as in the workforce returns; the number itself is nowhere."""

    id: UUID
    cohort: UUID
    run: str
    worker: str | None
    name: str
    audience: Audience
    team: str | None
    manager: str | None
    completed: tuple[str, ...]
    named: tuple[str, ...]
    chosen: tuple[str, ...]
    repeats: tuple[str, ...]
    catch_up: tuple[str, ...]
    weekdays: tuple[int, ...]
    """Days they work, Monday = 0."""
    cleared: bool
    expected_clearance: date | None
    route: str | None
    started_on: date | None
    asye_start: date | None
    """When their own ASYE year began, which is another clock than the cohort's."""
    revision: int
    joined_at: datetime
    changed_at: datetime
    removed_at: datetime | None = None

    @property
    def removed(self) -> bool:
        return self.removed_at is not None

    def planned(self, cohort_key: str) -> Member:
        """As the planner knows them."""
        return Member(
            id=str(self.id),
            worker=self.worker,
            audience=self.audience,
            cohort=cohort_key,
            run=self.run,
            team=self.team,
            completed=frozenset(self.completed),
            cleared=self.cleared,
            named=frozenset(self.named),
            chosen=frozenset(self.chosen),
            repeats=frozenset(self.repeats),
            catch_up=frozenset(self.catch_up),
        )


def _row(record: MemberRecord) -> dict[Any, Any]:
    return {
        MemberRow.cohort: record.cohort,
        MemberRow.run: record.run,
        MemberRow.worker: record.worker,
        MemberRow.display_name: record.name,
        MemberRow.audience: record.audience.value,
        MemberRow.team: record.team,
        MemberRow.manager: record.manager,
        MemberRow.completed: _list(record.completed),
        MemberRow.named: _list(record.named),
        MemberRow.chosen: _list(record.chosen),
        MemberRow.repeats: _list(record.repeats),
        MemberRow.catch_up: _list(record.catch_up),
        MemberRow.weekdays: _list(record.weekdays),
        MemberRow.cleared: record.cleared,
        MemberRow.expected_clearance: record.expected_clearance,
        MemberRow.route: record.route,
        MemberRow.started_on: record.started_on,
        MemberRow.asye_start: record.asye_start,
        MemberRow.revision: record.revision,
        MemberRow.joined_at: record.joined_at,
        MemberRow.changed_at: record.changed_at,
        MemberRow.removed_at: record.removed_at,
    }


async def add(records: Iterable[MemberRecord]) -> None:
    rows = [MemberRow({MemberRow.id: each.id, **_row(each)}) for each in records]
    await MemberRow.insert(*rows)


async def replace(record: MemberRecord) -> None:
    await MemberRow.update(_row(record)).where(MemberRow.id == record.id)


async def member(member_id: UUID) -> MemberRecord | None:
    row = await MemberRow.select().where(MemberRow.id == member_id).first()
    return _record(row) if row else None


async def members(
    cohort_id: UUID | None = None, *, team: str | None = None, removed: bool = False
) -> list[MemberRecord]:
    """By name; those who were removed only when asked for."""
    query = MemberRow.select()
    if cohort_id is not None:
        query = query.where(MemberRow.cohort == cohort_id)
    if team is not None:
        query = query.where(MemberRow.team == team)
    if not removed:
        query = query.where(MemberRow.removed_at.is_null())
    found = [_record(row) for row in await query]
    return sorted(found, key=lambda each: (each.name.casefold(), str(each.id)))


async def routes() -> dict[UUID, str]:
    """Route into social work by member, of those who were placed as starters and stated one."""
    rows = await StarterRow.select(StarterRow.member, StarterRow.route).where(
        StarterRow.member.is_not_null(), StarterRow.route.is_not_null()
    )
    return {row["member"]: row["route"] for row in rows}


def _record(row: dict[str, Any]) -> MemberRecord:
    return MemberRecord(
        id=row["id"],
        cohort=row["cohort"],
        run=row["run"],
        worker=row["worker"],
        name=row["display_name"],
        audience=Audience(row["audience"]),
        team=row["team"],
        manager=row["manager"],
        completed=_read(row["completed"]),
        named=_read(row["named"]),
        chosen=_read(row["chosen"]),
        repeats=_read(row["repeats"]),
        catch_up=_read(row["catch_up"]),
        weekdays=_read(row["weekdays"]),
        cleared=row["cleared"],
        expected_clearance=row["expected_clearance"],
        route=row["route"],
        started_on=row["started_on"],
        asye_start=row["asye_start"],
        revision=row["revision"],
        joined_at=row["joined_at"],
        changed_at=row["changed_at"],
        removed_at=row["removed_at"],
    )


def _list(values: Iterable[Any]) -> str:
    return json.dumps(sorted(set(values)), ensure_ascii=False, separators=(",", ":"))


def _read(text: str) -> tuple[Any, ...]:
    return tuple(json.loads(text))
