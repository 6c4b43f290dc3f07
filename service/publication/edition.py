"""The documents of an edition: the whole, the whole without rows, and what the public may see.

The whole and the public one are made once, at publishing, as canonical JSON bytes, and are served
as they are. The one without rows follows from the whole and is made when it is first asked for. The
shape is stable: docs/scorecards/edition.md.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from scorecard.canonical import canonical_json
from scorecard.definition import Dimension
from scorecard.workforce import CaseUnit
from service.scorecards.operations import stamp_as_json
from service.scorecards.sent_returns import MissingReturn
from service.workforce.operations import ReturnStamp

Json = dict[str, Any]

PUBLIC_CATEGORIES = frozenset({"", *CaseUnit})
"""One number, or one number for each unit that cases are counted in: never a group of people."""
ABOUT_ONE_PERSON = frozenset({"caseload-highest", "caseload-p90"})
"""Measures of the whole council whose figure is what a single worker has (below ten holders the
90th percentile is the highest)."""
ABOUT_A_FEW = frozenset({"returners-share"})
"""Measures whose parts are a handful of people: private until a disclosure policy decides."""


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
    changes: Mapping[str, Any] | None,
    missing: Sequence[MissingReturn] = (),
) -> Json:
    """The edition with everything: figures at all breakdowns, definitions, findings, inputs.

    ``changes`` says what a correction moved since the version before; None for version 1.
    ``missing`` are the returns it was published without.
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
        "changes": changes,
        **(accepted if imprint.without_returns is not None else {}),
    }


ACCEPTED = "accepted_missing_returns"
"""Member of an edition that was published without returns it rests on; not there otherwise."""


def without_rows(document: Mapping[str, Any], content_sha256: str) -> Json:
    """What a key may see that is not for drilling through: everything but references to rows.

    A reference (``<return id>#<row>``) names the line of one worker in a file of HR: it is for
    those who may read that line. Of a cause only fields named here are kept.
    """
    changes = document["changes"]
    return {
        **document,
        "access": "without-rows",
        "content_sha256": content_sha256,
        "changes": None
        if changes is None
        else {
            **changes,
            "causes": [
                {name: each[name] for name in _OF_A_CAUSE if name in each}
                for each in changes["causes"]
            ],
        },
    }


_OF_A_CAUSE = ("code", "count", "words", "measures", "parameters", "kinds")


def public(document: Mapping[str, Any], content_sha256: str) -> Json:
    """What anyone may see: figures of the whole council that are not about a few people.

    Until a disclosure policy is in force no breakdown is public, neither by group (team, role ...)
    nor by category (reason for leaving, band): small numbers there could be people somebody knows.
    Fields are chosen here one by one, so a new one stays private until it is named.
    """
    return {
        "status": document["status"],
        "access": "public",
        "edition": document["edition"],
        "version": document["version"],
        "council": document["council"],
        "published_at": document["published_at"],
        "reason": document["reason"],
        "content_sha256": content_sha256,
        "period": document["period"],
        "measures": document["measures"],
        "parameters": document["parameters"],
        "figures": [each for each in document["figures"] if is_public(each)],
        "findings": [
            {name: each[name] for name in ("code", "words", "hint", "count")}
            for each in document["findings"]
        ],
        "changes": public_changes(document["changes"]),
        **({ACCEPTED: document[ACCEPTED]} if ACCEPTED in document else {}),
    }


def is_public(figure: Mapping[str, Any]) -> bool:
    """Whether a figure is for everybody to see."""
    return (
        figure["dimension"] == Dimension.COUNCIL
        and figure["category"] in PUBLIC_CATEGORIES
        and figure["measure"] not in ABOUT_ONE_PERSON | ABOUT_A_FEW
    )


def public_changes(changes: Mapping[str, Any] | None) -> Json | None:
    """Council figures that moved and their causes, without the rows behind them."""
    if changes is None:
        return None
    figures = [each for each in changes["figures"] if is_public(each)]
    named = {code for each in figures for code in each["because"]}
    hidden = {code for each in changes["figures"] for code in each["because"]} - named
    return {
        "since": changes["since"],
        "causes": [
            {name: each[name] for name in ("code", "count", "words")}
            for each in changes["causes"]
            if each["code"] not in hidden
        ],
        "figures": figures,
    }


def as_bytes(document: Mapping[str, Any]) -> bytes:
    return canonical_json(document)


def fingerprint(content: bytes) -> str:
    """SHA-256 in lower-case hex: the content hash printed with every edition."""
    return hashlib.sha256(content).hexdigest()


def instant(moment: datetime) -> str:
    """As ``2026-11-20T09:30:00Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
