"""What a manager sees: the academy dates of their team, what stands against them, cover (C3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from academy.cover import CoverNeeded, cover_needed
from academy.findings import PlanFinding
from academy.session import Session
from service.access import audit
from service.access.actor import Actor
from service.cohorts import operations as cohorts
from service.cohorts import views
from service.cohorts.views import Absence
from service.enrolments.attending import Attending, attending
from service.enrolments.commitments import Standing, of_cohort
from service.enrolments.refusals import NotExpected
from service.enrolments.store import cover as store
from service.enrolments.store import members as member_store
from service.enrolments.store.cover import Acknowledged
from service.enrolments.store.members import MemberRecord
from service.storage.transaction import snapshot, unit_of_work


@dataclass(frozen=True, slots=True)
class TeamView:
    """``cover``: sessions of the team in order of time; ``standing``: what stands against them.

    ``acknowledged``: who confirmed cover and when, by UID, for sessions as they are now.
    """

    team: str
    members: dict[str, MemberRecord]
    cover: tuple[CoverNeeded, ...]
    standing: tuple[Standing, ...]
    acknowledged: dict[str, Acknowledged]


@dataclass(frozen=True, slots=True)
class Hit:
    """A session that cannot be held as it is, and who of the members comes to it."""

    session: Session
    members: tuple[MemberRecord, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What is hit while somebody of the staff is off, and who must be told."""

    absence: Absence
    hit: tuple[Hit, ...]

    @property
    def people(self) -> tuple[MemberRecord, ...]:
        """Members to be told, each once, by name."""
        found = {member.id: member for each in self.hit for member in each.members}
        return tuple(sorted(found.values(), key=lambda m: (m.name.casefold(), str(m.id))))

    @property
    def managers(self) -> tuple[str, ...]:
        return tuple(sorted({m.manager or m.team or "" for m in self.people} - {""}))


async def view(team: str, first: date, last: date) -> TeamView:
    """From ``first`` to ``last``, both included. A team nobody is enrolled from sees nothing."""
    async with snapshot():
        held = await _attending(await member_store.members(team=team))
        sequences = await _sequences()
        known = await store.acknowledged(team)
    standing = [each for now in held for each in await of_cohort(now.cohort.record.id)]
    members = [member for now in held for member in now.members if member.team == team]
    itineraries = {
        str(member.id): now.itinerary(member).sessions
        for now in held
        for member in now.members
        if member.team == team
    }
    planned = [now.planned(member) for now in held for member in now.members if member.team == team]
    acknowledged = {uid: seen for uid, seen in known.items() if sequences.get(uid) == seen.sequence}
    own = {member.id for member in members}
    return TeamView(
        team,
        {str(member.id): member for member in members},
        cover_needed(team, planned, itineraries, first=first, last=last, acknowledged=acknowledged),
        tuple(each for each in standing if each.member.id in own),
        acknowledged,
    )


async def acknowledge(team: str, uids: Sequence[str], actor: Actor, now: datetime) -> None:
    """The manager confirms that court and duty are covered for these sessions as they are now.

    A session that changes later has to be confirmed again. Raises NotExpected.
    """
    async with unit_of_work():
        held = await _attending(await member_store.members(team=team))
        theirs = {
            session.uid
            for each in held
            for member in each.members
            if member.team == team
            for session in each.itinerary(member).sessions
        }
        faults = [
            {"pointer": f"/sessions/{place}", "detail": "nobody of the team attends it"}
            for place, uid in enumerate(uids)
            if uid not in theirs
        ]
        if faults:
            raise NotExpected("Nothing was confirmed.", errors=faults)
        sequences = await _sequences()
        wanted = [(uid, sequences[uid]) for uid in dict.fromkeys(uids)]
        await store.put(team, wanted, actor.name, now)
        await audit.record(
            actor,
            "cover.acknowledged",
            subject_kind="team",
            subject_id=team,
            before=None,
            after=dict(wanted),
            now=now,
        )


async def told_of_absence(person: str, first: date, last: date) -> Told:
    """Somebody of the staff is off: sessions hit, their members, and the members' managers."""
    absence = await views.off(person, first, last)
    async with snapshot():
        held = [
            await attending(cohort.record.id)
            for cohort in await cohorts.listing()
            if cohort.record.released_version
        ]
    expected: dict[str, list[MemberRecord]] = {}
    for now in held:
        for member in now.members:
            for session in now.itinerary(member).sessions:
                expected.setdefault(session.uid, []).append(member)
    return Told(
        absence,
        tuple(
            Hit(stand.session, tuple(expected.get(stand.session.uid, ()))) for stand in absence.hit
        ),
    )


def findings(found: TeamView) -> tuple[PlanFinding, ...]:
    return tuple(finding for each in found.standing for finding in each.findings)


async def _attending(members: Sequence[MemberRecord]) -> list[Attending]:
    ids: dict[UUID, None] = dict.fromkeys(member.cohort for member in members)
    return [await attending(each) for each in ids]


async def _sequences() -> dict[str, int]:
    return {each.session.uid: each.sequence for each in await cohorts.all_released_sessions()}
