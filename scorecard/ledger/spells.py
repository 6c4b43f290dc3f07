"""Employment spells turned into columns of integers, ready to be dropped into flow tables."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from scorecard.ledger.board import Board, Tables
from scorecard.ledger.flows import WAYS, bucket_numbers
from scorecard.ledger.integers import (
    FAR,
    NEVER,
    Mask,
    Whole,
    count_up,
    ends,
    expand,
    mask,
    ordinals,
    sum_up,
    whole,
)
from scorecard.ledger.reading import Columns, columns
from scorecard.ledger.timelines import Timelines
from scorecard.presence import Flow, Stay
from scorecard.workforce import Employment, EndType, StartType


class Ends(NamedTuple):
    """When and how rows come and go. Days are ordinals (``NEVER`` while it lasts)."""

    entries: Whole
    exits: Whole
    """The first day on which the row does not count any more."""
    moved_in: Mask
    moved_out: Mask


class BandMoves(NamedTuple):
    """Rows of a batch that pass from band to band in a bucket while in post, as columns."""

    rows: Whole
    buckets: Whole
    origins: Whole
    targets: Whole


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows as parallel columns: what they are, when they come and go, and where they count.

    ``buckets_out`` is the calendar's size for rows that are still there after its last day.
    ``places`` and ``contracts`` number the pairs (team, area) and (role, contract); bands are
    positions in ``Bands.codes``.
    """

    spells: Sequence[Employment]
    ends: Ends
    ways_in: Whole
    ways_out: Whole
    buckets_in: Whole
    buckets_out: Whole
    gone: Whole
    """The rows that go before the calendar ends."""
    places: Whole
    contracts: Whole
    posts: Sequence[str | None]
    timelines: Timelines
    bands_in: Whole
    bands_out: Whole
    band_moves: BandMoves
    ftes: Whole
    """0 where it is not stated."""
    stated: Mask
    """Whether the row counts with an FTE."""
    missing: Mask
    """Whether it counts as one without."""
    heads: Mask
    """Whether the row counts as a head."""


class Read(NamedTuple):
    """Attributes of the spells that can matter, as columns."""

    spells: list[Employment]
    workers: list[str]
    ends: Ends
    ftes: list[int | None]
    where: list[list[Any]]
    """See ``_standing``."""


def _standing(spells: Sequence[Employment]) -> Columns:
    """Return team, area, role, contract, post, day of qualifying, and whether an ASYE is known."""
    return (
        [one.team for one in spells],
        [one.area for one in spells],
        [one.role for one in spells],
        [one.contract for one in spells],
        [one.post for one in spells],
        [0 if (day := one.qualified_on) is None else day.toordinal() for one in spells],
        [one.asye_started is not None or one.asye_ended is not None for one in spells],
    )


class Spells:
    """Reads employment spells against the board's calendar."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.calendar = board.calendar

    def read(self, employments: Sequence[Employment]) -> Read:
        """Read the spells that can matter: well formed, and touching the calendar's days."""
        first, last = self.calendar.first, self.calendar.last

        def alive(rows: Sequence[Employment]) -> Columns:
            chosen = [
                one
                for one in rows
                if one.started <= last
                and ((ended := one.ended) is None or (ended >= first and ended >= one.started))
            ]
            return (
                chosen,
                [one.worker for one in chosen],
                [one.started.toordinal() for one in chosen],
                [NEVER if (ended := one.ended) is None else ended.toordinal() for one in chosen],
                [one.start_type is StartType.MOVED for one in chosen],
                [one.end_type is EndType.MOVED for one in chosen],
                [one.fte for one in chosen],
                *_standing(chosen),
            )

        spells, workers, started, ended, arrived, moved, ftes, *where = columns(employments, alive)
        last_days = whole(ended)
        moved_out = mask(moved) & (last_days < NEVER)
        comings = Ends(whole(started), last_days + moved_out, mask(arrived), moved_out)
        return Read(spells, workers, comings, ftes, where)

    def batch(self, read: Read, heads: Mask) -> Batch:
        """Return the columns of whole spells."""
        stated = mask([one is not None for one in read.ftes])
        counted = (whole([one or 0 for one in read.ftes]), stated, ~stated, heads)
        return self._batch(read.spells, read.ends, read.where, counted)

    def batch_of_stays(self, stays: Iterable[Stay]) -> Batch:
        """Return the columns of stays, which need not begin or end with their spell: heads only."""
        held = [one for one in stays if one.entry <= self.calendar.last]
        comings = Ends(
            ordinals([one.entry for one in held]),
            ends([one.exit or FAR for one in held]),
            mask([one.way_in is Flow.MOVED_IN for one in held]),
            mask([one.way_out is Flow.MOVED_OUT for one in held]),
        )
        spells = [one.spell for one in held]
        nothing = np.zeros(len(held), dtype=np.int64)
        no, yes = nothing > 0, nothing == 0
        return self._batch(spells, comings, list(_standing(spells)), (nothing, no, no, yes))

    def _batch(
        self,
        spells: Sequence[Employment],
        comings: Ends,
        where: list[list[Any]],
        counted: tuple[Whole, Mask, Mask, Mask],
    ) -> Batch:
        board, calendar = self.board, self.calendar
        teams, areas, roles, contracts, posts, qualified, asye = where
        timelines = Timelines(board.bands, spells, whole(qualified), mask(asye))
        buckets_out = bucket_numbers(calendar, comings.exits)
        first, last = calendar.ordinals[0], calendar.ordinals[-1]
        begin = timelines.steps(timelines.rows, np.maximum(comings.entries, first))
        end = timelines.steps(timelines.rows, np.minimum(comings.exits - 1, last))
        end = np.maximum(begin, end)
        return Batch(
            spells=spells,
            ends=comings,
            ways_in=np.where(comings.moved_in, Flow.MOVED_IN, Flow.STARTED),
            ways_out=np.where(comings.moved_out, Flow.MOVED_OUT, Flow.LEFT),
            buckets_in=bucket_numbers(calendar, comings.entries),
            buckets_out=buckets_out,
            gone=np.flatnonzero(buckets_out < calendar.size),
            places=board.places.numbers(teams, areas),
            contracts=board.contracts.numbers(roles, contracts),
            posts=posts,
            timelines=timelines,
            bands_in=timelines.bands[timelines.rows, begin],
            bands_out=timelines.bands[timelines.rows, end],
            band_moves=self._band_moves(timelines, begin, end),
            ftes=counted[0],
            stated=counted[1],
            missing=counted[2],
            heads=counted[3],
        )

    def _band_moves(self, timelines: Timelines, begin: Whole, end: Whole) -> BandMoves:
        """Return the steps from ``begin`` to ``end`` of each row's way through the bands."""
        rows, step = expand(begin, end)
        way = timelines.rows[rows]
        return BandMoves(
            rows,
            bucket_numbers(self.calendar, timelines.changes[way, step]),
            timelines.bands[way, step],
            timelines.bands[way, step + 1],
        )


def drop(board: Board, batch: Batch) -> Tables:
    """Drop each row of the batch into fresh tables, on its way in and its way out."""
    size = board.calendar.size
    stride = WAYS * size
    every, gone, moves = np.arange(len(batch.spells)), batch.gone, batch.band_moves
    come = batch.ways_in * size + batch.buckets_in
    go = (batch.ways_out * size + batch.buckets_out)[gone]
    places, contracts, bands = board.sizes()
    rows = np.concatenate((every, gone))

    def by(at: Whole, count: int) -> Whole:
        positions = np.concatenate((at * stride + come, at[gone] * stride + go))
        return _table(batch, rows, positions, (count, stride))

    in_bands = (
        batch.bands_in * stride + come,
        batch.bands_out[gone] * stride + go,
        moves.origins * stride + Flow.MOVED_OUT * size + moves.buckets,
        moves.targets * stride + Flow.MOVED_IN * size + moves.buckets,
    )
    with_moves = np.concatenate((rows, moves.rows, moves.rows))
    return Tables(
        by(batch.places, places),
        by(batch.contracts, contracts),
        _table(batch, with_moves, np.concatenate(in_bands), (bands, stride)),
    )


def _table(batch: Batch, rows: Whole, positions: Whole, shape: tuple[int, int]) -> Whole:
    """Add FTE, heads, rows with and rows without an FTE (``flows.Count``) up by position."""
    length = shape[0] * shape[1]
    counts = [
        sum_up(positions, batch.ftes[rows], length),
        *(
            count_up(positions[chosen[rows]], length)
            for chosen in (batch.heads, batch.stated, batch.missing)
        ),
    ]
    return np.concatenate([one.reshape(shape) for one in counts], axis=1)
