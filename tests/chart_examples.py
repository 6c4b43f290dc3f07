"""The charts that are kept as golden SVG files: one of each kind, with what makes each hard.

Write them anew, after looking at them, with ``python tests/chart_examples.py``.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from scorecard.charts.bars import (
    Bar,
    Distribution,
    distribution_charts,
    row_axis,
    row_bar,
    whisker,
)
from scorecard.charts.control import ControlChart, control_charts
from scorecard.charts.lines import Comparator, Event, LineChart, line_charts
from scorecard.charts.small import Small, small_multiples, sparkline
from scorecard.charts.values import Value
from scorecard.definition import Polarity

FOLDER = Path(__file__).parent / "golden" / "charts"


def half_years(first: int, *texts: str) -> tuple[Value, ...]:
    """Values from 31 March of a year on, one each half-year; letters are symbols."""
    days = [date(first + place // 2, *((3, 31), (9, 30))[place % 2]) for place in range(len(texts))]
    return tuple(one(day, text) for day, text in zip(days, texts, strict=True))


def one(day: date, text: str) -> Value:
    return Value(day, None, text) if text.isalpha() else Value(day, Decimal(text))


def monthly(*texts: str) -> tuple[Value, ...]:
    """Values from the end of January 2024 on, one each month."""
    return tuple(
        one(date(2024 + place // 12, place % 12 + 1, 28), text) for place, text in enumerate(texts)
    )


TURNOVER = LineChart(
    name="turnover",
    title="Turnover, twelve months (FTE, DfE definition)",
    own_name="Demoshire",
    unit="%",
    values=half_years(2023, "16.2", "15.9", "x", "15.1", "14.8", "13.1", "14.4", "14.1"),
    target=Decimal("13.5"),
    comparators=(
        Comparator("England", half_years(2023, "15.9", "15.9", "15", "13.9")),
        Comparator("Statistical neighbours", half_years(2023, "14.9", "c", "14.2", "14.0")),
        Comparator("North West", (one(date(2024, 9, 30), "12.8"), one(date(2030, 9, 30), "1"))),
    ),
    events=(
        Event(date(2024, 1, 15), "Retention payment"),
        Event(date(2026, 4, 1), "<New> academy & more"),
        Event(date(2031, 1, 1), "Not on this chart"),
    ),
)
NET_CHANGE = LineChart(
    "net-change", "Net change", "Demoshire", " FTE".strip(), half_years(2025, "-3.5", "4", "-0.4")
)
ONE_VALUE = LineChart("one", "The first half-year", "Demoshire", "%", half_years(2026, "12.5"))
NO_VALUE = LineChart("none", "Nothing was sent", "Demoshire", "%", half_years(2026, "x", "z"))
VACANCY = ControlChart(
    name="vacancy",
    title="Vacancy rate (FTE), month by month",
    unit="%",
    decimal_places=1,
    polarity=Polarity.LOWER_IS_BETTER,
    values=monthly(
        *[
            "15.2",
            "15.4",
            "15.1",
            "15.3",
            "15.5",
            "15.2",
            "15.4",
            "15.3",
            "15.1",
            "15.4",
            "15.2",
            "15.3",
            "18.9",
            "15.3",
            "15.2",
            "15.4",
        ],
        *["x", "14.6", "14.5", "14.4", "14.5", "14.3", "14.4", "14.2", "14.4", "14.3"],
    ),
)
TOO_FEW = ControlChart(
    "few", "Agency rate", "%", 1, Polarity.NEITHER, monthly("11", "12", "11.5", "x")
)
WORKERS = Distribution(
    "caseloads",
    "Workers by number of children they work with",
    "workers",
    (
        Bar("1 to 5", Decimal(12)),
        Bar("6 to 10", Decimal(41)),
        Bar("11 to 15", Decimal(96)),
        Bar("16 to 20", Decimal(78)),
        Bar("21 to 25", Decimal(31)),
        Bar("26 or more", None, "c"),
    ),
)
TEAMS = (
    Bar("Harbour", Decimal("18.2"), whisker=whisker(4, 22)),
    Bar("Moorland", Decimal(0), whisker=whisker(0, 9)),
    Bar("Fellside", None, "c"),
    Bar("Estuary", Decimal("33.3")),
)


def pictures() -> Iterator[tuple[str, str]]:
    """File name and SVG of every example."""
    for name, chart in (
        ("line", TURNOVER),
        ("line-below-nought", NET_CHANGE),
        ("line-one-value", ONE_VALUE),
        ("line-no-value", NO_VALUE),
    ):
        yield from _both(name, line_charts(chart))
    yield from _both("control", control_charts(VACANCY))
    yield from _both("control-too-few", control_charts(TOO_FEW))
    yield from _both("distribution", distribution_charts(WORKERS))
    axis = row_axis(TEAMS, Decimal("14.1"))
    for bar in TEAMS:
        yield f"row-{bar.name.lower()}.svg", row_bar(bar, axis, Decimal("14.1"))
    several = [
        Small("harbour", "Harbour", half_years(2025, "12", "14", "13")),
        Small("moorland", "Moorland", half_years(2025, "22", "c", "8.5")),
    ]
    for chart, drawn in zip(several, small_multiples(several, "%"), strict=True):
        yield f"small-{chart.name}.svg", drawn
    values = [None if text == "-" else Decimal(text) for text in ["3", "4", "-", "5", "4", "6"]]
    yield "sparkline.svg", sparkline(values)


def _both(name: str, drawn: tuple[str, str]) -> Iterator[tuple[str, str]]:
    for size, picture in zip(("wide", "narrow"), drawn, strict=True):
        yield f"{name}-{size}.svg", picture


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for file_name, picture in pictures():
        (FOLDER / file_name).write_text(picture + "\n", encoding="utf-8")
