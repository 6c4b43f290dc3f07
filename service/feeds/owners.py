"""Whose feed it is: who they are in words, and whether there is such an owner at all."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from service.asye import calendars as asye
from service.cohorts import operations as cohorts
from service.cohorts import places, staff
from service.enrolments import operations as enrolments
from service.feeds.store import Kind
from service.problems import NotFound, Unprocessable

COUNCIL = "council"
"""The one subject of the feed of the scorecard's timetable."""


@dataclass(frozen=True, slots=True)
class Owner:
    """``subject``: id of the member, cohort or room; name of the facilitator or team; council."""

    kind: Kind
    subject: str


async def cohort_of(owner: Owner) -> UUID | None:
    """The cohort an owner belongs to, if any. Raises NotFound when there is no such owner.

    Raises Unprocessable for a subject that cannot be one.
    """
    match owner.kind:
        case Kind.COHORT:
            return (await cohorts.one(_id(owner.subject))).record.id
        case Kind.MEMBER:
            member = await enrolments.one(_id(owner.subject))
            if member.removed:
                raise NotFound(f"There is no member {owner.subject}.")
            return member.cohort
        case Kind.TEAM:
            if not await enrolments.stored_members(team=owner.subject):
                raise NotFound(f"Nobody of a team called {owner.subject!r} is enrolled.")
        case Kind.ROOM:
            if owner.subject not in await _rooms():
                raise NotFound(f"There is no room {owner.subject}.")
        case Kind.FACILITATOR:
            if owner.subject not in await _leaders():
                raise NotFound(
                    f"Nobody called {owner.subject!r} holds a role, leads a session or supervises."
                )
        case Kind.SCORECARD:
            if owner.subject != COUNCIL:
                raise _odd(f"There is one timetable of scorecards: {COUNCIL}")
    return None


async def of_cohort(cohort_id: UUID, kinds: Collection[Kind]) -> list[Owner]:
    """The owners a cohort has of these kinds, members by name. Raises NoSuchCohort.

    Facilitators are those whom released sessions name; teams and managers' feeds those of members.
    """
    await cohorts.one(cohort_id)
    found: list[Owner] = []
    members = await enrolments.members_of(cohort_id)
    if Kind.COHORT in kinds:
        found.append(Owner(Kind.COHORT, str(cohort_id)))
    if Kind.MEMBER in kinds:
        found += [Owner(Kind.MEMBER, str(member.id)) for member in members]
    if Kind.TEAM in kinds:
        teams = sorted({member.team for member in members if member.team})
        found += [Owner(Kind.TEAM, team) for team in teams]
    if Kind.FACILITATOR in kinds:
        released = await cohorts.released_sessions(cohort_id)
        named = {
            name
            for each in released
            for name in (*each.session.facilitators, *each.session.presenters)
        }
        found += [Owner(Kind.FACILITATOR, name) for name in sorted(named)]
    return found


async def in_words(owners: Iterable[Owner]) -> dict[Owner, str]:
    """What to call each owner before the academy lead; owners no longer known are left out."""
    wanted = set(owners)
    kinds = {owner.kind for owner in wanted}
    named: dict[tuple[Kind, str], str] = {(Kind.SCORECARD, COUNCIL): "Timetable of scorecards"}
    if Kind.COHORT in kinds:
        for cohort in await cohorts.listing():
            named[Kind.COHORT, str(cohort.record.id)] = cohort.record.title
    if Kind.MEMBER in kinds:
        for member in await enrolments.stored_members(removed=True):
            named[Kind.MEMBER, str(member.id)] = member.name
    if Kind.ROOM in kinds:
        named |= {(Kind.ROOM, room): words for room, words in (await _rooms()).items()}
    return {
        owner: named.get((owner.kind, owner.subject), owner.subject)
        for owner in wanted
        if (owner.kind, owner.subject) in named or owner.kind in {Kind.FACILITATOR, Kind.TEAM}
    }


async def _rooms() -> dict[str, str]:
    held = await places.held()
    names = {site.key: site.name for site in held.sites}
    return {str(room.id): f"{room.name}, {names.get(room.site, room.site)}" for room in held.rooms}


async def _leaders() -> set[str]:
    """All who hold a role, whoever released sessions name, and supervisors of ASYE years."""
    names = {holder.name for holder in await staff.holders()}
    for released in await cohorts.all_released_sessions():
        names.update(released.session.facilitators, released.session.presenters)
    return names | await asye.supervisors()


def _id(subject: str) -> UUID:
    try:
        found = UUID(subject)
    except ValueError:
        raise _odd("an id") from None
    if str(found) != subject:
        raise _odd("an id, as the list gives it")
    return found


def _odd(needed: str) -> Unprocessable:
    return Unprocessable(
        "There is no owner of that kind.",
        errors=[{"pointer": "/subject", "detail": needed}],
    )
