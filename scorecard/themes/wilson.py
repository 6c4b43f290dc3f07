"""The Wilson score interval of a share: honest at small numbers and at 0 and 100 %."""

from dataclasses import dataclass
from decimal import Decimal, localcontext

Z_95 = Decimal("1.959963984540054")
"""The two-sided 95 % point of the normal distribution."""
_DIGITS = 28


@dataclass(frozen=True, slots=True)
class Interval:
    low: Decimal
    high: Decimal


def wilson(count: int, total: int, z: Decimal = Z_95) -> Interval | None:
    """The interval of ``count`` out of ``total`` as shares from 0 to 1; None when nothing was asked.

    Raises ValueError when ``count`` is not between 0 and ``total``.
    """
    if not 0 <= count <= total:
        raise ValueError(f"{count} is not between 0 and {total}")
    if total == 0:
        return None
    with localcontext() as context:
        context.prec = _DIGITS
        n, share, square = Decimal(total), Decimal(count) / total, z * z
        middle = share + square / (2 * n)
        reach = z * (share * (1 - share) / n + square / (4 * n * n)).sqrt()
        below = 1 + square / n
        low, high = (middle - reach) / below, (middle + reach) / below
    # At the ends the formula is exactly 0 or 1; the last digit of the root must not say otherwise.
    return Interval(
        Decimal(0) if count == 0 else max(Decimal(0), low),
        Decimal(1) if count == total else min(Decimal(1), high),
    )
