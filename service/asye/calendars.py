"""ASYE years in private calendars: the person's own, and that of whoever supervises them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import MappingProxyType
from uuid import UUID

from academy.asye.calendar import Entry, event
from academy.asye.told import Mark, Marks, Shown, Whose, day_in_england, told
from academy.feed import FeedEvent
from academy.working_days import WorkingDays
from service.asye import store
from service.asye.store import EntryKind, YearRecord
from service.asye.telling import OWN, SUPERVISOR, Known, shown
from service.asye.working_days import SEEN
from service.cohorts.calendar import working_days
from service.enrolments import operations as enrolments
from service.enrolments.operations import MemberRecord
from service.storage.transaction import snapshot

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
NOBODY: Mapping[str, Sequence[datetime]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Supervised:
    """``cohorts``: of those supervised; whoever changes them may change a name."""

    events: tuple[FeedEvent, ...]
    changed_at: datetime
    cohorts: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class _Held:
    known: Known
    marks: Marks

    @property
    def record(self) -> YearRecord:
        return self.known.record

    @property
    def whose(self) -> set[Whose]:
        """In whose calendars anything of the year is or was."""
        names = {
            entry.value["name"]
            for entry in self.known.entries
            if entry.kind is EntryKind.SUPERVISOR
        }
        supervisors = {Whose(SUPERVISOR, name) for name in names}
        return {Whose(OWN, str(self.record.member)), *supervisors, *self.marks}


class Calendars:
    """All years at one moment. A plan is laid out when somebody's calendar asks for it."""

    def __init__(
        self,
        held: Iterable[_Held],
        members: Mapping[UUID, MemberRecord],
        calendar: WorkingDays,
        moved: Sequence[datetime],
        renamed: Mapping[str, Sequence[datetime]],
    ) -> None:
        self._moved = moved
        self._renamed = renamed
        self._members = members
        self._calendar = calendar
        self._shown: dict[UUID, Shown] = {}
        self._by_whose: dict[Whose, list[_Held]] = {}
        for each in held:
            for whose in each.whose:
                self._by_whose.setdefault(whose, []).append(each)

    def of_member(self, member_id: str) -> list[FeedEvent]:
        """Milestones, panel, supervision targets and cap changes of one member's years."""
        whose = Whose(OWN, member_id)
        return [
            found for held in self._by_whose.get(whose, []) for found in self._events(held, whose)
        ]

    def changed_at(self, member_id: str) -> datetime:
        """When what the member's calendar shows of a year last changed."""
        whose = Whose(OWN, member_id)
        held = self._by_whose.get(whose, [])
        return max((self._changed_at(each, whose) for each in held), default=LONG_AGO)

    def of_supervisor(self, name: str) -> Supervised:
        """The same of those whom ``name`` supervises, for as long as they do, with whose it is."""
        whose = Whose(SUPERVISOR, name)
        held = self._by_whose.get(whose, [])
        members = [self._members[each.record.member] for each in held]
        return Supervised(
            tuple(found for each in held for found in self._events(each, whose)),
            max((self._changed_at(each, whose) for each in held), default=LONG_AGO),
            frozenset(member.cohort for member in members),
        )

    def _told_of_all(self, record: YearRecord, whose: Whose) -> list[datetime]:
        """When all that a calendar shows of the year was told again: each counts in SEQUENCE.

        A supervisor's has the member's name in every title.
        """
        renamed = self._renamed.get(str(record.member), ()) if whose.side == SUPERVISOR else ()
        return [*(at for at in self._moved if at > record.created_at), *renamed]

    def _changed_at(self, held: _Held, whose: Whose) -> datetime:
        return max(
            [
                held.record.calendar_changed_at,
                *self._told_of_all(held.record, whose),
                *(mark.at for mark in held.marks.get(whose, {}).values()),
            ]
        )

    def _told(self, held: _Held, whose: Whose) -> Iterator[tuple[Entry, Mark | None]]:
        found = self._shown.get(held.record.id)
        if found is None:
            found = self._shown[held.record.id] = shown(held.known, self._calendar)
        return told(found.get(whose, ()), held.marks.get(whose, {}))

    def _events(self, held: _Held, whose: Whose) -> Iterator[FeedEvent]:
        """With what was ahead of a member who was removed as cancelled."""
        record = held.record
        again = self._told_of_all(record, whose)
        member = self._members[UUID(whose.name) if whose.side == OWN else record.member]
        for entry, mark in self._told(held, whose):
            at = max([record.calendar_changed_at if mark is None else mark.at, *again])
            bumps = 0 if mark is None else mark.bumps
            if leaves := _leaves_with(member, entry):
                at = max(at, member.changed_at)
            yield event(
                record.id,
                replace(entry, cancelled=entry.cancelled or leaves),
                sequence=record.calendar_sequence + len(again) + bumps + leaves,
                changed_at=at,
                whose=member.name if whose.side == SUPERVISOR else None,
            )


def _leaves_with(member: MemberRecord, entry: Entry) -> bool:
    """Whether the member was removed while this was still ahead; nothing changes them after that."""
    ahead = entry.day >= day_in_england(member.changed_at)
    return member.removed and ahead and not entry.cancelled


async def calendars(
    moved: Sequence[datetime] = (), renamed: Mapping[str, Sequence[datetime]] = NOBODY
) -> Calendars:
    """All years, read at once.

    ``moved``: changes of the working days that were not told of each day by itself. ``renamed``: when
    members came to be called otherwise, by id.
    """
    async with snapshot():
        records = await store.years()
        entries = await store.entries(kinds=SEEN)
        marks = await store.marks()
        members = {}
        if records:
            members = {each.id: each for each in await enrolments.stored_members(removed=True)}
        calendar = await working_days()
    held = [
        _Held(Known(each, entries.get(each.id, [])), marks.get(each.id, {})) for each in records
    ]
    return Calendars(held, members, calendar, moved, renamed)


async def supervisors() -> set[str]:
    """Names under which somebody supervises or has supervised."""
    found = await store.entries(kinds=[EntryKind.SUPERVISOR])
    return {entry.value["name"] for entries in found.values() for entry in entries}
