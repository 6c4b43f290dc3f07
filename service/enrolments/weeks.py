"""Week by week: open cohorts, members, ASYE years under way, and days of staff (G8)."""

from datetime import date, timedelta

from academy.asye.clock import add_months
from academy.concurrency import Period, Week, peak, weeks
from academy.membership import Member
from academy.programme import Audience
from academy.session import Status
from service.cohorts import operations as cohorts
from service.cohorts.views import require_span
from service.enrolments.store import members as store
from service.enrolments.store.members import MemberRecord
from service.settings import Settings
from service.storage.transaction import snapshot


async def by_week(
    first: date, last: date, settings: Settings
) -> tuple[tuple[Week, ...], Week | None]:
    """Weeks with a day from ``first`` to ``last`` of what has been released, and their peak.

    A newly qualified member counts in their ASYE from the day their own year began, for as many
    months as the settings say. Whose year has not begun is not counted.
    """
    require_span(first, last)
    async with snapshot():
        held = await cohorts.all_released_sessions()
        keys = {each.record.id: each.record.key for each in await cohorts.listing()}
        members = await store.members()
    sessions = [each.session for each in held if each.session.status is Status.CONFIRMED]
    people = {name for each in sessions for name in (*each.facilitators, *each.presenters)}
    planned: list[Member] = [each.planned(keys[each.cohort]) for each in members]
    years = {str(each.id): _year(each, settings.asye_months) for each in members if each.asye_start}
    found = weeks(
        sessions,
        planned,
        asye={member: year for member, year in years.items() if year is not None},
        staff=people,
        first=first,
        last=last,
    )
    return found, peak(found)


def _year(member: MemberRecord, months: int) -> Period | None:
    if member.audience is not Audience.NEWLY_QUALIFIED or member.asye_start is None:
        return None
    return member.asye_start, add_months(member.asye_start, months) - timedelta(days=1)
