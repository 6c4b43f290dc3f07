"""Targets: direction by polarity, unrounded, ties on the good side, and only where they hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from scorecard.definition import Symbol
from scorecard.measures import CATALOGUE, MEASURES
from scorecard.targets import (
    STATUS_WORDS,
    Status,
    Target,
    has_direction,
    status_of,
    targets_document,
    unrounded,
)

VACANCY = Target(
    id="t1",
    revision=1,
    measure="vacancy-rate-fte",
    dimension="council",
    group="",
    category="",
    value=Decimal(12),
    tolerance=Decimal(1),
    decided_on=date(2026, 4, 1),
    first=date(2026, 4, 1),
    last=None,
    source="Workforce strategy 2026",
)
IN_POST = replace(VACANCY, id="t2", measure="in-post-fte", value=Decimal(200), tolerance=Decimal(5))


def figure(measure: str, numerator: str, denominator: str | None, **more: Any) -> dict[str, Any]:
    return {
        "measure": measure,
        "dimension": "council",
        "group": "",
        "category": "",
        "numerator": numerator,
        "denominator": denominator,
        "value": "1",
        "symbol": None,
    } | more


@pytest.mark.parametrize(
    ("measure", "value", "status"),
    [
        # at most 12, tolerance 1
        ("vacancy", "11.9", "met"),
        ("vacancy", "12", "met"),
        ("vacancy", "12.0000001", "within-tolerance"),
        ("vacancy", "13", "within-tolerance"),
        ("vacancy", "13.0000001", "missed"),
        # at least 200, tolerance 5
        ("in post", "200.1", "met"),
        ("in post", "200", "met"),
        ("in post", "199.9999999", "within-tolerance"),
        ("in post", "195", "within-tolerance"),
        ("in post", "194.9999999", "missed"),
    ],
)
def test_the_better_side_and_a_tie_meet_the_target(measure: str, value: str, status: str):
    target = VACANCY if measure == "vacancy" else IN_POST
    assert status_of(Fraction(value), target) == Status(status)


def test_without_tolerance_what_is_not_met_is_missed():
    assert status_of(Fraction(121, 10), replace(VACANCY, tolerance=Decimal(0))) is Status.MISSED


def test_the_comparison_is_made_before_rounding():
    """12.04 % is printed as 12.0 % and is above 12."""
    shown = figure("vacancy-rate-fte", "12.04", "100", value="12.0")
    [found] = targets_document([replace(VACANCY, tolerance=Decimal(0))], [shown])
    assert (found["status"], found["words"]) == ("missed", "▲ Target missed")


@pytest.mark.parametrize(
    ("measure", "numerator", "denominator", "exact"),
    [
        ("vacancy-rate-fte", "1", "3", Fraction(100, 3)),
        ("average-caseload", "71", "4.1", Fraction(710, 41)),
        ("caseload-median", "33", "2", Fraction(33, 2)),
        ("caseload-p90", "20", "5", Fraction(20)),
        ("caseload-over-limit", "2", "5", Fraction(2)),
        ("caseload-over-limit-share", "2", "5", Fraction(40)),
        ("in-post-fte", "4.1", None, Fraction(41, 10)),
        ("sickness-absence-rate", "5", "1037.3", Fraction(5000, 10373)),
        ("turnover-average-headcount", "1", "5.5", Fraction(200, 11)),
    ],
)
def test_the_unrounded_value_follows_from_the_parts(
    measure: str, numerator: str, denominator: str | None, exact: Fraction
):
    assert unrounded(figure(measure, numerator, denominator)) == exact


def test_low_has_a_number_behind_it_and_other_symbols_have_none():
    low = figure("vacancy-rate-fte", "0.01", "100", value=None, symbol="low")
    assert unrounded(low) == Fraction(1, 100)
    for symbol in ("z", "x", "c", "u"):
        none = figure("vacancy-rate-fte", "0", "0", value=None, symbol=symbol)
        assert unrounded(none) is Symbol(symbol)


def test_a_symbol_has_no_status_and_a_figure_that_is_not_there_neither():
    shown = [figure("vacancy-rate-fte", "0", "0", value=None, symbol="z")]
    first, second = targets_document([IN_POST, VACANCY], shown)
    assert (first["target"], first["status"], first["symbol"]) == ("t1", None, "z")
    assert (second["target"], second["status"], second["symbol"]) == ("t2", None, None)
    assert first["words"] == second["words"] == ""


def test_the_document_says_everything_that_was_decided():
    [found] = targets_document([VACANCY], [figure("vacancy-rate-fte", "1", "10")])
    assert found == {
        "target": "t1",
        "revision": 1,
        "measure": "vacancy-rate-fte",
        "dimension": "council",
        "group": "",
        "category": "",
        "direction": "at-most",
        "value": "12",
        "tolerance": "1",
        "decided_on": "2026-04-01",
        "in_force_from": "2026-04-01",
        "in_force_until": None,
        "source": "Workforce strategy 2026",
        "status": "met",
        "words": "● Target met",
        "symbol": None,
    }
    ended = replace(IN_POST, last=date(2027, 3, 31))
    [found] = targets_document([ended], [])
    assert (found["direction"], found["in_force_until"]) == ("at-least", "2027-03-31")


def test_a_status_is_a_shape_and_words():
    assert STATUS_WORDS == {
        Status.MET: "● Target met",
        Status.WITHIN_TOLERANCE: "◆ Within tolerance",
        Status.MISSED: "▲ Target missed",
    }


@pytest.mark.parametrize(
    ("day", "in_force"),
    [("2026-03-31", False), ("2026-04-01", True), ("2027-09-30", True), ("2027-10-01", False)],
)
def test_a_target_is_in_force_from_its_first_to_its_last_day(day: str, in_force: bool):
    target = replace(VACANCY, last=date(2027, 9, 30))
    assert target.in_force_on(date.fromisoformat(day)) is in_force
    assert replace(target, last=None).in_force_on(date(2099, 1, 1))


@pytest.mark.parametrize(
    ("first", "last", "overlap"),
    [
        ("2025-04-01", "2026-03-31", False),
        ("2025-04-01", "2026-04-01", True),
        ("2027-03-31", None, True),
        ("2027-04-01", None, False),
        ("2025-04-01", None, True),
    ],
)
def test_two_targets_of_one_figure_overlap_on_any_common_day(
    first: str, last: str | None, overlap: bool
):
    standing = replace(VACANCY, last=date(2027, 3, 31))
    other = replace(
        VACANCY,
        first=date.fromisoformat(first),
        last=None if last is None else date.fromisoformat(last),
    )
    assert standing.overlaps(other) is overlap
    assert other.overlaps(standing) is overlap
    assert not standing.overlaps(replace(other, group="Harbour"))


def test_only_what_has_a_direction_can_have_a_target():
    assert has_direction(MEASURES["vacancy-rate-fte"])
    assert not has_direction(MEASURES["establishment-fte"])
    assert {each.polarity.value for each in CATALOGUE if not has_direction(each)} == {"neither"}
