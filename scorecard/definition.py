"""What a measure is and what a figure is: words, formula, unit and source in one object."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


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


class Dimension(StrEnum):
    """What a figure is broken down by; COUNCIL is the whole."""

    COUNCIL = "council"
    TEAM = "team"
    AREA = "area"
    ROLE = "role"
    EXPERIENCE = "experience"
    CONTRACT = "contract"


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Rows that could not count, and why: always shown beside the figure."""

    code: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a scorecard with everything needed to check it by hand.

    ``numerator`` and ``denominator`` are exact decimals in the measure's own units (FTE, people,
    cases, days) and unrounded; ``value`` is the rounded published value or a Symbol. ``n`` is the
    number of people or rows behind the numerator. ``category`` splits a measure that counts
    (leavers by reason, caseload bands); it is "" where the measure is one number.
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


@dataclass(frozen=True, slots=True)
class Measure:
    """The definition of a measure, from which every output renders its words.

    The formula itself lives beside this object in its module of ``scorecard/measures``.
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
