"""Protecting an edition: the decision is made once, over every edition that can be fetched already."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from scorecard import disclosure
from scorecard.disclosure import Policy
from scorecard.workforce import Workforce
from service import clock
from service.publication import store
from service.publication.causes import without_number
from service.publication.store import EditionEntry, StoredEdition
from service.settings import Settings

Json = dict[str, Any]


def policy_at(now: datetime, settings: Settings) -> Policy:
    """The disclosure policy for what is published now."""
    day = now.astimezone(clock.LONDON).date()
    return disclosure.policy_on(day, (*settings.disclosure, *disclosure.POLICIES))


async def decided(
    scorecard: Mapping[str, Any], facts: Workforce, policy: Policy, given: Sequence[UUID]
) -> Json:
    """The decision about a scorecard, as its edition keeps it.

    ``given`` are the editions to take into account, oldest first; each must be in the database.
    """
    contents = [each.content for each in [await store.stored(one) for one in given] if each]

    def compute() -> Json:
        earlier = [msgspec.json.decode(content) for content in contents]
        nesting = disclosure.nesting_of([*facts.employments, *facts.agency, *facts.posts])
        return disclosure.decision_document(disclosure.decide(scorecard, policy, nesting, earlier))

    return await asyncio.to_thread(compute)


def in_order(entries: Sequence[EditionEntry]) -> list[UUID]:
    """Ids of editions in the order they were published."""
    return [
        each.id
        for each in sorted(
            entries, key=lambda each: (each.published_at, each.period_end, each.version)
        )
    ]


def public_document(
    whole: Mapping[str, Any], content_sha256: str, version_before: StoredEdition | None
) -> Json:
    """What anybody may see of an edition; ``version_before`` is the one that it corrects."""
    return disclosure.public(
        whole,
        content_sha256,
        earlier=None
        if version_before is None
        else msgspec.json.decode(version_before.public_content),
        words=without_number,
    )
