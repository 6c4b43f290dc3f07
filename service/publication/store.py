"""Editions in the database. There is no update and no delete: an edition, once stored, stays.

When one becomes public later than it was published, and that one was withdrawn, are rows beside it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from piccolo.columns import Column

from service.storage.tables.editions import Edition, EditionInput, EditionRecord
from service.storage.tables.preparation import EditionRelease, EditionWithdrawal
from service.storage.tables.workforce import WorkforceReturn
from service.storage.transaction import UnitOfWork


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """That an edition was withdrawn: when, by whom, and the reason for everybody to read."""

    at: datetime
    by: str
    reason: str


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
    release_at: datetime | None = None
    """When it becomes public; None for one that was public from the moment it was published."""
    withdrawal: Withdrawal | None = None

    @property
    def public_from(self) -> datetime:
        return self.release_at or self.published_at

    @property
    def changed_at(self) -> datetime:
        """When what the public sees of it changed last, or will change."""
        return self.public_from if self.withdrawal is None else self.withdrawal.at

    @property
    def cancelled(self) -> bool:
        """Whether it was withdrawn before it was public: nobody outside ever knew of it."""
        return (
            self.withdrawal is not None
            and self.release_at is not None
            and self.withdrawal.at < self.release_at
        )

    def is_public(self, now: datetime) -> bool:
        """Whether the public may know of it: of one that was withdrawn since, the notice.

        One that was published at once is public whatever the clock shows.
        """
        return not self.cancelled and (self.release_at is None or self.release_at <= now)


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
    """All editions, newest period first and newest version first within it.

    Those that are not public yet and those that were withdrawn are among them.
    """
    rows = await (
        Edition.select(*_ENTRY)
        .order_by(Edition.period_end, ascending=False)
        .order_by(Edition.version, ascending=False)
    )
    return await _as_entries(rows)


async def versions_of(period_end: date) -> list[EditionEntry]:
    """All versions of a half-year, newest first."""
    rows = await (
        Edition.select(*_ENTRY)
        .where(Edition.period_end == period_end)
        .order_by(Edition.version, ascending=False)
    )
    return await _as_entries(rows)


async def entry(edition: UUID) -> EditionEntry:
    """The line of an edition that is known to be there."""
    rows = await Edition.select(*_ENTRY).where(Edition.id == edition)
    return (await _as_entries(rows))[0]


async def stored(edition: UUID) -> StoredEdition | None:
    rows = await Edition.select(*_ENTRY, Edition.content, Edition.public_content).where(
        Edition.id == edition
    )
    if not rows:
        return None
    content, public_content = rows[0].pop("content"), rows[0].pop("public_content")
    [found] = await _as_entries(rows)
    return StoredEdition(found, bytes(content), bytes(public_content))


async def _as_entries(rows: Sequence[dict[str, Any]]) -> list[EditionEntry]:
    """With what was added to the editions later: both tables have a row for few of them."""
    releases = {
        each["edition"]: each["public_from"]
        for each in await EditionRelease.select(EditionRelease.edition, EditionRelease.public_from)
    }
    withdrawals = {
        each.pop("edition"): Withdrawal(**each)
        for each in await EditionWithdrawal.select(
            EditionWithdrawal.edition,
            EditionWithdrawal.at,
            EditionWithdrawal.by,
            EditionWithdrawal.reason,
        )
    }
    return [
        EditionEntry(
            **row, release_at=releases.get(row["id"]), withdrawal=withdrawals.get(row["id"])
        )
        for row in rows
    ]


async def withdraw(edition: UUID, withdrawal: Withdrawal) -> None:
    """Store the notice, in the caller's unit of work; a second one breaks UNIQUE (edition)."""
    await EditionWithdrawal.insert(
        EditionWithdrawal(
            edition=edition, at=withdrawal.at, by=withdrawal.by, reason=withdrawal.reason
        )
    )


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
    if entry.release_at is not None:
        await EditionRelease.insert(EditionRelease(edition=entry.id, public_from=entry.release_at))
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


def latest_at(
    entries: Iterable[EditionEntry], period_end: date, moment: datetime
) -> EditionEntry | None:
    """The version of a half-year that was to be read at a moment; None where it was withdrawn.

    The earlier versions do not come back when the latest is withdrawn: they had been corrected.
    """
    public = [
        each
        for each in entries
        if each.period_end == period_end and not each.cancelled and each.public_from <= moment
    ]
    found = max(public, key=lambda each: each.version, default=None)
    if found is None or (found.withdrawal is not None and found.withdrawal.at <= moment):
        return None
    return found
