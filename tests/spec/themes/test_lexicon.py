"""The lexicon's notation: what a phrase matches, and what is wrong with a line."""

import pytest

from scorecard.themes.lexicon import LexiconInvalid, read_lexicon
from scorecard.themes.phrases import REMEMBERED, PhraseIndex
from scorecard.themes.spelling import Speller
from scorecard.themes.words import words_of


def matched(line: str, text: str, groups: str = "") -> list[str]:
    lexicon = read_lexicon(f"{groups}\n[A]\n{line}")
    words = words_of(text)
    return [
        text[words[match.first].start : words[match.last].end]
        for match in lexicon.index.matches(words)
    ]


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("3 too many cases", "far too many cases now", ["too many cases"]),
        ("3 caseload*", "caseloads rise", ["caseloads"]),
        ("3 a|b c", "a c b c", ["a c", "b c"]),
        ("3 # cases", "31 cases, twenty cases, some cases", ["31 cases", "twenty cases"]),
        ("3 n't listen", "they didn't listen", ["didn't listen"]),
        ("3 n't listen", "they didnt listen", ["didnt listen"]),
        ("3 left ... team", "left the whole team", ["left the whole team"]),
        ("3 left ... team", "left one two three four five team", []),
        ("3 left ... team", "left. The team", []),
        ("3 my ?own manager", "my own manager, my manager", ["my own manager", "my manager"]),
        ("3 left ... ?the team", "left all of the team", ["left all of the team"]),
        ("3 ?very long hours", "very long hours", ["long hours"]),
        ("3 manager", "the manager's room", ["manager's"]),
    ],
)
def test_what_a_phrase_matches(phrase: str, text: str, found: list[str]) -> None:
    assert matched(phrase, text) == found


def test_groups_stand_for_their_words() -> None:
    groups = "@pet = cat dog\n@animal = @pet cow"
    assert matched("3 my @animal", "my cow, my dog", groups) == ["my cow", "my dog"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("3 lost", "line 1 of the lexicon: '3 lost' is not a phrase"),
        ("[A]\n7 lost", "line 2 of the lexicon: '7 lost' is not a phrase"),
        ("[A]\n3 -", "line 2 of the lexicon: '3 -' is not a phrase"),
        ("[A]\n3 ?maybe", "does not begin and end with words that must be there"),
        ("[A]\n3 word ...", "does not begin and end with words that must be there"),
        ("[A]\n3 @none", "the group @none is not defined"),
        ("@a = @b", "the group @b is not defined"),
        ("@a", "is not a group"),
        ("[A]\n3 a*b", "'a*b' in 'a*b' is not a word"),
        ("[A]\n3 a||b", "'' in 'a||b' is not a word"),
        ("[A]\n3 *", "'*' in '*' is not a word"),
    ],
)
def test_a_wrong_line_is_named(text: str, said: str) -> None:
    with pytest.raises(LexiconInvalid, match="line") as refused:
        read_lexicon(text)
    assert said in str(refused.value)


def test_slips_of_the_pen_are_read_as_the_word_that_was_meant() -> None:
    speller = Speller(
        frozenset({"supervision", "anxiety", "training", "bullied"}),
        {"buisy": "busy"},
        frozenset({"straining"}),
    )
    meant = {
        "supervision": "supervision",
        "supervison": "supervision",
        "superviision": "supervision",
        "supervosion": "supervision",
        "anxeity": "anxiety",
        "buisy": "busy",
        "straining": "straining",
        "draining": "draining",
        "trainin": "trainin",
        "trainers": "trainers",
        "short": "short",
        "bullies": "bullies",
        "supervisions": "supervisions",
        "super-vision": "super-vision",
    }
    assert {word: speller.meant(word) for word in meant} == meant


def test_the_index_stops_remembering_at_its_limit() -> None:
    lexicon = read_lexicon("[A]\n3 word")
    index = PhraseIndex(lexicon.phrases)
    index._known.update({str(number): () for number in range(REMEMBERED)})
    assert [match.first for match in index.matches(words_of("a word"))] == [1]
    assert len(index._known) == REMEMBERED


def test_an_empty_lexicon_suggests_nothing() -> None:
    lexicon = read_lexicon("# nothing yet\n[spelling]\nteh the\npacking\n")
    assert (lexicon.themes(), list(lexicon.index.matches(words_of("the packing")))) == ((), [])
