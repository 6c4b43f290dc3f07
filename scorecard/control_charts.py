"""XmR charts: whether monthly values differ by more than chance, by four rules and no more.

Centre and limits as Wheeler's individuals chart has them: the average, and 2.66 times the average
moving range on either side. The rules are those that NHS England's "Making Data Count" teaches; every
further rule would cry wolf more often. All of it is exact: values are compared unrounded.

A rolling figure shares eleven of twelve months with its neighbour, so it wanders in runs by itself:
the rules are never put to it. Below twelve values the limits are guesses, and that is said instead.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from scorecard.rounding import Exact

MINIMUM_VALUES = 12
"""Fewer values than this give no limits (Making Data Count)."""
FACTOR = Fraction(266, 100)
"""3 ÷ 1.128: from an average moving range to three standard deviations (Wheeler)."""
RUN = 7
"""Values in a row on one side of the average, or all rising or falling."""


class Rule(StrEnum):
    """What in a chart is more than chance."""

    BEYOND = "beyond-a-limit"
    SHIFT = "on-one-side"
    TREND = "rising-or-falling"
    NEAR = "two-of-three-near-a-limit"


class Verdict(StrEnum):
    """Whether the rules could be put to the values."""

    JUDGED = "judged"
    TOO_FEW = "too-few"
    ROLLING = "rolling"


@dataclass(frozen=True, slots=True)
class Limits:
    """The average and the natural process limits, exact and in the unit of the values."""

    average: Fraction
    moving_range: Fraction
    lower: Fraction
    upper: Fraction


@dataclass(frozen=True, slots=True)
class Signal:
    """One stretch of values that a rule catches: ``first`` to ``last`` are places in the sequence."""

    rule: Rule
    first: int
    last: int
    high: bool
    """Above the average, or rising."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the rules say of a sequence. Limits and signals only where the verdict is JUDGED."""

    verdict: Verdict
    known: int
    """How many values there are."""
    limits: Limits | None = None
    signals: tuple[Signal, ...] = ()


def read(values: Sequence[Exact | None], *, rolling: bool = False) -> Reading:
    """Put the rules to values in order of time; None is a month without a value.

    A missing month breaks runs and has no moving range on either side. ``rolling`` says that each
    value covers a time that its neighbour covers too.
    """
    known = sum(value is not None for value in values)
    if rolling:
        return Reading(Verdict.ROLLING, known)
    found = limits_of(values) if known >= MINIMUM_VALUES else None
    if found is None:
        return Reading(Verdict.TOO_FEW, known)
    signals = [
        signal
        for first, stretch in _stretches(values)
        for signal in _signals(first, stretch, found)
    ]
    return Reading(
        Verdict.JUDGED,
        known,
        found,
        tuple(sorted(signals, key=lambda each: (each.first, each.last, each.rule))),
    )


def limits_of(values: Sequence[Exact | None]) -> Limits | None:
    """The average and limits; None where no two neighbours are known."""
    exact = [Fraction(value) for value in values if value is not None]
    ranges = [
        abs(after - before)
        for _, stretch in _stretches(values)
        for before, after in pairwise(stretch)
    ]
    if not ranges:
        return None
    average = sum(exact, Fraction(0)) / len(exact)
    moving = sum(ranges, Fraction(0)) / len(ranges)
    return Limits(average, moving, average - FACTOR * moving, average + FACTOR * moving)


def _stretches(values: Sequence[Exact | None]) -> Iterator[tuple[int, list[Fraction]]]:
    """Unbroken stretches of known values with the place of their first."""
    stretch: list[Fraction] = []
    for place, value in enumerate([*values, None]):
        if value is not None:
            stretch.append(Fraction(value))
        elif stretch:
            yield place - len(stretch), stretch
            stretch = []


def _signals(first: int, stretch: Sequence[Fraction], limits: Limits) -> Iterator[Signal]:
    for place, value in enumerate(stretch, first):
        if value > limits.upper or value < limits.lower:
            yield Signal(Rule.BEYOND, place, place, value > limits.upper)
    sides = [_sign(value - limits.average) for value in stretch]
    for start, end, side in _runs(sides):
        if end - start + 1 >= RUN:
            yield Signal(Rule.SHIFT, first + start, first + end, side > 0)
    steps = [_sign(after - before) for before, after in pairwise(stretch)]
    for start, end, step in _runs(steps):
        if end - start + 2 >= RUN:
            yield Signal(Rule.TREND, first + start, first + end + 1, step > 0)
    yield from _near(first, stretch, limits)


def _near(first: int, stretch: Sequence[Fraction], limits: Limits) -> Iterator[Signal]:
    """Two of three neighbours in the outer third between average and limit, on the same side."""
    reach = (limits.upper - limits.average) * 2 / 3
    for high in (True, False):
        outer = [
            limits.average + reach < value <= limits.upper
            if high
            else limits.lower <= value < limits.average - reach
            for value in stretch
        ]
        last_end = -1
        for start in range(len(outer) - 2):
            places = [place for place in range(start, start + 3) if outer[place]]
            if len(places) >= 2 and places[-1] > last_end:
                last_end = places[-1]
                yield Signal(Rule.NEAR, first + places[0], first + places[-1], high)


def _runs(signs: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Longest runs of one sign, first and last place; a nought belongs to none."""
    start = 0
    for place in range(1, len(signs) + 1):
        if place == len(signs) or signs[place] != signs[start]:
            if signs[start]:
                yield start, place - 1, signs[start]
            start = place


def _sign(value: Fraction) -> int:
    return (value > 0) - (value < 0)
