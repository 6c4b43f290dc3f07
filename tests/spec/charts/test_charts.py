"""What charts say and where they put things, rule by rule."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from lxml import etree

from scorecard.charts.bars import Bar, Distribution, distribution_charts, row_axis, whisker
from scorecard.charts.control import ControlChart, control_chart, sentences
from scorecard.charts.frame import NARROW, WIDE, days, folded, mark, written
from scorecard.charts.lines import Comparator, Event, LineChart, description, line_chart
from scorecard.charts.markup import escaped, px
from scorecard.charts.scale import Scale, axis_of, spread
from scorecard.charts.small import Small, small_multiples, sparkline
from scorecard.charts.values import Value
from scorecard.definition import Polarity
from tests.chart_examples import TURNOVER, VACANCY, half_years, monthly

SVG = "{http://www.w3.org/2000/svg}"


def words_in(drawn: str) -> list[str]:
    return [each.text or "" for each in etree.fromstring(drawn).iter(f"{SVG}text")]


#  values            | from nought | low  high step
AXES = """
  14.1 13.1          | yes         |  0     15     5
  14.1 13.1          | no          | 13   14.2   0.2
  -3.5 4             | yes         | -4      4     2
  0                  | yes         |  0      1   0.2
                     | yes         |  0      1   0.2
                     | no          |  0      1   0.2
  7                  | no          |  7      8   0.2
  349                | yes         |  0    400   100
  2004.8             | yes         |  0   2500   500
  0.004              | yes         |  0  0.004 0.001
  99.9               | yes         |  0    100    20
"""


@pytest.mark.parametrize("line", [each for each in AXES.splitlines() if each.strip()])
def test_an_axis_ends_at_round_numbers_and_holds_every_value(line: str) -> None:
    texts, from_zero, expected = (part.strip() for part in line.split("|"))
    found = [Decimal(each) for each in texts.split()]
    axis = axis_of(found, from_zero=from_zero == "yes")
    assert [axis.low, axis.high, axis.step] == [Decimal(each) for each in expected.split()]
    assert axis.ticks()[0] == axis.low
    assert axis.ticks()[-1] == axis.high


def test_a_value_beyond_the_scale_is_drawn_at_its_end() -> None:
    scale = Scale(Decimal(0), Decimal(10), 100, 200)
    assert [scale.at(each) for each in (-5, 0, Fraction(1, 3), 10, 11)] == [100, 100, 103, 200, 200]


#  wanted place:height                | top bottom | placed
LABELS = """
  50:20 100:20                        | 0 200      | 50 100
  100:20 100:20 100:20                | 0 200      | 100 120 140
  190:20 195:20                       | 0 200      | 160 180
  100:40 110:20 60:20                 | 0 200      | 100 140 60
  10:20 10:20                         | 0 30       | -10 10
"""


@pytest.mark.parametrize("line", [each for each in LABELS.splitlines() if each.strip()])
def test_labels_do_not_meet(line: str) -> None:
    wanted, room, expected = (part.strip() for part in line.split("|"))
    top, bottom = (int(each) for each in room.split())
    blocks = [tuple(int(one) for one in each.split(":")) for each in wanted.split()]
    assert spread(blocks, top, bottom) == [int(each) for each in expected.split()]


def test_one_day_stands_in_the_middle() -> None:
    left, _, right, _ = WIDE.plot
    day = date(2026, 9, 30)
    assert days(day, day, WIDE).at(day.toordinal()) == (left + right) // 2


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [("14.1", "%", "14.1%"), ("-3", "FTE", "\N{MINUS SIGN}3 FTE"), ("2004.8", "", "2,004.8")],
)
def test_numbers_are_written_as_people_write_them(value: str, unit: str, expected: str) -> None:
    assert written(Decimal(value), unit) == expected


def test_tenths_of_a_pixel() -> None:
    assert [px(each) for each in (0, 5, 120, 125, -5, -120)] == [
        "0",
        "0.5",
        "12",
        "12.5",
        "-0.5",
        "-12",
    ]


def test_what_xml_cannot_write_is_left_out() -> None:
    assert escaped('a\x00\x0b\ud800\uffff<&>"\t') == "a&lt;&amp;&gt;&quot;\t"


def test_words_are_folded_between_words() -> None:
    assert folded("Statistical neighbours 14.0%", 17) == ["Statistical", "neighbours 14.0%"]
    assert folded("Llanfairpwllgwyngyll twice", 10) == ["Llanfairpw", "llgwyngyll", "twice"]
    assert folded("") == [""]


def test_every_mark_has_a_shape_of_its_own() -> None:
    shapes = [
        mark(each, (100, 100), "k", "w") for each in ("circle", "square", "triangle", "diamond")
    ]
    assert len({each.partition("class")[0] for each in shapes}) == 4


def test_the_description_tells_a_reader_all_that_is_drawn() -> None:
    told = description(TURNOVER)
    assert told.startswith("Demoshire: Mar 2023 16.2%; Sep 2023 15.9%; Mar 2024 x; Sep 2024 15.1%")
    assert "Target: 13.5%." in told
    assert "England: Mar 2023 15.9%" in told
    assert "15 Jan 2024: Retention payment." in told
    assert description(LineChart("n", "t", "Own", "%", (Value(date(2026, 9, 30), None),))) == (
        "Own: Sep 2026 no value."
    )


def test_lines_are_named_at_their_ends_or_in_a_key() -> None:
    assert "Target 13.5%" in words_in(line_chart(TURNOVER, WIDE))
    narrow = words_in(line_chart(TURNOVER, NARROW))
    assert {"Demoshire", "England", "Target", "A: Retention payment"} <= set(narrow)


def test_long_names_in_a_key_are_folded_and_stay_within_the_picture() -> None:
    long = "Bournemouth, Christchurch and Poole Children's Services Partnership"
    narrow = line_chart(
        replace(TURNOVER, own_name=long, events=(Event(date(2024, 1, 15), long),)), NARROW
    )
    words = re.findall(r'<text x="([\d.]+)" y="[\d.]+" class="note">([^<]*)<', narrow)
    told = " ".join(text for _, text in words)
    assert told.count("Bournemouth, Christchurch and") == 2
    # Letters are at most half as wide as they are high, on the average of a name.
    assert [text for x, text in words if float(x) + 8 * len(text) > NARROW.width + 4] == []


def test_a_narrow_chart_shows_the_latest_values() -> None:
    long = replace(TURNOVER, values=half_years(2000, *["10"] * 60), comparators=(), events=())
    assert line_chart(long, WIDE).count("<circle") == 60
    assert line_chart(long, NARROW).count("<circle") == 24 + 1  # and the one in the key


def test_an_older_comparator_makes_the_axis_longer_unless_values_are_cut() -> None:
    older = Comparator("England", (Value(date(2020, 9, 30), Decimal(9)),))
    chart = LineChart("n", "t", "Own", "%", half_years(2026, "10", "11"), comparators=(older,))
    assert "2020" in words_in(line_chart(chart, WIDE))
    cut = replace(chart, values=half_years(2000, *["10"] * 60))
    years = [word for word in words_in(line_chart(cut, NARROW)) if word.startswith("20")]
    assert (min(years), max(years)) == ("2019", "2029")
    early = replace(cut, comparators=(Comparator("E", (Value(date(1999, 9, 30), Decimal(9)),)),))
    own_begins = re.search(r'points="([0-9.]+),', line_chart(early, WIDE))
    assert own_begins is not None
    assert Decimal(own_begins[1]) > WIDE.left
    assert "1999" not in words_in(line_chart(early, NARROW))


def test_a_chart_without_dates_or_with_too_many_lines_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a date"):
        line_chart(replace(TURNOVER, values=()), WIDE)
    with pytest.raises(ValueError, match="At most 3"):
        line_chart(replace(TURNOVER, comparators=TURNOVER.comparators * 2), WIDE)
    with pytest.raises(ValueError, match="needs a date"):
        control_chart(replace(VACANCY, values=()), WIDE)
    with pytest.raises(ValueError, match="needs a date"):
        small_multiples([Small("a", "A", ())], "%")
    with pytest.raises(ValueError, match="needs bins"):
        distribution_charts(Distribution("a", "A", "", ()))


LOWER, HIGHER, NEITHER = (
    Polarity.LOWER_IS_BETTER,
    Polarity.HIGHER_IS_BETTER,
    Polarity.NEITHER,
)
GOOD, BAD = " That is the good direction.", " That is the bad direction."
QUIET = "5 6 " * 15


@pytest.mark.parametrize(
    ("text", "polarity", "expected"),
    [
        ("5 6 5", LOWER, "There are fewer than 12 values (3): too few to tell change from chance."),
        (QUIET, LOWER, "No change is larger than chance would explain."),
        (
            QUIET + "20 5",
            LOWER,
            "Jul 2026 is above the upper limit: more than chance would explain." + BAD,
        ),
        (
            QUIET + "20 5",
            HIGHER,
            "Jul 2026 is above the upper limit: more than chance would explain." + GOOD,
        ),
        (
            QUIET + "-9 5",
            LOWER,
            "Jul 2026 is below the lower limit: more than chance would explain." + GOOD,
        ),
        (
            QUIET + "-9 5",
            NEITHER,
            "Jul 2026 is below the lower limit: more than chance would explain.",
        ),
        (
            "1 9 1 9 1 9 8 6 8 6 8 6 1 9 1 9 1 1 1",
            LOWER,
            "7 values in a row, Jun 2024 to Dec 2024, are above the average: more than chance would explain."
            + BAD,
        ),
        (
            "9 1 9 1 9 1 2 4 2 4 2 4 9 1 9 1 9 9 9",
            LOWER,
            "7 values in a row, Jun 2024 to Dec 2024, are below the average: more than chance would explain."
            + GOOD,
        ),
        (
            "5 6 5 6 1 2 3 4 5 6 7 2 5 6 5",
            HIGHER,
            "7 values in a row, May 2024 to Nov 2024, rise: more than chance would explain." + GOOD,
        ),
        (
            "5 4 5 4 9 8 7 6 5 4 3 8 5 4 5",
            HIGHER,
            "7 values in a row, May 2024 to Nov 2024, fall: more than chance would explain." + BAD,
        ),
        (
            f"{QUIET} 7.9 6 7.9 {QUIET}",
            NEITHER,
            "Two of three values, Jul 2026 to Sep 2026, are near the upper limit: more than chance would explain.",
        ),
        (
            f"{QUIET} 3.1 3.1 5 {QUIET}",
            NEITHER,
            "Two of three values, Jul 2026 to Aug 2026, are near the lower limit: more than chance would explain.",
        ),
    ],
)
def test_what_the_rules_find_is_said_in_words(text: str, polarity: Polarity, expected: str) -> None:
    chart = ControlChart("n", "t", "%", 1, polarity, monthly(*text.split()))
    assert sentences(chart) == (expected,)


def test_rolling_figures_are_not_judged_and_the_chart_says_why() -> None:
    rolling = replace(VACANCY, rolling=True)
    [told] = sentences(rolling)
    assert "part of which the next one covers too" in told
    assert "limit" not in control_chart(rolling, WIDE)
    assert told in control_chart(rolling, WIDE)


@pytest.mark.parametrize(
    ("polarity", "kinds"),
    [
        (LOWER, {"concern", "improvement"}),
        (HIGHER, {"concern", "improvement"}),
        (NEITHER, {"special"}),
    ],
)
def test_a_signal_has_a_shape_and_a_class(polarity: Polarity, kinds: set[str]) -> None:
    drawn = control_chart(replace(VACANCY, polarity=polarity), WIDE)
    assert {k for k in ("concern", "improvement", "special") if f'class="{k}"' in drawn} == kinds


def test_limits_are_rounded_half_up_and_said() -> None:
    drawn = control_chart(VACANCY, NARROW)
    assert "Upper limit: 16.4%. Average: 15.1%. Lower limit: 13.9%." in drawn
    assert "Upper limit 16.4%" in words_in(control_chart(VACANCY, WIDE))


def test_a_whisker_is_the_wilson_interval_in_per_cent() -> None:
    found = whisker(4, 22)
    assert (round(found.low, 2), round(found.high, 2)) == (Decimal("7.31"), Decimal("38.52"))
    assert whisker(0, 0) is None


def test_all_rows_share_one_axis_that_holds_whiskers_and_the_reference() -> None:
    bars = [Bar("A", Decimal(10), whisker=whisker(1, 10)), Bar("B", None, "c")]
    assert row_axis(bars).high == 50
    assert row_axis(bars, Decimal(90)).high == 100


def test_small_charts_share_one_scale_and_one_day_alone_has_one_label() -> None:
    day = half_years(2026, "5")
    several = small_multiples([Small("a", "A", day), Small("b", "B", half_years(2026, "50"))], "%")
    assert all("60%" in words_in(each) for each in several)
    assert words_in(several[0]).count("Mar") == 1


def test_a_line_the_size_of_a_word_may_have_nothing_to_show() -> None:
    assert "<circle" not in sparkline([None])
    assert sparkline([Decimal(3)]).count("<circle") == 1
    assert "<polyline" not in sparkline([Decimal(3), None])
