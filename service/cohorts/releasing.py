"""Releasing a plan: the difference to what was released before, and nothing more, is told (V1, V4).

A session keeps its UID; SEQUENCE and the time of change move only for what a subscriber sees change;
a session that is gone stays as cancelled. Releasing a plan that has not changed stores nothing.
"""

import json
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from academy.deadlines import Deadline, deadlines
from academy.findings import Severity
from academy.programme import Programme
from academy.revision import Change, Revision, carried, compare, notify_directly, sequences
from academy.thresholds import PROPOSED, Thresholds
from service.access import audit
from service.access.actor import Actor
from service.cohorts import cohorts, drafts
from service.cohorts.cohorts import DRAFT, PUBLISHED, SUBJECT, Cohort, Preview
from service.cohorts.drafts import Draft
from service.cohorts.plans import session_key, session_uid
from service.cohorts.refusals import NoSuchRelease, PlanRefused
from service.cohorts.standing import standing_documents
from service.cohorts.store import cohorts as cohort_store
from service.cohorts.store import releases as store
from service.cohorts.store.releases import HeldChange, ReleasedSession, ReleaseEntry
from service.storage.transaction import UnitOfWork, snapshot, unit_of_work

Follower = Callable[[UUID, tuple[ReleasedSession, ...], datetime], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Release:
    """``fresh`` is False when the plan had not changed and the standing release is answered.

    ``revision`` is what the release changed; of a standing one it is empty.
    """

    entry: ReleaseEntry
    revision: Revision
    notify_directly: tuple[Change, ...]
    """Changes at shorter notice than calendars are fetched: tell these people yourself."""
    fresh: bool

    @property
    def version(self) -> int:
        return self.entry.version


@dataclass(frozen=True, slots=True)
class ReleaseRecord:
    """A release of the past, with what it changed."""

    entry: ReleaseEntry
    changes: tuple[HeldChange, ...]
    findings: list[dict[str, object]]


async def release(
    cohort_id: UUID,
    expected_revision: int,
    note: str,
    actor: Actor,
    now: datetime,
    *,
    follow: Follower | None = None,
    further: cohorts.Further | None = None,
    thresholds: Thresholds = PROPOSED,
) -> Release:
    """Release the draft at ``expected_revision`` as the next version of the cohort's plan.

    ``follow`` is called in the same unit of work with what was released before: the layer above
    tells its members with it. ``further``: what it has to say against the plan. Raises NoSuchCohort, DraftOvertaken, WrongState, PlanRefused.
    """
    async with unit_of_work() as work:
        cohort = await cohorts.one(cohort_id)
        await cohorts.require_revision(cohort.record, expected_revision)
        cohorts.require_open(cohort.record)
        preview = await cohorts.preview_of(cohort, further, thresholds)
        held = await store.sessions(cohort_id)
        old = [each.session for each in held]
        revision = compare(old, preview.plan.sessions)
        if revision.is_empty and cohort.record.released_version:
            standing = await store.entry(cohort_id, cohort.record.released_version)
            assert standing is not None
            return Release(standing, revision, (), fresh=False)
        _require_releasable(preview)
        entry = ReleaseEntry(
            id=uuid4(),
            version=cohort.record.released_version + 1,
            note=note,
            released_at=now,
            released_by=actor.name,
        )
        await _store(work, preview, entry, held, revision)
        if follow is not None:
            await follow(cohort_id, held, now)
        await audit.record(
            actor,
            "cohort.released",
            subject_kind=SUBJECT,
            subject_id=str(cohort_id),
            before={"version": cohort.record.released_version},
            after={
                "version": entry.version,
                "release": str(entry.id),
                "changes": len(revision.changes),
                "note": note,
            },
            now=now,
        )
    direct = notify_directly(revision, now, thresholds.notice)
    return Release(entry, revision, direct, fresh=True)


def _require_releasable(preview: Preview) -> None:
    refusing = preview.refusing
    if refusing:
        blocks = sum(each.finding.severity is Severity.BLOCK for each in refusing)
        raise PlanRefused(
            f"The plan of {preview.cohort.record.title} cannot be released: "
            f"{_in_words(blocks, len(refusing) - blocks)}.",
            findings=standing_documents(refusing),
        )


def _in_words(blocks: int, warnings: int) -> str:
    """``1 finding BLOCKs it and 2 WARN findings have no override``: only those that there are."""
    parts = []
    if blocks:
        parts.append("1 finding BLOCKs it" if blocks == 1 else f"{blocks} findings BLOCK it")
    if warnings:
        one = warnings == 1
        parts.append(
            "1 WARN finding has no override"
            if one
            else f"{warnings} WARN findings have no override"
        )
    return " and ".join(parts)


async def _store(
    work: UnitOfWork,
    preview: Preview,
    entry: ReleaseEntry,
    held: tuple[ReleasedSession, ...],
    revision: Revision,
) -> None:
    record = preview.cohort.record
    await store.add(
        record.id,
        entry,
        template=record.template,
        draft=record.draft,
        findings=json.dumps(standing_documents(preview.standing), ensure_ascii=False),
    )
    was = {each.session.uid: each for each in held}
    counted = sequences({uid: each.sequence for uid, each in was.items()}, revision)
    seen = {change.uid for change in revision.changes if change.is_seen}
    after = carried([each.session for each in held], preview.plan.sessions)
    changed = {change.uid for change in revision.changes}
    await store.put_sessions(
        work,
        record.id,
        [
            (
                session_key(session),
                ReleasedSession(
                    session,
                    counted[session.uid],
                    entry.released_at if session.uid in seen else was[session.uid].changed_at,
                ),
            )
            for session in after
            if session.uid in changed
        ],
    )
    await store.add_changes(
        work,
        entry.id,
        [
            HeldChange(
                uid=change.uid,
                kinds=tuple(kind.value for kind in change.kinds),
                before=change.before,
                after=change.after,
            )
            for change in revision.changes
            if change.after is not None
        ],
    )
    state = PUBLISHED if record.state == DRAFT else record.state
    await cohort_store.set_released(record.id, state=state, version=entry.version)


# --- reading -----------------------------------------------------------------------------------


async def releases(cohort_id: UUID) -> list[ReleaseEntry]:
    """Newest first. Raises NoSuchCohort."""
    await cohorts.one(cohort_id)
    return await store.entries(cohort_id)


async def one_release(cohort_id: UUID, version: int) -> ReleaseRecord:
    """Raises NoSuchCohort, NoSuchRelease."""
    async with snapshot():
        cohort = await cohorts.one(cohort_id)
        last = cohort.record.released_version
        entry = await store.entry(cohort_id, version) if 1 <= version <= last else None
        if entry is None:
            raise NoSuchRelease(f"{cohort.record.title} has no version {version}.")
        return ReleaseRecord(
            entry, tuple(await store.changes(entry.id)), await store.findings(entry.id)
        )


async def released_draft(cohort: Cohort) -> Draft | None:
    """The draft behind what is released now; None before the first release."""
    text = await store.draft(cohort.record.id, cohort.record.released_version)
    return None if text is None else drafts.read(text)


async def released_sessions(cohort_id: UUID) -> tuple[ReleasedSession, ...]:
    """What has been released of a cohort, cancelled sessions included. Raises NoSuchCohort."""
    await cohorts.one(cohort_id)
    return await store.sessions(cohort_id)


async def all_released_sessions() -> tuple[ReleasedSession, ...]:
    return await store.sessions()


def deadlines_of(cohort: Cohort, released: Iterable[ReleasedSession]) -> tuple[Deadline, ...]:
    """Deadlines of the cohort as ``released`` has it; sessions of other cohorts set none."""
    key = cohort.record.key
    return deadlines(
        cohort.programme,
        [(e.session, e.sequence, e.changed_at) for e in released if e.session.cohort == key],
        lambda name: session_uid(cohort.record.id, name.removeprefix(f"{key}/")),
    )


async def programme_of(cohort_id: UUID) -> Programme:
    """The version the cohort follows; fixed with its first release. Raises NoSuchCohort."""
    return (await cohorts.one(cohort_id)).programme
