"""What each kind of feed shows: only what its owner should see.

A session that leaves a feed while it is still ahead (another room, another presenter) stays there
as cancelled, as it was known: a calendar drops what is merely gone without a word.
"""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from academy.engagements import rooms_of
from academy.session import Session
from service import clock
from service.asye import calendars as asye
from service.cohorts import places
from service.enrolments import operations as enrolments
from service.enrolments.operations import MemberRecord
from service.feeds import store
from service.feeds.holdings import Holdings
from service.feeds.private import Shown, of_team
from service.feeds.store import FeedRecord, Kind
from service.feeds.teams import belonging, in_team
from service.feeds.timetable import timetable
from service.feeds.trail import Trail
from service.feeds.written import Contents, Writer, Written
from service.settings import Settings

ACADEMY = "Social work academy"
HOW_OFTEN = "Calendars ask for changes every few hours, some only once a day."


class ContentsOfFeeds:
    """Reads what feeds show. What they share is read once for each change mark and day."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._writer = Writer()
        self._trail = Trail()
        self._as_of = (-1, date.min)
        self._holdings = Holdings(self._writer, date.min)

    def as_of(self, mark: int, today: date) -> Holdings:
        """What feeds are made of on ``today``, at ``mark`` or later."""
        if self._as_of != (mark, today):
            self._as_of = (mark, today)
            self._holdings = Holdings(self._writer, today, self._trail)
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
    for member in everybody:
        of = belonging(feed.subject, member.team, changes.get(str(member.id), []))
        if of is None:
            continue
        cohort = await holdings.members(member.cohort)
        enrolled = cohort.members[str(member.id)]
        shown += in_team(cohort.attending.shown(enrolled), of)
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
        await _taking(leads, holdings, people=True)
        + [holdings.written(each) for each in supervised.events],
        since=max(feed.created_at, supervised.changed_at),
        cohorts=supervised.cohorts,
    )


async def _room(feed: FeedRecord, holdings: Holdings) -> Contents:
    """What a room is needed for. No names. Empty once the room is no longer known."""
    held = await holdings.once("places", places.held)
    known = await holdings.moments()
    since = max([feed.created_at, *known.places[-1:]])
    room = next((each for each in held.rooms if each.id == UUID(feed.subject)), None)
    if room is None:
        return holdings.contents(ACADEMY, "The room is not known.", [], since=since)
    names = {called.casefold() for called in (room.name, *room.aliases)}
    site = held.site(room.site)

    def needs(session: Session) -> bool:
        return session.site == room.site and any(
            called.casefold() in names for called in rooms_of(session)
        )

    where = f"{room.name}, {site.name}" if site else room.name
    return holdings.contents(
        f"{ACADEMY}: {where}",
        f"What the room is needed for. {HOW_OFTEN}",
        await _taking(needs, holdings, people=False),
        since=since,
    )


async def _taking(
    takes: Callable[[Session], bool], holdings: Holdings, *, people: bool
) -> list[Written]:
    """Sessions of all cohorts that take a person or a room, and those that no longer do."""
    earlier = await holdings.once("earlier", store.earlier_states)
    events = []
    for released in await holdings.all_sessions():
        session = released.session
        if takes(session):
            events.append(holdings.released(released, people=people))
            continue
        left = [state for state in earlier.get(session.uid, ()) if takes(state.session)]
        if left and left[-1].session.day >= _day(left[-1].until):
            events.append(holdings.gone(left[-1].session, released.sequence, released.changed_at))
    return events


async def _years(holdings: Holdings) -> asye.Calendars:
    known = await holdings.moments()
    return await asye.calendars(known.working_days)


async def _titled(holdings: Holdings, cohort_id: UUID, since: datetime) -> datetime:
    """``since``, or when the title that names the feed was written."""
    known = await holdings.moments()
    return max(since, known.titles.get(str(cohort_id), since))


def _day(at: datetime) -> date:
    return at.astimezone(clock.LONDON).date()
