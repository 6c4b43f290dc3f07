"""A programme template: blocks, days, items, outcomes, tasks (rules T1-T7). Versioned data.

Nothing about 3, 6, 9 or 12 months, ten days or audiences is in code: a template says it all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum


class Audience(StrEnum):
    """Who an item or block is for (A1). An item's own audience goes before its block's."""

    ALL = "all"
    NEWLY_QUALIFIED = "newly-qualified"
    EXPERIENCED = "experienced"
    MANAGERS = "managers"
    NAMED = "named"


class Kind(StrEnum):
    SESSION = "session"
    LUNCH = "lunch"
    BREAK = "break"
    SELF_STUDY = "self-study"
    TRAVEL = "travel"


ATTENDED = (Kind.SESSION, Kind.SELF_STUDY)
"""What counts as attending: nobody is marked for lunches, breaks and travel."""


@dataclass(frozen=True, slots=True)
class Outcome:
    key: str
    words: str


@dataclass(frozen=True, slots=True)
class Task:
    """An e-learning module or other duty with a due date, not a session (T4)."""

    key: str
    title: str
    due_block: str
    due_day: int
    """Due at the end of this day (ordinal in the block)."""
    audience: Audience


@dataclass(frozen=True, slots=True)
class Item:
    """One thing on one day of a block. ``end`` None is allowed in draft only (T6)."""

    key: str
    title: str
    content: str
    kind: Kind
    day: int
    """Ordinal of the day in its block, from 1."""
    start: time
    end: time | None
    audience: Audience | None
    capacity: int | None
    site: str | None
    rooms: tuple[str, ...]
    facilitators: tuple[str, ...]
    """Roles, never names."""
    presenters: tuple[str, ...]
    prerequisites: tuple[str, ...]
    """Keys of items that must be attended before this one."""
    track: str | None
    """Items of one track group run in parallel: a person goes to exactly one (T2)."""
    track_unless_completed: str | None
    """Who has completed this module takes another item of the track group."""
    mandatory: bool
    contact: bool
    """Contact with children or families: not before clearance (S3)."""
    outcomes: tuple[str, ...]
    tasks: tuple[str, ...]
    also: tuple[Audience, ...] = ()
    """Audiences that come as well: line managers at the PDR of the newly qualified (C5)."""


@dataclass(frozen=True, slots=True)
class Site:
    """A place with its rooms; a room is named within its site (R1)."""

    key: str
    name: str
    address: str
    rooms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    key: str
    title: str
    offset_weeks: int
    working_days: int
    starts_on_monday: bool
    consecutive: bool
    audience: Audience
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Programme:
    key: str
    title: str
    version: int
    effective_from: date
    effective_to: date | None
    source: str
    blocks: tuple[Block, ...]
    outcomes: tuple[Outcome, ...]
    tasks: tuple[Task, ...]
    sites: tuple[Site, ...] = ()
    notes: tuple[str, ...] = ()
    """What the people who wrote the template chose where its source is silent."""
    shared_roles: tuple[str, ...] = ()
    """Roles filled by more people than one, as "APs": nobody is double-booked by them."""

    @property
    def days(self) -> int:
        return sum(block.working_days for block in self.blocks)

    def completable(self) -> frozenset[str]:
        """Keys of what somebody may have done before: items, modules that spare a track, and tasks."""
        items = [item for _, item in self.items()]
        modules = [item.track_unless_completed for item in items if item.track_unless_completed]
        tasks = [task.key for task in self.tasks]
        return frozenset([*(item.key for item in items), *modules, *tasks])

    def items(self) -> Sequence[tuple[Block, Item]]:
        return [(block, item) for block in self.blocks for item in block.items]
