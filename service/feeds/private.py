"""Whose session is whose: the events of one member, and of a manager's team.

A session or deadline that is taken from a member while it goes on for others is cancelled for them
(V1); one that is cancelled for all is told to all who would have come.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from academy.deadlines import Deadline, deadlines_for
from academy.membership import Groups, Member, sessions_for
from academy.programme import ATTENDED, Programme
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
    over: bool = False
    """It was over when it was taken from them: told as cancelled to nobody, and still counted."""

    @property
    def sequence(self) -> int:
        return self.released.sequence + self.bumps


@dataclass(frozen=True, slots=True)
class Invited:
    """What a member attends, cancelled sessions that they would have attended included."""

    sessions: frozenset[str]
    rests: frozenset[str]
    deadlines: tuple[Deadline, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How often something was taken from a member or given back, and when that was last."""

    bumps: int
    at: datetime | None


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
        self._by_uid = {each.uid: each for each in known}
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
        return [each for each in self.known(enrolled) if not each.over]

    def known(self, enrolled: Enrolled) -> list[Shown]:
        """With what was over when it was taken from them, which a team's calendar goes on counting."""
        marked, plain = enrolled.told.marked, enrolled.told.plain
        invited = None if enrolled.removed else self.invited(enrolled.member)
        theirs: frozenset[str] = frozenset()
        if invited is not None:
            theirs = invited.sessions | invited.rests
        events = [
            replace(
                _shown(self._released[uid], _given(marked.get(uid)), gone=False),
                since=enrolled.changed_at,
            )
            for uid in theirs
            if invited is not None
        ]
        for uid in {*plain, *marked} - theirs:
            released = self._released.get(uid)
            if released is None:
                continue
            mark = marked.get(uid)
            taken = _taken(released.session.day, mark, enrolled.changed_at)
            if taken is None:
                count = Count(mark.bumps if mark else 0, mark.at if mark else None)
                events.append(replace(_shown(released, count, gone=True), over=True))
            else:
                events.append(_shown(released, taken, gone=True))
        return events

    def deadlines(self, enrolled: Enrolled) -> list[Deadline]:
        """Theirs, and those still to come that are theirs no longer, cancelled."""
        marked, plain = enrolled.told.marked, enrolled.told.plain
        theirs = () if enrolled.removed else self.invited(enrolled.member).deadlines
        found = [_told_again(each, _given(marked.get(each.uid))) for each in theirs]
        for uid in {*plain, *marked} - {each.uid for each in theirs}:
            deadline = self._by_uid.get(uid)
            if deadline is None:
                continue
            taken = _taken(deadline.day, marked.get(uid), enrolled.changed_at)
            if taken is not None:
                found.append(replace(_told_again(deadline, taken), status=Status.CANCELLED))
        return found


def _told_again(deadline: Deadline, count: Count) -> Deadline:
    return replace(
        deadline,
        sequence=deadline.sequence + count.bumps,
        changed_at=max(deadline.changed_at, count.at or deadline.changed_at),
    )


def _given(mark: CalendarMark | None) -> Count:
    if mark is None:
        return Count(0, None)
    # Told as withdrawn and theirs again: later than whatever was told.
    return Count(mark.bumps + mark.withdrawn, mark.at)


def _taken(day: date, mark: CalendarMark | None, changed_at: datetime) -> Count | None:
    """Of what is on ``day``; None when it was over by then: it stays what it was."""
    bumps = mark.bumps if mark is not None else 0
    known = mark is not None and mark.withdrawn
    at = mark.at if mark is not None and known else changed_at
    if day < at.astimezone(clock.LONDON).date():
        return None
    return Count(bumps + (not known), at)


def _shown(released: ReleasedSession, count: Count, *, gone: bool) -> Shown:
    changed_at = max(released.changed_at, count.at or released.changed_at)
    rest = released.session.kind not in ATTENDED
    return Shown(released, count.bumps, changed_at, gone=gone, rest=rest)


def of_team(shown: Iterable[Shown]) -> list[Shown]:
    """Sessions that at least one attends, once each; gone only when all are. No breaks.

    What was over when the last of them left it is not told.
    """
    by_uid: dict[str, list[Shown]] = {}
    for each in shown:
        if not each.rest:
            by_uid.setdefault(each.released.session.uid, []).append(each)
    return [_together(each) for each in by_uid.values() if not _was_over(each)]


def _was_over(shown: Sequence[Shown]) -> bool:
    return all(each.gone for each in shown) and any(each.over for each in shown)


def _together(shown: Sequence[Shown]) -> Shown:
    attending = [each for each in shown if not each.gone]
    changed_at = max(each.changed_at for each in shown)
    if 0 < len(attending) < len(shown):
        # It may have been gone for all until somebody else came to it.
        changed_at = max([changed_at, *(each.since for each in attending if each.since)])
    # The sum rises with every change of any of them, and so never falls.
    bumps = sum(each.bumps for each in shown)
    return Shown(shown[0].released, bumps, changed_at, gone=not attending)
