"""A measure month by month over three years, for those who prepare a scorecard: change or chance.

A scorecard has two values a year, which is too few to tell one from the other; the returns held give
the value of every month-end. They are not published: months side by side would tell of single people.
"""

import asyncio
from calendar import monthrange
from datetime import date
from decimal import Decimal

import msgspec

from scorecard.charts.control import RULES, ControlChart, control_charts, sentences
from scorecard.charts.values import Value
from scorecard.control_charts import Reading
from scorecard.definition import Figure, Measure, Symbol
from scorecard.errors import UnknownFigure
from scorecard.measures import MEASURES
from scorecard.parameters import DEFAULT_PARAMETERS
from scorecard.periods import half_year_ending
from scorecard.rounding import half_up
from scorecard.series import series
from scorecard.workforce import Workforce
from service.settings import Settings
from service.storage.transaction import snapshot
from service.workforce import operations as workforce

MONTHS = 36
MONTHLY = (
    "vacancy-rate-fte",
    "vacancies-fte",
    "agency-rate-fte",
    "agency-fte",
    "unfilled-gap-fte",
    "in-post-fte",
    "in-post-headcount",
    "newly-qualified-share",
    "under-two-years-share",
    "turnover-fte",
    "turnover-headcount",
    "sickness-absence-rate",
)
"""Measures that have a value at the end of any month."""
ROLLING = ("-6", "-12")
"""Ends of ledger lines that cover several months, so that neighbouring values share them."""


class MonthJson(msgspec.Struct, frozen=True):
    month_end: date
    value: str | None
    symbol: str | None


class SignalJson(msgspec.Struct, frozen=True):
    """A stretch of months that one of the rules catches."""

    rule: str
    first: date
    last: date
    high: bool
    """Above the average, or rising."""


class LimitsJson(msgspec.Struct, frozen=True):
    """Rounded as the measure is; compared unrounded."""

    average: str
    lower: str
    upper: str


class MonthlyJson(msgspec.Struct, frozen=True):
    """One measure month by month, and whether it changed by more than chance."""

    measure: str
    title: str
    unit: str
    verdict: str
    """``judged``, ``too-few`` (below 12 values) or ``rolling`` (months overlap: never judged)."""
    limits: LimitsJson | None
    signals: list[SignalJson]
    sentences: list[str]
    rules: list[str]
    months: list[MonthJson]
    svg: str
    """The chart, without colours of its own: classes of ``charts.css``."""


async def monthly(period_end: date, measure_id: str, settings: Settings) -> MonthlyJson:
    """The months up to the end of a half-year. Raises NotAHalfYearEnd, UnknownFigure."""
    half_year_ending(period_end, settings.half_year_ends)
    if measure_id not in MONTHLY:
        raise UnknownFigure("measure", measure_id, MONTHLY)
    async with snapshot():
        facts = await workforce.held_facts()
    return await asyncio.to_thread(_computed, facts, period_end, MEASURES[measure_id])


def _computed(facts: Workforce, period_end: date, measure: Measure) -> MonthlyJson:
    ends = month_ends(period_end, MONTHS)
    found = series(facts, ends, DEFAULT_PARAMETERS)
    values = tuple(_value(end, found.figures(end, [measure])) for end in ends)
    chart = ControlChart(
        name=f"monthly-{measure.id}",
        title=f"{measure.title}, month by month",
        unit=measure.unit,
        decimal_places=measure.decimal_places,
        polarity=measure.polarity,
        values=values,
        rolling=any(line.endswith(ROLLING) for line in measure.inputs),
    )
    reading = chart.reading()
    return MonthlyJson(
        measure=measure.id,
        title=measure.title,
        unit=measure.unit,
        verdict=reading.verdict,
        limits=_limits(reading, measure.decimal_places),
        signals=[
            SignalJson(each.rule, ends[each.first], ends[each.last], each.high)
            for each in reading.signals
        ],
        sentences=list(sentences(chart)),
        rules=list(RULES),
        months=[
            MonthJson(
                each.day, None if each.value is None else f"{each.value:f}", each.symbol or None
            )
            for each in values
        ],
        svg=control_charts(chart)[0],
    )


def month_ends(last: date, count: int) -> list[date]:
    """The last days of ``count`` months up to the month of ``last``, in order."""
    month = last.year * 12 + last.month - 1
    found = (divmod(number, 12) for number in range(month - count + 1, month + 1))
    return [date(year, at + 1, monthrange(year, at + 1)[1]) for year, at in found]


def _value(end: date, figures: list[Figure]) -> Value:
    [whole] = [each for each in figures if each.dimension == "council"]
    if isinstance(whole.value, Symbol):
        return Value(end, None, whole.value.value)
    assert isinstance(whole.value, Decimal)
    return Value(end, whole.value)


def _limits(reading: Reading, places: int) -> LimitsJson | None:
    if reading.limits is None:
        return None
    average, lower, upper = (
        f"{half_up(each, places):f}"
        for each in (reading.limits.average, reading.limits.lower, reading.limits.upper)
    )
    return LimitsJson(average, lower, upper)
