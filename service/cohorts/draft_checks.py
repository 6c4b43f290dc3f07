"""Whether a draft fits its programme: what it names must be there."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from academy.programme import Programme
from service.cohorts.drafts import HOME, Draft, Run, session_name
from service.cohorts.refusals import DraftInvalid

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
"""No plan lies outside; the calendar of the computer ends in 9999."""

Fault = tuple[str, str]
"""JSON pointer into the draft, and what is wrong there."""


def require_fitting(draft: Draft, programme: Programme) -> None:
    """Raises DraftInvalid with all faults."""
    faults = list(_faults(draft, programme))
    if faults:
        raise DraftInvalid(
            "The plan names what is not there, or names it twice.",
            errors=[{"pointer": pointer, "detail": detail} for pointer, detail in faults],
        )


def _faults(draft: Draft, programme: Programme) -> Iterator[Fault]:
    keys = Counter(run.key for run in draft.runs)
    if keys[HOME] == 0:
        yield "/runs", f"has no run {HOME}."
    for number, closure in enumerate(draft.closures):
        if closure.last < closure.first:
            yield f"/closures/{number}/last", "is before first."
        yield from _days(f"/closures/{number}", closure.first, closure.last)
    people = Counter(base.who for base in draft.bases)
    for number, base in enumerate(draft.bases):
        if people[base.who] > 1:
            yield f"/bases/{number}/who", "has another base too."
        if base.back <= base.leaves:
            yield f"/bases/{number}/back", "is not after leaves."
    for number, run in enumerate(draft.runs):
        where = f"/runs/{number}"
        if keys[run.key] > 1:
            yield f"{where}/key", "is used by another run."
        if run.key == HOME and (run.blocks is not None or run.items is not None):
            yield where, "is the home run, which lays out the whole programme."
        yield from _run(where, run, programme)


def _run(where: str, run: Run, programme: Programme) -> Iterator[Fault]:
    known = {block.key for block in programme.blocks}
    blocks = known if run.blocks is None else known.intersection(run.blocks)
    items = {item.key for block, item in programme.items() if block.key in blocks}
    yield from _days(f"{where}/anchor", run.anchor)
    for key in run.blocks or ():
        if key not in known:
            yield f"{where}/blocks", f"{key!r} is no block of the programme."
    for key in run.items or ():
        if key not in items:
            yield f"{where}/items", f"{key!r} is no item of the blocks of this run."
    chosen = items if run.items is None else items.intersection(run.items)
    for key, move in run.moves.items():
        if key not in blocks:
            yield f"{where}/moves/{key}", "is no block of this run."
        yield from _days(f"{where}/moves/{key}/to", move.to)
    for key in run.links:
        if key not in chosen:
            yield f"{where}/links/{key}", "is no item of this run."
    groups = Counter((group.item, group.number) for group in run.groups)
    for number, group in enumerate(run.groups):
        if group.item not in chosen:
            yield f"{where}/groups/{number}/item", f"{group.item!r} is no item of this run."
        if groups[group.item, group.number] > 1:
            yield f"{where}/groups/{number}/number", "is used by another group of the item."
        yield from _days(f"{where}/groups/{number}/day", group.day)
    grouped = {item for item, _ in groups}
    sessions = {session_name(item, None) for item in chosen if item not in grouped}
    sessions |= {session_name(item, number) for item, number in groups if item in chosen}
    for key, change in run.sessions.items():
        if key not in sessions:
            yield (
                f"{where}/sessions/{_in_pointer(key)}",
                "is no session of this run: name its item, or item/group where it has groups.",
            )
        if change.day is not None:
            yield from _days(f"{where}/sessions/{_in_pointer(key)}/day", change.day)


def _in_pointer(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def _days(where: str, *days: date) -> Iterator[Fault]:
    for day in days:
        if not EARLIEST <= day <= LATEST:
            yield where, f"{day.isoformat()} is not between {EARLIEST.year} and {LATEST.year}."
