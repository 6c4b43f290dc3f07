"""Where somebody counts on a day, for facts that name only the worker (absences, caseloads)."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from scorecard.presence import counted_on, is_in_post
from scorecard.regularity import in_order, spells_of
from scorecard.workforce import Employment


class Careers:
    """The well-formed spells of some workers, each worker's in order."""

    def __init__(self, employments: Sequence[Employment], workers: set[str]) -> None:
        spells: dict[str, list[Employment]] = {}
        tangled: set[str] = set()
        for spell in spells_of(workers, employments):
            worker, ended = spell.worker, spell.ended
            if ended is not None and ended < spell.started:
                continue
            theirs = spells.get(worker)
            if theirs is None:
                spells[worker] = [spell]
                continue
            before = theirs[-1].ended
            if before is None or spell.started <= before:
                tangled.add(worker)
            theirs.append(spell)
        for worker in list(tangled):
            spells[worker] = theirs = in_order(spells[worker])
            if all(
                one.ended is not None and one.ended < following.started
                for one, following in pairwise(theirs)
            ):
                tangled.discard(worker)
        self._spells = spells
        self._tangled = tangled
        """Workers of whom more than one spell may be in force on a day."""

    def at(self, worker: str, day: date) -> Employment | None:
        """Return the spell a worker counts in on ``day``.

        Somebody not in post that day belongs where they last were before, or else where they
        first came afterwards. None for somebody never employed.
        """
        theirs = self._spells.get(worker)
        if theirs is None:
            return None
        if worker in self._tangled:
            held = counted_on(theirs, _nearest(theirs, day))
            if held is not None:
                return held
        for spell in reversed(theirs):
            if spell.started <= day:
                return spell
        return theirs[0]

    def in_force(self, worker: str, day: date) -> list[Employment]:
        """Return the worker's spells in force at the end of ``day``."""
        theirs = self._spells.get(worker, [])
        if worker in self._tangled:
            return [one for one in theirs if is_in_post(one, day)]
        for spell in reversed(theirs):
            if spell.started <= day:
                ended = spell.ended
                if ended is None or day < ended or is_in_post(spell, day):
                    return [spell]
                break
        return []


def _nearest(theirs: Sequence[Employment], day: date) -> date:
    """Return the day itself when in post then, or the last day in post before, or the first after.

    It does not depend on how a spell is divided, as the order of overlapping spells would.
    """
    if counted_on(theirs, day) is not None:
        return day
    left = [one.exit for one in theirs if one.exit is not None and one.started < one.exit <= day]
    return max(left) - timedelta(days=1) if left else theirs[0].started
