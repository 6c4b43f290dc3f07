"""Figures in plain words."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from scorecard.definition import Dimension, Symbol
from scorecard.disclosure.council_only import ABOUT_A_FEW, ABOUT_ONE_PERSON, is_public
from scorecard.document import measure_document
from scorecard.measures import MEASURES as CATALOGUE
from service.publication.view import AT_A_GLANCE, anchor
from service.publication.wording import (
    DIMENSIONS,
    OF_ONE_WORKER,
    SYMBOLS,
    amount,
    change_in_words,
    divides,
    figure_in_words,
    mid_sentence,
    number,
    parts_in_words,
    value_in_words,
)

TURNOVER = {
    "id": "turnover-fte",
    "title": "Turnover",
    "unit": "%",
    "definition": "Leavers over staff.",
    "numerator": "FTE of leavers",
    "denominator": "FTE in post",
    "categories": [{"code": "child", "words": "Children"}],
}
IN_POST = TURNOVER | {"title": "In post", "unit": "FTE", "denominator": None}


def figure(value: str | None, symbol: str | None = None, **more: Any) -> dict[str, Any]:
    return {
        "value": value,
        "symbol": symbol,
        "category": "",
        "numerator": "39.6",
        "denominator": "279.866666",
        **more,
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("0", "0"),
        ("14.10", "14.10"),
        ("1234.5", "1,234.5"),
        ("-3", "\u22123"),
        ("1000000", "1,000,000"),
    ],
)
def test_numbers(text: str, words: str) -> None:
    assert number(text) == words


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (None, ""),
        ("28", "28"),
        ("279.866666", "279.9"),
        ("280.25", "280.3"),
        ("-0.366667", "\u22120.4"),
        ("x", "x"),
        ("70806.266498", "70,806.3"),
    ],
)
def test_parts_are_shown_to_one_place(part: str | None, words: str) -> None:
    assert amount(part) == words


def test_values() -> None:
    assert value_in_words(figure("14.1"), TURNOVER) == "14.1%"
    assert value_in_words(figure("279.9"), IN_POST) == "279.9 FTE"
    assert value_in_words(figure(None, "z"), TURNOVER) == "z (not applicable)"
    workers = IN_POST | {"unit": "workers"}
    assert [value_in_words(figure(each), workers) for each in ("1", "2")] == [
        "1 worker",
        "2 workers",
    ]


def test_a_line_of_the_terminal() -> None:
    assert figure_in_words(figure("14.1"), TURNOVER) == (
        "Turnover: 14.1% = 39.6 FTE of leavers ÷ 279.9 FTE in post"
    )
    assert figure_in_words(figure("39.6", denominator=None, category="child"), IN_POST) == (
        "In post: children: 39.6 FTE"
    )


@pytest.mark.parametrize(
    ("measure", "value", "numerator", "denominator", "words"),
    [
        ("caseload-median", "14.5", "29", "2", "14.5 cases of the middle worker or two"),
        ("caseload-highest", "31", "31", "271", "31 cases of the worker who holds most"),
        (
            "caseload-p90",
            "21",
            "21",
            "271",
            "21 cases of the worker at the 90th percentile of 271 workers who hold cases",
        ),
        (
            "caseload-over-limit-share",
            "5.0",
            "5",
            "100",
            "5 workers in the band over the limit ÷ 100 workers in the band who hold cases",
        ),
    ],
)
def test_only_what_is_divided_is_shown_as_a_division(
    measure: str, value: str, numerator: str, denominator: str, words: str
) -> None:
    defined = measure_document(CATALOGUE[measure])
    made = figure(value, numerator=numerator, denominator=denominator)
    assert parts_in_words(made, defined) == words


def test_what_divides_is_known_by_its_unit_for_every_measure_there_is() -> None:
    made = {
        each.id: each.formula(*(Fraction(1) for _ in each.inputs))
        for each in CATALOGUE.values()
        if each.denominator_words
    }
    told = {name: divides(measure_document(CATALOGUE[name])) for name in made}
    assert told == {
        name: not quotient.counts and name not in OF_ONE_WORKER for name, quotient in made.items()
    }


@pytest.mark.parametrize(
    ("now", "then", "words"),
    [
        (figure("14.1"), figure("13.0"), "Up from 13.0%"),
        (figure("9.9"), figure("13.0"), "Down from 13.0%"),
        (figure("13.0"), figure("13.0"), "The same: 13.0%"),
        (figure(None, "z"), figure("13.0"), "Was 13.0%"),
        (figure("13.0"), figure(None, "x"), "Was x (not available)"),
        (figure("13.0"), None, "Not published"),
    ],
)
def test_changes(now: dict[str, Any], then: dict[str, Any] | None, words: str) -> None:
    assert change_in_words(now, then, TURNOVER, TURNOVER) == words


def test_figures_of_different_definitions_are_not_compared() -> None:
    other = TURNOVER | {"definition": "Leavers over average staff."}
    assert change_in_words(figure("14.1"), figure("13.0"), TURNOVER, other) == "Defined differently"
    assert change_in_words(figure("14.1"), figure("13.0"), TURNOVER, None) == "Not published"


@pytest.mark.parametrize(
    ("now", "then", "words"),
    [
        ({"trend": "not-shown"}, {"trend": "up"}, "No trend can be told; was 13.0%"),
        ({"trend": "up"}, {"trend": "not-shown"}, "Going up; was 13.0%"),
        ({"trend": "down"}, {"trend": "not-shown"}, "Going down; was 13.0%"),
        ({"series": "Health check/2"}, {"series": "Health check/1"}, "Asked differently"),
        ({"series": "Health check/2"}, {"series": "Health check/2"}, "Up from 13.0%"),
    ],
)
def test_few_people_have_no_trend_and_other_questions_no_line(
    now: dict[str, Any], then: dict[str, Any], words: str
) -> None:
    made, earlier = figure("99.0") | now, figure("13.0") | then
    assert change_in_words(made, earlier, TURNOVER, TURNOVER) == words


def test_words_in_the_middle_of_a_sentence() -> None:
    assert mid_sentence("People in post") == "people in post"
    assert mid_sentence("FTE of leavers") == "FTE of leavers"
    assert mid_sentence("") == ""


def test_every_symbol_and_dimension_has_words() -> None:
    assert set(SYMBOLS) == {each.value for each in Symbol}
    assert set(DIMENSIONS) == {each.value for each in Dimension}


def test_measures_named_by_the_page_are_in_the_catalogue() -> None:
    named = (*AT_A_GLANCE, *ABOUT_ONE_PERSON, *ABOUT_A_FEW)
    assert {each for each in named if each not in CATALOGUE} == set()


def test_the_share_of_returners_is_not_public() -> None:
    place = {"dimension": "council", "group": "", "category": ""}
    assert is_public(place | {"measure": "starters-headcount"})
    assert not is_public(place | {"measure": "returners-share"})


def test_addresses_within_the_page() -> None:
    assert anchor("Staff in post, starters and leavers") == "staff-in-post-starters-and-leavers"
    families = {measure.family for measure in CATALOGUE.values()}
    assert len({anchor(each) for each in families}) == len(families)
    assert {anchor(each) for each in families}.isdisjoint(CATALOGUE)
