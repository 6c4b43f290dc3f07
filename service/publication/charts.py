"""Charts of a published scorecard, each with the sentence it shows and the table beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from scorecard.charts.bars import (
    Bar,
    Distribution,
    distribution_charts,
    row_axis,
    row_bar,
    whisker,
)
from scorecard.charts.frame import written
from scorecard.charts.lines import Comparator, Event, LineChart, description, line_charts
from scorecard.charts.values import Value, said
from scorecard.commentary import COMMENTARY
from scorecard.definition import Dimension
from scorecard.workforce import CaseUnit
from service.publication.history import Past, council_figures, most_counted, past_of
from service.publication.wording import (
    DIMENSIONS,
    change_in_words,
    day,
    mid_sentence,
    number,
    title_of,
    value_in_words,
)

Json = Mapping[str, Any]

MOST_PERIODS = 20
"""Ten years of half-years."""
UNITS = frozenset(CaseUnit)
"""Categories that say what is counted: never parts of one whole."""
SHARES_OF_PEOPLE = frozenset(
    {
        "agency-rate-headcount",
        "caseload-over-limit-share",
        "experience-mix",
        "leavers-by-destination",
        "leavers-by-reason",
        "newly-qualified-share",
        "returners-share",
        "under-two-years-share",
    }
)
"""Measures that say how many of so many people: what chance allows is Wilson's interval."""
CASELOADS = {
    "caseload-median": "Half hold this many or fewer",
    "caseload-p90": "Nine in ten hold this many or fewer",
    "caseload-highest": "The most that one worker holds",
}
"""Measures that say together how caseloads are spread, in the order of the chart; the first has it."""
COMPARATORS = ("england", "region", "neighbours-median")
"""What a chart has room for, of what an edition is compared with."""
OWN = "This council"
"""Name of the line: short, because the sentence above the chart has the council's own name."""
NOT_SHOWN = "not shown"
"""In place of a number of records that would tell more than its figure does."""


@dataclass(frozen=True, slots=True)
class PageChart:
    """A chart in both sizes with its table."""

    id: str
    headline: str
    """What it shows, as a sentence."""
    subtitle: str
    """What is drawn, as a statistician would say it."""
    wide: Markup
    narrow: Markup
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    description: str
    """All values in words, for who does not see the chart."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class BarRow:
    name: str
    value: str
    is_symbol: bool
    counted: str
    bar: Markup


@dataclass(frozen=True, slots=True)
class BarTable:
    """One row for each group, each with its bar on the scale they share."""

    id: str
    title: str
    group_words: str
    rows: tuple[BarRow, ...]
    reference: str
    """What the dotted line is; empty where there is none."""
    whiskers: bool


def over_time(
    document: Json, history: Sequence[Json], measure: Json, category: str
) -> PageChart | None:
    """The measure's line over the half-years published; None where there is no figure at all."""
    past = past_of(history, measure["id"], category)[-MOST_PERIODS:]
    if not past:
        return None
    title = title_of(past[-1].figure, measure)
    chart = LineChart(
        name=f"chart-{measure['id']}",
        title=title,
        own_name=OWN,
        unit=measure["unit"],
        values=tuple(each.as_value() for each in past),
        target=target_of(document, measure["id"], category),
        comparators=comparators_of([each.document for each in past], measure["id"], category),
        events=events_of([each.document for each in past]),
    )
    wide, narrow = line_charts(chart)
    beside = tuple(
        (each.name, f"{day(one.day)}: {said(one, measure['unit'])}")
        for each in chart.comparators
        for one in each.values
    )
    if chart.target is not None:
        beside = (("Target", written(chart.target, measure["unit"])), *beside)
    return PageChart(
        id=chart.name,
        headline=_headline(title, past),
        subtitle=f"{title}, {document['council']}, half-years ending "
        + (day(past[0].end) if len(past) == 1 else f"{day(past[0].end)} to {day(past[-1].end)}"),
        wide=Markup(wide),  # noqa: S704 -- written by scorecard.charts, which escapes all words
        narrow=Markup(narrow),  # noqa: S704 -- as above
        columns=("Half-year to", "Value"),
        rows=(
            *((day(each.end), value_in_words(each.figure, measure)) for each in past),
            *beside,
        ),
        description=description(chart),
    )


def target_of(document: Json, measure: str, category: str) -> Decimal | None:
    """The council's target for the figure, as published with it."""
    for each in document.get("targets", ()):
        if (each["measure"], each["dimension"], each["category"]) == (
            measure,
            Dimension.COUNCIL,
            category,
        ):
            return Decimal(each["value"])
    return None


def comparators_of(history: Sequence[Json], measure: str, category: str) -> tuple[Comparator, ...]:
    """What was published beside the figure, by comparator in the order of ``COMPARATORS``.

    Of a date that several editions show, the latest edition's value counts: history is revised.
    """
    found: dict[str, dict[date, Value]] = {}
    words: dict[str, str] = {}
    for document in history:
        for each in document.get("comparisons", {}).get("figures", ()):
            if (each["measure"], each["category"]) != (measure, category):
                continue
            if each["comparator"] not in COMPARATORS:
                continue
            as_at = date.fromisoformat(each["as_at"])
            value = None if each["value"] is None else Decimal(each["value"])
            words[each["comparator"]] = each["words"]
            found.setdefault(each["comparator"], {})[as_at] = Value(
                as_at, value, each["symbol"] or ""
            )
    return tuple(
        Comparator(words[name], tuple(found[name][as_at] for as_at in sorted(found[name])))
        for name in COMPARATORS
        if name in found
    )


def events_of(history: Sequence[Json]) -> tuple[Event, ...]:
    """The dated events that the editions tell of, in order of time; each once."""
    found = {
        (each["on"], each["words"])
        for document in history
        for each in document.get(COMMENTARY, {}).get("events", ())
    }
    return tuple(Event(date.fromisoformat(on), words) for on, words in sorted(found))


def _headline(title: str, past: Sequence[Past]) -> str:
    """As ``Turnover: 14.1% on 30 September 2026. Up from 13.1% on 31 March 2026.``, one sentence or two."""
    now = past[-1]
    said = f"{title}: {value_in_words(now.figure, now.measure)} on {day(now.end)}"
    if len(past) == 1:
        return f"{said}. This is the first half-year published."
    then = past[-2]
    change = change_in_words(now.figure, then.figure, now.measure, then.measure)
    return f"{said}. {change} on {day(then.end)}."


def by_part(document: Json, measure: Json) -> PageChart | None:
    """How a measure that counts by part (bands, reasons) is spread.

    None where it is not public, or so much of it kept back that a picture would say nothing.
    """
    if measure["id"] == next(iter(CASELOADS)):
        return spread_of_caseloads(document, measure)
    figures = [
        each
        for each in council_figures(document, measure["id"])
        if each["category"] and each["category"] not in UNITS
    ]
    if not figures:
        return None
    words = {each["code"]: each["words"] for each in measure["categories"]}
    bars = tuple(
        _bar(each, measure, str(words.get(each["category"], each["category"]))) for each in figures
    )
    known = [(bar.value, bar.name) for bar in bars if bar.value is not None]
    if 2 * len(known) < len(bars):
        return None
    top = max(known, key=lambda each: each[0])[1]
    told = "" if len(known) == len(bars) else " of the parts that can be told"
    return _distributed(
        Distribution(f"parts-{measure['id']}", measure["title"], measure["unit"], bars),
        figures,
        measure,
        headline=f"{measure['title']}: the highest{told} is “{mid_sentence(top)}”.",
        subtitle=f"{measure['title']}, {document['council']}",
        columns=("Part", "Value", "Records counted"),
    )


def _distributed(
    chart: Distribution,
    figures: Sequence[Json],
    measure: Json,
    *,
    headline: str,
    subtitle: str,
    columns: tuple[str, ...],
) -> PageChart:
    """``figures`` are those of the chart's bars, in their order."""
    wide, narrow = distribution_charts(chart)
    rows = tuple(
        (bar.name, value_in_words(figure, measure), _counted(figure))
        for bar, figure in zip(chart.bars, figures, strict=True)
    )
    return PageChart(
        id=chart.name,
        headline=headline,
        subtitle=subtitle,
        wide=Markup(wide),  # noqa: S704 -- written by scorecard.charts, which escapes all words
        narrow=Markup(narrow),  # noqa: S704 -- as above
        columns=columns,
        rows=rows,
        description="; ".join(f"{name}: {value}" for name, value, _ in rows) + ".",
    )


def spread_of_caseloads(document: Json, measure: Json) -> PageChart | None:
    """How many cases the middle worker holds, nine in ten, and who holds most; None without a middle."""
    middle = most_counted(council_figures(document, measure["id"]))
    if middle is None or middle["value"] is None:
        return None
    found = [
        (words, each)
        for name, words in CASELOADS.items()
        for each in council_figures(document, name)
        if each["category"] == middle["category"]
    ]
    bars = tuple(_bar(each, measure, words) for words, each in found)
    unit = {each["code"]: each["words"] for each in measure["categories"]}[middle["category"]]
    shown = " ".join(
        f"{said} hold {value_in_words(each, measure)} or fewer."
        for said, (_, each) in zip(("Half of the workers", "Nine in ten"), found, strict=False)
        if each["value"] is not None
    )
    return _distributed(
        Distribution(f"spread-{measure['id']}", "How caseloads are spread", "cases", bars),
        [each for _, each in found],
        measure,
        headline=f"How caseloads are spread. {shown}",
        subtitle=f"Cases that one worker holds ({mid_sentence(unit)}), {document['council']}",
        columns=("Of the workers who hold cases", "Cases", "Workers counted"),
    )


def by_group(document: Json, measure: Json, dimension: str) -> BarTable | None:
    """The measure's figures by team, area and so on as bars; None where they are not public."""
    figures = [
        each
        for each in document["figures"]
        if each["measure"] == measure["id"]
        and each["dimension"] == dimension
        and (not each["category"] or each["category"] in UNITS)
    ]
    if dimension == Dimension.COUNCIL or not figures:
        return None
    bars = [_bar(each, measure, each["group"]) for each in figures]
    whole = next(
        (each for each in council_figures(document, measure["id"]) if not each["category"]), None
    )
    reference = None
    if whole is not None and whole["value"] is not None and measure["unit"] == "%":
        reference = Decimal(whole["value"])
    axis = row_axis(bars, reference)
    return BarTable(
        id=f"{dimension}-{measure['id']}",
        title=f"{measure['title']} by {DIMENSIONS[dimension]}",
        group_words=DIMENSIONS[dimension].capitalize(),
        rows=tuple(
            BarRow(
                name=_group_name(figure, measure),
                value=value_in_words(figure, measure),
                is_symbol=figure["symbol"] is not None,
                counted=_counted(figure),
                bar=Markup(row_bar(bar, axis, reference)),  # noqa: S704 -- written by scorecard.charts
            )
            for bar, figure in zip(bars, figures, strict=True)
        ),
        reference=""
        if reference is None
        else f"the whole council, {value_in_words(whole, measure)}"
        if whole is not None
        else "",
        whiskers=any(each.whisker is not None for each in bars),
    )


def _group_name(figure: Json, measure: Json) -> str:
    """The group; with the unit of counting where the measure has one."""
    words = {each["code"]: each["words"] for each in measure["categories"]}
    category = words.get(figure["category"], figure["category"])
    return f"{figure['group']}: {mid_sentence(category)}" if category else str(figure["group"])


def _bar(figure: Json, measure: Json, name: str) -> Bar:
    found = None
    if measure["id"] in SHARES_OF_PEOPLE and figure["value"] is not None:
        count, total = _whole(figure["numerator"]), _whole(figure["denominator"])
        if count is not None and total is not None and 0 <= count <= total:
            found = whisker(count, total)
    value = None if figure["value"] is None else Decimal(figure["value"])
    return Bar(name, value, figure["symbol"] or "", found)


def _whole(text: str | None) -> int | None:
    """A count of people; None for a symbol or a part of one."""
    return int(text) if text is not None and text.isdecimal() else None


def _counted(figure: Json) -> str:
    """Records behind a figure, where that may be told."""
    return number(str(figure["n"])) if isinstance(figure["n"], int) else NOT_SHOWN
