"""Leavers by destination and by reason, and starters who had left before."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import compress
from math import prod

import numpy as np

from scorecard.definition import ALL_DIMENSIONS, NOT_STATED, WHOLE
from scorecard.ledger.account import Account, Cells
from scorecard.ledger.board import Board, numbering
from scorecard.ledger.integers import Mask, Whole, count_up, mask, whole
from scorecard.ledger.spells import Batch
from scorecard.ledger.staff import Staff
from scorecard.lines import Line
from scorecard.presence import Flow
from scorecard.regularity import spells_of
from scorecard.workforce import Employment, EndType, LeaverDestination, LeavingReason


def leavers_and_returners(
    staff: Staff, board: Board, employments: Sequence[Employment]
) -> dict[Line, Account]:
    """Return the three accounts; leavers are tallied over twelve months, returners over six."""
    calendar = board.calendar
    leavers, starters = _Events(), _Events()
    for batch in staff.batches:
        left = (batch.ways_out == Flow.LEFT) & (batch.buckets_out > 0)
        leavers.take(
            batch,
            np.flatnonzero(left & (batch.buckets_out < calendar.size) & batch.heads),
            batch.buckets_out,
            batch.bands_out,
        )
        starters.take(
            batch,
            np.flatnonzero((batch.ways_in == Flow.STARTED) & (batch.buckets_in > 0) & batch.heads),
            batch.buckets_in,
            batch.bands_in,
        )
    first = first_leaving(employments, {one.worker for one in starters.spells})
    back = starters.only(mask([is_return(first, one) for one in starters.spells]))
    destinations: list[str | None] = [*LeaverDestination, None]
    reasons: list[str | None] = [*LeavingReason, None]
    year = calendar.year_openings
    return {
        Line.LEAVERS_BY_DESTINATION_12: _tally(
            leavers, [one.destination for one in leavers.spells], destinations, year, board
        ),
        Line.LEAVERS_BY_REASON_12: _tally(
            leavers, [one.reason for one in leavers.spells], reasons, year, board
        ),
        Line.RETURNERS_HEADS_6: _tally(
            back, [WHOLE] * len(back.spells), [WHOLE], calendar.openings, board
        ),
    }


def first_leaving(employments: Sequence[Employment], workers: set[str]) -> dict[str, date]:
    """Return the first day on which each of these workers left, as far back as the facts go."""
    first: dict[str, date] = {}
    for spell in spells_of(workers, employments):
        ended = spell.ended
        if ended is None or ended < spell.started or spell.end_type is EndType.MOVED:
            continue
        known = first.get(spell.worker)
        if known is None or ended < known:
            first[spell.worker] = ended
    return first


def is_return(first_left: dict[str, date], spell: Employment) -> bool:
    """Whether the worker had left before the day this spell starts."""
    left = first_left.get(spell.worker)
    return left is not None and left < spell.started


_NOTHING = whole([])


@dataclass(slots=True)
class _Events:
    """Starters or leavers as columns."""

    spells: list[Employment] = field(default_factory=list)
    buckets: Whole = field(default_factory=_NOTHING.copy)
    places: Whole = field(default_factory=_NOTHING.copy)
    contracts: Whole = field(default_factory=_NOTHING.copy)
    bands: Whole = field(default_factory=_NOTHING.copy)

    def take(self, batch: Batch, rows: Whole, buckets: Whole, bands: Whole) -> None:
        self.spells += [batch.spells[row] for row in rows.tolist()]
        self.buckets = np.append(self.buckets, buckets[rows])
        self.places = np.append(self.places, batch.places[rows])
        self.contracts = np.append(self.contracts, batch.contracts[rows])
        self.bands = np.append(self.bands, bands[rows])

    def only(self, chosen: Mask) -> "_Events":
        return _Events(
            list(compress(self.spells, chosen.tolist())),
            self.buckets[chosen],
            self.places[chosen],
            self.contracts[chosen],
            self.bands[chosen],
        )


def _tally(
    events: _Events,
    of: Sequence[str | None],
    categories: Sequence[str | None],
    openings: Sequence[int],
    board: Board,
) -> Account:
    """Count events by category and group between each window's opening and end."""
    calendar = board.calendar
    names = [NOT_STATED if one is None else str(one) for one in categories]
    place = {one: number for number, one in enumerate(categories)}
    chosen = whole(list(map(place.__getitem__, of)))
    result: Cells = {}
    for dimension in ALL_DIMENSIONS:
        groups = numbering(dimension, events.places, events.contracts, events.bands)
        numbers = chosen * board.size(dimension) + board.parents(dimension)[groups]
        shape = (len(names), board.size(dimension), calendar.size)
        flows = count_up(numbers * calendar.size + events.buckets, prod(shape)).reshape(shape)
        running = np.cumsum(flows, axis=-1)
        counts = running[..., calendar.ends] - running[..., openings]
        result[dimension] = {name: flat.ravel() for name, flat in zip(names, counts, strict=True)}
    return Account(1, result, result)
