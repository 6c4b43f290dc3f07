"""Files of exit interviews: checked, then confirmed; all rows of a file or none."""

import asyncio
import hashlib
import json
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

import msgspec

from service.access import audit
from service.access.actor import Actor
from service.storage.transaction import snapshot, unit_of_work
from service.surveys import codebooks, interview_answers, interviews, question_sets
from service.surveys.half_years import local_day
from service.surveys.interview_file import Beside, ReadFile, read_interviews
from service.surveys.interviews import Way
from service.surveys.refusals import FileRefused, ImportSettled, NoSuchImport
from service.surveys.store import interviews as store
from service.surveys.store.interviews import ImportRecord
from service.surveys.who import By
from service.workforce.identity import identifier, identity_key
from service.workforce.leavings import leaving_days

SUBJECT = "interview-import"
CHECKED, CONFIRMED = "checked", "confirmed"


async def check(
    content: bytes, filename: str, by: By, *, import_id: UUID | None = None
) -> ImportRecord:
    """Keep the file sealed and say what is found in it; no interview is stored yet."""
    row = import_id or uuid4()
    async with unit_of_work():
        read = await _read(content, filename, by)
        record = ImportRecord(
            id=row,
            filename=filename,
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            sealed=by.vault.seal(content, row),
            findings=_written(read),
            rows_read=read.rows_read,
            rows_accepted=len(read.interviews),
            state=CHECKED,
            checked_at=by.now,
            checked_by=by.actor.name,
            confirmed_at=None,
            confirmed_by=None,
        )
        await store.add_import(record)
        await _told(by.actor, by.now, "interview-import.checked", record)
    return record


async def confirm(import_id: UUID, by: By) -> ImportRecord:
    """Store the interviews of a file, all of them.

    The file is read again against what is held now. Ids grow from the file's and the row. Raises NoSuchImport, ImportSettled, FileRefused
    with the findings that stand in the way.
    """
    async with unit_of_work():
        record = await one(import_id)
        if record.state != CHECKED:
            raise ImportSettled("The interviews of this file are stored already.")
        content = by.vault.open(record.sealed, record.id)
        read = await _read(content, record.filename, by)
        if read.refused or not read.interviews:
            standing = [each for each in read.findings if each.severity == "reject"]
            raise FileRefused(
                f"{len(standing)} findings stand in the way. Nothing was stored.",
                findings=msgspec.to_builtins(standing),
            )
        await codebooks.in_force_and_stored()
        for each in read.interviews:
            fresh = interviews.fresh_record(
                each.worker,
                each.wish,
                Way.IMPORT,
                by.actor,
                by.now,
                interview_id=uuid5(import_id, f"row {each.row}"),
            )
            await interviews.put_new(fresh, by.actor, by.now)
            if each.answers:
                answers = [
                    replace(one, id=uuid5(fresh.id, one.question.kind.value))
                    for one in each.answers
                ]
                await interview_answers.take_answers(
                    fresh, answers, by, Way.IMPORT, done_on=each.wish.done_on
                )
        await store.set_confirmed(import_id, at=by.now, by=by.actor.name)
        await _told(by.actor, by.now, "interview-import.confirmed", record)
        return await one(import_id)


async def one(import_id: UUID) -> ImportRecord:
    """Raises NoSuchImport."""
    record = await store.import_by_id(import_id)
    if record is None:
        raise NoSuchImport(f"There is no file of exit interviews {import_id}.")
    return record


async def listing() -> list[ImportRecord]:
    """Newest first."""
    return await store.imports()


async def _read(content: bytes, filename: str, by: By) -> ReadFile:
    async with snapshot():
        leaving = await leaving_days()
        held = await store.listing()
        questions = (await question_sets.exit_questions()).questions
    beside = Beside(leaving, frozenset((each.worker, each.leaving_date) for each in held))
    return await asyncio.to_thread(
        read_interviews,
        content,
        filename,
        questions=questions,
        identify=identifier(identity_key(by.settings)),
        today=local_day(by.now),
        beside=lambda _: beside,
    )


def _written(read: ReadFile) -> str:
    return json.dumps(msgspec.to_builtins(read.findings), ensure_ascii=False, separators=(",", ":"))


async def _told(actor: Actor, now: datetime, action: str, record: ImportRecord) -> None:
    after: dict[str, Any] = {
        "sha256": record.sha256,
        "rows_read": record.rows_read,
        "rows_accepted": record.rows_accepted,
    }
    await audit.record(
        actor,
        action,
        subject_kind=SUBJECT,
        subject_id=str(record.id),
        before=None,
        after=after,
        now=now,
    )
