"""What a lead has to do next with a cohort: derived from where it stands, never kept."""

from datetime import date

from service.cohorts.cohorts import CLOSED, DRAFT, PUBLISHED, RUNNING


def to_do(
    *,
    state: str,
    refusing: int,
    unreleased: int,
    members: int,
    first: date | None,
    last: date | None,
    today: date,
) -> tuple[str, ...]:
    """In the order in which it is done; nothing for a closed cohort.

    ``refusing`` counts findings that keep the plan from being released, ``unreleased`` edits since
    the last release, ``first`` and ``last`` are the days of the plan.
    """
    if state == CLOSED:
        return ()
    found = []
    waits = state == DRAFT or unreleased
    if waits and refusing:
        found.append(
            f"Put right or answer for {refusing} {'finding' if refusing == 1 else 'findings'}"
        )
    elif state == DRAFT:
        found.append("Release the plan")
    elif unreleased:
        found.append(f"Release {unreleased} {'change' if unreleased == 1 else 'changes'}")
    if not members:
        found.append("Enrol members")
    if state == PUBLISHED and first is not None and first <= today:
        found.append("Say that it is running")
    if state in {PUBLISHED, RUNNING} and last is not None and last < today:
        found.append("Close it: its last day is over")
    return tuple(found)
