"""What a measure is and what a figure is: words, formula, unit and source in one object."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any


class Symbol(StrEnum):
    """DfE symbols: why there is no number. Different facts, so different values, never 0."""

    NOT_APPLICABLE = "z"
    UNAVAILABLE = "x"
    SUPPRESSED = "c"
    LOW = "low"
    UNRELIABLE = "u"


class Polarity(StrEnum):
    LOWER_IS_BETTER = "lower-is-better"
    HIGHER_IS_BETTER = "higher-is-better"
    NEITHER = "neither"


class Counts(StrEnum):
    """What ``Figure.n`` counts: people are protected, unless a measure says it counts another thing."""

    PEOPLE = "people"
    POSTS = "posts"
    CASES = "cases"


class Dimension(StrEnum):
    """What a figure is broken down by; COUNCIL is the whole, and its only group is ""."""

    COUNCIL = "council"
    TEAM = "team"
    AREA = "area"
    ROLE = "role"
    EXPERIENCE = "experience"
    CONTRACT = "contract"
    COHORT = "cohort"
    """Academy cohort: of records only, never of the returns."""
    ROUTE = "route"
    """Route into social work: of records only."""


WHOLE = ""
"""The group of the COUNCIL dimension, and the category of a measure that is one number."""

NOT_STATED = "not-stated"
"""The group or category of rows that do not say."""

ALL_DIMENSIONS: tuple[Dimension, ...] = (
    Dimension.COUNCIL,
    Dimension.TEAM,
    Dimension.AREA,
    Dimension.ROLE,
    Dimension.EXPERIENCE,
    Dimension.CONTRACT,
)
"""What the returns can be broken down by."""
PLACE_AND_ROLE: tuple[Dimension, ...] = (
    Dimension.COUNCIL,
    Dimension.TEAM,
    Dimension.AREA,
    Dimension.ROLE,
)
"""What posts and agency assignments can be broken down by: they have no experience or contract."""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Rows that could not count, and why: always shown beside the figure."""

    code: str
    words: str
    count: int


class Trend(StrEnum):
    """What may be said of a figure's way over time: up and down only where chance hardly does it."""

    UP = "up"
    DOWN = "down"
    NOT_SHOWN = "not-shown"
    """No trend can be told from so few periods and people: not the same as “no change”."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a scorecard with everything needed to check it by hand.

    ``numerator`` and ``denominator`` are exact decimals in the measure's own units (FTE, people,
    cases, days) and unrounded; ``value`` is the rounded published value or a Symbol. ``n`` is the
    number of people or rows behind the numerator. ``category`` splits a measure that counts
    (leavers by reason, caseload bands); it is "" where the measure is one number. ``basis`` says
    what the figure rests on where that can differ (posts or a census total, the snapshot's date).
    """

    measure: str
    dimension: Dimension
    group: str
    category: str
    numerator: Decimal | Symbol
    denominator: Decimal | Symbol | None
    value: Decimal | Symbol
    n: int
    exclusions: tuple[Exclusion, ...] = ()
    basis: str = ""
    interval: tuple[Decimal, Decimal] | None = None
    """95 % Wilson interval of a share of few people, rounded like the value."""
    trend: Trend | None = None
    """Only of measures that look for one."""
    series: str = ""
    """Figures of different series are never one line (editions of a question set)."""


@dataclass(frozen=True, slots=True)
class Category:
    """One part of a measure that counts by part: its code in figures, and its words."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Measure:
    """The definition of a measure, from which every output renders its words.

    ``formula`` is a function of ``scorecard.formulas``; ``inputs`` name the ledger lines
    (``scorecard.lines.Line`` values) that it is given, in order; of a measure from records the
    tallies (``scorecard.record_lines.RecordLine``). ``Figure.n`` counts the rows of the
    first input; of a net change, whose numerator is made of them all, those of every input.
    """

    id: str
    title: str
    definition: str
    numerator_words: str
    denominator_words: str | None
    unit: str
    decimal_places: int
    polarity: Polarity
    source: str
    why_it_matters: str
    known_limits: str
    owner: str
    next_review: date
    formula: Callable[..., Any]
    formula_words: str
    inputs: tuple[str, ...]
    family: str
    dimensions: tuple[Dimension, ...] = ALL_DIMENSIONS
    categories: tuple[Category, ...] = ()
    """The parts in print order; () where the measure is one number."""
    only_categories_that_occur: bool = False
    """Show for the council, too, only categories that occur (units of cases)."""
    counts: Counts = Counts.PEOPLE
    """What the numbers count: decides whether small ones are protected (scorecard.disclosure)."""
    people_beyond: Fraction | None = None
    """For a value at a rank: the share of people beyond it. None where it is not one worker's value."""
    with_interval: bool = False
    """A share of few people, shown with its Wilson interval."""
