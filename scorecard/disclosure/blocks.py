"""Which cells of one table stay closed, so that no small number in it can be worked out.

A table counts one subject (leavers of a half-year, say) at nodes: the whole council, and the parts
of each partition of it (teams, roles ...). The public knows of every partition that its parts add
up to the parent. Whatever it knows of the closed parts of a parent is therefore their sum, and the
method keeps every such *block* of closed parts loose:

* at least two parts are closed, and where k parts are closed and others open, the people in them
  are at least k + threshold. People can then be exchanged between the closed parts, as far as 1 in
  all but one of them, without any published number changing: each may hold any number from 1 to
  the threshold + 1 at least, even for a reader who takes it that none of them is 0;
* where all parts are closed, zeros among them, the people in them are at least the threshold, and
  each may hold any number from 0 to all of them;
* below a closed parent everything is closed, so an exchange between parents can be carried down.

A table whose cells are parts of another table's (returners among starters) is loose where Frechet's
bounds are: of a closed region (groups x parts) the public knows at most the sums of its rows and
columns, and a cell takes every whole value from max(0, row + column - all) to min(row, column).

The full argument, with what is taken for granted, is ADR 0023.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from enum import StrEnum

Node = tuple[str, str]
"""A breakdown and a group of it; ("council", "") is the whole."""

COUNCIL: Node = ("council", "")


class Why(StrEnum):
    """Why a cell is closed."""

    SMALL = "small"
    """A number of people from 1 up to the threshold, or one that goes with it."""
    PROTECTS = "protects-another"
    """It could be used to work out a small number."""
    INSIDE = "inside-closed"
    """It is a part of something that is closed."""
    TOGETHER = "goes-with-closed"
    """It is a part or another form of a number that is closed here."""
    BEFORE = "closed-before"
    """An earlier edition kept the same number confidential."""
    OVERLAP = "overlapping-year"
    """Its twelve months overlap with others; together they would tell the halves apart."""


PRIMARY = frozenset({Why.SMALL})


@dataclass(frozen=True, slots=True)
class Count:
    """The people at one node: in the parts that are told apart, and what else a number would tell."""

    parts: tuple[int, ...]
    beside: int = 0
    """Rows behind another form of the same number (posts given up without leaving)."""

    @property
    def people(self) -> int:
        return sum(self.parts)

    def small(self, threshold: int) -> bool:
        return any(1 <= one < threshold for one in (*self.parts, self.beside))


@dataclass(slots=True)
class Table:
    """One subject at one date. ``partitions`` name parents before their own parts are parents."""

    counts: dict[Node, Count]
    partitions: list[tuple[Node, tuple[Node, ...]]] = field(default_factory=list)
    part_of: str | None = None
    """The subject whose cells its parts divide; None where it is a count of its own."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A cell that an earlier edition kept confidential."""

    since: int | None
    """Which edition was the first to: the sum of the cells it closed together may be known.

    None for a cell that was not there by this name: it may be one of them, or come on top of them.
    """
    least: Count
    """The least that any edition, this one too, counts in each part: so much can be exchanged in all."""


@dataclass(frozen=True, slots=True)
class Known:
    """What earlier editions have told, and not told, of the cells of a table."""

    told: AbstractSet[Node] = frozenset()
    """Published before with the same number: it can hide nothing, and need not be hidden."""
    kept: Mapping[Node, Kept] = field(default_factory=dict)
    """Confidential before: it stays so."""


@dataclass(slots=True)
class Closing:
    """The closed cells of one table, each with its reason, and what could not be protected."""

    closed: dict[Node, Why] = field(default_factory=dict)
    unprotected: list[Node] = field(default_factory=list)


def close(
    table: Table,
    threshold: int,
    known: Known,
    start: Mapping[Node, Why],
    whole: AbstractSet[Node] = frozenset(),
) -> Closing:
    """Return the smallest closing this method finds.

    ``start`` holds cells that are closed for reasons outside the table; ``whole`` the closed cells
    of the table that this one is a part of.
    """
    closing = Closing({node: why for node, why in start.items() if node not in known.told})
    for node, count in table.counts.items():
        if count.small(threshold) and node not in known.told:
            closing.closed[node] = Why.SMALL
    for node in known.kept:
        if node in table.counts and node not in known.told:
            closing.closed.setdefault(node, Why.BEFORE)
    before = -1
    while len(closing.closed) + len(closing.unprotected) != before:
        before = len(closing.closed) + len(closing.unprotected)
        for parent, children in table.partitions:
            if parent in closing.closed:
                for child in children:
                    if child not in known.told:
                        closing.closed.setdefault(child, Why.INSIDE)
            else:
                _Block(table, threshold, known, whole, closing, parent, children).settle()
    return closing


@dataclass(slots=True)
class _Block:
    """The closed parts of one open parent."""

    table: Table
    threshold: int
    known: Known
    whole: AbstractSet[Node]
    closing: Closing
    parent: Node
    children: Sequence[Node]

    def settle(self) -> None:
        """Close more parts until the block is loose; the parent itself where that is not enough."""
        old: dict[int, list[Node]] = {}
        fresh: list[Node] = []
        for child in self.children:
            if child in self.closing.closed:
                kept = self.known.kept.get(child)
                since = None if kept is None else kept.since
                (fresh if since is None else old.setdefault(since, [])).append(child)
        judged = self
        for block in old.values():
            if not self.still_loose(block):
                fresh += block
                judged = judged.at_least(block)
        if not self.open_ones(told=True) and not any(self.table.counts[n].people for n in fresh):
            return  # all parts are closed: who works out that these are 0 learns that c may be 0
        while any(self.closing.closed[child] is not Why.BEFORE for child in fresh):
            if judged.loose(fresh):
                return
            told = [child for child in self.open_ones(told=True) if child in self.known.told]
            partner = judged.partner(fresh, self.open_ones())
            if partner is None and told:
                # Only a reader who is not sure that they are still the same is kept from it.
                partner = judged.partner(fresh, told)
                self.report(fresh)
            if partner is None:
                self.give_up(fresh)
                return
            fresh.append(partner)
            self.closing.closed[partner] = Why.PROTECTS

    def still_loose(self, block: Sequence[Node]) -> bool:
        """Whether what can be exchanged in this and in all earlier editions alike is enough."""
        counts = self.table.counts
        # Nobody is hidden only where all parts are: a part that is open now says more than before.
        said = bool(self.open_ones(told=True)) and not all(counts[node].people for node in block)
        if not said and all(self.known.kept[node].least == counts[node] for node in block):
            return True
        return self.at_least(block).loose(block)

    def at_least(self, block: Sequence[Node]) -> "_Block":
        """The same block with the least that any edition counts in these parts.

        Their numbers in several editions may be tied to one another: only so much moves in all.
        """
        least = {node: self.known.kept[node].least for node in block}
        table = Table({**self.table.counts, **least}, part_of=self.table.part_of)
        return replace(self, table=table)

    def give_up(self, fresh: Sequence[Node]) -> None:
        if self.parent in self.known.told:
            self.report(fresh)
        else:
            self.closing.closed[self.parent] = Why.PROTECTS

    def report(self, fresh: Sequence[Node]) -> None:
        self.closing.unprotected += [
            child
            for child in fresh
            if self.closing.closed[child] is Why.SMALL and child not in self.closing.unprotected
        ]

    def open_ones(self, *, told: bool = False) -> list[Node]:
        return [
            child
            for child in self.children
            if child not in self.closing.closed and (told or child not in self.known.told)
        ]

    def partner(self, fresh: Sequence[Node], candidates: Sequence[Node]) -> Node | None:
        """The smallest open part that makes the block loose, or the largest there is.

        Parts with nobody in them come last: they help only where all parts are closed.
        """
        candidates = sorted(candidates, key=lambda node: (self.table.counts[node].people, node))
        occupied = [node for node in candidates if self.table.counts[node].people]
        for node in occupied:
            if self.loose([*fresh, node]):
                return node
        if occupied:
            return occupied[-1]
        return candidates[0] if candidates else None

    def loose(self, fresh: Sequence[Node]) -> bool:
        if self.table.part_of is not None:
            return self._every_part_is_loose(fresh)
        people = sum(self.table.counts[node].people for node in fresh)
        if set(self.open_ones(told=True)) - set(fresh):
            return len(fresh) > 1 and people >= len(fresh) + self.threshold
        return len(fresh) > 1 and people >= self.threshold

    def _every_part_is_loose(self, fresh: Sequence[Node]) -> bool:
        counts = self.table.counts
        hidden = [node for node in fresh if node in self.whole]
        together = sum(counts[node].people for node in hidden)
        columns = [sum(column) for column in zip(*(counts[n].parts for n in fresh), strict=True)]
        everybody = sum(columns)
        for node in fresh:
            if node in self.whole:
                least, most = 1, together - len(hidden) + 1
            else:
                least = most = counts[node].people
            for part, column in zip(counts[node].parts, columns, strict=True):
                if part == 0 or (part >= self.threshold and node not in self.whole):
                    continue
                lowest = max(0, least + column - everybody)
                if min(most, column) - lowest < self.threshold:
                    return False
        return True
