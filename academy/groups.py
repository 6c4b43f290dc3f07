"""Groups over capacity, their runs, and what each person needs first (rules A2-A5)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from academy.findings import PlanFinding, Severity
from academy.membership import Groups, Member, course, run_for
from academy.programme import Programme
from academy.session import Session, Status

Window = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Group:
    """Members of one run who take an item together; ``number`` counts from 1."""

    item: str
    block: str
    run: str
    number: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OutOfOrder:
    """``item`` comes before ``needed`` is over for this member, or they never have it."""

    member: str
    item: str
    needed: str
    finding: PlanFinding


def sizes(required: int, capacity: int, *, fill_first: bool = False) -> list[int]:
    """ceil(required / capacity) groups that differ by at most one; or full ones and a rest."""
    if required == 0:
        return []
    count = -(-required // capacity)
    if fill_first:
        return [capacity] * (count - 1) + [required - capacity * (count - 1)]
    share, over = divmod(required, count)
    return [share + 1] * over + [share] * (count - over)


def divide(
    members: Iterable[Member],
    capacity: int,
    *,
    held: Mapping[str, int] | None = None,
    fill_first: bool = False,
) -> tuple[tuple[str, ...], ...]:
    """Members' ids by group, in order of team and id.

    ``held`` is the group each was in before: nobody changes without a cause, which is a group that
    no longer exists, or (unless ``fill_first``) sizes that would differ by more than one.
    """
    ordered = sorted(members, key=lambda member: (member.team or "", member.id))
    wanted = sizes(len(ordered), capacity, fill_first=fill_first)
    groups: list[list[str]] = [[] for _ in wanted]
    new = []
    for member in ordered:
        number = (held or {}).get(member.id, 0)
        if 1 <= number <= len(groups) and len(groups[number - 1]) < capacity:
            groups[number - 1].append(member.id)
        else:
            new.append(member.id)
    place = {member.id: n for n, member in enumerate(ordered)}
    if fill_first:
        for one in new:
            next(group for group in groups if len(group) < capacity).append(one)
    elif len(new) == len(ordered):
        rest = iter(new)
        groups = [[next(rest) for _ in range(size)] for size in wanted]
    else:
        _balance(groups, new, place)
    return tuple(tuple(sorted(group, key=lambda one: place[one])) for group in groups)


def _balance(groups: list[list[str]], new: Sequence[str], place: Mapping[str, int]) -> None:
    for one in new:
        min(groups, key=len).append(one)
    while len(largest := max(groups, key=len)) - len(smallest := min(groups, key=len)) > 1:
        last = max(largest, key=lambda one: place[one])
        largest.remove(last)
        smallest.append(last)


def form_groups(
    programme: Programme,
    members: Sequence[Member],
    sessions: Sequence[Session],
    *,
    held: Groups | None = None,
    home_run: str | None = None,
    fill_first: bool = False,
) -> tuple[Group, ...]:
    """Groups of every item with a capacity, for each run that lays out its block.

    Whoever has completed the item, takes another track, catches up in a mop-up session or awaits
    clearance needs no place (A2).
    """
    asked = {}
    for member in members:
        elsewhere = {s.item for s in sessions if s.uid in member.catch_up}
        items = course(member, programme, elsewhere).items
        asked[member.id] = {item.key for item in items} - elsewhere
    formed = []
    for block, item in programme.items():
        if item.capacity is None:
            continue
        by_run: dict[str, list[Member]] = {}
        for member in members:
            run = run_for(member, block.key, sessions, home_run)
            if run is not None and item.key in asked[member.id]:
                by_run.setdefault(run, []).append(member)
        for run, required in sorted(by_run.items()):
            divided = divide(
                required, item.capacity, held=(held or {}).get(item.key), fill_first=fill_first
            )
            formed += [
                Group(item.key, block.key, run, number, group)
                for number, group in enumerate(divided, 1)
            ]
    return tuple(formed)


def numbers(groups: Iterable[Group]) -> dict[str, dict[str, int]]:
    """Group number by item and member, as ``sessions_for`` and the next ``form_groups`` take it."""
    by_item: dict[str, dict[str, int]] = {}
    for group in groups:
        by_item.setdefault(group.item, {}).update(dict.fromkeys(group.members, group.number))
    return by_item


def unscheduled(groups: Iterable[Group], sessions: Sequence[Session]) -> tuple[Group, ...]:
    """Groups without a date: open gaps of readiness (A3)."""
    dated = {
        (session.item, session.run, session.group or 1)
        for session in sessions
        if session.status is Status.CONFIRMED
    }
    return tuple(group for group in groups if (group.item, group.run, group.number) not in dated)


def about_groups(
    groups: Sequence[Group],
    sessions: Sequence[Session],
    programme: Programme,
    windows: Mapping[tuple[str, str], Window],
) -> list[PlanFinding]:
    """GROUP_UNSCHEDULED (A3) and RUN_OUTSIDE_BLOCK (A4).

    ``windows``: first and last day of each block by (run, block), as proposed.
    """
    titles = {item.key: item.title for _, item in programme.items()}
    found = [
        PlanFinding(
            "GROUP_UNSCHEDULED",
            Severity.WARN,
            f"Group {group.number} of {titles[group.item]} ({_people(len(group.members))}) has no date.",
        )
        for group in unscheduled(groups, sessions)
    ]
    for session in sessions:
        first, last = windows.get((session.run, session.block), (session.day, session.day))
        if session.status is Status.CONFIRMED and not first <= session.day <= last:
            name = f"Group {session.group} of {session.title}" if session.group else session.title
            found.append(
                PlanFinding(
                    "RUN_OUTSIDE_BLOCK",
                    Severity.WARN,
                    f"{name} is on {session.day.isoformat()}, outside its block "
                    f"({first.isoformat()} to {last.isoformat()}).",
                )
            )
    return found


def out_of_order(
    member: Member, sessions: Sequence[Session], programme: Programme
) -> tuple[OutOfOrder, ...]:
    """What a member is to attend before what it requires is over for them (A5).

    ``sessions`` are the member's own; what they have completed counts as over.
    """
    own = {session.item: session for session in sessions}
    items = {item.key: item for _, item in programme.items()}
    found = []
    for session in sessions:
        for key in items[session.item].prerequisites:
            needed = own.get(key)
            if key in member.completed:
                continue
            if needed and (needed.day, needed.end) <= (session.day, session.start):
                continue
            when = f"is on {needed.day.isoformat()}" if needed else "is not planned for them"
            message = (
                f"{session.title} is on {session.day.isoformat()} and needs {items[key].title}, "
                f"which {when}."
            )
            finding = PlanFinding("PREREQUISITE_ORDER", Severity.WARN, message)
            found.append(OutOfOrder(member.id, session.item, key, finding))
    return tuple(found)


def _people(count: int) -> str:
    return f"{count} {'person' if count == 1 else 'people'}"
