"""Small charts: several on one y scale, and a line the size of a word."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from scorecard.charts.frame import Size, days, gridlines, months
from scorecard.charts.markup import element, picture, polyline
from scorecard.charts.scale import Axis, Scale, axis_of
from scorecard.charts.values import Mark, Plot, Value, listed, plotted

SMALL = Size("small", 240, 150, 48, 12, 12, 50, False, 24, 50)
SPARK_WIDTH, SPARK_HEIGHT = 120, 32


@dataclass(frozen=True, slots=True)
class Small:
    """One of several small charts."""

    name: str
    title: str
    values: tuple[Value, ...]


def shared_axis(charts: Sequence[Small]) -> Axis:
    """The axis that all of them are drawn on."""
    return axis_of(
        [one.value for each in charts for one in each.values if one.value is not None], most=3
    )


def small_multiples(charts: Sequence[Small], unit: str) -> list[str]:
    """Each chart as a picture of its own, all on one y scale and the same months.

    Raises ValueError when there are no dates.
    """
    found = [one.day for each in charts for one in each.values]
    if not found:
        raise ValueError("A chart over time needs a date.")
    axis = shared_axis(charts)
    shown = sorted(set(found))
    return [_small(each, unit, axis, shown) for each in charts]


def _small(chart: Small, unit: str, axis: Axis, shown: Sequence[date]) -> str:
    _, top, _, bottom = SMALL.plot
    y = axis.scale(bottom, top)
    x = days(shown[0], shown[-1], SMALL, 160)
    return picture(
        f"{chart.name}-small",
        (SMALL.width, SMALL.height),
        "chart-small",
        (chart.title, f"{listed(chart.values, unit)}."),
        gridlines(axis, y, SMALL, unit),
        months(shown, x, SMALL),
        plotted(chart.values, Plot(x, y, bottom, unit), "line-0", Mark("circle", "mark-0", 40)),
    )


def sparkline(values: Sequence[Decimal | None]) -> str:
    """The run of values without axis or words, beside the number that says the latest: decoration.

    Missing values break it; the latest known one has a dot.
    """
    width, height = SPARK_WIDTH * 10, SPARK_HEIGHT * 10
    known = [each for each in values if each is not None]
    axis = axis_of(known, from_zero=False)
    y = axis.scale(height - 50, 50)
    x = Scale(Decimal(0), Decimal(max(1, len(values) - 1)), 50, width - 50)
    stretches: list[list[tuple[int, int]]] = [[]]
    for place, each in enumerate(values):
        if each is None:
            stretches.append([])
        else:
            stretches[-1].append((x.at(place), y.at(each)))
    drawn = [each for each in stretches if each]
    parts = [polyline(each, "line-0") for each in drawn if len(each) > 1]
    if drawn:
        cx, cy = drawn[-1][-1]
        parts.append(element("circle", {"cx": cx, "cy": cy, "r": 40, "class": "mark-0"}))
    return element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {SPARK_WIDTH} {SPARK_HEIGHT}",
            "class": "chart chart-spark",
            "aria-hidden": "true",
            "focusable": "false",
        },
        *parts,
    )
