"""Publishing: a draft becomes an edition that never changes; a correction is the next version.

What is published is computed twice: from the rows held, as the draft is, and again from nothing but
the bytes of the files received. Only when both give the same is it published, so that every edition
can be verified on the day it is born.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from importlib.metadata import version as version_of_package
from typing import Any
from uuid import UUID, uuid4

from scorecard.disclosure import DECISION
from scorecard.periods import HalfYear, half_year_ending
from scorecard.workforce import Workforce
from service import clock
from service import settings as settings_module
from service.access import audit
from service.access.actor import Actor
from service.publication import protection, store
from service.publication.deliveries import outbox
from service.publication.deliveries.outbox import Event
from service.publication.edition import Imprint, instant
from service.publication.freezing import (
    Wish,
    freeze,
    require_first,
    stored,
)
from service.publication.refusals import (
    AlreadyWithdrawn,
    EditionWithdrawn,
    NotPublished,
    PeriodNotOver,
    ReasonMissing,
    WaitsForRelease,
)
from service.publication.release_moment import in_england
from service.publication.sealed_records import facts_behind, kept_with
from service.publication.since import content_of, stamps_of
from service.publication.store import EditionEntry, StoredEdition, Withdrawal
from service.publication.wording import day
from service.scorecards.operations import FigureName, current_draft, draft, is_over, rows_of_figure
from service.scorecards.records import records_from
from service.settings import Settings
from service.storage.problems import ConstraintBroken
from service.storage.transaction import unit_of_work
from service.workforce import operations as workforce

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
    "gone_for_good",
    "listing",
    "publish",
    "stamps_of",
    "stored",
    "with_decision",
    "withdraw",
]

Json = dict[str, Any]

PACKAGE = "social-work-scorecard"
REASON_MIN, REASON_MAX = 10, 1000
"""Characters of a public reason."""


async def publish(
    period_end: date,
    actor: Actor,
    now: datetime,
    settings: Settings | None = None,
    *,
    edition_id: UUID | None = None,
    accept_missing_returns: str | None = None,
    release_at: str | None = None,
) -> EditionEntry:
    """Freeze the draft of a half-year as its first version.

    ``edition_id`` is for the demo alone, whose editions are the same bytes each time it is loaded.
    ``accept_missing_returns`` is the public reason for publishing without returns that headline
    figures rest on. ``release_at`` is when it becomes public, as people write it ("now": at once);
    None as planned, or at once where nothing is planned.

    Raises NotAHalfYearEnd (scorecard.errors), ReasonMissing, PeriodNotOver, AlreadyPublished, and
    as ``freezing.freeze``.
    """
    settings = settings or settings_module.load()
    without_returns = _why_without_returns(accept_missing_returns)
    half_year_ending(period_end, settings.half_year_ends)
    _require_over(period_end, now)
    versions = tuple(await store.versions_of(period_end))
    require_first(versions)
    imprint = _imprint(
        edition_id,
        version=versions[0].version + 1 if versions else 1,
        reason=_after_cancelled(versions),
        without_returns=without_returns,
        actor=actor,
        now=now,
        settings=settings,
    )
    return await freeze(Wish(period_end, imprint, actor, versions, release_at), settings)


def _after_cancelled(versions: Sequence[EditionEntry]) -> str | None:
    """Why a first scorecard is not version 1; None where it is."""
    if not versions:
        return None
    return f"Version {versions[0].version} was withdrawn before it was public."


async def correct(
    period_end: date,
    reason: str,
    actor: Actor,
    now: datetime,
    settings: Settings | None = None,
    *,
    edition_id: UUID | None = None,
    accept_missing_returns: str | None = None,
    release_at: str | None = None,
) -> EditionEntry:
    """Publish the next version of a half-year with a public reason and the list of what moved.

    ``edition_id``, ``accept_missing_returns`` and ``release_at`` as for ``publish``: what was
    accepted for one version is not taken for granted in the next, and a correction is public at once
    unless another moment is named. After a version that was withdrawn nothing needs to have moved.

    Raises NotPublished, WaitsForRelease, ReasonMissing, and as ``freezing.freeze``.
    """
    settings = settings or settings_module.load()
    reason = _public_reason(reason, "/reason", "Say what was wrong, for everybody to read.")
    without_returns = _why_without_returns(accept_missing_returns)
    versions = tuple(await store.versions_of(period_end))
    latest = next((each for each in versions if not each.cancelled), None)
    if latest is None:
        raise NotPublished(
            f"The scorecard to {day(period_end)} has not been published yet, so there is nothing "
            "to correct."
        )
    if not latest.is_public(now):
        raise WaitsForRelease(
            f"Version {latest.version} of the scorecard to {day(period_end)} becomes public at "
            f"{in_england(latest.public_from)}. Withdraw it and publish again: nobody has seen it."
        )
    imprint = _imprint(
        edition_id,
        version=versions[0].version + 1,
        reason=reason,
        without_returns=without_returns,
        actor=actor,
        now=now,
        settings=settings,
    )
    return await freeze(Wish(period_end, imprint, actor, versions, release_at), settings)


async def withdraw(
    period_end: date,
    version: int,
    reason: str,
    actor: Actor,
    now: datetime,
    *,
    settings: Settings | None = None,
) -> EditionEntry:
    """Withdraw a version with a public reason: its notice stands in its place from now on.

    The edition itself is neither changed nor deleted. One that is not public yet never becomes so,
    and nobody is told of it.

    Raises NotPublished, ReasonMissing, AlreadyWithdrawn.
    """
    settings = settings or settings_module.load()
    reason = _public_reason(reason, "/reason", "Say why it is withdrawn, for everybody to read.")
    entry = await find(period_end, version)
    at = now.replace(microsecond=0)
    gone = replace(entry, withdrawal=Withdrawal(at, actor.name, reason))
    try:
        async with unit_of_work():
            held = await store.entry(entry.id)
            if held.withdrawal is not None:
                raise _withdrawn_already(held)
            await store.withdraw(entry.id, Withdrawal(at, actor.name, reason))
            if gone.cancelled:
                await outbox.call_off(entry.id, at)
            else:
                await outbox.announce(entry, Event.WITHDRAWN, at, settings)
            await audit.record(
                actor,
                "edition.withdrawn",
                subject_kind="edition",
                subject_id=str(entry.id),
                before={"period": period_end.isoformat(), "version": version},
                after={"reason": reason, "was_public": not gone.cancelled},
                now=at,
            )
    except ConstraintBroken as broken:
        if broken.rule != "unique":
            raise
        raise _withdrawn_already(await store.entry(entry.id)) from broken
    return gone


def _withdrawn_already(entry: EditionEntry) -> AlreadyWithdrawn:
    withdrawal = entry.withdrawal
    assert withdrawal is not None
    return AlreadyWithdrawn(
        f"Version {entry.version} of the scorecard to {day(entry.period_end)} was withdrawn on "
        f"{day(withdrawal.at.astimezone(clock.LONDON))}: {withdrawal.reason}",
        period=entry.period_end.isoformat(),
        version=entry.version,
        reason=withdrawal.reason,
    )


def gone_for_good(entry: EditionEntry) -> EditionWithdrawn:
    """The notice of a withdrawn edition as a refusal."""
    withdrawal = entry.withdrawal
    assert withdrawal is not None
    return EditionWithdrawn(
        f"Version {entry.version} of the scorecard to {day(entry.period_end)} was withdrawn on "
        f"{day(withdrawal.at.astimezone(clock.LONDON))}. {withdrawal.reason}",
        edition=str(entry.id),
        period=entry.period_end.isoformat(),
        version=entry.version,
        withdrawn_at=instant(withdrawal.at),
        reason=withdrawal.reason,
    )


def _why_without_returns(reason: str | None) -> str | None:
    if reason is None:
        return None
    return _public_reason(
        reason,
        "/accept_missing_returns",
        "Say why the returns were not sent, for everybody to read.",
    )


def _public_reason(text: str, pointer: str, wanted: str) -> str:
    """The words on one line. Raises ReasonMissing when they are too few or too many."""
    reason = " ".join(text.split())
    if not REASON_MIN <= len(reason) <= REASON_MAX:
        raise ReasonMissing(
            f"The reason is too {'short' if len(reason) < REASON_MIN else 'long'}: "
            f"write between {REASON_MIN} and {REASON_MAX} characters.",
            errors=[{"pointer": pointer, "detail": wanted}],
        )
    return reason


def _imprint(
    edition_id: UUID | None,
    *,
    version: int,
    reason: str | None,
    without_returns: str | None,
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
        without_returns=without_returns,
    )


# --- reading -----------------------------------------------------------------------------------


async def listing() -> list[EditionEntry]:
    """All editions, newest period first and newest version first within it."""
    return await store.entries()


async def find(period_end: date, version: int | None = None) -> EditionEntry:
    """One version of a period, or the latest; those that wait too. Raises NotPublished."""
    for entry in await store.versions_of(period_end):
        if entry.version == version or (version is None and not entry.cancelled):
            return entry
    raise not_published(period_end, version)


def not_published(period_end: date, version: int | None = None) -> NotPublished:
    if version is None:
        return NotPublished(
            f"No scorecard has been published for the half-year to {day(period_end)}."
        )
    return NotPublished(f"There is no version {version} of the scorecard to {day(period_end)}.")


async def facts_of(edition: StoredEdition, settings: Settings) -> Workforce:
    """The facts an edition was computed from, read again from the kept files and records."""
    stamps = stamps_of(content_of(edition))
    if stamps != await workforce.inputs():
        return await facts_behind(edition.entry.id, stamps, settings)
    kept = await kept_with(edition.entry.id, settings)
    return replace(await workforce.held_facts(), records=records_from(kept))


async def edition_rows(entry: EditionEntry, figure: FigureName, settings: Settings) -> Json:
    """The rows behind a figure of an edition. Raises UnknownFigure (scorecard.errors)."""
    held = await stored(entry.id)
    opening = date.fromisoformat(content_of(held)["period"]["opening"])
    period = HalfYear(opening=opening, end=entry.period_end)
    return await rows_of_figure(await facts_of(held, settings), period, figure)


async def with_decision(
    period_end: date, version: int | None, now: datetime, settings: Settings
) -> Json:
    """A whole edition with its disclosure decision, or without a version the draft with one.

    The decision of the draft is the one that publishing it now would keep.

    Raises NotPublished, also for an edition from before there was a disclosure policy, and
    NotAHalfYearEnd (scorecard.errors).
    """
    if version is None:
        current = await current_draft(period_end, settings)
        policy = protection.policy_at(now, settings)
        given = protection.in_order(await store.entries())
        decision = await protection.decided(current.document, current.facts, policy, given)
        return {"edition": None, "version": None, **current.document, DECISION: decision}
    document = content_of(await stored((await find(period_end, version)).id))
    if DECISION not in document:
        raise NotPublished(
            f"Version {version} of the scorecard to {day(period_end)} was published before there "
            "was a disclosure policy: the public sees figures of the whole council only."
        )
    return document


async def document_or_draft(
    period_end: date, now: datetime, settings: Settings, *, version: int | None, as_draft: bool
) -> Json:
    """An edition with its content hash, or the draft where none is published (or it is asked for).

    Raises EditionWithdrawn.
    """
    if not as_draft:
        try:
            entry = await find(period_end, version)
        except NotPublished:
            if version is not None:
                raise
        else:
            if entry.withdrawal is not None:
                raise gone_for_good(entry)
            document = content_of(await stored(entry.id))
            return {**document, "content_sha256": entry.content_sha256}
    return await draft(period_end, now, settings)


# --- refusals ----------------------------------------------------------------------------------


def _require_over(period_end: date, now: datetime) -> None:
    if not is_over(period_end, now):
        raise PeriodNotOver(
            f"The half-year ends on {day(period_end)}. It can be published from the day after."
        )
