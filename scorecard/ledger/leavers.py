"""Leavers by destination and by reason, and starters who had left before."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from scorecard.definition import NOT_STATED, WHOLE, Dimension
from scorecard.ledger.account import Account, Cells
from scorecard.ledger.board import Board
from scorecard.ledger.flows import over_windows
from scorecard.ledger.staff import Staff
from scorecard.lines import Line
from scorecard.presence import Flow, is_wrong, way_out
from scorecard.workforce import Employment


class Event(NamedTuple):
    """One starter or leaver: what it counts as, when, and the numbers of where."""

    category: str
    bucket: int
    place: int
    contract: int
    band: int


def leavers_and_returners(
    staff: Staff, board: Board, employments: Sequence[Employment]
) -> dict[Line, Account]:
    """Return the three accounts; leavers are tallied over twelve months, returners over six."""
    calendar = board.calendar
    size = calendar.size
    lowest, highest = Flow.LEFT * size, (Flow.LEFT + 1) * size
    destinations: list[Event] = []
    reasons: list[Event] = []
    starters: list[tuple[Employment, Event]] = []
    for batch in staff.heads:
        for index, way in enumerate(batch.ways_out):
            if lowest < way < highest:
                spell = batch.spells[index]
                event = Event(
                    spell.destination or NOT_STATED,
                    way - lowest,
                    batch.places[index],
                    batch.contracts[index],
                    batch.bands_out[index],
                )
                destinations.append(event)
                reasons.append(event._replace(category=spell.reason or NOT_STATED))
        for index, way in enumerate(batch.ways_in):
            if 0 < way < size:
                event = Event(
                    WHOLE,
                    way,
                    batch.places[index],
                    batch.contracts[index],
                    batch.bands_in[index],
                )
                starters.append((batch.spells[index], event))
    left = first_leaving(employments, {spell.worker for spell, _ in starters})
    back = [event for spell, event in starters if is_return(left, spell)]
    yearly, half_yearly = calendar.year_openings, calendar.openings
    return {
        Line.LEAVERS_BY_DESTINATION_12: _tally(destinations, yearly, board),
        Line.LEAVERS_BY_REASON_12: _tally(reasons, yearly, board),
        Line.RETURNERS_HEADS_6: _tally(back, half_yearly, board),
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


def _tally(events: Sequence[Event], openings: Sequence[int], board: Board) -> Account:
    cells: Cells = {}
    calendar = board.calendar
    for dimension in Dimension:
        parent = board.parents(dimension)
        width = board.size(dimension) * calendar.size
        counts: dict[str, list[int]] = {}
        for event in events:
            if event.category not in counts:
                counts[event.category] = [0] * width
            place = parent[_number(event, dimension)] * calendar.size + event.bucket
            counts[event.category][place] += 1
        cells[dimension] = {
            category: over_windows(flat, calendar, openings) for category, flat in counts.items()
        }
    return Account(1, cells, cells)


def _number(event: Event, dimension: Dimension) -> int:
    if dimension in (Dimension.TEAM, Dimension.AREA):
        return event.place
    return event.band if dimension is Dimension.EXPERIENCE else event.contract
