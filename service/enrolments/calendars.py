"""What members' calendars are told when a session becomes or ceases to be theirs (V1).

A session taken from somebody while it goes on for others is cancelled for them; given back, it is
told again. SEQUENCE in their calendar never falls, whatever comes in between.
"""

from collections.abc import Mapping
from datetime import datetime

from service.enrolments.store import calendars as store
from service.enrolments.store.calendars import Mark, Told


def retold(known: Told, before: frozenset[str], after: frozenset[str], now: datetime) -> Told:
    """``before`` and ``after``: UIDs in the calendar of one member."""
    marked = dict(known.marked)
    for uid in before - after:
        mark = marked.get(uid)
        marked[uid] = Mark((mark.bumps if mark else 0) + 1, withdrawn=True, at=now)
    for uid in after:
        mark = marked.get(uid)
        if mark is not None and mark.withdrawn:
            marked[uid] = Mark(mark.bumps + 1, withdrawn=False, at=now)
    plain = {*known.plain, *before, *after} - marked.keys()
    return Told(plain=sorted(plain), marked=dict(sorted(marked.items())))


async def retell(
    before: Mapping[str, frozenset[str]],
    after: Mapping[str, frozenset[str]],
    known: Mapping[str, Told],
    now: datetime,
) -> None:
    """Store what changed, by member; inside the caller's unit of work."""
    fresh = {}
    for member in sorted({*before, *after}):
        was = known.get(member, Told())
        told = retold(was, before.get(member, frozenset()), after.get(member, frozenset()), now)
        if told != was:
            fresh[member] = told
    await store.put(fresh)
