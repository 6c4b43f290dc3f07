"""The arithmetic of every measure: plain, exact, and the only place where it is written.

Each function takes its parts as int, Decimal, Fraction or Symbol and returns a Quotient, whose
numerator and denominator can be shown, whose ``exact`` value is a Fraction or a Symbol, and whose
``published(places)`` is rounded half-up once. They work as well on published components
(``turnover_rate(Decimal("33.1"), Decimal("221.4")).published(1)``) as on the scorecard's own, and
on whole Columns of the ledger or on the rows behind a figure, where only numerator and denominator
are wanted.

Symbols are DfE's: a nil denominator gives z; a part that is itself a symbol gives that symbol; a
cover that exceeds what it covers gives u; what rounds to 0 but is not 0 gives low.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scorecard.columns import Combined
from scorecard.definition import Symbol
from scorecard.rounding import published

Number = int | Decimal | Fraction
Part = Number | Symbol | Combined

_STRONGEST_FIRST = (
    Symbol.SUPPRESSED,
    Symbol.UNAVAILABLE,
    Symbol.UNRELIABLE,
    Symbol.NOT_APPLICABLE,
    Symbol.LOW,
)


@dataclass(frozen=True, slots=True)
class Quotient:
    """``numerator / denominator x per``; without a denominator, the numerator itself."""

    numerator: Part
    denominator: Part | None = None
    per: int = 100
    at_most_whole: bool = False
    """A part of its base: more than the base is unreliable (u)."""
    counts: bool = False
    """The value is the numerator; the denominator only says out of how many."""

    @property
    def exact(self) -> Fraction | Symbol:
        numerator, denominator = self.numerator, self.denominator
        symbol = strongest(numerator, denominator)
        if symbol is not None:
            return symbol
        if (
            self.at_most_whole
            and _number(denominator)
            and _number(numerator) > _number(denominator)
        ):
            return Symbol.UNRELIABLE
        if denominator is None:
            return _number(numerator)
        if _number(denominator) == 0:
            return Symbol.NOT_APPLICABLE
        if self.counts:
            return _number(numerator)
        return _number(numerator) / _number(denominator) * self.per

    def published(self, places: int) -> Decimal | Symbol:
        exact = self.exact
        return exact if isinstance(exact, Symbol) else published(exact, places)


def amount(part: Part) -> Quotient:
    return Quotient(part)


def count_of(part: Part, whole: Part) -> Quotient:
    """Count a part and say out of how many."""
    return Quotient(part, whole, counts=True)


def share(part: Part, whole: Part) -> Quotient:
    """Part / whole x 100."""
    return Quotient(part, whole)


def part_of(part: Part, whole: Part) -> Quotient:
    """Part / whole x 100 of two sources; u when the part exceeds the whole."""
    return Quotient(part, whole, at_most_whole=True)


def turnover_rate(leavers: Part, in_post: Part) -> Quotient:
    """Leavers in the period / in post at its END x 100 (DfE)."""
    return Quotient(leavers, in_post)


def average_turnover_rate(leavers: Part, in_post_opening: Part, in_post_end: Part) -> Quotient:
    """Leavers / mean of in post at opening and at end x 100: not the DfE definition."""
    return Quotient(leavers, _half(total(in_post_opening, in_post_end)))


def vacancy_rate(vacancies: Part, in_post: Part) -> Quotient:
    """Vacancies / (vacancies + in post) x 100 (DfE): vacancies with nobody in post is 100."""
    return Quotient(vacancies, total(vacancies, in_post))


def agency_rate(agency: Part, in_post: Part) -> Quotient:
    """Agency / (agency + in post) x 100 (DfE)."""
    return Quotient(agency, total(agency, in_post))


def agency_cover_rate(covering: Part, agency: Part) -> Quotient:
    """Agency covering vacancies / all agency x 100 (DfE); u when the part exceeds the whole."""
    return Quotient(covering, agency, at_most_whole=True)


def vacancies_covered_rate(covering: Part, vacancies: Part) -> Quotient:
    """Agency covering vacancies / vacancies x 100 (DfE); u when cover exceeds vacancies."""
    return Quotient(covering, vacancies, at_most_whole=True)


def unfilled_gap(vacancies: Part, covering: Part) -> Quotient:
    """Vacancies - agency covering them; u when cover exceeds vacancies."""
    gap = difference(vacancies, covering)
    if not isinstance(gap, Combined | Symbol) and gap < 0:
        return Quotient(Symbol.UNRELIABLE)
    return Quotient(gap)


def net_change(starters: Part, leavers: Part, moves: Part) -> Quotient:
    """Starters - leavers + net moves, which is closing - opening."""
    return Quotient(total(difference(starters, leavers), moves))


def average_caseload(cases: Part, fte: Part) -> Quotient:
    """Cases / FTE of the workers, agency included, who hold at least one (DfE)."""
    return Quotient(cases, fte, per=1)


def middle(sum_of_middle: Part, how_many: Part) -> Quotient:
    """Mean of the middle value or two of a ranked list (or one value at a rank)."""
    return Quotient(sum_of_middle, how_many, per=1)


def absence_rate(days_lost: Part, in_post: Part, working_days: Part) -> Quotient:
    """Working days lost to sickness / (in post x working days in twelve months) x 100 (DfE)."""
    return Quotient(days_lost, product(in_post, working_days))


def total(one: Part, other: Part) -> Part:
    """One + other; a symbol in either is the result."""
    if isinstance(one, Combined) and isinstance(other, Combined):
        return one + other
    return strongest(one, other) or _plain(_number(one) + _number(other))


def difference(one: Part, other: Part) -> Part:
    if isinstance(one, Combined) and isinstance(other, Combined):
        return one - other
    return strongest(one, other) or _plain(_number(one) - _number(other))


def product(one: Part, other: Part) -> Part:
    if isinstance(one, Combined) and isinstance(other, Combined):
        return one * other
    return strongest(one, other) or _plain(_number(one) * _number(other))


def strongest(*parts: Part | None) -> Symbol | None:
    """Return the symbol that wins among the parts, or None when all are numbers."""
    held = [part for part in parts if isinstance(part, Symbol)]
    return min(held, key=_STRONGEST_FIRST.index) if held else None


def as_decimal(part: Number) -> Decimal:
    """Return an exact decimal; raises ValueError for a fraction that has none."""
    exact = Fraction(part)
    places = 0
    rest = exact.denominator
    for prime in (2, 5):
        power = 0
        while rest % prime == 0:
            rest //= prime
            power += 1
        places = max(places, power)
    if rest != 1:
        raise ValueError(f"{exact} cannot be written as a decimal")
    return Decimal(int(exact * 10**places)).scaleb(-places)


def _half(part: Part) -> Part:
    if isinstance(part, Combined):
        return part.half()
    return part if isinstance(part, Symbol) else _plain(_number(part) / 2)


def _number(part: Part | None) -> Fraction:
    if part is None or isinstance(part, Combined | Symbol):
        raise TypeError(f"{part!r} is not a number")
    return Fraction(part)


def _plain(number: Fraction) -> Number:
    return number
