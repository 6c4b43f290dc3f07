"""Who attends what of a cohort as released: asked of the planner, with groups and mop-up runs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from academy.deadlines import Deadline, deadlines_for
from academy.membership import Groups, Itinerary, Member, sessions_for
from academy.programme import Programme
from academy.session import Session, Status
from service.cohorts import operations as cohorts
from service.cohorts.drafts import HOME
from service.cohorts.operations import Cohort, ReleasedSession
from service.enrolments.store import groups as group_store
from service.enrolments.store import members as store
from service.enrolments.store.members import MemberRecord


@dataclass(frozen=True, slots=True)
class Attending:
    """A cohort as released, with its members and the groups they are in."""

    cohort: Cohort
    released: tuple[ReleasedSession, ...]
    """Of this cohort, and mop-up sessions of others that a member catches up in."""
    members: tuple[MemberRecord, ...]
    groups: Groups
    deadlines: tuple[Deadline, ...]
    """Of this cohort."""

    @property
    def programme(self) -> Programme:
        return self.cohort.programme

    @property
    def sessions(self) -> tuple[Session, ...]:
        return tuple(each.session for each in self.released)

    def planned(self, record: MemberRecord) -> Member:
        return record.planned(self.cohort.record.key)

    def itinerary(self, record: MemberRecord) -> Itinerary:
        """What a member attends as things stand: nobody attends a cancelled session."""
        return sessions_for(
            self.planned(record), self.sessions, self.programme, self.groups, home_run=HOME
        )

    def told(self, record: MemberRecord) -> frozenset[str]:
        """UIDs in a member's calendar: cancelled sessions that were theirs are told as cancelled.

        Deadlines too.
        """
        if record.removed:
            return frozenset()
        member, sessions = self.planned(record), self.sessions
        due = deadlines_for(member, self.deadlines, sessions, home_run=HOME)
        attended = told_of(member, sessions, self.programme, self.groups)
        return attended.union(each.uid for each in due)


def told_of(
    member: Member, sessions: Iterable[Session], programme: Programme, groups: Groups
) -> frozenset[str]:
    """UIDs of what a member attends, or would if it were held; lunches and breaks too."""
    held = [replace(session, status=Status.CONFIRMED) for session in sessions]
    itinerary = sessions_for(member, held, programme, groups, home_run=HOME)
    return frozenset(each.uid for each in (*itinerary.sessions, *itinerary.rests))


async def attending(cohort_id: UUID, *, removed: bool = False) -> Attending:
    """Raises NoSuchCohort. ``removed``: with the members who have been removed."""
    cohort = await cohorts.one(cohort_id)
    members = await store.members(cohort_id, removed=removed)
    released = await cohorts.released_sessions(cohort_id)
    return Attending(
        cohort,
        await with_catch_up(released, members),
        tuple(members),
        await group_store.numbers(cohort_id),
        cohorts.deadlines_of(cohort, released),
    )


async def with_catch_up(
    own: Sequence[ReleasedSession], members: Iterable[MemberRecord]
) -> tuple[ReleasedSession, ...]:
    """``own`` and the sessions of other cohorts that members catch up in."""
    known = {each.session.uid for each in own}
    elsewhere = {uid for member in members for uid in member.catch_up} - known
    if not elsewhere:
        return tuple(own)
    others = await cohorts.all_released_sessions()
    return (*own, *(each for each in others if each.session.uid in elsewhere))


def by_uid(released: Iterable[ReleasedSession]) -> Mapping[str, ReleasedSession]:
    return {each.session.uid: each for each in released}
