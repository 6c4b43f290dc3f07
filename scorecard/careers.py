"""Where somebody counts on a day, for facts that name only the worker (absences, caseloads)."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date

from scorecard.presence import counted_on, is_in_post, is_wrong
from scorecard.regularity import is_regular
from scorecard.workforce import Employment


class Careers:
    """The spells of some workers, each worker's in order."""

    def __init__(self, employments: Iterable[Employment], workers: set[str]) -> None:
        self._spells: dict[str, list[Employment]] = {}
        for spell in employments:
            if spell.worker in workers and not is_wrong(spell):
                self._spells.setdefault(spell.worker, []).append(spell)
        self._begins: dict[str, list[date] | None] = {}
        """First days of those whose spells simply follow one another; None for the others."""
        for worker, theirs in self._spells.items():
            if len(theirs) == 1:
                self._begins[worker] = [theirs[0].started]
                continue
            theirs.sort(key=lambda one: (one.started, one.ended or date.max, one.ref))
            self._begins[worker] = [one.started for one in theirs] if is_regular(theirs) else None

    def spells_of(self, worker: str) -> list[Employment]:
        return self._spells.get(worker, [])

    def at(self, worker: str, day: date) -> Employment | None:
        """Return the spell a worker counts in on ``day``.

        Somebody not in post that day belongs where they last were before, or else where they
        first came afterwards. None for somebody never employed.
        """
        theirs = self._spells.get(worker)
        if theirs is None:
            return None
        begins = self._begins[worker]
        if begins is not None:
            return theirs[max(0, bisect_right(begins, day) - 1)]
        held = counted_on(theirs, day)
        if held is not None:
            return held
        earlier = [one for one in theirs if one.started <= day]
        return earlier[-1] if earlier else theirs[0]

    def in_force(self, worker: str, day: date) -> list[Employment]:
        """Return the worker's spells in force at the end of ``day``."""
        theirs = self._spells.get(worker)
        if theirs is None:
            return []
        begins = self._begins[worker]
        if begins is not None:
            theirs = [theirs[max(0, bisect_right(begins, day) - 1)]]
        return [one for one in theirs if is_in_post(one, day)]
