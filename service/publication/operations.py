"""Publishing: a draft becomes an edition that never changes; a correction is the next version.

What is published is computed twice: from the rows held, as the draft is, and again from nothing but
the bytes of the files received. Only when both give the same is it published, so that every edition
can be verified on the day it is born.
"""

import asyncio
from collections.abc import Mapping
from datetime import date, datetime
from importlib.metadata import version as version_of_package
from typing import Any
from uuid import UUID, uuid4

import msgspec

from scorecard.parameters import DEFAULT_PARAMETERS
from scorecard.periods import HalfYear, half_year_ending
from scorecard.workforce import Workforce
from service import settings as settings_module
from service.access import audit
from service.access.actor import Actor
from service.problems import NotFound
from service.publication import edition as documents
from service.publication import store
from service.publication.edition import Imprint
from service.publication.movements import what_moved
from service.publication.refusals import (
    AlreadyPublished,
    FilesDisagree,
    NothingMoved,
    NothingToPublish,
    NotPublished,
    OvertakenByReturns,
    PeriodNotOver,
    ReasonMissing,
)
from service.publication.store import EditionEntry, StoredEdition
from service.scorecards.operations import (
    Draft,
    FigureName,
    current_draft,
    document_of,
    draft,
    is_over,
    rows_of_figure,
)
from service.settings import Settings
from service.storage.problems import ConstraintBroken
from service.storage.transaction import unit_of_work
from service.workforce import operations as workforce
from service.workforce.operations import ReturnStamp
from service.workforce.records import Kind

__all__ = [
    "EditionEntry",
    "FigureName",
    "StoredEdition",
    "content_of",
    "correct",
    "document_or_draft",
    "edition_rows",
    "facts_of",
    "find",
    "listing",
    "publish",
    "stamps_of",
    "stored",
]

Json = dict[str, Any]

PACKAGE = "social-work-scorecard"
TRIES = 3
"""How often a scorecard is computed anew when returns are confirmed in the meantime."""
REASON_MIN, REASON_MAX = 10, 1000
"""Characters of a public reason."""


async def publish(
    period_end: date,
    actor: Actor,
    now: datetime,
    settings: Settings | None = None,
    *,
    edition_id: UUID | None = None,
) -> EditionEntry:
    """Freeze the draft of a half-year as version 1.

    ``edition_id`` is for the demo alone, whose editions are the same bytes each time it is loaded.

    Raises NotAHalfYearEnd (scorecard.errors), PeriodNotOver, AlreadyPublished, NothingToPublish,
    FilesDisagree, OvertakenByReturns.
    """
    settings = settings or settings_module.load()
    half_year_ending(period_end, settings.half_year_ends)
    _require_over(period_end, now)
    _require_first(await store.latest_version(period_end))
    imprint = _imprint(edition_id, 1, None, actor, now, settings)
    return await _freeze(period_end, imprint, actor, settings, earlier=None)


async def correct(
    period_end: date,
    reason: str,
    actor: Actor,
    now: datetime,
    settings: Settings | None = None,
    *,
    edition_id: UUID | None = None,
) -> EditionEntry:
    """Publish the next version of a half-year with a public reason and the list of what moved.

    ``edition_id`` as for ``publish``.

    Raises NotPublished, ReasonMissing, NothingMoved, AlreadyPublished when somebody else corrected
    at the same moment, FilesDisagree, OvertakenByReturns.
    """
    settings = settings or settings_module.load()
    reason = " ".join(reason.split())
    if not REASON_MIN <= len(reason) <= REASON_MAX:
        raise ReasonMissing(
            f"The reason has {len(reason)} characters: write between {REASON_MIN} and {REASON_MAX}.",
            errors=[{"pointer": "/reason", "detail": "Say what was wrong, for everybody to read."}],
        )
    latest = await store.latest_version(period_end)
    if latest is None:
        raise NotPublished(
            f"The scorecard to {_day(period_end)} has not been published yet, so there is nothing "
            "to correct."
        )
    imprint = _imprint(edition_id, latest.version + 1, reason, actor, now, settings)
    return await _freeze(period_end, imprint, actor, settings, earlier=latest)


def _imprint(
    edition_id: UUID | None,
    version: int,
    reason: str | None,
    actor: Actor,
    now: datetime,
    settings: Settings,
) -> Imprint:
    return Imprint(
        edition=edition_id or uuid4(),
        version=version,
        council=settings.council_name,
        published_at=now.replace(microsecond=0),
        published_by=actor.name,
        reason=reason,
        made_with=version_of_package(PACKAGE),
    )


async def _freeze(
    period_end: date,
    imprint: Imprint,
    actor: Actor,
    settings: Settings,
    *,
    earlier: EditionEntry | None,
) -> EditionEntry:
    for _ in range(TRIES):
        current = await current_draft(period_end, settings)
        if not current.stamps:
            raise NothingToPublish(
                f"There are no data to publish for the half-year to {_day(period_end)}: "
                "no workforce return is in force."
            )
        facts = await workforce.replay(current.stamps, settings)
        replayed = await document_of(facts, current.period)
        if await workforce.inputs() != current.stamps:
            continue
        if replayed != current.document:
            raise FilesDisagree(
                "Computed from the rows held, the scorecard is not the same as computed from the "
                "files received. Nothing was published."
            )
        changes = await _changes(earlier, current, facts, settings)
        frozen = _frozen(imprint, current, changes)
        if await _stored(frozen, current, earlier, actor):
            return frozen.entry
    raise OvertakenByReturns(
        "Returns were confirmed or undone while the scorecard was computed. Nothing was published."
    )


async def _stored(
    frozen: StoredEdition,
    current: Draft,
    earlier: EditionEntry | None,
    actor: Actor,
) -> bool:
    """Store the edition; False when what it was computed from is no longer what is held."""
    entry = frozen.entry
    try:
        async with unit_of_work() as work:
            latest = await store.latest_version(entry.period_end)
            if earlier is None:
                _require_first(latest)
            elif latest != earlier:
                raise _corrected_by_another(entry)
            if await workforce.inputs() != current.stamps:
                return False
            await store.add(work, frozen, [stamp.id for stamp in current.stamps])
            await audit.record(
                actor,
                "edition.corrected" if earlier else "edition.published",
                subject_kind="edition",
                subject_id=str(entry.id),
                before=_for_audit(earlier) if earlier else None,
                after=_for_audit(entry),
                now=entry.published_at,
            )
    except ConstraintBroken as broken:
        if broken.rule != "unique":
            raise
        if earlier is None:
            raise _already(entry.period_end) from broken
        raise _corrected_by_another(entry) from broken
    return True


def _frozen(imprint: Imprint, current: Draft, changes: Json | None) -> StoredEdition:
    whole = documents.whole(imprint, current.document, current.stamps, changes)
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
        documents.as_bytes(documents.public(whole, sha256)),
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
    """What moved since ``earlier`` and why; both sets of facts come from the kept files."""
    earlier_facts = await workforce.replay(stamps_of(earlier_document), settings)
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


# --- reading -----------------------------------------------------------------------------------


async def listing() -> list[EditionEntry]:
    """All editions, newest period first and newest version first within it."""
    return await store.entries()


async def find(period_end: date, version: int | None = None) -> EditionEntry:
    """One version of a period, or the latest. Raises NotPublished."""
    for entry in await store.entries():
        if entry.period_end == period_end and version in {None, entry.version}:
            return entry
    raise not_published(period_end, version)


def not_published(period_end: date, version: int | None = None) -> NotPublished:
    if version is None:
        return NotPublished(
            f"No scorecard has been published for the half-year to {_day(period_end)}."
        )
    return NotPublished(f"There is no version {version} of the scorecard to {_day(period_end)}.")


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


async def facts_of(edition: StoredEdition, settings: Settings) -> Workforce:
    """The facts an edition was computed from, read again from the kept files."""
    stamps = stamps_of(content_of(edition))
    if stamps == await workforce.inputs():
        return await workforce.held_facts()
    return await workforce.replay(stamps, settings)


async def edition_rows(entry: EditionEntry, figure: FigureName, settings: Settings) -> Json:
    """The rows behind a figure of an edition. Raises UnknownFigure (scorecard.errors)."""
    period = half_year_ending(entry.period_end, settings.half_year_ends)
    facts = await facts_of(await stored(entry.id), settings)
    return await rows_of_figure(facts, period, figure)


async def document_or_draft(
    period_end: date, now: datetime, settings: Settings, *, version: int | None, as_draft: bool
) -> Json:
    """An edition with its content hash, or the draft where none is published (or it is asked for)."""
    if not as_draft:
        for entry in await store.entries():
            if entry.period_end == period_end and version in {None, entry.version}:
                document = content_of(await stored(entry.id))
                return {**document, "content_sha256": entry.content_sha256}
        if version is not None:
            raise not_published(period_end, version)
    return await draft(period_end, now, settings)


# --- refusals ----------------------------------------------------------------------------------


def _require_over(period_end: date, now: datetime) -> None:
    if not is_over(period_end, now):
        raise PeriodNotOver(
            f"The half-year ends on {_day(period_end)}. It can be published from the day after."
        )


def _require_first(latest: EditionEntry | None) -> None:
    if latest is not None:
        raise _already(latest.period_end, latest.version)


def _already(period_end: date, version: int = 1) -> AlreadyPublished:
    return AlreadyPublished(
        f"The scorecard to {_day(period_end)} has been published already (version {version}). "
        "To change a figure, publish a correction with a reason.",
        period=period_end.isoformat(),
        version=version,
    )


def _corrected_by_another(entry: EditionEntry) -> AlreadyPublished:
    return AlreadyPublished(
        f"Somebody else published version {entry.version} of the scorecard to "
        f"{_day(entry.period_end)} at the same moment. Look at it before you correct it again.",
        period=entry.period_end.isoformat(),
        version=entry.version,
    )


def _for_audit(entry: EditionEntry) -> Json:
    return {
        "period": entry.period_end.isoformat(),
        "version": entry.version,
        "content_sha256": entry.content_sha256,
        "reason": entry.reason,
    }


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
