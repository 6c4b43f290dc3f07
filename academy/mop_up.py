"""Open needs given places in mop-up sessions, whatever cohort they come from (rules A6, G7)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from academy.attendance import MopUpNeed
from academy.membership import Itinerary
from academy.session import Session, Status

NOTHING_TAKEN: Mapping[str, int] = {}


@dataclass(frozen=True, slots=True)
class CatchUp:
    """A proposal for one need; ``session`` None: no session has a place at a time they are free."""

    need: MopUpNeed
    session: Session | None


def catch_up(
    open_needs: Iterable[MopUpNeed],
    offered: Sequence[Session],
    itineraries: Mapping[str, Itinerary],
    *,
    programmes: Mapping[str, str],
    capacities: Mapping[tuple[str, str], int | None],
    today: date,
    taken: Mapping[str, int] = NOTHING_TAKEN,
) -> tuple[CatchUp, ...]:
    """Each need, in the order given (``needs`` has the oldest first), in the first session that fits.

    It is held after ``today``, has a place, and meets nothing else the member attends or is proposed
    here. ``programmes`` is the programme of each cohort: items of two programmes are two, whatever their
    keys. ``capacities`` by programme and item, None without limit; ``taken``: people already
    expected, by UID.
    """
    held = sorted(
        (s for s in offered if s.status is Status.CONFIRMED and s.day > today),
        key=lambda s: (s.day, s.start, s.end, s.uid),
    )
    places = Counter(taken)
    busy = {member: list(own.sessions) for member, own in itineraries.items()}
    found = []
    for need in open_needs:
        own = busy.setdefault(need.member, [])
        wanted = programmes[need.cohort], need.item
        limit = capacities.get(wanted)
        session = next(
            (
                session
                for session in held
                if (programmes[session.cohort], session.item) == wanted
                and (limit is None or places[session.uid] < limit)
                and not any(_meet(session, other) for other in own)
            ),
            None,
        )
        if session is not None:
            places[session.uid] += 1
            own.append(session)
        found.append(CatchUp(need, session))
    return tuple(found)


def by_member(found: Iterable[CatchUp]) -> dict[str, frozenset[str]]:
    """UIDs by member, as ``Member.catch_up`` takes them once a person has confirmed."""
    uids: dict[str, set[str]] = {}
    for one in found:
        if one.session is not None:
            uids.setdefault(one.need.member, set()).add(one.session.uid)
    return {member: frozenset(own) for member, own in uids.items()}


def _meet(one: Session, other: Session) -> bool:
    return one.day == other.day and one.start < other.end and other.start < one.end
