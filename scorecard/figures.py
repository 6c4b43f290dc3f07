"""Figures from a ledger: the measure's formula on exact decimals, rounded once."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from scorecard.definition import WHOLE, Dimension, Exclusion, Figure, Measure, Symbol
from scorecard.formulas import Quotient, as_decimal, net_change
from scorecard.ledger import Ledger
from scorecard.ledger.account import Account
from scorecard.lines import Line, presence_of


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
        subjects = {line for one in measure.inputs for line in presence_of(Line(one))}
        return set().union(*(self._active_groups(line, dimension) for line in subjects))

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
        where = (group, self._window, self._width)
        for code in self._codes(measure, accounts, dimension, group):
            parts = [self._part(account, dimension, code, group) for account in accounts]
            quotient: Quotient = measure.formula(*parts)
            yield Figure(
                measure=measure.id,
                dimension=dimension,
                group=name,
                category=code,
                numerator=_shown(quotient.numerator),
                denominator=None if quotient.denominator is None else _shown(quotient.denominator),
                value=quotient.published(measure.decimal_places),
                n=sum(one.count(dimension, code, *where) for one in _counted(measure, accounts)),
                exclusions=self._exclusions(accounts, dimension, group),
                basis="; ".join(dict.fromkeys(self._bases(accounts))),
            )

    def _part(
        self, account: Account, dimension: Dimension, code: str, group: int
    ) -> Fraction | Symbol:
        """Return one part; where all there is had to be left out, it is unavailable and not nil."""
        where = (group, self._window, self._width)
        part = account.part(dimension, code, *where)
        if part == 0 and account.nothing_compared(dimension, code, *where):
            return Symbol.UNAVAILABLE
        return part

    def _codes(
        self, measure: Measure, accounts: Sequence[Account], dimension: Dimension, group: int
    ) -> list[str]:
        """Return the categories to tell of: in a breakdown those in which anything was looked at."""
        codes = [one.code for one in measure.categories]
        if not codes:
            return [WHOLE]
        if dimension is Dimension.COUNCIL and not measure.only_categories_that_occur:
            return codes
        place = group * self._width + self._window
        looked_at = [account.rows.get(dimension, {}) for account in accounts]
        occurring = [
            code for code in codes if any(code in rows and rows[code][place] for rows in looked_at)
        ]
        return occurring or ([WHOLE] if dimension is Dimension.COUNCIL else [])

    def _bases(self, accounts: list[Account]) -> Iterator[str]:
        for account in accounts:
            if self._window in account.basis:
                yield account.basis[self._window]

    def _exclusions(
        self, accounts: list[Account], dimension: Dimension, group: int
    ) -> tuple[Exclusion, ...]:
        place = group * self._width + self._window
        found: dict[str, Exclusion] = {}
        for account in accounts:
            for rule, by_dimension in account.exclusions:
                count = by_dimension[dimension].item(place) if dimension in by_dimension else 0
                if count:
                    found[rule.code] = Exclusion(rule.code, rule.words, count)
        return tuple(found.values())


def _counted(measure: Measure, accounts: list[Account]) -> list[Account]:
    """Return the accounts whose rows are behind the numerator: all of a net change, or the first."""
    return accounts if measure.formula is net_change else accounts[:1]


def _shown(part: object) -> Decimal | Symbol:
    if isinstance(part, Symbol):
        return part
    assert isinstance(part, int | Decimal | Fraction)
    return as_decimal(part)
