"""Members of cohorts as the scorecard counts them (``scorecard.records``)."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from academy.attendance import CLOSING, Attended
from academy.programme import Audience
from scorecard.records import CohortMember
from service import clock
from service.cohorts import operations as cohorts
from service.enrolments.attending import Attending, attending
from service.enrolments.store import members as store
from service.enrolments.store import register
from service.enrolments.store.members import MemberRecord
from service.storage.transaction import snapshot

Closed = Mapping[tuple[UUID, str], date]
"""The first day on which a member attended an item, or was exempt from it, in any cohort."""


async def cohort_members() -> list[CohortMember]:
    """The newly qualified members of every cohort.

    Somebody has completed when every mandatory item of their plan is marked in the register as
    attended, exempt or completed elsewhere: on the day of the last of them. Who was removed before
    that is left out; who was removed afterwards (because they left, say) stays in.
    """
    async with snapshot():
        routes = await store.routes()
        closed = await _closed()
        held = [
            await attending(cohort.record.id, removed=True) for cohort in await cohorts.listing()
        ]
    return [
        CohortMember(
            ref=str(member.id),
            worker=member.worker,
            cohort=now.cohort.record.title,
            route=member.route or routes.get(member.id),
            joined=member.joined_at.astimezone(clock.LONDON).date(),
            completed=completed,
        )
        for now in held
        for member in now.members
        if member.audience is Audience.NEWLY_QUALIFIED
        for completed in [_completed_on(now, member, closed)]
        if completed or not member.removed
    ]


async def _closed() -> Closed:
    found: dict[tuple[UUID, str], date] = {}
    for line in await register.lines():
        if Attended(line.state) in CLOSING:
            found.setdefault((line.member, line.item), line.day)
    return found


def _completed_on(now: Attending, member: MemberRecord, closed: Closed) -> date | None:
    mandatory = {item.key for _, item in now.programme.items() if item.mandatory}
    own = now.itinerary(member)
    items = {session.item for session in own.sessions} | {each.item for each in own.missed}
    days = [closed.get((member.id, item)) for item in items & mandatory]
    done = [day for day in days if day is not None]
    return max(done) if done and len(done) == len(days) else None
