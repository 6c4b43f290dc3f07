"""Cohorts with their drafts, and the findings that a lead answers for."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from service.storage.tables.cohorts import CohortRow, DraftChange, PlanOverride


@dataclass(frozen=True, slots=True)
class CohortRecord:
    id: UUID
    key: str
    title: str
    template: UUID
    anchor: date
    state: str
    draft: str
    """Canonical JSON of drafts.Draft."""
    draft_revision: int
    released_version: int
    created_at: datetime
    created_by: str


@dataclass(frozen=True, slots=True)
class Edit:
    """Which parts of the draft a revision changed."""

    revision: int
    changed: tuple[str, ...]
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Override:
    id: UUID
    code: str
    subject: str
    """The message of the finding that was overridden."""
    why: str
    at: datetime
    by: str


async def cohorts() -> list[CohortRecord]:
    """Newest anchor first."""
    rows = (
        await CohortRow.select().order_by(CohortRow.anchor, ascending=False).order_by(CohortRow.key)
    )
    return [CohortRecord(**row) for row in rows]


async def cohort(cohort_id: UUID) -> CohortRecord | None:
    rows = await CohortRow.select().where(CohortRow.id == cohort_id)
    return CohortRecord(**rows[0]) if rows else None


async def add(record: CohortRecord) -> None:
    """In the caller's unit of work. A key that is taken: ConstraintBroken unique."""
    await CohortRow.insert(CohortRow(**{name: getattr(record, name) for name in record.__slots__}))


async def set_draft(
    record: CohortRecord, *, title: str, anchor: date, template: UUID, draft: str, revision: int
) -> None:
    await CohortRow.update(
        {
            CohortRow.title: title,
            CohortRow.anchor: anchor,
            CohortRow.template: template,
            CohortRow.draft: draft,
            CohortRow.draft_revision: revision,
        }
    ).where(CohortRow.id == record.id)


async def set_state(cohort_id: UUID, state: str) -> None:
    await CohortRow.update({CohortRow.state: state}).where(CohortRow.id == cohort_id)


async def set_released(cohort_id: UUID, *, state: str, version: int) -> None:
    await CohortRow.update({CohortRow.state: state, CohortRow.released_version: version}).where(
        CohortRow.id == cohort_id
    )


async def add_edit(cohort_id: UUID, edit: Edit) -> None:
    await DraftChange.insert(
        DraftChange(
            {
                DraftChange.cohort: cohort_id,
                DraftChange.revision: edit.revision,
                DraftChange.changed: _written(edit.changed),
                DraftChange.at: edit.at,
                DraftChange.by: edit.by,
            }
        )
    )


async def edits_since(cohort_id: UUID, revision: int) -> list[Edit]:
    """Edits after ``revision``, in their order."""
    rows = await (
        DraftChange.select()
        .where((DraftChange.cohort == cohort_id) & (DraftChange.revision > revision))
        .order_by(DraftChange.revision)
    )
    return [
        Edit(row["revision"], tuple(json.loads(row["changed"])), row["at"], row["by"])
        for row in rows
    ]


async def overrides(cohort_id: UUID) -> list[Override]:
    """In the order they were given."""
    rows = await (
        PlanOverride.select(
            PlanOverride.id,
            PlanOverride.code,
            PlanOverride.subject,
            PlanOverride.why,
            PlanOverride.at,
            PlanOverride.by,
        )
        .where(PlanOverride.cohort == cohort_id)
        .order_by(PlanOverride.at)
        .order_by(PlanOverride.code)
        .order_by(PlanOverride.subject)
    )
    return [Override(**row) for row in rows]


async def add_override(cohort_id: UUID, override: Override) -> None:
    await PlanOverride.insert(
        PlanOverride(
            id=override.id,
            cohort=cohort_id,
            code=override.code,
            subject=override.subject,
            why=override.why,
            at=override.at,
            by=override.by,
        )
    )


def _written(texts: Sequence[str]) -> str:
    return json.dumps(list(texts), ensure_ascii=False, separators=(",", ":"))
