"""Employment spells turned into columns of small integers, ready to be dropped into flow tables."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import compress
from operator import add
from typing import NamedTuple

from scorecard.experience import Timeline
from scorecard.ledger.board import Board, Tables
from scorecard.ledger.flows import WAYS, collect, width_of
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

    ``ways_in`` and ``ways_out`` are ``way x width + bucket``, and ``gone`` says which rows have a
    way out; ``places`` and ``contracts`` number the pairs (team, area) and (role, contract); bands
    are positions in ``Bands.codes``, and ``timelines`` says when they change. ``counts`` is 1 for rows
    that count as a head, or 0.
    """

    spells: list[Employment]
    ways_in: list[int]
    ways_out: list[int]
    gone: list[bool]
    places: list[int]
    contracts: list[int]
    bands_in: list[int]
    bands_out: list[int]
    band_moves: list[BandMove]
    timelines: list[Timeline]
    counts: list[int]


_Banded = tuple[list[int], list[int], list[BandMove], list[Timeline]]


class Spells:
    """Reads employment spells against the board's calendar."""

    def __init__(self, board: Board) -> None:
        calendar = board.calendar
        self.board = board
        self.calendar = calendar
        self.width = width_of(calendar)
        self.stride = WAYS * self.width
        self.never = Flow.LEFT * self.width + calendar.size
        width, bucket_of, one_day = self.width, calendar.bucket_of, timedelta(days=1)
        before = Flow.MOVED_IN * width
        self._moved_in = {day: bucket + before for day, bucket in bucket_of.items()}
        self._before = int(before)
        left = Flow.LEFT * width
        self._left: dict[date | None, int] = {
            day: bucket + left for day, bucket in bucket_of.items()
        }
        self._left[calendar.first] = int(left)
        moved_out = Flow.MOVED_OUT * width
        self._moved_out: dict[date | None, int] = {
            day - one_day: bucket + moved_out for day, bucket in bucket_of.items()
        }

    def alive(self, spells: Iterable[Employment]) -> list[Employment]:
        """Return the spells that can matter: well formed, and touching the calendar's days."""
        first, last = self.calendar.first, self.calendar.last
        return [
            one
            for one in spells
            if one.started <= last
            and ((ended := one.ended) is None or (ended >= first and ended >= one.started))
        ]

    def batch(self, spells: list[Employment], counts: list[int]) -> Batch:
        """Return the columns of whole spells."""
        never, before = self.never, self._before
        started, moved_in = self.calendar.bucket_of, self._moved_in
        left, moved_out = self._left, self._moved_out
        in_moved, out_moved = StartType.MOVED, EndType.MOVED
        ways_in = [
            moved_in.get(one.started, before)
            if one.start_type is in_moved
            else started.get(one.started, 0)
            for one in spells
        ]
        ways_out = [
            never
            if (ended := one.ended) is None
            else (
                moved_out.get(ended, never) if one.end_type is out_moved else left.get(ended, never)
            )
            for one in spells
        ]
        return self._placed(spells, ways_in, ways_out, counts, self._banded(spells, ways_out))

    def batch_of_stays(self, stays: Iterable[Stay]) -> Batch:
        """Return the columns of stays, which need not begin or end with their spell."""
        width, bucket_of = self.width, self.calendar.bucket_of
        first, last = self.calendar.first, self.calendar.last
        held = [one for one in stays if one.entry <= last]
        return self._placed(
            [one.spell for one in held],
            [bucket_of.get(one.entry, 0) + one.way_in * width for one in held],
            [
                self.never
                if one.exit is None or one.exit > last
                else (0 if one.exit <= first else bucket_of[one.exit]) + one.way_out * width
                for one in held
            ],
            [1] * len(held),
            self._bands_of_stays(held),
        )

    def _placed(
        self,
        spells: list[Employment],
        ways_in: list[int],
        ways_out: list[int],
        counts: list[int],
        banded: _Banded,
    ) -> Batch:
        places, contracts, never = self.board.places, self.board.contracts, self.never
        return Batch(
            spells,
            ways_in,
            ways_out,
            [way != never for way in ways_out],
            [places[one.team, one.area] for one in spells],
            [contracts[one.role, one.contract] for one in spells],
            *banded,
            counts,
        )

    def _banded(self, spells: list[Employment], ways_out: list[int]) -> _Banded:
        """Find the bands on the way in and out, and the moves between.

        What entered before the calendar's first day enters in the band it had on that day, and
        what is still there after its last day needs no band beyond it.
        """
        first, last, never = self.calendar.first, self.calendar.last, self.never
        bucket_of, timeline = self.calendar.bucket_of, self.board.bands.timeline
        bands_in: list[int] = []
        bands_out: list[int] = []
        moves: list[BandMove] = []
        timelines = list(map(timeline, spells))
        for row, (spell, way_out, (changes, bands)) in enumerate(
            zip(spells, ways_out, timelines, strict=True)
        ):
            entry = spell.started
            begin = bisect_right(changes, entry if entry > first else first)  # noqa: FURB136 -- hot
            if begin == len(changes):
                bands_in.append(bands[begin])
                bands_out.append(bands[begin])
                continue
            ended = spell.ended
            if way_out == never or ended is None:
                end = bisect_right(changes, last, begin)
            elif spell.end_type is EndType.MOVED:
                end = bisect_right(changes, ended, begin)
            else:
                end = bisect_left(changes, ended, begin)
            bands_in.append(bands[begin])
            bands_out.append(bands[end])
            for step in range(begin, end):
                moves.append(  # noqa: PERF401 -- mostly none
                    BandMove(row, bucket_of[changes[step]], bands[step], bands[step + 1])
                )
        return bands_in, bands_out, moves, timelines

    def _bands_of_stays(self, stays: Sequence[Stay]) -> _Banded:
        first, beyond = self.calendar.first, self.calendar.last + timedelta(days=1)
        bucket_of, timeline = self.calendar.bucket_of, self.board.bands.timeline
        bands_in: list[int] = []
        bands_out: list[int] = []
        moves: list[BandMove] = []
        timelines = [timeline(stay.spell) for stay in stays]
        for row, (stay, (changes, bands)) in enumerate(zip(stays, timelines, strict=True)):
            begin = bisect_right(changes, max(stay.entry, first))
            until = beyond if stay.exit is None else min(stay.exit, beyond)
            end = bisect_left(changes, until, begin)
            bands_in.append(bands[begin])
            bands_out.append(bands[end])
            moves += [
                BandMove(row, bucket_of[changes[step]], bands[step], bands[step + 1])
                for step in range(begin, end)
            ]
        return bands_in, bands_out, moves, timelines


def drop(reader: Spells, batch: Batch, values: list[int]) -> Tables:
    """Drop one value for each row of the batch into fresh tables, on its way in and its way out."""
    width, stride = reader.width, reader.stride
    tables = reader.board.empty(stride)
    out_values = list(compress(values, batch.gone))
    out_ways = list(compress(batch.ways_out, batch.gone))
    for cells, come, go in (
        (tables.places, batch.places, batch.places),
        (tables.contracts, batch.contracts, batch.contracts),
        (tables.bands, batch.bands_in, batch.bands_out),
    ):
        offsets = [number * stride for number in come]
        collect(cells, map(add, batch.ways_in, offsets), values)
        if go is not come:
            offsets = [number * stride for number in go]
        collect(cells, map(add, out_ways, compress(offsets, batch.gone)), out_values)
    into, out_of = Flow.MOVED_IN * width, Flow.MOVED_OUT * width
    for row, bucket, origin, target in batch.band_moves:
        tables.bands[origin * stride + out_of + bucket] += values[row]
        tables.bands[target * stride + into + bucket] += values[row]
    return tables
