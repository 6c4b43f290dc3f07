"""Issue, reissue, change, list and revoke feeds."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from service import problems
from service.access import audit
from service.access.actor import Actor, Scope
from service.feeds import address, owners, store
from service.feeds.address import FreshSecret
from service.feeds.owners import Owner
from service.feeds.store import FeedRecord, Kind
from service.storage.transaction import unit_of_work

ALARM_LIMIT = 40_320
"""Minutes: four weeks."""

_OWN = {
    Scope.STARTER: Kind.MEMBER,
    Scope.MANAGER: Kind.TEAM,
    Scope.FACILITATOR: Kind.FACILITATOR,
}
"""The kind of feed that is a personal key's own."""


@dataclass(frozen=True, slots=True)
class IssuedFeed:
    """A feed at the only moment when its secret is known."""

    record: FeedRecord
    secret: str
    page: str
    """The secret of the page beside it."""

    def __repr__(self) -> str:
        return f"IssuedFeed(record={self.record!r})"


@dataclass(frozen=True, slots=True)
class IssuedFeeds:
    """``standing``: feeds that were there already, whose addresses stay what they are."""

    issued: tuple[IssuedFeed, ...]
    standing: tuple[FeedRecord, ...]


def own(actor: Actor) -> Owner | None:
    """Whose feed a personal key may have; None for keys of the council."""
    if actor.personal is None or actor.subject is None:
        return None
    return Owner(_OWN[actor.personal], actor.subject)


def may(actor: Actor, owner: Owner) -> bool:
    """The academy may see to all feeds, the principal social worker to the scorecard's."""
    if Scope.ACADEMY in actor.scopes:
        return True
    if Scope.PSW in actor.scopes:
        return owner.kind is Kind.SCORECARD
    return owner == own(actor)


async def issue(
    owner: Owner,
    alarm_minutes: int | None,
    now: datetime,
    by: Actor,
    *,
    fresh: FreshSecret | None = None,
) -> IssuedFeed:
    """Make a feed with an audit entry. ``fresh``: its secrets, where they are not to be random.

    Raises Forbidden when it is not the actor's to make, NotFound when there is no such owner,
    Unprocessable for an alarm that cannot be, Conflict when the owner has a feed in force.
    """
    if not may(by, owner):
        raise problems.Forbidden("This key may not make a feed of that kind for that owner.")
    check_alarm(alarm_minutes)
    async with unit_of_work():
        cohort = await owners.cohort_of(owner)
        if (held := await store.of_owner(owner.kind, owner.subject)) is not None:
            raise problems.Conflict(
                f"This owner has a feed already, {held.id}. Reissue it: the address before then "
                "leads nowhere.",
                feed=str(held.id),
            )
        return await _made(owner, cohort, alarm_minutes, now, by, fresh=fresh)


async def _made(
    owner: Owner,
    cohort: UUID | None,
    alarm_minutes: int | None,
    now: datetime,
    by: Actor,
    *,
    fresh: FreshSecret | None = None,
) -> IssuedFeed:
    fresh = fresh or address.make()
    record = FeedRecord(
        id=uuid.uuid4(),
        kind=owner.kind,
        subject=owner.subject,
        cohort=cohort,
        alarm_minutes=alarm_minutes,
        created_at=now,
        created_by=by.name,
        changed_at=now,
        revoked_at=None,
        last_fetched_at=None,
        last_client=None,
        fetches=0,
    )
    await store.add(record, fresh.secret_hash)
    await _record(by, "feed.issued", None, record, now)
    return IssuedFeed(record, fresh.secret, fresh.page)


async def issue_all(
    cohort_id: UUID, kinds: Collection[Kind], alarm_minutes: int | None, now: datetime, by: Actor
) -> IssuedFeeds:
    """Make the feeds that owners of a cohort do not have yet, all of them or none.

    Whoever has one keeps it: their address is known to them alone. Raises Forbidden, NotFound,
    Unprocessable.
    """
    check_alarm(alarm_minutes)
    async with unit_of_work():
        wanted = await owners.of_cohort(cohort_id, kinds)
        if not all(may(by, owner) for owner in wanted):
            raise problems.Forbidden("This key may not make feeds of that kind.")
        issued, standing = [], []
        for owner in wanted:
            held = await store.of_owner(owner.kind, owner.subject)
            if held is not None:
                standing.append(held)
                continue
            cohort = await owners.cohort_of(owner)
            issued.append(await _made(owner, cohort, alarm_minutes, now, by))
    return IssuedFeeds(tuple(issued), tuple(standing))


async def reissue(
    feed_id: UUID, now: datetime, by: Actor, *, fresh: FreshSecret | None = None
) -> IssuedFeed:
    """Give a feed another address; the one before leads nowhere at once. Raises NotFound."""
    fresh = fresh or address.make()
    async with unit_of_work():
        record = await _in_force(feed_id, by)
        await store.set_secret(feed_id, fresh.secret_hash, now)
        after = replace(record, changed_at=now)
        await _record(by, "feed.reissued", record, after, now)
    return IssuedFeed(after, fresh.secret, fresh.page)


async def set_alarm(
    feed_id: UUID, alarm_minutes: int | None, now: datetime, by: Actor
) -> FeedRecord:
    """Ring so many minutes before each session, or not at all. Raises NotFound, Unprocessable."""
    check_alarm(alarm_minutes)
    async with unit_of_work():
        record = await _in_force(feed_id, by)
        if record.alarm_minutes == alarm_minutes:
            return record
        await store.set_alarm(feed_id, alarm_minutes, now)
        after = replace(record, alarm_minutes=alarm_minutes, changed_at=now)
        await _record(by, "feed.changed", record, after, now)
    return after


async def revoke(feed_id: UUID, now: datetime, by: Actor) -> FeedRecord:
    """End a feed at once. Revoking again changes nothing. Raises NotFound."""
    async with unit_of_work():
        record = await find(feed_id, by)
        if record.revoked_at is None:
            await store.set_revoked(feed_id, now)
            after = replace(record, revoked_at=now)
            await _record(by, "feed.revoked", record, after, now)
            record = after
    return record


async def find(feed_id: UUID, by: Actor) -> FeedRecord:
    """One feed, if the actor may see it; NotFound in the same words if not."""
    record = await store.by_id(feed_id)
    if record is None or not may(by, Owner(record.kind, record.subject)):
        raise problems.NotFound(f"There is no feed {feed_id}.")
    return record


async def listing(
    by: Actor,
    *,
    kind: Kind | None = None,
    subject: str | None = None,
    cohort: UUID | None = None,
) -> list[FeedRecord]:
    """The feeds that the actor may see, as narrowed down, oldest first, revoked ones too."""
    return [
        record
        for record in await store.listing(kind, subject, cohort)
        if may(by, Owner(record.kind, record.subject))
    ]


def check_alarm(alarm_minutes: int | None) -> None:
    if alarm_minutes is not None and not 0 <= alarm_minutes <= ALARM_LIMIT:
        raise problems.Unprocessable(
            f"An alarm rings 0 to {ALARM_LIMIT} minutes before a session, or not at all.",
            errors=[{"pointer": "/alarm_minutes", "detail": f"0 to {ALARM_LIMIT}, or null"}],
        )


async def _in_force(feed_id: UUID, by: Actor) -> FeedRecord:
    record = await find(feed_id, by)
    if record.revoked_at is not None:
        raise problems.Conflict("This feed has been revoked: issue another one.")
    return record


async def _record(
    by: Actor, action: str, before: FeedRecord | None, after: FeedRecord, now: datetime
) -> None:
    await audit.record(
        by,
        action,
        subject_kind="feed",
        subject_id=str(after.id),
        before=_state(before) if before else None,
        after=_state(after),
        now=now,
    )


def _state(record: FeedRecord) -> dict[str, Any]:
    return {
        "kind": record.kind.value,
        "subject": record.subject,
        "alarm_minutes": record.alarm_minutes,
        "changed_at": record.changed_at.isoformat(),
        "revoked_at": record.revoked_at.isoformat() if record.revoked_at else None,
    }
