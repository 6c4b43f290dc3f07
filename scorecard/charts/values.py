"""Values in time, and the line through them: broken where a value is missing, its symbol in its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from scorecard.charts.frame import mark, month, written
from scorecard.charts.markup import label, polyline
from scorecard.charts.scale import Scale


@dataclass(frozen=True, slots=True)
class Value:
    """One value in time. Where there is none, ``symbol`` is the letter that says why."""

    day: date
    value: Decimal | None
    symbol: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """How one value is drawn: its shape (``frame.MARKS``), class, and half its width."""

    shape: str
    kind: str
    reach: int = 50


def said(value: Value, unit: str) -> str:
    """``14.1%``, or the symbol in place of it."""
    return value.symbol or "no value" if value.value is None else written(value.value, unit)


def listed(values: Sequence[Value], unit: str) -> str:
    """``Mar 2026 13.1%; Sep 2026 14.1%``."""
    return "; ".join(f"{month(each.day)} {said(each, unit)}" for each in values)


@dataclass(frozen=True, slots=True)
class Plot:
    """Where values go: the two scales, and the foot of the plot, where symbols stand."""

    x: Scale
    y: Scale
    foot: int
    unit: str

    def place(self, value: Value) -> int:
        return self.x.at(value.day.toordinal())


def plotted(
    values: Sequence[Value],
    plot: Plot,
    line: str,
    usual: Mark,
    special: Mapping[int, Mark] | None = None,
) -> str:
    """The line of class ``line`` and its marks; ``special`` are marks by place in ``values``."""
    lines: list[str] = []
    marks: list[str] = []
    stretch: list[tuple[int, int]] = []
    for place, each in enumerate(values):
        x = plot.place(each)
        if each.value is None:
            lines += _drawn(stretch, line)
            stretch = []
            marks.append(label(x, plot.foot - 60, each.symbol, "symbol", "middle"))
            continue
        at = (x, plot.y.at(each.value))
        stretch.append(at)
        one = (special or {}).get(place, usual)
        words = f"{month(each.day)}: {said(each, plot.unit)}"
        marks.append(mark(one.shape, at, one.kind, words, one.reach))
    return "".join([*lines, *_drawn(stretch, line), *marks])


def _drawn(stretch: Sequence[tuple[int, int]], line: str) -> list[str]:
    return [polyline(stretch, line)] if len(stretch) > 1 else []
