"""Whatever is drawn: a picture that parses, says its words back, and stays inside itself."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from scorecard.charts.bars import Bar, Distribution, distribution_charts, row_axis, row_bar
from scorecard.charts.control import ControlChart, control_charts
from scorecard.charts.lines import Comparator, Event, LineChart, line_charts
from scorecard.charts.scale import axis_of
from scorecard.charts.values import Value
from scorecard.control_charts import Verdict, read
from scorecard.definition import Polarity

NUMBERS = st.decimals(-(10**7), 10**7, places=2, allow_nan=False)
KNOWN = st.none() | NUMBERS
DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
WORDS = st.text(max_size=40)
VALUES = st.lists(st.tuples(DAYS, KNOWN), min_size=1, max_size=30, unique_by=lambda v: v[0]).map(
    lambda found: tuple(
        Value(day, value, "" if value is not None else "x") for day, value in sorted(found)
    )
)


def check(drawn: str) -> None:
    root = etree.fromstring(drawn)
    _, _, width, height = (int(each) for each in root.get("viewBox").split())
    for each in root.iter():
        for name, limit in (
            ("x", width),
            ("x1", width),
            ("x2", width),
            ("cx", width),
            ("y", height),
            ("cy", height),
        ):
            if name in each.attrib and not each.tag.endswith("text"):
                assert 0 <= Decimal(each.get(name)) <= limit, (each.tag, each.attrib)
        if each.tag.endswith("rect"):
            assert Decimal(each.get("width")) >= 0
            assert Decimal(each.get("height")) >= 0


@given(
    VALUES, st.lists(VALUES, max_size=3), KNOWN, st.lists(st.tuples(DAYS, WORDS), max_size=4), WORDS
)
def test_lines(values, others, target, events, words) -> None:
    chart = LineChart(
        "n", words, words, "%", values, target,
        tuple(Comparator(words, each) for each in others), tuple(Event(*each) for each in events),
    )  # fmt: skip
    for drawn in line_charts(chart):
        check(drawn)


@given(VALUES, st.booleans(), st.sampled_from(Polarity))
def test_control_charts(values, rolling, polarity) -> None:
    for drawn in control_charts(ControlChart("n", "t", "FTE", 1, polarity, values, rolling)):
        check(drawn)


@given(st.lists(st.tuples(WORDS, KNOWN), min_size=1, max_size=12))
def test_bars(found) -> None:
    bars = tuple(Bar(name, value, "" if value is not None else "c") for name, value in found)
    for drawn in distribution_charts(Distribution("n", "t", "workers", bars)):
        check(drawn)
    for bar in bars:
        check(row_bar(bar, row_axis(bars)))


@given(st.lists(NUMBERS, max_size=30), st.booleans())
def test_an_axis_holds_all_values_in_few_steps(found, from_zero) -> None:
    axis = axis_of(found, from_zero=from_zero)
    assert all(axis.low <= each <= axis.high for each in found)
    assert axis.low <= 0 <= axis.high or not from_zero
    assert 2 <= len(axis.ticks()) <= 7
    assert axis.low + axis.step * (len(axis.ticks()) - 1) == axis.high


@given(st.lists(KNOWN, max_size=40), NUMBERS, st.integers(1, 9))
def test_moving_or_stretching_all_values_moves_no_verdict(found, by, times) -> None:
    before = read(found)
    after = read([None if each is None else each * times + by for each in found])
    assert before.signals == after.signals
    upside_down = read([None if each is None else -each for each in found])
    assert {(s.rule, s.first, s.last, not s.high) for s in before.signals} == {
        (s.rule, s.first, s.last, s.high) for s in upside_down.signals
    }
    assert (before.verdict is Verdict.JUDGED) == (before.limits is not None)
