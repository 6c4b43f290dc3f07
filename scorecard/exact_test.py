"""Fisher's exact test on two shares, in whole numbers: whether chance alone could have done it."""

from fractions import Fraction
from math import comb

ONE_IN_TWENTY = Fraction(1, 20)


def fisher(count: int, total: int, other_count: int, other_total: int) -> Fraction:
    """Return the two-sided probability of shares at least as far apart, were they the same.

    ``count`` of ``total`` against ``other_count`` of ``other_total``. Tables exactly as likely as
    the one found count as well. Raises ValueError when a count is not between 0 and its total.
    """
    if not (0 <= count <= total and 0 <= other_count <= other_total):
        raise ValueError(f"{count} of {total} or {other_count} of {other_total} is not a share")
    both = count + other_count
    ways = {
        first: comb(total, first) * comb(other_total, both - first)
        for first in range(max(0, both - other_total), min(total, both) + 1)
    }
    found = ways[count]
    return Fraction(sum(each for each in ways.values() if each <= found), sum(ways.values()))
