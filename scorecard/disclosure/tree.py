"""How the groups of a breakdown add up to the whole: what everybody who knows the council knows."""

from collections.abc import Collection, Iterable, Sequence
from typing import Protocol

from scorecard.definition import Dimension
from scorecard.disclosure.blocks import COUNCIL, Count, Node, Table

Nesting = Sequence[tuple[str, str]]
"""Every team with every area that one record names it with."""


class Placed(Protocol):
    """A record that names a team and its area."""

    @property
    def team(self) -> str: ...

    @property
    def area(self) -> str: ...


def nesting_of(records: Iterable[Placed]) -> list[tuple[str, str]]:
    """Return the pairs of team and area that occur, in order."""
    return sorted({(one.team, one.area) for one in records})


def draw(table: Table, breakdowns: Collection[Dimension], nesting: Nesting) -> None:
    """Draw the partitions of a table: places first as units, then what divides the council itself.

    A unit is a set of teams and areas that share records with one another and with nothing else: in
    a council whose teams each lie in one area, it is the area. Groups of other breakdowns are taken
    out of the table: nobody is told of them.
    """
    if table.partitions:
        return
    drawn = {COUNCIL[0], *(one.value for one in breakdowns)}
    table.counts = {node: count for node, count in table.counts.items() if node[0] in drawn}
    groups: dict[str, list[Node]] = {}
    for node in sorted(table.counts):
        groups.setdefault(node[0], []).append(node)
    for dimension in breakdowns:
        nodes = groups.get(dimension.value, [])
        if nodes and dimension not in {Dimension.TEAM, Dimension.AREA}:
            table.partitions.append((COUNCIL, tuple(nodes)))
    teams = groups.get(Dimension.TEAM.value, []) if Dimension.TEAM in breakdowns else []
    areas = groups.get(Dimension.AREA.value, []) if Dimension.AREA in breakdowns else []
    if areas and teams:
        _places(table, teams, areas, nesting)
    elif areas or teams:
        table.partitions.append((COUNCIL, tuple(areas or teams)))


def _places(table: Table, teams: Sequence[Node], areas: Sequence[Node], nesting: Nesting) -> None:
    tops: list[Node] = []
    below: list[tuple[Node, tuple[Node, ...]]] = []
    for its_teams, its_areas in _units(teams, areas, nesting):
        top = (its_areas or its_teams)[0]
        if len(its_areas) > 1:
            top = ("unit", "|".join(name for _, name in its_areas))
            table.counts[top] = _sum([table.counts[node] for node in its_areas])
            below.append((top, tuple(its_areas)))
        if its_areas and its_teams:
            below.append((top, tuple(its_teams)))
        tops.append(top)
    table.partitions += [(COUNCIL, tuple(tops)), *below]


def _units(
    teams: Sequence[Node], areas: Sequence[Node], nesting: Nesting
) -> list[tuple[list[Node], list[Node]]]:
    """Return teams and areas that hang together, in the order of the first area or team."""
    root: dict[Node, Node] = {node: node for node in (*areas, *teams)}

    def find(node: Node) -> Node:
        while root[node] != node:
            node = root[node]
        return node

    for team, area in nesting:
        one, other = (Dimension.TEAM.value, team), (Dimension.AREA.value, area)
        if one in root and other in root:
            low, high = sorted((find(one), find(other)))
            root[high] = low
    units: dict[Node, tuple[list[Node], list[Node]]] = {}
    for node in (*areas, *teams):
        unit = units.setdefault(find(node), ([], []))
        unit[0 if node[0] == Dimension.TEAM.value else 1].append(node)
    return list(units.values())


def _sum(counts: Sequence[Count]) -> Count:
    return Count(
        tuple(sum(column) for column in zip(*(one.parts for one in counts), strict=True)),
        sum(one.beside for one in counts),
    )
