"""Emptying the outbox: at least once, with back-off, one delivery at a time.

A delivery is taken under a lease, tried outside of any transaction, and its outcome written down.
Who dies in between leaves it to be taken again when the lease is over: the receiver tells a
repetition by its id. A receiver that hangs or fails delays nothing but its own news.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from service import clock, mail
from service.access import audit
from service.access.actor import Actor
from service.mail import NotTaken
from service.publication import store
from service.publication.deliveries import letter, outbox, webhook
from service.publication.deliveries.outbox import Attempt, Channel, Due, State
from service.publication.store import EditionEntry
from service.settings import Settings
from service.storage.transaction import unit_of_work

LEASE = timedelta(minutes=2)
"""Longer than any attempt takes."""
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440, 1440))
"""Between one attempt and the next; after the last it is given up, some three days later."""
WORKER = Actor(name="deliveries", scopes=frozenset())


@dataclass(frozen=True, slots=True)
class Outcome:
    due: Due
    attempt: Attempt
    state: State


async def deliver_due(settings: Settings) -> list[Outcome]:
    """Try everything that is due now, each once; returns what came of it."""
    outcomes: list[Outcome] = []
    tried: set[UUID] = set()
    while True:
        async with unit_of_work():
            due = await outbox.claim(clock.now(), LEASE)
        if due is None or due.id in tried:
            return outcomes
        tried.add(due.id)
        outcomes.append(await _deliver(due, settings))


async def _deliver(due: Due, settings: Settings) -> Outcome:
    stored = await store.entry(due.edition)
    try:
        words, delivered = await _tried(due, stored, settings), True
    except NotTaken as reason:
        words, delivered = str(reason), False
    now = clock.now()
    attempt = Attempt(due.id, now, delivered, words)
    async with unit_of_work():
        await outbox.log(attempt)
        state = await _concluded(due, now, settings, delivered=delivered)
    return Outcome(due, attempt, state)


async def _tried(due: Due, entry: EditionEntry, settings: Settings) -> str:
    if (due.channel, due.target) not in outbox.targets(settings):
        raise NotTaken("is no longer among those to be told")
    if due.channel is Channel.WEBHOOK:
        return await webhook.send(
            due.target,
            identifier=due.id,
            body=letter.as_json(due, entry, settings),
            secret=settings.webhook_secret,
            now=clock.now(),
        )
    message = letter.as_mail(due, entry, settings)
    return await asyncio.to_thread(mail.send, message, due.id, settings.mail_server)


async def _concluded(due: Due, now: datetime, settings: Settings, *, delivered: bool) -> State:
    """Write down what follows, in the caller's unit of work."""
    named = (due.channel, due.target) in outbox.targets(settings)
    if not delivered and named and due.attempts < len(WAITS):
        await outbox.put_off(due.id, now + WAITS[due.attempts])
        return State.WAITING
    state = State.DELIVERED if delivered else State.GIVEN_UP
    await outbox.end(due.id, state, now)
    await audit.record(
        WORKER,
        f"delivery.{state}",
        subject_kind="edition",
        subject_id=str(due.edition),
        before=None,
        after={"event": due.event, "channel": due.channel, "delivery": str(due.id)},
        now=now,
    )
    return state
