"""Events as bytes: each is serialised once and reused in every feed that has it."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from academy.feed import FeedEvent, event_bytes

KEPT_EVENTS = 20_000
"""About 20 megabytes. Some hundred cohorts have as many sessions."""


class Written:
    """One state of one event. Equal events are one object, so that feeds compare by identity."""

    __slots__ = ("_bytes", "event")

    def __init__(self, event: FeedEvent) -> None:
        self.event = event
        self._bytes: dict[int | None, bytes] = {}

    def bytes(self, alarm_minutes: int | None) -> bytes:
        """The VEVENT with the alarm of a subscription, or without one."""
        found = self._bytes.get(alarm_minutes)
        if found is None:
            found = self._bytes[alarm_minutes] = event_bytes(self.event, alarm_minutes)
        return found


class Writer:
    """Keeps the events that were written last, whichever feeds they are in."""

    def __init__(self) -> None:
        self._kept: OrderedDict[FeedEvent, Written] = OrderedDict()

    def written(self, event: FeedEvent) -> Written:
        found = self._kept.get(event)
        if found is None:
            found = self._kept[event] = Written(event)
            if len(self._kept) > KEPT_EVENTS:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(event)
        return found


@dataclass(frozen=True, slots=True)
class Contents:
    """What one feed shows. ``events`` are in the order of their UIDs, each UID once.

    ``changed_at`` is when the feed last changed in any way: a new event, a session that went out of
    it, another name. ``cohorts`` are those whose releases and members decide over it.
    """

    name: str
    description: str
    events: tuple[Written, ...]
    changed_at: datetime
    cohorts: frozenset[UUID] = frozenset()
