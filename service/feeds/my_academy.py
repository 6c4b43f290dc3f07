"""What a member sees on their own page: nothing that is not in their own calendar or itinerary."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from academy.membership import Missed, Why
from academy.revision import Change, ChangeKind, begins
from academy.session import Session, Status
from service import clock
from service.cohorts import operations as cohorts
from service.enrolments import operations as enrolments
from service.enrolments.operations import MemberRecord
from service.feeds import store
from service.feeds.day_view import Day, Slot, days_of
from service.feeds.holdings import CohortMembers, Holdings
from service.feeds.private import Enrolled, Shown
from service.feeds.store import NEVER, EarlierState, Past
from service.web.english import day_words, days_words, near_words, span_words

LOOKING_BACK = timedelta(days=14)
"""What changed is told for so long to who has not been here before."""

_WHY = {
    Why.TRACK: "You go to another session at the same time.",
    Why.CLEARANCE: "You can come once your clearance is there.",
    Why.UNSCHEDULED: "Your group has no date yet.",
    Why.CANCELLED: "The session is cancelled.",
    Why.NOT_PLANNED: "It has no date yet.",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One session that changed: what happened to it, and from what to what."""

    title: str
    what: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Block:
    """Days of one part of the programme that are still ahead."""

    title: str
    when: str
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class MyAcademy:
    """``next`` is the first day that is not over; ``since`` says from when ``changes`` are told."""

    cohort: str
    removed: bool
    planned: bool
    next: Day | None
    near: str
    ahead: tuple[Block, ...]
    over: tuple[Day, ...]
    arranging: tuple[tuple[str, str], ...]
    """Items that no session serves yet, and why."""
    since: str
    changes: tuple[Told, ...]


async def my_academy(
    member_id: UUID, holdings: Holdings, before: datetime | None, now: datetime
) -> MyAcademy:
    """``before``: when they last looked, if they have been here before. Raises NoSuchMember."""
    record = await enrolments.one(member_id)
    cohort = await holdings.members(record.cohort)
    enrolled = cohort.members[str(member_id)]
    shown = cohort.attending.shown(enrolled)
    days = _days(shown, cohort, enrolled, holdings)
    local = now.astimezone(clock.LONDON)
    ahead = [day for day in days if day.day > local.date() or _goes_on(day, local)]
    upcoming = next((day for day in ahead if day.held or day.due), None)
    since = before or now - LOOKING_BACK
    compared = max(since, record.joined_at, await _first_told(record.cohort, holdings, now))
    pasts = await holdings.once("pasts", store.pasts)
    return MyAcademy(
        cohort=cohort.plan.title,
        removed=enrolled.removed,
        planned=bool(cohort.plan.sessions),
        next=upcoming,
        near=near_words(upcoming.day, local.date()) if upcoming else "",
        ahead=_blocks(ahead),
        over=tuple(day for day in days if day not in ahead),
        arranging=await _arranging(record),
        since=day_words(since.astimezone(clock.LONDON).date()),
        changes=_changes(shown, pasts, compared, now),
    )


async def _first_told(cohort: UUID, holdings: Holdings, now: datetime) -> datetime:
    """When the first plan of a cohort was released: before it there is nothing to compare with."""
    releases = await holdings.once(("releases", cohort), lambda: cohorts.releases(cohort))
    return releases[-1].released_at if releases else now


def _days(
    shown: Sequence[Shown], cohort: CohortMembers, enrolled: Enrolled, holdings: Holdings
) -> tuple[Day, ...]:
    slots = [Slot(each.released.session, holdings.shown(each).event) for each in shown]
    due = [
        (each.day, each.title)
        for each in cohort.attending.deadlines(enrolled)
        if each.status is Status.CONFIRMED
    ]
    # Breaks of a day on which nothing is held say nothing.
    busy = {each.session.day for each in slots if not each.rest}
    return days_of([each for each in slots if each.session.day in busy], due, cohort.plan.programme)


def _goes_on(day: Day, local: datetime) -> bool:
    """Today counts until its last session ends, and until midnight while something is due."""
    return day.day == local.date() and (bool(day.due) or local.time() < day.ends)


def _blocks(days: Sequence[Day]) -> tuple[Block, ...]:
    """Days one after another that belong to the same part of the programme."""
    parts: list[list[Day]] = []
    for day in days:
        title = day.title.partition(", day ")[0]
        if parts and parts[-1][0].title.partition(", day ")[0] == title:
            parts[-1].append(day)
        else:
            parts.append([day])
    return tuple(
        Block(
            part[0].title.partition(", day ")[0],
            days_words(part[0].day, part[-1].day),
            tuple(part),
        )
        for part in parts
    )


async def _arranging(record: MemberRecord) -> tuple[tuple[str, str], ...]:
    found = await enrolments.itinerary_of(record.id)
    return tuple((each.title, _why(each)) for each in found.itinerary.missed)


def _why(missed: Missed) -> str:
    return _WHY[missed.why]


def _changes(
    shown: Sequence[Shown],
    pasts: Mapping[str, Past],
    since: datetime,
    now: datetime,
) -> tuple[Told, ...]:
    """What is other in their calendar than it was at ``since``, of what is still ahead."""
    found = []
    for each in shown:
        if each.changed_at <= since or each.rest:
            continue
        session = each.released.session
        after = replace(session, status=Status.CANCELLED) if each.gone else session
        change = Change(session.uid, _at(each, pasts.get(session.uid, NEVER).states, since), after)
        last = max(begins(one) for one in (change.before, after) if one is not None)
        if change.is_seen and last > now:
            found.append((begins(after), _told(change)))
    return tuple(told for _, told in sorted(found, key=lambda each: (each[0], each[1].title)))


def _at(shown: Shown, earlier: Sequence[EarlierState], since: datetime) -> Session | None:
    """The session as it was at ``since``; None when it was not in their calendar then."""
    if shown.bumps and shown.changed_at > shown.released.changed_at and not shown.gone:
        return None  # given back to them since
    for state in earlier:
        if state.until > since:
            return state.session
    if shown.gone and shown.released.changed_at <= since:
        return shown.released.session
    return None


_WHAT = {
    ChangeKind.ADDED: "New",
    ChangeKind.MOVED: "Moved",
    ChangeKind.CANCELLED: "Cancelled",
    ChangeKind.OTHER_ROOM: "Other room",
    ChangeKind.OTHER_PRESENTER: "Somebody else leads it",
    ChangeKind.OTHER: "Other details",
}


def _told(change: Change) -> Told:
    kinds = change.kinds
    was, now = change.before, change.after
    assert now is not None
    if ChangeKind.CANCELLED in kinds:
        return Told(now.title, "Cancelled", _when(was or now), "")
    if ChangeKind.MOVED in kinds and was is not None:
        what = "Moved, other room" if ChangeKind.OTHER_ROOM in kinds else "Moved"
        place = f", {now.room}" if ChangeKind.OTHER_ROOM in kinds and now.room else ""
        return Told(now.title, what, _when(was), _when(now) + place)
    if ChangeKind.OTHER_ROOM in kinds and was is not None:
        place = now.room or now.site_address or "to be confirmed"
        return Told(
            now.title, "Other room", was.room or was.site_address or "", f"{_when(now)}: {place}"
        )
    return Told(now.title, _WHAT[kinds[0]], "", _when(now))


def _when(session: Session) -> str:
    return f"{day_words(session.day)}, {span_words(session.start, session.end)}"
