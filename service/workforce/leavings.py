"""Who left, and when, as the returns in force tell it."""

from collections.abc import Collection
from datetime import date

from service.storage.transaction import snapshot
from service.workforce import fact_rows
from service.workforce.fact_kinds import EMPLOYMENTS, FIELDS

_WORKER = FIELDS + EMPLOYMENTS.fields.index("worker")
_ENDED = FIELDS + EMPLOYMENTS.fields.index("ended")


async def leaving_days(workers: Collection[str] | None = None) -> dict[str, frozenset[date]]:
    """The days on which each worker left; of all who left where no workers are named.

    From the HR returns, or from census returns where there are none: the account of the measures.
    """
    wanted = None if workers is None else frozenset(workers)
    where, values = " AND end_type = {}", ["left"]
    if wanted is not None and len(wanted) == 1:
        where, values = where + " AND worker = {}", [*values, next(iter(wanted))]
    async with snapshot():
        census = not await fact_rows.any_in_force(EMPLOYMENTS, census=False)
        rows = await fact_rows.matching(
            EMPLOYMENTS, census=census, where=where, values=values, after=0, limit=None
        )
    found: dict[str, set[date]] = {}
    for row in rows:
        worker, ended = str(row[_WORKER]), _day(row[_ENDED])
        if ended is not None and (wanted is None or worker in wanted):
            found.setdefault(worker, set()).add(ended)
    return {worker: frozenset(days) for worker, days in found.items()}


def _day(value: object) -> date | None:
    if value is None or isinstance(value, date):
        return value
    return date.fromisoformat(str(value))
