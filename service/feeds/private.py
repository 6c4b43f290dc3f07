"""Whose session is whose: the events of one member, and of a manager's team.

A session that is taken from a member while it goes on for others is cancelled for them (V1); one
that is cancelled for all is told to all who would have come.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from academy.deadlines import Deadline, deadlines_for
from academy.membership import Groups, Member, sessions_for
from academy.programme import Programme
from academy.session import Status
from service import clock
from service.cohorts.drafts import HOME
from service.cohorts.operations import ReleasedSession
from service.enrolments.operations import CalendarMark, CalendarTold

Signature = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A member and what their calendar was told. ``removed``: attends nothing more."""

    member: Member
    changed_at: datetime
    removed: bool
    told: CalendarTold

    @property
    def uids(self) -> set[str]:
        """Sessions of their calendar that may be another cohort's."""
        return {*self.member.catch_up, *self.told.plain, *self.told.marked}


@dataclass(frozen=True, slots=True)
class Shown:
    """One session in one member's calendar, or a team's."""

    released: ReleasedSession
    bumps: int
    """How often it was taken from them or given back: counts on top of the session's SEQUENCE."""
    changed_at: datetime
    gone: bool
    """Taken from them; it goes on for others, or has been cancelled for all."""
    rest: bool = False
    """A lunch or break between what they attend."""
    since: datetime | None = None
    """When the member who attends it last changed: they may have come to it since."""

    @property
    def sequence(self) -> int:
        return self.released.sequence + self.bumps


@dataclass(frozen=True, slots=True)
class Invited:
    """What a member attends, cancelled sessions that they would have attended included."""

    sessions: frozenset[str]
    rests: frozenset[str]
    deadlines: tuple[Deadline, ...]


class Attending:
    """Who attends what of one cohort; members who are alike in all that decides are asked once."""

    def __init__(
        self,
        programme: Programme,
        released: Sequence[ReleasedSession],
        known: Sequence[Deadline],
        groups: Groups,
    ) -> None:
        self._programme = programme
        self._released: Mapping[str, ReleasedSession] = {
            each.session.uid: each for each in released
        }
        self._sessions = [replace(e.session, status=Status.CONFIRMED) for e in released]
        self._deadlines = known
        self._groups = groups
        self._invited: dict[Signature, Invited] = {}

    def invited(self, member: Member) -> Invited:
        """What one member attends."""
        numbers = tuple(
            (item, places[member.id])
            for item, places in sorted(self._groups.items())
            if member.id in places
        )
        name = (replace(member, id="", team=None), numbers)
        found = self._invited.get(name)
        if found is None:
            found = self._invited[name] = self._ask(member)
        return found

    def _ask(self, member: Member) -> Invited:
        itinerary = sessions_for(
            member, self._sessions, self._programme, self._groups, home_run=HOME
        )
        return Invited(
            frozenset(session.uid for session in itinerary.sessions),
            frozenset(session.uid for session in itinerary.rests),
            deadlines_for(member, self._deadlines, self._sessions, home_run=HOME),
        )

    def shown(self, enrolled: Enrolled) -> list[Shown]:
        """Every session in a member's calendar, in no particular order."""
        marked, plain = enrolled.told.marked, enrolled.told.plain
        invited = None if enrolled.removed else self.invited(enrolled.member)
        theirs: frozenset[str] = frozenset()
        if invited is not None:
            theirs = invited.sessions | invited.rests
        events = [
            replace(
                _attended(self._released[uid], marked.get(uid)),
                rest=uid in invited.rests,
                since=enrolled.changed_at,
            )
            for uid in theirs
            if invited is not None
        ]
        for uid in {*plain, *marked} - theirs:
            released = self._released.get(uid)
            if released is None:
                continue
            gone = _gone(released, marked.get(uid), enrolled.changed_at)
            if gone is not None:
                events.append(gone)
        return events

    def deadlines(self, enrolled: Enrolled) -> Iterable[Deadline]:
        """Theirs; of a removed member those still to come, cancelled."""
        theirs = self.invited(enrolled.member).deadlines
        if not enrolled.removed:
            return theirs
        removed_on = enrolled.changed_at.astimezone(clock.LONDON).date()
        return [
            replace(
                each,
                status=Status.CANCELLED,
                sequence=each.sequence + 1,
                changed_at=max(each.changed_at, enrolled.changed_at),
            )
            for each in theirs
            if each.day >= removed_on
        ]


def _attended(released: ReleasedSession, mark: CalendarMark | None) -> Shown:
    if mark is None:
        return Shown(released, 0, released.changed_at, gone=False)
    # Told as withdrawn and theirs again: later than whatever was told.
    bumps = mark.bumps + mark.withdrawn
    return Shown(released, bumps, max(released.changed_at, mark.at), gone=False)


def _gone(
    released: ReleasedSession, mark: CalendarMark | None, changed_at: datetime
) -> Shown | None:
    """A session taken from a member; None when it was over by then: it stays what it was."""
    bumps = mark.bumps if mark is not None else 0
    known = mark is not None and mark.withdrawn
    at = mark.at if mark is not None and known else changed_at
    if released.session.day < at.astimezone(clock.LONDON).date():
        return None
    return Shown(released, bumps + (not known), max(released.changed_at, at), gone=True)


def of_team(shown: Iterable[Shown]) -> list[Shown]:
    """Sessions that at least one attends, once each; gone only when all are. No breaks."""
    by_uid: dict[str, list[Shown]] = {}
    for each in shown:
        if not each.rest:
            by_uid.setdefault(each.released.session.uid, []).append(each)
    return [_together(each) for each in by_uid.values()]


def _together(shown: Sequence[Shown]) -> Shown:
    attending = [each for each in shown if not each.gone]
    changed_at = max(each.changed_at for each in shown)
    if 0 < len(attending) < len(shown):
        # It may have been gone for all until somebody else came to it.
        changed_at = max([changed_at, *(each.since for each in attending if each.since)])
    # The sum rises with every change of any of them, and so never falls.
    bumps = sum(each.bumps for each in shown)
    return Shown(shown[0].released, bumps, changed_at, gone=not attending)
