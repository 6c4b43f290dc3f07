"""What is recorded of a year: FTE changes, pauses and their signatures, reviews, supervision, time."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import MAXYEAR, date, datetime
from typing import Any
from uuid import UUID, uuid4

from academy.asye.agreement import Signatory
from academy.asye.panel import PANEL
from academy.asye.preset import Unit
from service.access.actor import Actor, Scope
from service.asye import store, years
from service.asye.entries import holding, points_of, protected_time, supervision
from service.asye.refusals import (
    EntryInvalid,
    NoSuchEntry,
    RecordedAlready,
    SignedAlready,
    TwoSupervisors,
)
from service.asye.store import EntryKind, EntryRecord, YearRecord
from service.asye.telling import Known
from service.asye.trail import touch
from service.problems import Forbidden
from service.storage.transaction import unit_of_work

TO_COME = frozenset({EntryKind.FTE_CHANGE, EntryKind.PAUSE, EntryKind.SUPERVISOR})
"""What may be recorded ahead; planned protected time and the day of the panel too."""
CLOCK = frozenset({EntryKind.FTE_CHANGE, EntryKind.PAUSE, EntryKind.AWAY})
"""What the clock goes by."""
UNSEEN = frozenset({EntryKind.REVIEW, EntryKind.PIECE, EntryKind.SUPERVISION, EntryKind.CASE_MIX,
                    EntryKind.PROTECTED_TIME, EntryKind.ACKNOWLEDGEMENT})  # fmt: skip
"""Kinds of entry that no calendar shows; but for the panel among the reviews."""
_SIGNS = {
    Scope.STARTER: Signatory.NEWLY_QUALIFIED,
    Scope.MANAGER: Signatory.MANAGER,
    Scope.FACILITATOR: Signatory.ASSESSOR,
}
"""The one signature that a personal key can give."""


def tells_of_caseload(entry: EntryRecord) -> bool:
    """Whether whoever may not see the caseload may not see this either."""
    return entry.kind is EntryKind.ACKNOWLEDGEMENT or points_of(entry) is not None


@dataclass(frozen=True, slots=True)
class New:
    """What somebody wants to record. ``key``: what there can be only one of."""

    kind: EntryKind
    day: date
    value: Mapping[str, Any] = field(default_factory=dict)
    key: str | None = None
    id: UUID | None = None


async def add(year_id: UUID, new: New, actor: Actor, now: datetime) -> YearRecord:
    """Raises NoSuchYear, YearOver, EntryInvalid, RecordedAlready, TwoSupervisors, YearInvalid."""
    async with unit_of_work():
        record = await years.current(year_id, None)
        alone = new.key is None and new.kind not in CLOCK
        known = [] if alone else await years.entries_of(year_id)
        entry = EntryRecord(
            id=new.id or uuid4(),
            year=year_id,
            kind=new.kind,
            day=new.day,
            key=new.key,
            value=dict(new.value),
            at=now,
            by=actor.name,
        )
        _require_possible(record, entry, years.day_of(now))
        _require_once(known, entry)
        _require_there(known, entry)
        if new.kind in CLOCK:
            await years.require_plan(record, _as_if_signed([*known, entry]), long=True)
        await store.add_entry(entry)
        action = f"asye-year.{new.kind.value}-recorded"
        return await _touched(Known(record, known), action, entry, actor, now)


async def delete(
    year_id: UUID, entry_id: UUID, revision: int, actor: Actor, now: datetime
) -> YearRecord:
    """What was wrong is taken out; the trail keeps it.

    Raises NoSuchYear, YearOver, YearOvertaken, NoSuchEntry, Forbidden.
    """
    async with unit_of_work():
        record = await years.current(year_id, revision)
        known = await years.entries_of(year_id)
        entry = _find(known, entry_id)
        if entry.kind is EntryKind.AWAY:
            raise NoSuchEntry("Time away ends by coming back and is not deleted.")
        if actor.personal is Scope.FACILITATOR and tells_of_caseload(entry):
            # Breaches are not theirs to see.
            raise NoSuchEntry(f"Nothing is recorded under {entry_id}.")
        if actor.personal is not None and entry.kind in TO_COME:
            raise Forbidden("Only the academy lead takes out FTE changes, pauses and supervisors.")
        await store.delete_entry(entry_id)
        action = f"asye-year.{entry.kind.value}-deleted"
        return await _touched(Known(record, known), action, entry, actor, now)


async def sign(
    year_id: UUID, entry_id: UUID, who: Signatory, actor: Actor, now: datetime
) -> YearRecord:
    """One of the four signs a pause; the clock stands still once all have.

    Raises NoSuchYear, YearOver, NoSuchEntry, SignedAlready, YearInvalid, Forbidden.
    """
    if actor.personal is not None and _SIGNS.get(actor.personal) is not who:
        raise Forbidden(f"This key does not sign for the {who.value.replace('-', ' ')}.")
    async with unit_of_work():
        record = await years.current(year_id, None)
        known = await years.entries_of(year_id)
        entry = _find(known, entry_id)
        if entry.kind is not EntryKind.PAUSE:
            raise NoSuchEntry(f"There is no pause {entry_id}.")
        if who.value in entry.value["signed"]:
            raise SignedAlready(f"The {who.value.replace('-', ' ')} has signed.")
        mark = {"on": years.day_of(now).isoformat(), "by": actor.name}
        signed = {**entry.value["signed"], who.value: mark}
        value = {**entry.value, "signed": signed}
        await store.set_value(entry_id, value)
        await years.require_plan(record, await years.entries_of(year_id), long=True)
        fresh = replace(entry, value=value)
        return await _touched(Known(record, known), "asye-year.pause-signed", fresh, actor, now)


async def acknowledge(
    year_id: UUID,
    *,
    actions: list[str],
    until: date,
    breach_open: bool,
    actor: Actor,
    now: datetime,
) -> YearRecord:
    """Somebody knows of the breach of today and has a plan for it. It stays open.

    Raises NoSuchYear, YearOver, EntryInvalid.
    """
    today = years.day_of(now)
    if not breach_open:
        raise EntryInvalid(
            "Nothing was stored.",
            errors=[{"pointer": "", "detail": "there is no open breach"}],
        )
    if until < today:
        raise EntryInvalid(
            "Nothing was stored.",
            errors=[{"pointer": "/until", "detail": "must not be in the past"}],
        )
    value = {"actions": sorted(set(actions)), "until": until.isoformat()}
    return await add(year_id, New(EntryKind.ACKNOWLEDGEMENT, today, value), actor, now)


async def _touched(
    before: Known, action: str, entry: EntryRecord, actor: Actor, now: datetime
) -> YearRecord:
    what = {"id": str(entry.id), "day": entry.day.isoformat(), "key": entry.key, **entry.value}
    if entry.kind is EntryKind.SUPERVISOR:
        what.pop("name")
    unseen = entry.kind in UNSEEN and not years.is_panel(entry)
    held = before.entries if unseen else await years.entries_of(before.record.id)
    after = Known(before.record, held)
    return await touch(before, after, action, actor, now, unseen=unseen, what=what)


def _find(entries: list[EntryRecord], entry_id: UUID) -> EntryRecord:
    for entry in entries:
        if entry.id == entry_id:
            return entry
    raise NoSuchEntry(f"Nothing is recorded under {entry_id}.")


def _as_if_signed(entries: list[EntryRecord]) -> list[EntryRecord]:
    """Pauses are refused when they overlap before anybody signs them."""
    mark = {"on": "2000-01-01", "by": ""}
    signed = {who.value: mark for who in Signatory}
    return [
        replace(each, value={**each.value, "signed": signed})
        if each.kind is EntryKind.PAUSE
        else each
        for each in entries
    ]


def _require_possible(record: YearRecord, entry: EntryRecord, today: date) -> None:
    faults: list[tuple[str, str]] = []
    if entry.day < record.start and entry.kind not in CLOCK | {EntryKind.SUPERVISOR}:
        faults.append(("/day", f"must not be before the start, {record.start.isoformat()}"))
    ahead = entry.day > today
    if ahead and entry.kind not in TO_COME:
        planned_only = entry.kind is EntryKind.PROTECTED_TIME and not (
            entry.value["taken"] or entry.value["lost"]
        )
        if not planned_only and not years.is_panel(entry):
            faults.append(("/day", "must not be in the future"))
    if years.is_panel(entry) and entry.day.year == MAXYEAR:
        # A whole day ends on the next, and Python's dates end with the year 9999.
        faults.append(("/day", f"must be before the year {MAXYEAR}"))
    if fault := _fault(record, entry):
        faults.append(fault)
    if faults:
        raise EntryInvalid(
            "Nothing was stored.",
            errors=[{"pointer": pointer, "detail": detail} for pointer, detail in faults],
        )


def _fault(record: YearRecord, entry: EntryRecord) -> tuple[str, str] | None:
    words: str | None = None
    pointer = ""
    if entry.kind is EntryKind.FTE_CHANGE:
        if entry.value["fte"] is None and entry.value["weekdays"] is None:
            words, pointer = "give it, or weekdays, or both", "/fte"
    elif entry.kind is EntryKind.SUPERVISION:
        words, pointer = supervision(entry).fault, "/minutes"
    elif entry.kind is EntryKind.PROTECTED_TIME:
        words, pointer = protected_time(entry).fault, "/lost"
    elif points_of(entry) is not None:
        if record.unit != Unit.POINTS.value:
            words, pointer = f"the cap of this year counts {record.unit} units", "/points"
    elif entry.kind is EntryKind.CASE_MIX:
        words, pointer = holding(entry).fault, "/supported"
    elif entry.kind is EntryKind.REVIEW:
        milestones = [each["key"] for each in record.preset["milestones"]]
        if entry.key not in {*milestones, PANEL}:
            words, pointer = f"one of {', '.join([*milestones, PANEL])}", "/milestone"
    return None if words is None else (pointer, words)


def _require_there(known: list[EntryRecord], entry: EntryRecord) -> None:
    """Who was away took no pause. One in which they left is cut where they did."""
    if entry.kind is not EntryKind.PAUSE:
        return
    last = date.fromisoformat(entry.value["last"])
    for each in known:
        gone = each.kind is EntryKind.AWAY
        if gone and entry.day <= date.fromisoformat(each.value["last"]) and each.day <= last:
            detail = f"overlaps the time away from {each.day.isoformat()} to {each.value['last']}"
            raise EntryInvalid(
                "Nothing was stored.", errors=[{"pointer": "/first", "detail": detail}]
            )


def _require_once(known: list[EntryRecord], entry: EntryRecord) -> None:
    if entry.key is None or not any(
        each.kind is entry.kind and each.key == entry.key for each in known
    ):
        return
    if entry.kind is EntryKind.SUPERVISOR:
        raise TwoSupervisors(f"Somebody supervises from {entry.day.isoformat()} already.")
    raise RecordedAlready(f"{entry.kind.value} {entry.key} is recorded already.")
