"""When a person is counted, and where: the headcount rule for people who hold two posts.

DfE counts heads once: someone in two posts counts in the more senior one. So a person starts when
nobody would have counted them the day before, leaves when nobody counts them any more, and moves
when only the place they count in changes. Leaving one of two posts is a move of the head, although
its FTE has left (FTE is not de-duplicated).

Spells recorded as ending before they start are left out everywhere (see ``quality``).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from scorecard.workforce import Employment, EndType, Role, StartType

_SENIORITY: dict[Role | None, int] = {
    **{role: rank for rank, role in enumerate(Role)},
    None: len(Role),
}


class Flow(IntEnum):
    """The four ways in and out of a place."""

    STARTED = 0
    MOVED_IN = 1
    LEFT = 2
    MOVED_OUT = 3


@dataclass(frozen=True, slots=True)
class Stay:
    """A stretch of days [entry, exit) on which one person counts in one spell's place."""

    spell: Employment
    entry: date
    exit: date | None
    way_in: Flow
    way_out: Flow
    """How the stay ends; meaningless while ``exit`` is None."""


def is_wrong(spell: Employment) -> bool:
    """Whether the spell ends before it starts: it cannot be counted at all."""
    return spell.ended is not None and spell.ended < spell.started


def way_in(spell: Employment) -> Flow:
    return Flow.MOVED_IN if spell.start_type is StartType.MOVED else Flow.STARTED


def way_out(spell: Employment) -> Flow:
    """Return how the spell ends; one that does not say how it ended is a leaver."""
    return Flow.MOVED_OUT if spell.end_type is EndType.MOVED else Flow.LEFT


def is_in_post(spell: Employment, day: date) -> bool:
    """Whether the spell is in force at the end of ``day``."""
    if spell.started > day or is_wrong(spell):
        return False
    left = spell.exit
    return left is None or day < left


def precedence(spell: Employment) -> tuple[int, int, date, str]:
    """Sort key of who counts first: role, then FTE, then the older spell."""
    return (_SENIORITY[spell.role], -(spell.fte or 0), spell.started, spell.ref)


def counted_on(spells: Iterable[Employment], day: date) -> Employment | None:
    """Return the spell one person counts in at the end of ``day``."""
    return min((one for one in spells if is_in_post(one, day)), key=precedence, default=None)


def stays(spells: Sequence[Employment]) -> list[Stay]:
    """Return one person's stays in order: they never overlap, and each day is counted once.

    A spell that starts and ends on one day holds no day: it is a start and a leaving of its own
    only when the person is not counted at the end of that day nor of the day before.
    """
    good = [one for one in spells if not is_wrong(one)]
    days = sorted({day for one in good for day in (one.started, one.exit) if day is not None})
    result: list[Stay] = []
    held: Employment | None = None
    entered, arrived = date.min, Flow.STARTED
    for day in days:
        now = counted_on(good, day)
        if held is None and now is None:
            result.extend(_passing(good, day))
        if now is held:
            continue
        if held is not None:
            gone = Flow.MOVED_OUT if now is not None else _leaving(good, day)
            result.append(Stay(held, entered, day, arrived, gone))
        if now is not None:
            arrived = Flow.MOVED_IN if held is not None else _arriving(good, day)
            entered = day
        held = now
    if held is not None:
        result.append(Stay(held, entered, None, arrived, Flow.LEFT))
    return result


def _arriving(spells: Iterable[Employment], day: date) -> Flow:
    ways = {way_in(one) for one in spells if one.started == day}
    return Flow.STARTED if Flow.STARTED in ways else Flow.MOVED_IN


def _leaving(spells: Iterable[Employment], day: date) -> Flow:
    ways = {way_out(one) for one in spells if one.exit == day}
    return Flow.LEFT if Flow.LEFT in ways else Flow.MOVED_OUT


def _passing(spells: Iterable[Employment], day: date) -> list[Stay]:
    same_day = [one for one in spells if one.started == day == one.exit]
    first = min(same_day, key=precedence)
    return [Stay(first, day, day, _arriving(same_day, day), _leaving(same_day, day))]
