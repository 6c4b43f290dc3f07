"""Vintages and targets in the database: rows are added, never changed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from piccolo.columns import Column

from service.storage.tables.benchmarks import BenchmarkVintage, TargetRow

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Vintage:
    """What is known of one received table, model or edition; its bytes are asked for apart."""

    id: UUID
    kind: str
    source: str
    title: str
    release: str
    version: str
    filename: str
    sha256: str
    size: int
    details: Json
    findings: list[Json]
    retrieved_at: datetime
    stored_at: datetime
    stored_by: str


_ENTRY: tuple[Column, ...] = (
    BenchmarkVintage.id,
    BenchmarkVintage.kind,
    BenchmarkVintage.source,
    BenchmarkVintage.title,
    BenchmarkVintage.release,
    BenchmarkVintage.version,
    BenchmarkVintage.filename,
    BenchmarkVintage.sha256,
    BenchmarkVintage.size,
    BenchmarkVintage.details,
    BenchmarkVintage.findings,
    BenchmarkVintage.retrieved_at,
    BenchmarkVintage.stored_at,
    BenchmarkVintage.stored_by,
)


async def vintages() -> list[Vintage]:
    """All vintages, the one stored last first."""
    rows = await BenchmarkVintage.select(*_ENTRY).order_by(BenchmarkVintage.number, ascending=False)
    return [_vintage(row) for row in rows]


async def vintage(vintage_id: UUID) -> Vintage | None:
    rows = await BenchmarkVintage.select(*_ENTRY).where(BenchmarkVintage.id == vintage_id)
    return _vintage(rows[0]) if rows else None


async def vintage_of(kind: str, sha256: str) -> Vintage | None:
    """The vintage of this kind that has these bytes."""
    rows = await BenchmarkVintage.select(*_ENTRY).where(
        (BenchmarkVintage.kind == kind) & (BenchmarkVintage.sha256 == sha256)
    )
    return _vintage(rows[0]) if rows else None


async def content(vintage_id: UUID) -> bytes | None:
    """The bytes of a vintage, as they were received."""
    rows = await BenchmarkVintage.select(BenchmarkVintage.content).where(
        BenchmarkVintage.id == vintage_id
    )
    return bytes(rows[0]["content"]) if rows else None


async def add_vintage(vintage: Vintage, content: bytes) -> None:
    await BenchmarkVintage.insert(
        BenchmarkVintage(
            {
                BenchmarkVintage.id: vintage.id,
                BenchmarkVintage.kind: vintage.kind,
                BenchmarkVintage.source: vintage.source,
                BenchmarkVintage.title: vintage.title,
                BenchmarkVintage.release: vintage.release,
                BenchmarkVintage.version: vintage.version,
                BenchmarkVintage.filename: vintage.filename,
                BenchmarkVintage.sha256: vintage.sha256,
                BenchmarkVintage.size: vintage.size,
                BenchmarkVintage.content: content,
                BenchmarkVintage.details: json.dumps(vintage.details, ensure_ascii=False),
                BenchmarkVintage.findings: json.dumps(vintage.findings, ensure_ascii=False),
                BenchmarkVintage.retrieved_at: vintage.retrieved_at,
                BenchmarkVintage.stored_at: vintage.stored_at,
                BenchmarkVintage.stored_by: vintage.stored_by,
            }
        )
    )


def _vintage(row: Json) -> Vintage:
    return Vintage(
        **{
            **row,
            "details": json.loads(row["details"]),
            "findings": json.loads(row["findings"]),
        }
    )


@dataclass(frozen=True, slots=True)
class TargetRevision:
    """One revision of a target as it was set; ``state`` standing or withdrawn."""

    target: UUID
    revision: int
    state: str
    measure: str
    dimension: str
    group_name: str
    category: str
    value: str
    tolerance: str
    decided_on: date
    first: date
    last: date | None
    source: str
    at: datetime
    by: str


async def revisions(targets: Sequence[UUID] | None = None) -> list[TargetRevision]:
    """Every revision of all targets (or of these), oldest first."""
    query = TargetRow.select(*TargetRow.all_columns(exclude=[TargetRow.id])).order_by(TargetRow.id)
    if targets is not None:
        query = query.where(TargetRow.target.is_in(list(targets)))
    return [TargetRevision(**row) for row in await query]


async def add_revision(revision: TargetRevision) -> None:
    await TargetRow.insert(
        TargetRow(
            {
                TargetRow.target: revision.target,
                TargetRow.revision: revision.revision,
                TargetRow.state: revision.state,
                TargetRow.measure: revision.measure,
                TargetRow.dimension: revision.dimension,
                TargetRow.group_name: revision.group_name,
                TargetRow.category: revision.category,
                TargetRow.value: revision.value,
                TargetRow.tolerance: revision.tolerance,
                TargetRow.decided_on: revision.decided_on,
                TargetRow.first: revision.first,
                TargetRow.last: revision.last,
                TargetRow.source: revision.source,
                TargetRow.at: revision.at,
                TargetRow.by: revision.by,
            }
        )
    )
