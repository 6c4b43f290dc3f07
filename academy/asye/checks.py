"""What cannot be planned: every reason at once, so that nothing has to be tried twice."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise

from academy.asye.clock import FteChange, Pause
from academy.findings import PlanFinding, Severity

FULL_TIME = Fraction(1)
FIRST_YEAR = 2000
"""No employer promised such a year before: an earlier start is a slip of the pen."""


def refusals(
    start: date, fte: Fraction, pauses: Sequence[Pause], changes: Sequence[FteChange]
) -> list[PlanFinding]:
    """BLOCK findings of one person's terms, in the order in which they are read."""
    return [*_start(start), *_rates(start, fte, changes), *_pauses(start, pauses)]


def _start(start: date) -> list[PlanFinding]:
    if start.year >= FIRST_YEAR:
        return []
    words = f"The start is in the year {start.year}, before {FIRST_YEAR}: look at its year."
    return [_blocked("START_TOO_EARLY", words)]


def _rates(start: date, fte: Fraction, changes: Sequence[FteChange]) -> list[PlanFinding]:
    found = [
        _blocked("FTE_RANGE", "FTE must be above 0 and at most 1.")
        for rate in (fte, *(change.fte for change in changes))
        if not 0 < rate <= FULL_TIME
    ]
    if any(change.on < start for change in changes):
        found.append(_blocked("FTE_CHANGE_BEFORE_START", "FTE changes before the start."))
    days = [change.on for change in changes]
    found += [
        _blocked(
            "FTE_CHANGE_TWICE", f"FTE changes twice on {day.isoformat()}: which of them is right?"
        )
        for day in sorted(set(days))
        if days.count(day) > 1
    ]
    return found


def _pauses(start: date, pauses: Sequence[Pause]) -> list[PlanFinding]:
    found = []
    ordered = sorted(pauses, key=lambda pause: (pause.first, pause.last))
    for pause in ordered:
        if pause.last < pause.first:
            found.append(_blocked("PAUSE_ORDER", f"The pause {pause} ends before it begins."))
        if pause.first < start:
            found.append(
                _blocked("PAUSE_BEFORE_START", f"The pause {pause} begins before the start.")
            )
    for earlier, later in pairwise(ordered):
        if later.first <= earlier.last:
            found.append(
                _blocked(
                    "PAUSE_OVERLAP",
                    f"Two pauses overlap on {later.first.isoformat()}: join them into one.",
                )
            )
    return found


def _blocked(code: str, message: str) -> PlanFinding:
    return PlanFinding(code, Severity.BLOCK, message)
