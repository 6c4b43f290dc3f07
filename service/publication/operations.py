"""Publishing: a draft becomes an edition that never changes; a correction is the next version.

What is published is computed twice: from the rows held, as the draft is, and again from nothing but
the bytes of the files received. Only when both give the same is it published, so that every edition
can be verified on the day it is born.
"""

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
from service.access.actor import Actor
from service.publication import protection, store
from service.publication.edition import Imprint
from service.publication.freezing import content_of, freeze, require_first, stamps_of, stored
from service.publication.refusals import NotPublished, PeriodNotOver, ReasonMissing
from service.publication.sealed_records import facts_behind, kept_with
from service.publication.store import EditionEntry, StoredEdition
from service.publication.wording import day
from service.scorecards.operations import FigureName, current_draft, draft, is_over, rows_of_figure
from service.scorecards.records import records_from
from service.settings import Settings
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
    "listing",
    "publish",
    "stamps_of",
    "stored",
    "with_decision",
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
) -> EditionEntry:
    """Freeze the draft of a half-year as version 1.

    ``edition_id`` is for the demo alone, whose editions are the same bytes each time it is loaded.
    ``accept_missing_returns`` is the public reason for publishing without returns that headline
    figures rest on.

    Raises NotAHalfYearEnd (scorecard.errors), ReasonMissing, PeriodNotOver, AlreadyPublished,
    NothingToPublish, ReturnsMissing, FilesDisagree, OvertakenByReturns.
    """
    settings = settings or settings_module.load()
    without_returns = _why_without_returns(accept_missing_returns)
    half_year_ending(period_end, settings.half_year_ends)
    _require_over(period_end, now)
    require_first(await store.latest_version(period_end))
    imprint = _imprint(
        edition_id,
        version=1,
        reason=None,
        without_returns=without_returns,
        actor=actor,
        now=now,
        settings=settings,
    )
    return await freeze(period_end, imprint, actor, settings, earlier=None)


async def correct(
    period_end: date,
    reason: str,
    actor: Actor,
    now: datetime,
    settings: Settings | None = None,
    *,
    edition_id: UUID | None = None,
    accept_missing_returns: str | None = None,
) -> EditionEntry:
    """Publish the next version of a half-year with a public reason and the list of what moved.

    ``edition_id`` and ``accept_missing_returns`` as for ``publish``: what was accepted for one
    version is not taken for granted in the next.

    Raises NotPublished, ReasonMissing, ReturnsMissing, NothingMoved, AlreadyPublished when somebody
    else corrected at the same moment, FilesDisagree, OvertakenByReturns.
    """
    settings = settings or settings_module.load()
    reason = _public_reason(reason, "/reason", "Say what was wrong, for everybody to read.")
    without_returns = _why_without_returns(accept_missing_returns)
    latest = await store.latest_version(period_end)
    if latest is None:
        raise NotPublished(
            f"The scorecard to {day(period_end)} has not been published yet, so there is nothing "
            "to correct."
        )
    imprint = _imprint(
        edition_id,
        version=latest.version + 1,
        reason=reason,
        without_returns=without_returns,
        actor=actor,
        now=now,
        settings=settings,
    )
    return await freeze(period_end, imprint, actor, settings, earlier=latest)


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
    """One version of a period, or the latest. Raises NotPublished."""
    for entry in await store.entries():
        if entry.period_end == period_end and version in {None, entry.version}:
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
        policy = protection.policy_on(now.astimezone(clock.LONDON).date())
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
            f"The half-year ends on {day(period_end)}. It can be published from the day after."
        )
