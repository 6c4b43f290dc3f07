"""Bank holidays and closures as JSON."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from service.cohorts.calendar import Holidays
from service.cohorts.store.calendar import HeldClosure
from service.web.texts import Line


class ClosureBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Days without sessions in every cohort, both included."""

    first: date
    last: date
    reason: Line


class ClosureJson(msgspec.Struct, frozen=True):
    id: UUID
    first: date
    last: date
    reason: str


def closure_as_json(held: HeldClosure) -> ClosureJson:
    return ClosureJson(held.id, held.first, held.last, held.reason)


class Closures(msgspec.Struct, frozen=True):
    closures: list[ClosureJson]


class Holiday(msgspec.Struct, frozen=True):
    date: date
    title: str


class HolidaysJson(msgspec.Struct, frozen=True):
    """``stored_at`` null: the list that came with the service."""

    known_until: date
    source: str
    stored_at: datetime | None
    holidays: list[Holiday]


def holidays_as_json(held: Holidays) -> HolidaysJson:
    return HolidaysJson(
        known_until=held.known_until,
        source=held.source,
        stored_at=held.stored_at,
        holidays=[Holiday(day, held.days[day]) for day in sorted(held.days)],
    )
