"""What feeds are made of, read once for each change mark and shared by all feeds looked at then."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar, cast
from uuid import UUID

from academy.deadlines import Deadline
from academy.feed import Days, FeedEvent, deadline_event, session_event
from academy.programme import Programme
from academy.revision import CANCELLED_DAYS
from academy.session import Session, Status
from service import clock
from service.cohorts import operations as cohorts
from service.cohorts.operations import Cohort, ReleasedSession
from service.enrolments import operations as enrolments
from service.enrolments.operations import CalendarTold
from service.feeds.private import Attending, Enrolled, Shown
from service.feeds.trail import Moments, Trail
from service.feeds.written import Contents, Writer, Written

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CohortPlan:
    """A cohort as last released. ``sessions`` in order of time, cancelled ones too."""

    id: UUID
    title: str
    programme: Programme
    created_at: datetime
    sessions: tuple[ReleasedSession, ...]
    deadlines: tuple[Deadline, ...]


@dataclass(frozen=True, slots=True)
class CohortMembers:
    """Who is or was in a cohort, by id, and what each of them attends."""

    plan: CohortPlan
    members: Mapping[str, Enrolled]
    attending: Attending
    cohorts: frozenset[UUID]
    """This one, and others whose sessions some of them attend or have attended."""


class Holdings:
    """The state of the academy at a change mark or later, on one day in England."""

    def __init__(self, writer: Writer, mark: int, today: date, trail: Trail | None = None) -> None:
        self.today = today
        self._mark = mark
        self._trail = trail or Trail()
        self._writer = writer
        self._read: dict[Hashable, asyncio.Future[Any]] = {}
        self._sessions: dict[tuple[str, int, datetime, Status, bool], Written] = {}

    async def once(self, name: Hashable, read: Callable[[], Awaitable[T]]) -> T:
        """What ``read`` gives, read by whoever asks first; all others wait for the same."""
        found = self._read.get(name)
        if found is None:
            found = self._read[name] = asyncio.ensure_future(read())
            found.add_done_callback(lambda done: self._forget_failure(name, done))
        return cast("T", await asyncio.shield(found))

    def _forget_failure(self, name: Hashable, done: "asyncio.Future[Any]") -> None:
        if done.cancelled() or done.exception() is not None:
            self._read.pop(name, None)

    async def cohort(self, cohort_id: UUID) -> CohortPlan:
        """Raises NoSuchCohort."""
        return await self.once(cohort_id, lambda: _cohort(cohort_id))

    async def members(self, cohort_id: UUID) -> CohortMembers:
        """Raises NoSuchCohort."""
        return await self.once(("members", cohort_id), lambda: self._members(cohort_id))

    async def _members(self, cohort_id: UUID) -> CohortMembers:
        now = await enrolments.attending(cohort_id, removed=True)
        told = await enrolments.calendars_told(cohort_id)
        key = now.cohort.record.key
        own = [each for each in now.released if each.session.cohort == key]
        plan = _plan(now.cohort, own, now.deadlines)
        members = {
            str(each.id): Enrolled(
                now.planned(each),
                each.changed_at,
                each.removed,
                told.get(str(each.id), CalendarTold()),
            )
            for each in now.members
        }
        elsewhere = {uid for each in members.values() for uid in each.uids}
        elsewhere -= {each.session.uid for each in plan.sessions}
        elsewhere -= {each.uid for each in plan.deadlines}
        others, due = [], list(plan.deadlines)
        if elsewhere:
            # Mop-up sessions of other cohorts, and those of a cohort that somebody has left.
            others = [e for e in await self.all_sessions() if e.session.uid in elsewhere]
        keys = {each.session.cohort for each in others}
        known = await self.once("keys", _cohorts_by_key) if keys else {}
        reads = frozenset({cohort_id, *(known[key] for key in keys)})
        for each in sorted(reads - {cohort_id}):
            due += (await self.cohort(each)).deadlines
        attending = Attending(now.programme, [*plan.sessions, *others], due, now.groups)
        return CohortMembers(plan, members, attending, reads)

    async def moments(self) -> Moments:
        """When things changed of which no record says so."""
        return await self.once("moments", lambda: self._trail.moments(self._mark))

    async def all_sessions(self) -> tuple[ReleasedSession, ...]:
        """What has been released of every cohort, cancelled sessions too."""
        return await self.once("all", cohorts.all_released_sessions)

    def session(
        self, session: Session, sequence: int, changed_at: datetime, *, people: bool
    ) -> Written:
        """``people``: whether those who see it are told who leads the session."""
        name = (session.uid, sequence, changed_at, session.status, people)
        found = self._sessions.get(name)
        if found is None:
            event = session_event(session, sequence, changed_at, people=people)
            found = self._sessions[name] = self._writer.written(event)
        return found

    def released(self, released: ReleasedSession, *, people: bool) -> Written:
        return self.session(released.session, released.sequence, released.changed_at, people=people)

    def shown(self, shown: Shown) -> Written:
        """A session in a private calendar: who leads it is told."""
        if shown.gone:
            return self.gone(shown.released.session, shown.sequence, shown.changed_at)
        return self.session(shown.released.session, shown.sequence, shown.changed_at, people=True)

    def gone(self, session: Session, sequence: int, changed_at: datetime) -> Written:
        """A session that goes on without those who see this: cancelled for them, no more said."""
        bare = replace(session, status=Status.CANCELLED, description="", joining_link=None)
        event = session_event(bare, sequence, changed_at)
        return self._writer.written(event)

    def written(self, event: FeedEvent) -> Written:
        return self._writer.written(event)

    def deadline(self, deadline: Deadline) -> Written:
        return self._writer.written(deadline_event(deadline))

    def contents(
        self,
        name: str,
        description: str,
        events: Iterable[Written],
        *,
        since: datetime,
        cohorts: frozenset[UUID] = frozenset(),
    ) -> Contents:
        """A feed of these events, without what was cancelled too long ago to be told.

        ``since`` is when whatever else decides over the feed last changed.
        """
        changed_at = since
        told = []
        for written in events:
            event = written.event
            changed_at = max(changed_at, event.changed_at)
            if event.status is Status.CANCELLED and (until := _told_until(event)) <= self.today:
                changed_at = max(changed_at, _midnight(until))
            else:
                told.append(written)
        told.sort(key=_uid)
        return Contents(name, description, tuple(told), changed_at, cohorts)


async def _cohorts_by_key() -> dict[str, UUID]:
    return {each.record.key: each.record.id for each in await cohorts.listing()}


async def _cohort(cohort_id: UUID) -> CohortPlan:
    cohort = await cohorts.one(cohort_id)
    sessions = await cohorts.released_sessions(cohort_id)
    return _plan(cohort, sessions, cohorts.deadlines_of(cohort, sessions))


def _plan(
    cohort: Cohort, sessions: Sequence[ReleasedSession], due: tuple[Deadline, ...]
) -> CohortPlan:
    return CohortPlan(
        id=cohort.record.id,
        title=cohort.record.title,
        programme=cohort.programme,
        created_at=cohort.record.created_at,
        sessions=tuple(sessions),
        deadlines=due,
    )


def _uid(written: Written) -> str:
    return written.event.uid


def _told_until(event: FeedEvent) -> date:
    """The first day on which a cancelled event is told no more."""
    last = event.when.last if isinstance(event.when, Days) else event.when.day
    return last + timedelta(days=CANCELLED_DAYS + 1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.LONDON).astimezone(UTC)
