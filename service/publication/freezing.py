"""Freezing a draft: computed twice, stored once, in the trail, and never touched again."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from scorecard import disclosure
from scorecard.parameters import DEFAULT_PARAMETERS
from scorecard.periods import HalfYear
from scorecard.workforce import Workforce
from service import clock
from service.access import audit
from service.access.actor import Actor
from service.problems import NotFound
from service.publication import beside, files, protection, store
from service.publication import edition as documents
from service.publication.deliveries import outbox
from service.publication.deliveries.outbox import Event
from service.publication.document_store import MadeDocument
from service.publication.edition import Imprint
from service.publication.movements import what_moved
from service.publication.refusals import (
    AlreadyPublished,
    FilesDisagree,
    NothingMoved,
    NothingToPublish,
    OvertakenByReturns,
    ReturnsMissing,
)
from service.publication.sealed_records import facts_behind, sealed
from service.publication.store import EditionEntry, StoredEdition
from service.publication.wording import day
from service.scorecards import records
from service.scorecards.operations import Draft, current_draft, document_of
from service.scorecards.records import records_from
from service.scorecards.sent_returns import MissingReturn
from service.settings import Settings
from service.storage.problems import ConstraintBroken
from service.storage.transaction import unit_of_work
from service.workforce import operations as workforce
from service.workforce.operations import ReturnStamp
from service.workforce.records import Kind

Json = dict[str, Any]

TRIES = 3
"""How often a scorecard is computed anew when returns are confirmed in the meantime."""


async def freeze(
    period_end: date,
    imprint: Imprint,
    actor: Actor,
    settings: Settings,
    *,
    earlier: EditionEntry | None,
) -> EditionEntry:
    """Publish the draft under this imprint; ``earlier`` is the version that it corrects.

    ``imprint.without_returns`` is the public reason for publishing without returns, should any be
    missing; where none is, it is dropped: there is nothing to give a reason for.

    Raises NothingToPublish, ReturnsMissing, NothingMoved, FilesDisagree, OvertakenByReturns, and
    AlreadyPublished when somebody else was faster.
    """
    for _ in range(TRIES):
        current = await current_draft(period_end, settings)
        if not current.stamps:
            raise NothingToPublish(
                f"There are no data to publish for the half-year to {day(period_end)}: "
                "no workforce return is in force."
            )
        if current.missing and imprint.without_returns is None:
            raise _returns_missing(current.period, current.missing)
        facts = replace(
            await workforce.replay(current.stamps, settings), records=records_from(current.kept)
        )
        replayed = await document_of(facts, current.period)
        if await workforce.inputs() != current.stamps:
            continue
        if replayed != current.document:
            raise FilesDisagree(
                "Computed from the rows held, the scorecard is not the same as computed from the "
                "files received. Nothing was published."
            )
        changes = await _changes(earlier, current, facts, settings)
        given = protection.in_order(await store.entries())
        decision = await protection.decided(
            current.document,
            facts,
            protection.policy_on(imprint.published_at.astimezone(clock.LONDON).date()),
            given,
        )
        frozen = _frozen(
            imprint if current.missing else replace(imprint, without_returns=None),
            current,
            changes,
            members=await _beside(earlier, current, settings),
            decision=decision,
            version_before=None if earlier is None else await stored(earlier.id),
        )
        made = await files.make(frozen, settings)
        if await _stored(
            frozen, made, current, earlier, given=given, actor=actor, settings=settings
        ):
            return frozen.entry
    raise OvertakenByReturns(
        "Returns were confirmed or undone, or records changed, while the scorecard was computed. "
        "Nothing was published."
    )


async def _stored(
    frozen: StoredEdition,
    made: tuple[MadeDocument, ...],
    current: Draft,
    earlier: EditionEntry | None,
    *,
    given: Sequence[UUID],
    actor: Actor,
    settings: Settings,
) -> bool:
    """Store the edition; False when what it was computed from is no longer what is held.

    That is the returns, and the editions that its protection takes into account.
    """
    entry = frozen.entry
    kept = sealed(entry.id, current.kept, settings)
    try:
        async with unit_of_work() as work:
            latest = await store.latest_version(entry.period_end)
            if earlier is None:
                require_first(latest)
            elif latest != earlier:
                raise _corrected_by_another(entry)
            if await workforce.inputs() != current.stamps:
                return False
            if protection.in_order(await store.entries()) != given:
                return False
            if await records.current(current.period) != current.kept:
                return False
            await store.add(work, frozen, [stamp.id for stamp in current.stamps], kept)
            await files.keep(frozen, made)
            await outbox.announce(entry, Event.CORRECTED if earlier else Event.PUBLISHED, settings)
            await audit.record(
                actor,
                "edition.corrected" if earlier else "edition.published",
                subject_kind="edition",
                subject_id=str(entry.id),
                before=_for_audit(earlier) if earlier else None,
                after=_for_audit(entry)
                | accepted_in(frozen)
                | {"documents": files.for_audit(made)},
                now=entry.published_at,
            )
    except ConstraintBroken as broken:
        if broken.rule != "unique":
            raise
        if earlier is None:
            raise _already(entry.period_end) from broken
        raise _corrected_by_another(entry) from broken
    return True


async def _beside(earlier: EditionEntry | None, current: Draft, settings: Settings) -> Json:
    """Targets and comparators: chosen for a first edition, those of the version before else."""
    if earlier is None:
        period = current.period
        return await beside.at_first(period.end, period.opening, current.document, settings)
    named = content_of(await stored(earlier.id))
    try:
        return await beside.again(named, current.document)
    except beside.SourceAltered as altered:
        raise FilesDisagree(f"{altered} Nothing was published.") from altered


def _frozen(
    imprint: Imprint,
    current: Draft,
    changes: Json | None,
    *,
    members: Json,
    decision: Json,
    version_before: StoredEdition | None,
) -> StoredEdition:
    whole = documents.whole(
        imprint,
        current.document,
        current.stamps,
        current.kept,
        changes=changes,
        missing=current.missing,
        beside=members,
        decision=decision,
    )
    content = documents.as_bytes(whole)
    sha256 = documents.fingerprint(content)
    return StoredEdition(
        EditionEntry(
            id=imprint.edition,
            period_end=current.period.end,
            version=imprint.version,
            published_at=imprint.published_at,
            published_by=imprint.published_by,
            reason=imprint.reason,
            content_sha256=sha256,
        ),
        content,
        documents.as_bytes(protection.public_document(whole, sha256, version_before)),
    )


async def _changes(
    earlier: EditionEntry | None, current: Draft, facts: Workforce, settings: Settings
) -> Json | None:
    if earlier is None:
        return None
    before = await stored(earlier.id)
    document = content_of(before)
    changes = await changes_between(
        earlier=before.entry,
        earlier_document=document,
        later_document=current.document,
        later_facts=facts,
        period=current.period,
        settings=settings,
    )
    if not changes["figures"] and not changes["causes"]:
        raise NothingMoved(
            f"Nothing has moved since version {earlier.version}: every figure, definition and note "
            "would be the same. No correction was published."
        )
    return changes


async def changes_between(
    *,
    earlier: EditionEntry,
    earlier_document: Mapping[str, Any],
    later_document: Mapping[str, Any],
    later_facts: Workforce,
    period: HalfYear,
    settings: Settings,
) -> Json:
    """What moved since ``earlier`` and why; both sets of facts come from what was kept."""
    earlier_facts = await facts_behind(earlier.id, stamps_of(earlier_document), settings)
    moved = await asyncio.to_thread(
        what_moved,
        earlier=earlier_document,
        earlier_facts=earlier_facts,
        later=later_document,
        later_facts=later_facts,
        period=period,
        parameters=DEFAULT_PARAMETERS,
    )
    return {
        "since": {
            "edition": str(earlier.id),
            "version": earlier.version,
            "content_sha256": earlier.content_sha256,
        },
        **moved,
    }


async def stored(edition: UUID) -> StoredEdition:
    """An edition with its bytes. Raises NotFound."""
    found = await store.stored(edition)
    if found is None:
        raise NotFound(f"There is no edition with the id {edition}.")
    return found


def content_of(edition: StoredEdition) -> Json:
    """The whole document of an edition. Raises ValueError when the bytes are no JSON object."""
    document = msgspec.json.decode(edition.content)
    if not isinstance(document, dict):
        raise ValueError("The content of the edition is not a JSON object.")  # noqa: TRY004 -- a fault of the bytes, not of a caller
    return document


def stamps_of(document: Mapping[str, Any]) -> tuple[ReturnStamp, ...]:
    """The fingerprints of the returns an edition was computed from, as its document says."""
    return tuple(
        ReturnStamp(
            id=UUID(each["id"]),
            kind=Kind(each["kind"]),
            edition=each["edition"],
            sha256=each["sha256"],
            confirmed_order=each["confirmed_order"],
        )
        for each in document["inputs"]
    )


def require_first(latest: EditionEntry | None) -> None:
    if latest is not None:
        raise _already(latest.period_end, latest.version)


def _already(period_end: date, version: int = 1) -> AlreadyPublished:
    return AlreadyPublished(
        f"The scorecard to {day(period_end)} has been published already (version {version}). "
        "To change a figure, publish a correction with a reason.",
        period=period_end.isoformat(),
        version=version,
    )


def _returns_missing(period: HalfYear, missing: Sequence[MissingReturn]) -> ReturnsMissing:
    told = [
        f"{each.words[:-1]} (the latest day they tell of is {day(each.latest)})."
        if each.latest
        else each.words
        for each in missing
    ]
    return ReturnsMissing(
        f"Headline figures of the half-year to {day(period.end)} rest on returns that were not sent. "
        f"{' '.join(told)} Nothing was published. Send them, or publish without them and say why, "
        "for everybody to read: accept_missing_returns (on the command line "
        "--accept-missing-returns).",
        missing=[each.as_json() for each in missing],
    )


def _corrected_by_another(entry: EditionEntry) -> AlreadyPublished:
    return AlreadyPublished(
        f"Somebody else published version {entry.version} of the scorecard to "
        f"{day(entry.period_end)} at the same moment. Look at it before you correct it again.",
        period=entry.period_end.isoformat(),
        version=entry.version,
    )


def accepted_in(edition: StoredEdition) -> Json:
    """The member of the document that says why it was published without returns; empty if not."""
    document = content_of(edition)
    return {name: document[name] for name in (disclosure.ACCEPTED,) if name in document}


def _for_audit(entry: EditionEntry) -> Json:
    return {
        "period": entry.period_end.isoformat(),
        "version": entry.version,
        "content_sha256": entry.content_sha256,
        "reason": entry.reason,
    }
