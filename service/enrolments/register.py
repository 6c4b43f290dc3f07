"""The register: who is expected in which session, and who has taken what."""

from dataclasses import dataclass
from uuid import UUID

from academy.attendance import CLOSING, Attended
from academy.session import Session
from service.enrolments.attending import attending
from service.enrolments.store import register as store
from service.enrolments.store.members import MemberRecord
from service.storage.transaction import snapshot


@dataclass(frozen=True, slots=True)
class Register:
    """``lines``: sessions and who is expected, in order of time and name."""

    cohort_key: str
    lines: tuple[tuple[Session, MemberRecord], ...]
    states: dict[tuple[str, str], str]
    """Attendance by (UID, member), where it is marked."""


async def register_of(cohort_id: UUID) -> Register:
    """Raises NoSuchCohort."""
    async with snapshot():
        now = await attending(cohort_id)
        marked = await store.lines(cohort_id=cohort_id)
    lines = [
        (session, member) for member in now.members for session in now.itinerary(member).sessions
    ]
    lines.sort(key=lambda line: (line[0].day, line[0].start, line[0].uid, line[1].name.casefold()))
    states = {(str(line.session), str(line.member)): line.state for line in marked if line.session}
    return Register(now.cohort.record.key, tuple(lines), states)


async def completed_by(member_id: UUID) -> frozenset[str]:
    """Items a member need not take again, in whatever cohort they took them (S5)."""
    lines = await store.lines(member_id=member_id)
    return frozenset(line.item for line in lines if Attended(line.state) in CLOSING)
