"""Who and what is taken where and when: people, rooms and equipment of sessions (rules R1, R2)."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from academy.printed_checks import names_in, rooms_in
from academy.printed_rows import ProgrammeItem
from academy.session import Session, Status

NO_EQUIPMENT: Mapping[str, Collection[str]] = {}
RoomNames = Mapping[tuple[str | None, str], str]
"""The name of a room by its site and any name it is called by (``rooms.names``)."""
AS_CALLED: RoomNames = {}


class Resource(StrEnum):
    PERSON = "person"
    """A facilitator or presenter, by name or, where nobody holds it, by role."""
    MEMBER = "member"
    """Somebody who attends, by id."""
    ROOM = "room"
    EQUIPMENT = "equipment"


@dataclass(frozen=True, slots=True)
class Engagement:
    """One resource taken by one session on a day, from ``start`` up to but not including ``end``."""

    resource: Resource
    key: str
    uid: str
    cohort: str
    title: str
    day: date
    start: time
    end: time
    site: str | None
    room: str | None

    def meets(self, other: "Engagement") -> bool:
        """Half-open times that share a moment: back to back is no clash (R2)."""
        return self.day == other.day and self.start < other.end and other.start < self.end


def engagements(
    sessions: Iterable[Session],
    *,
    shared_roles: Collection[str] = (),
    equipment: Mapping[str, Collection[str]] = NO_EQUIPMENT,
    room_names: RoomNames = AS_CALLED,
) -> tuple[Engagement, ...]:
    """People, rooms and equipment of the sessions that are held, each once for each session.

    ``shared_roles`` are filled by more people than one (as "APs"), so they are never double-booked.
    ``equipment`` is by item. A room called by two names is one room where ``room_names`` says so.
    """
    return tuple(
        _engagement(resource, key, session)
        for session in sessions
        if session.status is Status.CONFIRMED
        for resource, key in dict.fromkeys(_resources(session, shared_roles, equipment, room_names))
    )


def attending(
    sessions: Iterable[Session], member: str, *, staff_name: str | None = None
) -> tuple[Engagement, ...]:
    """A member's own sessions. ``staff_name``: the name they facilitate or present under, if any."""
    resource, key = (
        (Resource.PERSON, staff_name) if staff_name is not None else (Resource.MEMBER, member)
    )
    return tuple(
        _engagement(resource, key, session)
        for session in sessions
        if session.status is Status.CONFIRMED
    )


def printed_engagements(items: Sequence[ProgrammeItem]) -> tuple[Engagement, ...]:
    """People and rooms of the printed sessions, by row; without a day or an end they take nothing."""
    found = []
    for item in items:
        if item.kind != "session" or item.day is None or item.start is None or item.end is None:
            continue
        people = names_in(f"{item.printed['facilitators']} and {item.printed['presenters']}")
        rooms = rooms_in(item.printed["room"])
        taken = [(Resource.PERSON, name) for name in people] + [
            (Resource.ROOM, room) for room in rooms
        ]
        found += [
            Engagement(
                resource=resource,
                key=key,
                uid=f"row {item.row}",
                cohort="",
                title=item.printed["content"],
                day=item.day,
                start=item.start,
                end=item.end,
                site=None,
                room=" and ".join(rooms) or None,
            )
            for resource, key in dict.fromkeys(taken)
        ]
    return tuple(found)


def rooms_of(session: Session) -> tuple[str, ...]:
    """An item may need several rooms, which a session names together."""
    return tuple(session.room.split(" and ")) if session.room else ()


def with_person(name: str, sessions: Iterable[Session]) -> tuple[Session, ...]:
    """The held sessions somebody facilitates or presents."""
    return tuple(
        session
        for session in sessions
        if session.status is Status.CONFIRMED
        and name in (*session.facilitators, *session.presenters)
    )


def _resources(
    session: Session,
    shared_roles: Collection[str],
    equipment: Mapping[str, Collection[str]],
    room_names: RoomNames,
) -> Iterator[tuple[Resource, str]]:
    for person in (*session.facilitators, *session.presenters):
        if person not in shared_roles:
            yield Resource.PERSON, person
    for called in rooms_of(session):
        room = room_names.get((session.site, called), called)
        yield Resource.ROOM, f"{room}, {session.site}" if session.site else room
    for thing in equipment.get(session.item, ()):
        yield Resource.EQUIPMENT, thing


def _engagement(resource: Resource, key: str, session: Session) -> Engagement:
    return Engagement(
        resource=resource,
        key=key,
        uid=session.uid,
        cohort=session.cohort,
        title=session.title,
        day=session.day,
        start=session.start,
        end=session.end,
        site=session.site,
        room=session.room,
    )
