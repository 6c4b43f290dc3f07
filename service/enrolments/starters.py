"""Starters: registered with what is known of them, changed, withdrawn (rules S1, S3, S4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from academy.allocation import asye_clock_start, expected_clearance
from service import clock
from service.access import audit
from service.access.actor import Actor
from service.cohorts import programmes
from service.enrolments import members
from service.enrolments.refusals import (
    NoSuchStarter,
    StarterInvalid,
    StarterKnown,
    StarterNotWaiting,
    StarterOvertaken,
)
from service.enrolments.store import members as member_store
from service.enrolments.store import starters as store
from service.enrolments.store.members import EVERY_WEEKDAY
from service.enrolments.store.starters import FULL_TIME, PLACED, WAITING, WITHDRAWN, StarterRecord
from service.settings import Settings
from service.storage.transaction import snapshot, unit_of_work
from service.workforce.identity import identify, identity_key

SUBJECT = "starter"
Fault = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a lead says of somebody who starts, or puts in the place of what was said (S1)."""

    name: str
    start: date
    newly_qualified: bool
    post: str | None = None
    team: str | None = None
    base: str | None = None
    manager: str | None = None
    route: str | None = None
    service: str | None = None
    fte: int = FULL_TIME
    """Millionths."""
    weekdays: tuple[int, ...] = EVERY_WEEKDAY
    completed: tuple[str, ...] = ()
    qualified_on: date | None = None
    registered_on: date | None = None
    clearance_requested_on: date | None = None
    cleared_on: date | None = None


@dataclass(frozen=True, slots=True)
class Starting:
    """``number``: turned into the keyed identity and dropped. ``worker``: where that is known."""

    said: Said
    number: str | None = None
    worker: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A starter, when their clearance is expected and when their own ASYE year begins (S3, S4)."""

    record: StarterRecord
    expected_clearance: date | None
    asye_start: date | None


async def listing(state: str | None, settings: Settings) -> list[Known]:
    """By start and name."""
    async with snapshot():
        measured = await measured_days(settings)
        return [known(each, measured, settings) for each in await store.starters(state)]


async def one(starter_id: UUID, settings: Settings) -> Known:
    """Raises NoSuchStarter."""
    async with snapshot():
        record = await existing(starter_id)
        return known(record, await measured_days(settings), settings)


async def measured_days(settings: Settings) -> tuple[int, ...]:
    """Days that clearances took here; as long as there are none, what the settings assume."""
    return await store.clearance_days() or (settings.clearance_days,)


def known(record: StarterRecord, measured: Sequence[int], settings: Settings) -> Known:
    requested = record.clearance_requested_on
    waits = requested is not None and record.cleared_on is None
    return Known(
        record,
        expected_clearance(requested, measured) if requested is not None and waits else None,
        asye_clock_start(record.planned, requires_registration=settings.asye_needs_registration),
    )


async def register(
    starting: Sequence[Starting], actor: Actor, now: datetime, settings: Settings
) -> list[Known]:
    """All of them or none, in the order given. Raises StarterInvalid, StarterKnown."""
    async with unit_of_work():
        return await add(starting, actor, now, settings)


async def add(
    starting: Sequence[Starting], actor: Actor, now: datetime, settings: Settings
) -> list[Known]:
    """As ``register``, inside the caller's unit of work."""
    several = len(starting) > 1
    faults = [
        {"pointer": (f"/starters/{place}" if several else "") + pointer, "detail": detail}
        for place, each in enumerate(starting)
        for pointer, detail in await _faults(each.said, now)
    ]
    if faults:
        raise StarterInvalid("Nobody was registered.", errors=faults)
    fresh = [_record(each, actor, now, settings) for each in starting]
    await _require_unknown(fresh)
    await store.add(fresh)
    for record in fresh:
        await told(actor, now, "starter.registered", None, record)
    measured = await measured_days(settings)
    return [known(record, measured, settings) for record in fresh]


async def change(
    starter_id: UUID,
    revision: int,
    said: Said,
    *,
    actor: Actor,
    now: datetime,
    settings: Settings,
) -> Known:
    """What is known now; of somebody who has been placed, clearance and ASYE start reach the member.

    Raises NoSuchStarter, StarterOvertaken, StarterNotWaiting once withdrawn, StarterInvalid.
    """
    async with unit_of_work():
        record = await current(starter_id, revision)
        if record.state == WITHDRAWN:
            raise StarterNotWaiting(f"{starter_id} has been withdrawn.")
        if faults := await _faults(said, now):
            raise StarterInvalid(
                "Nothing was changed.",
                errors=[{"pointer": pointer, "detail": detail} for pointer, detail in faults],
            )
        fresh = _said(record, said)
        if fresh != record:
            fresh = replace(fresh, revision=record.revision + 1)
            await store.replace(fresh)
            await told(actor, now, "starter.changed", record, fresh)
        found = known(fresh, await measured_days(settings), settings)
        await _tell_member(found, actor, now)
        return found


async def withdraw(starter_id: UUID, revision: int, actor: Actor, now: datetime) -> None:
    """Who does not come after all waits no longer; what was known is kept.

    Raises NoSuchStarter, StarterOvertaken, StarterNotWaiting.
    """
    async with unit_of_work():
        record = await current(starter_id, revision)
        require_waiting(record)
        fresh = replace(record, state=WITHDRAWN, revision=record.revision + 1)
        await store.replace(fresh)
        await told(actor, now, "starter.withdrawn", record, fresh)


def require_waiting(record: StarterRecord) -> None:
    if record.state != WAITING:
        raise StarterNotWaiting(f"{record.id} is {record.state}.", state=record.state)


async def existing(starter_id: UUID) -> StarterRecord:
    record = await store.starter(starter_id)
    if record is None:
        raise NoSuchStarter(f"There is no starter {starter_id}.")
    return record


async def current(starter_id: UUID, revision: int) -> StarterRecord:
    """Raises NoSuchStarter, StarterOvertaken."""
    record = await existing(starter_id)
    if revision != record.revision:
        raise StarterOvertaken(
            f"The revision is {record.revision} now, and the change was made on "
            f"{revision or 'another'}."
        )
    return record


def is_cleared(record: StarterRecord, now: datetime) -> bool:
    return record.cleared_on is not None and record.cleared_on <= _today(now)


async def _tell_member(found: Known, actor: Actor, now: datetime) -> None:
    record = found.record
    if record.state != PLACED or record.member is None:
        return
    member = await member_store.member(record.member)
    if member is None or member.removed:
        return
    await members.set_own_facts(
        member.id,
        cleared=is_cleared(record, now),
        expected_clearance=found.expected_clearance,
        asye_start=found.asye_start,
        actor=actor,
        now=now,
    )


# --- what can be said ----------------------------------------------------------------------------


async def _faults(said: Said, now: datetime) -> list[tuple[str, str]]:
    today = _today(now)
    found = []
    for name in ("clearance_requested_on", "cleared_on", "registered_on"):
        day: date | None = getattr(said, name)
        if day is not None and day > today:
            found.append((f"/{name}", "must not be in the future"))
    requested, cleared = said.clearance_requested_on, said.cleared_on
    if requested and cleared and cleared < requested:
        found.append(("/cleared_on", "must not be before the request"))
    if unknown := sorted(set(said.completed) - await known_items() if said.completed else ()):
        found.append(("/completed", f"no programme has an item {', '.join(unknown)}"))
    return found


async def known_items() -> set[str]:
    """Items, modules and tasks of all programmes."""
    return {
        name for version in await programmes.versions() for name in version.programme.completable()
    }


async def _require_unknown(fresh: Sequence[StarterRecord]) -> None:
    held = [each for each in await store.starters() if each.worker]
    seen: set[str] = set()
    faults: list[Fault] = []
    for place, record in enumerate(fresh):
        if record.worker is None:
            continue
        if record.worker in seen or any(same_starter(each, record) for each in held):
            pointer = f"/starters/{place}" if len(fresh) > 1 else "/registration_number"
            faults.append({"pointer": pointer, "detail": "is known as a starter already"})
        seen.add(record.worker)
    if faults:
        raise StarterKnown(
            "A worker waits already, was registered with the same start, or stands twice in the "
            "request.",
            errors=faults,
        )


def same_starter(held: StarterRecord, record: StarterRecord) -> bool:
    """Who waits is the same whenever they start; who was placed may start again another day."""
    if held.worker != record.worker:
        return False
    return held.state == WAITING or (held.state == PLACED and held.start == record.start)


def _record(each: Starting, actor: Actor, now: datetime, settings: Settings) -> StarterRecord:
    worker = each.worker
    if each.number is not None:
        worker = identify(each.number, identity_key(settings))
    blank = StarterRecord(
        id=uuid4(),
        worker=worker,
        name=each.said.name,
        start=each.said.start,
        newly_qualified=each.said.newly_qualified,
        post=None,
        team=None,
        base=None,
        manager=None,
        route=None,
        service=None,
        fte=FULL_TIME,
        weekdays=EVERY_WEEKDAY,
        completed=(),
        qualified_on=None,
        registered_on=None,
        clearance_requested_on=None,
        cleared_on=None,
        state=WAITING,
        member=None,
        revision=1,
        created_at=now,
        created_by=actor.name,
    )
    return _said(blank, each.said)


def _said(record: StarterRecord, said: Said) -> StarterRecord:
    return replace(
        record,
        name=said.name,
        start=said.start,
        newly_qualified=said.newly_qualified,
        post=said.post,
        team=said.team,
        base=said.base,
        manager=said.manager,
        route=said.route,
        service=said.service,
        fte=said.fte,
        weekdays=tuple(sorted(set(said.weekdays))),
        completed=tuple(sorted(set(said.completed))),
        qualified_on=said.qualified_on,
        registered_on=said.registered_on,
        clearance_requested_on=said.clearance_requested_on,
        cleared_on=said.cleared_on,
    )


def _today(now: datetime) -> date:
    return now.astimezone(clock.LONDON).date()


# --- the trail -----------------------------------------------------------------------------------


async def told(
    actor: Actor, now: datetime, action: str, before: StarterRecord | None, after: StarterRecord
) -> None:
    await audit.record(
        actor,
        action,
        subject_kind=SUBJECT,
        subject_id=str(after.id),
        before=_plain(before),
        after=_plain(after),
        now=now,
    )


def _plain(record: StarterRecord | None) -> Mapping[str, Any] | None:
    """What the trail keeps: neither the name nor the identity of the worker."""
    if record is None:
        return None
    return {
        "start": record.start.isoformat(),
        "newly_qualified": record.newly_qualified,
        "team": record.team,
        "route": record.route,
        "service": record.service,
        "fte": record.fte,
        "weekdays": list(record.weekdays),
        "completed": list(record.completed),
        "registered": record.registered_on is not None,
        "clearance_requested": record.clearance_requested_on is not None,
        "cleared": record.cleared_on is not None,
        "state": record.state,
        "member": str(record.member) if record.member else None,
        "revision": record.revision,
    }
