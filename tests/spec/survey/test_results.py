"""Results: who answered first, by standard, and nothing that tells of a small group."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard.survey.question_set import Standard, Statement, question_set_from
from scorecard.survey.results import (
    Answer,
    GroupResult,
    Response,
    answer_from,
    results,
)

ASKED = question_set_from(
    {
        "key": "check",
        "edition": 1,
        "title": "Check",
        "statements": [
            {"id": "load", "standard": 3, "text": "My caseload lets me work well."},
            {"id": "late", "standard": 3, "text": "I work late.", "negative": True},
            {"id": "sup", "standard": 5, "text": "I have supervision."},
        ],
    }
)
LETTERS = {
    "A": Answer.STRONGLY_AGREE,
    "a": Answer.AGREE,
    "n": Answer.NEITHER,
    "d": Answer.DISAGREE,
    "D": Answer.STRONGLY_DISAGREE,
}


def response(answers: str, group: str = "") -> Response:
    """ "A-d": strongly agree, not answered, disagree."""
    named = zip(ASKED.statements, answers, strict=True)
    return Response(group, {s.id: LETTERS[a] for s, a in named if a != "-"})


def test_favourable_by_statement_and_standard():
    #  load late sup
    told = results(ASKED, [response(each) for each in ("Ada", "aD-", "nn-", "da-")], {"": 5}, 1)
    [everybody] = told
    assert (everybody.invited, everybody.responses, everybody.rate) == (5, 4, Fraction(4, 5))
    safe, supervision = everybody.standards or ()
    assert safe.standard is Standard.SAFE_WORKLOADS
    load, late = safe.statements
    assert (load.favourable, load.neither, load.unfavourable) == (2, 1, 1)
    assert (late.favourable, late.neither, late.unfavourable) == (2, 1, 1)  # to disagree is good
    assert (load.share, safe.favourable, safe.answered) == (Fraction(1, 2), 4, 8)
    assert safe.share == Fraction(1, 2)
    assert load.counts == {
        Answer.STRONGLY_AGREE: 1, Answer.AGREE: 1, Answer.NEITHER: 1, Answer.DISAGREE: 1,
        Answer.STRONGLY_DISAGREE: 0,
    }  # fmt: skip
    assert (supervision.answered, supervision.share) == (1, Fraction(1))


def test_nobody_answered_a_statement():
    [everybody] = results(ASKED, [response("a--")], {}, 1)
    _, supervision = everybody.standards or ()
    assert (supervision.share, supervision.statements[0].share) == (None, None)
    assert everybody.rate is None  # nobody knows how many were invited


#  sizes of the groups                     shown, at least 5
SIZES = [
    ({"N": 10, "S": 10},                   "all N S"),
    ({"N": 10, "S": 5},                    "all N S"),
    ({"N": 10, "S": 4},                    "all"),            # S would be all less N
    ({"N": 10, "S": 4, "W": 6},            "all N"),          # W hides S
    ({"N": 10, "S": 4, "W": 4},            "all N"),          # 8 hide one another
    ({"N": 10, "": 4},                     "all"),            # those in no group
    ({"N": 10, "": 6},                     "all N"),
    ({"N": 2, "S": 2},                     ""),
    ({"N": 3, "S": 3},                     "all"),
    ({"N": 10, "S": 0},                    "all N"),
]  # fmt: skip


def shown(told: tuple[GroupResult, ...]) -> str:
    return " ".join(each.group or "all" for each in told if each.standards is not None)


@pytest.mark.parametrize(("sizes", "expected"), SIZES)
def test_no_small_group_is_shown_nor_told_by_what_is(sizes: dict[str, int], expected: str):
    responses = [response("ada", name) for name, size in sizes.items() for _ in range(size)]
    told = results(ASKED, responses, dict.fromkeys(sizes, 20), 5)
    assert shown(told) == expected
    assert {each.group: each.responses for each in told[1:]} == {
        name: size for name, size in sizes.items() if name
    }


#  answered the statement, of ten in each group      shown, at least 5
ANSWERED = [
    ({"N": 10, "S": 10, "W": 10},                      "all N S W"),
    ({"N": 9, "S": 9, "W": 1},                         "all S"),    # N would be told by all less S
    ({"N": 9, "S": 9, "W": 0},                         "all N S W"),
    ({"N": 1, "S": 1, "W": 1},                         ""),
    ({"N": 3, "S": 3, "W": 0},                         "all W"),
    ({"N": 0, "S": 0, "W": 0},                         "all N S W"),
]  # fmt: skip


@pytest.mark.parametrize(("answered", "expected"), ANSWERED)
def test_a_statement_that_few_answered_is_withheld(answered: dict[str, int], expected: str):
    responses = [
        response("a-a" if place < n else "--a", name)
        for name, n in answered.items()
        for place in range(10)
    ]
    told = results(ASKED, responses, dict.fromkeys(answered, 20), 5)
    assert shown(told) == "all N S W"  # the groups are; the statement is not in all of them
    standards = {each.group or "all": (each.standards or ())[0] for each in told}
    seen = [name for name, one in standards.items() if "load" not in ids(one.withheld)]
    assert " ".join(seen) == expected
    for one in standards.values():
        assert {each.statement.id for each in one.statements} | ids(one.withheld) == {
            "load",
            "late",
        }
        assert one.answered == sum(each.answered for each in one.statements)


def ids(statements: Iterable[Statement]) -> set[str]:
    return {each.id for each in statements}


@given(
    st.dictionaries(st.sampled_from(["", "N", "S", "E", "W"]), st.integers(0, 12)),
    st.integers(2, 12),
)
def test_what_is_not_shown_is_nobody_or_enough(sizes: dict[str, int], minimum: int):
    responses = [response("ada", name) for name, size in sizes.items() for _ in range(size)]
    everybody, *groups = results(ASKED, responses, {}, minimum)
    if everybody.standards is None:
        assert len(responses) < minimum
    visible = [each.responses for each in groups if each.standards is not None]
    assert all(each >= minimum for each in visible)
    rest = len(responses) - sum(visible)
    assert rest == 0 or rest >= minimum or not visible


@pytest.mark.parametrize(
    ("written", "answer"),
    [
        ("Strongly agree", Answer.STRONGLY_AGREE),
        (" AGREE ", Answer.AGREE),
        ("neither agree nor disagree", Answer.NEITHER),
        ("Neutral", Answer.NEITHER),
        ("strongly_disagree", Answer.STRONGLY_DISAGREE),
        ("5", Answer.STRONGLY_AGREE),
        ("1", Answer.STRONGLY_DISAGREE),
        ("2", Answer.DISAGREE),
        ("0", None),
        ("maybe", None),
        ("", None),
    ],
)
def test_answers_as_people_write_them(written: str, answer: Answer | None):
    assert answer_from(written) is answer
