"""Time away from work: sickness (about 3.3 % of working days), maternity and other leave."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from scorecard.workforce import AbsenceKind
from service.demo.chance import Chance
from service.demo.months import (
    HISTORY_FIRST,
    HISTORY_LAST,
    after_working_days,
    month_last,
    months,
    working_day_on_or_after,
)
from service.demo.people import Council, Leave, Spell

_WINTER = frozenset({10, 11, 12, 1, 2, 3})
_SHORT_DAYS = ((1, 30), (2, 25), (3, 20), (4, 10), (5, 15))
_DAY = timedelta(days=1)

_OTHER = (
    (AbsenceKind.OTHER_PAID, 45, (1, 5)),
    (AbsenceKind.TRAINING, 30, (2, 5)),
    (AbsenceKind.PUBLIC_DUTIES, 6, (8, 12)),
    (AbsenceKind.UNPAID, 8, (5, 20)),
    (AbsenceKind.UNAUTHORISED, 1, (1, 2)),
)
"""Kind, chance per ten thousand and month, working days from and to."""


def spells_by_worker(spells: Iterable[Spell]) -> dict[str, list[Spell]]:
    """Return each worker's spells in order of starting."""
    mine: dict[str, list[Spell]] = {}
    for spell in sorted(spells, key=lambda spell: (spell.started, spell.post.post)):
        mine.setdefault(spell.worker.number, []).append(spell)
    return mine


def take_leave(council: Council, seed: int) -> None:
    """Add everybody's leave to the council; nobody is away twice on one day."""
    chances = {
        kind: Chance(seed, f"leave/{kind}")
        for kind in ("short", "medium", "long", "maternity", "other")
    }
    for spells in spells_by_worker(council.spells).values():
        _one_worker(council, spells, chances)
    council.leave.sort(key=lambda leave: (leave.first_day, leave.worker.number))


def _one_worker(council: Council, spells: list[Spell], chances: Mapping[str, Chance]) -> None:
    free_from = HISTORY_FIRST
    worker = spells[0].worker
    for month in months(HISTORY_FIRST, HISTORY_LAST):
        first = max(month, free_from)
        if first > month_last(month):
            continue
        found = _absence(month, worker.experience(month), chances)
        if found is None:
            continue
        kind, days, half_day = found
        day = working_day_on_or_after(chances["other"].day(first, month_last(month)))
        fte = sum(spell.fte for spell in spells if spell.lasts(day))
        if not fte or day > HISTORY_LAST:
            continue
        last = after_working_days(day, days)
        left = _works_until(spells, day)
        if left is not None and last >= left:
            last = left - _DAY
        if last < day:
            continue
        council.leave.append(Leave(worker, kind, day, last, fte, half_day))
        free_from = last + 14 * _DAY


def _absence(
    month: date, years: int, chances: Mapping[str, Chance]
) -> tuple[AbsenceKind, int, bool] | None:
    """Return what keeps a worker away in this month: kind, working days, whether half a day less."""
    short, medium, long = chances["short"], chances["medium"], chances["long"]
    if long.happens(42):
        return AbsenceKind.SICKNESS, long.between(30, 110), False
    if years <= 12 and chances["maternity"].happens(42):
        return AbsenceKind.MATERNITY, chances["maternity"].between(130, 255), False
    if medium.happens(125):
        return AbsenceKind.SICKNESS, medium.between(6, 20), False
    if short.happens(1450 if month.month in _WINTER else 950):
        return AbsenceKind.SICKNESS, short.weighted(_SHORT_DAYS), short.happens(1200)
    for kind, rate, (fewest, most) in _OTHER:
        if chances["other"].happens(rate):
            return kind, chances["other"].between(fewest, most), False
    return None


def _works_until(spells: list[Spell], day: date) -> date | None:
    """Return the day the worker's unbroken time in the council ends; None while it lasts."""
    for spell in spells:
        if spell.started >= day and spell.ended is None:
            return None
    left = [
        spell.ended
        for spell in spells
        if spell.ended is not None and spell.destination is not None and spell.ended > day
    ]
    return min(left) if left else None
