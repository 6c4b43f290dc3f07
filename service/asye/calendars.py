"""ASYE years in private calendars: the person's own, and that of whoever supervises them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from academy.asye.calendar import Shown, events
from academy.asye.clock import ONE_DAY
from academy.asye.panel import PANEL
from academy.asye.plan import AsyePlan
from academy.asye.year import Year, planned
from academy.feed import FeedEvent
from academy.working_days import WorkingDays
from service.asye import store
from service.asye.entries import year_of
from service.asye.recording import CLOCK
from service.asye.store import EntryKind, EntryRecord, YearRecord
from service.cohorts.calendar import working_days
from service.enrolments import operations as enrolments
from service.enrolments.operations import MemberRecord
from service.storage.transaction import snapshot

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Supervised:
    """``cohorts``: of those supervised; whoever changes them may change a name."""

    events: tuple[FeedEvent, ...]
    changed_at: datetime
    cohorts: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class _Held:
    record: YearRecord
    entries: Sequence[EntryRecord]

    @property
    def spells(self) -> list[tuple[str, date, date | None]]:
        """(supervisor, first day, last day or None), one after another."""
        found = [entry for entry in self.entries if entry.kind is EntryKind.SUPERVISOR]
        nexts: list[EntryRecord | None] = [*found[1:], None]
        return [
            (entry.value["name"], entry.day, None if later is None else later.day - ONE_DAY)
            for entry, later in zip(found, nexts, strict=False)
        ]


class Calendars:
    """All years at one moment. A plan is laid out when somebody's calendar asks for it."""

    def __init__(
        self,
        held: Iterable[_Held],
        members: Mapping[UUID, MemberRecord],
        calendar: WorkingDays,
        moved: Sequence[datetime] = (),
    ) -> None:
        """``moved``: when the list of working days was changed, oldest first."""
        self._moved = moved
        self._members = members
        self._calendar = calendar
        self._plans: dict[UUID, tuple[Year, AsyePlan]] = {}
        self._by_member: dict[str, list[_Held]] = {}
        self._by_supervisor: dict[str, list[_Held]] = {}
        for each in held:
            self._by_member.setdefault(str(each.record.member), []).append(each)
            for name in sorted({name for name, _, _ in each.spells}):
                self._by_supervisor.setdefault(name, []).append(each)

    def of_member(self, member_id: str) -> list[FeedEvent]:
        """Milestones, panel, supervision targets and cap changes of one member's years."""
        return [
            event for held in self._by_member.get(member_id, []) for event in self._events(held)
        ]

    def changed_at(self, member_id: str) -> datetime:
        """When what the member's calendar shows of a year last changed."""
        held = self._by_member.get(member_id, [])
        return max((self._changed_at(each.record) for each in held), default=LONG_AGO)

    def of_supervisor(self, name: str) -> Supervised:
        """The same of those whom ``name`` supervises, for as long as they do, with whose it is."""
        found: list[FeedEvent] = []
        held = self._by_supervisor.get(name, [])
        cohorts = set()
        for each in held:
            member = self._members[each.record.member]
            cohorts.add(member.cohort)
            if member.removed:
                continue
            for who, first, last in each.spells:
                if who == name:
                    found += self._events(each, whose=member.name, first=first, last=last)
        return Supervised(
            tuple(found),
            max(
                (
                    max(
                        self._changed_at(each.record),
                        self._members[each.record.member].changed_at,
                    )
                    for each in held
                ),
                default=LONG_AGO,
            ),
            frozenset(cohorts),
        )

    def _moves(self, record: YearRecord) -> list[datetime]:
        """Changes of the working days since the year began: each can have moved what is due."""
        return [at for at in self._moved if at > record.created_at]

    def _changed_at(self, record: YearRecord) -> datetime:
        return max([record.calendar_changed_at, *self._moves(record)])

    def _laid_out(self, held: _Held) -> tuple[Year, AsyePlan]:
        found = self._plans.get(held.record.id)
        if found is None:
            year = year_of(held.record, held.entries)
            found = self._plans[held.record.id] = (year, planned(year, self._calendar))
        return found

    def _events(
        self,
        held: _Held,
        *,
        whose: str | None = None,
        first: date | None = None,
        last: date | None = None,
    ) -> tuple[FeedEvent, ...]:
        year, plan = self._laid_out(held)
        sequence = held.record.calendar_sequence + len(self._moves(held.record))
        changed_at = self._changed_at(held.record)
        if whose is not None:
            # Whoever changes a member may change the name that the supervisor's calendar shows.
            member = self._members[held.record.member]
            sequence += member.revision - 1
            changed_at = max(changed_at, member.changed_at)
        shown = Shown(
            year=held.record.id,
            sequence=sequence,
            changed_at=changed_at,
            whose=whose,
            first=first,
            last=last,
            ended_on=held.record.ended_on,
            panel=year.reviews.get(PANEL),
            panel_stands=year.panel is not None,
        )
        return events(plan, shown)


async def calendars(moved: Sequence[datetime] = ()) -> Calendars:
    """All years, read at once. ``moved``: when the list of working days was changed."""
    async with snapshot():
        records = await store.years()
        entries = await store.entries(kinds=[*CLOCK, EntryKind.SUPERVISOR, EntryKind.REVIEW])
        members = {}
        if records:
            members = {each.id: each for each in await enrolments.stored_members(removed=True)}
        calendar = await working_days()
    held = [_Held(record, entries.get(record.id, [])) for record in records]
    return Calendars(held, members, calendar, moved)


async def supervisors() -> set[str]:
    """Names under which somebody supervises or has supervised."""
    found = await store.entries(kinds=[EntryKind.SUPERVISOR])
    return {entry.value["name"] for entries in found.values() for entry in entries}
