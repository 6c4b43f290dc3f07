"""The one rule by which a return changes what is held.

A record with a key that is not held is new; one that says the same as the held row changes
nothing; any other supersedes the held row. Nothing that a return does not mention is touched.
Confirming a return and replaying kept returns both go through :func:`compare`, which is why a
replay agrees with what is stored.

HR returns and census returns are two accounts kept side by side (:class:`Held`): where an HR return
has brought rows of a kind, those are the facts, and census rows of that kind are not used.

One thing a census cannot say is the FTE of somebody who has left (it is 0 by DfE's rule, that of
the census day). Where the spell is held with an FTE, that FTE stays with the ending, and the sender
is told for how many.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from service.workforce.fact_kinds import (
    CAME_WITH,
    EMPLOYMENTS,
    FACT_KINDS,
    FIELDS,
    FactKind,
    HeldRow,
    Key,
    Record,
)
from service.workforce.records import Records


@dataclass(slots=True)
class Difference:
    """What one return does to the held rows of one kind (and one account: HR or census)."""

    kind: FactKind
    census: bool = False
    new: list[Record] = field(default_factory=list)
    changed: list[tuple[HeldRow, Record]] = field(default_factory=list)
    """Held row and what it becomes, where that is not its ending."""
    ended: list[tuple[HeldRow, Record]] = field(default_factory=list)
    """Held open row and the record that closes it."""
    unchanged: int = 0
    missing: list[HeldRow] = field(default_factory=list)
    """Open and held (or held for a day the return is about), and not in the return. Not touched."""
    doubled: list[tuple[Record, HeldRow]] = field(default_factory=list)
    """New rows, each with a held row that covers the same days: see ``doubling``.

    Known of a file on its way in; a replay does not ask.
    """
    fte_kept: int = 0
    """Leavers of a census whose FTE is the one held before."""
    held_open: int = 0
    """Rows held open before, of this kind and account."""
    to_store: Sequence[Record] = ()
    """New and changed records in the order of the file."""
    rests_on: set[int] = field(default_factory=set)
    """Numbers of the returns whose rows this return found unchanged or superseded.

    None of them can be undone while this return stands: without them it would have said something
    else.
    """

    @property
    def superseded(self) -> list[HeldRow]:
        return [was for was, _ in self.changed] + [was for was, _ in self.ended]

    @property
    def changes_nothing(self) -> bool:
        return not self.to_store

    @property
    def newly_left(self) -> int:
        """Held open employments that this return ends as having left."""
        if self.kind is not EMPLOYMENTS:
            return 0
        end_type = EMPLOYMENTS.place("end_type")
        return sum(record[end_type] == "left" for _, record in self.ended)


def compare(
    kind: FactKind, records: Sequence[Record], held: Mapping[Key, HeldRow], *, census: bool = False
) -> Difference:
    """Work out what ``records`` do to ``held``. Keys must be unique within ``records``."""
    difference = Difference(kind, census=census)
    difference.held_open = _count_open(kind, held.values())
    if not held:
        difference.new = list(records)
        difference.to_store = records
        return difference
    leavers_lack_fte = census and kind is EMPLOYMENTS
    key_of = kind.key_of
    to_store: list[Record] = []
    seen: set[Key] = set()
    for sent in records:
        key = key_of(sent)
        seen.add(key)
        was = held.get(key)
        if was is None:
            difference.new.append(sent)
            to_store.append(sent)
            continue
        record = sent
        if leavers_lack_fte and _lacks_fte(sent, was):
            record = _with_fte(sent, was)
            difference.fte_kept += 1
        difference.rests_on.add(was[CAME_WITH])
        if was[FIELDS:] == record[1:]:
            difference.unchanged += 1
            continue
        to_store.append(record)
        if _ends(kind, was, record):
            difference.ended.append((was, record))
        else:
            difference.changed.append((was, record))
    difference.to_store = to_store
    difference.missing = _missing(kind, records, held, seen)
    return difference


_FTE, _ENDED = EMPLOYMENTS.place("fte"), EMPLOYMENTS.place("ended")
_HELD_FTE = EMPLOYMENTS.place_held("fte")


def _lacks_fte(sent: Record, was: HeldRow) -> bool:
    return sent[_FTE] is None and sent[_ENDED] is not None and was[_HELD_FTE] is not None


def _with_fte(sent: Record, was: HeldRow) -> Record:
    return (*sent[:_FTE], was[_HELD_FTE], *sent[_FTE + 1 :])


def _ends(kind: FactKind, was: HeldRow, record: Record) -> bool:
    if kind.end is None:
        return False
    return was[kind.place_held(kind.end)] is None and record[kind.place(kind.end)] is not None


def _count_open(kind: FactKind, held: Iterable[HeldRow]) -> int:
    if kind.end is None:
        return 0
    end = kind.place_held(kind.end)
    return sum(row[end] is None for row in held)


def _missing(
    kind: FactKind, records: Sequence[Record], held: Mapping[Key, HeldRow], seen: set[Key]
) -> list[HeldRow]:
    if kind.end is not None:
        end = kind.place_held(kind.end)
        return [row for key, row in held.items() if row[end] is None and key not in seen]
    assert kind.day is not None
    day, day_held = kind.place(kind.day), kind.place_held(kind.day)
    days = {record[day] for record in records}
    return [row for key, row in held.items() if row[day_held] in days and key not in seen]


def repeated_keys(kind: FactKind, records: Sequence[Record]) -> list[Record]:
    """Records whose key an earlier record of the same return has already used."""
    key_of = kind.key_of
    seen: set[Key] = set(map(key_of, records))
    if len(seen) == len(records):
        return []
    seen.clear()
    repeated = []
    for record in records:
        key = key_of(record)
        if key in seen:
            repeated.append(record)
        seen.add(key)
    return repeated


Account = bool
"""True for what census returns say, False for what HR returns say."""


class Held:
    """Everything in force, folded in memory: what the tables hold, without the tables."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, Account], dict[Key, HeldRow]] = {
            (kind.name, account): {} for kind in FACT_KINDS for account in (False, True)
        }

    def take_in(self, number: int, records: Records, *, census: Account) -> None:
        """Fold one return in. ``number`` becomes CAME_WITH of the rows it brings."""
        for kind in FACT_KINDS:
            held = self._rows[kind.name, census]
            difference = compare(kind, kind.records_in(records), held, census=census)
            for was in difference.superseded:
                del held[kind.key_of_held(was)]
            for record in difference.to_store:
                held[kind.key_of(record)] = (None, number, *record)

    def account(self, kind: FactKind, *, census: Account) -> Sequence[HeldRow]:
        """Rows in force of one kind and account, in the order in which they were taken in."""
        return list(self._rows[kind.name, census].values())

    def facts(self, kind: FactKind) -> Sequence[HeldRow]:
        """The rows that count: see :func:`never_mixed`."""
        return never_mixed(self.account(kind, census=False), self.account(kind, census=True))


def never_mixed(hr: Sequence[HeldRow], census: Sequence[HeldRow]) -> Sequence[HeldRow]:
    """HR rows where there are any, otherwise census rows: never some of each."""
    return hr or census
