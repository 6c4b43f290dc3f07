"""Agreement of two coders on one theme (Cohen's kappa), and which themes go together."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import combinations

from scorecard.themes.wilson import Z_95, Interval

_DIGITS = 28


@dataclass(frozen=True, slots=True)
class Table:
    """Comments by who gave them the theme."""

    both: int
    first_only: int
    second_only: int
    neither: int

    @property
    def total(self) -> int:
        return self.both + self.first_only + self.second_only + self.neither


@dataclass(frozen=True, slots=True)
class Agreement:
    """``kappa`` is None where chance explains everything (no comment, or no theme ever in question)."""

    table: Table
    observed: Fraction | None
    kappa: Fraction | None
    interval: Interval | None


def tables(
    pairs: Iterable[tuple[frozenset[str], frozenset[str]]], themes: Iterable[str]
) -> dict[str, Table]:
    """For each theme the table of both coders; a pair is one comment as each coded it."""
    coded = tuple(pairs)
    return {theme: _table(theme, coded) for theme in themes}


def _table(theme: str, pairs: Iterable[tuple[frozenset[str], frozenset[str]]]) -> Table:
    cells = Counter((theme in first, theme in second) for first, second in pairs)
    return Table(cells[True, True], cells[True, False], cells[False, True], cells[False, False])


def agreement(table: Table, z: Decimal = Z_95) -> Agreement:
    """Cohen's kappa with its large-sample interval (Fleiss, Cohen and Everitt 1969), exact but for the root."""
    total = table.total
    if total == 0:
        return Agreement(table, None, None, None)
    cell = {
        (True, True): Fraction(table.both, total),
        (True, False): Fraction(table.first_only, total),
        (False, True): Fraction(table.second_only, total),
        (False, False): Fraction(table.neither, total),
    }
    first = {given: cell[given, True] + cell[given, False] for given in (True, False)}
    second = {given: cell[True, given] + cell[False, given] for given in (True, False)}
    observed = cell[True, True] + cell[False, False]
    chance = sum((first[given] * second[given] for given in (True, False)), Fraction(0))
    if chance == 1:
        return Agreement(table, observed, None, None)
    kappa = (observed - chance) / (1 - chance)
    variance = _variance(cell, first, second, kappa, chance) / (total * (1 - chance) ** 2)
    return Agreement(table, observed, kappa, _around(kappa, variance, z))


def _variance(
    cell: Mapping[tuple[bool, bool], Fraction],
    first: Mapping[bool, Fraction],
    second: Mapping[bool, Fraction],
    kappa: Fraction,
    chance: Fraction,
) -> Fraction:
    either = (True, False)
    agreed = sum(
        (cell[at, at] * (1 - (first[at] + second[at]) * (1 - kappa)) ** 2 for at in either),
        Fraction(0),
    )
    differed = sum(
        (cell[at, not at] * (second[at] + first[not at]) ** 2 for at in either), Fraction(0)
    )
    return agreed + (1 - kappa) ** 2 * differed - (kappa - chance * (1 - kappa)) ** 2


def _around(middle: Fraction, variance: Fraction, z: Decimal) -> Interval:
    with localcontext() as context:
        context.prec = _DIGITS
        centre = Decimal(middle.numerator) / middle.denominator
        square = max(variance, Fraction(0))
        reach = z * (Decimal(square.numerator) / square.denominator).sqrt()
        low, high = centre - reach, centre + reach
    return Interval(max(Decimal(-1), low), min(Decimal(1), high))


def together(coded: Iterable[frozenset[str]]) -> Mapping[tuple[str, str], int]:
    """How many interviews name both themes of a pair; pairs in alphabetical order, only those that occur."""
    counts = Counter(pair for themes in coded for pair in combinations(sorted(themes), 2))
    return dict(sorted(counts.items()))
