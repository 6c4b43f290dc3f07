"""The lexicon behind theme suggestions: lines that a person can read and edit.

@name = word word word       a group of words for use in phrases
[CAS]                        the phrases of a theme follow
3 -too many cases            WEIGHT phrase; ``-`` bad news by nature, ``+`` good news by nature
0 team manager               hides the words from this theme
[spelling]                   then: ``beurocracy bureaucracy``, or one word that is right as it is
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from scorecard.themes.phrases import Colour, Phrase, PhraseIndex, PhraseInvalid, compile_phrase
from scorecard.themes.spelling import Speller

SPELLING = "spelling"
WEIGHTS = frozenset("0123")


class LexiconInvalid(ValueError):  # noqa: N818 -- named for what happened
    """A line of the lexicon cannot be read; the sentence names it."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    phrases: tuple[Phrase, ...]
    index: PhraseIndex
    speller: Speller

    def themes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(phrase.theme for phrase in self.phrases))


@dataclass(slots=True)
class _Reading:
    theme: str = ""
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)
    phrases: list[Phrase] = field(default_factory=list)
    slips: dict[str, str] = field(default_factory=dict)
    right: set[str] = field(default_factory=set)


def read_lexicon(text: str, *, english: frozenset[str] = frozenset()) -> Lexicon:
    """Compile the lexicon's lines; ``english`` are words that are no slips of others.

    Raises LexiconInvalid naming the line.
    """
    reading = _Reading(right=set(english))
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if line and not line.startswith("# "):
            try:
                _line(line, reading)
            except PhraseInvalid as error:
                raise LexiconInvalid(f"line {number} of the lexicon: {error}") from error
    phrases = tuple(reading.phrases)
    speller = Speller(_vocabulary(phrases), reading.slips, frozenset(reading.right))
    return Lexicon(phrases, PhraseIndex(phrases), speller)


def _line(line: str, reading: _Reading) -> None:
    if line.startswith("@"):
        name, equals, words = line[1:].partition("=")
        if not equals or not words.split():
            raise PhraseInvalid(f"{line!r} is not a group: write @name = word word")
        reading.groups[name.strip()] = _group(words.split(), reading.groups)
    elif line.startswith("[") and line.endswith("]"):
        reading.theme = line[1:-1]
    elif reading.theme == SPELLING:
        slip, _, meant = line.partition(" ")
        if meant:
            reading.slips[slip] = meant.strip()
        else:
            reading.right.add(slip)
    else:
        reading.phrases.append(_phrase(line, reading))


def _group(words: list[str], groups: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    found: list[str] = []
    for word in words:
        if word.startswith("@") and word[1:] not in groups:
            raise PhraseInvalid(f"the group {word} is not defined")
        found += groups[word[1:]] if word.startswith("@") else [word]
    return tuple(found)


def _phrase(line: str, reading: _Reading) -> Phrase:
    weight, _, rest = line.partition(" ")
    rest = rest.strip()
    if not reading.theme or weight not in WEIGHTS or not rest.strip("-+ "):
        raise PhraseInvalid(f"{line!r} is not a phrase: write a weight from 0 to 3 and words")
    colour = Colour(rest[0]) if rest[0] in "-+" else Colour.NONE
    words = rest.removeprefix(colour.value).strip()
    return Phrase(reading.theme, int(weight), colour, words, compile_phrase(words, reading.groups))


def _vocabulary(phrases: tuple[Phrase, ...]) -> frozenset[str]:
    return frozenset(word for phrase in phrases for place in phrase.places for word in place.words)
