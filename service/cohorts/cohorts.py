"""Cohorts: created from a template and an anchor, edited as a draft, previewed, moved on in state.

Every edit needs the revision it was made on. Two leads who edit one plan: the second is told what
the first changed, and nothing of theirs is lost.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from academy.findings import PlanFinding, Severity
from academy.programme import Programme
from academy.thresholds import PROPOSED, Thresholds
from service.access import audit
from service.access.actor import Actor
from service.cohorts import drafts, plans, programmes
from service.cohorts.draft_checks import require_fitting
from service.cohorts.drafts import Draft
from service.cohorts.plan_findings import Standing, standing
from service.cohorts.plans import Plan, World
from service.cohorts.refusals import (
    DraftOvertaken,
    NameTaken,
    NoSuchCohort,
    NothingToOverride,
    WrongState,
)
from service.cohorts.store import cohorts as store
from service.cohorts.store.cohorts import CohortRecord, Edit, Override
from service.storage.problems import ConstraintBroken
from service.storage.transaction import snapshot, unit_of_work

SUBJECT = "cohort"
DRAFT, PUBLISHED, RUNNING, CLOSED = "draft", "published", "running", "closed"
NEXT = {PUBLISHED: (RUNNING, CLOSED), RUNNING: (CLOSED,)}
"""By hand; draft becomes published with the first release."""


@dataclass(frozen=True, slots=True)
class Cohort:
    """A cohort with its draft and the programme it follows."""

    record: CohortRecord
    draft: Draft
    programme: Programme


@dataclass(frozen=True, slots=True)
class Preview:
    cohort: Cohort
    plan: Plan
    standing: tuple[Standing, ...]

    @property
    def refusing(self) -> tuple[Standing, ...]:
        return tuple(each for each in self.standing if each.refuses)


Further = Callable[[Cohort, Plan, World], Awaitable[Sequence[PlanFinding]]]
"""What the layer above has to say against a plan: whom it expects in which session."""


async def listing() -> list[Cohort]:
    async with snapshot():
        return [await _with_programme(record) for record in await store.cohorts()]


async def one(cohort_id: UUID) -> Cohort:
    """Raises NoSuchCohort."""
    record = await store.cohort(cohort_id)
    if record is None:
        raise NoSuchCohort(f"There is no cohort {cohort_id}.")
    return await _with_programme(record)


async def _with_programme(record: CohortRecord) -> Cohort:
    programme = await programmes.programme_by_id(record.template)
    return Cohort(record, drafts.read(record.draft), programme)


async def create(
    *,
    key: str,
    title: str,
    programme: str,
    version: int | None,
    anchor: date,
    actor: Actor,
    now: datetime,
    cohort_id: UUID | None = None,
) -> Cohort:
    """A draft with the home run on its anchor; ``cohort_id`` where its UIDs are to be foretold.

    Raises NoSuchProgramme, DraftInvalid, NameTaken.
    """
    draft = drafts.first_draft(anchor)
    try:
        async with unit_of_work():
            template = await programmes.kept(programme, version, anchor, actor, now)
            require_fitting(draft, programmes.parsed(template.document))
            record = CohortRecord(
                id=cohort_id or uuid4(),
                key=key,
                title=title,
                template=template.id,
                anchor=anchor,
                state=DRAFT,
                draft=drafts.written(draft),
                draft_revision=1,
                released_version=0,
                created_at=now,
                created_by=actor.name,
            )
            await store.add(record)
            await _told(actor, now, "cohort.created", record, before=None, after=_plain(record))
    except ConstraintBroken as fault:
        if fault.rule != "unique":
            raise
        raise NameTaken(f"There is a cohort {key!r} already.") from fault
    return await one(record.id)


# --- editing the draft -------------------------------------------------------------------------


async def edit(
    cohort_id: UUID,
    revision: int,
    change: Callable[[Cohort], Draft],
    actor: Actor,
    now: datetime,
) -> Cohort:
    """Put ``change`` of the draft in its place; an edit that changes nothing counts no revision.

    Raises NoSuchCohort, DraftOvertaken, WrongState, DraftInvalid, and what ``change`` raises.
    """
    async with unit_of_work():
        cohort = await one(cohort_id)
        await require_revision(cohort.record, revision)
        require_open(cohort.record)
        draft = drafts.signed(change(cohort), cohort.draft, actor.name)
        require_fitting(draft, cohort.programme)
        return await _save(cohort, draft, actor, now)


async def rename(cohort_id: UUID, revision: int, title: str, actor: Actor, now: datetime) -> Cohort:
    async with unit_of_work():
        cohort = await one(cohort_id)
        await require_revision(cohort.record, revision)
        require_open(cohort.record)
        return await _save(cohort, cohort.draft, actor, now, title=title)


async def follow(
    cohort_id: UUID,
    revision: int,
    *,
    programme: str,
    version: int | None,
    actor: Actor,
    now: datetime,
) -> Cohort:
    """Follow another programme or version of it: only while nothing is released (G6)."""
    async with unit_of_work():
        cohort = await one(cohort_id)
        await require_revision(cohort.record, revision)
        if cohort.record.state != DRAFT:
            raise WrongState(
                f"{cohort.record.title} has been released, so its programme is fixed.",
                state=cohort.record.state,
            )
        anchor = cohort.draft.home.anchor
        template = await programmes.kept(programme, version, anchor, actor, now)
        require_fitting(cohort.draft, programmes.parsed(template.document))
        return await _save(cohort, cohort.draft, actor, now, template=template.id)


async def _save(
    cohort: Cohort,
    draft: Draft,
    actor: Actor,
    now: datetime,
    *,
    title: str | None = None,
    template: UUID | None = None,
) -> Cohort:
    record = cohort.record
    after = replace(
        record,
        title=title or record.title,
        template=template or record.template,
        anchor=draft.home.anchor,
        draft=drafts.written(draft),
        draft_revision=record.draft_revision + 1,
    )
    changed = list(drafts.differences(cohort.draft, draft))
    changed += ["title"] if after.title != record.title else []
    changed += ["programme"] if after.template != record.template else []
    if not changed:
        return cohort
    await store.set_draft(
        record,
        title=after.title,
        anchor=after.anchor,
        template=after.template,
        draft=after.draft,
        revision=after.draft_revision,
    )
    await store.add_edit(record.id, Edit(after.draft_revision, tuple(changed), now, actor.name))
    await _told(
        actor,
        now,
        "cohort.edited",
        record,
        before={"revision": record.draft_revision},
        after={"revision": after.draft_revision, "changed": changed},
    )
    return await _with_programme(after)


async def require_revision(record: CohortRecord, revision: int) -> None:
    """Raises DraftOvertaken, which names what changed since the state the caller knows."""
    if revision == record.draft_revision:
        return
    edits = await store.edits_since(record.id, revision)
    changed = sorted({part for edit in edits for part in edit.changed})
    who = ", ".join(sorted({edit.by for edit in edits})) or "somebody"
    raise DraftOvertaken(
        f"The plan of {record.title} is at revision {record.draft_revision}, and you changed "
        f"revision {revision}. Since then {who} changed: {', '.join(changed) or 'nothing known'}. "
        "Nothing of yours was stored.",
        revision=record.draft_revision,
        changed=changed,
        edits=[
            {
                "revision": edit.revision,
                "changed": list(edit.changed),
                "at": edit.at.isoformat(),
                "by": edit.by,
            }
            for edit in edits
        ],
    )


def require_open(record: CohortRecord) -> None:
    if record.state == CLOSED:
        raise WrongState(f"{record.title} is closed.", state=record.state)


# --- the plan ----------------------------------------------------------------------------------


async def preview(
    cohort_id: UUID, *, further: Further | None = None, thresholds: Thresholds = PROPOSED
) -> Preview:
    """The plan as it would be released now."""
    async with snapshot():
        return await preview_of(await one(cohort_id), further, thresholds)


async def preview_of(
    cohort: Cohort, further: Further | None = None, thresholds: Thresholds = PROPOSED
) -> Preview:
    """As ``preview``, inside the caller's unit of work or snapshot."""
    around = await plans.world(cohort.record, cohort.draft)
    plan = plans.laid_out(cohort.record, cohort.draft, cohort.programme, around)
    given = await store.overrides(cohort.record.id)
    said = await further(cohort, plan, around) if further is not None else ()
    return Preview(cohort, plan, standing(plan, around, given, said, thresholds=thresholds))


async def overrides(cohort_id: UUID) -> Sequence[Override]:
    """All that were ever given, those whose finding is gone too."""
    await one(cohort_id)
    return await store.overrides(cohort_id)


async def override(
    cohort_id: UUID,
    *,
    code: str,
    message: str | None,
    why: str,
    actor: Actor,
    now: datetime,
    further: Further | None = None,
    thresholds: Thresholds = PROPOSED,
) -> list[Override]:
    """Answer for one WARN finding, or for all that stand with this code.

    Who, when and why stay visible. A finding that comes back with other words (another day, another
    room) is another finding. Raises NoSuchCohort, WrongState, NothingToOverride.
    """
    async with unit_of_work():
        cohort = await one(cohort_id)
        require_open(cohort.record)
        found = [
            each.finding
            for each in (await preview_of(cohort, further, thresholds)).standing
            if each.finding.code == code
            and message in {None, each.finding.message}
            and each.finding.severity is Severity.WARN
            and each.override is None
        ]
        if not found:
            raise NothingToOverride(
                f"No WARN finding {code[:60]!r} stands against the plan without an override."
            )
        given = [Override(uuid4(), code, each.message, why, now, actor.name) for each in found]
        for each in given:
            await store.add_override(cohort_id, each)
        await _told(
            actor,
            now,
            "cohort.finding-overridden",
            cohort.record,
            before=None,
            after={"code": code, "why": why, "findings": [each.subject for each in given]},
        )
    return given


# --- state -------------------------------------------------------------------------------------


async def set_state(cohort_id: UUID, state: str, actor: Actor, now: datetime) -> Cohort:
    """Published to running, either to closed. Raises NoSuchCohort, WrongState."""
    async with unit_of_work():
        cohort = await one(cohort_id)
        before = cohort.record.state
        if state == before:
            return cohort
        if state not in NEXT.get(before, ()):
            raise WrongState(
                f"{cohort.record.title} is {before} and cannot become {state}.", state=before
            )
        await store.set_state(cohort_id, state)
        await _told(
            actor,
            now,
            "cohort.state-changed",
            cohort.record,
            before={"state": before},
            after={"state": state},
        )
    return await one(cohort_id)


async def _told(
    actor: Actor, now: datetime, action: str, record: CohortRecord, *, before: Any, after: Any
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


def _plain(record: CohortRecord) -> dict[str, Any]:
    return {
        "key": record.key,
        "title": record.title,
        "anchor": record.anchor.isoformat(),
        "template": str(record.template),
    }
