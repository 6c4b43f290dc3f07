"""Leavers by destination and by reason, and starters who had left before."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import accumulate
from operator import sub
from typing import NamedTuple

from scorecard.account import Account, Cells
from scorecard.definition import NOT_STATED, WHOLE, Dimension
from scorecard.flows import picker
from scorecard.groups import Groups
from scorecard.lines import Line
from scorecard.presence import Flow, is_wrong, way_out
from scorecard.spells import Batch, Spells
from scorecard.windows import Calendar
from scorecard.workforce import Employment


class Event(NamedTuple):
    """One starter or leaver: what it counts as, when, and the numbers of where."""

    category: str
    bucket: int
    place: int
    contract: int
    band: int


def leavers_and_returners(
    reader: Spells,
    counted: tuple[Batch, ...],
    parents: dict[Dimension, list[int]],
    groups: Groups,
    employments: Sequence[Employment],
) -> dict[Line, Account]:
    """Return the three accounts; leavers are tallied over twelve months, returners over six."""
    calendar = reader.calendar
    size = calendar.size
    lowest, highest = Flow.LEFT * size, (Flow.LEFT + 1) * size
    destinations: list[Event] = []
    reasons: list[Event] = []
    starters: list[tuple[Employment, Event]] = []
    for batch in counted:
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
        Line.LEAVERS_BY_DESTINATION_12: _tally(destinations, yearly, calendar, parents, groups),
        Line.LEAVERS_BY_REASON_12: _tally(reasons, yearly, calendar, parents, groups),
        Line.RETURNERS_HEADS_6: _tally(back, half_yearly, calendar, parents, groups),
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


def _tally(
    events: Sequence[Event],
    openings: Sequence[int],
    calendar: Calendar,
    parents: dict[Dimension, list[int]],
    groups: Groups,
) -> Account:
    cells: Cells = {}
    size = calendar.size
    for dimension, parent in parents.items():
        counts: dict[str, list[int]] = {}
        width = groups.size(dimension) * size
        for event in events:
            if event.category not in counts:
                counts[event.category] = [0] * width
            number = _number(event, dimension)
            counts[event.category][parent[number] * size + event.bucket] += 1
        cells[dimension] = {
            category: _over_windows(flat, openings, calendar) for category, flat in counts.items()
        }
        if not counts:
            cells[dimension][WHOLE] = [0] * (groups.size(dimension) * len(calendar.windows))
    return Account(1, cells, cells)


def _number(event: Event, dimension: Dimension) -> int:
    if dimension in (Dimension.TEAM, Dimension.AREA):
        return event.place
    return event.band if dimension is Dimension.EXPERIENCE else event.contract


def _over_windows(flat: list[int], openings: Sequence[int], calendar: Calendar) -> list[int]:
    at_end, at_opening = picker(calendar.ends), picker(openings)
    result: list[int] = []
    for start in range(0, len(flat), calendar.size):
        running = list(accumulate(flat[start : start + calendar.size]))
        result += map(sub, at_end(running), at_opening(running))
    return result
