"""Year on year: who was in post last time and is neither in post nor a leaver now."""

from collections.abc import Set as AbstractSet

from service.workforce.census.faults import CONTINUITY
from service.workforce.findings import Finding


def continuity(previous: AbstractSet[str], present: AbstractSet[str]) -> list[Finding]:
    """Findings for the workers of ``previous`` who are not in ``present``.

    ``previous`` are the keys of own staff in post at the last reference date; ``present`` those of
    every worker this return names, leavers too (``ParsedReturn.workers``). The findings carry the
    worker key: the registration number is not held.
    """
    return [
        Finding(
            code=CONTINUITY.code,
            severity=CONTINUITY.severity,
            message="A worker in post in the last census is neither in post nor a leaver in this one.",
            hint="Add the worker: with RoleEndDate, LeaverDestination and ReasonLeave if they have "
            "left. If SWENo was corrected since, nothing needs doing.",
            column="worker",
            value=worker,
        )
        for worker in sorted(previous - present)
    ]
