"""What leads look at across cohorts: weeks, dependency on people, clashes, and an absence.

Everything here is about what has been released. Who attends comes from the layer above: it adds the
members of each session by its UID.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from academy.clashes import clashes, shared_days
from academy.dependency import Dependency, about_dependencies, dependencies
from academy.findings import PlanFinding
from academy.session import Session, Status
from academy.thresholds import Thresholds
from service.cohorts import cohorts, staff
from service.cohorts.plan_findings import taken
from service.cohorts.store import releases as store
from service.cohorts.store.staff import RoleHolder
from service.problems import Unprocessable
from service.storage.transaction import snapshot

MOST_DAYS = 3_700
"""Of a view: ten years."""


@dataclass(frozen=True, slots=True)
class Stand:
    """Released sessions that cannot take place as they are while somebody is off.

    ``roles`` are those the person was to fill; ``others`` holds the role's further holders on that
    day and who else leads the session, who could take it.
    """

    session: Session
    roles: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Absence:
    """What is hit when somebody is off, and which other staff are to be told."""

    person: str
    first: date
    last: date
    hit: tuple[Stand, ...]
    tell: tuple[str, ...]


async def depending(
    cohort_id: UUID | None = None, *, thresholds: Thresholds
) -> tuple[tuple[Dependency, ...], tuple[PlanFinding, ...]]:
    """Who is needed in how many of the released sessions, of one cohort or of all."""
    async with snapshot():
        if cohort_id is not None:
            await cohorts.one(cohort_id)
        sessions = await _released(cohort_id)
    found = dependencies(sessions)
    return found, about_dependencies(found, most_percent=thresholds.percent_on_one)


async def across() -> tuple[PlanFinding, ...]:
    """Clashes of people and rooms in what has been released, and days two cohorts share (G5)."""
    async with snapshot():
        engaged = taken(await _released())
    found = [clash.finding for clash in clashes(engaged)]
    for cohort in sorted({each.cohort for each in engaged}):
        own = [each for each in engaged if each.cohort == cohort]
        for shared in shared_days(own, engaged):
            said = shared.finding
            found.append(replace(said, message=f"{cohort}: {said.message}"))
    return tuple(dict.fromkeys(found))


async def off(person: str, first: date, last: date) -> Absence:
    """Released sessions that ``person`` leads from ``first`` to ``last``, both included."""
    require_span(first, last)
    async with snapshot():
        sessions = await _released()
        holders = await staff.holders()
    hit = []
    for session in sessions:
        leading = (*session.facilitators, *session.presenters)
        if person not in leading or not first <= session.day <= last:
            continue
        own = [each for each in holders if each.name == person and _holds(each, session.day)]
        roles = sorted({each.role for each in own})
        deputies = {
            each.name
            for each in holders
            if each.role in roles and each.state != "declined" and _holds(each, session.day)
        }
        others = sorted((deputies | set(leading)) - {person})
        hit.append(Stand(session, tuple(roles), tuple(others)))
    tell = sorted({name for each in hit for name in each.others})
    return Absence(person, first, last, tuple(hit), tuple(tell))


def _holds(holder: RoleHolder, day: date) -> bool:
    return holder.first <= day and (holder.last is None or day <= holder.last)


async def _released(cohort_id: UUID | None = None) -> Sequence[Session]:
    """Sessions that are held: cancelled ones take nobody."""
    found = [each.session for each in await store.sessions(cohort_id)]
    return [session for session in found if session.status is Status.CONFIRMED]


def require_span(first: date, last: date) -> None:
    if not 0 <= (last - first).days <= MOST_DAYS:
        raise Unprocessable(
            f"The last day has to lie from 0 to {MOST_DAYS} days after the first.",
            errors=[{"parameter": "last", "detail": "must not be before first, nor far behind it"}],
        )
