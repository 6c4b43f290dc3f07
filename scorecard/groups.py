"""Group names as small integers, the same for every line of one ledger."""

from collections.abc import Iterable, Sequence

from scorecard.definition import NOT_STATED, WHOLE, Dimension


class Interner(dict[str, int]):
    """A name becomes the next number when first met: ``interner[name]`` runs in C."""

    def __missing__(self, name: str) -> int:
        number = self[name] = len(self)
        return number


class PairInterner(dict[tuple[str | None, str | None], int]):
    def __missing__(self, pair: tuple[str | None, str | None]) -> int:
        number = self[pair] = len(self)
        return number


class Groups:
    """The groups of every breakdown, in the order they were met."""

    def __init__(self) -> None:
        self.numbers: dict[Dimension, Interner] = {one: Interner() for one in Dimension}
        self.numbers[Dimension.COUNCIL][WHOLE]

    def number(self, dimension: Dimension, name: str | None) -> int:
        return self.numbers[dimension][str(name or NOT_STATED)]

    def size(self, dimension: Dimension) -> int:
        return len(self.numbers[dimension])

    def names(self, dimension: Dimension) -> list[str]:
        return list(self.numbers[dimension])

    def map_of(self, dimension: Dimension, names: Iterable[str | None]) -> list[int]:
        return [self.number(dimension, name) for name in names]


def roll_up(cells: Sequence[int], stride: int, parents: Sequence[int], size: int) -> list[int]:
    """Add child groups into their parents: ``cells`` has ``stride`` cells for each child."""
    result = [0] * (size * stride)
    for child, parent in enumerate(parents):
        start, there = child * stride, parent * stride
        part = cells[start : start + stride]
        if any(part):
            result[there : there + stride] = map(int.__add__, result[there : there + stride], part)
    return result
