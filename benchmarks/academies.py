"""A cohort of the shipped programme, released, for benchmarks."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from service.access.actor import Actor, Scope
from service.cohorts import cohorts, operations

LEAD = Actor("benchmark", frozenset({Scope.ACADEMY}))
ANCHOR = date(2027, 1, 11)


async def released_cohort(key: str, now: datetime) -> UUID:
    """Findings that stand against the plan are overridden."""
    cohort = await cohorts.create(
        key=key,
        title=key.title(),
        programme="lancashire",
        version=None,
        anchor=ANCHOR,
        actor=LEAD,
        now=now,
    )
    cohort_id = cohort.record.id
    await release(cohort_id, now)
    return cohort_id


async def release(cohort_id: UUID, now: datetime) -> None:
    """Release the draft as it stands, whatever stands against it."""
    preview = await operations.preview(cohort_id)
    for code in sorted({each.finding.code for each in preview.refusing}):
        await cohorts.override(
            cohort_id, code=code, message=None, why="It will do.", actor=LEAD, now=now
        )
    revision = preview.cohort.record.draft_revision
    await operations.release(cohort_id, revision, "as agreed", LEAD, now)
