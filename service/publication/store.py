"""Editions in the database. There is no update and no delete: an edition, once stored, stays."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from piccolo.columns import Column

from service.storage.tables.editions import Edition, EditionInput, EditionRecord
from service.storage.tables.workforce import WorkforceReturn
from service.storage.transaction import UnitOfWork


@dataclass(frozen=True, slots=True)
class EditionEntry:
    """One line of the list of editions."""

    id: UUID
    period_end: date
    version: int
    published_at: datetime
    published_by: str
    reason: str | None
    content_sha256: str


@dataclass(frozen=True, slots=True)
class StoredEdition:
    entry: EditionEntry
    content: bytes
    public_content: bytes


@dataclass(frozen=True, slots=True)
class SealedRecords:
    """Records of one kind that an edition was computed from. ``sha256`` is of the bytes unsealed."""

    ordinal: int
    kind: str
    rows: int
    sha256: str
    sealed: bytes


_ENTRY: tuple[Column, ...] = (
    Edition.id,
    Edition.period_end,
    Edition.version,
    Edition.published_at,
    Edition.published_by,
    Edition.reason,
    Edition.content_sha256,
)


async def entries() -> list[EditionEntry]:
    """All editions, newest period first and newest version first within it."""
    rows = await (
        Edition.select(*_ENTRY)
        .order_by(Edition.period_end, ascending=False)
        .order_by(Edition.version, ascending=False)
    )
    return [EditionEntry(**row) for row in rows]


async def latest_version(period_end: date) -> EditionEntry | None:
    rows = await (
        Edition.select(*_ENTRY)
        .where(Edition.period_end == period_end)
        .order_by(Edition.version, ascending=False)
        .limit(1)
    )
    return EditionEntry(**rows[0]) if rows else None


async def entry(edition: UUID) -> EditionEntry:
    """The line of an edition that is known to be there."""
    rows = await Edition.select(*_ENTRY).where(Edition.id == edition)
    return EditionEntry(**rows[0])


async def stored(edition: UUID) -> StoredEdition | None:
    rows = await Edition.select(*_ENTRY, Edition.content, Edition.public_content).where(
        Edition.id == edition
    )
    if not rows:
        return None
    row = rows[0]
    content, public_content = row.pop("content"), row.pop("public_content")
    return StoredEdition(EditionEntry(**row), bytes(content), bytes(public_content))


async def add(
    work: UnitOfWork,
    edition: StoredEdition,
    inputs: Sequence[UUID],
    records: Sequence[SealedRecords] = (),
) -> None:
    """Store an edition with the returns and records it was computed from, in the caller's work.

    Two at once for one period and version: the second breaks UNIQUE (period_end, version) and the
    unit of work ends in ConstraintBroken("unique").
    """
    entry = edition.entry
    await Edition.insert(
        Edition(
            id=entry.id,
            period_end=entry.period_end,
            version=entry.version,
            content=edition.content,
            content_sha256=entry.content_sha256,
            public_content=edition.public_content,
            published_at=entry.published_at,
            published_by=entry.published_by,
            reason=entry.reason,
        )
    )
    rows = await WorkforceReturn.select(WorkforceReturn.id, WorkforceReturn.number).where(
        WorkforceReturn.id.is_in(list(inputs))
    )
    numbers = {row["id"]: row["number"] for row in rows}
    await work.copy_rows(
        EditionInput,
        ("edition", "came_with", "ordinal"),
        [(entry.id, numbers[each], ordinal) for ordinal, each in enumerate(inputs, start=1)],
    )
    await work.copy_rows(
        EditionRecord,
        ("edition", "ordinal", "kind", "rows", "sha256", "sealed"),
        [
            (entry.id, each.ordinal, each.kind, each.rows, each.sha256, each.sealed)
            for each in records
        ],
    )


async def inputs(edition: UUID) -> list[UUID]:
    """Ids of the returns an edition was computed from, in confirmed order."""
    rows = await (
        EditionInput.select(EditionInput.came_with.id.as_alias("return_id"))
        .where(EditionInput.edition == edition)
        .order_by(EditionInput.ordinal)
    )
    return [row["return_id"] for row in rows]


async def records(edition: UUID) -> list[SealedRecords]:
    """Records an edition was computed from; none where it was published before there were any."""
    rows = await (
        EditionRecord.select(
            EditionRecord.ordinal,
            EditionRecord.kind,
            EditionRecord.rows,
            EditionRecord.sha256,
            EditionRecord.sealed,
        )
        .where(EditionRecord.edition == edition)
        .order_by(EditionRecord.ordinal)
    )
    return [SealedRecords(**{**row, "sealed": bytes(row["sealed"])}) for row in rows]
