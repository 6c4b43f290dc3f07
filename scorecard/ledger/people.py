"""Rows of the staff batch by worker: whose spells simply follow one another, and where they count."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from scorecard.ledger.integers import Mask, Whole, whole
from scorecard.ledger.spells import Ends
from scorecard.workforce import Employment

_DAY_BITS = 22
"""Room for any day's ordinal below the number of its worker."""


class Numbers(dict[str, int]):
    """A worker becomes the next number when first met; ``numbers[worker]`` then runs in C."""

    def __missing__(self, worker: str) -> int:
        number = self[worker] = len(self)
        return number


class Known(dict[Any, int]):
    """Numbers of what is known; -1 for anything else."""

    def __missing__(self, _: object) -> int:
        return -1


class People:
    """The workers of some spells.

    A worker is regular (see ``regularity``) when each spell starts after the one before has ended,
    and nobody who was moved on to the next day is recorded there as a new starter.
    """

    def __init__(self, workers: Sequence[str], ends: Ends) -> None:
        numbers = Numbers()
        self._workers = whole(list(map(numbers.__getitem__, workers)))
        self._numbers = Known(numbers)
        keys = (self._workers << _DAY_BITS) + ends.entries
        order = np.argsort(keys, kind="stable")
        before, after = order[:-1], order[1:]
        last_days = ends.exits - ends.moved_out
        follows = (last_days[before] < ends.entries[after]) & (
            ~ends.moved_out[before] | ends.moved_in[after]
        )
        same = self._workers[before] == self._workers[after]
        tangled = np.zeros(len(numbers), dtype=np.bool_)
        tangled[self._workers[after[same & ~follows]]] = True
        self.regular: Mask = ~tangled[self._workers]
        """Rows of the workers whose spells simply follow one another."""
        chosen = order[self.regular[order]]
        self._rows, self._keys = chosen, keys[chosen]

    def tangled(self, spells: Sequence[Employment]) -> list[Employment]:
        """Return the spells of all others."""
        return [spells[row] for row in np.flatnonzero(~self.regular).tolist()]

    def numbers(self, workers: Iterable[str]) -> Whole:
        """Return the number of each worker, -1 for somebody who has no spell here."""
        return whole(list(map(self._numbers.__getitem__, workers)))

    def rows_at(self, numbers: Whole, days: Whole) -> Whole:
        """Return the row that regular workers count in on a day, or last counted in before it.

        -1 for all others, and for those who came later.
        """
        if not self._keys.size:
            return np.full(len(numbers), -1, dtype=np.int64)
        places = np.searchsorted(self._keys, (numbers << _DAY_BITS) + days, side="right") - 1
        rows = self._rows[places]
        return np.where((places >= 0) & (self._workers[rows] == numbers), rows, -1)
