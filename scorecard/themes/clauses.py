"""A comment cut into clauses, each with its colour: what people say for, against and about a thing."""

import re
from dataclasses import dataclass
from enum import StrEnum

from scorecard.themes.tone import (
    ABSENT_GOOD,
    ANSWERS_BAD,
    CAUSE,
    DENIES_BACK,
    IRONY,
    NEGATED_POSITIVE,
    NEGATIVE,
    NO_FAULT,
    NOT_THE_REASON,
    POSITIVE,
    WISH,
)
from scorecard.themes.words import levelled


class Direction(StrEnum):
    REASON = "reason"
    PRAISED = "praised"
    MENTIONED = "mentioned"


class QuestionKind(StrEnum):
    """What was asked: it settles what an answer without colour means."""

    WHY = "why"
    GOOD = "good"
    STAY = "stay"
    OTHER = "other"


_GOOD = re.compile(
    r"\b(?:good|well|praise\w*|like[ds]?|best|positive\w*|enjoy\w*|proud|strength\w*)\b"
)
_STAY = re.compile(
    r"\b(?:stay\w*|stopp?\w*|kept|keep|retain\w*|chang\w*|changed|different\w*|prevent\w*|persuad\w*)\b"
)
_WHY = re.compile(r"\b(?:why|reason\w*|leav\w*|left|cause\w*|decid\w*|push\w*)\b")


def question_kind(written: str) -> QuestionKind:
    """Read a question kind as people write it: a code, or the question itself."""
    plain = levelled(written).strip(" ?.:")
    if plain in set(QuestionKind):
        return QuestionKind(plain)
    if _STAY.search(plain):
        return QuestionKind.STAY
    if _WHY.search(plain):
        return QuestionKind.WHY
    if _GOOD.search(plain):
        return QuestionKind.GOOD
    return QuestionKind.OTHER if plain else QuestionKind.WHY


_NOTHING = re.compile(
    r"\W*(?:honestly|truthfully|frankly)?\W*(?:nothing|not (?:much|a lot)|very little|nowt)\W*"
)
"""An answer to what was good after which the rest complains, unless it praises."""


@dataclass(frozen=True, slots=True)
class Clause:
    """``start`` is the offset of the clause in the comment; ``text`` is levelled."""

    start: int
    text: str
    direction: Direction | None
    """None: no colour of its own, so phrases decide by their nature and the question."""
    stressed: bool
    """It names a cause, or comes after a turn such as "but": what it says counts for more."""


_SENTENCE = re.compile(r"[.!?;\n]+(?=\s|$)|\n|\s[-\u2013\u2014\u2022+]+\s")
_TURN = re.compile(
    r",?\s+\b(?:but|however|though|although|yet|whereas|unfortunately|sadly|only that)\b[\s,]+"
    r"|,\s+(?=[^,.;!?\n]{3,40}\b(?:was|were|is|are)n'?t\s*(?:[.,;!\n]|$))|\s+and\s+(?=(?:dissatisf|unhapp)\w+|(?:is|was|has|will|would be)\s+(?:now\s+)?(?:leaving|going|accepted|decided|moving|retiring|resigned|joining|taken)\b)|,\s+(?=(?:it was|it were|it's|it is|what|the reason|just|i just|i simply|i only|i left|i blame|i am leaving|i'm leaving|i'm going|"
    r"that i could|so it|that was never|that wasn't|less so|instead|in reality|in practice|the truth)\b)"
)
_AND_TURN = re.compile(
    r",?\s+\band\s+(?=(?:i|we|my|the|they|it|nobody|no|there|then|she|he|our)\b)|,\s+(?=(?:then|instead)\b)"
)


_CONCEDED = re.compile(
    r"(?:^|[.!?;\n]\s)\W*(?:whilst|while|although|though|even though|despite|notwithstanding)\b[^,.;!?\n]*,\s+"
)
"""What is granted before the point is made: "Whilst supervision was sound, ..."."""
_LIST_TURN = re.compile(
    r",\s+(?:and\s+)?(?=(?:poor|bad|worse|awful|terrible|no|not enough|too|good|great|lovely|fine|decent|excellent)\s)"
)
"""Short lists that weigh one thing against another: "Good supervision, poor pay"."""
_LABEL = re.compile(
    r"\W*(?:(?P<good>good|pros?|plus(?:es)?|plus points?|positives?|strengths?|likes?|liked|what worked)"
    r"|(?:the )?(?:bad|cons?|minus(?:es)?|negatives?|weaknesses|dislikes?|disliked|issues?|problems?|"
    r"(?:main )?reasons?(?: (?:given|for leaving|cited|stated))?|why))\s*:"
)
"""A heading that says how all that follows it is meant, up to the next."""


def clauses_of(level: str, question: QuestionKind = QuestionKind.WHY) -> list[Clause]:
    """Cut levelled text into clauses and give each its direction."""
    found: list[Clause] = []
    nothing_good = False
    headed: Direction | None = None
    marked = level.lstrip().startswith("+")
    for start, text, turned in _pieces(level):
        headed = _headed(level[:start], text, headed, marked=marked)
        direction = headed or _direction(text, question)
        if nothing_good and not POSITIVE.search(text):
            direction = Direction.REASON
        nothing_good |= question is QuestionKind.GOOD and bool(_NOTHING.fullmatch(text))
        stressed = turned or bool(CAUSE.search(text)) or bool(IRONY.search(text))
        if DENIES_BACK.search(text) and found:
            found[-1] = _denied(found[-1])
        found.append(Clause(start, text, direction, stressed))
    return found


def _headed(before: str, text: str, headed: Direction | None, *, marked: bool) -> Direction | None:
    """What the heading or, in a list of plus and minus, the sign before a piece makes of it."""
    label = _LABEL.match(text)
    if label:
        return Direction.PRAISED if label["good"] else Direction.REASON
    sign = before.rstrip()[-1:] or text.lstrip()[:1]
    if marked and sign in ("+", "-", "\u2013", "\u2014"):
        return Direction.PRAISED if sign == "+" else Direction.REASON
    return headed


def _denied(clause: Clause) -> Clause:
    kept = clause.direction is Direction.PRAISED
    return Clause(
        clause.start, clause.text, clause.direction if kept else Direction.MENTIONED, False
    )


def _pieces(text: str) -> list[tuple[int, str, bool]]:
    cuts = {0: False}
    for pattern, turns in (
        (_SENTENCE, False),
        (_AND_TURN, False),
        (_LIST_TURN, False),
        (_TURN, True),
        (_CONCEDED, True),
    ):
        for match in pattern.finditer(text):
            cuts[match.end()] = turns
    edges = sorted(cuts)
    return [
        (begin, text[begin:end], cuts[begin])
        for begin, end in zip(edges, [*edges[1:], len(text)], strict=True)
        if text[begin:end].strip(" .,;!?-\n")
    ]


def _direction(text: str, question: QuestionKind) -> Direction | None:
    if IRONY.search(text):
        return Direction.REASON
    if question is QuestionKind.GOOD:
        return Direction.REASON if ANSWERS_BAD.search(text) else Direction.PRAISED
    if NO_FAULT.search(text):
        return Direction.PRAISED
    if NOT_THE_REASON.search(text):
        return Direction.MENTIONED
    if question is QuestionKind.STAY or WISH.search(text):
        return Direction.REASON
    negated = NEGATED_POSITIVE.search(text)
    bad = bool(negated) or bool(NEGATIVE.search(text))
    good = (bool(POSITIVE.search(text)) and not negated) or bool(ABSENT_GOOD.search(text))
    if good and not bad:
        return None if CAUSE.search(text) else Direction.PRAISED
    if bad and not good:
        return Direction.REASON
    return Direction.REASON if CAUSE.search(text) and not good else None
