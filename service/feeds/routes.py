"""Feeds over HTTP for those who look after them, and for one's own."""

from typing import Annotated
from uuid import UUID

from litestar import Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody, QueryParameter

from service import clock, problems
from service.access.actor import Actor, Scope
from service.access.guards import requires
from service.feeds import operations, owners
from service.feeds.operations import IssuedFeed
from service.feeds.owners import COUNCIL, Owner
from service.feeds.schemas import (
    CohortFeeds,
    FeedChange,
    FeedJson,
    Feeds,
    FreshFeed,
    FreshFeeds,
    NewFeed,
    feed_as_json,
    fresh_as_json,
)
from service.feeds.store import FeedRecord, Kind
from service.settings import Settings

TAG = "Feeds"
ANYBODY_OF_THE_ACADEMY = [
    requires(Scope.ACADEMY, Scope.PSW, Scope.FACILITATOR, Scope.MANAGER, Scope.STARTER)
]


@get(
    "/api/v1/feeds",
    guards=ANYBODY_OF_THE_ACADEMY,
    tags=[TAG],
    operation_id="listFeeds",
    summary="Feeds, when each was last fetched and by which program; revoked ones too",
    description="With a personal key: one's own. The key of the PSW sees the scorecard's timetable.",
)
async def list_feeds(
    actor: NamedDependency[Actor],
    *,
    kind: Annotated[Kind | None, QueryParameter(description="Only feeds of this kind")] = None,
    subject: Annotated[
        str | None, QueryParameter(max_length=200, description="Only feeds of this owner")
    ] = None,
    cohort: Annotated[
        UUID | None, QueryParameter(description="Only feeds of this cohort and its members")
    ] = None,
) -> Feeds:
    found = await operations.listing(actor, kind=kind, subject=subject, cohort=cohort)
    words = await owners.in_words(Owner(each.kind, each.subject) for each in found)
    now = clock.now()
    return Feeds(
        [feed_as_json(each, words.get(Owner(each.kind, each.subject), ""), now) for each in found]
    )


@post(
    "/api/v1/feeds",
    guards=ANYBODY_OF_THE_ACADEMY,
    tags=[TAG],
    operation_id="issueFeed",
    summary="Make a feed; its address is shown this once",
    description="One feed for each owner. A personal key makes its own: send an empty object.",
)
async def issue_feed(
    data: JSONBody[NewFeed], actor: NamedDependency[Actor], settings: NamedDependency[Settings]
) -> Response[FreshFeed]:
    owner = _owner(data, actor)
    issued = await operations.issue(owner, data.alarm_minutes, clock.now(), actor)
    return await _fresh(issued, settings, 201)


@post(
    "/api/v1/cohorts/{cohort_id:uuid}/feeds",
    guards=[requires(Scope.ACADEMY)],
    tags=[TAG],
    operation_id="issueFeedsOfCohort",
    summary="Make the feeds that a cohort's owners do not have yet; addresses are shown this once",
    description="Every member's when nothing is said. Whoever has a feed keeps it.",
)
async def issue_feeds_of_cohort(
    cohort_id: FromPath[UUID],
    data: JSONBody[CohortFeeds],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
) -> FreshFeeds:
    kinds = {Kind(kind) for kind in data.kinds}
    now = clock.now()
    made = await operations.issue_all(cohort_id, kinds, data.alarm_minutes, now, actor)
    records = [*(each.record for each in made.issued), *made.standing]
    words = await owners.in_words(Owner(each.kind, each.subject) for each in records)

    def named(record: FeedRecord) -> str:
        return words.get(Owner(record.kind, record.subject), "")

    return FreshFeeds(
        [fresh_as_json(each, named(each.record), settings, now) for each in made.issued],
        [feed_as_json(each, named(each), now) for each in made.standing],
    )


@get(
    "/api/v1/feeds/{feed_id:uuid}",
    guards=ANYBODY_OF_THE_ACADEMY,
    tags=[TAG],
    operation_id="readFeed",
    summary="One feed, when it was last fetched and by which program",
)
async def read_feed(feed_id: FromPath[UUID], actor: NamedDependency[Actor]) -> FeedJson:
    return await _as_json(await operations.find(feed_id, actor))


@post(
    "/api/v1/feeds/{feed_id:uuid}/reissue",
    guards=ANYBODY_OF_THE_ACADEMY,
    status_code=200,
    tags=[TAG],
    operation_id="reissueFeed",
    summary="Give a feed another address, shown this once; the one before leads nowhere at once",
)
async def reissue_feed(
    feed_id: FromPath[UUID], actor: NamedDependency[Actor], settings: NamedDependency[Settings]
) -> Response[FreshFeed]:
    issued = await operations.reissue(feed_id, clock.now(), actor)
    return await _fresh(issued, settings, 200)


@patch(
    "/api/v1/feeds/{feed_id:uuid}",
    guards=ANYBODY_OF_THE_ACADEMY,
    tags=[TAG],
    operation_id="changeFeed",
    summary="Set or remove the alarm before each session; the address stays",
)
async def change_feed(
    feed_id: FromPath[UUID], data: JSONBody[FeedChange], actor: NamedDependency[Actor]
) -> FeedJson:
    return await _as_json(
        await operations.set_alarm(feed_id, data.alarm_minutes, clock.now(), actor)
    )


@delete(
    "/api/v1/feeds/{feed_id:uuid}",
    guards=ANYBODY_OF_THE_ACADEMY,
    status_code=200,
    tags=[TAG],
    operation_id="revokeFeed",
    summary="End a feed at once",
)
async def revoke_feed(feed_id: FromPath[UUID], actor: NamedDependency[Actor]) -> FeedJson:
    return await _as_json(await operations.revoke(feed_id, clock.now(), actor))


def _owner(data: NewFeed, actor: Actor) -> Owner:
    """Who is asked for; a personal key may leave itself out."""
    mine = operations.own(actor)
    kind = data.kind or (mine.kind if mine else None)
    subject = data.subject or (mine.subject if mine else None)
    if kind is Kind.SCORECARD and data.subject is None:
        subject = COUNCIL
    missing = [name for name, value in (("kind", kind), ("subject", subject)) if value is None]
    if kind is None or subject is None:
        raise problems.Unprocessable(
            "Say whose feed to make.",
            errors=[{"pointer": f"/{name}", "detail": "required"} for name in missing],
        )
    return Owner(kind, subject)


async def _fresh(issued: IssuedFeed, settings: Settings, status: int) -> Response[FreshFeed]:
    record = issued.record
    body = fresh_as_json(issued, await _words(record), settings, clock.now())
    headers = {"location": f"/api/v1/feeds/{record.id}"} if status == 201 else {}
    return Response(body, status_code=status, headers=headers)


async def _as_json(record: FeedRecord) -> FeedJson:
    return feed_as_json(record, await _words(record), clock.now())


async def _words(record: FeedRecord) -> str:
    owner = Owner(record.kind, record.subject)
    return (await owners.in_words([owner])).get(owner, "")


ROUTES: list[HTTPRouteHandler] = [
    list_feeds,
    issue_feed,
    issue_feeds_of_cohort,
    read_feed,
    reissue_feed,
    change_feed,
    revoke_feed,
]
