"""What calendars have been told of a year after the first time, so that nothing leaves one in silence.

A calendar drops what is merely gone without a word. What another supervisor, another preset or
another FTE takes out of somebody's calendar stays there as cancelled (V1), and counts on when it
comes back. Only what a change changed is told again.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from academy.asye.calendar import Entry
from academy.feed import LONDON


@dataclass(frozen=True, slots=True, order=True)
class Whose:
    """Whose calendar. ``side``: own or supervisor; ``name``: the member's id, or the supervisor's."""

    side: str
    name: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One entry in one calendar. ``bumps``: how often it was told again; counts in SEQUENCE.

    ``gone``: the entry as it was when it left the calendar; None while it is there.
    """

    bumps: int
    at: datetime
    gone: Entry | None = None


Shown = Mapping[Whose, Collection[Entry]]
"""What each calendar shows, every key once."""
Marks = Mapping[Whose, Mapping[str, Mark]]


def retold(marks: Marks, before: Shown, after: Shown, now: datetime) -> Marks:
    """The marks once calendars that showed ``before`` show ``after``. The same where nothing changed.

    An entry counts over all calendars of its side: a calendar that gets it from another one goes on
    where that one was.
    """
    fresh: dict[Whose, dict[str, Mark]] = {}
    for owner in {*before, *after}:
        was = {entry.key: entry for entry in before.get(owner, ())}
        now_ = {entry.key: entry for entry in after.get(owner, ())}
        for key in {*was, *now_}:
            if was.get(key) != now_.get(key):
                gone = None if key in now_ else was[key]
                mark = Mark(1 + _bumps(marks, owner.side, key), now, gone)
                fresh.setdefault(owner, {})[key] = mark
    if not fresh:
        return marks
    return {owner: {**marks.get(owner, {}), **fresh.get(owner, {})} for owner in {*marks, *fresh}}


def _bumps(marks: Marks, side: str, key: str) -> int:
    known = [of[key].bumps for owner, of in marks.items() if owner.side == side and key in of]
    return max(known, default=0)


def told(
    entries: Collection[Entry], marks: Mapping[str, Mark]
) -> Iterator[tuple[Entry, Mark | None]]:
    """One calendar's entries, and those that left it while they were still ahead, as cancelled."""
    there = {entry.key for entry in entries}
    for entry in entries:
        yield entry, marks.get(entry.key)
    for key, mark in marks.items():
        if key not in there and mark.gone is not None and _is_told(mark.gone, mark.at):
            yield replace(mark.gone, description="", cancelled=True), mark


def _is_told(gone: Entry, at: datetime) -> bool:
    """What was over when it left is not cancelled any more; what was cancelled already stays so."""
    return gone.cancelled or gone.day >= day_in_england(at)


def day_in_england(at: datetime) -> date:
    return at.astimezone(LONDON).date()
