"""Chance in whole numbers: one seed gives one council, on every machine and Python version."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

T = TypeVar("T")

_BITS = 32


class Chance:
    """A stream of chances named by its purpose, so that more of one kind never shifts another.

    Only the generator's bits are used: ``choice`` and ``randrange`` have changed between versions
    of Python, the bits of a seed have not.
    """

    def __init__(self, seed: int, purpose: str) -> None:
        self._random = Random(f"{seed}/{purpose}")  # noqa: S311 -- an invented council, no secret

    def below(self, limit: int) -> int:
        """Return a whole number from 0 up to but not including ``limit``."""
        return (self._random.getrandbits(_BITS) * limit) >> _BITS

    def between(self, lowest: int, highest: int) -> int:
        """Return a whole number from ``lowest`` to ``highest``, both possible."""
        return lowest + self.below(highest - lowest + 1)

    def happens(self, per_ten_thousand: int) -> bool:
        """Say yes in this many of ten thousand cases."""
        return self.below(10_000) < per_ten_thousand

    def one_of(self, candidates: Sequence[T]) -> T:
        """Return one of the candidates, each as likely as the next."""
        return candidates[self.below(len(candidates))]

    def weighted(self, weights: Sequence[tuple[T, int]]) -> T:
        """Return one of the values, as likely as its weight."""
        ticket = self.below(sum(weight for _, weight in weights))
        for value, weight in weights:
            ticket -= weight
            if ticket < 0:
                return value
        raise ValueError("weights must be above nought")

    def around(self, centre: int, spread: int) -> int:
        """Return a number near ``centre``: the mean of three even throws within ``spread``."""
        throws = sum(self.between(-spread, spread) for _ in range(3))
        return centre + throws // 3

    def day(self, first: date, last: date) -> date:
        """Return a day from ``first`` to ``last``, both possible."""
        return first + timedelta(days=self.below((last - first).days + 1))
