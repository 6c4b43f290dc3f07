"""Half-up rounding on exact numbers, once, at the edge.

DfE rounds half up (proved on every tie in its published workforce tables, where half-even fails).
Python's ``round`` and ``format`` round half to even on binary floats, so neither is used.
"""

from decimal import Decimal
from fractions import Fraction

from scorecard.definition import Symbol

Exact = int | Decimal | Fraction


def half_up(exact: Exact, places: int) -> Decimal:
    """Round to ``places`` decimals; a tie goes away from zero (Decimal's ROUND_HALF_UP).

    The result has exactly ``places`` decimals: ``half_up(7, 1)`` is ``Decimal("7.0")``.
    """
    scale = 10**places
    scaled = abs(Fraction(exact)) * scale
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(-units if exact < 0 else units).scaleb(-places)


def published(exact: Exact, places: int) -> Decimal | Symbol:
    """Round for publication: something that rounds to 0 but is not 0 is ``low`` (DfE)."""
    value = half_up(exact, places)
    return Symbol.LOW if value == 0 and exact != 0 else value
