"""Attendance and the mop-up needs it leaves, collected across cohorts (rule A6)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import chain

from academy.groups import sizes
from academy.membership import Missed
from academy.programme import Programme


class Attended(StrEnum):
    ATTENDED = "attended"
    PART = "part"
    ABSENT_AUTHORISED = "absent-authorised"
    ABSENT = "absent"
    EXEMPT = "exempt"
    COMPLETED_ELSEWHERE = "completed-elsewhere"


CLOSING = frozenset({Attended.ATTENDED, Attended.EXEMPT, Attended.COMPLETED_ELSEWHERE})
"""Attending a part leaves the need open: a lead who finds it enough records an exemption."""


@dataclass(frozen=True, slots=True)
class Attendance:
    """One line of the register."""

    member: str
    cohort: str
    item: str
    day: date
    state: Attended


@dataclass(frozen=True, slots=True)
class MopUpNeed:
    """``since`` is the first day missed; None where the plan itself never had a place for them."""

    member: str
    cohort: str
    item: str
    since: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class Demand:
    """Everybody, of whatever cohort, who needs one item of one programme."""

    programme: str
    item: str
    title: str
    needs: tuple[MopUpNeed, ...]
    groups: tuple[int, ...]
    """Sizes of the groups its capacity asks for; one group where it has none."""


def completed(register: Iterable[Attendance], member: str) -> frozenset[str]:
    """Items a member need not take again, in whatever cohort they were taken (S5)."""
    return frozenset(
        line.item for line in register if line.member == member and line.state in CLOSING
    )


def needs(
    register: Iterable[Attendance],
    missed: Mapping[str, Iterable[Missed]],
    programmes: Mapping[str, Programme],
) -> tuple[MopUpNeed, ...]:
    """One need for each member and mandatory item not attended, oldest first.

    ``missed`` (what itineraries record) and ``programmes`` are by cohort. A need closes when the
    item is attended in any cohort, excused or completed elsewhere; later absences do not reopen it.
    """
    mandatory = {
        cohort: {item.key for _, item in programme.items() if item.mandatory}
        for cohort, programme in programmes.items()
    }
    lines = sorted(register, key=lambda line: (line.day, line.cohort, line.item))
    closed = {(line.member, line.item) for line in lines if line.state in CLOSING}
    found: dict[tuple[str, str], MopUpNeed] = {}
    for line in lines:
        key = (line.member, line.item)
        if key not in closed and line.item in mandatory[line.cohort]:
            need = MopUpNeed(line.member, line.cohort, line.item, line.day, line.state)
            found.setdefault(key, need)
    for cohort, recorded in missed.items():
        for one in recorded:
            key = (one.member, one.item)
            if key not in closed and one.item in mandatory[cohort]:
                need = MopUpNeed(one.member, cohort, one.item, None, one.why)
                found.setdefault(key, need)
    return tuple(
        sorted(found.values(), key=lambda need: (need.since or date.max, need.item, need.member))
    )


def collect(
    open_needs: Iterable[MopUpNeed], programmes: Mapping[str, Programme]
) -> tuple[Demand, ...]:
    """Needs by programme and item, in the order of the programme: what a mop-up run would serve.

    Capacities are those of the newest version of a programme among the cohorts.
    """
    wanted = list(open_needs)
    newest: dict[str, Programme] = {}
    for programme in sorted(programmes.values(), key=lambda programme: programme.version):
        newest[programme.key] = programme
    return tuple(
        demand
        for key, programme in sorted(newest.items())
        for demand in _demands(
            programme, [need for need in wanted if programmes[need.cohort].key == key]
        )
    )


def _demands(programme: Programme, wanted: Sequence[MopUpNeed]) -> Iterator[Demand]:
    for item in chain.from_iterable(block.items for block in programme.blocks):
        waiting = tuple(need for need in wanted if need.item == item.key)
        if waiting:
            groups = sizes(len(waiting), item.capacity or len(waiting))
            yield Demand(programme.key, item.key, item.title, waiting, tuple(groups))
