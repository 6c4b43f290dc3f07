"""Sessions of a run: the items of a programme on the dates of a proposal (T2, G7, A3, R4).

A cohort may have several runs. Its home run lays out every block; a mop-up run is proposed from an
anchor of its own (``template.block_specs(programme, blocks)``) and lays out only its blocks, or
only some items of them. Reviews stay with the home run and are fed by all runs.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from academy.planning import Proposal
from academy.programme import Block, Item, Programme
from academy.session import Session

_TO_BE_CONFIRMED = re.compile(
    r"\bto be (confirmed|advised|arranged)\b|\btb[ca]\b|\?", re.IGNORECASE
)


class Presenting(StrEnum):
    """How far somebody has agreed to fill a role (R4)."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    TBC = "tbc"
    """To be confirmed: there is only the role, and calendars show that."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who fills a role from ``first`` to ``last``, both included; None is open-ended."""

    role: str
    name: str
    first: date
    last: date | None = None
    state: Presenting = Presenting.CONFIRMED

    def holds(self, role: str, day: date) -> bool:
        return role == self.role and self.first <= day and (self.last is None or day <= self.last)

    @property
    def is_somebody(self) -> bool:
        """Whether their name may be shown: "TBC" is nobody, whatever the state says."""
        named = self.state in (Presenting.PROPOSED, Presenting.CONFIRMED)
        return named and not _TO_BE_CONFIRMED.search(self.name)


@dataclass(frozen=True, slots=True)
class GroupRun:
    """When and where one group takes an item (A3). None takes what the programme says.

    ``site`` and ``room`` go together: a run that names either takes neither from the programme.
    """

    item: str
    number: int
    day: date
    start: time | None = None
    end: time | None = None
    site: str | None = None
    room: str | None = None


@dataclass(frozen=True, slots=True)
class Staffing:
    """``links``: joining link by item."""

    holders: Sequence[Holder] = ()
    group_runs: Sequence[GroupRun] = ()
    links: Mapping[str, str] = field(default_factory=dict)

    def holder(self, role: str, day: date) -> Holder | None:
        """Whoever holds a role on that day: a confirmed one before a proposed one."""
        holding = [h for h in self.holders if h.holds(role, day) and h.is_somebody]
        return min(holding, key=lambda h: h.state is not Presenting.CONFIRMED, default=None)

    def names(self, roles: Sequence[str], day: date) -> tuple[str, ...]:
        """Each role's holder on that day, or the role itself: a feed never shows "TBC" (R4)."""
        holders = ((role, self.holder(role, day)) for role in roles)
        return tuple(holder.name if holder else role for role, holder in holders)


NOBODY = Staffing()


def lay_out(
    programme: Programme,
    proposal: Proposal,
    *,
    cohort: str,
    run: str,
    new_uid: Callable[[str], str],
    staffing: Staffing = NOBODY,
    items: Collection[str] | None = None,
) -> tuple[Session, ...]:
    """Sessions in order of time. Blocks the proposal does not date are left out.

    ``new_uid`` is given a key that stays the same for the same item and group of the same run,
    whatever its date, so that moving a session keeps its UID (V1). ``items`` narrows a mop-up run to
    some items. An item without an end is not laid out: a calendar entry needs one, and
    ``template.check`` blocks publishing until it has one (T6).
    """
    dates = {block.key: block.dates for block in proposal.blocks}
    sessions = [
        _session(
            programme,
            block,
            item,
            place,
            cohort=cohort,
            run=run,
            new_uid=new_uid,
            staffing=staffing,
        )
        for block, item in programme.items()
        if block.key in dates and (items is None or item.key in items)
        for place in _places(item, dates[block.key], staffing)
    ]
    return tuple(sorted(sessions, key=lambda s: (s.day, s.start, s.end, s.item, s.group or 0)))


@dataclass(frozen=True, slots=True)
class _Place:
    group: int | None
    day: date
    start: time
    end: time
    site: str | None
    room: str | None


def _places(item: Item, dates: Sequence[date], staffing: Staffing) -> Iterator[_Place]:
    room = " and ".join(item.rooms) or None
    runs = [run for run in staffing.group_runs if run.item == item.key]
    for run in runs:
        end = run.end or item.end
        if end is not None:
            elsewhere = run.site is not None or run.room is not None
            yield _Place(
                group=run.number,
                day=run.day,
                start=run.start or item.start,
                end=end,
                site=run.site if elsewhere else item.site,
                room=run.room if elsewhere else room,
            )
    if not runs and item.end is not None:
        yield _Place(None, dates[item.day - 1], item.start, item.end, item.site, room)


def _session(
    programme: Programme,
    block: Block,
    item: Item,
    place: _Place,
    *,
    cohort: str,
    run: str,
    new_uid: Callable[[str], str],
    staffing: Staffing,
) -> Session:
    parts = [cohort, run, item.key, *([] if place.group is None else [str(place.group)])]
    return Session(
        uid=new_uid("/".join(_part(part) for part in parts)),
        cohort=cohort,
        run=run,
        block=block.key,
        item=item.key,
        group=place.group,
        title=item.title,
        description=_description(programme, item),
        kind=item.kind,
        audience=item.audience or block.audience,
        day=place.day,
        start=place.start,
        end=place.end,
        site=place.site,
        site_address=next((s.address for s in programme.sites if s.key == place.site), None),
        room=place.room,
        facilitators=staffing.names(item.facilitators, place.day),
        presenters=staffing.names(item.presenters, place.day),
        joining_link=staffing.links.get(item.key),
        mandatory=item.mandatory,
        contact=item.contact,
        track=item.track,
        also=item.also,
    )


def _part(key: str) -> str:
    """A part of a longer key that another part cannot be mistaken for."""
    return key.replace("%", "%25").replace("/", "%2F")


def _description(programme: Programme, item: Item) -> str:
    words = {outcome.key: outcome.words for outcome in programme.outcomes}
    titles = {task.key: task.title for task in programme.tasks}
    parts = [item.content] if item.content else []
    if item.outcomes:
        parts.append("\n".join(["Outcomes:", *(f"- {words[key]}" for key in item.outcomes)]))
    if item.tasks:
        parts.append("\n".join(["E-learning:", *(f"- {titles[key]}" for key in item.tasks)]))
    return "\n\n".join(parts)
