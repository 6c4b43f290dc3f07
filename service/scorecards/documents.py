"""The shape of scorecard documents, for the API description and for programs that read them.

What goes out is built in ``scorecard.document`` and ``service.publication.edition``; a test reads
real documents into these types and refuses any field that is not here (docs/scorecards/edition.md).
"""

from datetime import date

import msgspec
from msgspec import UNSET, UnsetType


class Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a document: no field may be missing and none may be added unseen."""


class PeriodShape(Shape, frozen=True):
    """A half-year. ``opening`` is the day before ``first_day``."""

    opening: date
    first_day: date
    end: date
    year_opening: date
    """The day before the first of the twelve months to ``end``."""


class CategoryShape(Shape, frozen=True):
    code: str
    words: str


class MeasureShape(Shape, frozen=True):
    """One definition as published."""

    id: str
    family: str
    title: str
    definition: str
    numerator: str
    denominator: str | None
    formula: str
    unit: str
    decimal_places: int
    polarity: str
    source: str
    why_it_matters: str
    known_limits: str
    owner: str
    next_review: date
    dimensions: list[str]
    categories: list[CategoryShape]


class ExclusionShape(Shape, frozen=True):
    code: str
    words: str
    count: int | None
    """Null in the protected view where it may not be told."""


class IntervalShape(Shape, frozen=True):
    """Decimal texts in the unit of the figure."""

    low: str
    high: str


class FigureShape(Shape, frozen=True):
    """One figure. Numbers are decimal texts; a symbol (z, x, c, low, u) stands where there is none."""

    measure: str
    dimension: str
    group: str
    category: str
    numerator: str
    denominator: str | None
    value: str | None
    symbol: str | None
    n: int | None
    """Null in the protected view where it would tell more than the figure."""
    exclusions: list[ExclusionShape]
    basis: str
    interval: IntervalShape | UnsetType = UNSET
    """Of shares of few people: 95 % Wilson interval, rounded like the value."""
    trend: str | UnsetType = UNSET
    """``up``, ``down`` or ``not-shown``, where a trend is looked for."""
    series: str | UnsetType = UNSET
    """Figures of different series are never one line."""


class QualityShape(Shape, frozen=True):
    """One kind of trouble with the data, and how many records show it."""

    code: str
    words: str
    hint: str
    count: int | None
    """Null in the protected view."""


class InputShape(Shape, frozen=True):
    """The fingerprint of one return."""

    id: str
    kind: str
    edition: str
    sha256: str
    confirmed_order: int


class RecordsShape(Shape, frozen=True):
    """The fingerprint of the records of one kind, as the half-year sees them."""

    kind: str
    sha256: str
    count: int


class NoticeShape(Shape, frozen=True):
    code: str
    words: str


class DraftDocument(Shape, frozen=True):
    """A scorecard as the data held at this moment give it."""

    status: str
    edition: None
    version: None
    council: str
    period: PeriodShape
    measures: list[MeasureShape]
    parameters: dict[str, object]
    figures: list[FigureShape]
    findings: list[QualityShape]
    inputs: list[InputShape]
    records: list[RecordsShape]
    notices: list[NoticeShape]
