"""Themes suggested for a comment, with the words that led there. A person confirms every one."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from scorecard.themes.clauses import Clause, Direction, QuestionKind, clauses_of
from scorecard.themes.lexicon import Lexicon
from scorecard.themes.phrases import Colour, Match
from scorecard.themes.words import Word, levelled, words_of

SUGGESTER = "words-3"
"""Version of the rules; kept beside each suggestion, with the codebook's version."""
SHOWN = 3
"""At most so many suggestions a comment."""
LONGEST = 20_000
"""Characters of a comment that are read."""
ENOUGH = 3
"""Points from which a theme is suggested as a reason."""
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


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``evidence`` are spans of the comment as written; ``score`` only ranks within a comment."""

    theme: str
    direction: Direction
    score: int
    evidence: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class _Tally:
    best: int = 0
    further: int = 0
    plain: bool = True
    """Only topics were named, no complaint: weak beside a theme that scores more."""
    evidence: tuple[tuple[int, int], ...] = ()
    clauses: frozenset[int] = frozenset()
    """Where the clauses that name it start."""

    @property
    def score(self) -> int:
        return self.best + self.further


class Suggester:
    """The lexicon made ready: build it once, ask it often."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

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
        tallies: dict[tuple[str, Direction], _Tally] = defaultdict(_Tally)
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
        return _ranked(tallies)


def _span(match: Match, words: Sequence[Word]) -> tuple[int, int]:
    return words[match.first].start, words[match.last].end


def _count(tally: _Tally, points: int, span: tuple[int, int]) -> None:
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


def _ranked(tallies: Mapping[tuple[str, Direction], _Tally]) -> tuple[Suggestion, ...]:
    best: dict[str, tuple[Suggestion, _Tally]] = {}
    for (theme, direction), tally in tallies.items():
        if tally.score < (ENOUGH if direction is Direction.REASON else ENOUGH - 1):
            continue
        suggestion = Suggestion(theme, direction, tally.score, tuple(sorted(tally.evidence)))
        held = best.get(theme)
        if held is None or _place(suggestion) < _place(held[0]):
            best[theme] = suggestion, tally
    ranked = sorted(best.values(), key=lambda each: _place(each[0]))[:SHOWN]
    return tuple(each for each, tally in ranked if _worth_showing(each, tally, *ranked[0]))


def _worth_showing(each: Suggestion, tally: _Tally, first: Suggestion, strongest: _Tally) -> bool:
    """Not a reason that is weaker than the first and only named once: one in four of those is right."""
    if each.direction is not Direction.REASON or each.score >= first.score:
        return True
    if tally.further or not tally.plain:
        return True
    return each.score > ENOUGH and not tally.clauses & strongest.clauses


def _place(suggestion: Suggestion) -> tuple[int, int, int, str]:
    order = (Direction.REASON, Direction.PRAISED, Direction.MENTIONED).index(suggestion.direction)
    return order, -suggestion.score, suggestion.evidence[0][0], suggestion.theme
