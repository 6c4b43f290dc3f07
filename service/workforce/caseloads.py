"""Caseload snapshots of named workers, over all their teams: for whoever holds a cap against them."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple

from service.storage.transaction import snapshot
from service.workforce import fact_rows
from service.workforce.fact_kinds import CASELOADS, FIELDS

AT_ONCE = 500
"""Workers asked for in one statement."""


class Held(NamedTuple):
    """``cases`` at the end of ``on``, of one unit, over all teams."""

    on: date
    unit: str
    """child | family | case"""
    cases: int


async def caseloads_of(workers: Collection[str]) -> dict[str, list[Held]]:
    """By keyed identity, in order of day; of the account that the measures use.

    A worker without a caseload in force is not in the answer. Two units on one day are two entries.
    """
    found: dict[str, dict[tuple[date, str], int]] = {}
    places = {name: CASELOADS.fields.index(name) + FIELDS for name in CASELOADS.fields}
    async with snapshot():
        census = not await fact_rows.any_in_force(CASELOADS, census=False)
        for some in _batches(sorted(workers)):
            rows = await fact_rows.matching(
                CASELOADS,
                census=census,
                where=f" AND worker IN ({', '.join(['{}'] * len(some))})",
                values=some,
                after=0,
                limit=None,
            )
            for row in rows:
                own = found.setdefault(row[places["worker"]], {})
                name = (_day(row[places["taken_on"]]), row[places["unit"]])
                own[name] = own.get(name, 0) + row[places["cases"]]
    return {
        worker: [Held(on, unit, cases) for (on, unit), cases in sorted(own.items())]
        for worker, own in found.items()
    }


def _batches(workers: list[str]) -> Iterator[list[str]]:
    for first in range(0, len(workers), AT_ONCE):
        yield workers[first : first + AT_ONCE]


def _day(value: date | str) -> date:
    """The drivers give dates, or their text."""
    return value if isinstance(value, date) else date.fromisoformat(value)
