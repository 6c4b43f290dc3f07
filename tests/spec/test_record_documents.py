"""Figures of records in the documents, and scorecards of the time before there were any."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from scorecard.canonical import canonical_json
from scorecard.definition import Symbol
from scorecard.errors import NoRowsBehind
from scorecard.measures import CATALOGUE
from scorecard.parameters import DEFAULT_PARAMETERS
from scorecard.periods import half_year_ending
from scorecard.records import ExitInterview, InterviewStatus, RecordKind, Records, SurveyResult
from scorecard.scorecard import as_document, build, rows_behind
from scorecard.workforce import Workforce
from tests.spec.tables import staff

PERIOD = half_year_ending(date(2026, 9, 30))
FACTS = Workforce(employments=staff("worker | ended\nann | -\nbob | 2026-06-30"))


def document(facts: Workforce = FACTS) -> dict[str, Any]:
    return as_document(build(facts, PERIOD, DEFAULT_PARAMETERS), DEFAULT_PARAMETERS)


def interviewed(collected: frozenset[RecordKind]) -> dict[str, Any]:
    one = ExitInterview(
        "e1", "bob", date(2026, 6, 30), InterviewStatus.DONE, codable=True, reasons=("CAS",)
    )
    survey = SurveyResult(
        "s1", "Health check", "2", date(2026, 6, 1), date(2026, 6, 30), None, 9, 7, 5
    )
    records = Records(exit_interviews=(one,), survey_results=(survey,), collected=collected)
    return document(replace(FACTS, records=records))


def test_interval_trend_and_series_are_there_only_where_a_figure_has_them() -> None:
    made = interviewed(frozenset(RecordKind))
    by_place = {
        (one["measure"], one["category"]): one
        for one in made["figures"]
        if one["dimension"] == "council"
    }
    wanted = ("interval", "trend", "series")

    def extras(measure: str, category: str = "") -> dict[str, Any]:
        found = by_place[measure, category]
        return {name: found[name] for name in wanted if name in found}

    assert extras("turnover-fte") == {}
    assert extras("survey-response-rate") == {"series": "Health check/2"}
    assert extras("exit-reasons", "CAS") == {
        "interval": {"low": "20.7", "high": "100.0"},
        "trend": "not-shown",
    }
    assert [one["id"] for one in made["measures"]] == [one.id for one in CATALOGUE]
    assert made["parameters"]["exit_interviews"]["chance_of_a_trend"] == "0.05"
    assert canonical_json(made) == canonical_json(interviewed(frozenset(RecordKind)))


def test_a_scorecard_without_records_is_the_one_there_was_before_them() -> None:
    """Editions of that time verify byte for byte: no measure, figure or parameter may be added."""
    assert interviewed(frozenset()) == document()
    assert "exit_interviews" not in document()["parameters"]


def test_figures_of_records_have_no_rows_of_a_file() -> None:
    with pytest.raises(NoRowsBehind, match="exit-reasons"):
        rows_behind(
            FACTS, PERIOD, DEFAULT_PARAMETERS, measure="exit-reasons", dimension="council",
            category="CAS",
        )  # fmt: skip


def test_more_interviews_than_leavers_is_unreliable_and_has_no_interval() -> None:
    """ann is interviewed for two leavings; the returns know of one."""
    twice = tuple(
        ExitInterview(day, "ann", date.fromisoformat(day), InterviewStatus.DONE, codable=True)
        for day in ("2026-06-30", "2026-07-31")
    )
    records = Records(exit_interviews=twice, collected=frozenset(RecordKind))
    facts = Workforce(employments=staff("worker | ended\nann | 2026-07-31"), records=records)
    [share] = [
        one
        for one in build(facts, PERIOD, DEFAULT_PARAMETERS).figures
        if one.measure == "exit-interviewed-share"
    ]
    assert (share.numerator, share.denominator, share.value) == (2, 1, Symbol.UNRELIABLE)
    assert share.interval is None
