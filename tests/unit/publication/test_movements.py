"""Which figures moved and why, on facts small enough to see it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from scorecard.parameters import DEFAULT_PARAMETERS
from scorecard.periods import half_year_ending
from scorecard.scorecard import as_document, build
from scorecard.workforce import AbsenceKind, Workforce
from service.publication.fact_changes import fact_changes
from service.publication.movements import OF_SICKNESS, by_place, counterpart, what_moved
from tests.unit.publication.test_fact_changes import BASE, EMPLOYED, LEFT, OTHER

PERIOD = half_year_ending(date(2026, 9, 30))
TWO = replace(BASE, employments=(EMPLOYED, replace(EMPLOYED, worker=OTHER, ref="r#3", post="P2")))


def document(facts: Workforce) -> dict[str, Any]:
    return as_document(build(facts, PERIOD, DEFAULT_PARAMETERS), DEFAULT_PARAMETERS)


def moved(
    before: Workforce,
    after: Workforce,
    earlier: dict[str, Any] | None = None,
) -> dict[str, Any]:
    return what_moved(
        earlier=earlier or document(before),
        earlier_facts=before,
        later=document(after),
        later_facts=after,
        period=PERIOD,
        parameters=DEFAULT_PARAMETERS,
    )


def because(changes: dict[str, Any], measure: str) -> list[str]:
    [found] = [
        each
        for each in changes["figures"]
        if (each["measure"], each["dimension"], each["category"]) == (measure, "council", "")
    ]
    return found["because"]


def codes(changes: dict[str, Any]) -> list[str]:
    return [each["code"] for each in changes["causes"]]


def test_the_same_facts_move_nothing() -> None:
    assert moved(TWO, TWO) == {"causes": [], "figures": []}


def test_each_figure_names_the_causes_that_move_it_and_no_other() -> None:
    first, second = TWO.employments
    after = replace(TWO, employments=(replace(first, **LEFT), replace(second, fte=500_000)))
    changes = moved(TWO, after)
    assert codes(changes)[:2] == ["corrected-fte", "late-leaver"]
    assert because(changes, "in-post-headcount") == ["late-leaver"]
    assert because(changes, "in-post-fte") == ["corrected-fte", "late-leaver"]
    assert because(changes, "leavers-fte") == ["late-leaver"]


def test_causes_that_move_a_figure_only_together_are_both_named() -> None:
    """A worker's team was put right, and the same worker's leaving was reported late.

    Either alone leaves the new team without a leaver.
    """
    first, second = TWO.employments
    there = replace(second, team="Moorland")
    before = replace(TWO, employments=(first, there))
    after = replace(TWO, employments=(replace(first, team="Moorland", **LEFT), there))
    [found] = [
        each
        for each in moved(before, after)["figures"]
        if (each["measure"], each["dimension"], each["group"])
        == ("leavers-headcount", "team", "Moorland")
    ]
    assert (found["before"]["value"], found["after"]["value"]) == ("0", "1")
    assert found["because"] == ["corrected-team", "late-leaver"]


def test_a_changed_definition_is_a_cause_even_where_no_figure_moves() -> None:
    earlier = document(TWO)
    earlier["measures"][0] = earlier["measures"][0] | {"definition": "Something else."}
    changes = moved(TWO, TWO, earlier)
    assert changes["figures"] == []
    assert changes["causes"] == [
        {
            "code": "changed-definition",
            "count": 1,
            "words": "The definition of 1 measure changed",
            "measures": [earlier["measures"][0]["id"]],
        }
    ]


def test_a_figure_that_the_program_computes_differently_says_so() -> None:
    earlier = document(TWO)
    figure = next(each for each in earlier["figures"] if each["measure"] == "in-post-fte")
    figure["value"] = "1.9"
    changes = moved(TWO, TWO, earlier)
    assert codes(changes) == ["changed-computation"]
    assert because(changes, "in-post-fte") == ["changed-computation"]
    defined = next(each for each in earlier["measures"] if each["id"] == "in-post-fte")
    defined["definition"] = "Something else."
    changes = moved(TWO, TWO, earlier)
    assert codes(changes) == ["changed-definition"]
    assert because(changes, "in-post-fte") == ["changed-definition"]


def test_a_changed_parameter_is_named_by_its_path() -> None:
    earlier = document(TWO)
    earlier["parameters"]["newly_qualified_months"] = {"value": 24, "source": "elsewhere"}
    [cause] = moved(TWO, TWO, earlier)["causes"]
    assert (cause["code"], cause["parameters"]) == (
        "changed-parameter",
        ["newly_qualified_months.source", "newly_qualified_months.value"],
    )


def test_new_and_dropped_measures_are_named() -> None:
    earlier = document(TWO)
    dropped = earlier["measures"].pop(0)["id"]
    earlier["figures"] = [each for each in earlier["figures"] if each["measure"] != dropped]
    earlier["measures"].append(earlier["measures"][0] | {"id": "once-upon-a-time"})
    changes = moved(TWO, TWO, earlier)
    assert codes(changes) == ["new-measure", "dropped-measure"]
    assert because(changes, dropped) == ["new-measure"]
    assert {each["before"] is None for each in changes["figures"]} == {True}


def test_a_kind_of_return_received_for_the_first_time() -> None:
    before = replace(BASE, absences=(), absence_totals=(), received=frozenset({"employments"}))
    after = replace(before, received=frozenset({"employments", "absences"}))
    changes = moved(before, after)
    assert codes(changes) == ["first-return"]
    assert changes["causes"][0]["kinds"] == ["absences"]
    assert because(changes, "sickness-days-lost") == ["first-return"]


def test_changed_notes_on_data_quality_are_counted() -> None:
    earlier = document(TWO)
    earlier["findings"] = [
        *earlier["findings"],
        {"code": "once", "words": "Once", "hint": "", "count": 1},
    ]
    changes = moved(TWO, TWO, earlier)
    assert changes == {
        "causes": [
            {
                "code": "changed-findings",
                "count": 1,
                "words": "1 note on data quality changed",
            }
        ],
        "figures": [],
    }


def units(*figures: tuple[str, str | None, int]) -> dict[Any, Any]:
    """Figures of the average caseload by place, from category, value and count."""
    return by_place(
        {
            "figures": [
                {
                    "measure": "average-caseload",
                    "dimension": "council",
                    "group": "",
                    "category": category,
                    "value": value,
                    "n": n,
                }
                for category, value, n in figures
            ]
        }
    )


@pytest.mark.parametrize(
    ("category", "before", "value"),
    [
        ("", (("child", "17.2", 90), ("family", "3.0", 4)), "17.2"),
        ("child", (("", None, 0),), None),
        ("family", (("child", "17.2", 90),), "nothing"),
        ("child", (("child", "17.2", 4), ("family", "3.0", 90)), "17.2"),
        ("", (), "nothing"),
    ],
)
def test_a_figure_without_a_unit_is_compared_with_the_unit_most_counted_in(
    category: str, before: tuple[tuple[str, str | None, int], ...], value: str | None
) -> None:
    found = counterpart(("average-caseload", "council", "", category), units(*before))
    assert (found["value"] if found else "nothing") == value


def test_absence_other_than_sickness_is_never_a_cause() -> None:
    """Maternity leave that merely ended later moves nothing, and is not put down as a correction."""
    open_leave = replace(
        BASE.absences[0], kind=AbsenceKind.MATERNITY, last_day=None, days_lost=None
    )
    before = replace(TWO, absences=(*TWO.absences, open_leave))
    ended = replace(open_leave, last_day=date(2026, 8, 3))
    first, second = TWO.employments
    after = replace(
        before, absences=(*TWO.absences, ended), employments=(replace(first, **LEFT), second)
    )
    assert fact_changes(before, replace(before, absences=after.absences), PERIOD) == ()
    assert codes(moved(before, after))[:1] == ["late-leaver"]
    assert "absence" not in " ".join(codes(moved(before, after)))


def test_sickness_absence_that_ended_since_is_said_to_be_brought_up_to_date() -> None:
    before = replace(TWO, absence_totals=())
    after = replace(before, absences=(replace(BASE.absences[0], days_lost=300),))
    changes = moved(before, after)
    assert [each["words"] for each in changes["causes"]][:1] == [
        "Sickness absence of 1 social worker was brought up to date (ended or corrected since)"
    ]
    assert {each["measure"] for each in changes["figures"]} <= OF_SICKNESS
