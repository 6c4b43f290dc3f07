"""Scales: exact values to whole tenths of a pixel, and gridlines at round numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scorecard.rounding import Exact

STEPS = (Decimal(1), Decimal(2), Decimal(5))


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from ``low`` to ``high`` on places from ``start`` to ``end`` (tenths of a pixel)."""

    low: Decimal
    high: Decimal
    start: int
    end: int

    def at(self, value: Exact) -> int:
        """The place of a value, rounded down to a tenth of a pixel; beyond the ends, the end."""
        # In whole numbers, as Fractions take ten times as long: (value - low) / (high - low).
        top, bottom = value.as_integer_ratio()
        low, low_bottom = self.low.as_integer_ratio()
        high, high_bottom = self.high.as_integer_ratio()
        part = (top * low_bottom - low * bottom) * high_bottom
        whole = (high * low_bottom - low * high_bottom) * bottom
        part = min(max(part, 0), whole)
        return self.start + part * (self.end - self.start) // whole


def round_step(span: Decimal, most: int) -> Decimal:
    """The smallest of 1, 2, 5 times a power of ten that cuts ``span`` into at most ``most`` parts."""
    step = Decimal(1).scaleb((span / most).adjusted())
    for factor in STEPS:
        if span <= step * factor * most:
            return step * factor
    return step * 10


@dataclass(frozen=True, slots=True)
class Axis:
    """Round numbers around values: the ends of the axis and where its gridlines are."""

    low: Decimal
    high: Decimal
    step: Decimal

    def ticks(self) -> list[Decimal]:
        """The gridlines from ``low`` to ``high``."""
        count = int((self.high - self.low) / self.step)
        return [self.low + self.step * index for index in range(count + 1)]

    def scale(self, start: int, end: int) -> Scale:
        return Scale(self.low, self.high, start, end)


def axis_of(values: Iterable[Exact], *, from_zero: bool = True, most: int = 5) -> Axis:
    """An axis that holds all values. ``from_zero`` holds nought too, so that heights compare.

    Without values, or with all of them nought, the axis goes from 0 to 1.
    """
    found = [Fraction(each) for each in values]
    if from_zero or not found:
        found.append(Fraction(0))
    low, high = min(found), max(found)
    if low == high:
        high = low + 1
    span = Decimal((high - low).numerator) / Decimal((high - low).denominator)
    step = round_step(span, most)
    exact = Fraction(step)
    return Axis(
        step * (low / exact).__floor__(),
        step * (high / exact).__ceil__(),
        step,
    )


def spread(wanted: Sequence[tuple[int, int]], top: int, bottom: int) -> list[int]:
    """Places for blocks of words as near as can be to where they are wanted, none over another.

    ``wanted`` are places with the heights of the blocks; answers in the order asked. From ``top``
    to ``bottom`` where they fit there; where they do not, they end at the bottom.
    """
    order = sorted(range(len(wanted)), key=lambda each: (wanted[each][0], each))
    placed: dict[int, int] = {}
    lowest = top
    for index in order:
        place, height = wanted[index]
        placed[index] = max(place, lowest)
        lowest = placed[index] + height
    limit = bottom
    for index in reversed(order):
        placed[index] = min(placed[index], limit - wanted[index][1])
        limit = placed[index]
    return [placed[index] for index in range(len(wanted))]
