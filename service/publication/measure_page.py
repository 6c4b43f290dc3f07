"""The page of one measure: its figures in every half-year published, its parts, and its definition."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from scorecard.charts.control import RULES, ControlChart, control_charts, sentences
from scorecard.control_charts import Verdict
from scorecard.definition import Dimension, Polarity
from service.publication.addresses import Form, api_address, measure_address, page_address
from service.publication.charts import BarTable, PageChart, by_group, by_part, over_time
from service.publication.corrected import CONFIDENTIAL
from service.publication.history import (
    Past,
    council_figures,
    defined_differently,
    is_rolling,
    measure_of,
    most_counted,
    past_of,
)
from service.publication.methodology import facts_of
from service.publication.store import EditionEntry
from service.publication.view import Line, lines_of
from service.publication.wording import Part, day, parts_of, value_in_words

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """One half-year of the table."""

    end: str
    value: str
    is_symbol: bool
    parts: tuple[Part, ...]
    version: int
    address: str


@dataclass(frozen=True, slots=True)
class Judged:
    """Whether the values differ by more than chance, in sentences; the chart where that was judged."""

    sentences: tuple[str, ...]
    wide: Markup | None
    narrow: Markup | None
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeasurePage:
    council: str
    id: str
    title: str
    end: str
    address: str
    scorecard_address: str
    csv_address: str
    version: int
    lines: tuple[Line, ...]
    chart: PageChart | None
    parts: PageChart | None
    periods: tuple[PeriodLine, ...]
    left_out: tuple[str, ...]
    """Half-years whose definition was another, so that their figures are not shown."""
    judged: Judged | None
    tables: tuple[BarTable, ...]
    definition: str
    facts: tuple[tuple[str, str], ...]


def measure_page(
    entry: EditionEntry, history: Sequence[Json], measure_id: str
) -> MeasurePage | None:
    """Everything the template says; None where the scorecard does not define the measure.

    ``history`` are the public documents of the half-years up to this edition, oldest first; the
    last is this edition's.
    """
    document = history[-1]
    measure = measure_of(document, measure_id)
    if measure is None:
        return None
    headline = most_counted(council_figures(document, measure_id))
    category = "" if headline is None else str(headline["category"])
    chart = over_time(document, history, measure, category)
    past = past_of(history, measure_id, category)
    return MeasurePage(
        council=document["council"],
        id=measure_id,
        title=measure["title"],
        end=day(entry.period_end),
        address=measure_address(entry.period_end, measure_id),
        scorecard_address=page_address(entry.period_end),
        csv_address=api_address(entry.period_end, form=Form.CSV),
        version=entry.version,
        lines=tuple(lines_of(document, None).get(measure_id, ())),
        chart=chart,
        parts=by_part(document, measure),
        periods=tuple(_period(each) for each in reversed(past)),
        left_out=tuple(day(each) for each in defined_differently(history, measure_id)),
        judged=_judged(measure, past) if past else None,
        tables=tuple(
            table
            for dimension in Dimension
            if (table := by_group(document, measure, dimension)) is not None
        ),
        definition=measure["definition"],
        facts=facts_of(measure),
    )


def _period(past: Past) -> PeriodLine:
    end = date.fromisoformat(past.document["period"]["end"])
    return PeriodLine(
        end=day(end),
        value=value_in_words(past.figure, past.measure),
        is_symbol=past.figure["symbol"] is not None,
        parts=() if past.figure["symbol"] == CONFIDENTIAL else parts_of(past.figure, past.measure),
        version=past.document["version"],
        address=page_address(end),
    )


def _judged(measure: Json, past: Sequence[Past]) -> Judged:
    chart = ControlChart(
        name=f"control-{measure['id']}",
        title=f"{measure['title']}: change or chance",
        unit=measure["unit"],
        decimal_places=measure["decimal_places"],
        polarity=Polarity(measure["polarity"]),
        values=tuple(each.as_value() for each in past),
        rolling=is_rolling(measure),
    )
    if chart.reading().verdict is not Verdict.JUDGED:
        return Judged(sentences(chart), None, None, ())
    wide, narrow = control_charts(chart)
    return Judged(
        sentences(chart),
        Markup(wide),  # noqa: S704 -- written by scorecard.charts, which escapes all words
        Markup(narrow),  # noqa: S704 -- as above
        RULES,
    )
