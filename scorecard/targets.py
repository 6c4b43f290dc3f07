"""Targets that a council sets, and whether a figure meets them: compared unrounded.

A target says at most or at least, as the measure's polarity has it. A figure exactly on the target
meets it; one exactly on the target and its tolerance is within tolerance. Rounding comes after: a
vacancy rate of 12.04 % that prints as 12.0 % misses a target of at most 12 %.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from scorecard import formulas
from scorecard.canonical import decimal_string
from scorecard.definition import Measure, Polarity, Symbol
from scorecard.measures import MEASURES

Json = dict[str, Any]
Place = tuple[str, str, str, str]
"""Measure, dimension, group and category."""

VALUES_PER_ONE = frozenset({formulas.average_caseload, formulas.middle})
"""Formulas whose value is numerator / denominator; other quotients are percentages."""


class Status(StrEnum):
    """How a figure stands to its target."""

    MET = "met"
    WITHIN_TOLERANCE = "within-tolerance"
    MISSED = "missed"


STATUS_WORDS: dict[Status, str] = {
    Status.MET: "● Target met",
    Status.WITHIN_TOLERANCE: "◆ Within tolerance",
    Status.MISSED: "▲ Target missed",
}
"""A shape and words: nobody needs the colour."""


@dataclass(frozen=True, slots=True)
class Target:
    """A decided value: who decided it and when is in ``source`` and ``decided_on``.

    ``value`` and ``tolerance`` are in the measure's unit. It is in force for half-years that end
    from ``first`` to ``last``, both included; ``last`` None: until it is replaced or withdrawn.
    """

    id: str
    revision: int
    measure: str
    dimension: str
    group: str
    category: str
    value: Decimal
    tolerance: Decimal
    decided_on: date
    first: date
    last: date | None
    source: str

    @property
    def place(self) -> Place:
        return (self.measure, self.dimension, self.group, self.category)

    def in_force_on(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)

    def overlaps(self, other: "Target") -> bool:
        """Whether both are in force for one place on some day."""
        if self.place != other.place:
            return False
        return (self.last is None or other.first <= self.last) and (
            other.last is None or self.first <= other.last
        )


def has_direction(measure: Measure) -> bool:
    """Whether more is better or worse: without that, nothing can be met or missed."""
    return measure.polarity is not Polarity.NEITHER


def status_of(exact: Fraction, target: Target) -> Status:
    """Compare an unrounded value; ``exact`` and the target are in the measure's unit."""
    lower_is_better = MEASURES[target.measure].polarity is Polarity.LOWER_IS_BETTER
    beyond = exact - Fraction(target.value) if lower_is_better else Fraction(target.value) - exact
    if beyond <= 0:
        return Status.MET
    return Status.WITHIN_TOLERANCE if beyond <= Fraction(target.tolerance) else Status.MISSED


def unrounded(figure: Mapping[str, Any]) -> Fraction | Symbol:
    """The value of a figure of a document, before rounding; its symbol where it has no number.

    What rounds to 0 (low) has a number behind it.
    """
    if figure["symbol"] not in {None, Symbol.LOW.value}:
        return Symbol(figure["symbol"])
    numerator = Fraction(figure["numerator"])
    formula = MEASURES[figure["measure"]].formula
    if figure["denominator"] is None or formula is formulas.count_of:
        return numerator
    per = 1 if formula in VALUES_PER_ONE else 100
    return numerator / Fraction(figure["denominator"]) * per


def place_of(figure: Mapping[str, Any]) -> Place:
    return (figure["measure"], figure["dimension"], figure["group"], figure["category"])


def targets_document(targets: Iterable[Target], figures: Iterable[Mapping[str, Any]]) -> list[Json]:
    """Each target with the status of its figure, in the order of the figures; the rest at the end.

    ``status`` is null where the figure has a symbol (``symbol`` says which) or is not there (null).
    """
    by_place = {place_of(each): each for each in figures}
    order = {place: number for number, place in enumerate(by_place)}
    ranked = sorted(targets, key=lambda each: (order.get(each.place, len(order)), each.place))
    return [_document(each, by_place.get(each.place)) for each in ranked]


def _document(target: Target, figure: Mapping[str, Any] | None) -> Json:
    exact = None if figure is None else unrounded(figure)
    status = status_of(exact, target) if isinstance(exact, Fraction) else None
    polarity = MEASURES[target.measure].polarity
    return {
        "target": target.id,
        "revision": target.revision,
        "measure": target.measure,
        "dimension": target.dimension,
        "group": target.group,
        "category": target.category,
        "direction": "at-most" if polarity is Polarity.LOWER_IS_BETTER else "at-least",
        "value": decimal_string(target.value),
        "tolerance": decimal_string(target.tolerance),
        "decided_on": target.decided_on.isoformat(),
        "in_force_from": target.first.isoformat(),
        "in_force_until": None if target.last is None else target.last.isoformat(),
        "source": target.source,
        "status": None if status is None else status.value,
        "words": "" if status is None else STATUS_WORDS[status],
        "symbol": exact.value if isinstance(exact, Symbol) else None,
    }
