"""The next edition of a half-year as it would be, were the draft published now. Nothing is stored.

Whoever looks at it sees what publishing would make, words and protection and all, also where
publishing would still be refused: what is missing is told by the task list, not here.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from service.access.actor import Actor
from service.publication import protection, store
from service.publication.edition import Imprint
from service.publication.freezing import beside_draft, changes_since, composed, next_plan, stored
from service.publication.preparation import members as prepared
from service.publication.preparation.parts import Parts, parts_of
from service.publication.preparation.plan import plan_in
from service.publication.preparation.store import PartKind
from service.publication.store import EditionEntry, StoredEdition
from service.scorecards.operations import Draft, current_draft
from service.settings import Settings
from service.surveys import quotations

Json = dict[str, Any]

REASON = "Your public reason stands here."
NO_EDITION = UUID(int=0)
MADE_WITH = "preview"


@dataclass(frozen=True, slots=True)
class Preview:
    """``whole`` for those who prepare it, ``public`` as everybody would see it.

    ``before`` is the version that it corrects; None for a first one. ``not_approved`` counts the
    quotations that may not be published as things stand: they are left out here.
    """

    entry: EditionEntry
    whole: Json
    public: Json
    before: EditionEntry | None
    not_approved: int


async def previewed(
    period_end: date,
    actor: Actor,
    now: datetime,
    settings: Settings,
    *,
    current: Draft | None = None,
    moved: bool = False,
) -> Preview | None:
    """``current``: the draft, where the caller has computed it. None where no return is in force.

    ``moved``: what a correction moved is worked out too, which takes as long as all the rest.

    Raises NotAHalfYearEnd (scorecard.errors).
    """
    current = current or await current_draft(period_end, settings)
    if not current.stamps:
        return None
    versions = await store.versions_of(period_end)
    earlier = next((each for each in versions if not each.cancelled), None)
    before = None if earlier is None else await stored(earlier.id)
    parts = await parts_of(period_end)
    planned = plan_in(parts) if earlier is None else None
    release_at = planned if planned is not None and planned > now else None
    beside = await beside_draft(before, current, release_at or now, settings)
    quoted = await _quoted(parts)
    words = prepared.members(
        prepared.taken(
            _quotable(parts, quoted),
            signed_off=None,
            next_plan=await next_plan(period_end, settings),
        ),
        quoted,
        release_at,
        now,
    )
    changes = None
    if moved:
        changes = await changes_since(before, current, current.facts, words, settings)
    decision = await protection.decided(
        current.document,
        current.facts,
        protection.policy_at(now, settings),
        protection.in_order(await store.entries()),
    )
    imprint = Imprint(
        edition=NO_EDITION,
        version=versions[0].version + 1 if versions else 1,
        council=settings.council_name,
        published_at=now.replace(microsecond=0),
        published_by=actor.name,
        reason=None if earlier is None else REASON,
        made_with=MADE_WITH,
        without_returns=REASON if current.missing else None,
    )
    made = await asyncio.to_thread(
        composed,
        imprint,
        current,
        changes,
        release_at=release_at,
        members=beside | words,
        decision=decision,
        version_before=before,
    )
    return _preview(made, earlier, len(parts.of(PartKind.QUOTATION)) - len(quoted))


def _preview(made: StoredEdition, before: EditionEntry | None, not_approved: int) -> Preview:
    return Preview(
        made.entry,
        msgspec.json.decode(made.content),
        msgspec.json.decode(made.public_content),
        before,
        not_approved,
    )


async def _quoted(parts: Parts) -> Mapping[str, str]:
    """The words of the quotations that are approved, by id."""
    wanted = {each.key for each in parts.of(PartKind.QUOTATION)}
    return {
        str(each.id): each.words
        for each in await quotations.listing(quotations.State.APPROVED)
        if str(each.id) in wanted
    }


def _quotable(parts: Parts, quoted: Mapping[str, str]) -> Parts:
    kept = (
        each for each in parts.latest if each.kind is not PartKind.QUOTATION or each.key in quoted
    )
    return Parts(parts.period_end, tuple(kept))


async def last_published(period_end: date, now: datetime) -> StoredEdition | None:
    """The newest version of the half-year published before this one; None where there is none.

    Half-years whose newest version was withdrawn are passed over.
    """
    newest: dict[date, EditionEntry] = {}
    for each in await store.entries():
        if each.period_end < period_end and each.is_public(now):
            newest.setdefault(each.period_end, each)
    standing = [each for each in newest.values() if each.withdrawal is None]
    return await stored(standing[0].id) if standing else None
