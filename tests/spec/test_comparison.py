"""What stands beside the figures of a half-year, and what of it anyone may see."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from scorecard.comparison import (
    SEPTEMBER_ONLY,
    Beside,
    beside_edition,
    beside_tables,
    census_day,
    comparisons_document,
    is_census_day,
    table_year,
)
from scorecard.public_comparisons import public_members
from tests.spec.test_national_tables import near, table


def lines(authority: str, chosen: tuple[str, ...] = (), neighbours: tuple[str, ...] = ()):
    found = beside_tables(
        table(),
        near(*neighbours),
        authority=authority,
        chosen=chosen,
        year=2025,
        sources=("t", "n"),
    )
    return [
        (each.comparator, each.words, each.value or each.symbol, each.used, each.of, each.source)
        for each in found
        if each.measure == "turnover-fte"
    ]


def test_england_region_neighbours_and_chosen_authorities():
    assert lines("888", ("332", "207"), ("351", "332", "884")) == [
        ("england", "England", "11.8", None, None, "t"),
        ("region", "North West", "12.2", None, None, "t"),
        ("neighbours-median", "Statistical neighbours, median", "11.75", 2, 3, "n"),
        ("authority", "Dudley", "13.5", None, None, "t"),
        ("authority", "Kensington and Chelsea", "x", None, None, "t"),
    ]


def test_a_council_that_does_not_say_who_it_is_has_england_and_the_chosen():
    assert [each[1] for each in lines("", ("332", "999"), ("351",))] == ["England", "Dudley"]


def test_a_table_without_england_has_none():
    found = list(
        beside_tables(table(), (), authority="351", chosen=(), year=2024, sources=("t", "n"))
    )
    assert found == []


def test_what_depends_on_the_size_of_a_council_is_not_compared():
    found = {
        each.measure
        for each in beside_tables(
            table(), (), authority="", chosen=(), year=2025, sources=("t", "n")
        )
    }
    assert found == {
        "turnover-fte",
        "turnover-headcount",
        "agency-rate-fte",
        "agency-rate-headcount",
        "agency-cover-rate-fte",
        "vacancy-rate-fte",
        "vacancies-covered-rate-fte",
        "average-caseload",
        "sickness-absence-rate",
    }


def test_caseload_is_set_beside_children_and_cases_but_not_families():
    found = beside_tables(table(), (), authority="", chosen=(), year=2025, sources=("t", "n"))
    assert [each.category for each in found if each.measure == "average-caseload"] == [
        "child",
        "case",
    ]


@pytest.mark.parametrize(
    ("end", "year"), [("2026-09-30", 2025), ("2024-09-30", 2024), ("2021-09-30", None)]
)
def test_the_year_of_the_table_is_the_latest_that_is_not_after(end: str, year: int | None):
    assert table_year(table(), date.fromisoformat(end)) == year


def test_only_the_half_year_to_30_september_is_a_census_year():
    assert is_census_day(date(2026, 9, 30))
    assert not is_census_day(date(2026, 3, 31))
    assert census_day(2025) == date(2025, 9, 30)
    assert "30 September" in SEPTEMBER_ONLY["words"]


def edition(**changed: Any) -> dict[str, Any]:
    council = {"dimension": "council", "group": "", "category": ""}
    return {
        "period": {"end": "2026-03-31"},
        "measures": [
            {"id": "turnover-fte", "definition": "Leavers"},
            {"id": "vacancy-rate-fte", "definition": "Vacancies"},
            {"id": "old-measure", "definition": "Gone"},
        ],
        "figures": [
            {"measure": "turnover-fte", "value": "9.9", "symbol": None, **council},
            {"measure": "turnover-fte", "value": "8", "symbol": None, **council, "dimension": "team", "group": "A"},
            {"measure": "vacancy-rate-fte", "value": None, "symbol": "z", **council},
            {"measure": "old-measure", "value": "1", "symbol": None, **council},
        ],
    } | changed  # fmt: skip


def test_an_earlier_edition_gives_its_council_figures_where_the_definition_is_the_same():
    ours = {
        "turnover-fte": {"definition": "Leavers"},
        "vacancy-rate-fte": {"definition": "Vacancies, counted otherwise"},
    }
    found = list(
        beside_edition(edition(), ours, comparator="council", words="Elsewhere", source="s")
    )
    assert found == [
        Beside("turnover-fte", "", "council", "Elsewhere", date(2026, 3, 31), "9.9", None, "s")
    ]
    ours["vacancy-rate-fte"] = {"definition": "Vacancies"}
    found = list(
        beside_edition(edition(), ours, comparator="council", words="Elsewhere", source="s")
    )
    assert [each.symbol for each in found] == [None, "z"]


def beside(measure: str, comparator: str) -> Beside:
    return Beside(measure, "", comparator, comparator, date(2025, 9, 30), "1", None, "s")


def test_comparators_come_in_the_order_of_the_figures_and_only_beside_one():
    figures = edition()["figures"]
    found = comparisons_document(
        figures,
        [
            beside("vacancy-rate-fte", "a"),
            beside("turnover-fte", "b"),
            beside("turnover-fte", "c"),
            beside("not-there", "d"),
        ],
        [{"id": "s"}],
        [SEPTEMBER_ONLY],
    )
    assert [(each["measure"], each["comparator"]) for each in found["figures"]] == [
        ("turnover-fte", "b"),
        ("turnover-fte", "c"),
        ("vacancy-rate-fte", "a"),
    ]
    assert (found["sources"], found["notes"]) == ([{"id": "s"}], [SEPTEMBER_ONLY])
    assert found["figures"][0] == {
        "measure": "turnover-fte",
        "category": "",
        "comparator": "b",
        "words": "b",
        "as_at": "2025-09-30",
        "value": "1",
        "symbol": None,
        "used": None,
        "of": None,
        "source": "s",
    }


def target(measure: str, dimension: str = "council", group: str = "") -> dict[str, Any]:
    return {
        "measure": measure,
        "dimension": dimension,
        "group": group,
        "category": "",
        "status": "missed",
        "words": "▲ Target missed",
        "symbol": None,
    }


def test_the_public_sees_targets_and_comparators_of_the_figures_it_sees():
    shown = [edition()["figures"][0]]
    document = {
        "targets": [target("turnover-fte"), target("turnover-fte", "team", "A")],
        "comparisons": {
            "notes": [],
            "sources": [{"id": "s"}],
            "figures": [
                beside("turnover-fte", "b").as_json(),
                beside("caseload-p90", "b").as_json(),
            ],
        },
    }
    found = public_members(document, shown)
    assert found["targets"] == [target("turnover-fte")]
    assert [each["measure"] for each in found["comparisons"]["figures"]] == ["turnover-fte"]
    assert found["comparisons"]["sources"] == [{"id": "s"}]
    assert public_members({}, shown) == {}


def test_a_figure_that_is_withheld_takes_its_status_with_it():
    hidden = edition()["figures"][0] | {"value": None, "symbol": "c"}
    found = public_members({"targets": [target("turnover-fte")]}, [hidden])
    assert found["targets"] == [
        target("turnover-fte") | {"status": None, "words": "", "symbol": "c"}
    ]
