"""What each kind of feed shows: only what its owner should see.

A session that leaves a feed while it is still ahead (another room, another presenter) stays there
as cancelled, as it was known: a calendar drops what is merely gone without a word.
"""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from academy.asye.told import day_in_england
from academy.session import Session
from service.asye import calendars as asye
from service.cohorts import places
from service.enrolments import operations as enrolments
from service.enrolments.operations import MemberRecord
from service.feeds import store
from service.feeds.holdings import Holdings
from service.feeds.private import Shown, of_team
from service.feeds.room_names import State
from service.feeds.store import NEVER, FeedRecord, Kind
from service.feeds.teams import belonging, in_team
from service.feeds.timetable import timetable
from service.feeds.trail import Trail
from service.feeds.written import Contents, Writer, Written
from service.settings import Settings

ACADEMY = "Social work academy"
NOT_KNOWN = "The room is not known any more."
HOW_OFTEN = "Calendars ask for changes every few hours, some only once a day."


class ContentsOfFeeds:
    """Reads what feeds show. What they share is read once for each change mark and day."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._writer = Writer()
        self._trail = Trail()
        self._as_of = (-1, date.min)
        self._holdings = Holdings(self._writer, -1, date.min)

    def as_of(self, mark: int, today: date) -> Holdings:
        """What feeds are made of on ``today``, at ``mark`` or later."""
        if self._as_of != (mark, today):
            self._as_of = (mark, today)
            self._holdings = Holdings(self._writer, mark, today, self._trail)
        return self._holdings

    async def of(self, feed: FeedRecord, holdings: Holdings) -> Contents:
        """What ``feed`` shows."""
        match feed.kind:
            case Kind.COHORT:
                return await _cohort(UUID(feed.subject), holdings)
            case Kind.FACILITATOR:
                return await _facilitator(feed, holdings)
            case Kind.ROOM:
                return await _room(feed, holdings)
            case Kind.SCORECARD:
                return await self._scorecards(holdings)
            case Kind.MEMBER:
                return await _member(feed, holdings)
            case Kind.TEAM:
                return await _team(feed, holdings)

    async def _scorecards(self, holdings: Holdings) -> Contents:
        found = timetable(await store.published_editions(), holdings.today, self._settings)
        return holdings.contents(
            f"Scorecards: {self._settings.council_name}",
            "When the recruitment and retention scorecard comes out.",
            map(self._writer.written, found.events),
            since=found.changed_at,
        )


async def _cohort(cohort_id: UUID, holdings: Holdings) -> Contents:
    """All sessions and deadlines of a cohort, of all its runs and groups. No names."""
    plan = await holdings.cohort(cohort_id)
    sessions = [holdings.released(each, people=False) for each in plan.sessions]
    return holdings.contents(
        f"{ACADEMY}: {plan.title}",
        f"All sessions of the cohort. {HOW_OFTEN}",
        sessions + [holdings.deadline(each) for each in plan.deadlines],
        since=await _titled(holdings, cohort_id, plan.created_at),
        cohorts=frozenset({cohort_id}),
    )


async def _member(feed: FeedRecord, holdings: Holdings) -> Contents:
    """What one member attends, the breaks between, their deadlines. No other member."""
    assert feed.cohort is not None  # a member's feed is made with it
    cohort = await holdings.members(feed.cohort)
    if feed.subject not in cohort.members:  # transferred since
        cohort = await holdings.members((await enrolments.one(UUID(feed.subject))).cohort)
    enrolled = cohort.members[feed.subject]
    events = [holdings.shown(each) for each in cohort.attending.shown(enrolled)]
    deadlines = cohort.attending.deadlines(enrolled)
    years = await holdings.once("asye", lambda: _years(holdings))
    return holdings.contents(
        f"{ACADEMY}: {cohort.plan.title}",
        f"Your sessions and deadlines. {HOW_OFTEN}",
        events
        + [holdings.deadline(each) for each in deadlines]
        + [holdings.written(each) for each in years.of_member(feed.subject)],
        since=await _titled(
            holdings,
            cohort.plan.id,
            max(enrolled.changed_at, years.changed_at(feed.subject)),
        ),
        cohorts=cohort.cohorts,
    )


async def _team(feed: FeedRecord, holdings: Holdings) -> Contents:
    """When somebody of a manager's team is away. Not who: a feed names no member."""
    since = feed.created_at
    shown: list[Shown] = []
    changes = (await holdings.moments()).teams
    everybody = await holdings.once("everybody", _everybody)
    pasts = await holdings.once("pasts", store.pasts)
    for member in everybody:
        of = belonging(feed.subject, member.team, changes.get(str(member.id), []))
        if of is None:
            continue
        cohort = await holdings.members(member.cohort)
        enrolled = cohort.members[str(member.id)]
        shown += in_team(cohort.attending.known(enrolled), of, pasts)
        since = max([since, enrolled.changed_at if of.left_at is None else of.left_at])
    return holdings.contents(
        f"{ACADEMY}: {feed.subject}",
        f"Sessions that somebody of {feed.subject} attends. {HOW_OFTEN}",
        map(holdings.shown, of_team(shown)),
        since=since,
    )


async def _everybody() -> list[MemberRecord]:
    return await enrolments.stored_members(removed=True)


async def _facilitator(feed: FeedRecord, holdings: Holdings) -> Contents:
    """What somebody facilitates or presents, under the name that plans show, and whom they supervise."""
    name = feed.subject

    def leads(session: Session) -> bool:
        return name in (*session.facilitators, *session.presenters)

    years = await holdings.once("asye", lambda: _years(holdings))
    supervised = years.of_supervisor(name)
    return holdings.contents(
        f"{ACADEMY}: {name}",
        f"What {name} facilitates or presents, and ASYE years they supervise. {HOW_OFTEN}"
        if supervised.events
        else f"What {name} facilitates or presents. {HOW_OFTEN}",
        await _led(leads, holdings) + [holdings.written(each) for each in supervised.events],
        since=max(feed.created_at, supervised.changed_at),
        cohorts=supervised.cohorts,
    )


async def _room(feed: FeedRecord, holdings: Holdings) -> Contents:
    """What a room is needed for. No names. What left it while it was ahead is told as cancelled."""
    known = await holdings.moments()
    rooms, room = known.rooms, feed.subject
    called = rooms.last_called(room)
    if called is None:
        return holdings.contents(ACADEMY, NOT_KNOWN, [], since=feed.created_at)
    pasts = await holdings.once("pasts", store.pasts)
    events = []
    for released in await holdings.all_sessions():
        past = pasts.get(released.session.uid, NEVER)
        states = [State(each.since, each.session) for each in past.states]
        stay = rooms.stay(room, [*states, State(past.since, released.session)])
        if stay is None:
            continue
        sequence = released.sequence + stay.bumps
        changed_at = max(released.changed_at, stay.at or released.changed_at)
        if stay.left_at is None:
            events.append(holdings.session(stay.session, sequence, changed_at, people=False))
        elif stay.session.day >= day_in_england(stay.left_at):
            events.append(holdings.gone(stay.session, sequence, changed_at))
    held = await holdings.once("places", places.held)
    site = held.site(called.site)
    times = [feed.created_at, rooms.changed_at(room), known.sites.get(called.site)]
    return holdings.contents(
        f"{ACADEMY}: {called.name}, {site.name}" if site else f"{ACADEMY}: {called.name}",
        f"What the room is needed for. {HOW_OFTEN}" if rooms.is_known(room) else NOT_KNOWN,
        events,
        since=max(at for at in times if at is not None),
    )


async def _led(leads: Callable[[Session], bool], holdings: Holdings) -> list[Written]:
    """Sessions of all cohorts that somebody leads, and those that they no longer do."""
    pasts = await holdings.once("pasts", store.pasts)
    events = []
    for released in await holdings.all_sessions():
        session = released.session
        if leads(session):
            events.append(holdings.released(released, people=True))
            continue
        past = pasts.get(session.uid, NEVER)
        left = [state for state in past.states if leads(state.session)]
        if left and left[-1].session.day >= day_in_england(left[-1].until):
            events.append(holdings.gone(left[-1].session, released.sequence, released.changed_at))
    return events


async def _years(holdings: Holdings) -> asye.Calendars:
    known = await holdings.moments()
    return await asye.calendars(known.working_days, known.names)


async def _titled(holdings: Holdings, cohort_id: UUID, since: datetime) -> datetime:
    """``since``, or when the title that names the feed was written."""
    known = await holdings.moments()
    return max(since, known.titles.get(str(cohort_id), since))
