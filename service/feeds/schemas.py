"""Feeds as JSON."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from service.feeds import address
from service.feeds.fetches import is_quiet
from service.feeds.operations import ALARM_LIMIT, IssuedFeed
from service.feeds.store import FeedRecord, Kind
from service.settings import Settings

Alarm = (
    Annotated[
        int,
        msgspec.Meta(
            ge=0, le=ALARM_LIMIT, description="Minutes before a session; null rings no alarm"
        ),
    ]
    | None
)


class NewFeed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whose feed to make. A personal key leaves kind and subject out: it gets its own."""

    kind: Kind | None = None
    subject: (
        Annotated[
            str,
            msgspec.Meta(
                min_length=1,
                max_length=200,
                description=(
                    "Id of the member, cohort or room; name of the facilitator or team; "
                    "left out for the scorecard"
                ),
            ),
        ]
        | None
    ) = None
    alarm_minutes: Alarm = None


class FeedChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What can be changed of a feed that people have subscribed to."""

    alarm_minutes: Alarm


class FeedJson(msgspec.Struct, frozen=True):
    """What is known about a feed; its address is not."""

    id: UUID
    kind: Kind
    subject: str
    owner: str
    """The owner in words; empty when they are no longer known."""
    cohort: UUID | None
    alarm_minutes: int | None
    created_at: datetime
    created_by: str
    changed_at: datetime
    """When the address or the alarm last changed."""
    revoked_at: datetime | None
    last_fetched_at: datetime | None
    """To the minute: fetches within a minute of the last one noted are counted with the next."""
    last_client: str | None
    """What the program that fetched calls itself."""
    fetches: int
    quiet: bool
    """Nothing has fetched it for three days: the subscription is probably dead, or was never made."""


class FreshFeed(msgspec.Struct, frozen=True):
    """A feed whose address is shown this once."""

    address: str
    subscribe: str
    """The same address so that a phone or computer offers to subscribe."""
    page: str | None
    """The private page beside the feed, which shows how to subscribe; the scorecard's feed has none."""
    feed: FeedJson


class CohortFeeds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which feeds of a cohort to make, where their owners have none yet."""

    kinds: Annotated[
        list[Literal["member", "cohort", "facilitator", "team"]],
        msgspec.Meta(min_length=1, max_length=4),
    ] = msgspec.field(default_factory=lambda: ["member"])
    alarm_minutes: Alarm = None


class FreshFeeds(msgspec.Struct, frozen=True):
    """``standing``: feeds that were there already; their addresses are not shown again."""

    issued: list[FreshFeed]
    standing: list[FeedJson]


class Feeds(msgspec.Struct, frozen=True):
    feeds: list[FeedJson]


def feed_as_json(record: FeedRecord, owner: str, now: datetime) -> FeedJson:
    return FeedJson(
        id=record.id,
        kind=record.kind,
        subject=record.subject,
        owner=owner,
        cohort=record.cohort,
        alarm_minutes=record.alarm_minutes,
        created_at=record.created_at,
        created_by=record.created_by,
        changed_at=record.changed_at,
        revoked_at=record.revoked_at,
        last_fetched_at=record.last_fetched_at,
        last_client=record.last_client,
        fetches=record.fetches,
        quiet=record.revoked_at is None
        and is_quiet(record.last_fetched_at, record.changed_at, now),
    )


def fresh_as_json(issued: IssuedFeed, owner: str, settings: Settings, now: datetime) -> FreshFeed:
    url = settings.public_url + address.path_of(issued.secret)
    return FreshFeed(
        address=url,
        subscribe=address.for_calendars(url),
        page=page_address(issued, settings),
        feed=feed_as_json(issued.record, owner, now),
    )


def page_address(issued: IssuedFeed, settings: Settings) -> str | None:
    """Where the page of a feed is; the scorecard's timetable has public pages instead."""
    match issued.record.kind:
        case Kind.SCORECARD:
            return None
        case Kind.MEMBER:
            return f"{settings.public_url}{address.MY_ACADEMY}{issued.page}"
        case _:
            return f"{settings.public_url}{address.TIMETABLE}{issued.page}"
