"""Question sets as data: shipped, checked, and never changed once used."""

from __future__ import annotations

from typing import Any

import pytest

from scorecard.survey.question_set import (
    STANDARD_NAMES,
    QuestionSetInvalid,
    Standard,
    question_set_from,
    shipped_exit_questions,
    shipped_health_check,
    shipped_set_document,
)
from scorecard.themes.clauses import QuestionKind

SET: dict[str, Any] = {
    "key": "health-check",
    "edition": 2,
    "title": "Health check",
    "statements": [{"id": "workload-1", "standard": 3, "text": "My caseload lets me work well."}],
    "questions": [{"id": "good", "kind": "good", "text": "What is good here?"}],
}


def test_the_shipped_questionnaire_asks_four_kinds_of_question():
    kinds = [each.kind for each in shipped_exit_questions().questions]
    assert kinds == list(QuestionKind)
    assert shipped_exit_questions().statements == ()


def test_the_shipped_survey_has_statements_under_each_of_the_eight_standards():
    found = {each.standard for each in shipped_health_check().statements}
    assert found == set(Standard) == set(STANDARD_NAMES)
    assert len(Standard) == 8
    assert [s.id for s in shipped_health_check().statements if s.negative] == [
        "workload-3",
        "wellbeing-3",
    ]


def test_a_set_is_read():
    found = question_set_from(SET)
    assert (found.key, found.edition, found.title) == ("health-check", 2, "Health check")
    [statement] = found.statements
    assert (statement.standard, statement.negative) == (Standard.SAFE_WORKLOADS, False)
    assert found.questions[0].kind is QuestionKind.GOOD


STATEMENT, QUESTION = SET["statements"][0], SET["questions"][0]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"key": "Health Check"}, "The key must be small letters and digits, joined by hyphens."),
        ({"key": 3}, "The key must be small letters and digits, joined by hyphens."),
        ({"edition": 0}, "The edition must be a whole number from 1."),
        ({"edition": True}, "The edition must be a whole number from 1."),
        ({"edition": "2"}, "The edition must be a whole number from 1."),
        ({"title": " "}, "The title must be 1 to 500 characters."),
        ({"title": "x" * 501}, "The title must be 1 to 500 characters."),
        ({"statements": "none"}, "statements must be a list of objects."),
        ({"questions": ["why"]}, "questions must be a list of objects."),
        ({"statements": [STATEMENT] * 101}, "There are more than 100 statements."),
        ({"statements": [STATEMENT] * 2}, "The id workload-1 is there twice."),
        ({"statements": [], "questions": []}, "The set asks nothing."),
        (
            {"statements": [STATEMENT | {"standard": 9}]},
            "The standard of workload-1 must be 1 to 8.",
        ),
        (
            {"statements": [STATEMENT | {"standard": True}]},
            "The standard of workload-1 must be 1 to 8.",
        ),
        (
            {"statements": [STATEMENT | {"id": ""}]},
            "The id of a statement must be small letters and digits, joined by hyphens.",
        ),
        (
            {"statements": [STATEMENT | {"text": ""}]},
            "The text of workload-1 must be 1 to 500 characters.",
        ),
        (
            {"questions": [QUESTION | {"kind": "how"}]},
            "The kind of good must be why, good, stay, other.",
        ),
        ({"questions": [QUESTION | {"text": 5}]}, "The text of good must be 1 to 500 characters."),
        (
            {"questions": [{"kind": "why", "text": "Why?"}]},
            "The id of a question must be small letters and digits, joined by hyphens.",
        ),
    ],
)
def test_a_set_that_breaks_its_rules_is_refused(change, fault):
    with pytest.raises(QuestionSetInvalid) as refused:
        question_set_from(SET | change)
    assert refused.value.faults == (fault,)


def test_every_fault_is_told_at_once():
    with pytest.raises(QuestionSetInvalid) as refused:
        question_set_from({"statements": [{}], "questions": [{}]})
    assert len(refused.value.faults) == 9


def test_the_shipped_documents_are_plain():
    assert shipped_set_document("exit-questions-1")["edition"] == 1
