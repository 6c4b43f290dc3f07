"""Employment spells turned into columns of small integers, ready to be dropped into flow tables."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import add
from typing import NamedTuple

from scorecard.ledger.board import Board, Tables
from scorecard.ledger.flows import collect, stride_of
from scorecard.presence import Flow, Stay
from scorecard.workforce import Employment, EndType, StartType


class BandMove(NamedTuple):
    """``row`` of a batch passes from band to band in a bucket while in post."""

    row: int
    bucket: int
    origin: int
    target: int


@dataclass(slots=True)
class Batch:
    """Rows as parallel columns: what they are, when they come and go, and where they count.

    ``ways_in`` and ``ways_out`` are ``way x buckets + bucket``; ``places`` and ``contracts``
    number the pairs (team, area) and (role, contract); bands are positions in ``Bands.codes``.
    """

    spells: list[Employment]
    ways_in: list[int]
    ways_out: list[int]
    places: list[int]
    contracts: list[int]
    bands_in: list[int]
    bands_out: list[int]
    band_moves: list[BandMove]

    def only(self, indexes: Sequence[int]) -> "Batch":
        """Return some of the rows, in the order given."""
        new_index = {old: new for new, old in enumerate(indexes)}
        return Batch(
            [self.spells[i] for i in indexes],
            [self.ways_in[i] for i in indexes],
            [self.ways_out[i] for i in indexes],
            [self.places[i] for i in indexes],
            [self.contracts[i] for i in indexes],
            [self.bands_in[i] for i in indexes],
            [self.bands_out[i] for i in indexes],
            [
                move._replace(row=new_index[move.row])
                for move in self.band_moves
                if move.row in new_index
            ],
        )


class Spells:
    """Reads employment spells against the board's calendar."""

    def __init__(self, board: Board) -> None:
        calendar = board.calendar
        self.board = board
        self.calendar = calendar
        self.stride = stride_of(calendar)
        self.never = self.stride - 1
        size, bucket_of = calendar.size, calendar.bucket_of
        self._left: dict[date | None, int] = {
            day: bucket + Flow.LEFT * size for day, bucket in bucket_of.items()
        }
        self._left[calendar.first] = Flow.LEFT * size
        one_day = timedelta(days=1)
        self._moved_out: dict[date | None, int] = {
            day - one_day: bucket + Flow.MOVED_OUT * size for day, bucket in bucket_of.items()
        }
        self._moved_in = {day: bucket + Flow.MOVED_IN * size for day, bucket in bucket_of.items()}

    def alive(self, spells: Iterable[Employment]) -> list[Employment]:
        """Return the spells that can matter: well formed, and touching the calendar's days."""
        first, last = self.calendar.first, self.calendar.last
        return [
            one
            for one in spells
            if one.started <= last
            and ((ended := one.ended) is None or (ended >= first and ended >= one.started))
        ]

    def batch(self, spells: list[Employment]) -> Batch:
        """Return the columns of whole spells."""
        size, never = self.calendar.size, self.never
        started, moved_in = self.calendar.bucket_of, self._moved_in
        left, moved_out = self._left, self._moved_out
        before = Flow.MOVED_IN * size
        in_moved, out_moved = StartType.MOVED, EndType.MOVED
        return self._placed(
            spells,
            [
                moved_in.get(one.started, before)
                if one.start_type is in_moved
                else started.get(one.started, 0)
                for one in spells
            ],
            [
                moved_out.get(one.ended, never)
                if one.end_type is out_moved
                else left.get(one.ended, never)
                for one in spells
            ],
            [one.started for one in spells],
            [one.exit if one.ended is not None else None for one in spells],
        )

    def batch_of_stays(self, held: list[Stay]) -> Batch:
        """Return the columns of stays, which need not begin or end with their spell."""
        size, bucket_of, first = self.calendar.size, self.calendar.bucket_of, self.calendar.first
        return self._placed(
            [one.spell for one in held],
            [bucket_of.get(one.entry, 0) + one.way_in * size for one in held],
            [
                self.never
                if one.exit is None or one.exit > self.calendar.last
                else (0 if one.exit <= first else bucket_of[one.exit]) + one.way_out * size
                for one in held
            ],
            [one.entry for one in held],
            [one.exit for one in held],
        )

    def _placed(
        self,
        spells: list[Employment],
        ways_in: list[int],
        ways_out: list[int],
        entries: list[date],
        exits: list[date | None],
    ) -> Batch:
        bands_in, bands_out, moves = self._banded(spells, entries, exits)
        return Batch(
            spells,
            ways_in,
            ways_out,
            [self.board.places[one.team, one.area] for one in spells],
            [self.board.contracts[one.role, one.contract] for one in spells],
            bands_in,
            bands_out,
            moves,
        )

    def _banded(
        self, spells: list[Employment], entries: list[date], exits: list[date | None]
    ) -> tuple[list[int], list[int], list[BandMove]]:
        """Find the bands on the way in and out, and the moves between.

        What entered before the calendar's first day enters in the band it had on that day, and
        what is still there after its last day needs no band beyond it.
        """
        first, last = self.calendar.first, self.calendar.last
        beyond = last + timedelta(days=1)
        bucket_of, timeline = self.calendar.bucket_of, self.board.bands.timeline
        bands_in: list[int] = []
        bands_out: list[int] = []
        moves: list[BandMove] = []
        for index, (spell, entry, left) in enumerate(zip(spells, entries, exits, strict=True)):
            line = timeline(spell)
            changes, bands = line.changes, line.bands
            begin = bisect_right(changes, max(entry, first))
            end = max(
                begin, bisect_left(changes, beyond if left is None or left > beyond else left)
            )
            bands_in.append(bands[begin])
            bands_out.append(bands[end])
            moves += [
                BandMove(index, bucket_of[changes[step]], bands[step], bands[step + 1])
                for step in range(begin, end)
            ]
        return bands_in, bands_out, moves


def drop(reader: Spells, batch: Batch, values: list[int]) -> Tables:
    """Drop one value for each row of the batch into fresh tables."""
    stride, size = reader.stride, reader.calendar.size
    by_band = collect(
        len(reader.board.bands.codes) * stride,
        (way + band * stride for way, band in zip(batch.ways_in, batch.bands_in, strict=True)),
        (way + band * stride for way, band in zip(batch.ways_out, batch.bands_out, strict=True)),
        values,
    )
    for move in batch.band_moves:
        value = values[move.row]
        by_band[move.origin * stride + Flow.MOVED_OUT * size + move.bucket] += value
        by_band[move.target * stride + Flow.MOVED_IN * size + move.bucket] += value
    return Tables(
        _by_group(len(reader.board.places), batch.places, batch, values, stride),
        _by_group(len(reader.board.contracts), batch.contracts, batch, values, stride),
        by_band,
    )


def _by_group(
    groups: int, numbers: list[int], batch: Batch, values: list[int], stride: int
) -> list[int]:
    offsets = [number * stride for number in numbers]
    return collect(
        groups * stride,
        map(add, batch.ways_in, offsets),
        map(add, batch.ways_out, offsets),
        values,
    )
