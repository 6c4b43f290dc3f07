"""A cohort that is only being thought of: its dates and what stands against them, nothing stored."""

from datetime import date, datetime
from uuid import UUID

from academy.thresholds import PROPOSED, Thresholds
from service.cohorts import drafts, programmes
from service.cohorts.cohorts import DRAFT, Cohort, Preview, preview_of
from service.cohorts.draft_checks import require_fitting
from service.cohorts.store.cohorts import CohortRecord
from service.storage.transaction import snapshot

_NOBODY = UUID(int=0)


async def proposed(
    *,
    programme: str,
    version: int | None,
    anchor: date,
    now: datetime,
    thresholds: Thresholds = PROPOSED,
) -> Preview:
    """The programme from an anchor, as ``cohorts.create`` would lay it out among the other cohorts.

    Raises NoSuchProgramme, DraftInvalid.
    """
    found = (await programmes.one(programme, version)).programme
    draft = drafts.first_draft(anchor)
    require_fitting(draft, found)
    record = CohortRecord(
        id=_NOBODY,
        key="",
        title="",
        template=_NOBODY,
        anchor=anchor,
        state=DRAFT,
        draft=drafts.written(draft),
        draft_revision=0,
        released_version=0,
        created_at=now,
        created_by="",
    )
    async with snapshot():
        return await preview_of(Cohort(record, draft, found), thresholds=thresholds)
