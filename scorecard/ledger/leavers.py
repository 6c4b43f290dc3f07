"""Leavers by destination and by reason, and starters who had left before."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate, compress

from scorecard.definition import NOT_STATED, WHOLE, Dimension
from scorecard.ledger.account import Account, Cells
from scorecard.ledger.board import Board
from scorecard.ledger.flows import width_of
from scorecard.ledger.spells import Batch
from scorecard.ledger.staff import Staff
from scorecard.lines import Line
from scorecard.presence import Flow, is_wrong, way_out
from scorecard.workforce import Employment, LeaverDestination, LeavingReason


def leavers_and_returners(
    staff: Staff, board: Board, employments: Sequence[Employment]
) -> dict[Line, Account]:
    """Return the three accounts; leavers are tallied over twelve months, returners over six."""
    calendar = board.calendar
    width = width_of(calendar)
    lowest, highest = Flow.LEFT * width, Flow.LEFT * width + calendar.size
    leavers, starters = _Events(), _Events()
    for batch in staff.batches:
        leavers.take(
            batch,
            [
                row
                for row, way in enumerate(batch.ways_out)
                if lowest < way < highest and batch.counts[row]
            ],
            batch.ways_out,
            batch.bands_out,
        )
        starters.take(
            batch,
            [
                row
                for row, way in enumerate(batch.ways_in)
                if 0 < way < calendar.size and batch.counts[row]
            ],
            batch.ways_in,
            batch.bands_in,
        )
    first = first_leaving(employments, {one.worker for one in starters.spells})
    back = starters.only([is_return(first, one) for one in starters.spells])
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


def first_leaving(employments: Iterable[Employment], workers: set[str]) -> dict[str, date]:
    """Return the first day on which each of these workers left, as far back as the facts go."""
    first: dict[str, date] = {}
    for spell in employments:
        ended = spell.ended
        if ended is None or spell.worker not in workers:
            continue
        if is_wrong(spell) or way_out(spell) is not Flow.LEFT:
            continue
        known = first.get(spell.worker)
        if known is None or ended < known:
            first[spell.worker] = ended
    return first


def is_return(first_left: dict[str, date], spell: Employment) -> bool:
    """Whether the worker had left before the day this spell starts."""
    left = first_left.get(spell.worker)
    return left is not None and left < spell.started


@dataclass(slots=True)
class _Events:
    """Starters or leavers as columns."""

    spells: list[Employment] = field(default_factory=list)
    ways: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    contracts: list[int] = field(default_factory=list)
    bands: list[int] = field(default_factory=list)

    def take(self, batch: Batch, rows: list[int], ways: list[int], bands: list[int]) -> None:
        self.spells += [batch.spells[row] for row in rows]
        self.ways += [ways[row] for row in rows]
        self.places += [batch.places[row] for row in rows]
        self.contracts += [batch.contracts[row] for row in rows]
        self.bands += [bands[row] for row in rows]

    def numbers(self, dimension: Dimension) -> list[int]:
        """Return the numbers of the events in the numbering that a breakdown is added up from."""
        if dimension in (Dimension.TEAM, Dimension.AREA):
            return self.places
        return self.bands if dimension is Dimension.EXPERIENCE else self.contracts

    def only(self, chosen: list[bool]) -> "_Events":
        return _Events(
            list(compress(self.spells, chosen)),
            list(compress(self.ways, chosen)),
            list(compress(self.places, chosen)),
            list(compress(self.contracts, chosen)),
            list(compress(self.bands, chosen)),
        )


def _tally(
    events: _Events,
    of: Sequence[str | None],
    categories: Sequence[str | None],
    openings: Sequence[int],
    board: Board,
) -> Account:
    """Count events by category and group between each window's opening and end.

    An event counts in the windows from the first that ends on or after it until the first that
    opens on or after it: 1 is added at one and taken away at the other, and running sums do the
    rest. What is taken away after the last window falls on the next group's first.
    """
    calendar = board.calendar
    width, windows = width_of(calendar), len(calendar.windows)
    names = [NOT_STATED if one is None else str(one) for one in categories]
    place = {one: number for number, one in enumerate(categories)}
    buckets = [way % width for way in events.ways]
    first = [bisect_left(calendar.ends, bucket) for bucket in range(calendar.size)]
    beyond = [bisect_left(openings, bucket) for bucket in range(calendar.size)]
    chosen = [place[one] for one in of]
    result: Cells = {}
    for dimension in Dimension:
        parents = [parent * windows for parent in board.parents(dimension)]
        length = board.size(dimension) * windows
        flows = [[0] * (length + 1) for _ in names]
        for category, number, bucket in zip(
            chosen, events.numbers(dimension), buckets, strict=True
        ):
            flow, start = flows[category], parents[number]
            flow[start + first[bucket]] += 1
            flow[start + beyond[bucket]] -= 1
        result[dimension] = {
            name: list(accumulate(flow[:length])) for name, flow in zip(names, flows, strict=True)
        }
    return Account(1, result, result)
