"""The documents of an edition: the whole, and what the public may see.

Both are made once, at publishing, as canonical JSON bytes, and are served as they are. The shape is
stable: docs/scorecards/edition.md.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from scorecard.canonical import canonical_json
from scorecard.disclosure import ACCEPTED, DECISION
from service.scorecards.operations import stamp_as_json
from service.scorecards.records import KeptRecords
from service.scorecards.sent_returns import MissingReturn
from service.workforce.operations import ReturnStamp

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Imprint:
    """What is known of an edition before its figures: who, when, which, why."""

    edition: UUID
    version: int
    council: str
    published_at: datetime
    published_by: str
    reason: str | None
    """Public reason of a correction; None for version 1."""
    made_with: str
    """Version of the program, so that a later difference can be told from tampering."""
    without_returns: str | None = None
    """Public reason for publishing without returns that headline figures rest on; None: all sent."""


def whole(
    imprint: Imprint,
    scorecard: Mapping[str, Any],
    stamps: Sequence[ReturnStamp],
    records: Sequence[KeptRecords],
    *,
    changes: Mapping[str, Any] | None,
    missing: Sequence[MissingReturn] = (),
    beside: Mapping[str, Any] | None = None,
    decision: Mapping[str, Any] | None = None,
) -> Json:
    """The edition with everything: figures at all breakdowns, definitions, findings, inputs.

    ``changes`` says what a correction moved since the version before; None for version 1.
    ``records`` is empty for an edition of the time before records were counted: then it does not
    speak of them. ``missing`` are the returns it was published without. ``beside`` are the members
    ``targets`` and ``comparisons``, where there is anything to set beside the figures. ``decision`` says what of it is
    protected; None in editions from before there was a disclosure policy.
    """
    accepted = {
        ACCEPTED: {
            "reason": imprint.without_returns,
            "returns": [each.as_json() for each in missing],
        }
    }
    return {
        "status": "edition",
        "edition": str(imprint.edition),
        "version": imprint.version,
        "council": imprint.council,
        "published_at": instant(imprint.published_at),
        "published_by": imprint.published_by,
        "reason": imprint.reason,
        "made_with": imprint.made_with,
        **scorecard,
        "inputs": [stamp_as_json(stamp) for stamp in stamps],
        **({"records": [each.as_json() for each in records]} if records else {}),
        "changes": changes,
        **({} if decision is None else {DECISION: decision}),
        **(accepted if imprint.without_returns is not None else {}),
        **(beside or {}),
    }


def as_bytes(document: Mapping[str, Any]) -> bytes:
    return canonical_json(document)


def fingerprint(content: bytes) -> str:
    """SHA-256 in lower-case hex: the content hash printed with every edition."""
    return hashlib.sha256(content).hexdigest()


def instant(moment: datetime) -> str:
    """As ``2026-11-20T09:30:00Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
