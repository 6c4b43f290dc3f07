"""Feeds for tests: issued as the academy lead would, fetched as a calendar would."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from service.access.actor import Actor, Scope
from service.feeds import address, operations
from service.feeds.owners import COUNCIL, Owner
from service.feeds.store import Kind

LEAD = Actor(name="Academy lead", scopes=frozenset({Scope.ACADEMY}))
TIMETABLE = Owner(Kind.SCORECARD, COUNCIL)


@dataclass(frozen=True)
class Issued:
    id: UUID
    secret: str
    path: str


async def issue(now: datetime, owner: Owner = TIMETABLE, alarm: int | None = None) -> Issued:
    issued = await operations.issue(owner, alarm, now, LEAD)
    return Issued(issued.record.id, issued.secret, address.path_of(issued.secret))
