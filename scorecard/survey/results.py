"""Results of a survey: who answered before what they said, and nothing of a group that is too small."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from scorecard.survey.question_set import QuestionSet, Standard, Statement

EVERYBODY = ""
"""The name of all groups together, and of those who are in none."""


class Answer(StrEnum):
    STRONGLY_AGREE = "strongly-agree"
    AGREE = "agree"
    NEITHER = "neither"
    DISAGREE = "disagree"
    STRONGLY_DISAGREE = "strongly-disagree"


_AGREEING = frozenset({Answer.STRONGLY_AGREE, Answer.AGREE})
_WRITTEN: Mapping[str, Answer] = {
    **{each.value: each for each in Answer},
    "5": Answer.STRONGLY_AGREE,
    "4": Answer.AGREE,
    "3": Answer.NEITHER,
    "2": Answer.DISAGREE,
    "1": Answer.STRONGLY_DISAGREE,
    "neither-agree-nor-disagree": Answer.NEITHER,
    "neutral": Answer.NEITHER,
    "agree-strongly": Answer.STRONGLY_AGREE,
    "disagree-strongly": Answer.STRONGLY_DISAGREE,
}


@dataclass(frozen=True, slots=True)
class Response:
    """One person's answers by statement; a statement that is missing was not answered."""

    group: str
    answers: Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class StatementResult:
    """How many answered what. ``favourable`` is agreement, of a negative statement disagreement."""

    statement: Statement
    counts: Mapping[Answer, int]
    favourable: int
    neither: int
    unfavourable: int

    @property
    def answered(self) -> int:
        return self.favourable + self.neither + self.unfavourable

    @property
    def share(self) -> Fraction | None:
        """Favourable of those who answered; None where nobody did."""
        return Fraction(self.favourable, self.answered) if self.answered else None


@dataclass(frozen=True, slots=True)
class StandardResult:
    """All answers to the statements of one standard.

    ``withheld`` are statements that too few answered; they are in no figure of the standard.
    """

    standard: Standard
    statements: tuple[StatementResult, ...]
    withheld: tuple[Statement, ...] = ()

    @property
    def favourable(self) -> int:
        return sum(each.favourable for each in self.statements)

    @property
    def answered(self) -> int:
        return sum(each.answered for each in self.statements)

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.favourable, self.answered) if self.answered else None


@dataclass(frozen=True, slots=True)
class GroupResult:
    """``standards`` is None where the group is too small, or would give a smaller one away."""

    group: str
    invited: int
    responses: int
    standards: tuple[StandardResult, ...] | None

    @property
    def rate(self) -> Fraction | None:
        """Responses of those invited; None where it is not known how many were."""
        return Fraction(self.responses, self.invited) if self.invited else None


def answer_from(written: str) -> Answer | None:
    """An answer as people and other survey programs write it; 5 is to agree strongly."""
    return _WRITTEN.get("-".join(written.strip().lower().replace("_", " ").split()))


def results(
    asked: QuestionSet,
    responses: Sequence[Response],
    invited: Mapping[str, int],
    minimum: int,
) -> tuple[GroupResult, ...]:
    """Everybody first, then the groups by name, where there are any.

    A group is not shown under ``minimum`` responses, nor when those not shown would together be
    fewer than that: what is shown, taken from everybody's, would tell about them. The same holds of
    each statement by how many answered it, since people leave statements out.
    """
    sizes = Counter(each.group for each in responses)
    named = sorted((set(sizes) | set(invited)) - {EVERYBODY})
    hidden = _hidden({name: sizes[name] for name in (*named, EVERYBODY)}, minimum)
    answered = {
        each.id: Counter(one.group for one in responses if each.id in one.answers)
        for each in asked.statements
    }
    withheld = {
        each: _hidden({name: by[name] for name in (*named, EVERYBODY)}, minimum, hidden)
        for each, by in answered.items()
    }
    everybody = _group(
        asked,
        EVERYBODY,
        responses,
        invited=sum(invited.values()),
        shown=len(responses) >= minimum,
        withheld={each for each, by in answered.items() if 0 < by.total() < minimum},
    )
    return (
        everybody,
        *(
            _group(
                asked,
                name,
                [each for each in responses if each.group == name],
                invited=invited.get(name, 0),
                shown=name not in hidden,
                withheld={
                    each for each, by in withheld.items() if name in by and answered[each][name]
                },
            )
            for name in named
        ),
    )


def _hidden(
    sizes: Mapping[str, int], minimum: int, already: frozenset[str] = frozenset()
) -> frozenset[str]:
    """Groups too small to show, and the smallest others until the hidden are enough together."""
    hidden = {name for name, size in sizes.items() if size < minimum or name == EVERYBODY} | already
    for name in sorted(set(sizes) - hidden, key=lambda each: (sizes[each], each)):
        if not 0 < sum(sizes[each] for each in hidden) < minimum:
            break
        hidden.add(name)
    return frozenset(hidden)


def _group(
    asked: QuestionSet,
    name: str,
    responses: Sequence[Response],
    *,
    invited: int,
    shown: bool,
    withheld: Collection[str],
) -> GroupResult:
    standards = None
    if shown:
        standards = tuple(
            StandardResult(
                standard,
                tuple(_statement(each, responses) for each in told if each.id not in withheld),
                tuple(each for each in told if each.id in withheld),
            )
            for standard in Standard
            if (told := [each for each in asked.statements if each.standard is standard])
        )
    return GroupResult(name, invited, len(responses), standards)


def _statement(statement: Statement, responses: Iterable[Response]) -> StatementResult:
    counts = Counter(
        each.answers[statement.id] for each in responses if statement.id in each.answers
    )
    agreed = sum(counts[each] for each in _AGREEING)
    against = counts[Answer.DISAGREE] + counts[Answer.STRONGLY_DISAGREE]
    return StatementResult(
        statement,
        {each: counts[each] for each in Answer},
        favourable=against if statement.negative else agreed,
        neither=counts[Answer.NEITHER],
        unfavourable=agreed if statement.negative else against,
    )
