"""Rows of a file that double what is held, because a part of their key was corrected.

What tells rows apart is also what people correct: a first day, a post, a team. Under its new key
such a row is new, and the row it was meant to replace stays and goes on being counted.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from service.workforce.fact_kinds import POSTS, FactKind, HeldRow, Key, Record

Doubled = tuple[Record, HeldRow]
"""A new row, and the held row that covers the same days and is not in the file."""


def doubled(
    kind: FactKind, sent: Sequence[Record], new: Iterable[Record], held: Mapping[Key, HeldRow]
) -> list[Doubled]:
    """New rows whose key differs in one part from that of a held row of the same days.

    The first part, which says whose the row is, is the same. A held row that the file sends again
    is meant to stand beside the new one.
    """
    if kind.end is None:
        return []
    others = _not_sent(kind, sent, held)
    owner = kind.place(kind.key[0])
    found: list[Doubled] = []
    for record in new if others else ():
        theirs = others.get(record[owner], ())
        alike = (was for was in theirs if _nearly_the_same(kind, record, was))
        was = next((was for was in alike if _same_days(kind, record, was)), None)
        if was is not None:
            found.append((record, was))
    return found


def _not_sent(
    kind: FactKind, sent: Sequence[Record], held: Mapping[Key, HeldRow]
) -> Mapping[str, list[HeldRow]]:
    """Held rows that the file does not send, by whose they are."""
    keys = set(map(kind.key_of, sent))
    owner = kind.place_held(kind.key[0])
    found: defaultdict[str, list[HeldRow]] = defaultdict(list)
    for key, row in held.items():
        if key not in keys:
            found[row[owner]].append(row)
    return found


def _nearly_the_same(kind: FactKind, record: Record, was: HeldRow) -> bool:
    _, *parts = kind.key
    differ: int = sum(record[kind.place(part)] != was[kind.place_held(part)] for part in parts)
    return differ == 1


def _same_days(kind: FactKind, record: Record, was: HeldRow) -> bool:
    assert kind.end is not None
    first, end = kind.key[1], kind.end
    starts: date = record[kind.place(first)]
    started: date = was[kind.place_held(first)]
    return starts <= _last(kind, was[kind.place_held(end)]) and started <= _last(
        kind, record[kind.place(end)]
    )


def _last(kind: FactKind, end: date | None) -> date:
    if end is None:
        return date.max
    # A post is closed on the first day it is no longer there.
    return end - timedelta(days=1) if kind is POSTS else end
