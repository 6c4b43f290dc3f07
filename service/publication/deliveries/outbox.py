"""Who is to be told of an edition: written down in the transaction that publishes it.

So nobody is told of what was not published, and nobody forgotten when the program dies a moment later.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from service.publication.store import EditionEntry
from service.settings import Settings
from service.storage.tables.documents import Delivery, DeliveryAttempt


class Event(StrEnum):
    PUBLISHED = "published"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


class Channel(StrEnum):
    WEBHOOK = "webhook"
    MAIL = "e-mail"


class State(StrEnum):
    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given-up"


@dataclass(frozen=True, slots=True)
class Due:
    """One delivery. ``id`` is sent along, so that a receiver can tell a repetition."""

    id: UUID
    edition: UUID
    event: Event
    channel: Channel
    target: str
    state: State
    attempts: int
    created_at: datetime
    next_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Attempt:
    delivery: UUID
    at: datetime
    delivered: bool
    outcome: str


def targets(settings: Settings) -> list[tuple[Channel, str]]:
    """Everybody whom the operator has named, and nobody else."""
    return [
        *((Channel.WEBHOOK, each) for each in settings.webhooks),
        *((Channel.MAIL, each) for each in settings.mail_to),
    ]


async def announce(entry: EditionEntry, event: Event, at: datetime, settings: Settings) -> None:
    """Add a delivery to every target, in the caller's unit of work.

    ``at`` is when the news becomes news: nothing is sent before.
    """
    for channel, target in targets(settings):
        await Delivery.insert(
            Delivery(
                id=uuid4(),
                edition=entry.id,
                event=event.value,
                channel=channel.value,
                target=target,
                state=State.WAITING.value,
                attempts=0,
                created_at=at,
                next_at=at,
                ended_at=None,
            )
        )


_DUE = (
    Delivery.id,
    Delivery.edition,
    Delivery.event,
    Delivery.channel,
    Delivery.target,
    Delivery.state,
    Delivery.attempts,
    Delivery.created_at,
    Delivery.next_at,
    Delivery.ended_at,
)


def _due(row: dict[str, Any]) -> Due:
    kinds = {
        "event": Event(row["event"]),
        "channel": Channel(row["channel"]),
        "state": State(row["state"]),
    }
    return Due(**(row | kinds))


async def claim(now: datetime, lease: timedelta) -> Due | None:
    """Take the next delivery that is due, in the caller's unit of work; None when there is none.

    It counts as tried, and is due again after ``lease`` unless ``end`` or ``put_off`` says
    otherwise: whoever took it may die.
    """
    rows = await (
        Delivery.select(*_DUE)
        .where((Delivery.state == State.WAITING.value) & (Delivery.next_at <= now))
        .order_by(Delivery.next_at)
        .order_by(Delivery.id)
        .limit(1)
    )
    if not rows:
        return None
    found = _due(rows[0])
    await Delivery.update(
        {Delivery.attempts: found.attempts + 1, Delivery.next_at: now + lease}
    ).where(Delivery.id == found.id)
    return found


async def end(delivery: UUID, state: State, now: datetime) -> None:
    await Delivery.update({Delivery.state: state.value, Delivery.ended_at: now}).where(
        Delivery.id == delivery
    )


async def call_off(edition: UUID, now: datetime) -> None:
    """Send nothing of what waits for an edition, in the caller's unit of work: it was withdrawn."""
    rows = await Delivery.select(Delivery.id).where(
        (Delivery.edition == edition) & (Delivery.state == State.WAITING.value)
    )
    for row in rows:
        await end(row["id"], State.GIVEN_UP, now)
        await log(Attempt(row["id"], now, False, "not sent: withdrawn before it was public"))


async def put_off(delivery: UUID, until: datetime) -> None:
    await Delivery.update({Delivery.next_at: until}).where(Delivery.id == delivery)


async def log(attempt: Attempt) -> None:
    await DeliveryAttempt.insert(
        DeliveryAttempt(
            delivery=attempt.delivery,
            at=attempt.at,
            delivered=attempt.delivered,
            outcome=attempt.outcome[:500],
        )
    )


async def deliveries() -> list[Due]:
    """All of them, the latest first."""
    rows = await (
        Delivery.select(*_DUE).order_by(Delivery.created_at, ascending=False).order_by(Delivery.id)
    )
    return [_due(row) for row in rows]


async def attempts() -> list[Attempt]:
    """The log, oldest first."""
    rows = await DeliveryAttempt.select(
        DeliveryAttempt.delivery,
        DeliveryAttempt.at,
        DeliveryAttempt.delivered,
        DeliveryAttempt.outcome,
    ).order_by(DeliveryAttempt.id)
    return [Attempt(**row) for row in rows]
