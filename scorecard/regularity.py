"""Which people's spells simply follow one another, so that counting spells counts them."""

from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import date
from itertools import compress
from operator import attrgetter

from scorecard.workforce import Employment, EndType, StartType


def irregular_workers(spells: Iterable[Employment]) -> set[str]:
    """Return the people whose spells do not simply follow one another.

    Regular is: each spell starts after the one before has ended, and nobody who was moved on to
    the next day is recorded there as a new starter.
    """
    suspects: set[str] = set()
    last: dict[str, Employment] = {}
    for spell in spells:
        worker = spell.worker
        if worker in last and not _follows(last[worker], spell):
            suspects.add(worker)
        last[worker] = spell
    if not suspects:
        return suspects
    return {
        worker
        for worker, theirs in by_worker(spells, suspects).items()
        if not is_regular(in_order(theirs))
    }


def in_order(spells: Iterable[Employment]) -> list[Employment]:
    """Return one worker's spells by start, then end, then ref."""
    return sorted(spells, key=lambda one: (one.started, one.ended or date.max, one.ref))


def is_regular(ordered: Sequence[Employment]) -> bool:
    """Whether spells in order simply follow one another."""
    return all(map(_follows, ordered, ordered[1:]))


def by_worker(
    spells: Iterable[Employment], workers: set[str] | None = None
) -> dict[str, list[Employment]]:
    """Return each worker's spells; only those of ``workers`` where given."""
    found: dict[str, list[Employment]] = {}
    for spell in spells:
        if workers is None or spell.worker in workers:
            found.setdefault(spell.worker, []).append(spell)
    return found


def spells_of(workers: Container[str], spells: Sequence[Employment]) -> Iterator[Employment]:
    """Return the spells of some workers, at little cost for those of all others."""
    return compress(spells, map(workers.__contains__, map(_worker, spells)))


_worker = attrgetter("worker")


def _follows(before: Employment, spell: Employment) -> bool:
    ended = before.ended
    if ended is None or spell.started <= ended:
        return False
    return before.end_type is not EndType.MOVED or spell.start_type is StartType.MOVED
