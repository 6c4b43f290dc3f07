"""Leavers by destination and by reason, and starters who had left before."""

from collections.abc import Iterable, Sequence
from datetime import date
from operator import add

from scorecard.definition import NOT_STATED, WHOLE, Dimension
from scorecard.ledger.account import Account, Cells
from scorecard.ledger.board import Board
from scorecard.ledger.flows import between, collect, width_of
from scorecard.ledger.spells import Batch
from scorecard.ledger.staff import Staff
from scorecard.lines import Line
from scorecard.presence import Flow, is_wrong, way_out
from scorecard.workforce import Employment


def leavers_and_returners(
    staff: Staff, board: Board, employments: Sequence[Employment]
) -> dict[Line, Account]:
    """Return the three accounts; leavers are tallied over twelve months, returners over six."""
    calendar = board.calendar
    width = width_of(calendar)
    lowest, highest = Flow.LEFT * width, Flow.LEFT * width + calendar.size
    leavers: list[Batch] = []
    starters: list[Batch] = []
    for batch in staff.batches:
        leavers.append(
            batch.only(
                [
                    row
                    for row, way in enumerate(batch.ways_out)
                    if lowest < way < highest and batch.counts[row]
                ]
            )
        )
        starters.append(
            batch.only(
                [
                    row
                    for row, way in enumerate(batch.ways_in)
                    if 0 < way < calendar.size and batch.counts[row]
                ]
            )
        )
    left = first_leaving(employments, {one.worker for batch in starters for one in batch.spells})
    back = [
        batch.only([row for row, one in enumerate(batch.spells) if is_return(left, one)])
        for batch in starters
    ]
    return {
        Line.LEAVERS_BY_DESTINATION_12: _tally(
            [
                (_went(one, width), _names(x.destination for x in one.spells), one.bands_out, one)
                for one in leavers
            ],
            calendar.year_openings,
            board,
        ),
        Line.LEAVERS_BY_REASON_12: _tally(
            [
                (_went(one, width), _names(x.reason for x in one.spells), one.bands_out, one)
                for one in leavers
            ],
            calendar.year_openings,
            board,
        ),
        Line.RETURNERS_HEADS_6: _tally(
            [(one.ways_in, [WHOLE] * len(one.spells), one.bands_in, one) for one in back],
            calendar.openings,
            board,
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


_Events = tuple[list[int], list[str], list[int], Batch]
"""Bucket, category and band of each event, and the batch whose rows they are."""


def _went(batch: Batch, width: int) -> list[int]:
    return [way - Flow.LEFT * width for way in batch.ways_out]


def _names(codes: Iterable[str | None]) -> list[str]:
    return [NOT_STATED if code is None else str(code) for code in codes]


def _tally(events: Sequence[_Events], openings: Sequence[int], board: Board) -> Account:
    """Count events by category and group between each window's opening and end."""
    width = width_of(board.calendar)
    categories = sorted({name for _, names, _, _ in events for name in names})
    place = {name: number * width for number, name in enumerate(categories)}
    stride = len(categories) * width
    if not stride:
        nothing: Cells = {dimension: {} for dimension in Dimension}
        return Account(1, nothing, nothing)
    tables = board.empty(stride)
    for buckets, names, bands, batch in events:
        cells = [place[name] + bucket for name, bucket in zip(names, buckets, strict=True)]
        ones = [1] * len(cells)
        collect(tables.places, map(add, cells, [n * stride for n in batch.places]), ones)
        collect(tables.contracts, map(add, cells, [n * stride for n in batch.contracts]), ones)
        collect(tables.bands, map(add, cells, [n * stride for n in bands]), ones)
    windows = len(board.calendar.windows)
    result: Cells = {}
    for dimension in Dimension:
        every = between(board.roll_up(tables, dimension, stride), openings, board.calendar)
        by_category: dict[str, list[int]] = {name: [] for name in categories}
        for start in range(0, len(every), windows * len(categories)):
            for number, name in enumerate(categories):
                begin = start + number * windows
                by_category[name] += every[begin : begin + windows]
        result[dimension] = by_category
    return Account(1, result, result)
