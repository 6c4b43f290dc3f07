"""Open needs of all cohorts, and the mop-up sessions that could serve them (A6, G7)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from academy.attendance import Attendance, Attended, Demand, MopUpNeed, collect, needs
from academy.membership import Itinerary
from academy.mop_up import CatchUp, catch_up
from academy.programme import Programme
from academy.session import Session
from service.access.actor import Actor
from service.cohorts import operations as cohorts
from service.cohorts.cohorts import CLOSED
from service.enrolments import members
from service.enrolments.attending import Attending, attending
from service.enrolments.refusals import CatchUpRefused
from service.enrolments.store import register as store
from service.enrolments.store.members import MemberRecord
from service.storage.transaction import snapshot, unit_of_work


@dataclass(frozen=True, slots=True)
class Needs:
    """``demands`` by programme and item; ``proposals`` in the order of need, oldest first."""

    demands: tuple[Demand, ...]
    proposals: tuple[CatchUp, ...]
    members: dict[str, MemberRecord]


@dataclass(frozen=True, slots=True)
class _World:
    open: tuple[MopUpNeed, ...]
    programmes: dict[str, Programme]
    itineraries: dict[str, Itinerary]
    sessions: tuple[Session, ...]
    members: dict[str, MemberRecord]

    @property
    def taken(self) -> Counter[str]:
        """People expected by UID."""
        return Counter(s.uid for own in self.itineraries.values() for s in own.sessions)

    @property
    def capacities(self) -> dict[tuple[str, str], int | None]:
        """By programme and item; of the newest version of a programme."""
        ordered = sorted(self.programmes.values(), key=lambda programme: programme.version)
        return {(each.key, item.key): item.capacity for each in ordered for _, item in each.items()}

    @property
    def programme_keys(self) -> dict[str, str]:
        """By cohort."""
        return {cohort: programme.key for cohort, programme in self.programmes.items()}


async def open_needs(today: date) -> Needs:
    """Of every cohort that has been released: closing one attends nothing for anybody (A6).

    What is left of a closed cohort's own sessions is offered to nobody.
    """
    async with snapshot():
        world = await _world()
    return Needs(
        collect(world.open, world.programmes),
        _proposals(world, today),
        world.members,
    )


async def confirm(
    member_id: UUID, revision: int, uids: frozenset[str], actor: Actor, now: datetime
) -> MemberRecord:
    """A person confirms which mop-up sessions a member attends, all of them at once.

    Raises NoSuchMember, MemberGone, MemberOvertaken, CatchUpRefused.
    """
    async with unit_of_work():
        record = await members.current(member_id, revision)
        world = await _world()
        served = {session.uid: session for session in world.sessions}
        taken = world.taken
        own = {s.uid for s in world.itineraries.get(str(member_id), _NOTHING).sessions}
        for uid in sorted(uids - set(record.catch_up)):
            session = served.get(uid)
            if session is None:
                raise CatchUpRefused(f"There is no session {uid} that is still held.")
            limit = world.capacities.get((world.programme_keys[session.cohort], session.item))
            if limit is not None and uid not in own and taken[uid] >= limit:
                raise CatchUpRefused(
                    f"{session.title} on {session.day.isoformat()} has no place left."
                )
        return await members.set_catch_up(member_id, uids, actor, now)


_NOTHING = Itinerary((), (), (), ())


def _proposals(world: _World, today: date) -> tuple[CatchUp, ...]:
    return catch_up(
        world.open,
        world.sessions,
        world.itineraries,
        programmes=world.programme_keys,
        capacities=world.capacities,
        today=today,
        taken=world.taken,
    )


async def _world() -> _World:
    held: list[Attending] = [
        await attending(cohort.record.id)
        for cohort in await cohorts.listing()
        if cohort.record.released_version
    ]
    keys = {now.cohort.record.id: now.cohort.record.key for now in held}
    people = {str(member.id): member for now in held for member in now.members}
    itineraries = {str(member.id): now.itinerary(member) for now in held for member in now.members}
    programmes = {now.cohort.record.key: now.programme for now in held}
    lines = [
        Attendance(str(line.member), keys[line.cohort], line.item, line.day, Attended(line.state))
        for line in await store.lines()
        if line.cohort in keys and str(line.member) in people
    ]
    missed = {
        now.cohort.record.key: [
            each for member in now.members for each in itineraries[str(member.id)].missed
        ]
        for now in held
    }
    sessions = {
        session.uid: session
        for now in held
        if now.cohort.record.state != CLOSED
        for session in now.sessions
        if session.mandatory
    }
    return _World(
        needs(lines, missed, programmes),
        programmes,
        itineraries,
        tuple(s for s in sessions.values() if s.status.value == "confirmed"),
        people,
    )
