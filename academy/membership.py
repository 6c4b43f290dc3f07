"""Who attends what: effective audience, tracks by rule, exemptions, clearance (A1, T2, S3, G7)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from academy.findings import PlanFinding, Severity
from academy.programme import ATTENDED, Audience, Block, Item, Programme
from academy.session import Session, Status

Groups = Mapping[str, Mapping[str, int]]
"""Group number by item and member."""


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a cohort. ``worker`` is the keyed identity the workforce returns carry."""

    id: str
    worker: str | None
    audience: Audience
    """Newly qualified, experienced, managers, or named (only what they are named for)."""
    cohort: str
    run: str
    """The induction run they attend (G7)."""
    team: str | None = None
    completed: frozenset[str] = frozenset()
    """Modules and items done before, elsewhere, or in another cohort: not taken twice (S5)."""
    cleared: bool = True
    """Until cleared, contact items are left out (S3)."""
    named: frozenset[str] = frozenset()
    """Items for named people that they are named for."""
    chosen: frozenset[str] = frozenset()
    """Items of track groups chosen for them by a person, before the rule."""
    repeats: frozenset[str] = frozenset()
    """Completed items they asked to take again."""
    catch_up: frozenset[str] = frozenset()
    """UIDs of mop-up sessions they attend instead of their own run's."""


class Why(StrEnum):
    """Why somebody does not attend an item that is meant for them."""

    TRACK = "another track at the same time"
    CLEARANCE = "awaiting clearance"
    UNSCHEDULED = "group without a date"
    CANCELLED = "cancelled"
    NOT_PLANNED = "not planned"


_CODES = {
    Why.TRACK: ("MISSED_MANDATORY", Severity.WARN),
    Why.CLEARANCE: ("AWAITING_CLEARANCE", Severity.WARN),
    Why.UNSCHEDULED: ("GROUP_UNSCHEDULED", Severity.WARN),
    Why.CANCELLED: ("MISSED_MANDATORY", Severity.WARN),
    Why.NOT_PLANNED: ("NOT_PLANNED", Severity.WARN),
}


@dataclass(frozen=True, slots=True)
class Missed:
    """A recorded need: the item is meant for this member and no session serves it."""

    member: str
    item: str
    title: str
    why: Why

    @property
    def finding(self) -> PlanFinding:
        code, severity = _CODES[self.why]
        return PlanFinding(code, severity, f"Misses {self.title}: {self.why}.")


@dataclass(frozen=True, slots=True)
class Itinerary:
    """``sessions`` are attended; ``rests`` are lunches and breaks of their days."""

    sessions: tuple[Session, ...]
    rests: tuple[Session, ...]
    missed: tuple[Missed, ...]
    exempt: tuple[str, ...]
    """Items left out because they are completed."""

    @property
    def findings(self) -> tuple[PlanFinding, ...]:
        return tuple(missed.finding for missed in self.missed)


@dataclass(frozen=True, slots=True)
class Course:
    """What a programme asks of a member, before anything has a date."""

    items: tuple[Item, ...]
    exempt: tuple[str, ...]
    missed: tuple[Missed, ...]


def invited(member: Member, block: Block, item: Item) -> bool:
    """Whether the effective audience (item's, else block's, and who comes as well) has them (A1).

    ``all`` means all new employees: managers come to what says so.
    """
    audiences = {item.audience or block.audience, *item.also}
    if Audience.NAMED in audiences and item.key in member.named:
        return True
    if member.audience in (Audience.NEWLY_QUALIFIED, Audience.EXPERIENCED, Audience.ALL):
        return bool(audiences & {Audience.ALL, member.audience})
    return member.audience is Audience.MANAGERS and Audience.MANAGERS in audiences


def has_completed(member: Member, item: Item) -> bool:
    if item.key in member.repeats:
        return False
    return item.key in member.completed or item.track_unless_completed in member.completed


def course(member: Member, programme: Programme, caught_up: Iterable[str] = ()) -> Course:
    """Items to attend, one of each track group (T2), in the order of the programme.

    ``caught_up``: items taken in a mop-up session instead, which leave a track free.
    """
    elsewhere = set(caught_up)
    meant = [
        item
        for block, item in programme.items()
        if item.kind in ATTENDED and invited(member, block, item)
    ]
    exempt = [item.key for item in meant if has_completed(member, item)]
    wanted = [item for item in meant if item.key not in exempt]
    tracks: dict[str, str] = {}
    for item in sorted(wanted, key=lambda item: item.key not in member.chosen):
        if item.track is not None and item.key not in elsewhere:
            tracks.setdefault(item.track, item.key)
    items = []
    missed = []
    for item in wanted:
        in_track = item.track is None or item.key in elsewhere or tracks[item.track] == item.key
        if not in_track:
            if item.mandatory:
                missed.append(Missed(member.id, item.key, item.title, Why.TRACK))
        elif item.contact and not member.cleared:
            missed.append(Missed(member.id, item.key, item.title, Why.CLEARANCE))
        else:
            items.append(item)
    return Course(tuple(items), tuple(exempt), tuple(missed))


def run_for(
    member: Member, block: str, sessions: Iterable[Session], home_run: str | None = None
) -> str | None:
    """The run whose sessions of a block are theirs; None when no run has dated it.

    Their own where it lays out the block, else the cohort's home run; without a home run named, the
    first other run that has the block.
    """
    runs = dict.fromkeys(
        session.run
        for session in sessions
        if session.block == block and session.cohort == member.cohort
    )
    wanted = [member.run, home_run] if home_run is not None else [member.run, *runs]
    return next((run for run in wanted if run in runs), None)


def sessions_for(
    member: Member,
    sessions: Sequence[Session],
    programme: Programme,
    groups: Groups | None = None,
    *,
    home_run: str | None = None,
) -> Itinerary:
    """Every session they attend, and a recorded need for every other item meant for them.

    Each mandatory item of a block that is laid out for them is in ``sessions`` exactly once, in
    ``exempt``, or in ``missed``. Cancelled sessions are attended by nobody.
    """
    caught_up = {session.item: session for session in sessions if session.uid in member.catch_up}
    asked = course(member, programme, caught_up)
    runs = {b.key: run_for(member, b.key, sessions, home_run) for b in programme.blocks}
    own = [s for s in sessions if s.cohort == member.cohort and s.run == runs.get(s.block)]
    by_item: dict[str, list[Session]] = {}
    for session in own:
        by_item.setdefault(session.item, []).append(session)
    wanted = {item.key for item in asked.items}
    attended = []
    missed = list(asked.missed)
    for block, item in programme.items():
        if item.key not in wanted or (runs[block.key] is None and item.key not in caught_up):
            continue
        offered = [caught_up[item.key]] if item.key in caught_up else by_item.get(item.key, [])
        number = None if item.key in caught_up else (groups or {}).get(item.key, {}).get(member.id)
        found = _theirs(offered, number, fixed=item.key in caught_up)
        if isinstance(found, Why):
            missed.append(Missed(member.id, item.key, item.title, found))
        else:
            attended.append(found)
    days = {session.day for session in attended}
    meant = {
        item.key
        for block, item in programme.items()
        if item.kind not in ATTENDED and invited(member, block, item)
    }
    rests = [s for s in own if s.item in meant and s.day in days and s.status is Status.CONFIRMED]
    return Itinerary(
        tuple(sorted(attended, key=_when)),
        tuple(sorted(rests, key=_when)),
        tuple(missed),
        asked.exempt,
    )


def _theirs(offered: Sequence[Session], number: int | None, *, fixed: bool) -> Session | Why:
    """A session without a group number serves everybody, or group 1 once there are groups."""
    if not offered:
        return Why.NOT_PLANNED
    theirs = [
        session
        for session in offered
        if fixed or session.group == number or (session.group is None and number == 1)
    ]
    held = (session for session in theirs if session.status is Status.CONFIRMED)
    return next(held, Why.CANCELLED if theirs else Why.UNSCHEDULED)


def _when(session: Session) -> tuple[object, ...]:
    return session.day, session.start, session.end, session.uid
