"""Which cells of one table are closed: small ones, and others until nothing can be worked out."""

import pytest

from scorecard.definition import Dimension
from scorecard.disclosure.blocks import (
    COUNCIL,
    Closing,
    Count,
    Kept,
    Known,
    Node,
    Table,
    Why,
    close,
)
from scorecard.disclosure.tree import draw

TEAM = "team"


def parts(text: str) -> dict[Node, Count]:
    """``A 2, B 3/9`` as counts: B's people are divided into 3 and 9."""
    counts = {}
    for each in filter(None, (one.strip() for one in text.split(","))):
        name, numbers = each.split()
        counts[TEAM, name] = Count(tuple(int(one) for one in numbers.split("/")))
    return counts


def council(text: str, part_of: str | None = None) -> Table:
    counts = parts(text)
    width = len(next(iter(counts.values())).parts)
    whole = Count(tuple(sum(one.parts[i] for one in counts.values()) for i in range(width)))
    return Table({COUNCIL: whole, **counts}, [(COUNCIL, tuple(counts))], part_of)


def names(nodes: object) -> str:
    return " ".join(sorted(name or "council" for _, name in nodes))


def nodes(text: str) -> frozenset[Node]:
    return frozenset((TEAM, name) if name != "council" else COUNCIL for name in text.split())


ONE_PARTITION = """
counts                      | closed              | because
A 12, B 9, C 0              |                     | nobody is few
A 12, B 4                   | A B                 | B is small; with two closed each may be 1 to 15
A 12, B 1, C 40             | A B                 | the smallest partner that is enough
A 3, B 4, C 5, D 30         | A B                 | 3 + 4 is 7, and two closed need 2 + 5
A 3, B 3, C 6, D 30         | A B C               | 3 + 3 is 6: not enough, 12 is
A 1, B 1, C 1, D 1, E 1, F 8, G 9 | A B C D E F   | 5 ones could be told apart if they were all
A 4, B 0                    | A B council         | the council itself is small
A 3, B 3, C 0               | A B C               | all are closed, zeros too: any may have 0 to 6
A 2, B 2, C 0, D 0          | A B C D council     | the council's 4 are few
A 5, B 5                    |                     | five may be told
A 4, B 5                    | A B                 | four may not
A 4, B 5, C 6               | A B                 | 9 people in 2 closed
"""


def rows(table: str) -> list[tuple[str, ...]]:
    return [
        tuple(cell.strip() for cell in line.split("|")) for line in table.strip().splitlines()[1:]
    ]


@pytest.mark.parametrize(("counts", "closed", "because"), rows(ONE_PARTITION))
def test_the_closed_cells_of_one_partition(counts: str, closed: str, because: str) -> None:
    assert names(close(council(counts), 5, Known(), {}).closed) == closed, because


THRESHOLDS = """
threshold | counts            | closed
2         | A 1, B 4, C 9     | A B
2         | A 2, B 9          |
3         | A 2, B 2, C 9     | A B C
3         | A 2, B 3, C 9     | A B
10        | A 9, B 10, C 30   | A B
"""


@pytest.mark.parametrize(("threshold", "counts", "closed"), rows(THRESHOLDS))
def test_another_threshold(threshold: str, counts: str, closed: str) -> None:
    assert names(close(council(counts), int(threshold), Known(), {}).closed) == closed


def test_reasons() -> None:
    closing = close(council("A 12, B 1, C 40"), 5, Known(), {})
    assert closing.closed == {(TEAM, "B"): Why.SMALL, (TEAM, "A"): Why.PROTECTS}
    closing = close(council("A 3, B 0"), 5, Known(), {})
    assert closing.closed == {
        COUNCIL: Why.SMALL, (TEAM, "A"): Why.SMALL, (TEAM, "B"): Why.INSIDE,
    }  # fmt: skip


def test_rows_beside_nobody_are_a_small_number_too() -> None:
    table = council("A 0, B 9")
    table.counts[TEAM, "A"] = Count((0,), beside=1)
    assert names(close(table, 5, Known(), {}).closed) == "A B"
    assert not Count((0,), beside=5).small(5)
    assert Count((7, 1)).small(5)
    assert Count((7, 1)).people == 8


def tree() -> Table:
    """North has teams A and B, South C and D, East the one team E."""
    counts = parts("A 2, B 3, C 7, D 9, E 6")
    areas = {
        ("area", "North"): Count((5,)),
        ("area", "South"): Count((16,)),
        ("area", "East"): Count((6,)),
    }
    return Table(
        {COUNCIL: Count((27,)), **areas, **counts},
        [
            (COUNCIL, tuple(areas)),
            (("area", "North"), ((TEAM, "A"), (TEAM, "B"))),
            (("area", "South"), ((TEAM, "C"), (TEAM, "D"))),
            (("area", "East"), ((TEAM, "E"),)),
        ],
    )


def test_areas_that_share_a_team_are_one_unit_with_the_counts_of_both() -> None:
    """Team B lies in North and in South, so nothing between the two can be protected apart."""
    north, south, east = ("area", "North"), ("area", "South"), ("area", "East")
    counts = {
        COUNCIL: Count((9, 12), 6),
        north: Count((2, 3), 1),
        south: Count((3, 5), 2),
        east: Count((4, 4), 3),
        (TEAM, "A"): Count((1, 1), 1),
        (TEAM, "B"): Count((4, 7), 2),
        (TEAM, "C"): Count((4, 4), 3),
    }
    table = Table(dict(counts), [])
    draw(
        table,
        (Dimension.AREA, Dimension.TEAM),
        [("A", "North"), ("B", "North"), ("B", "South"), ("C", "East")],
    )
    both = ("unit", "North|South")
    assert table.counts == counts | {both: Count((5, 8), 3)}
    assert table.partitions == [
        (COUNCIL, (east, both)),
        (east, ((TEAM, "C"),)),
        (both, (north, south)),
        (both, ((TEAM, "A"), (TEAM, "B"))),
    ]


def test_below_an_open_area_its_teams_protect_one_another() -> None:
    assert names(close(tree(), 5, Known(), {}).closed) == "A B"


def test_an_area_is_closed_where_its_teams_are_not_enough_and_all_below_it() -> None:
    table = tree()
    table.counts[TEAM, "B"] = Count((0,))
    table.counts["area", "North"] = Count((2,))
    closing = close(table, 5, Known(), {})
    assert names(closing.closed) == "A B E East North"
    assert closing.closed["area", "East"] is Why.PROTECTS
    assert closing.closed[TEAM, "E"] is Why.INSIDE
    assert closing.closed[TEAM, "B"] is Why.INSIDE


def test_an_only_part_is_its_parent() -> None:
    table = tree()
    table.counts[TEAM, "E"] = table.counts["area", "East"] = Count((4,))
    closed = close(table, 5, Known(), {}).closed
    assert closed[TEAM, "E"] is closed["area", "East"] is Why.SMALL
    assert ("area", "North") in closed


def test_what_was_told_before_hides_nothing_and_is_not_hidden() -> None:
    told = Known(told=nodes("A"))
    # A cannot be the partner: everybody has it.
    assert names(close(council("A 12, B 1, C 40"), 5, told, {}).closed) == "B C"
    assert close(council("A 1, B 12"), 5, told, {(TEAM, "A"): Why.TOGETHER}).closed == {}
    assert close(council("A 2, B 0"), 5, Known(told=nodes("council A")), {}).closed == {}


def test_where_all_else_was_told_it_is_closed_all_the_same_and_the_small_one_reported() -> None:
    closing = close(council("A 12, B 1, C 40"), 5, Known(told=nodes("A C")), {})
    assert closing == Closing({(TEAM, "B"): Why.SMALL, (TEAM, "A"): Why.PROTECTS}, [(TEAM, "B")])
    closing = close(council("A 2, B 3, C 9"), 5, Known(told=nodes("C")), {})
    assert closing.unprotected == [(TEAM, "A"), (TEAM, "B")]
    assert names(closing.closed) == "A B C"


def test_where_nothing_is_left_to_close_the_parent_closes_or_nothing_helps() -> None:
    assert names(close(council("A 4"), 5, Known(told=nodes("council")), {}).closed) == "A"
    alone = close(council("A 4"), 5, Known(told=nodes("council")), {})
    assert alone.unprotected == [(TEAM, "A")]
    table = tree()
    table.counts[TEAM, "A"] = Count((1,))
    table.counts[TEAM, "B"] = Count((3,))
    told = close(table, 5, Known(told=frozenset({("area", "North")})), {})
    assert told.unprotected == [(TEAM, "A"), (TEAM, "B")]
    assert told.closed == {(TEAM, "A"): Why.SMALL, (TEAM, "B"): Why.SMALL}


def test_below_a_closed_parent_what_was_told_stays_open() -> None:
    closing = close(council("A 1, B 2"), 5, Known(told=nodes("A")), {})
    assert names(closing.closed) == "B council"


def kept(text: str, since: int | None = 0) -> dict[Node, Kept]:
    """``B 6, C 2``: kept before, with the least that any edition counts."""
    return {node: Kept(since, least) for node, least in parts(text).items()}


def test_what_was_kept_before_stays_closed_and_its_sum_is_known() -> None:
    # B and C were closed before, with the same numbers: nothing new has to be closed with them.
    before = Known(kept=kept("B 6, C 2"))
    closing = close(council("A 12, B 6, C 2, D 30"), 5, before, {})
    assert closing.closed == {(TEAM, "B"): Why.BEFORE, (TEAM, "C"): Why.SMALL}
    # D has become small since: B and C cannot hide it, their sum is known.
    closing = close(council("A 12, B 6, C 2, D 3"), 5, before, {})
    assert names(closing.closed) == "A B C D"
    # Kept, and then told by another edition: told is told.
    both = Known(told=nodes("B"), kept=kept("B 6, C 2"))
    assert names(close(council("A 12, B 6, C 2, D 30"), 5, both, {}).closed) == "C"
    # A group that is no more.
    gone = Known(kept=kept("Gone 3"))
    assert close(council("A 12, B 6"), 5, gone, {}).closed == {}


def test_a_block_from_before_is_loose_by_what_can_be_exchanged_in_all_editions() -> None:
    # B had 6 and has 7: six of them, and C's two, can still be exchanged in both.
    assert (
        names(close(council("A 12, B 7, C 2, D 30"), 5, Known(kept=kept("B 6, C 2")), {}).closed)
        == "B C"
    )
    # B had 6 and has 4: C's two need somebody else as well, who is not in the block of then.
    now = council("A 12, B 4, C 2, D 30")
    assert names(close(now, 5, Known(kept=kept("B 4, C 2")), {}).closed) == "B C"
    assert names(close(now, 5, Known(kept=kept("B 3, C 2")), {}).closed) == "A B C"
    # C had 2 and has 3, B had 5 and has 4: of seven now, six can be exchanged in both.
    now = council("A 12, B 4, C 3, D 30")
    assert names(close(now, 5, Known(kept=kept("B 4, C 2")), {}).closed) == "A B C"
    # Blocks of two editions: each has a sum of its own.
    two = Known(kept=kept("B 7") | kept("C 2", since=1))
    assert names(close(council("A 12, B 8, C 3, D 30"), 5, two, {}).closed) == "B C"
    # None of them is small any more: they stay closed and need nobody.
    old = Known(kept=kept("B 1"))
    assert close(council("A 12, B 7, C 9"), 5, old, {}).closed == {(TEAM, "B"): Why.BEFORE}


def test_a_group_by_a_new_name_does_not_hide_in_the_block_of_then() -> None:
    # N may be C renamed, or come on top: then all of them less B and C would be N.
    before = Known(kept=kept("B 6, C 2") | kept("N 1", since=None))
    assert names(close(council("A 12, B 6, C 2, N 1, D 30"), 5, before, {}).closed) == "A B C N"


def test_nobody_hides_in_a_block_beside_which_nobody_is_told() -> None:
    # All were closed before, C's 0 too: it might have been anybody's. E's 0 says that c is no 0.
    before = Known(kept=kept("A 3, B 1, C 0, D 2"))
    assert names(close(council("A 3, B 1, C 0, D 2, E 0"), 5, before, {}).closed) == "A B C D E"
    assert names(close(council("A 3, B 1, C 0, D 2"), 5, before, {}).closed) == "A B C D"


def test_parts_of_a_block_from_before() -> None:
    before = Known(kept=kept("A 2/10, B 6/20"))
    assert names(close(council("A 3/10, B 6/20, C 30/60", "staff"), 5, before, {}).closed) == "A B"
    few = Known(kept=kept("A 2/10, B 1/20"))
    assert names(close(council("A 3/10, B 1/20, C 30/60", "staff"), 5, few, {}).closed) == "A B C"


def test_a_cell_closed_from_outside_gets_a_partner() -> None:
    closing = close(council("A 12, B 6, C 30"), 5, Known(), {(TEAM, "B"): Why.TOGETHER})
    assert closing.closed == {(TEAM, "B"): Why.TOGETHER, (TEAM, "A"): Why.PROTECTS}


DIVIDED = """
parts (the first of interest)  | whole closed | closed      | because
A 2/10, B 6/20, C 30/60        |              | A B         | 8 in two: A may have 0 to 8
A 2/10, B 2/20, C 30/60        |              | A B C       | 4 in A and B are few
A 10/2, B 20/6, C 60/30        |              | A B         | those left over are people too
A 6/10, B 6/20                 |              |             | nobody is few
A 0/10, B 6/20                 |              |             | none is not few
A 2/2, B 0/3, C 10/50, D 30/40 | A B          | A B C       | 7 people in A and B, but 2 of interest are few: C has more
A 0/2, B 0/9, C 10/50          | A B          | A B         | none of them is of interest
A 0/2, B 5/9, C 10/50          | A B          | A B         | 1 to 15 people in each, 0 to 5 of interest
A 0/2, B 4/9, C 10/50          | A B          | A B C       | 0 to 4 of interest are few
A 2/0, B 0/3, C 10/50          | A B          | A B C council | 5 people in A and B are never enough
"""


@pytest.mark.parametrize(("counts", "whole", "closed", "because"), rows(DIVIDED))
def test_parts_of_another_count(counts: str, whole: str, closed: str, because: str) -> None:
    table = council(counts, part_of="staff")
    start = dict.fromkeys(nodes(whole), Why.TOGETHER)
    assert names(close(table, 5, Known(), start, nodes(whole)).closed) == closed, because


def test_a_group_that_is_nearly_everybody_bounds_the_parts_of_the_others() -> None:
    # 28 of 30 are newly qualified; of the 5 in A 3 are. B has 25: at least 3 in A must be.
    closing = close(council("A 3/2, B 25/0", part_of="staff"), 5, Known(), {})
    assert closing.closed[COUNCIL] is Why.SMALL
