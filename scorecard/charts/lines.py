"""A measure over time: one line, its target, up to three comparators, and dated events."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from scorecard.charts.frame import (
    LINE_APART,
    MARKS,
    SIZES,
    Size,
    beside,
    days,
    folded,
    gridlines,
    in_words,
    mark,
    months,
    written,
)
from scorecard.charts.markup import label, picture, segment
from scorecard.charts.scale import axis_of
from scorecard.charts.values import Mark, Plot, Value, listed, plotted

MOST_COMPARATORS = 3
NAME_IN_KEY = 32
EVENT_IN_KEY = 36
"""Letters that fit beside and below the marks of a narrow chart's key."""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Comparator:
    """Another line, such as England or the statistical neighbours' median, at its own dates."""

    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """Something dated that the reader should know of, such as the start of a payment."""

    day: date
    words: str


@dataclass(frozen=True, slots=True)
class LineChart:
    """``name`` makes the ids on the page; values are in order of time."""

    name: str
    title: str
    own_name: str
    unit: str
    values: tuple[Value, ...]
    target: Decimal | None = None
    comparators: tuple[Comparator, ...] = ()
    events: tuple[Event, ...] = ()


def line_chart(chart: LineChart, size: Size) -> str:
    """The chart in one size. Raises ValueError when it has no dates or too many comparators."""
    if not chart.values:
        raise ValueError("A chart over time needs a date.")
    if len(chart.comparators) > MOST_COMPARATORS:
        raise ValueError(f"At most {MOST_COMPARATORS} comparators can be told apart.")
    return _Drawing(chart, size).picture()


def line_charts(chart: LineChart) -> tuple[str, str]:
    """The chart for a wide and for a narrow screen."""
    wide, narrow = (line_chart(chart, size) for size in SIZES)
    return wide, narrow


def description(chart: LineChart) -> str:
    """The chart in sentences, for who does not see it."""
    told = [f"{chart.own_name}: {listed(chart.values, chart.unit)}."]
    if chart.target is not None:
        told.append(f"Target: {written(chart.target, chart.unit)}.")
    told += [f"{each.name}: {listed(each.values, chart.unit)}." for each in chart.comparators]
    told += [f"{in_words(each.day)}: {each.words}." for each in chart.events]
    return " ".join(told)


class _Drawing:
    def __init__(self, chart: LineChart, size: Size) -> None:
        self.chart = chart
        self.own = chart.values[-size.most_values :]
        first, last = _dates(chart, self.own)
        self.lines = [(chart.own_name, self.own)] + [
            (each.name, tuple(one for one in each.values if first <= one.day <= last))
            for each in chart.comparators
        ]
        self.events = [each for each in chart.events if first <= each.day <= last]
        known = [one.value for _, line in self.lines for one in line if one.value is not None]
        axis = axis_of(known if chart.target is None else [*known, chart.target])
        self.key_top = size.plot[1]
        if not size.labels_beside:
            key = LINE_APART // 10 * sum(len(lines) for _, lines in self._key_words())
            size = replace(size, height=size.height + key, top=size.top + key)
        self.size = size
        self.left, self.top, self.right, self.bottom = size.plot
        self.axis, self.y = axis, axis.scale(self.bottom, self.top)
        self.x = days(first, last, size)

    def picture(self) -> str:
        return picture(
            f"{self.chart.name}-{self.size.name}",
            (self.size.width, self.size.height),
            f"chart-{self.size.name}",
            (self.chart.title, description(self.chart)),
            gridlines(self.axis, self.y, self.size, self.chart.unit),
            months(
                sorted({each.day for _, line in self.lines for each in line}), self.x, self.size
            ),
            *(self._event(row, each) for row, each in enumerate(self.events)),
            self._target(),
            *(
                self._line(values, number)
                for number, (_, values) in reversed(list(enumerate(self.lines)))
            ),
            self._ends() if self.size.labels_beside else self._key(),
        )

    def _names(self) -> list[tuple[str, str]]:
        """Every line with the class of its key: the target stands last."""
        names = [(name, f"line-{number}") for number, (name, _) in enumerate(self.lines)]
        return names if self.chart.target is None else [*names, ("Target", "target")]

    def _line(self, values: Sequence[Value], number: int) -> str:
        plot = Plot(self.x, self.y, self.bottom, self.chart.unit)
        return plotted(values, plot, f"line-{number}", Mark(MARKS[number], f"mark-{number}"))

    def _target(self) -> str:
        if self.chart.target is None:
            return ""
        y = self.y.at(self.chart.target)
        return segment((self.left, y), (self.right, y), "target")

    def _event(self, row: int, event: Event) -> str:
        """A line with the event's words, or with its letter where the words are in the key."""
        x = self.x.at(event.day.toordinal())
        near_end = x > (self.left + self.right) // 2
        words = event.words if self.size.labels_beside else LETTERS[row % len(LETTERS)]
        return segment((x, self.top), (x, self.bottom), "event") + label(
            x - 50 if near_end else x + 50,
            self.top + 130 + (LINE_APART * (row % 3) if self.size.labels_beside else 0),
            words,
            "note",
            "end" if near_end else None,
        )

    def _ends(self) -> str:
        """Names and latest values beside the plot, moved apart where they would meet."""
        found: list[tuple[int, str, str]] = []
        for number, (name, values) in enumerate(self.lines):
            last = next((each for each in reversed(values) if each.value is not None), None)
            if last is not None and last.value is not None:
                words = f"{name} {written(last.value, self.chart.unit)}"
                found.append((self.y.at(last.value), words, f"name-{number}"))
        if self.chart.target is not None:
            words = f"Target {written(self.chart.target, self.chart.unit)}"
            found.append((self.y.at(self.chart.target), words, "name-target"))
        return beside(found, self.right + 80, self.top, self.bottom)

    def _key_words(self) -> list[tuple[str, list[str]]]:
        """What the key says: lines of words with the class of their mark, none for an event."""
        named = [(kind, folded(name, NAME_IN_KEY)) for name, kind in self._names()]
        told = [
            ("", folded(f"{LETTERS[row % len(LETTERS)]}: {event.words}", EVENT_IN_KEY))
            for row, event in enumerate(self.events)
        ]
        return named + told

    def _key(self) -> str:
        """Words for each line above the plot, with a piece of it, and for each event."""
        parts, y = [], self.key_top
        for kind, lines in self._key_words():
            if kind:
                parts.append(segment((0, y - 50), (300, y - 50), kind))
            if kind and kind != "target":
                number = int(kind.rpartition("-")[2])
                parts.append(mark(MARKS[number], (150, y - 50), f"mark-{number}", " ".join(lines)))
            for words in lines:
                parts.append(label(380 if kind else 0, y, words, "note"))
                y += LINE_APART
        return "".join(parts)


def _dates(chart: LineChart, own: Sequence[Value]) -> tuple[date, date]:
    """First and last day of the x axis: a comparator may be older, while nothing of ours is cut."""
    first, last = own[0].day, own[-1].day
    if len(own) < len(chart.values):
        return first, last
    older = [one.day for each in chart.comparators for one in each.values if one.day < first]
    return min([first, *older]), last
