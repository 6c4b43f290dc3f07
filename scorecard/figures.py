"""Figures from a ledger: the measure's formula on exact decimals, rounded once."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from scorecard.account import Account
from scorecard.definition import WHOLE, Dimension, Exclusion, Figure, Measure, Symbol
from scorecard.formulas import Quotient, as_decimal
from scorecard.ledger import Ledger
from scorecard.lines import Line


def figures(ledger: Ledger, measures: Iterable[Measure], window: int = 0) -> list[Figure]:
    """Return the figures of one window: measures in order, breakdowns in order, groups by name.

    The council always has a figure; another group has one when anything was counted there. A
    measure with categories shows all of them for the council, and elsewhere those that occur.
    """
    reader = _Reader(ledger, window)
    return [figure for measure in measures for figure in reader.of(measure)]


class _Reader:
    def __init__(self, ledger: Ledger, window: int) -> None:
        self._ledger = ledger
        self._window = window
        self._width = len(ledger.windows)
        self._active: dict[tuple[Line, Dimension], set[int]] = {}
        self._ordered = {
            dimension: sorted(range(len(names)), key=names.__getitem__)
            for dimension, names in ledger.names.items()
        }

    def of(self, measure: Measure) -> Iterator[Figure]:
        accounts = [self._ledger.accounts[Line(line)] for line in measure.inputs]
        for dimension in measure.dimensions:
            names = self._ledger.names[dimension]
            wanted = self._groups(measure, dimension)
            for group in self._ordered[dimension]:
                if group in wanted:
                    yield from self._of_group(measure, accounts, dimension, group, names[group])

    def _groups(self, measure: Measure, dimension: Dimension) -> set[int]:
        if dimension is Dimension.COUNCIL:
            return {0}
        lines = _SUBJECT_OF.get(Line(measure.inputs[0]), _STAFF)
        found: set[int] = set()
        for line in lines:
            found |= self._active_groups(line, dimension)
        return found

    def _active_groups(self, line: Line, dimension: Dimension) -> set[int]:
        key = (line, dimension)
        if key not in self._active:
            account = self._ledger.accounts.get(line)
            by_category = {} if account is None else account.rows.get(dimension, {})
            self._active[key] = {
                group
                for flat in by_category.values()
                for group, count in enumerate(flat[self._window :: self._width])
                if count
            }
        return self._active[key]

    def _of_group(
        self,
        measure: Measure,
        accounts: list[Account],
        dimension: Dimension,
        group: int,
        name: str,
    ) -> Iterator[Figure]:
        place = group * self._width + self._window
        codes = [one.code for one in measure.categories] or [WHOLE]
        for code in codes:
            parts = [self._part(account, dimension, code, place) for account in accounts]
            if code != WHOLE and dimension is not Dimension.COUNCIL and not parts[0]:
                continue
            quotient: Quotient = measure.formula(*parts)
            yield Figure(
                measure=measure.id,
                dimension=dimension,
                group=name,
                category=code,
                numerator=_shown(quotient.numerator),
                denominator=None if quotient.denominator is None else _shown(quotient.denominator),
                value=quotient.published(measure.decimal_places),
                n=_rows(accounts[0], dimension, code, place),
                exclusions=_exclusions(accounts, dimension, place),
                basis="; ".join(self._bases(accounts)),
            )

    def _part(
        self, account: Account, dimension: Dimension, code: str, place: int
    ) -> Decimal | Symbol:
        symbol = None if account.symbols is None else account.symbols[self._window]
        if symbol is not None:
            return symbol
        column = account.column(dimension, code)
        if column is None:
            return Symbol.UNAVAILABLE
        value = column.cells[place] if column.cells else 0
        return as_decimal(Fraction(value, column.scale))

    def _bases(self, accounts: list[Account]) -> list[str]:
        found = (
            "" if account.basis is None else account.basis[self._window] for account in accounts
        )
        return [one for one in dict.fromkeys(found) if one]


_STAFF = (Line.IN_POST_HEADS, Line.OPENING_HEADS, Line.STARTERS_HEADS_12, Line.LEAVERS_HEADS_12)
_SUBJECT_OF: dict[Line, tuple[Line, ...]] = {}


def _shown(part: object) -> Decimal | Symbol:
    if isinstance(part, Symbol):
        return part
    assert isinstance(part, int | Decimal | Fraction)
    return as_decimal(part)


def _rows(account: Account, dimension: Dimension, code: str, place: int) -> int:
    by_category = account.rows.get(dimension, {})
    flat = by_category.get(code, by_category.get(WHOLE, []) if code == WHOLE else [])
    return flat[place] if flat else 0


def _exclusions(accounts: list[Account], dimension: Dimension, place: int) -> tuple[Exclusion, ...]:
    found: dict[str, Exclusion] = {}
    for account in accounts:
        for rule, by_dimension in account.exclusions:
            count = by_dimension[dimension][place] if dimension in by_dimension else 0
            if count and rule.code not in found:
                found[rule.code] = Exclusion(rule.code, rule.words, count)
    return tuple(found.values())
