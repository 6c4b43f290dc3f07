"""Week by week: open cohorts, members, ASYE years under way, and days of staff (G8)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from academy.asye.clock import ONE_DAY, add_months
from academy.asye.year import Year, planned
from academy.concurrency import Period, Week, peak, weeks
from academy.programme import Audience
from academy.session import Status
from academy.working_days import WorkingDays
from service.asye import store
from service.asye.entries import year_of
from service.asye.recording import CLOCK
from service.asye.store import WITHDRAWN, EntryRecord, YearRecord
from service.cohorts import operations as cohorts
from service.cohorts.calendar import working_days
from service.cohorts.views import require_span
from service.enrolments import operations as enrolments
from service.enrolments.operations import MemberRecord
from service.settings import Settings
from service.storage.transaction import snapshot


async def by_week(
    first: date, last: date, settings: Settings
) -> tuple[tuple[Week, ...], Week | None]:
    """Weeks with a day from ``first`` to ``last`` of what has been released, and their peak.

    A newly qualified member counts in their ASYE while the year recorded for them runs. Of whom
    none is recorded, the year is taken to run from ``asye_start`` for as many months as the
    settings say; who has neither is not counted.
    """
    require_span(first, last)
    async with snapshot():
        held = await cohorts.all_released_sessions()
        keys = {each.record.id: each.record.key for each in await cohorts.listing()}
        everybody = await enrolments.stored_members(removed=True)
        records = await store.years()
        entries = await store.entries(kinds=CLOCK)
        calendar = await working_days()
    sessions = [each.session for each in held if each.session.status is Status.CONFIRMED]
    people = {name for each in sessions for name in (*each.facilitators, *each.presenters)}
    recorded = _recorded(everybody, records, entries, calendar)
    assumed = {
        each.id: [_assumed(each.asye_start, settings.asye_months)]
        for each in everybody
        if each.asye_start is not None
    }
    found = weeks(
        sessions,
        [each.planned(keys[each.cohort]) for each in everybody if not each.removed],
        asye={str(member): parts for member, parts in {**assumed, **recorded}.items()},
        staff=people,
        first=first,
        last=last,
    )
    return found, peak(found)


def _recorded(
    everybody: Sequence[MemberRecord],
    records: Sequence[YearRecord],
    entries: Mapping[UUID, Sequence[EntryRecord]],
    calendar: WorkingDays,
) -> dict[UUID, list[Period]]:
    """When recorded years run, by member; empty where somebody has one that does not count there.

    Who is enrolled twice is counted once: under the membership of their latest year, or where
    that was removed under another of theirs. ``records``: by start.
    """
    people = {each.id: each.worker or str(each.id) for each in everybody}
    counted = {
        each.id: people[each.id]
        for each in everybody
        if each.audience is Audience.NEWLY_QUALIFIED and not each.removed
    }
    under = {person: member for member, person in counted.items()}
    under |= {people[each.member]: each.member for each in records if each.member in counted}
    with_year = {people[each.member] for each in records}
    found: dict[UUID, list[Period]] = {
        member: [] for member, person in people.items() if person in with_year
    }
    for record in records:
        member = under.get(people[record.member], record.member)
        found[member] += _parts(record, year_of(record, entries.get(record.id, ())), calendar)
    return found


def _parts(record: YearRecord, year: Year, calendar: WorkingDays) -> Iterator[Period]:
    """From the start of the clock to the end, pauses included, without time away.

    None of a year that was withdrawn, or that waits for a registration.
    """
    first = year.terms.clock_starts
    if record.state == WITHDRAWN or first is None:
        return
    last = record.ended_on or planned(year, calendar).ends
    for gone in sorted(year.away, key=lambda each: each.first):
        yield first, gone.first - ONE_DAY
        first = gone.last + ONE_DAY
    if first <= last:
        yield first, last


def _assumed(start: date, months: int) -> Period:
    return start, add_months(start, months) - ONE_DAY
