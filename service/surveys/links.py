"""Private links of exit interviews: whoever has one answers, once, until it expires or is revoked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from service.access.actor import Actor
from service.settings import Settings
from service.storage.transaction import snapshot, unit_of_work
from service.surveys import follow_ups, interview_answers, interviews, secret_links
from service.surveys.half_years import local_day
from service.surveys.interview_answers import Given
from service.surveys.interviews import Status, Way
from service.surveys.refusals import InterviewSettled
from service.surveys.store import interviews as store
from service.surveys.store.interviews import InterviewRecord
from service.surveys.who import LEAVER, By

PATH = "/exit-interview/"


class Standing(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    DECLINED = "declined"
    ENDED = "ended"
    """Revoked, or past its day."""


@dataclass(frozen=True, slots=True)
class Found:
    record: InterviewRecord
    standing: Standing


async def issue(
    interview_id: UUID, days: int, actor: Actor, now: datetime
) -> tuple[InterviewRecord, str]:
    """Make a link; the one before leads nowhere. Returns its secret, which is nowhere kept.

    Raises NoSuchInterview, InterviewSettled when the interview is past being offered.
    """
    fresh = secret_links.make()
    async with unit_of_work():
        record = await interviews.current(interview_id, None)
        if record.status != Status.OFFERED:
            raise InterviewSettled(
                f"The interview is {record.status}: a link is for one that is offered."
            )
        after = replace(
            record,
            offered_on=record.offered_on or local_day(now),
            secret_hash=fresh.secret_hash,
            link_expires_at=now + timedelta(days=days),
            link_ended_at=None,
        )
        after = await interviews.put(record, after, "exit-interview.link-issued", actor, now)
    return after, fresh.secret


async def revoke(interview_id: UUID, actor: Actor, now: datetime) -> InterviewRecord:
    """The link leads nowhere from now on; again changes nothing. Raises NoSuchInterview."""
    async with unit_of_work():
        record = await interviews.current(interview_id, None)
        if record.secret_hash is None or record.link_ended_at is not None:
            return record
        after = replace(record, link_ended_at=now)
        return await interviews.put(record, after, "exit-interview.link-revoked", actor, now)


async def find(secret: str, now: datetime) -> Found | None:
    """What a link leads to; None when there never was such a link, or it was replaced."""
    async with snapshot():
        record = await store.by_secret(secret_links.hash_of(secret))
    return None if record is None else Found(record, standing(record, now))


def standing(record: InterviewRecord, now: datetime) -> Standing:
    if record.withdrawn_at is not None:
        return Standing.ENDED
    if record.status == Status.DONE:
        return Standing.ANSWERED
    if record.status == Status.DECLINED:
        return Standing.DECLINED
    ended = record.link_ended_at is not None
    expired = record.link_expires_at is None or record.link_expires_at <= now
    return Standing.ENDED if ended or expired else Standing.OPEN


async def answer(
    secret: str,
    given: Sequence[Given],
    *,
    follow_up: bool,
    now: datetime,
    settings: Settings,
) -> Found | None:
    """Take a leaver's own answers; changes nothing where the link is no longer open.

    ``follow_up``: they want somebody to talk to about bullying, discrimination or safety. Raises
    InterviewInvalid, AnswerRepeated.
    """
    async with unit_of_work():
        record = await store.by_secret(secret_links.hash_of(secret))
        if record is None or standing(record, now) is not Standing.OPEN:
            return None if record is None else Found(record, standing(record, now))
        fresh, _ = await interview_answers.take_answers(
            record, list(given), By(LEAVER, now, settings), Way.LINK
        )
        if follow_up:
            await follow_ups.open_for(record.id, None, follow_ups.LEAVER_ASKED, LEAVER, now)
    return Found(fresh, Standing.ANSWERED)


async def decline(secret: str, now: datetime) -> Found | None:
    """The leaver does not want to answer."""
    async with unit_of_work():
        record = await store.by_secret(secret_links.hash_of(secret))
        if record is None or standing(record, now) is not Standing.OPEN:
            return None if record is None else Found(record, standing(record, now))
        after = replace(record, status=Status.DECLINED.value, way=Way.LINK.value, link_ended_at=now)
        after = await interviews.put(record, after, "exit-interview.declined", LEAVER, now)
    return Found(after, Standing.DECLINED)
