"""What charts with axes have in common: two sizes, months on the x axis, gridlines, marks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from textwrap import wrap

from scorecard.charts.markup import element, escaped, label, polygon, rectangle, segment
from scorecard.charts.scale import Axis, Scale, spread

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class Size:
    """One drawing of a chart; lengths are whole pixels. Words are 16 px high in both."""

    name: str
    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    labels_beside: bool
    """Lines are named at their ends; otherwise in a key above."""
    most_values: int
    """Only so many of the latest values are drawn."""
    letter: int
    """Pixels between two month labels at least."""

    @property
    def plot(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of the plot in tenths of a pixel."""
        return (
            self.left * 10,
            self.top * 10,
            (self.width - self.right) * 10,
            (self.height - self.bottom) * 10,
        )


WIDE = Size("wide", 720, 320, 60, 176, 20, 52, True, 120, 56)
NARROW = Size("narrow", 320, 320, 56, 16, 20, 52, False, 24, 50)
SIZES = (WIDE, NARROW)

MARKS = ("circle", "square", "triangle", "diamond")
"""Shapes of the lines in order, so that none is told from another by colour alone."""


def written(value: Decimal, unit: str = "") -> str:
    """``1,234.5``, ``14.1%``, ``-3 FTE`` with a proper minus sign: a number as a chart says it."""
    text = f"{abs(value):,f}"
    sign = MINUS if value < 0 else ""
    joined = unit if unit in {"", "%"} else f" {unit}"
    return f"{sign}{text}{joined}"


def month(day: date) -> str:
    """``Sep 2026``."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def in_words(day: date) -> str:
    """``30 Sep 2026``."""
    return f"{day.day} {month(day)}"


def days(first: date, last: date, size: Size, inset: int = 80) -> Scale:
    """Days on the x axis, ``inset`` from the sides; one day alone stands in the middle."""
    left, _, right, _ = size.plot
    low, high = first.toordinal(), last.toordinal()
    if low == high:
        low, high = low - 1, high + 1
    return Scale(Decimal(low), Decimal(high), left + inset, right - inset)


def gridlines(axis: Axis, scale: Scale, size: Size, unit: str) -> str:
    """Horizontal lines at round numbers with their numbers; nought is heavier."""
    left, _, right, _ = size.plot
    parts = []
    for tick in axis.ticks():
        y = scale.at(tick)
        parts.append(segment((left, y), (right, y), "zero" if tick == 0 else "grid"))
        words = written(tick.normalize() + 0, unit if unit == "%" else "")
        parts.append(label(left - 80, y + 55, words, "tick", "end"))
    return "".join(parts)


def months(shown: Sequence[date], scale: Scale, size: Size) -> str:
    """Month above year below the plot, as many as there is room for; the latest always."""
    bottom = size.plot[3]
    parts, taken = [], None
    for day in reversed(shown):
        x = scale.at(day.toordinal())
        if taken is not None and taken - x < size.letter * 10:
            continue
        taken = x
        parts += [
            segment((x, bottom), (x, bottom + 60), "zero"),
            label(x, bottom + 230, MONTHS[day.month - 1], "tick", "middle"),
            label(x, bottom + 420, str(day.year), "tick", "middle"),
        ]
    return "".join(parts)


def mark(shape: str, at: tuple[int, int], kind: str, words: str, reach: int = 50) -> str:
    """One value as a shape with its words as a title; ``reach`` is half its width."""
    x, y = at
    title = element("title", {}, escaped(words))
    if shape == "square":
        edge = reach * 9 // 10
        return rectangle(x - edge, y - edge, 2 * edge, 2 * edge, kind, title)
    if shape == "triangle":
        corners = (
            (x, y - reach),
            (x + reach, y + reach * 8 // 10),
            (x - reach, y + reach * 8 // 10),
        )
        return polygon(corners, kind, title)
    if shape == "diamond":
        far = reach * 12 // 10
        return polygon(((x, y - far), (x + far, y), (x, y + far), (x - far, y)), kind, title)
    return element("circle", {"cx": x, "cy": y, "r": reach, "class": kind}, title)


LINE_APART = 200
"""Tenths of a pixel between two lines of words."""
WORDS_BESIDE = 17
"""Letters that fit beside the plot."""


def folded(words: str, most: int = WORDS_BESIDE) -> list[str]:
    """Words in lines of at most ``most`` letters; only a word longer than that is broken."""
    return wrap(words, most, break_on_hyphens=False) or [""]


def beside(names: Sequence[tuple[int, str, str]], x: int, top: int, bottom: int) -> str:
    """Words beside the plot at their heights, moved apart where they would meet.

    ``names`` are height, words and class.
    """
    blocks = [(y, folded(words), kind) for y, words, kind in names]
    wanted = [(y - 145, LINE_APART * len(lines)) for y, lines, _ in blocks]
    return "".join(
        label(x, place + LINE_APART * (row + 1), words, kind)
        for place, (_, lines, kind) in zip(spread(wanted, top, bottom), blocks, strict=True)
        for row, words in enumerate(lines)
    )
