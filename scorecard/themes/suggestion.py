"""Themes suggested for a comment, with the words that led there. A person confirms every one."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from scorecard.themes.clauses import Clause, Direction, QuestionKind, clauses_of
from scorecard.themes.learnt import Voice
from scorecard.themes.lexicon import Lexicon
from scorecard.themes.phrases import Colour, Match
from scorecard.themes.ranking import Suggestion, Tally, ranked, ranked_with
from scorecard.themes.words import Word, levelled, words_of

SUGGESTER = "words-4"
"""Version of the rules; kept beside each suggestion, with the codebook's version."""
LONGEST = 20_000
"""Characters of a comment that are read."""
BRIEF = 5
"""Words up to which a comment that names a topic is taken to give it as the reason."""
LOOKED_BACK = 6
"""Words before "without" in which another negation turns it round."""
QUOTED = 12
"""At most so many spans of evidence for a theme."""
_LIGHT = frozenset(
    [
        "been",
        "felt",
        "feel",
        "feeling",
        "had",
        "have",
        "experienced",
        "any",
        "a",
        "an",
        "the",
        "really",
        "that",
        "very",
        "particularly",
        "especially",
        "at",
        "all",
        "was",
        "were",
        "being",
        "too",
        "so",
        "seen",
        "saw",
        "my",
        "me",
        "subjected",
        "to",
        "once",
        "ever",
        "even",
        "get",
        "got",
        "in",
        "of",
        "witnessed",
    ]
)
_NEGATORS = frozenset(("not", "never", "no", "without", "wasn't", "weren't", "isn't"))


class Suggester:
    """The lexicon made ready, with the learnt voice if one is given: build it once, ask it often."""

    def __init__(self, lexicon: Lexicon, voice: Voice | None = None) -> None:
        self.lexicon = lexicon
        self.voice = voice
        self._themes = frozenset(lexicon.themes())

    def suggest(
        self, comment: str, question: QuestionKind = QuestionKind.WHY
    ) -> tuple[Suggestion, ...]:
        """Up to three themes, reasons first, best first; nothing where nothing is said."""
        level = levelled(comment[:LONGEST])
        words = [
            replace(word, text=self.lexicon.speller.meant(word.text)) for word in words_of(level)
        ]
        clauses = clauses_of(level, question)
        starts = [clause.start for clause in clauses]
        brief = len(words) <= BRIEF and question in (QuestionKind.WHY, QuestionKind.STAY)
        tallies: dict[tuple[str, Direction], Tally] = defaultdict(Tally)
        for match in _telling(list(self.lexicon.index.matches(words))):
            place = words[match.first].start
            clause = clauses[max(0, bisect_right(starts, place) - 1)]
            direction = _directed(match, clause, words, question)
            points = match.phrase.weight
            if direction is Direction.REASON:
                points += clause.direction is Direction.REASON or brief
                points += clause.stressed
            tally = tallies[match.phrase.theme, direction]
            tally.clauses |= {clause.start}
            tally.plain &= match.phrase.colour is not Colour.BAD
            _count(tally, points, _span(match, words))
        if self.voice is None:
            return ranked(tallies)
        heard = self.voice.hear(reason_clauses(words, clauses))
        return ranked_with(tallies, heard, self._themes)


def reason_clauses(words: Sequence[Word], clauses: Sequence[Clause]) -> list[list[Word]]:
    """The words of each clause that neither praises nor sets aside: what the learnt voice listens to."""
    starts = [clause.start for clause in clauses]
    found: dict[int, list[Word]] = defaultdict(list)
    for word in words:
        place = max(0, bisect_right(starts, word.start) - 1)
        if clauses[place].direction in (None, Direction.REASON):
            found[place].append(word)
    return list(found.values())


def _span(match: Match, words: Sequence[Word]) -> tuple[int, int]:
    return words[match.first].start, words[match.last].end


def _count(tally: Tally, points: int, span: tuple[int, int]) -> None:
    if any(begin < span[1] and span[0] < end for begin, end in tally.evidence):
        tally.best = max(tally.best, points)
        return
    if len(tally.evidence) == QUOTED:
        return
    tally.further += bool(tally.evidence)
    tally.best = max(tally.best, points)
    tally.evidence = (*tally.evidence, span)


def _telling(matches: Sequence[Match]) -> list[Match]:
    """Matches less what a longer phrase hides: a career break is no career, a team manager no team."""
    hiders: dict[int, list[Match]] = defaultdict(list)
    for match in matches:
        for place in range(match.first, match.last + 1):
            hiders[place].append(match)
    told = [
        match
        for match in matches
        if match.phrase.weight and not any(_hides(other, match) for other in hiders[match.first])
    ]
    return sorted(told, key=lambda match: (-match.phrase.weight, match.first - match.last))


def _hides(other: Match, match: Match) -> bool:
    if other.first > match.first or other.last < match.last:
        return False
    longer = other.last - other.first > match.last - match.first
    if other.phrase.theme == match.phrase.theme:
        good = other.phrase.colour is Colour.GOOD and match.phrase.colour is Colour.NONE
        return other.phrase.weight == 0 or (good and longer)
    unbroken = other.last - other.first < len(other.phrase.places)
    return longer and unbroken and 0 < match.phrase.weight <= other.phrase.weight


def _directed(
    match: Match, clause: Clause, words: Sequence[Word], question: QuestionKind
) -> Direction:
    colour, told = match.phrase.colour, clause.direction
    if told in (Direction.MENTIONED, Direction.PRAISED):
        return told
    if colour is Colour.BAD and question is not QuestionKind.STAY and _denied(match, words):
        return Direction.PRAISED
    if colour is Colour.GOOD and told is None:
        return Direction.PRAISED
    return Direction.REASON


def _denied(match: Match, words: Sequence[Word]) -> bool:
    """Whether "never", "no" or "not" stands before the phrase with only light words between."""
    for place in range(match.first - 1, max(-1, match.first - 5), -1):
        word = words[place]
        if word.sentence != words[match.first].sentence:
            return False
        if word.text in _NEGATORS:
            return word.text != "without" or not _negated(words, place)
        if word.text not in _LIGHT:
            return False
    return False


def _negated(words: Sequence[Word], place: int) -> bool:
    """Whether the words before say not: "could not hear it without" is twice no, and so a yes."""
    before = words[max(0, place - LOOKED_BACK) : place]
    return any(each.is_negation and each.sentence == words[place].sentence for each in before)
