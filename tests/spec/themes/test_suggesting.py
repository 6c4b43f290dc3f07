"""Themes suggested for comments: direction, question, evidence, and input that nobody meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard.themes.clauses import QuestionKind, clauses_of, question_kind
from scorecard.themes.codebook import shipped_codebook
from scorecard.themes.lexicon import read_lexicon
from scorecard.themes.ranking import SHOWN
from scorecard.themes.suggestion import QUOTED, Suggester
from scorecard.themes.words import levelled, words_of

SUGGESTER = Suggester(shipped_codebook().lexicon)
GOOD, STAY, WHY = QuestionKind.GOOD, QuestionKind.STAY, QuestionKind.WHY


def told(comment: str, question: QuestionKind = WHY) -> dict[str, str]:
    return {each.theme: each.direction.value for each in SUGGESTER.suggest(comment, question)}


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("Caseload was fine, it was the commute.", {"TRV": "reason", "CAS": "praised"}),
        ("It wasn't the pay. It was the bullying.", {"DIS": "reason", "PAY": "mentioned"}),
        ("I was never bullied.", {"DIS": "praised"}),
        ("Pay is low but that's not why I'm going.", {"PAY": "mentioned"}),
        ("I liked court. I never minded the commute.", {"CRT": "praised", "TRV": "praised"}),
        ("Great fun being on call again at Christmas.", {"WLB": "reason"}),
        ("I was trusted to decide.", {"BLA": "praised"}),
        ("I was not bullied by anyone. Bullied, no.", {"DIS": "reason"}),
        ("My mum is ill. Commuting.", {"PER": "reason", "TRV": "reason"}),
        ("I took a career break", {"PER": "reason"}),
        ("my superviser was allways to buisy", {"SUP": "reason"}),
        ("The beurocracy", {"ADM": "reason"}),
        ("Without being bullied, that time.", {"DIS": "praised"}),
        ("Good: parking. Bad: sign-off.", {"BLA": "reason", "PLC": "praised"}),
        ("Reason given: the commute.", {"TRV": "reason"}),
        ("+ parking - commute", {"TRV": "reason", "PLC": "praised"}),
        ("Whilst parking was sound, the commute was long.", {"TRV": "reason", "PLC": "praised"}),
        ("Good parking, poor pay.", {"PAY": "reason", "PLC": "praised"}),
        ("Such a privilege to pay for parking.", {"PAY": "reason"}),
        ("The problem was never the commute.", {"TRV": "mentioned"}),
        ("Nothing bad to say about the commute.", {"TRV": "praised"}),
        ("I couldn't go in without being bullied.", {"DIS": "reason"}),
    ],
)
def test_theme_and_direction_are_two_facts(comment: str, expected: dict[str, str]) -> None:
    assert told(comment) == expected


def test_the_question_sets_the_direction() -> None:
    assert told("Supervision and training", GOOD) == {"SUP": "praised", "CAR": "praised"}
    assert told("Supervision and training", STAY) == {"SUP": "reason", "CAR": "reason"}
    assert told("Not much. Supervision was poor.", GOOD) == {"SUP": "reason"}
    assert told("A settled team.", STAY) == {"TEA": "reason"}
    assert told("Not much. The roof leaked.", GOOD) == {"PLC": "reason"}
    assert told("Nothing. The team was lovely.", GOOD) == {"TEA": "praised"}
    assert told("The office. The desks.", GOOD) == {"PLC": "praised"}


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("why", QuestionKind.WHY),
        ("GOOD", QuestionKind.GOOD),
        ("stay ", QuestionKind.STAY),
        ("other", QuestionKind.OTHER),
        ("", QuestionKind.WHY),
        ("What did we do well?", QuestionKind.GOOD),
        ("What was good about working here?", QuestionKind.GOOD),
        ("What would have made you stay?", QuestionKind.STAY),
        ("What would have kept you?", QuestionKind.STAY),
        ("Why are you leaving?", QuestionKind.WHY),
        ("Main reason for leaving", QuestionKind.WHY),
        ("Anything else?", QuestionKind.OTHER),
    ],
)
def test_question_kinds_as_people_write_them(written: str, kind: QuestionKind) -> None:
    assert question_kind(written) is kind


@pytest.mark.parametrize(
    "comment",
    ["", " ", "\0\0", "😀", "-", "N/A", "12345", "Nothing to add.", "Ich gehe wegen meiner Gründe"],
)
def test_nothing_said_nothing_suggested(comment: str) -> None:
    assert SUGGESTER.suggest(comment) == ()


def test_markup_and_scripts_are_only_text() -> None:
    comment = "<script>alert('x')</script><b>Supervision</b> was cancelled \0 again"
    (suggestion,) = SUGGESTER.suggest(comment)
    begin, end = suggestion.evidence[0]
    assert (suggestion.theme, comment[begin:end]) == ("SUP", "Supervision</b> was cancelled")


def test_a_very_long_comment_is_read_to_the_limit() -> None:
    comment = "Supervision was cancelled. " * 1000
    (suggestion,) = SUGGESTER.suggest(comment)
    assert (suggestion.theme, len(suggestion.evidence)) == ("SUP", QUOTED)


def test_evidence_stands_where_it_was_written() -> None:
    comment = "İ think ’tis this: TOO MANY CASES, and my supervison’s poor"
    quoted = {
        each.theme: [comment[begin:end] for begin, end in each.evidence]
        for each in SUGGESTER.suggest(comment)
    }
    assert quoted == {"CAS": ["TOO MANY CASES"], "SUP": ["supervison’s poor"]}


@given(st.text(max_size=300))
def test_evidence_is_inside_the_comment_whatever_is_written(comment: str) -> None:
    found = SUGGESTER.suggest(comment)
    assert len(found) <= SHOWN
    assert len({each.theme for each in found}) == len(found)
    for each in found:
        assert each.evidence
        assert all(0 <= begin < end <= len(comment) for begin, end in each.evidence)


@given(st.text(max_size=200))
def test_words_and_clauses_keep_their_places(comment: str) -> None:
    level = levelled(comment)
    assert len(level) == len(comment)
    for word in words_of(level):
        assert level[word.start : word.end].strip() == level[word.start : word.end] != ""
    for clause in clauses_of(level):
        assert level[clause.start : clause.start + len(clause.text)] == clause.text


def test_a_denial_with_nothing_before_it_is_harmless() -> None:
    assert told("It wasn't that. Bullying.") == {"DIS": "reason"}


def test_a_phrase_of_weight_nought_hides_and_a_longer_one_of_another_theme_wins() -> None:
    suggester = Suggester(
        read_lexicon("[A]\n0 team manager\n3 team\n[B]\n3 team manager\n[C]\n1 weeks")
    )
    assert [each.theme for each in suggester.suggest("the team manager and the others")] == ["B"]
    assert [each.theme for each in suggester.suggest("the team that was there before us")] == ["A"]
    assert suggester.suggest("there were many weeks of all of this before") == ()


def test_more_words_for_a_theme_rank_it_higher() -> None:
    suggester = Suggester(read_lexicon("[A]\n3 alpha\n3 beta\n[B]\n3 -gamma"))
    comment = "gamma then there is alpha and also beta somewhere"
    assert [(each.theme, each.score) for each in suggester.suggest(comment)] == [("A", 4), ("B", 3)]


@pytest.mark.parametrize(
    ("comment", "shown"),
    [
        ("gamma then there is alpha and also beta", ["A"]),
        ("gamma, and alpha for everybody in there", ["B", "A"]),
        ("gamma was awful. The alpha was poor, and the beta", ["A", "B"]),
        ("delta then there is alpha and also beta", ["A", "D"]),
        ("gamma gammas then there is alpha and also beta and omega", ["A", "B"]),
    ],
)
def test_a_weaker_reason_is_shown_only_if_complained_of_or_told_apart_or_twice(
    comment: str, shown: list[str]
) -> None:
    words = "[A]\n3 alpha\n3 beta\n3 omega\n[B]\n3 gamma\n3 gammas\n[D]\n3 -delta"
    suggester = Suggester(read_lexicon(words))
    assert [each.theme for each in suggester.suggest(comment)] == shown


def test_a_reason_comes_before_praise_for_the_same_theme() -> None:
    suggester = Suggester(read_lexicon("[A]\n3 parking"))
    (each,) = suggester.suggest("Lovely parking. Awful parking.")
    assert each.direction.value == "reason"
    (other,) = suggester.suggest("Awful parking. Lovely parking.")
    assert other.direction.value == "reason"
