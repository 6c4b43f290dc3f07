"""Starters or members from a file: checked with findings by row and column, then confirmed.

The file is not kept, as it holds registration numbers: what was read is, with keyed identities,
until it is confirmed. Confirming stores all of it or nothing.
"""

import asyncio
import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import msgspec

from service import clock
from service.access import audit
from service.access.actor import Actor
from service.cohorts import operations as cohorts
from service.enrolments import members, people_files, starters
from service.enrolments.member_checks import require_open
from service.enrolments.people_files import MOST_PEOPLE
from service.enrolments.people_rows import MemberRow, StarterRow
from service.enrolments.refusals import NoSuchPeopleImport, PeopleImportSettled
from service.enrolments.store import members as member_store
from service.enrolments.store import people_imports as store
from service.enrolments.store import starters as starter_store
from service.enrolments.store.people_imports import (
    CHECKED,
    CONFIRMED,
    REFUSED,
    STARTERS,
    PeopleImportRecord,
)
from service.enrolments.store.starters import PLACED, WAITING
from service.settings import Settings
from service.storage.transaction import snapshot, unit_of_work
from service.workforce.findings import Severity
from service.workforce.identity import identifier, identity_key
from service.workforce.reading import limits_of
from service.workforce.rendering import finding_document, masked
from service.workforce.tabular.findings_list import FindingsList
from service.workforce.tabular.read_rows import listing
from service.workforce.tabular.tables import Check, Table, TableKind, read_table

SUBJECT = "people-import"
People = Sequence[Any]
CLOCK = Actor(name="the service", scopes=frozenset())
"""Who deletes what nobody confirmed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A file of people as it was sent. ``cohort`` None: a file of starters."""

    content: bytes
    filename: str
    sheet: str | None
    accept_good_rows: bool
    cohort: UUID | None = None


async def check(sent: Sent, actor: Actor, now: datetime, settings: Settings) -> PeopleImportRecord:
    """Read a file and say what is wrong with it; nobody is added.

    What is wrong with the file is in the findings. Raises NoSuchCohort, WrongState.
    """
    today = now.astimezone(clock.LONDON).date()
    async with snapshot():
        kind, against = await (_starters(today) if sent.cohort is None else _members(sent.cohort))
    table = await asyncio.to_thread(_read, kind, sent, against, today, settings)
    rejected = any(finding.severity is Severity.REJECT for finding in table.findings)
    good = bool(table.rows) and not table.unreadable
    taken = good and (sent.accept_good_rows or not rejected)
    record = PeopleImportRecord(
        id=uuid4(),
        kind=kind.name,
        cohort=sent.cohort,
        filename=sent.filename,
        sha256=hashlib.sha256(sent.content).hexdigest(),
        rows_read=table.read,
        rows_accepted=len(table.rows) if good else 0,
        people=msgspec.json.encode(table.rows if taken else []).decode(),
        findings=json.dumps(
            [masked(finding_document(each)) for each in table.findings], ensure_ascii=False
        ),
        state=CHECKED if taken else REFUSED,
        checked_at=now,
        checked_by=actor.name,
    )
    async with unit_of_work():
        await expire_within(now, settings)
        await store.add(record)
        await _told(actor, now, "people-import.checked", record, before=None)
    return record


def _read(kind: TableKind, sent: Sent, against: Check, today: date, settings: Settings) -> Table:
    table = read_table(
        kind,
        BytesIO(sent.content),
        filename=sent.filename,
        sheet=sent.sheet,
        identify=identifier(identity_key(settings)),
        today=today,
        limits=limits_of(settings),
        accept_good_rows=sent.accept_good_rows,
        check=against,
    )
    if table.read > MOST_PEOPLE:
        too_many = people_files.TOO_MANY_PEOPLE.finding(read=table.read, most=MOST_PEOPLE)
        return Table(table.read, [], [too_many, *table.findings], unreadable=True)
    return table


async def one(import_id: UUID, now: datetime, settings: Settings) -> PeopleImportRecord:
    """As it stands today: what was checked too long ago is deleted. Raises NoSuchPeopleImport."""
    record = await _one(import_id)
    if record.state != CONFIRMED and record.checked_at < _too_long_ago(now, settings):
        await expire(now, settings)
        record = await _one(import_id)
    return record


async def _one(import_id: UUID) -> PeopleImportRecord:
    record = await store.one(import_id)
    if record is None:
        raise NoSuchPeopleImport(f"There is no file of people {import_id}.")
    return record


async def confirm(
    import_id: UUID, actor: Actor, now: datetime, settings: Settings
) -> PeopleImportRecord:
    """Add everybody of a checked file, or nobody.

    Raises NoSuchPeopleImport, PeopleImportSettled, and what adding them by hand raises: since the
    check somebody may have been added, or a run taken out.
    """
    await one(import_id, now, settings)
    async with unit_of_work():
        record = await _one(import_id)
        if record.state != CHECKED:
            raise PeopleImportSettled(f"The file was {record.state}.", state=record.state)
        if record.kind == STARTERS:
            rows = msgspec.json.decode(record.people, type=list[StarterRow])
            await starters.add([each.starting for each in rows], actor, now, settings)
        else:
            assert record.cohort is not None  # a file of members names its cohort
            joining = msgspec.json.decode(record.people, type=list[MemberRow])
            await members.add(
                record.cohort, [each.joining for each in joining], actor, now, settings
            )
        await store.set_confirmed(import_id, at=now, by=actor.name)
        fresh = replace(
            record, state=CONFIRMED, people="[]", confirmed_at=now, confirmed_by=actor.name
        )
        await _told(actor, now, "people-import.confirmed", fresh, before=record)
    return fresh


async def expire(now: datetime, settings: Settings) -> int:
    """Delete what was read of files nobody confirmed in time; how many files that were."""
    async with unit_of_work():
        return await expire_within(now, settings)


def _too_long_ago(now: datetime, settings: Settings) -> datetime:
    return now - timedelta(days=settings.people_check_days)


async def expiring(now: datetime, settings: Settings) -> list[PeopleImportRecord]:
    """Files that nobody confirmed in time and of which something is left."""
    said = _expired_words(settings)
    return [
        record
        for record in await store.unconfirmed(before=_too_long_ago(now, settings))
        if record.people != "[]" or record.findings not in {"[]", said}
    ]


async def expire_within(now: datetime, settings: Settings) -> int:
    """Names of people who are nobody's starters or members are not kept for good."""
    found = await expiring(now, settings)
    said = _expired_words(settings)
    for record in found:
        fresh = replace(record, state=REFUSED, rows_accepted=0, people="[]", findings=said)
        await store.set_expired(fresh)
        await _told(CLOCK, now, "people-import.expired", fresh, before=record)
    return len(found)


def _expired_words(settings: Settings) -> str:
    days = settings.people_check_days
    return json.dumps([finding_document(people_files.CHECK_EXPIRED.finding(days=days))])


# --- against what is held ------------------------------------------------------------------------


async def _starters(today: date) -> tuple[TableKind, Check]:
    held = [each for each in await starter_store.starters() if each.worker]
    waiting = {each.worker for each in held if each.state == WAITING}
    placed = {(each.worker, each.start) for each in held if each.state == PLACED}
    items = await starters.known_items()

    def against(rows: People, findings: FindingsList) -> None:
        _about_items(rows, items, findings)
        _about_numbers(rows, findings)
        for row in rows:
            if row.worker and (row.worker in waiting or (row.worker, row.start) in placed):
                findings.add(people_files.STARTER_HELD, row=row.row, column="registration_number")

    return people_files.starters_file(today), against


async def _members(cohort_id: UUID) -> tuple[TableKind, Check]:
    cohort = await cohorts.one(cohort_id)
    require_open(cohort)
    held = {each.worker for each in await member_store.members(cohort_id) if each.worker}
    runs = [run.key for run in cohort.draft.runs]
    items = cohort.programme.completable()

    def against(rows: People, findings: FindingsList) -> None:
        _about_items(rows, items, findings)
        _about_numbers(rows, findings)
        for row in rows:
            if row.worker and row.worker in held:
                findings.add(people_files.MEMBER_HELD, row=row.row, column="registration_number")
            if row.run is not None and row.run not in runs:
                findings.add(
                    people_files.RUN_UNKNOWN, row=row.row, column="run", value=row.run,
                    run=repr(row.run), runs=", ".join(runs),
                )  # fmt: skip

    return people_files.members_file(), against


def _about_items(rows: People, known: Collection[str], findings: FindingsList) -> None:
    for row in rows:
        unknown = sorted(set(row.completed or ()) - set(known))
        if unknown:
            words = ", ".join(unknown)
            findings.add(
                people_files.ITEM_UNKNOWN, row=row.row, column="completed", value=words, items=words
            )


def _about_numbers(rows: People, findings: FindingsList) -> None:
    by_worker: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        if row.worker:
            by_worker[row.worker].append(row.row)
    for same in by_worker.values():
        if len(same) > 1:
            for number in same:
                findings.add(
                    people_files.WORKER_TWICE,
                    row=number,
                    column="registration_number",
                    rows=listing(same),
                )


# --- the trail -----------------------------------------------------------------------------------


async def _told(
    actor: Actor,
    now: datetime,
    action: str,
    after: PeopleImportRecord,
    *,
    before: PeopleImportRecord | None,
) -> None:
    await audit.record(
        actor,
        action,
        subject_kind=SUBJECT,
        subject_id=str(after.id),
        before={"state": before.state} if before else None,
        after={
            "kind": after.kind,
            "cohort": str(after.cohort) if after.cohort else None,
            "state": after.state,
            "sha256": after.sha256,
            "rows_read": after.rows_read,
            "rows_accepted": after.rows_accepted,
        },
        now=now,
    )
