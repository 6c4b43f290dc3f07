"""Rates over groups: sums of parts over sums of parts, never averages of rates.

DfE leaves a member out of BOTH sides of a rate when either part is unusable (a symbol) or the
member's own rate is unreliable, though it may keep the member in the totals it prints. How many
members a rate rests on is part of the answer.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from scorecard.definition import Symbol
from scorecard.formulas import Number, Quotient


@dataclass(frozen=True, slots=True)
class Aggregate:
    quotient: Quotient
    included: int
    members: int

    @property
    def words(self) -> str:
        return f"{self.included} of {self.members} members included"


def over_members(
    formula: Callable[..., Quotient], members: Iterable[tuple[Number | Symbol, ...]]
) -> Aggregate:
    """Apply ``formula`` to the sums of the parts of all usable members.

    ``members`` gives the formula's arguments of each member. With no usable member every part is
    unavailable (x).
    """
    known = list(members)
    usable = [
        [part for part in parts if not isinstance(part, Symbol)]
        for parts in known
        if not any(isinstance(part, Symbol) for part in parts)
        and formula(*parts).exact is not Symbol.UNRELIABLE
    ]
    if not usable:
        return Aggregate(Quotient(Symbol.UNAVAILABLE), 0, len(known))
    sums = [sum(map(Fraction, column), Fraction()) for column in zip(*usable, strict=True)]
    return Aggregate(formula(*sums), len(usable), len(known))
