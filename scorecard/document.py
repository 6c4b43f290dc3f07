"""A scorecard as plain JSON values: what is printed, frozen, compared and hashed."""

from decimal import Decimal
from typing import Any

from scorecard.canonical import decimal_string
from scorecard.definition import Figure, Measure, Symbol


def measure_document(measure: Measure) -> dict[str, Any]:
    """Return one definition as plain JSON values."""
    return {
        "id": measure.id,
        "family": measure.family,
        "title": measure.title,
        "definition": measure.definition,
        "numerator": measure.numerator_words,
        "denominator": measure.denominator_words,
        "formula": measure.formula_words,
        "unit": measure.unit,
        "decimal_places": measure.decimal_places,
        "polarity": measure.polarity.value,
        "source": measure.source,
        "why_it_matters": measure.why_it_matters,
        "known_limits": measure.known_limits,
        "owner": measure.owner,
        "next_review": measure.next_review.isoformat(),
        "dimensions": [dimension.value for dimension in measure.dimensions],
        "categories": [{"code": str(one.code), "words": one.words} for one in measure.categories],
    }


def figure_document(figure: Figure, decimal_places: int) -> dict[str, Any]:
    """Return one figure; numbers are decimal strings, symbols are DfE's letters.

    ``interval``, ``trend`` and ``series`` are there only where the figure has them.
    """
    document: dict[str, Any] = {
        "measure": figure.measure,
        "dimension": figure.dimension.value,
        "group": figure.group,
        "category": str(figure.category),
        "numerator": _number(figure.numerator),
        "denominator": None if figure.denominator is None else _number(figure.denominator),
        "value": None if isinstance(figure.value, Symbol) else f"{figure.value:.{decimal_places}f}",
        "symbol": figure.value.value if isinstance(figure.value, Symbol) else None,
        "n": figure.n,
        "exclusions": [
            {"code": one.code, "words": one.words, "count": one.count} for one in figure.exclusions
        ],
        "basis": figure.basis,
    }
    if figure.interval is not None:
        low, high = (f"{end:.{decimal_places}f}" for end in figure.interval)
        document["interval"] = {"low": low, "high": high}
    if figure.trend is not None:
        document["trend"] = figure.trend.value
    if figure.series:
        document["series"] = figure.series
    return document


def _number(part: Decimal | Symbol) -> str:
    return part.value if isinstance(part, Symbol) else decimal_string(part)
