"""Phrases of the lexicon, compiled to run over words; found by their first word, so many are cheap.

Written form of a phrase: words, where ``word*`` takes any ending, ``a|b`` is either, ``@name`` a group
of words, ``#`` a number in digits or words, ``n't`` any shortened negation; ``?word`` may be missing
and ``...`` skips up to four words of the same sentence.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from scorecard.themes.words import Word

SKIPPED = 4
"""Words that ``...`` may pass over."""


REMEMBERED = 20_000
"""Words whose phrases are kept at hand."""


class PhraseInvalid(ValueError):  # noqa: N818 -- named for what happened
    """A phrase cannot be read; the sentence names it."""


class Colour(StrEnum):
    """What a phrase says by its nature, whatever the clause around it."""

    BAD = "-"
    GOOD = "+"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a phrase: the words that may stand there, after at most ``skip`` others."""

    words: frozenset[str]
    beginnings: tuple[str, ...]
    number: bool
    negation: bool
    skip: int
    optional: bool

    def takes(self, word: Word) -> bool:
        return (
            word.text in self.words
            or (bool(self.beginnings) and word.text.startswith(self.beginnings))
            or (self.number and word.is_number)
            or (self.negation and word.is_negation)
        )


@dataclass(frozen=True, slots=True)
class Phrase:
    """``weight`` 3 decides alone, 2 needs a reason in its clause, 1 only helps, 0 hides what it covers."""

    theme: str
    weight: int
    colour: Colour
    text: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """Words ``first`` to ``last`` (counted, both included) say ``phrase``."""

    phrase: Phrase
    first: int
    last: int


class PhraseIndex:
    """Phrases by what their first word can be."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._by_word: dict[str, list[Phrase]] = defaultdict(list)
        self._by_beginning: dict[str, list[Phrase]] = defaultdict(list)
        self._by_number: list[Phrase] = []
        self._by_negation: list[Phrase] = []
        for phrase in phrases:
            first = phrase.places[0]
            for word in first.words:
                self._by_word[word].append(phrase)
            for beginning in first.beginnings:
                self._by_beginning[beginning].append(phrase)
            if first.number:
                self._by_number.append(phrase)
            if first.negation:
                self._by_negation.append(phrase)
        self._known: dict[str, tuple[Phrase, ...]] = {}
        self._longest = max(map(len, self._by_beginning), default=0)

    def matches(self, words: Sequence[Word]) -> Iterator[Match]:
        """Every phrase at every place where it begins, shortest way first."""
        for first, word in enumerate(words):
            for phrase in self._starting(word):
                last = _rest(phrase.places, 1, words, first)
                if last is not None:
                    yield Match(phrase, first, last)

    def _starting(self, word: Word) -> tuple[Phrase, ...]:
        known = self._known.get(word.text)
        if known is None:
            known = tuple(self._looked_up(word))
            if len(self._known) < REMEMBERED:
                self._known[word.text] = known
        return known

    def _looked_up(self, word: Word) -> Iterator[Phrase]:
        yield from self._by_word.get(word.text, ())
        for length in range(1, min(len(word.text), self._longest) + 1):
            yield from self._by_beginning.get(word.text[:length], ())
        if word.is_number:
            yield from self._by_number
        if word.is_negation:
            yield from self._by_negation


def _rest(places: Sequence[Place], place: int, words: Sequence[Word], at: int) -> int | None:
    """The word where the phrase ends when the place before ``place`` stands at ``at``."""
    if place == len(places):
        return at
    if places[place].optional:
        end = _rest(places, place + 1, words, at)
        if end is not None:
            return end
    for ahead in range(at + 1, min(at + 2 + places[place].skip, len(words))):
        if words[ahead].sentence != words[at].sentence:
            return None
        if places[place].takes(words[ahead]):
            end = _rest(places, place + 1, words, ahead)
            if end is not None:
                return end
    return None


def compile_phrase(text: str, groups: Mapping[str, Sequence[str]]) -> tuple[Place, ...]:
    """The places of ``text`` (see the module) from the first that must be there; raises PhraseInvalid."""
    places: list[Place] = []
    skip = 0
    for token in text.split():
        if token == "...":  # noqa: S105 -- the sign for skipped words
            skip = SKIPPED
            continue
        place = _place(token, groups, skip)
        if places or not place.optional:
            places.append(place)
        skip = skip if place.optional else 0
    if skip or not places or all(place.optional for place in places):
        raise PhraseInvalid(
            f"the phrase {text!r} does not begin and end with words that must be there"
        )
    return tuple(places)


def _place(token: str, groups: Mapping[str, Sequence[str]], skip: int) -> Place:
    parts: list[str] = []
    for part in token.removeprefix("?").split("|"):
        if not part.startswith("@"):
            parts.append(part)
        elif part[1:] in groups:
            parts.extend(groups[part[1:]])
        else:
            raise PhraseInvalid(f"the group {part} is not defined")
    for part in parts:
        if len(part.removesuffix("*")) < 1 + part.endswith("*") or "*" in part[:-1]:
            raise PhraseInvalid(f"{part!r} in {token!r} is not a word")
    special = {"#", "n't"}
    return Place(
        frozenset(part for part in parts if not part.endswith("*") and part not in special),
        tuple(part[:-1] for part in parts if part.endswith("*")),
        "#" in parts,
        "n't" in parts,
        skip,
        token.startswith("?"),
    )
