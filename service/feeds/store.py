"""Rows of feeds."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from uuid import UUID

import msgspec
from piccolo.columns import Column

from academy.session import Session
from service.feeds.timetable import PublishedEdition
from service.storage.tables.access import AuditEntry
from service.storage.tables.cohorts import ReleaseChange
from service.storage.tables.editions import Edition
from service.storage.tables.feeds import FeedRow
from service.storage.tables.preparation import EditionRelease, EditionWithdrawal
from service.storage.transaction import UnitOfWork


class Kind(StrEnum):
    """Whose feed it is."""

    MEMBER = "member"
    COHORT = "cohort"
    FACILITATOR = "facilitator"
    ROOM = "room"
    TEAM = "team"
    SCORECARD = "scorecard"


@dataclass(frozen=True, slots=True)
class FeedRecord:
    """What is known about a feed; its secret is not.

    ``subject`` is the id of the member, cohort or room, or the name of the member of staff or team.
    """

    id: UUID
    kind: Kind
    subject: str
    cohort: UUID | None
    alarm_minutes: int | None
    created_at: datetime
    created_by: str
    changed_at: datetime
    revoked_at: datetime | None
    last_fetched_at: datetime | None
    last_client: str | None
    fetches: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """Fetches of one feed that are to be written down: the last one, and how many."""

    feed: UUID
    at: datetime
    client: str | None
    fetches: int


_KNOWN: tuple[Column, ...] = (
    FeedRow.id,
    FeedRow.kind,
    FeedRow.subject,
    FeedRow.cohort,
    FeedRow.alarm_minutes,
    FeedRow.created_at,
    FeedRow.created_by,
    FeedRow.changed_at,
    FeedRow.revoked_at,
    FeedRow.last_fetched_at,
    FeedRow.last_client,
    FeedRow.fetches,
)


async def add(record: FeedRecord, secret_hash: str) -> None:
    """Two at once for one owner: the second ends its unit of work in ConstraintBroken("unique")."""
    await FeedRow.insert(
        FeedRow(
            {
                FeedRow.id: record.id,
                FeedRow.kind: record.kind.value,
                FeedRow.subject: record.subject,
                FeedRow.cohort: record.cohort,
                FeedRow.secret_hash: secret_hash,
                FeedRow.alarm_minutes: record.alarm_minutes,
                FeedRow.created_at: record.created_at,
                FeedRow.created_by: record.created_by,
                FeedRow.changed_at: record.changed_at,
            }
        )
    )


async def in_force(secret_hash: str) -> FeedRecord | None:
    """The feed with this secret. A revoked one is not found, in the same time as none at all."""
    row = await (
        FeedRow.select(*_KNOWN)
        .where(FeedRow.secret_hash == secret_hash)
        .where(FeedRow.revoked_at.is_null())
        .first()
    )
    return _feed(row) if row else None


async def all_in_force(cohort: UUID) -> dict[str, FeedRecord]:
    """The feeds of a cohort and its members, by the hash of their secret."""
    rows = await (
        FeedRow.select(*_KNOWN, FeedRow.secret_hash)
        .where(FeedRow.cohort == cohort)
        .where(FeedRow.revoked_at.is_null())
    )
    return {row.pop("secret_hash"): _feed(row) for row in rows}


async def by_id(feed_id: UUID) -> FeedRecord | None:
    row = await FeedRow.select(*_KNOWN).where(FeedRow.id == feed_id).first()
    return _feed(row) if row else None


async def of_owner(kind: Kind, subject: str) -> FeedRecord | None:
    """The feed in force of one owner."""
    row = await (
        FeedRow.select(*_KNOWN)
        .where(FeedRow.kind == kind.value)
        .where(FeedRow.subject == subject)
        .where(FeedRow.revoked_at.is_null())
        .first()
    )
    return _feed(row) if row else None


async def listing(
    kind: Kind | None = None, subject: str | None = None, cohort: UUID | None = None
) -> list[FeedRecord]:
    """Feeds as narrowed down, revoked ones too, oldest first."""
    query = FeedRow.select(*_KNOWN).order_by(FeedRow.created_at).order_by(FeedRow.id)
    if kind is not None:
        query = query.where(FeedRow.kind == kind.value)
    if subject is not None:
        query = query.where(FeedRow.subject == subject)
    if cohort is not None:
        query = query.where(FeedRow.cohort == cohort)
    return [_feed(row) for row in await query]


async def set_secret(feed_id: UUID, secret_hash: str, at: datetime) -> None:
    """Give a feed another secret: the one before leads nowhere from now on."""
    await FeedRow.update({FeedRow.secret_hash: secret_hash, FeedRow.changed_at: at}).where(
        FeedRow.id == feed_id
    )


async def set_alarm(feed_id: UUID, alarm_minutes: int | None, at: datetime) -> None:
    await FeedRow.update({FeedRow.alarm_minutes: alarm_minutes, FeedRow.changed_at: at}).where(
        FeedRow.id == feed_id
    )


async def set_revoked(feed_id: UUID, at: datetime) -> None:
    await FeedRow.update({FeedRow.revoked_at: at}).where(FeedRow.id == feed_id)


async def note_fetches(work: UnitOfWork, fetched: Sequence[Fetched]) -> None:
    await work.execute_many(
        'UPDATE "feed" SET "last_fetched_at" = {}, "last_client" = {},'
        ' "fetches" = "fetches" + {} WHERE "id" = {}',
        (FeedRow.last_fetched_at, FeedRow.last_client, FeedRow.fetches, FeedRow.id),
        [(each.at, each.client, each.fetches, each.feed) for each in fetched],
    )


async def published_editions() -> list[PublishedEdition]:
    """Every version of every half-year, with when it came out and when it was withdrawn."""
    released = {
        each["edition"]: each["public_from"]
        for each in await EditionRelease.select(EditionRelease.edition, EditionRelease.public_from)
    }
    withdrawn = {
        each["edition"]: each["at"]
        for each in await EditionWithdrawal.select(EditionWithdrawal.edition, EditionWithdrawal.at)
    }
    rows = await Edition.select(
        Edition.id, Edition.period_end, Edition.version, Edition.published_at
    )
    return [
        PublishedEdition(
            row["period_end"],
            row["version"],
            row["published_at"],
            released.get(row["id"]),
            withdrawn.get(row["id"]),
        )
        for row in rows
    ]


BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class EarlierState:
    """A released session as it was from one release until another changed it."""

    session: Session
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Past:
    """What releases have said of a session. ``since``: when its last state was released."""

    states: tuple[EarlierState, ...] = ()
    since: datetime = BEFORE_ALL

    @property
    def first(self) -> datetime:
        """When the session was first released."""
        return self.states[0].since if self.states else self.since


NEVER = Past()


async def pasts() -> dict[str, Past]:
    """Of every released session, by UID; earlier states are oldest first."""
    rows = await ReleaseChange.select(
        ReleaseChange.uid,
        ReleaseChange.before,
        ReleaseChange.release.released_at.as_alias("at"),
    ).order_by(ReleaseChange.id)
    found: dict[str, Past] = {}
    for row in rows:
        uid, at = str(row["uid"]), row["at"]
        known = found.get(uid)
        states: tuple[EarlierState, ...] = known.states if known else ()
        if row["before"] is not None:
            session = msgspec.json.decode(row["before"], type=Session)
            states = (*states, EarlierState(session, known.since if known else at, at))
        found[uid] = Past(states, at)
    return found


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the audit trail: what was done to which thing."""

    mark: int
    action: str
    subject_kind: str
    subject_id: str
    before: str | None
    after: str | None
    """JSON, as ``before``."""


async def changes(after: int, up_to: int, *, limit: int) -> list[Change]:
    """The entries behind one mark up to another, oldest first, at most ``limit`` of them."""
    rows = await (
        AuditEntry.select(
            AuditEntry.id.as_alias("mark"),
            AuditEntry.action,
            AuditEntry.subject_kind,
            AuditEntry.subject_id,
            AuditEntry.before,
            AuditEntry.after,
        )
        .where((AuditEntry.id > after) & (AuditEntry.id <= up_to))
        .order_by(AuditEntry.id)
        .limit(limit)
    )
    return [Change(**row) for row in rows]


@dataclass(frozen=True, slots=True)
class Happened:
    """What was done to what, and when, of the kinds that ``happened`` asks for."""

    mark: int
    at: datetime
    subject_kind: str
    subject_id: str
    before: str | None
    after: str | None


OF_DAYS = frozenset({"bank-holidays", "closure"})
OF_PLACES = frozenset({"room", "site"})
EDITED: Mapping[str, Collection[str]] = MappingProxyType(
    {
        "cohort": frozenset({"cohort.edited"}),
        "member": frozenset({"member.changed", "member.transferred", "member.removed"}),
    }
)
"""By kind of subject: what can have changed what a calendar shows of it."""


async def happened(after: int) -> list[Happened]:
    """Behind a mark, oldest first: changes of days and places, edits of cohorts and of members.

    Behind 0 the kinds are looked up; behind any other mark what has come since is read through, so
    that the length of the trail is nothing to a fetch.
    """
    query = AuditEntry.select(
        AuditEntry.id.as_alias("mark"),
        AuditEntry.at,
        AuditEntry.action,
        AuditEntry.subject_kind,
        AuditEntry.subject_id,
        AuditEntry.before,
        AuditEntry.after,
    ).order_by(AuditEntry.id)
    if after:
        rows = await query.where(AuditEntry.id > after)
    else:
        rows = await query.where(AuditEntry.subject_kind.is_in([*OF_DAYS, *OF_PLACES, *EDITED]))
    return [
        Happened(**{key: value for key, value in row.items() if key != "action"})
        for row in rows
        if row["subject_kind"] in {*OF_DAYS, *OF_PLACES}
        or row["action"] in EDITED.get(row["subject_kind"], ())
    ]


def _feed(row: dict[str, Any]) -> FeedRecord:
    return FeedRecord(**{**row, "kind": Kind(row["kind"])})
