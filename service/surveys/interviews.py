"""Exit interviews: offered, declined or done; linked to the leaver by keyed identity."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from service.access import audit
from service.access.actor import Actor
from service.settings import Settings
from service.storage.transaction import snapshot, unit_of_work
from service.surveys.half_years import local_day
from service.surveys.refusals import (
    InterviewExists,
    InterviewInvalid,
    InterviewSettled,
    NoSuchInterview,
    Overtaken,
)
from service.surveys.store import comments as comment_store
from service.surveys.store import interviews as store
from service.surveys.store.comments import CommentRecord
from service.surveys.store.interviews import InterviewRecord
from service.workforce.identity import identify, identity_key
from service.workforce.leavings import leaving_days

SUBJECT = "exit-interview"
EARLIEST = date(2000, 1, 1)
AHEAD = timedelta(days=366)
EXIT = "exit"


class Status(StrEnum):
    OFFERED = "offered"
    DECLINED = "declined"
    DONE = "done"


class Way(StrEnum):
    """How the status came about."""

    LINK = "link"
    HR = "hr"
    IMPORT = "import"


class Leaver(StrEnum):
    """Whether the returns in force know of the leaver."""

    FOUND = "found"
    OTHER_DAY = "other-day"
    """They know the worker and another leaving date."""
    NOT_FOUND = "not-found"


LEAVER_ADVICE: Mapping[Leaver, str] = {
    Leaver.OTHER_DAY: (
        "The HR returns have this worker leaving on another day. Correct the date here or in the next "
        "return: the interview counts by the date that stands here."
    ),
    Leaver.NOT_FOUND: (
        "No HR return says that this worker left. Check the registration number, or send the return; "
        "the interview is kept, and left out of the scorecard until a return says that they left."
    ),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What HR says of an interview. ``destination`` and ``reason`` are the census's codes."""

    leaving_date: date
    destination: str | None
    reason: str | None
    status: Status
    offered_on: date | None
    done_on: date | None


@dataclass(frozen=True, slots=True)
class Interview:
    """An interview with what there is of it."""

    record: InterviewRecord
    leaver: Leaver
    comments: tuple[CommentRecord, ...]


async def offer(
    number: str,
    wish: Wish,
    actor: Actor,
    now: datetime,
    settings: Settings,
    *,
    interview_id: UUID | None = None,
) -> Interview:
    """Note that an interview was offered. Raises InterviewInvalid, InterviewExists."""
    _check(wish, now)
    worker = identify(number, identity_key(settings))
    record = fresh_record(worker, wish, Way.HR, actor, now, interview_id=interview_id)
    async with unit_of_work():
        await put_new(record, actor, now)
        return await whole(record)


def fresh_record(
    worker: str,
    wish: Wish,
    way: Way,
    actor: Actor,
    now: datetime,
    *,
    interview_id: UUID | None = None,
) -> InterviewRecord:
    return InterviewRecord(
        id=interview_id or uuid4(),
        worker=worker,
        leaving_date=wish.leaving_date,
        destination=wish.destination,
        reason=wish.reason,
        status=wish.status.value,
        offered_on=wish.offered_on,
        done_on=wish.done_on,
        way=way.value,
        secret_hash=None,
        link_expires_at=None,
        link_ended_at=None,
        revision=1,
        created_at=now,
        created_by=actor.name,
        changed_at=now,
    )


async def put_new(record: InterviewRecord, actor: Actor, now: datetime) -> None:
    """Inside the caller's unit of work. Raises InterviewExists."""
    held = await store.of_leaver(record.worker, record.leaving_date)
    if held is not None:
        raise InterviewExists(
            f"There is an interview of this leaver for {record.leaving_date:%-d %B %Y}.",
            interview=str(held.id),
        )
    await store.add(record)
    await told(actor, now, "exit-interview.offered", None, record)


async def change(
    interview_id: UUID, revision: int, wish: Wish, actor: Actor, now: datetime
) -> Interview:
    """Raises NoSuchInterview, Overtaken, InterviewInvalid, InterviewSettled, InterviewExists."""
    _check(wish, now)
    async with unit_of_work():
        record = await current(interview_id, revision)
        answers = await comment_store.listing(interview=interview_id)
        if answers and wish.status is not Status.DONE:
            raise InterviewSettled(
                f"The interview has {len(answers)} answers: its status stays done."
            )
        fresh = replace(
            record,
            leaving_date=wish.leaving_date,
            destination=wish.destination,
            reason=wish.reason,
            status=wish.status.value,
            offered_on=wish.offered_on,
            done_on=wish.done_on,
        )
        if fresh == record:
            return await whole(record)
        if fresh.leaving_date != record.leaving_date:
            held = await store.of_leaver(record.worker, fresh.leaving_date)
            if held is not None:
                raise InterviewExists(
                    "There is another interview of this leaver for that date.",
                    interview=str(held.id),
                )
            for each in answers:
                await comment_store.replace(replace(each, said_on=fresh.leaving_date))
        if fresh.status != record.status:
            fresh = replace(fresh, way=Way.HR.value, link_ended_at=link_ended(record, now))
        fresh = await put(record, fresh, "exit-interview.changed", actor, now)
        return await whole(fresh)


async def withdraw(interview_id: UUID, revision: int, actor: Actor, now: datetime) -> None:
    """It was never offered: it counts no more, and its link leads nowhere.

    Raises NoSuchInterview, Overtaken, InterviewSettled for one with answers.
    """
    async with unit_of_work():
        record = await current(interview_id, revision)
        if await comment_store.listing(interview=interview_id):
            raise InterviewSettled(
                "An interview with answers is not withdrawn: they would be lost."
            )
        fresh = replace(record, withdrawn_at=now, link_ended_at=link_ended(record, now))
        await put(record, fresh, "exit-interview.withdrawn", actor, now)


# --- reading -----------------------------------------------------------------------------------


async def one(interview_id: UUID) -> Interview:
    """Raises NoSuchInterview."""
    async with snapshot():
        return await whole(await current(interview_id, None, withdrawn=True))


async def listing(
    opening: date | None = None, end: date | None = None, status: Status | None = None
) -> list[Interview]:
    """By leaving date."""
    async with snapshot():
        records = await store.listing(opening, end, status.value if status else None)
        known = await leaving_days({each.worker for each in records}) if records else {}
        comments = await comment_store.of_interviews([each.id for each in records])
    return [
        Interview(
            each,
            _leaver(each, known.get(each.worker, frozenset())),
            tuple(comment for comment in comments if comment.interview == each.id),
        )
        for each in records
    ]


async def whole(record: InterviewRecord) -> Interview:
    known = await leaving_days({record.worker})
    comments = await comment_store.listing(interview=record.id)
    return Interview(
        record, _leaver(record, known.get(record.worker, frozenset())), tuple(comments)
    )


def _leaver(record: InterviewRecord, days: frozenset[date]) -> Leaver:
    if record.leaving_date in days:
        return Leaver.FOUND
    return Leaver.OTHER_DAY if days else Leaver.NOT_FOUND


async def current(
    interview_id: UUID, revision: int | None, *, withdrawn: bool = False
) -> InterviewRecord:
    """``revision`` None: whoever changed it before. Raises NoSuchInterview, Overtaken."""
    record = await store.one(interview_id)
    if record is None or (record.withdrawn_at is not None and not withdrawn):
        raise NoSuchInterview(f"There is no exit interview {interview_id}.")
    if revision is not None and revision != record.revision:
        raise Overtaken(
            f"The interview was changed at {record.changed_at:%H:%M on %-d %B %Y} (UTC): the revision "
            f"is {record.revision} now, and the change was made on {revision or 'another'}."
        )
    return record


# --- what every change needs -------------------------------------------------------------------


async def put(
    before: InterviewRecord,
    after: InterviewRecord,
    action: str,
    actor: Actor,
    now: datetime,
    **more: Any,
) -> InterviewRecord:
    """Count the revision, store, and tell the trail; inside the caller's unit of work."""
    after = replace(after, revision=before.revision + 1, changed_at=now)
    await store.replace(after)
    await told(actor, now, action, before, after, **more)
    return after


def link_ended(record: InterviewRecord, now: datetime) -> datetime | None:
    """When its link ended: now, unless there is none or it ended before."""
    if record.secret_hash is None:
        return None
    return record.link_ended_at or now


def _check(wish: Wish, now: datetime) -> None:
    today = local_day(now)
    errors = []
    if not EARLIEST <= wish.leaving_date <= today + AHEAD:
        errors.append(
            {
                "pointer": "/leaving_date",
                "detail": "must be of 2000 or later and at most a year ahead",
            }
        )
    for name, day in (("offered_on", wish.offered_on), ("done_on", wish.done_on)):
        if day is not None and not EARLIEST <= day <= today:
            errors.append({"pointer": f"/{name}", "detail": "must be a day that has been"})
    if wish.done_on is not None and wish.status is not Status.DONE:
        errors.append({"pointer": "/done_on", "detail": "only with the status done"})
    if errors:
        raise InterviewInvalid("The dates cannot be.", errors=errors)


async def told(
    actor: Actor,
    now: datetime,
    action: str,
    before: InterviewRecord | None,
    after: InterviewRecord,
    **more: Any,
) -> None:
    await audit.record(
        actor,
        action,
        subject_kind=SUBJECT,
        subject_id=str(after.id),
        before=_plain(before),
        after=(_plain(after) or {}) | more,
        now=now,
    )


def _plain(record: InterviewRecord | None) -> dict[str, Any] | None:
    """What the trail keeps: neither the identity of the worker nor a word of an answer."""
    if record is None:
        return None
    return {
        "leaving_date": record.leaving_date.isoformat(),
        "destination": record.destination,
        "reason": record.reason,
        "status": record.status,
        "offered_on": record.offered_on.isoformat() if record.offered_on else None,
        "done_on": record.done_on.isoformat() if record.done_on else None,
        "link_expires_at": record.link_expires_at.isoformat() if record.link_expires_at else None,
        "link_ended_at": record.link_ended_at.isoformat() if record.link_ended_at else None,
        "revision": record.revision,
        "withdrawn": record.withdrawn_at is not None,
    }
