"""What one member attends, what they miss, and how ready a cohort is (A5, A7)."""

from dataclasses import dataclass
from uuid import UUID

from academy import engagements
from academy.clashes import clashes
from academy.findings import PlanFinding
from academy.groups import out_of_order
from academy.membership import Itinerary
from academy.plan import Staffing
from academy.presenters import confirmed_sessions
from academy.readiness import Readiness, readiness
from service.cohorts import staff
from service.enrolments import members
from service.enrolments.attending import Attending, attending
from service.enrolments.groups import formed
from service.enrolments.store import groups as group_store
from service.enrolments.store.members import MemberRecord
from service.storage.transaction import snapshot


@dataclass(frozen=True, slots=True)
class MemberItinerary:
    """``findings``: recorded needs, what comes before what it requires, and two sessions at once."""

    member: MemberRecord
    cohort_key: str
    itinerary: Itinerary
    findings: tuple[PlanFinding, ...]


async def itinerary_of(member_id: UUID) -> MemberItinerary:
    """Raises NoSuchMember. Of a member who was removed it is empty."""
    async with snapshot():
        record = await members.one(member_id)
        now = await attending(record.cohort)
    return itinerary(now, record)


def itinerary(now: Attending, record: MemberRecord) -> MemberItinerary:
    key = now.cohort.record.key
    if record.removed:
        return MemberItinerary(record, key, Itinerary((), (), (), ()), ())
    found = now.itinerary(record)
    early = out_of_order(now.planned(record), found.sessions, now.programme)
    twice = clashes(engagements.attending(found.sessions, str(record.id)))
    findings = (
        *found.findings,
        *(each.finding for each in early),
        *(each.finding for each in twice),
    )
    return MemberItinerary(record, key, found, findings)


async def readiness_of(cohort_id: UUID) -> Readiness:
    """Of what has been released, with the groups that its members ask for. Raises NoSuchCohort."""
    async with snapshot():
        now = await attending(cohort_id)
        fill_first = await group_store.fill_first(cohort_id)
        staffing = Staffing(holders=staff.in_plans(await staff.holders()))
    confirmed = confirmed_sessions(
        now.programme, now.sessions, staffing, shared_roles=now.programme.shared_roles
    )
    return readiness(now.programme, now.sessions, formed(now, fill_first), confirmed)
