"""The XmR chart of monthly values: average, limits, and marks where a rule finds more than chance."""

from dataclasses import dataclass
from decimal import Decimal

from scorecard.charts.frame import SIZES, Size, beside, days, gridlines, month, months, written
from scorecard.charts.markup import picture, rectangle, segment
from scorecard.charts.scale import Scale, axis_of
from scorecard.charts.values import Mark, Plot, Value, plotted
from scorecard.control_charts import MINIMUM_VALUES, RUN, Reading, Rule, Signal, Verdict, read
from scorecard.definition import Polarity
from scorecard.rounding import half_up


@dataclass(frozen=True, slots=True)
class ControlChart:
    """``values`` are one a month in order of time. ``rolling``: each covers twelve months."""

    name: str
    title: str
    unit: str
    decimal_places: int
    polarity: Polarity
    values: tuple[Value, ...]
    rolling: bool = False

    def reading(self) -> Reading:
        return read([each.value for each in self.values], rolling=self.rolling)


def sentences(chart: ControlChart) -> tuple[str, ...]:
    """What the rules found, in plain words; one sentence says so where they found nothing."""
    reading = chart.reading()
    if reading.verdict is Verdict.ROLLING:
        return (
            (
                "Each value covers twelve months, part of which the next one covers too: such values "
                "rise and fall in runs by themselves, so chance is not judged."
            ),
        )
    if reading.verdict is Verdict.TOO_FEW:
        return (
            (
                f"There are fewer than {MINIMUM_VALUES} values ({reading.known}): too few to tell "
                "change from chance."
            ),
        )
    if not reading.signals:
        return ("No change is larger than chance would explain.",)
    return tuple(_sentence(chart, each) for each in reading.signals)


def _sentence(chart: ControlChart, signal: Signal) -> str:
    first, last = (month(chart.values[place].day) for place in (signal.first, signal.last))
    count = signal.last - signal.first + 1
    if signal.rule is Rule.BEYOND:
        where = "above the upper" if signal.high else "below the lower"
        words = f"{first} is {where} limit"
    elif signal.rule is Rule.SHIFT:
        side = "above" if signal.high else "below"
        words = f"{count} values in a row, {first} to {last}, are {side} the average"
    elif signal.rule is Rule.TREND:
        words = f"{count} values in a row, {first} to {last}, {'rise' if signal.high else 'fall'}"
    else:
        limit = "upper" if signal.high else "lower"
        words = f"Two of three values, {first} to {last}, are near the {limit} limit"
    return f"{words}: more than chance would explain.{_judged(chart, signal)}"


def _judged(chart: ControlChart, signal: Signal) -> str:
    if chart.polarity is Polarity.NEITHER:
        return ""
    better = signal.high is (chart.polarity is Polarity.HIGHER_IS_BETTER)
    return " That is the good direction." if better else " That is the bad direction."


RULES = (
    "one value beyond a limit",
    f"{RUN} or more values in a row on one side of the average",
    f"{RUN} or more values in a row that all rise or all fall",
    "two of three values in a row near the same limit (in its outer third)",
)
"""The four rules in words, for the page."""


def control_charts(chart: ControlChart) -> tuple[str, str]:
    """The chart for a wide and for a narrow screen."""
    wide, narrow = (control_chart(chart, size) for size in SIZES)
    return wide, narrow


def control_chart(chart: ControlChart, size: Size) -> str:
    """The chart in one size. Raises ValueError when it has no dates."""
    if not chart.values:
        raise ValueError("A chart over time needs a date.")
    reading = chart.reading()
    skipped = max(0, len(chart.values) - size.most_values)
    shown = chart.values[skipped:]
    limits = reading.limits
    known = [each.value for each in shown if each.value is not None]
    ends = [] if limits is None else [limits.lower, limits.upper]
    axis = axis_of([*known, *ends], from_zero=False)
    left, top, right, bottom = size.plot
    y = axis.scale(bottom, top)
    x = days(shown[0].day, shown[-1].day, size)
    parts = []
    if limits is not None:
        upper, lower = y.at(limits.upper), y.at(limits.lower)
        parts = [
            rectangle(left, upper, right - left, lower - upper, "between"),
            segment((left, upper), (right, upper), "limit"),
            segment((left, lower), (right, lower), "limit"),
            segment((left, y.at(limits.average)), (right, y.at(limits.average)), "average"),
        ]
    special = {
        place - skipped: one for place, one in _kinds(chart, reading).items() if place >= skipped
    }
    plot = Plot(x, y, bottom, chart.unit)
    parts.append(plotted(shown, plot, "line-0", Mark("circle", "common", 40), special))
    return picture(
        f"{chart.name}-{size.name}",
        (size.width, size.height),
        f"chart-{size.name}",
        (chart.title, " ".join([*sentences(chart), *_limits_said(chart, reading)])),
        gridlines(axis, y, size, chart.unit),
        months([each.day for each in shown], x, size),
        *parts,
        _beside(chart, reading, size, y) if size.labels_beside else "",
    )


def _kinds(chart: ControlChart, reading: Reading) -> dict[int, Mark]:
    """How every value is drawn that a rule caught."""
    found: dict[int, Mark] = {}
    for signal in reading.signals:
        one = Mark("triangle", "concern", 60)
        if chart.polarity is Polarity.NEITHER:
            one = Mark("square", "special", 60)
        elif signal.high is (chart.polarity is Polarity.HIGHER_IS_BETTER):
            one = Mark("diamond", "improvement", 60)
        for place in range(signal.first, signal.last + 1):
            found[place] = one
    return found


def _rounded(chart: ControlChart, reading: Reading) -> list[tuple[str, Decimal]]:
    if reading.limits is None:
        return []
    places = chart.decimal_places
    return [
        ("Upper limit", half_up(reading.limits.upper, places)),
        ("Average", half_up(reading.limits.average, places)),
        ("Lower limit", half_up(reading.limits.lower, places)),
    ]


def _limits_said(chart: ControlChart, reading: Reading) -> list[str]:
    return [f"{name}: {written(value, chart.unit)}." for name, value in _rounded(chart, reading)]


def _beside(chart: ControlChart, reading: Reading, size: Size, y: Scale) -> str:
    if reading.limits is None:
        return ""
    _, top, right, bottom = size.plot
    exact = (reading.limits.upper, reading.limits.average, reading.limits.lower)
    names = [
        (y.at(value), f"{name} {written(rounded, chart.unit)}", "note")
        for value, (name, rounded) in zip(exact, _rounded(chart, reading), strict=True)
    ]
    return beside(names, right + 80, top, bottom)
