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

Another is that an agency worker has gone: a census lists those of its own day and has no row for the
others. So whom a census lists as an agency worker counts until the next census that does not
(:class:`CensusDay`), or the agency rate would grow with every census.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from service.workforce.fact_kinds import (
    AGENCY,
    CAME_WITH,
    EMPLOYMENTS,
    FACT_KINDS,
    FIELDS,
    REPORTED,
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
    left_beside: list[HeldRow] = field(default_factory=list)
    """Of a census: the missing spells of people whom it names with another spell."""
    doubled: list[tuple[Record, HeldRow]] = field(default_factory=list)
    """New rows, each with a held row that covers the same days: see ``doubling``.

    Known of a file on its way in; a replay does not ask.
    """
    fte_kept: int = 0
    """Leavers of a census whose FTE is the one held before."""
    no_longer_listed: int = 0
    """Agency workers of earlier censuses whom this census ends by not listing them."""
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


@dataclass(frozen=True, slots=True)
class CensusDay:
    """The day of a census on its way in, and of the next one that is held already."""

    as_at: date
    following: date | None = None
    """None where this census is the latest."""
    following_came_with: int | None = None
    """Number of the return that brought the following one."""


def census_day(records: Records, reported: Iterable[HeldRow]) -> CensusDay | None:
    """Place a census among those held, by the totals that each of them reports for its day."""
    if not records.reported:
        return None
    as_at = records.reported[0].as_at
    place = REPORTED.place_held("as_at")
    later = min(
        (row for row in reported if row[place] > as_at), key=lambda r: r[place], default=None
    )
    if later is None:
        return CensusDay(as_at)
    return CensusDay(as_at, later[place], later[CAME_WITH])


def compare(
    kind: FactKind,
    records: Sequence[Record],
    held: Mapping[Key, HeldRow],
    *,
    census: bool = False,
    day: CensusDay | None = None,
) -> Difference:
    """Work out what ``records`` do to ``held``. Keys must be unique within ``records``.

    ``day`` is that of a census; other returns have none.
    """
    difference = Difference(kind, census=census)
    difference.held_open = _count_open(kind, held.values())
    listed = day if kind is AGENCY else None
    if listed is not None:
        difference.rests_on |= {row[CAME_WITH] for row in held.values()}
        if listed.following is not None and listed.following_came_with is not None:
            difference.rests_on.add(listed.following_came_with)
            records = [_until(record, listed.following, held, listed) for record in records]
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
    if census and kind is EMPLOYMENTS and difference.missing:
        named = {record[_WORKER] for record in records}
        difference.left_beside = [row for row in difference.missing if row[_HELD_WORKER] in named]
    if listed is not None:
        to_store += _end_whom_it_does_not_list(difference, held, seen, listed)
    return difference


_FTE, _ENDED = EMPLOYMENTS.place("fte"), EMPLOYMENTS.place("ended")
_HELD_FTE = EMPLOYMENTS.place_held("fte")
_WORKER, _HELD_WORKER = EMPLOYMENTS.place("worker"), EMPLOYMENTS.place_held("worker")


def _lacks_fte(sent: Record, was: HeldRow) -> bool:
    return sent[_FTE] is None and sent[_ENDED] is not None and was[_HELD_FTE] is not None


def _with_fte(sent: Record, was: HeldRow) -> Record:
    return (*sent[:_FTE], was[_HELD_FTE], *sent[_FTE + 1 :])


_STARTED = AGENCY.place("started")
_GONE, _HELD_GONE = AGENCY.place("ended"), AGENCY.place_held("ended")
_HELD_STARTED = AGENCY.place_held("started")


def _until(
    record: Record, following: date, held: Mapping[Key, HeldRow], listed: CensusDay
) -> Record:
    """End an agency worker of an earlier census where a later one, held already, says so.

    Nobody ends before they began: of who begins after the later census it says nothing.
    """
    if record[_GONE] is not None or record[_STARTED] > following:
        return record
    was = held.get(AGENCY.key_of(record))
    ended = following if was is None else was[_HELD_GONE]
    if ended is not None and ended <= listed.as_at:
        ended = following
    return (*record[:_GONE], ended, *record[_GONE + 1 :])


def _end_whom_it_does_not_list(
    difference: Difference, held: Mapping[Key, HeldRow], seen: set[Key], listed: CensusDay
) -> list[Record]:
    """End those who began before and are not listed; on the day they end they no longer count.

    Where a later census is held, they are those whom it has ended.
    """
    gone = [
        row
        for key, row in held.items()
        if key not in seen
        and row[_HELD_STARTED] < listed.as_at
        and row[_HELD_GONE] == listed.following
    ]
    records = []
    for was in gone:
        fields = was[FIELDS:]
        record = (0, *fields[: _GONE - 1], listed.as_at, *fields[_GONE:])
        records.append(record)
        (difference.changed if listed.following else difference.ended).append((was, record))
    ended = {difference.kind.key_of_held(was) for was in gone}
    difference.missing = [
        row for row in difference.missing if difference.kind.key_of_held(row) not in ended
    ]
    difference.no_longer_listed = len(gone)
    return records


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
        day = census_day(records, self.account(REPORTED, census=True)) if census else None
        for kind in FACT_KINDS:
            held = self._rows[kind.name, census]
            difference = compare(kind, kind.records_in(records), held, census=census, day=day)
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
