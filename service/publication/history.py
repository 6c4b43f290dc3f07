"""The figures of one measure over the half-years published, as values in time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from scorecard.charts.values import Value
from scorecard.definition import Dimension
from service.publication.movements import Place, by_place, counterpart

Json = Mapping[str, Any]

TWELVE_MONTHS = "twelve months"
"""In the title of every measure whose figure covers a year, so that half-years overlap in it."""


def is_rolling(measure: Json) -> bool:
    """Whether each figure covers a time that the next one covers too."""
    return TWELVE_MONTHS in measure["title"].lower()


def measure_of(document: Json, measure: str) -> Json | None:
    """The definition as published in this document; None where it has none."""
    found: Json | None = next(
        (each for each in document["measures"] if each["id"] == measure), None
    )
    return found


@dataclass(frozen=True, slots=True)
class Past:
    """A figure of the whole council in one published half-year, with the definition it had."""

    document: Json
    figure: Json
    measure: Json

    @property
    def end(self) -> date:
        return date.fromisoformat(self.document["period"]["end"])

    def as_value(self) -> Value:
        text = self.figure["value"]
        return Value(self.end, None if text is None else Decimal(text), self.figure["symbol"] or "")


def council_figures(document: Json, measure: str) -> list[Json]:
    """The measure's figures of the whole council in this document, one for each category."""
    return [
        each
        for each in document["figures"]
        if each["measure"] == measure and each["dimension"] == Dimension.COUNCIL
    ]


def counted(figure: Json) -> int:
    """Records behind a figure; 0 where that is kept confidential."""
    return figure["n"] if isinstance(figure["n"], int) else 0


def most_counted(figures: Sequence[Json]) -> Json | None:
    """Where a measure counts in several units, the figure of the unit that most is counted in."""
    return max(figures, key=counted, default=None)


def past_of(history: Sequence[Json], measure: str, category: str) -> list[Past]:
    """The figure in every half-year that defined the measure as the last one does, oldest first.

    ``history`` are public documents, oldest first. A half-year with other words for the measure is
    left out: its figure cannot be set beside these.
    """
    place: Place = (measure, Dimension.COUNCIL, "", category)
    latest = measure_of(history[-1], measure)
    found = []
    for document in history:
        defined = measure_of(document, measure)
        figure = counterpart(place, by_place(document))
        if defined is None or latest is None or figure is None:
            continue
        if defined["definition"] == latest["definition"]:
            found.append(Past(document, figure, defined))
    return found


def defined_differently(history: Sequence[Json], measure: str) -> list[date]:
    """Last days of the half-years that published the measure in other words than the last one."""
    latest = measure_of(history[-1], measure)
    return [
        date.fromisoformat(document["period"]["end"])
        for document in history
        if (defined := measure_of(document, measure)) is not None
        and latest is not None
        and defined["definition"] != latest["definition"]
    ]
