"""A printed timetable over the API: checked, settled row by row, confirmed as a programme (I1-I5).

The file is kept as it came, with hash, sender and time. What a lead corrects stands beside the
print, with a reason; nothing is put right silently. Confirming stores a new version of a programme.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from academy.printed_rows import ProgrammeFinding, ReadProgramme
from academy.template import programme_from
from academy.thresholds import PROPOSED, Thresholds
from service.access import audit
from service.access.actor import Actor
from service.cohorts import programmes
from service.cohorts.documents import programme_document_of
from service.cohorts.import_reading import (
    Printed,
    Settled,
    read_in,
    require_acceptable,
    require_settled,
    settled_of,
    standing_in,
    written,
)
from service.cohorts.printed_template import template_document
from service.cohorts.programmes import Version
from service.cohorts.refusals import ImportConfirmed, NoSuchImport
from service.cohorts.store import programmes as store
from service.cohorts.store.programmes import ImportEntry, ImportRecord
from service.problems import Unprocessable
from service.storage.transaction import unit_of_work

SUBJECT = "programme-import"
CHECKED, CONFIRMED = "checked", "confirmed"


@dataclass(frozen=True, slots=True)
class Import:
    """A printed timetable with what is read in it now.

    ``standing``: BLOCK findings that are neither corrected away nor accepted. ``printed``: the
    cells that corrections replace, by row and column.
    """

    record: ImportRecord
    settled: Settled
    reading: Mapping[str, Any]
    standing: tuple[ProgrammeFinding, ...]
    printed: Printed
    template: Version | None


@dataclass(frozen=True, slots=True)
class Naming:
    """What a confirmed timetable is called as a programme."""

    key: str
    title: str
    version: int | None
    """None: the next."""
    effective_from: date
    effective_to: date | None
    source: str


async def check(
    content: bytes,
    filename: str,
    stated_days: int | None,
    actor: Actor,
    now: datetime,
    *,
    thresholds: Thresholds = PROPOSED,
) -> Import:
    """Keep a file and say what is read in it. Raises FileNotATimetable; nothing is stored then."""
    record = ImportRecord(
        id=uuid4(),
        filename=filename,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        content=content,
        headings=b"",
        corrections=written(Settled()),
        stated_days=stated_days,
        reading="{}",
        state=CHECKED,
        template=None,
        checked_at=now,
        checked_by=actor.name,
        confirmed_at=None,
        confirmed_by=None,
    )
    read, _ = await read_in(record, thresholds)
    record = replace(record, reading=_reading(read))
    async with unit_of_work():
        await store.add_import(record)
        await _told(actor, now, "programme-import.checked", record, after={"sha256": record.sha256})
    return await _answer(record, thresholds)


async def with_blocks(
    import_id: UUID,
    headings: bytes,
    actor: Actor,
    now: datetime,
    *,
    thresholds: Thresholds = PROPOSED,
) -> Import:
    """Read it again beside the list of blocks and their dates."""
    return await _read_again(
        import_id,
        actor,
        now,
        thresholds,
        action="programme-import.blocks-sent",
        headings=headings,
    )


async def settle(
    import_id: UUID,
    settled: Settled,
    actor: Actor,
    now: datetime,
    *,
    thresholds: Thresholds = PROPOSED,
) -> Import:
    """Read it again with these corrections in the place of the earlier ones.

    Raises NoSuchImport, ImportConfirmed; Unprocessable for a row, column or finding that is not
    there.
    """
    return await _read_again(
        import_id, actor, now, thresholds, action="programme-import.corrected", settled=settled
    )


async def _read_again(
    import_id: UUID,
    actor: Actor,
    now: datetime,
    thresholds: Thresholds,
    *,
    action: str,
    headings: bytes | None = None,
    settled: Settled | None = None,
) -> Import:
    async with unit_of_work():
        known = await _existing(import_id)
        _require_checked(known)
        record = replace(
            known,
            headings=known.headings if headings is None else headings,
            corrections=known.corrections if settled is None else written(settled),
        )
        read, _ = await read_in(record, thresholds)
        if settled is not None:
            require_acceptable(settled, read)
        record = replace(record, reading=_reading(read))
        await store.set_reading(
            import_id,
            headings=record.headings,
            corrections=record.corrections,
            stated_days=record.stated_days,
            reading=record.reading,
        )
        await _told(actor, now, action, record, before=_settled(known), after=_settled(record))
        return await _answer(record, thresholds)


async def confirm(
    import_id: UUID,
    naming: Naming,
    document: Any,
    actor: Actor,
    now: datetime,
    *,
    thresholds: Thresholds = PROPOSED,
) -> Import:
    """Store the timetable as a version of a programme.

    ``document`` is the programme as a lead completed it, or None to take the timetable as read; then
    no BLOCK finding may stand. Raises NoSuchImport, ImportConfirmed, FindingsStand, VersionTaken,
    ProgrammeInvalid (academy.errors).
    """
    async with unit_of_work():
        record = await _existing(import_id)
        _require_checked(record)
        if document is None:
            read, _ = await read_in(record, thresholds)
            require_settled(read, record)
            document = await _document(read, naming)
        elif programme_from(document).key != naming.key:
            raise Unprocessable(
                "The document is of another programme than the one that is named.",
                errors=[{"pointer": "/document/key", "detail": "must be the key that is named"}],
            )
        template, _ = await programmes.keep(document, actor, now)
        await store.set_confirmed(import_id, template.id, at=now, by=actor.name)
        await _told(
            actor,
            now,
            "programme-import.confirmed",
            record,
            before={"state": CHECKED},
            after={"state": CONFIRMED, "key": template.key, "version": template.version},
        )
    return await one(import_id, thresholds)


async def listing() -> list[ImportEntry]:
    return await store.imports()


async def one(import_id: UUID, thresholds: Thresholds = PROPOSED) -> Import:
    """Raises NoSuchImport."""
    return await _answer(await _existing(import_id), thresholds)


async def draft_document(
    found: Import, naming: Naming, thresholds: Thresholds = PROPOSED
) -> dict[str, Any]:
    """The programme the timetable would become as it is read now, to be completed by hand."""
    read, _ = await read_in(found.record, thresholds)
    return await _document(read, naming)


# --- what stands --------------------------------------------------------------------------------


def _require_checked(record: ImportRecord) -> None:
    if record.state != CHECKED:
        raise ImportConfirmed("This timetable has become a programme already.")


async def _existing(import_id: UUID) -> ImportRecord:
    record = await store.import_by_id(import_id)
    if record is None:
        raise NoSuchImport(f"There is no printed timetable {import_id}.")
    return record


async def _answer(record: ImportRecord, thresholds: Thresholds) -> Import:
    read, printed = await read_in(record, thresholds)
    settled = settled_of(record)
    return Import(
        record=record,
        settled=settled,
        reading=json.loads(record.reading),
        standing=standing_in(read, settled),
        printed=printed,
        template=await programmes.version_by_id(record.template) if record.template else None,
    )


async def _document(read: ReadProgramme, naming: Naming) -> dict[str, Any]:
    known = [each.programme for each in await programmes.versions()]
    following = 1 + max((each.version for each in known if each.key == naming.key), default=0)
    return template_document(
        read,
        key=naming.key,
        title=naming.title,
        version=naming.version or following,
        effective_from=naming.effective_from,
        effective_to=naming.effective_to,
        source=naming.source,
    )


def _reading(read: ReadProgramme) -> str:
    return json.dumps(programme_document_of(read), ensure_ascii=False)


def _settled(record: ImportRecord) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(record.corrections)
    return found | {"blocks": bool(record.headings)}


async def _told(
    actor: Actor,
    now: datetime,
    action: str,
    record: ImportRecord,
    *,
    before: Any = None,
    after: Any = None,
) -> None:
    await audit.record(
        actor,
        action,
        subject_kind=SUBJECT,
        subject_id=str(record.id),
        before=before,
        after=after,
        now=now,
    )
