"""One feed of each kind of the demo, at addresses that stay the same from run to run.

They grow from the demo's key, which is printed in the source: fit for invented people only.
"""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime

from academy.programme import Audience
from service.cohorts import places
from service.demo.academy import FACILITATOR, THIS_YEAR, starters
from service.demo.academy_steps import cohort_id, member_id
from service.demo.actors import LEAD
from service.demo.arranging import once
from service.feeds import address, operations, store
from service.feeds.address import FreshSecret
from service.feeds.operations import IssuedFeed
from service.feeds.owners import COUNCIL, Owner
from service.feeds.schemas import page_address
from service.feeds.store import Kind
from service.settings import Settings
from service.workforce.identity import DEMO_IDENTITY_KEY

ROOM = ("townley-hall", "Townley Hall")


@dataclass(frozen=True, slots=True)
class FeedLink:
    """Where a feed of the demo is, and the page beside it (the scorecard's has none)."""

    address: str
    page: str | None


async def feeds(settings: Settings, now: datetime) -> tuple[dict[Kind, FeedLink], int]:
    """Every kind's feed, and how many had to be made or put back at their address."""
    links = {}
    made = 0
    for owner in await _owners():
        fresh = _secrets(owner.kind)
        record = await store.in_force(fresh.secret_hash)
        if record is None:
            held = await store.of_owner(owner.kind, owner.subject)
            # Of two runs at once the other may be faster: the secret, and so the feed, is the same.
            if held is None:
                await once(operations.issue(owner, None, now, LEAD, fresh=fresh))
            else:
                await once(operations.reissue(held.id, now, LEAD, fresh=fresh))
            record = await store.in_force(fresh.secret_hash)
            made += 1
        assert record is not None
        issued = IssuedFeed(record, fresh.secret, fresh.page)
        url = settings.public_url + address.path_of(fresh.secret)
        links[owner.kind] = FeedLink(url, page_address(issued, settings))
    return links, made


async def _owners() -> tuple[Owner, ...]:
    first = next(s for s in starters(THIS_YEAR) if s.audience is Audience.NEWLY_QUALIFIED)
    room = (await places.held()).room(*ROOM)
    assert room is not None
    return (
        Owner(Kind.MEMBER, str(member_id(THIS_YEAR, first))),
        Owner(Kind.COHORT, str(cohort_id(THIS_YEAR))),
        Owner(Kind.FACILITATOR, FACILITATOR),
        Owner(Kind.ROOM, str(room.id)),
        Owner(Kind.TEAM, first.team),
        Owner(Kind.SCORECARD, COUNCIL),
    )


def _secrets(kind: Kind) -> FreshSecret:
    digest = hmac.digest(DEMO_IDENTITY_KEY, f"page of the {kind} feed".encode(), "sha256")
    return address.of_page(urlsafe_b64encode(digest).rstrip(b"=").decode())
