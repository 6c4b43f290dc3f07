"""What a version says of the one before: what moved since, and why; read back from its document."""

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec

from scorecard.commentary import COMMENTARY, KEPT
from scorecard.parameters import DEFAULT_PARAMETERS
from scorecard.periods import HalfYear
from scorecard.workforce import Workforce
from service.publication.causes import in_words
from service.publication.movements import what_moved
from service.publication.sealed_records import facts_behind
from service.publication.store import EditionEntry, StoredEdition
from service.settings import Settings
from service.workforce.operations import ReturnStamp
from service.workforce.records import Kind

Json = dict[str, Any]

WITHDRAWN = "withdrawn"
"""Member of ``changes.since`` where the version before had been withdrawn; not there otherwise."""


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


def shown_before(
    whole: Mapping[str, Any], version_before: StoredEdition | None
) -> StoredEdition | None:
    """The version before, to be set against this one: not when it had been withdrawn.

    What was taken back is not published once more as the figure that was wrong.
    """
    changes = whole["changes"]
    return None if changes is not None and WITHDRAWN in changes["since"] else version_before


def changed_words(earlier: Mapping[str, Any], words: Mapping[str, Any]) -> bool:
    """Whether what stands beside the figures is not what stood there before."""
    was, is_now = (
        {name: value for name, value in each.get(COMMENTARY, {}).items() if name != KEPT}
        for each in (earlier, words)
    )
    return was != is_now


async def changes_between(
    *,
    earlier: EditionEntry,
    earlier_document: Mapping[str, Any],
    later_document: Mapping[str, Any],
    later_facts: Workforce,
    period: HalfYear,
    settings: Settings,
    withdrawn: bool,
) -> Json:
    """What moved since ``earlier`` and why; both sets of facts come from what was kept.

    ``withdrawn``: the earlier version had been withdrawn when this one was published.
    """
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
    causes = list(moved["causes"])
    if changed_words(earlier_document, later_document):
        causes.append(_cause("changed-words"))
    if withdrawn:
        causes.append(_cause("withdrawn-version"))
    return {
        "since": {
            "edition": str(earlier.id),
            "version": earlier.version,
            "content_sha256": earlier.content_sha256,
            **({WITHDRAWN: True} if withdrawn else {}),
        },
        **moved,
        "causes": causes,
    }


def _cause(code: str) -> Json:
    return {"code": code, "count": 1, "words": in_words(code, 1)}
