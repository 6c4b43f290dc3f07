"""Ways through the experience bands as tables, so that many spells are placed in bands at once."""

from collections.abc import Sequence
from itertools import chain

import numpy as np

from scorecard.experience import Bands
from scorecard.ledger.integers import NEVER, Mask, Whole, ordinals, whole
from scorecard.workforce import Employment


class Timelines:
    """The ways through the bands that occur among some spells: one row for each way.

    ``bands[row, i]`` holds from ``changes[row, i - 1]`` (that day included) until before
    ``changes[row, i]``; what is past a way's last change is ``NEVER``.
    """

    def __init__(
        self, bands: Bands, spells: Sequence[Employment], qualified: Whole, asye: Mask
    ) -> None:
        """Read spells, with their day of qualifying (0 if not stated) and who has an ASYE.

        Spells that qualified on one day have the same way, unless an ASYE is recorded.
        """
        with_asye = np.flatnonzero(asye).tolist()
        number: dict[object, int] = {}
        numbers = [number.setdefault(_asye(spells[row]), len(number)) for row in with_asye]
        known = qualified > 0
        before = int(qualified[known].min(initial=NEVER)) - 1
        ways_of = np.where(known, qualified - before, 0) + len(number)
        ways_of[with_asye] = numbers
        some_row = np.full(int(ways_of.max(initial=0)) + 1, -1, dtype=np.int64)
        some_row[ways_of] = np.arange(len(spells))
        occurring = np.flatnonzero(some_row >= 0)
        row_of = np.zeros_like(some_row)
        row_of[occurring] = np.arange(len(occurring))
        self.rows: Whole = row_of[ways_of]
        """The way of each spell."""
        ways = [bands.timeline(spells[row]) for row in some_row[occurring].tolist()]
        lengths = whole([len(way.bands) for way in ways])
        width = int(lengths.max(initial=1))
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


def _asye(spell: Employment) -> object:
    return spell.qualified_on, spell.asye_started, spell.asye_ended
