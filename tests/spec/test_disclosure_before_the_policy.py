"""Editions from before the disclosure policy: figures of the whole council, field by field."""

from typing import Any

import pytest

from scorecard.disclosure import council_only, public
from scorecard.disclosure.council_only import is_public, public_changes

FIGURES = """
measure            | dimension | category                | public
turnover-fte       | council   | -                       | yes
caseload-average   | council   | child                   | yes
caseload-average   | council   | family                  | yes
caseload-average   | council   | case                    | yes
turnover-fte       | team      | -                       | no
turnover-fte       | role      | -                       | no
leavers-by-reason  | council   | health                  | no
caseload-highest   | council   | child                   | no
caseload-p90       | council   | child                   | no
returners-share    | council   | -                       | no
"""


def rows(table: str) -> list[dict[str, str]]:
    names, *lines = (
        [cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()
    )
    return [dict(zip(names, line, strict=True)) for line in lines]


def figure(row: dict[str, str]) -> dict[str, Any]:
    category = "" if row["category"] == "-" else row["category"]
    return {"measure": row["measure"], "dimension": row["dimension"], "category": category}


@pytest.mark.parametrize("row", rows(FIGURES), ids=lambda row: " ".join(row.values()))
def test_figures_of_the_whole_council_that_are_not_about_a_few_people(row: dict[str, str]) -> None:
    assert is_public(figure(row)) is (row["public"] == "yes")


OPEN = {"measure": "turnover-fte", "dimension": "council", "category": "", "because": ["late"]}
TEAM = {"measure": "turnover-fte", "dimension": "team", "category": "", "because": ["late", "own"]}
LATE = {"code": "late", "count": 2, "words": "Two came late.", "rows": ["r#1", "r#2"], "kinds": []}
OWN = {"code": "own", "count": 1, "words": "One of a team.", "rows": ["r#3"]}
NONE = {"code": "none", "count": 0, "words": "Named by no figure.", "rows": []}
CHANGES = {
    "since": {"version": 1},
    "causes": [LATE, OWN, NONE],
    "figures": [OPEN, TEAM],
    "later-field": "kept for keys",
}
EDITION = {
    "status": "edition",
    "edition": "an id",
    "version": 2,
    "council": "Demoshire",
    "published_at": "2026-11-20T09:30:00Z",
    "published_by": "a person",
    "reason": "A late leaver.",
    "made_with": "0.1.0",
    "period": {"end": "2026-09-30"},
    "measures": [{"id": "turnover-fte"}],
    "parameters": {"limit": 15},
    "figures": [OPEN, TEAM],
    "findings": [
        {"code": "F", "words": "w", "hint": "h", "count": 3, "rows": ["r#9"], "workers": ["abc"]}
    ],
    "inputs": [{"id": "a return"}],
    "changes": CHANGES,
    "later-field": "private until it is named",
}


def test_the_public_document_holds_the_fields_that_are_named_and_no_other() -> None:
    assert public(EDITION, "the hash") == {
        "status": "edition",
        "access": "public",
        "edition": "an id",
        "version": 2,
        "council": "Demoshire",
        "published_at": "2026-11-20T09:30:00Z",
        "reason": "A late leaver.",
        "content_sha256": "the hash",
        "period": {"end": "2026-09-30"},
        "measures": [{"id": "turnover-fte"}],
        "parameters": {"limit": 15},
        "figures": [OPEN],
        "findings": [{"code": "F", "words": "w", "hint": "h", "count": 3}],
        "changes": {
            "since": {"version": 1},
            # "own" moved only a team: that there was such a cause is not told either.
            "causes": [
                {"code": "late", "count": 2, "words": "Two came late."},
                {"code": "none", "count": 0, "words": "Named by no figure."},
            ],
            "figures": [OPEN],
        },
    }


def test_an_edition_without_all_returns_says_so_to_everybody() -> None:
    accepted = {"reason": "The system is being replaced.", "returns": []}
    document = public({**EDITION, "accepted_missing_returns": accepted}, "h")
    assert document["accepted_missing_returns"] == accepted


def test_a_first_version_has_changed_nothing() -> None:
    assert public_changes(None) is None
    assert public({**EDITION, "changes": None}, "h")["changes"] is None


def test_the_view_of_an_edition_without_a_decision_is_the_one_it_was_published_with() -> None:
    assert public(EDITION, "h") == council_only.public(EDITION, "h")
