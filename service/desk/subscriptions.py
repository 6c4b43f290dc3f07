"""Which subscriptions are alive: when each feed was last fetched, by which program (V3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from service.access.actor import Actor
from service.cohorts import operations as cohorts
from service.enrolments import operations as enrolments
from service.feeds import operations, owners
from service.feeds.fetches import is_quiet
from service.feeds.owners import Owner
from service.feeds.store import FeedRecord, Kind
from service.web.english import date_words, moment_words

WHOSE = {
    Kind.MEMBER: "member",
    Kind.COHORT: "cohort",
    Kind.FACILITATOR: "facilitator",
    Kind.ROOM: "room",
    Kind.TEAM: "team",
    Kind.SCORECARD: "scorecards",
}


@dataclass(frozen=True, slots=True)
class Subscription:
    """``state`` is alive, quiet, never or new.

    Quiet: nothing came for three days. Never: it was made three days ago or more, and nothing ever
    came. New: it was made since, and nothing came yet.
    """

    owner: str
    kind: str
    state: str
    last: str
    client: str
    fetches: int
    since: str


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """``without``: members of open cohorts who have no feed, by cohort."""

    feeds: tuple[Subscription, ...]
    without: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def silent(self) -> int:
        return sum(each.state in {"never", "quiet"} for each in self.feeds)


_ORDER = ("never", "quiet", "new", "alive")


async def subscriptions(actor: Actor, now: datetime) -> Subscriptions:
    """All feeds in force: those that nobody seems to fetch first."""
    records = [each for each in await operations.listing(actor) if each.revoked_at is None]
    words = await owners.in_words(Owner(each.kind, each.subject) for each in records)
    found = [
        _line(each, words.get(Owner(each.kind, each.subject), "no longer known"), now)
        for each in records
    ]
    found.sort(key=lambda each: (_ORDER.index(each.state), each.kind, each.owner.casefold()))
    return Subscriptions(tuple(found), await _without(records))


async def _without(records: Iterable[FeedRecord]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    having = {each.subject for each in records if each.kind is Kind.MEMBER}
    found = []
    for cohort in await cohorts.listing():
        if cohort.record.state == "closed":
            continue
        members = await enrolments.stored_members(cohort.record.id)
        names = tuple(each.name for each in members if str(each.id) not in having)
        if names:
            found.append((cohort.record.title, names))
    return tuple(found)


def _line(record: FeedRecord, owner: str, now: datetime) -> Subscription:
    quiet = is_quiet(record.last_fetched_at, record.changed_at, now)
    fetched = record.last_fetched_at is not None
    state = ("quiet" if quiet else "alive") if fetched else ("never" if quiet else "new")
    return Subscription(
        owner,
        WHOSE[record.kind],
        state,
        moment_words(record.last_fetched_at) if record.last_fetched_at else "",
        record.last_client or "",
        record.fetches,
        date_words(record.changed_at),
    )
