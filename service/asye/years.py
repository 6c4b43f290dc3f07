"""ASYE years: begun, changed, ended, and taken up again by who comes back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID, uuid4, uuid5

from academy.asye.clock import ONE_DAY
from academy.asye.panel import PANEL
from academy.asye.year import planned
from academy.findings import PlanFinding, Severity
from service import clock
from service.access.actor import Actor
from service.asye import store
from service.asye.entries import year_of
from service.asye.presets import shipped_documents
from service.asye.refusals import (
    EntryInvalid,
    NoSuchYear,
    YearInvalid,
    YearNotOver,
    YearOpenAlready,
    YearOver,
    YearOvertaken,
)
from service.asye.store import COMPLETED, LEFT, OPEN, EntryKind, EntryRecord, YearRecord
from service.asye.telling import Known
from service.asye.trail import told, touch
from service.cohorts.calendar import working_days
from service.enrolments import operations as enrolments
from service.enrolments.operations import MemberRecord
from service.enrolments.store.members import EVERY_WEEKDAY
from service.storage.transaction import unit_of_work


@dataclass(frozen=True, slots=True)
class Wish:
    """The terms of a year, as somebody wants them. ``preset`` None: the one it has."""

    preset: str | None
    start: date
    fte: Fraction
    unit: str | None = None
    full: Fraction | None = None
    ceiling: Fraction | None = None
    scale_part_time: bool = False
    first_cases_on: date | None = None
    contracted_minutes: int = 2_220
    count_academy: bool = True
    needs_registration: bool = False
    registered_on: date | None = None
    exception_on: date | None = None
    exception_by: str | None = None
    route: str | None = None
    assessor: str | None = None


async def one(year_id: UUID) -> YearRecord:
    """Raises NoSuchYear."""
    record = await store.year(year_id)
    if record is None:
        raise NoSuchYear(f"There is no ASYE year {year_id}.")
    return record


async def begin(
    member_id: UUID, wish: Wish, actor: Actor, now: datetime, *, year_id: UUID | None = None
) -> YearRecord:
    """``year_id`` None: a fresh one. Raises NoSuchMember, MemberGone, YearOpenAlready, YearInvalid."""
    async with unit_of_work():
        member = await enrolments.current(member_id, None)
        await _require_no_other(member)
        blank = YearRecord(
            id=year_id or uuid4(),
            member=member_id,
            preset={},
            start=wish.start,
            fte=wish.fte,
            unit="",
            full=None,
            ceiling=None,
            scale_part_time=False,
            first_cases_on=None,
            contracted_minutes=0,
            count_academy=True,
            needs_registration=False,
            registered_on=None,
            exception_on=None,
            exception_by=None,
            route=None,
            assessor=None,
            state=OPEN,
            ended_on=None,
            revision=1,
            calendar_sequence=0,
            calendar_changed_at=now,
            created_at=now,
            created_by=actor.name,
            changed_at=now,
        )
        fresh = _wished(blank, wish)
        await require_plan(fresh, [])
        await store.add_year(fresh)
        if member.weekdays != EVERY_WEEKDAY:
            await store.add_entry(_pattern(fresh, member, actor, now))
        await told(actor, now, "asye-year.begun", None, fresh)
        return fresh


def _pattern(record: YearRecord, member: MemberRecord, actor: Actor, now: datetime) -> EntryRecord:
    """The days that the member is known to work, from the first day on."""
    return EntryRecord(
        id=uuid5(record.id, "working pattern"),
        year=record.id,
        kind=EntryKind.FTE_CHANGE,
        day=record.start,
        key=record.start.isoformat(),
        value={"fte": None, "weekdays": list(member.weekdays)},
        at=now,
        by=actor.name,
    )


async def change(
    year_id: UUID, revision: int, wish: Wish, actor: Actor, now: datetime
) -> YearRecord:
    """Raises NoSuchYear, YearOver, YearOvertaken, YearInvalid."""
    async with unit_of_work():
        record = await current(year_id, revision)
        fresh = _wished(record, wish)
        if fresh == record:
            return record
        entries = await entries_of(year_id)
        await require_plan(fresh, entries)
        before, after = Known(record, entries), Known(fresh, entries)
        return await touch(before, after, "asye-year.changed", actor, now)


async def end(
    year_id: UUID, revision: int, *, on: date, state: str, actor: Actor, now: datetime
) -> YearRecord:
    """``state``: completed, left or withdrawn; ``on``: the last day of it.

    Raises NoSuchYear, YearOver, YearOvertaken, EntryInvalid.
    """
    async with unit_of_work():
        record = await current(year_id, revision)
        if on > day_of(now):
            raise _odd("/on", "must not be in the future")
        entries = await entries_of(year_id)
        later = [entry for entry in entries if entry.day > on]
        for entry in filter(is_panel, later):
            _require_panel_fits(entry.day, state, day_of(now))
        kept = [each for each in later if each.kind is not EntryKind.PAUSE and not is_panel(each)]
        if on < record.start or kept:
            raise _odd("/on", "must not be before the start, or before what is recorded")
        fresh = replace(record, state=state, ended_on=on)
        before, after = Known(record, entries), Known(fresh, entries)
        return await touch(before, after, "asye-year.ended", actor, now)


async def come_back(
    year_id: UUID,
    revision: int,
    *,
    on: date,
    member_id: UUID | None,
    actor: Actor,
    now: datetime,
) -> YearRecord:
    """Who left in mid-year is back from ``on``: the clock stood still while they were away.

    ``member_id``: who they are now, where they were enrolled again. Raises NoSuchYear,
    YearNotOver, YearOvertaken, YearOpenAlready, EntryInvalid, YearInvalid, NoSuchMember, MemberGone.
    """
    async with unit_of_work():
        record = await one(year_id)
        _require_revision(record, revision)
        if record.state != LEFT or record.ended_on is None:
            raise YearNotOver(f"The year is {record.state}.")
        if on <= record.ended_on:
            raise _odd("/on", f"must be after {record.ended_on.isoformat()}, when they left")
        member = await enrolments.current(member_id or record.member, None)
        before = await enrolments.one(record.member)
        if member.id != before.id and before.worker and member.worker != before.worker:
            raise _odd("/member", "is another person")
        await _require_no_other(member)
        fresh = replace(record, state=OPEN, ended_on=None, member=member.id)
        if member.id != before.id:
            # The supervisor's calendar counts changes of the member too, and never falls.
            sequence = record.calendar_sequence + before.revision + 1
            fresh = replace(fresh, calendar_sequence=sequence, calendar_changed_at=now)
        held = known = await entries_of(year_id)
        if on - record.ended_on > ONE_DAY:
            away = EntryRecord(
                id=uuid4(),
                year=year_id,
                kind=EntryKind.AWAY,
                day=record.ended_on + ONE_DAY,
                key=None,
                value={"last": (on - ONE_DAY).isoformat()},
                at=now,
                by=actor.name,
            )
            known = [*known, away]
            await require_plan(fresh, known, long=True)
            await store.add_entry(away)
        stood = Known(record, held)
        return await touch(stood, Known(fresh, known), "asye-year.taken-up", actor, now)


def _require_panel_fits(panel: date, state: str, today: date) -> None:
    """A panel often meets after the last day; about who has left by then it never does."""
    if state == COMPLETED and panel > today:
        raise _odd(
            "/state",
            f"the panel is planned for {panel.isoformat()}: complete the year once it has met, or "
            "take its day out first",
        )
    if state != COMPLETED and panel <= today:
        raise _odd("/on", f"must not be before {panel.isoformat()}, when the panel met")


def is_panel(entry: EntryRecord) -> bool:
    """The day of the moderation panel, which may be still to come."""
    return entry.kind is EntryKind.REVIEW and entry.key == PANEL


def day_of(now: datetime) -> date:
    """The day in England."""
    return now.astimezone(clock.LONDON).date()


async def entries_of(year_id: UUID) -> list[EntryRecord]:
    return (await store.entries([year_id])).get(year_id, [])


async def current(year_id: UUID, revision: int | None) -> YearRecord:
    """An open year. ``revision`` None: whoever changed it before, the change still fits."""
    record = await one(year_id)
    if revision is not None:
        _require_revision(record, revision)
    if record.state != OPEN:
        raise YearOver(f"The year is {record.state} since {record.ended_on}.")
    return record


def _require_revision(record: YearRecord, revision: int) -> None:
    if revision != record.revision:
        raise YearOvertaken(
            f"The year was changed at {record.changed_at:%H:%M on %-d %B %Y} (UTC): the revision "
            f"is {record.revision} now, and the change was made on {revision or 'another'}."
        )


async def require_plan(
    record: YearRecord, entries: Sequence[EntryRecord], *, long: bool = False
) -> None:
    """Raise YearInvalid when the plan has BLOCK findings. ``long``: it may take too long.

    A pause or a return can take a year over the limit, which is then said; terms cannot.
    """
    plan = planned(year_of(record, entries), await working_days())
    allowed = {"NOT_REGISTERED", *(["TOO_LONG"] if long else [])}
    refused = [
        each
        for each in plan.findings
        if each.severity is Severity.BLOCK and each.code not in allowed
    ]
    if refused:
        raise YearInvalid("Nothing was stored.", errors=[_as_error(each) for each in refused])


def _as_error(finding: PlanFinding) -> dict[str, str]:
    return {"code": finding.code, "detail": finding.message}


async def _require_no_other(member: MemberRecord) -> None:
    """One open year a person, under whatever membership."""
    same = [member.id]
    if member.worker is not None:
        everybody = await enrolments.stored_members(removed=True)
        same += [each.id for each in everybody if each.worker == member.worker]
    if any(each.state == OPEN for each in await store.years(set(same))):
        raise YearOpenAlready("There is an ASYE year of this person that is not over.")


def _wished(record: YearRecord, wish: Wish) -> YearRecord:
    document = record.preset
    if wish.preset is not None and wish.preset != document.get("key"):
        known = shipped_documents()
        if wish.preset not in known:
            raise YearInvalid(
                "Nothing was stored.",
                errors=[{"pointer": "/preset", "detail": f"one of {', '.join(sorted(known))}"}],
            )
        document = known[wish.preset]
    if (wish.full is not None or wish.ceiling is not None) and wish.unit is None:
        raise YearInvalid(
            "A caseload is a number of something: nothing was stored.",
            errors=[
                {"pointer": "/unit", "detail": "say what is counted: child, family, case or points"}
            ],
        )
    if (wish.exception_on is None) != (wish.exception_by is None):
        raise YearInvalid(
            "An exception is agreed by somebody on a day: nothing was stored.",
            errors=[{"pointer": "/exception_by", "detail": "give both, or neither"}],
        )
    return replace(
        record,
        preset=document,
        start=wish.start,
        fte=wish.fte,
        unit=wish.unit or document["unit"],
        full=wish.full,
        ceiling=wish.ceiling,
        scale_part_time=wish.scale_part_time,
        first_cases_on=wish.first_cases_on,
        contracted_minutes=wish.contracted_minutes,
        count_academy=wish.count_academy,
        needs_registration=wish.needs_registration,
        registered_on=wish.registered_on,
        exception_on=wish.exception_on,
        exception_by=wish.exception_by,
        route=wish.route,
        assessor=wish.assessor,
    )


def _odd(pointer: str, detail: str) -> EntryInvalid:
    return EntryInvalid("Nothing was stored.", errors=[{"pointer": pointer, "detail": detail}])
