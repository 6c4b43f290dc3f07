"""Bars: one for each row of a table, whiskers for what chance allows, and columns for a distribution."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from scorecard.charts.frame import LINE_APART, SIZES, Size, folded, gridlines, written
from scorecard.charts.markup import element, escaped, label, picture, rectangle, segment
from scorecard.charts.scale import Axis, Scale, axis_of
from scorecard.themes.wilson import Interval, wilson

ROW_WIDTH, ROW_HEIGHT = 240, 24
"""Pixels of the picture in one row of a table."""
GAP = 20
"""Tenths of a pixel at both ends of a row's bar, so that no line is cut."""
NAME_ABOVE = 38
"""Letters that fit above a bar of a narrow chart."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One group. Where there is no value, ``symbol`` says why and the slot is hatched."""

    name: str
    value: Decimal | None
    symbol: str = ""
    whisker: Interval | None = None
    """From where to where chance alone could put it, in the unit of the value."""


def whisker(count: int, total: int) -> Interval | None:
    """The 95 % Wilson interval of a share in per cent; None where there is nobody."""
    found = wilson(count, total)
    return None if found is None else Interval(found.low * 100, found.high * 100)


def row_axis(bars: Sequence[Bar], reference: Decimal | None = None) -> Axis:
    """The one axis for the bars of a table: all rows are drawn on it, so that lengths compare."""
    found = [each.value for each in bars if each.value is not None]
    found += [each.whisker.high for each in bars if each.whisker is not None]
    return axis_of(found if reference is None else [*found, reference])


def row_bar(bar: Bar, axis: Axis, reference: Decimal | None = None) -> str:
    """The bar of one row, to stand beside its number: decoration, so it is hidden from readers.

    ``reference`` is a value that all rows are held against (a target, the whole council).
    """
    width, height = ROW_WIDTH * 10, ROW_HEIGHT * 10
    scale = axis.scale(GAP, width - GAP)
    zero = scale.at(0)
    parts = [segment((zero, 0), (zero, height), "zero")]
    if bar.value is None:
        parts += hatched(zero, 40, scale.at(axis.high) - zero, height - 80)
    else:
        at = scale.at(bar.value)
        parts.append(rectangle(min(zero, at), 40, abs(at - zero), height - 80, "bar"))
    if bar.whisker is not None:
        parts += _whisker(bar.whisker, scale, height // 2)
    if reference is not None:
        at = scale.at(reference)
        parts.append(segment((at, 0), (at, height), "reference"))
    return element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {ROW_WIDTH} {ROW_HEIGHT}",
            "class": "chart chart-row",
            "aria-hidden": "true",
            "focusable": "false",
        },
        *parts,
    )


def hatched(x: int, y: int, width: int, height: int) -> list[str]:
    """An outlined slot with strokes across: there is a value, and it is not shown."""
    step = 80
    strokes = []
    for start in range(x + step, x + width, step):
        run = min(height, x + width - start)
        strokes.append(segment((start, y + height), (start + run, y + height - run), "hatch"))
    return [rectangle(x, y, width, height, "slot"), *strokes]


def _whisker(found: Interval, scale: Scale, middle: int) -> list[str]:
    low, high = scale.at(found.low), scale.at(found.high)
    return [
        segment((low, middle), (high, middle), "whisker"),
        segment((low, middle - 40), (low, middle + 40), "whisker"),
        segment((high, middle - 40), (high, middle + 40), "whisker"),
    ]


@dataclass(frozen=True, slots=True)
class Distribution:
    """How many are in each of several bins, in the order of the bins."""

    name: str
    title: str
    unit: str
    bars: tuple[Bar, ...]


def distribution_charts(chart: Distribution) -> tuple[str, str]:
    """Columns for a wide screen; bars with their names above them for a narrow one."""
    wide, narrow = SIZES
    return _columns(chart, wide), _stacked(chart, narrow)


def said(bar: Bar, unit: str) -> str:
    """``12 workers``, or the symbol in place of it."""
    return bar.symbol or "no value" if bar.value is None else written(bar.value, unit)


def _described(chart: Distribution) -> tuple[str, str]:
    told = "; ".join(f"{each.name} {said(each, chart.unit)}" for each in chart.bars)
    return chart.title, f"{told}."


def _columns(chart: Distribution, size: Size) -> str:
    """Raises ValueError without bins."""
    if not chart.bars:
        raise ValueError("A distribution needs bins.")
    left, top, _, bottom = size.plot
    bottom -= 200
    right = size.width * 10 - 80
    axis = row_axis(chart.bars)
    y = axis.scale(bottom, top)
    wide = (right - left) // len(chart.bars)
    letters = max(6, wide // 85)
    parts = []
    for place, each in enumerate(chart.bars):
        x, middle = left + place * wide + wide // 8, left + place * wide + wide // 2
        title = element("title", {}, escaped(f"{each.name}: {said(each, chart.unit)}"))
        if each.value is None:
            parts += hatched(x, bottom - 600, wide * 3 // 4, 600)
            parts.append(label(middle, bottom - 680, each.symbol, "symbol", "middle"))
        else:
            zero, at = y.at(0), y.at(each.value)
            parts += [
                rectangle(x, min(at, zero), wide * 3 // 4, abs(zero - at), "bar", title),
                label(middle, min(at, zero) - 50, written(each.value), "note", "middle"),
            ]
        for row, words in enumerate(folded(each.name, letters)[:3]):
            parts.append(label(middle, bottom + 200 + 180 * row, words, "tick", "middle"))
    frame = Size(
        size.name, size.width, size.height, size.left, 8, size.top, size.bottom + 20, True, 1, 1
    )
    return picture(
        f"{chart.name}-{size.name}",
        (size.width, size.height),
        f"chart-{size.name}",
        _described(chart),
        gridlines(axis, y, frame, chart.unit),
        *parts,
    )


def _stacked(chart: Distribution, size: Size) -> str:
    names = [folded(each.name, NAME_ABOVE) for each in chart.bars]
    height = sum(32 + LINE_APART // 10 * len(lines) for lines in names) + 8
    width = size.width * 10
    axis = row_axis(chart.bars)
    scale = axis.scale(GAP, width - 900)
    zero = scale.at(0)
    parts = [segment((zero, 0), (zero, height * 10), "zero")]
    y = 0
    for each, lines in zip(chart.bars, names, strict=True):
        for words in lines:
            parts.append(label(zero + 60, y + 180, words, "note"))
            y += LINE_APART
        if each.value is None:
            parts += hatched(zero, y + 40, 600, 220)
            parts.append(label(zero + 680, y + 200, each.symbol, "symbol"))
        else:
            at = scale.at(each.value)
            parts += [
                rectangle(min(zero, at), y + 40, abs(at - zero), 220, "bar"),
                label(max(at, zero) + 60, y + 200, written(each.value, chart.unit), "note"),
            ]
        y += 320
    return picture(
        f"{chart.name}-{size.name}",
        (size.width, height),
        f"chart-{size.name}",
        _described(chart),
        *parts,
    )
