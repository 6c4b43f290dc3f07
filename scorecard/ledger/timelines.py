"""Ways through the experience bands as tables, so that many spells are placed in bands at once."""

from collections.abc import Sequence
from itertools import chain

import numpy as np

from scorecard.experience import Bands
from scorecard.ledger.integers import NEVER, Whole, ordinals, whole
from scorecard.workforce import Employment


class Timelines:
    """The ways through the bands that occur among some spells: one row for each way.

    ``bands[row, i]`` holds from ``changes[row, i - 1]`` (that day included) until before
    ``changes[row, i]``; what is past a way's last change is ``NEVER``.
    """

    def __init__(self, bands: Bands, keys: Sequence[object], spells: Sequence[Employment]) -> None:
        """Read spells with their keys (see ``key``)."""
        some_spell = dict(zip(keys, spells, strict=True))
        number = {key: row for row, key in enumerate(some_spell)}
        self.rows = whole(list(map(number.__getitem__, keys)))
        """The way of each spell."""
        ways = [bands.timeline(spell) for spell in some_spell.values()]
        lengths = whole([len(way.bands) for way in ways])
        width = max(lengths.tolist(), default=1)
        self.bands = np.zeros((len(ways), width), dtype=np.int64)
        self.changes = np.full((len(ways), width), NEVER, dtype=np.int64)
        places = np.arange(width)
        self.bands[places < lengths[:, None]] = list(chain.from_iterable(w.bands for w in ways))
        self.changes[places < lengths[:, None] - 1] = ordinals(
            chain.from_iterable(way.changes for way in ways)
        )

    def steps(self, rows: Whole, days: Whole) -> Whole:
        """Return how many changes of each way (a row) have come by a day, that day included."""
        taken = np.zeros(len(rows), dtype=np.int64)
        for changes in self.changes.T:
            taken += changes[rows] <= days
        return taken

    def bands_on(self, rows: Whole, days: Whole) -> Whole:
        """Return the band of each way on a day."""
        return self.bands[rows, self.steps(rows, days)]


def key(spell: Employment) -> object:
    """Return what is the same for spells with the same way through the bands.

    The day of qualifying alone will do for people without any record of an ASYE.
    """
    return spell.qualified_on, spell.asye_started, spell.asye_ended
