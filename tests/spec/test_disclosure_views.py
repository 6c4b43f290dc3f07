"""The protected view: figure by figure, field by field, and what a correction may say."""

from dataclasses import replace
from typing import Any

import pytest

from scorecard.definition import Dimension, Symbol
from scorecard.disclosure import (
    DECISION,
    POLICIES,
    Decision,
    closed_figures,
    decision_document,
    public,
    shown_figures,
)
from scorecard.disclosure.blocks import COUNCIL, Closing, Node, Why
from scorecard.disclosure.subjects import Subject
from scorecard.disclosure.views import FEW_BEYOND, is_shown, why_closed
from scorecard.measures import MEASURES

Json = dict[str, Any]
END, OPENING, YEAR = "2026-09-30", "2026-03-31", "2025-09-30"
PERIOD = {"end": END, "opening": OPENING, "year_opening": YEAR, "first_day": "2026-04-01"}
[POLICY] = POLICIES


def figure(
    measure: str, dimension: str = "council", group: str = "", category: str = "", **more: Any
) -> Json:
    divided = MEASURES[measure].denominator_words is not None
    return {
        "measure": measure, "dimension": dimension, "group": group, "category": category,
        "numerator": "30", "denominator": "60" if divided else None, "value": "50.0", "symbol": None,
        "n": 30, "exclusions": [], "basis": "posts", **more,
    }  # fmt: skip


def decision(*cells: tuple[str, str, Node], **changed: Any) -> Decision:
    made = Decision(replace(POLICY, **changed), [], [])
    for subject, at, node in cells:
        made.closings.setdefault(Subject(subject, at), Closing()).closed[node] = Why.SMALL
    return made


CEDAR: Node = ("team", "Cedar")
TOLD = """
closed cell                    | figure of Cedar              | symbol
staff          end             | in-post-fte                  | c
staff          end             | in-post-headcount            | c
staff          end             | establishment-posts          | c
staff          end             | vacancy-rate-fte             | c
staff          end             | turnover-fte                 | c
staff          end             | net-change-headcount         | c
staff          end             | moves-fte                    | c
staff          end             | agency-rate-fte              | c
staff          end             | leavers-headcount            |
staff          end             | opening-headcount            |
staff          opening         | opening-fte                  | c
staff          opening         | net-change-fte               | c
staff          year_opening    | turnover-average-headcount   | c
leavers        end             | leavers-fte                  | c
leavers        end             | leavers-headcount-12-months  | c
leavers        end             | turnover-headcount           | c
leavers        end             | moves-headcount              | c
leavers        end             | net-change-headcount         |
leavers        opening         | leavers-fte-12-months        | c
leavers        opening         | leavers-fte                  |
leavers        opening         | leaving-rate-six-months-fte  |
starters       end             | returners-share              | c
returners      end             | returners-share              | c
early-career   end             | newly-qualified-share        | c
early-career   end             | under-two-years-share        | c
agency         end             | agency-cover-rate-fte        | c
agency-covering end            | vacancies-covered-rate-fte   | c
agency-covering end            | agency-fte                   |
absence        end             | sickness-absence-rate        | c
"""


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()[1:]]


@pytest.mark.parametrize(("cell", "measure", "symbol"), rows(TOLD))
def test_a_figure_is_closed_where_it_tells_a_closed_count(
    cell: str, measure: str, symbol: str
) -> None:
    subject, at = cell.split()
    made = decision((subject, PERIOD[at], CEDAR))
    why = why_closed(MEASURES[measure], figure(measure, *CEDAR), made, PERIOD)
    assert ("" if why is None else "c") == symbol
    elsewhere = figure(measure, "team", "Alder")
    assert why_closed(MEASURES[measure], elsewhere, made, PERIOD) is None


@pytest.mark.parametrize(
    ("cell", "category", "closed"),
    [
        (("staff", END, ("experience", "2-to-3-years")), "2-to-3-years", True),
        (("staff", END, ("experience", "not-stated")), "2-to-3-years", True),
        (("staff", END, COUNCIL), "2-to-3-years", True),
        (("staff", END, ("experience", "2-to-3-years")), "3-to-5-years", False),
        (("early-career", END, COUNCIL), "3-to-5-years", False),
    ],
)
def test_staff_by_experience_tells_the_bands_of_the_staff(
    cell: tuple[str, str, Node], category: str, closed: bool
) -> None:
    band = figure("experience-mix", category=category)
    assert (
        why_closed(MEASURES["experience-mix"], band, decision(cell), PERIOD) is not None
    ) is closed


def test_categories_and_units_have_counts_of_their_own() -> None:
    made = decision(
        ("leavers-by-reason", END, ("category", "5")),
        ("caseload-limits", END, ("category", "under-2-years")),
        ("casework:child", END, CEDAR),
    )
    for measure, place, category, closed in (
        ("leavers-by-reason", COUNCIL, "5", True),
        ("leavers-by-reason", COUNCIL, "1", False),
        ("caseload-over-limit-share", COUNCIL, "under-2-years", True),
        ("average-caseload", CEDAR, "child", True),
        ("average-caseload", CEDAR, "family", False),
        ("caseload-median", CEDAR, "child", True),
    ):
        why = why_closed(MEASURES[measure], figure(measure, *place, category), made, PERIOD)
        assert (why is not None) is closed, (measure, category)


RANKS = """
measure          | holders | closed
caseload-median  | 10      |
caseload-median  | 9       | few-people-beyond
caseload-p90     | 50      |
caseload-p90     | 49      | few-people-beyond
caseload-highest | 500     | few-people-beyond
average-caseload | 5       |
"""


@pytest.mark.parametrize(("measure", "holders", "closed"), rows(RANKS))
def test_a_value_at_a_rank_needs_people_beyond_it(measure: str, holders: str, closed: str) -> None:
    one = figure(measure, *CEDAR, "child", n=int(holders))
    assert why_closed(MEASURES[measure], one, decision(), PERIOD) == (closed or None)
    nobody = one | {"value": None, "symbol": "z", "n": 0}
    assert why_closed(MEASURES[measure], nobody, decision(), PERIOD) is None


SHOWN = """
measure           | dimension  | category | breakdowns | categories | shown
turnover-fte      | council    |          |            | yes        | yes
turnover-fte      | team       |          | team       | yes        | yes
turnover-fte      | team       |          | area       | yes        | no
leavers-by-reason | council    | 5        | team       | yes        | yes
leavers-by-reason | council    | 5        | team       | no         | no
leavers-by-reason | team       | 5        | team       | yes        | no
experience-mix    | role       | x        | role       | yes        | no
average-caseload  | council    | child    |            | no         | yes
average-caseload  | team       | child    | team       | no         | yes
average-caseload  | team       | child    | area       | no         | no
"""


@pytest.mark.parametrize("row", rows(SHOWN), ids=" ".join)
def test_what_has_a_place_in_the_public_view(row: list[str]) -> None:
    measure, dimension, category, breakdowns, categories, shown = row
    made = decision(
        breakdowns=tuple(Dimension(one) for one in breakdowns.split()),
        categories=categories == "yes",
    )
    place = figure(measure, dimension, "", category)
    assert is_shown(MEASURES[measure], place, made) is (shown == "yes")


LEFT_OUT = [{"code": "a", "words": "w", "count": 5}, {"code": "b", "words": "v", "count": 4}]
EDITION: Json = {
    "status": "edition", "edition": "an id", "version": 2, "council": "Demoshire",
    "published_at": "2026-11-20T09:30:00Z", "published_by": "a person", "reason": "A late leaver.",
    "made_with": "0.1.0", "period": PERIOD, "measures": [{"id": "turnover-fte"}],
    "parameters": {"limit": 15}, "inputs": [{"id": "a return"}], "later-field": "private",
    "findings": [{"code": "F", "words": "w", "hint": "h", "count": 30, "rows": ["r#9"]}],
    "changes": None,
    "figures": [
        figure("in-post-fte", exclusions=LEFT_OUT),
        figure("leavers-fte", exclusions=LEFT_OUT),
        figure("experience-mix", category="2-to-3-years", exclusions=LEFT_OUT),
        figure("in-post-headcount", *CEDAR, exclusions=LEFT_OUT),
        figure("leavers-headcount", *CEDAR, symbol=None),
        figure("returners-share", *CEDAR),
        figure("net-change-headcount"),
        figure("moves-headcount"),
        figure("sickness-days-lost", value=None, symbol="z", n=0),
        figure("leavers-by-reason", "team", "Cedar", "5"),
        figure("in-post-fte") | {"measure": "of-a-later-program"},
    ],
}  # fmt: skip
MADE = decision(("leavers", END, CEDAR), ("returners", END, CEDAR))


def edition(**changed: Any) -> Json:
    return {**EDITION, DECISION: decision_document(MADE), **changed}


def test_the_public_document_holds_the_fields_that_are_named_and_no_other() -> None:
    document = public(edition(), "the hash")
    figures = document.pop("figures")
    assert document == {
        "status": "edition", "access": "public", "edition": "an id", "version": 2,
        "council": "Demoshire", "published_at": "2026-11-20T09:30:00Z", "reason": "A late leaver.",
        "content_sha256": "the hash", "period": PERIOD, "measures": [{"id": "turnover-fte"}],
        "parameters": {"limit": 15}, "disclosure": {"policy": decision_document(MADE)["policy"]},
        "findings": [{"code": "F", "words": "w", "hint": "h", "count": None}], "changes": None,
    }  # fmt: skip
    assert [(each["measure"], each["symbol"]) for each in figures] == [
        ("in-post-fte", None), ("leavers-fte", None), ("experience-mix", None),
        ("in-post-headcount", None), ("leavers-headcount", "c"), ("returners-share", "c"),
        ("net-change-headcount", None), ("moves-headcount", None), ("sickness-days-lost", "z"),
    ]  # fmt: skip


def test_a_closed_figure_tells_its_place_and_nothing_else() -> None:
    figures = public(edition(), "h")["figures"]
    assert figures[4] == {
        "measure": "leavers-headcount", "dimension": "team", "group": "Cedar", "category": "",
        "numerator": "c", "denominator": None, "value": None, "symbol": "c", "n": None,
        "exclusions": [], "basis": "posts",
    }  # fmt: skip
    assert figures[5]["denominator"] == "c"
    assert Symbol.SUPPRESSED.value == "c"


def test_rows_that_would_tell_more_than_the_figure_are_not_shown() -> None:
    shown = {each["measure"]: each["n"] for each in public(edition(), "h")["figures"]}
    assert shown == {
        "in-post-fte": None, "leavers-fte": None, "experience-mix": 30, "in-post-headcount": 30,
        "leavers-headcount": None, "returners-share": None, "net-change-headcount": None,
        "moves-headcount": None, "sickness-days-lost": None,
    }  # fmt: skip


def test_rows_left_out_are_counted_for_the_whole_council_at_a_date_where_they_are_not_few() -> None:
    left_out = {
        e["measure"]: [one["count"] for one in e["exclusions"]]
        for e in public(edition(), "h")["figures"]
    }
    assert left_out["in-post-fte"] == [5, None]
    assert left_out["leavers-fte"] == [None, None]
    assert left_out["experience-mix"] == [None, None]
    assert left_out["in-post-headcount"] == []


def test_an_edition_without_all_returns_says_so_to_everybody() -> None:
    accepted = {"reason": "The system is being replaced.", "returns": []}
    document = public(edition(accepted_missing_returns=accepted), "h")
    assert document["accepted_missing_returns"] == accepted


def test_the_review_lists_what_is_closed_and_why() -> None:
    document = edition()
    assert closed_figures(document) == [
        {"measure": "leavers-headcount", "dimension": "team", "group": "Cedar", "category": "",
         "kind": "primary", "because": "small"},
        {"measure": "returners-share", "dimension": "team", "group": "Cedar", "category": "",
         "kind": "primary", "because": "small"},
    ]  # fmt: skip
    assert shown_figures(document) == 9
    made = decision()
    made.closings[Subject("leavers", END)] = Closing({CEDAR: Why.PROTECTS})
    made.closings[Subject("returners", END)] = Closing({CEDAR: Why.TOGETHER})
    ranked = figure("caseload-highest", category="child")
    others = edition(figures=[*EDITION["figures"], ranked], disclosure=decision_document(made))
    assert [(one["kind"], one["because"]) for one in closed_figures(others)] == [
        ("secondary", "protects-another"), ("secondary", "goes-with-closed"), ("primary", FEW_BEYOND),
    ]  # fmt: skip


def move(place: Json, because: str) -> Json:
    return {name: place[name] for name in ("measure", "dimension", "group", "category")} | {
        "before": {"value": "secret"}, "after": {"value": "secret"}, "moved": True, "because": [because],
    }  # fmt: skip


def test_a_correction_tells_what_both_versions_show() -> None:
    moved = figure("in-post-headcount", *CEDAR)
    few = figure("leavers-headcount", *CEDAR)
    never = figure("leavers-by-reason", *CEDAR, "5")
    fresh = figure("in-post-fte", exclusions=LEFT_OUT)
    changes = {
        "since": {"version": 1},
        "causes": [
            {"code": "late", "count": 2, "words": "2 came late", "rows": ["r#1"]},
            {"code": "hidden", "count": 1, "words": "1 of a team", "rows": ["r#2"]},
            {"code": "none", "count": 1, "words": "Named by no figure", "rows": []},
        ],
        "figures": [
            move(moved, "late"),
            move(few, "hidden"),
            move(never, "hidden"),
            move(fresh, "late"),
        ],
    }
    earlier = public(edition(figures=[figure("in-post-headcount", *CEDAR, value="29.0"), few]), "h")
    told = public(edition(changes=changes), "h", earlier=earlier, words=lambda code: f"some {code}")
    assert told["changes"]["since"] == {"version": 1}
    assert told["changes"]["causes"] == [
        {"code": "late", "count": None, "words": "some late"},
        {"code": "none", "count": None, "words": "some none"},
    ]
    [first, second] = told["changes"]["figures"]
    assert (first["measure"], first["before"]["value"], first["after"]["value"]) == (
        "in-post-headcount", "29.0", "50.0",
    )  # fmt: skip
    assert set(first["before"]) == {
        "value",
        "symbol",
        "numerator",
        "denominator",
        "n",
        "exclusions",
        "basis",
    }
    assert first["moved"]
    assert first["because"] == ["late"]
    assert (second["measure"], second["before"], second["after"]["value"]) == (
        "in-post-fte",
        None,
        "50.0",
    )
    assert "secret" not in str(told)
    behind = public(edition(figures=[moved | {"n": 31}]), "h")
    again = public(edition(changes=changes), "h", earlier=behind)["changes"]
    assert [each["moved"] for each in again["figures"]] == [False, True]
    assert again["causes"][0]["words"] == "late"
    assert len(public(edition(changes=changes), "h")["changes"]["figures"]) == 2


def test_a_correction_tells_what_opened_closed_or_went_and_not_what_stayed_closed() -> None:
    shown, closed = figure("in-post-headcount", *CEDAR), figure("leavers-headcount", *CEDAR)
    gone, same = figure("in-post-fte"), figure("opening-fte", value="12.0")
    changes = {
        "since": {"version": 1},
        "causes": [{"code": code, "count": 1, "words": code} for code in ("shut", "gone", "kept")],
        "figures": [
            move(closed, "shut"), move(gone, "gone"), move(same, "kept"),
            move(figure("returners-share", *CEDAR), "kept"),
        ],
    }  # fmt: skip
    earlier = public(edition(figures=[gone, same, figure("returners-share", *CEDAR)]), "h")
    # In the earlier version the leavers of Cedar were open; its returners were closed in both.
    open_then = {**closed, "value": "7", "basis": "posts"}
    earlier["figures"].append(open_then)
    now = [shown, closed, same, figure("returners-share", *CEDAR, basis="another")]
    told = public(edition(figures=now, changes=changes), "h", earlier=earlier)["changes"]
    assert [(each["measure"], each["group"], each["moved"]) for each in told["figures"]] == [
        ("leavers-headcount", "Cedar", True),
        ("in-post-fte", "", True),
    ]
    shut, went = told["figures"]
    assert {name: shut[name] for name in ("dimension", "category", "because")} == {
        "dimension": "team", "category": "", "because": ["shut"],
    }  # fmt: skip
    assert (shut["before"]["value"], shut["after"]["value"], shut["after"]["symbol"]) == (
        "7", None, "c",
    )  # fmt: skip
    assert (went["before"]["value"], went["after"]) == ("50.0", None)
    assert [each["code"] for each in told["causes"]] == ["shut", "gone"]
