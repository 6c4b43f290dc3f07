"""The learnt voice: what it hears, what it shows with the lexicon, and files that cannot be read."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard.themes.clauses import QuestionKind
from scorecard.themes.codebook import shipped_codebook
from scorecard.themes.learnt import VoiceInvalid, read_voice, shipped_voice, signs_of
from scorecard.themes.lexicon import read_lexicon
from scorecard.themes.ranking import SHOWN
from scorecard.themes.suggestion import Suggester
from scorecard.themes.words import words_of

WORDS = "[A]\n3 alpha\n[B]\n3 beta\n1 bet\n[C]\n3 gamma\n[Z]\n3 zeta"
VOICE = read_voice(
    "# a note\n\nversion 7\nstart A:-300 B:-300 C:-300 D:-300\n"
    "storm\tA:2000\nstor*\tA:250\nhail storm\tA:450 B:3500\nbet\tB:600\n"
    "quiet\tA:-4500 C:-4500\nlost\tD:4500\nalpha\tA:-2500\n"
)
BOTH = Suggester(read_lexicon(WORDS), VOICE)


def told(comment: str, question: QuestionKind = QuestionKind.WHY) -> dict[str, tuple[str, str]]:
    """Direction and evidence by theme."""
    return {
        each.theme: (each.direction.value, "|".join(comment[a:b] for a, b in each.evidence))
        for each in BOTH.suggest(comment, question)
    }


def test_signs_are_words_pairs_and_beginnings() -> None:
    assert signs_of([words_of("so stormy"), words_of("hail")]) == {
        "so", "stormy", "hail", "so stormy", "stor*", "storm*",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("comment", "scores"),
    [
        ("", {"A": -300, "B": -300}),
        # "storm" and "stor*" weigh 2250 over the root of 30: of so many signs at least.
        ("storm", {"A": 110, "B": -300}),
        ("storm storm", {"A": 110, "B": -300}),
        ("hail storm", {"A": 192, "B": 339}),
        # 93 signs: 2250 over their root.
        ("storm " + " ".join(f"x{n}" for n in range(30)), {"A": -67}),
    ],
)
def test_each_sign_counts_once_and_long_answers_are_no_louder(
    comment: str, scores: dict[str, int]
) -> None:
    heard = VOICE.hear([words_of(comment)]).scores
    assert {theme: heard[theme] for theme in scores} == scores


def test_evidence_is_the_words_of_greatest_weight_none_twice() -> None:
    heard = VOICE.hear([words_of("hail storm bet")])
    assert heard.evidence("B") == ((0, 10), (11, 14))
    assert heard.evidence("A") == ((5, 10),)
    assert heard.evidence("C") == ()


def test_at_most_three_spans_are_named() -> None:
    voice = read_voice("version 1\nstart A:0\na\tA:1\nb\tA:2\nc\tA:3\nd\tA:4")
    assert voice.hear([words_of("a b c d")]).evidence("A") == ((2, 3), (4, 5), (6, 7))


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("storm", {"A": ("reason", "storm")}),  # nothing in the lexicon: the voice fills
        ("alpha", {}),  # the lexicon alone would show it: outweighed
        ("bet", {"B": ("reason", "bet")}),  # one point: lifted
        ("gamma", {"C": ("reason", "gamma")}),  # the voice has nothing to say against it
        ("gamma quiet", {}),
        ("zeta", {"Z": ("reason", "zeta")}),  # a theme that the voice does not know
        ("lost", {}),  # a theme that the codebook does not have
        ("quiet", {}),
        ("zeta was brilliant.", {"Z": ("praised", "zeta")}),
        ("gamma was brilliant. A storm.", {"A": ("reason", "storm"), "C": ("praised", "gamma")}),
        ("alpha was brilliant. A storm.", {"A": ("praised", "alpha")}),  # praise stays praise
        ("storm was brilliant.", {}),  # the voice does not listen to praise
    ],
)
def test_the_two_voices_together(comment: str, expected: dict[str, tuple[str, str]]) -> None:
    assert told(comment) == expected


def test_answers_to_what_was_good_are_not_reasons() -> None:
    assert told("storm", QuestionKind.GOOD) == {}


def test_a_low_start_alone_shows_nothing() -> None:
    eager = read_voice("version 1\nstart A:100")
    assert Suggester(read_lexicon(WORDS), eager).suggest("anything") == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("version 1\nstart A:1\nword\tA:x", "line 3"),
        ("version 1\nstart A:1\nword\tA", "line 3"),
        ("start A:1", "version"),
        ("version 1", "start"),
        ("version 1 2\nstart A:1", "version"),
        ("version 1\nstart A:1\nword\tB:2", "B"),
    ],
)
def test_a_file_that_cannot_be_read_names_the_line(text: str, says: str) -> None:
    with pytest.raises(VoiceInvalid, match=re.escape(says)):
        read_voice(text)


def test_the_shipped_voice_knows_the_themes_of_the_codebook_and_is_silent_of_itself() -> None:
    voice = shipped_voice()
    assert voice.version == "1"
    assert tuple(voice.starts) == shipped_codebook().codes()
    assert max(voice.starts.values()) < -300


SHIPPED = Suggester(shipped_codebook().lexicon, shipped_voice())


@given(st.text(max_size=200))
def test_any_text_gives_at_most_three_themes_with_places_in_it(text: str) -> None:
    found = SHIPPED.suggest(text)
    assert len(found) <= SHOWN
    for each in found:
        assert each.evidence
        assert all(0 <= begin < end <= len(text) for begin, end in each.evidence)
    assert found == SHIPPED.suggest(text)
