"""The staff survey in the scorecard: the response before any percentage, small groups without one."""

from __future__ import annotations

from datetime import date

from scorecard.records import StatementResult, SurveyResult
from tests.spec.record_tables import Made


def result(
    *statements: StatementResult,
    team: str | None = None,
    invited: int = 40,
    responses: int = 25,
    edition: str = "2",
    closed: str = "2026-06-12",
) -> SurveyResult:
    return SurveyResult(
        ref=f"{edition}/{closed}/{team}",
        survey="Health check",
        edition=edition,
        opened_on=date(2026, 3, 1),
        closed_on=date.fromisoformat(closed),
        team=team,
        invited=invited,
        responses=responses,
        minimum_group=5,
        statements=statements,
    )


SUPERVISION = StatementResult("q1", 5, agree=15, neutral=5, disagree=5)
REFLECTION = StatementResult("q2", 5, agree=10, neutral=4, disagree=10)
WORKLOAD = StatementResult("q3", 3, agree=5, neutral=5, disagree=15)


def test_the_response_and_the_agreement_by_standard():
    made = Made(survey_results=[result(SUPERVISION, REFLECTION, WORKLOAD)])
    assert made.said("survey-responses") == "25 / 40 = 25"
    assert made.said("survey-response-rate") == "25 / 40 = 62.5"
    assert made.said("survey-agreement", "standard-5") == "25 / 49 = 51.0"
    assert made.said("survey-agreement", "standard-3") == "5 / 25 = 20.0"
    assert made.said("survey-agreement", "standard-1") == "0 / 0 = z"


def test_a_group_below_the_minimum_has_its_response_and_no_answers():
    made = Made(
        survey_results=[
            result(SUPERVISION, REFLECTION, WORKLOAD),
            result(StatementResult("q1", 5, 3, 1, 1), team="Alder", invited=8, responses=5),
            result(StatementResult("q1", 5, 4, 0, 0), team="Birch", invited=6, responses=4),
            result(team="Cedar", invited=9, responses=7),  # else it would give Birch away
        ]
    )
    assert made.said("survey-responses", by="team", group="Cedar") == "7 / 9 = 7"
    assert made.said("survey-agreement", by="team", group="Cedar") == "c / c = c"
    assert made.said("survey-responses", by="team", group="Birch") == "4 / 6 = 4"
    assert made.said("survey-agreement", by="team", group="Birch") == "c / c = c"
    assert made("survey-agreement", by="team", group="Birch").n == 0
    assert made.said("survey-agreement", "standard-5", by="team", group="Alder") == "3 / 5 = 60.0"
    assert made.groups("survey-agreement", "team") == ["Alder", "Birch", "Cedar"]


def test_another_edition_of_the_questions_is_another_series():
    made = Made(
        survey_results=[
            result(SUPERVISION, edition="1", closed="2026-05-01"),
            result(REFLECTION, edition="2", closed="2026-09-30"),
        ]
    )
    figure = made("survey-agreement", "standard-5")
    assert (figure.numerator, figure.denominator, figure.series) == (10, 24, "Health check/2")
    assert figure.basis == (
        "Health check, edition 2 of its questions, closed on 30 September 2026: results of another "
        "edition are not one line with it; 1 more closed in the half-year and not counted"
    )


def test_teams_are_never_added_up_to_a_council():
    made = Made(survey_results=[result(SUPERVISION, team="Alder")])
    assert made.said("survey-responses") == "x / x = x"
    assert made.said("survey-agreement", "standard-5") == "x / x = x"
    assert made.said("survey-responses", by="team", group="Alder") == "25 / 40 = 25"


def test_without_a_survey_in_the_half_year_it_is_unavailable():
    made = Made(survey_results=[result(SUPERVISION, closed="2026-10-01")])
    assert made.said("survey-responses") == "x / x = x"
    assert made.said("survey-agreement", "standard-5") == "x / x = x"
