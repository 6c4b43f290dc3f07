"""Which themes of a comment are shown, and in which order: by the lexicon, or with the learnt voice."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from scorecard.themes.clauses import Direction
from scorecard.themes.learnt import Heard

SHOWN = 3
"""At most so many suggestions a comment."""
ENOUGH = 3
"""Points from which a theme is suggested as a reason."""
HEARD = -220
"""Hundredths from which a reason is shown where both voices speak: chosen on the sixth set of comments."""
A_POINT = 20
"""Hundredths that a point of the lexicon adds."""
MOST_POINTS = 5
ON_ITS_OWN = 50
"""Hundredths for a reason that the lexicon alone would show."""
UNHEARD = -260
"""A theme that the learnt voice does not know: shown where the lexicon alone would show it."""
_TENTH = 10


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``evidence`` are spans of the comment as written; ``score`` only ranks within a comment."""

    theme: str
    direction: Direction
    score: int
    evidence: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class Tally:
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


Tallies = Mapping[tuple[str, Direction], Tally]


def ranked(tallies: Tallies) -> tuple[Suggestion, ...]:
    """What the lexicon alone shows, reasons first, best first."""
    best: dict[str, tuple[Suggestion, Tally]] = {}
    for (theme, direction), tally in tallies.items():
        if tally.score < (ENOUGH if direction is Direction.REASON else ENOUGH - 1):
            continue
        suggestion = Suggestion(theme, direction, tally.score, tuple(sorted(tally.evidence)))
        held = best.get(theme)
        if held is None or _place(suggestion) < _place(held[0]):
            best[theme] = suggestion, tally
    ranked = sorted(best.values(), key=lambda each: _place(each[0]))[:SHOWN]
    return tuple(each for each, tally in ranked if _worth_showing(each, tally, *ranked[0]))


def _worth_showing(each: Suggestion, tally: Tally, first: Suggestion, strongest: Tally) -> bool:
    """Not a reason that is weaker than the first and only named once: one in four of those is right."""
    if each.direction is not Direction.REASON or each.score >= first.score:
        return True
    if tally.further or not tally.plain:
        return True
    return each.score > ENOUGH and not tally.clauses & strongest.clauses


def _place(suggestion: Suggestion) -> tuple[int, int, int, str]:
    order = (Direction.REASON, Direction.PRAISED, Direction.MENTIONED).index(suggestion.direction)
    return order, -suggestion.score, suggestion.evidence[0][0], suggestion.theme


def ranked_with(tallies: Tallies, heard: Heard, known: Collection[str]) -> tuple[Suggestion, ...]:
    """What both voices show together: the learnt one lifts, fills and outweighs reasons only.

    ``known`` are the themes of the lexicon: the voice says nothing of others. What the lexicon shows as
    praised or mentioned stays so.
    """
    alone = {each.theme: each for each in ranked(tallies)}
    others = [each for each in alone.values() if each.direction is not Direction.REASON]
    listed = {*(heard.scores.keys() & set(known)), *alone} - {each.theme for each in others}
    reasons = [
        reason
        for theme in listed
        if (reason := _reason(theme, alone, tallies, heard)) and reason.evidence
    ]
    return tuple(sorted([*reasons, *others], key=_place)[:SHOWN])


def _reason(
    theme: str, alone: Mapping[str, Suggestion], tallies: Tallies, heard: Heard
) -> Suggestion | None:
    """``theme`` as a reason if it weighs enough; its words are the lexicon's if that has any."""
    tally = tallies.get((theme, Direction.REASON), Tally())
    weight = heard.scores.get(theme, UNHEARD) + A_POINT * min(tally.score, MOST_POINTS)
    weight += ON_ITS_OWN * (theme in alone)
    if weight <= HEARD:
        return None
    evidence = tuple(sorted(tally.evidence)) or heard.evidence(theme)
    return Suggestion(theme, Direction.REASON, 1 + (weight - HEARD) // _TENTH, evidence)
