"""What anyone may see of an edition from before there was a disclosure policy: it stays as it was.

Documents are the plain JSON values of an edition (docs/scorecards/edition.md), before they become
bytes.
"""

from collections.abc import Mapping
from typing import Any

from scorecard.definition import Dimension
from scorecard.measures import FROM_RECORDS
from scorecard.public_comparisons import public_members
from scorecard.workforce import CaseUnit

Json = dict[str, Any]

PUBLIC_CATEGORIES = frozenset({"", *CaseUnit})
"""One number, or one number for each unit that cases are counted in: never a group of people."""
ABOUT_ONE_PERSON = frozenset({"caseload-highest", "caseload-p90"})
"""Measures of the whole council whose figure is what a single worker has (below ten holders the
90th percentile is the highest)."""
ABOUT_A_FEW = frozenset({"returners-share", *(measure.id for measure in FROM_RECORDS)})
"""Measures whose parts are a handful of people: private until a disclosure policy decides."""

ACCEPTED = "accepted_missing_returns"
"""Member of an edition that was published without returns it rests on; not there otherwise."""


def public(document: Mapping[str, Any], content_sha256: str) -> Json:
    """What anyone may see: figures of the whole council that are not about a few people.

    No breakdown is public, neither by group (team, role ...) nor by category (reason for leaving,
    band): small numbers there could be people somebody knows. Fields are chosen here one by one, so
    that a new one stays private until it is named.
    """
    figures = [each for each in document["figures"] if is_public(each)]
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
        "figures": figures,
        "findings": [
            {name: each[name] for name in ("code", "words", "hint", "count")}
            for each in document["findings"]
        ],
        "changes": public_changes(document["changes"]),
        **({ACCEPTED: document[ACCEPTED]} if ACCEPTED in document else {}),
        **public_members(document, figures),
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
