"""ASYE years and entries as stored. Values are canonical JSON: sorted, without spaces."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any
from uuid import UUID

import msgspec

from academy.asye.told import Mark, Marks, Whose
from service.storage.tables.asye import AsyeCalendarRow, AsyeEntryRow, AsyeYearRow

OPEN, COMPLETED, LEFT, WITHDRAWN = "open", "completed", "left", "withdrawn"
MILLION = 1_000_000
AT_ONCE = 500


class EntryKind(StrEnum):
    FTE_CHANGE = "fte-change"
    PAUSE = "pause"
    AWAY = "away"
    REVIEW = "review"
    PIECE = "piece"
    SUPERVISION = "supervision"
    PROTECTED_TIME = "protected-time"
    CASE_MIX = "case-mix"
    ACKNOWLEDGEMENT = "acknowledgement"
    SUPERVISOR = "supervisor"


@dataclass(frozen=True, slots=True)
class YearRecord:
    """``preset``: the document of the preset as it was at the start."""

    id: UUID
    member: UUID
    preset: dict[str, Any]
    start: date
    fte: Fraction
    unit: str
    full: Fraction | None
    ceiling: Fraction | None
    scale_part_time: bool
    first_cases_on: date | None
    contracted_minutes: int
    count_academy: bool
    needs_registration: bool
    registered_on: date | None
    exception_on: date | None
    exception_by: str | None
    route: str | None
    assessor: str | None
    state: str
    ended_on: date | None
    revision: int
    calendar_sequence: int
    calendar_changed_at: datetime
    created_at: datetime
    created_by: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class EntryRecord:
    """``key``: what there can be only one of; None where there can be many."""

    id: UUID
    year: UUID
    kind: EntryKind
    day: date
    key: str | None
    value: dict[str, Any]
    at: datetime
    by: str


def canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def decimal_text(value: Fraction | None) -> str | None:
    """``17.5``: exact, as the number was given."""
    if value is None:
        return None
    whole, rest = divmod(value * MILLION, MILLION)
    return f"{whole}.{int(rest):06d}".rstrip("0").rstrip(".")


async def add_year(record: YearRecord) -> None:
    await AsyeYearRow.insert(AsyeYearRow({AsyeYearRow.id: record.id, **_year_row(record)}))


async def replace_year(before: YearRecord, after: YearRecord) -> None:
    """Store what is other in ``after``."""
    held = _year_row(before)
    changed = {column: value for column, value in _year_row(after).items() if held[column] != value}
    await AsyeYearRow.update(changed).where(AsyeYearRow.id == after.id)


def _year_row(record: YearRecord) -> dict[Any, Any]:
    return {
        AsyeYearRow.member: record.member,
        AsyeYearRow.preset: canonical(record.preset),
        AsyeYearRow.start: record.start,
        AsyeYearRow.fte: int(record.fte * MILLION),
        AsyeYearRow.unit: record.unit,
        AsyeYearRow.full_caseload: decimal_text(record.full),
        AsyeYearRow.ceiling: decimal_text(record.ceiling),
        AsyeYearRow.scale_part_time: record.scale_part_time,
        AsyeYearRow.first_cases_on: record.first_cases_on,
        AsyeYearRow.contracted_minutes: record.contracted_minutes,
        AsyeYearRow.count_academy: record.count_academy,
        AsyeYearRow.needs_registration: record.needs_registration,
        AsyeYearRow.registered_on: record.registered_on,
        AsyeYearRow.exception_on: record.exception_on,
        AsyeYearRow.exception_by: record.exception_by,
        AsyeYearRow.route: record.route,
        AsyeYearRow.assessor: record.assessor,
        AsyeYearRow.state: record.state,
        AsyeYearRow.ended_on: record.ended_on,
        AsyeYearRow.revision: record.revision,
        AsyeYearRow.calendar_sequence: record.calendar_sequence,
        AsyeYearRow.calendar_changed_at: record.calendar_changed_at,
        AsyeYearRow.created_at: record.created_at,
        AsyeYearRow.created_by: record.created_by,
        AsyeYearRow.changed_at: record.changed_at,
    }


async def year(year_id: UUID) -> YearRecord | None:
    row = await AsyeYearRow.select().where(AsyeYearRow.id == year_id).first()
    return _year(row) if row else None


async def years(members: Collection[UUID] | None = None) -> list[YearRecord]:
    """By start; of these members where they are given."""
    if members is None:
        rows = await AsyeYearRow.select()
    else:
        rows = []
        ordered = sorted(members)
        for first in range(0, len(ordered), AT_ONCE):
            some = ordered[first : first + AT_ONCE]
            rows += await AsyeYearRow.select().where(AsyeYearRow.member.is_in(some))
    return sorted((_year(row) for row in rows), key=lambda each: (each.start, str(each.id)))


def _year(row: dict[str, Any]) -> YearRecord:
    return YearRecord(
        id=row["id"],
        member=row["member"],
        preset=json.loads(row["preset"]),
        start=row["start"],
        fte=Fraction(row["fte"], MILLION),
        unit=row["unit"],
        full=_fraction(row["full_caseload"]),
        ceiling=_fraction(row["ceiling"]),
        scale_part_time=row["scale_part_time"],
        first_cases_on=row["first_cases_on"],
        contracted_minutes=row["contracted_minutes"],
        count_academy=row["count_academy"],
        needs_registration=row["needs_registration"],
        registered_on=row["registered_on"],
        exception_on=row["exception_on"],
        exception_by=row["exception_by"],
        route=row["route"],
        assessor=row["assessor"],
        state=row["state"],
        ended_on=row["ended_on"],
        revision=row["revision"],
        calendar_sequence=row["calendar_sequence"],
        calendar_changed_at=row["calendar_changed_at"],
        created_at=row["created_at"],
        created_by=row["created_by"],
        changed_at=row["changed_at"],
    )


def _fraction(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


async def marks(years: list[UUID] | None = None) -> dict[UUID, Marks]:
    """What calendars were told again, by year; of these few years where they are given."""
    query = AsyeCalendarRow.select(AsyeCalendarRow.year, AsyeCalendarRow.told)
    rows = await (query if years is None else query.where(AsyeCalendarRow.year.is_in(years)))
    return {row["year"]: _marks(row["told"]) for row in rows}


def _marks(text: str) -> Marks:
    told = msgspec.json.decode(text, type=dict[str, dict[str, dict[str, Mark]]])
    return {Whose(side, name): of for side, names in told.items() for name, of in names.items()}


async def put_marks(year_id: UUID, marks: Marks) -> None:
    """Take the place of what is stored of the year; inside the caller's unit of work."""
    told: dict[str, dict[str, Any]] = {}
    for whose, of in marks.items():
        told.setdefault(whose.side, {})[whose.name] = of
    text = msgspec.json.encode(told, order="sorted").decode()
    await AsyeCalendarRow.delete().where(AsyeCalendarRow.year == year_id)
    await AsyeCalendarRow.insert(
        AsyeCalendarRow({AsyeCalendarRow.year: year_id, AsyeCalendarRow.told: text})
    )


async def add_entry(record: EntryRecord) -> None:
    await AsyeEntryRow.insert(
        AsyeEntryRow(
            id=record.id,
            year=record.year,
            kind=record.kind.value,
            day=record.day,
            key=record.key,
            value=canonical(record.value),
            at=record.at,
            by=record.by,
        )
    )


async def set_value(entry_id: UUID, value: dict[str, Any]) -> None:
    await AsyeEntryRow.update({AsyeEntryRow.value: canonical(value)}).where(
        AsyeEntryRow.id == entry_id
    )


async def delete_entry(entry_id: UUID) -> None:
    await AsyeEntryRow.delete().where(AsyeEntryRow.id == entry_id)


async def entries(
    years: Collection[UUID] | None = None, kinds: Collection[EntryKind] | None = None
) -> dict[UUID, list[EntryRecord]]:
    """By year, in order of day and of recording; of these years and kinds where they are given."""
    query = AsyeEntryRow.select()
    if kinds is not None:
        query = query.where(AsyeEntryRow.kind.is_in([kind.value for kind in kinds]))
    if years is None:
        rows = await query
    else:
        rows = []
        ordered = sorted(years)
        for first in range(0, len(ordered), AT_ONCE):
            some = ordered[first : first + AT_ONCE]
            narrowed = AsyeEntryRow.select().where(AsyeEntryRow.year.is_in(some))
            if kinds is not None:
                narrowed = narrowed.where(AsyeEntryRow.kind.is_in([kind.value for kind in kinds]))
            rows += await narrowed
    found: dict[UUID, list[EntryRecord]] = {}
    for row in sorted(rows, key=lambda each: (each["day"], each["at"], str(each["id"]))):
        found.setdefault(row["year"], []).append(_entry(row))
    return found


def _entry(row: dict[str, Any]) -> EntryRecord:
    return EntryRecord(
        id=row["id"],
        year=row["year"],
        kind=EntryKind(row["kind"]),
        day=row["day"],
        key=row["key"],
        value=json.loads(row["value"]),
        at=row["at"],
        by=row["by"],
    )
