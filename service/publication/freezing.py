"""Freezing a draft: computed twice, stored once, in the trail, and never touched again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from scorecard import disclosure
from scorecard.periods import HalfYear
from scorecard.public_comparisons import TARGETS
from scorecard.workforce import Workforce
from service.access import audit
from service.access.actor import Actor
from service.problems import NotFound
from service.publication import beside, files, protection, store
from service.publication import edition as documents
from service.publication.deliveries import outbox
from service.publication.deliveries.outbox import Event
from service.publication.document_store import MadeDocument
from service.publication.due import following_half_year
from service.publication.edition import Imprint
from service.publication.preparation import members as prepared
from service.publication.preparation import tasks
from service.publication.preparation.fingerprints import fingerprints_of
from service.publication.preparation.parts import Parts, parts_of
from service.publication.preparation.plan import plan_in
from service.publication.preparation.store import Part, PartKind
from service.publication.preparation.words import approved_words
from service.publication.refusals import (
    AlreadyPublished,
    FilesDisagree,
    NothingMoved,
    NothingToPublish,
    OvertakenByReturns,
    ReleaseInThePast,
    ReturnsMissing,
)
from service.publication.release_moment import AT_ONCE, in_england, release_moment
from service.publication.sealed_records import sealed
from service.publication.since import changes_between, content_of, shown_before
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

Json = dict[str, Any]

TRIES = 3
"""How often a scorecard is computed anew when returns are confirmed in the meantime."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be published: who asks, over which versions, and when it becomes public."""

    period_end: date
    imprint: Imprint
    actor: Actor
    versions: tuple[EditionEntry, ...]
    """All versions of the half-year when it was asked, newest first."""
    release_at: str | None
    """As it was written; None: as planned, or at once where nothing is planned."""

    @property
    def earlier(self) -> EditionEntry | None:
        """The version that this one corrects."""
        return next((each for each in self.versions if not each.cancelled), None)


async def freeze(wish: Wish, settings: Settings) -> EditionEntry:
    """Publish the draft.

    ``wish.imprint.without_returns`` is the public reason for publishing without returns, should any be
    missing; where none is, it is dropped: there is nothing to give a reason for.

    Raises NothingToPublish, ReturnsMissing, CommentsMissing, QuotationNotApproved, SignOffNeeded,
    ReleaseInThePast, NothingMoved, FilesDisagree, OvertakenByReturns, and AlreadyPublished when
    somebody else was faster.
    """
    period_end, imprint, earlier = wish.period_end, wish.imprint, wish.earlier
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
        parts = await parts_of(period_end)
        release_at = _release_at(wish, parts)
        public_from = release_at or imprint.published_at
        before = None if earlier is None else await stored(earlier.id)
        members = await beside_draft(before, current, public_from, settings)
        words = await _words(
            wish, current, parts, members, release_at=release_at, settings=settings
        )
        changes = await changes_since(before, current, facts, words, settings)
        _require_moved(before, changes)
        given = protection.in_order(await store.entries())
        decision = await protection.decided(
            current.document,
            facts,
            protection.policy_at(imprint.published_at, settings),
            given,
        )
        frozen = composed(
            imprint if current.missing else replace(imprint, without_returns=None),
            current,
            changes,
            release_at=release_at,
            members=members | words,
            decision=decision,
            version_before=before,
        )
        made = await files.make(frozen, settings)
        if await _stored(frozen, made, current, wish, given=given, parts=parts, settings=settings):
            return frozen.entry
    raise OvertakenByReturns(
        "Returns were confirmed or undone, or records changed, while the scorecard was computed. "
        "Nothing was published."
    )


async def _stored(
    frozen: StoredEdition,
    made: tuple[MadeDocument, ...],
    current: Draft,
    wish: Wish,
    *,
    given: Sequence[UUID],
    parts: Parts,
    settings: Settings,
) -> bool:
    """Store the edition; False when what it was computed from is no longer what is held.

    That is the returns, what was written, and the editions that its protection takes into account.
    """
    entry, earlier = frozen.entry, wish.earlier
    kept = sealed(entry.id, current.kept, settings)
    try:
        async with unit_of_work() as work:
            if tuple(await store.versions_of(entry.period_end)) != wish.versions:
                raise _taken(entry, earlier)
            if await workforce.inputs() != current.stamps:
                return False
            if protection.in_order(await store.entries()) != given:
                return False
            if await records.current(current.period) != current.kept:
                return False
            if await parts_of(entry.period_end) != parts:
                return False
            await _require_approved(parts)
            await store.add(work, frozen, [stamp.id for stamp in current.stamps], kept)
            await files.keep(frozen, made)
            event = Event.CORRECTED if earlier else Event.PUBLISHED
            await outbox.announce(entry, event, entry.public_from, settings)
            await audit.record(
                wish.actor,
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
        raise _taken(entry, earlier) from broken
    return True


def _taken(entry: EditionEntry, earlier: EditionEntry | None) -> AlreadyPublished:
    return _already(entry.period_end) if earlier is None else _corrected_by_another(entry)


def _release_at(wish: Wish, parts: Parts) -> datetime | None:
    """The moment asked for, or the planned one of a first version; None: at once.

    Raises ReleaseUnreadable, ReleaseInThePast.
    """
    published_at = wish.imprint.published_at
    if wish.release_at is not None:
        at_once = wish.release_at.strip().lower() == AT_ONCE
        return None if at_once else release_moment(wish.release_at, published_at)
    planned = plan_in(parts) if wish.earlier is None else None
    if planned is None or planned == published_at:
        return None
    if planned < published_at:
        raise ReleaseInThePast(
            f"The release was planned for {in_england(planned)}, which has passed. Nothing was "
            "published. Plan another moment, or publish at once and say so: release_at is now (on "
            "the command line --release-at now).",
            errors=[{"pointer": "/release_at", "detail": "was planned and has passed"}],
        )
    return planned


async def _words(
    wish: Wish,
    current: Draft,
    parts: Parts,
    members: Json,
    *,
    release_at: datetime | None,
    settings: Settings,
) -> Json:
    """What was written and how it is released, as the edition takes it with it."""
    targets = members.get(TARGETS, [])
    titles = {each["id"]: str(each["title"]) for each in current.document["measures"]}
    tasks.require_comments(targets, parts, titles)
    signed = tasks.signature_for(
        parts,
        fingerprints_of(current, targets, parts),
        wish.actor,
        needed=settings.two_person_sign_off,
    )
    following = await next_plan(wish.period_end, settings)
    return prepared.members(
        prepared.taken(parts, signed_off=signed, next_plan=following),
        await _require_approved(parts),
        release_at,
        wish.imprint.published_at,
    )


async def _require_approved(parts: Parts) -> Mapping[str, str]:
    """The words of the quotations. Raises QuotationNotApproved."""
    return await approved_words([each.key for each in parts.of(PartKind.QUOTATION)])


async def next_plan(period_end: date, settings: Settings) -> Part | None:
    """The release plan of the half-year that comes after this one, where there is one."""
    following = following_half_year(period_end, settings)
    plans = (await parts_of(following.end)).of(PartKind.PLAN)
    return plans[0] if plans else None


async def beside_draft(
    before: StoredEdition | None, current: Draft, public_from: datetime, settings: Settings
) -> Json:
    """Targets and comparators: chosen for a first edition, those of the version before else."""
    if before is None:
        period = current.period
        return await beside.at_first(
            period.end, period.opening, public_from, current.document, settings
        )
    try:
        return await beside.again(content_of(before), current.document)
    except beside.SourceAltered as altered:
        raise FilesDisagree(f"{altered} Nothing was published.") from altered


def composed(
    imprint: Imprint,
    current: Draft,
    changes: Json | None,
    *,
    release_at: datetime | None,
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
            release_at=release_at,
        ),
        content,
        documents.as_bytes(
            protection.public_document(whole, sha256, shown_before(whole, version_before))
        ),
    )


async def changes_since(
    before: StoredEdition | None,
    current: Draft,
    facts: Workforce,
    words: Json,
    settings: Settings,
) -> Json | None:
    if before is None:
        return None
    return await changes_between(
        earlier=before.entry,
        earlier_document=content_of(before),
        later_document=current.document | words,
        later_facts=facts,
        period=current.period,
        settings=settings,
        withdrawn=before.entry.withdrawal is not None,
    )


def _require_moved(before: StoredEdition | None, changes: Json | None) -> None:
    if before is None or changes is None or changes["figures"] or changes["causes"]:
        return
    raise NothingMoved(
        f"Nothing has moved since version {before.entry.version}: every figure, definition, "
        "note and word would be the same. No correction was published."
    )


async def stored(edition: UUID) -> StoredEdition:
    """An edition with its bytes. Raises NotFound."""
    found = await store.stored(edition)
    if found is None:
        raise NotFound(f"There is no edition with the id {edition}.")
    return found


def require_first(versions: Sequence[EditionEntry]) -> None:
    """Raises AlreadyPublished. One that was withdrawn before it was public does not count."""
    latest = next((each for each in versions if not each.cancelled), None)
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
        **({"public_from": documents.instant(entry.release_at)} if entry.release_at else {}),
    }
