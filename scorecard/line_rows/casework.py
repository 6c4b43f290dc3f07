"""Rows behind the caseload lines: the workers of the period's snapshot, each with all their rows."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial

from scorecard.careers import Careers
from scorecard.caseloads import (
    Holder,
    Holders,
    Share,
    Snapshots,
    by_holder,
    main_unit,
    middle_places,
    percentile_place,
)
from scorecard.definition import ALL_DIMENSIONS, NOT_STATED, Dimension
from scorecard.experience import bands_of
from scorecard.line_rows.row import LineRow, in_fte
from scorecard.lines import FTE_SCALE, Line
from scorecard.parameters import Parameters
from scorecard.windows import Window
from scorecard.workforce import Workforce

Source = Callable[[], Iterator[LineRow]]
Pick = Callable[[list[LineRow]], list[LineRow]]


def casework_rows(facts: Workforce, window: Window, parameters: Parameters) -> dict[Line, Source]:
    """Return what yields the rows of each caseload line.

    The ranked lines (RANKED) yield all holders of the snapshot with their cases.
    """
    reader = _Casework(facts, window, parameters)
    return {
        Line.CASES: reader.cases,
        Line.CASE_HOLDER_FTE: reader.fte,
        Line.CASE_HOLDERS: reader.holders,
        Line.LIMITED_HOLDERS: partial(reader.against_limit, lambda _load, _most: True),
        Line.AT_OR_OVER_LIMIT: partial(reader.against_limit, lambda load, most: load >= most),
        Line.OVER_LIMIT: partial(reader.against_limit, lambda load, most: load > most),
        **dict.fromkeys(RANKED, reader.cases),
    }


class _Casework:
    def __init__(self, facts: Workforce, window: Window, parameters: Parameters) -> None:
        snapshots = Snapshots(facts, parameters.snapshot_days)
        self._day = snapshots.day_for(window.end)
        rows = [] if self._day is None else snapshots.rows_on({self._day})
        careers = Careers(facts.employments, {row.worker for row in rows})
        self._bands = bands_of(parameters)
        self._limits = None if self._day is None else parameters.limits_on(self._day)
        finder = Holders(facts, careers, self._bands)
        together = by_holder(rows)
        self._unit = main_unit(together)
        self._holders = [finder.holder(theirs) for theirs in together]

    def cases(self) -> Iterator[LineRow]:
        return self._of_shares(lambda share: Decimal(share.cases))

    def fte(self) -> Iterator[LineRow]:
        return self._of_shares(lambda share: in_fte(share.fte or 0))

    def holders(self) -> Iterator[LineRow]:
        return self._of_shares(lambda _share: Decimal(1))

    def against_limit(self, reaches: Callable[[int, int], bool]) -> Iterator[LineRow]:
        """Yield workers by their whole caseload, in each group where they hold a case."""
        for one in self._holders:
            band = self._bands.codes[one.band]
            limit = None if self._limits is None else self._limits.of(band)
            whole = one.whole
            if limit is None or one.row.unit is not self._unit or not whole.counts:
                continue
            if reaches(whole.cases * FTE_SCALE, limit * (whole.fte or 0)):
                for dimension, group, share in self._shares(one):
                    if share.cases > 0:
                        yield _row(whole, Decimal(1), band, dimension, group)

    def _of_shares(self, amount: Callable[[Share], Decimal]) -> Iterator[LineRow]:
        for one in self._holders:
            for dimension, group, share in self._shares(one):
                if share.counts:
                    yield _row(share, amount(share), one.row.unit.value, dimension, group)

    def _shares(self, one: Holder) -> Iterator[tuple[Dimension, str, Share]]:
        for dimension in ALL_DIMENSIONS:
            if dimension is Dimension.EXPERIENCE:
                yield dimension, self._bands.codes[one.band], one.whole
                continue
            for group, share in one.shares(dimension).items():
                yield dimension, NOT_STATED if group is None else str(group), share


def _row(share: Share, amount: Decimal, category: str, dimension: Dimension, group: str) -> LineRow:
    first, *more = share.rows
    words = f"{share.cases} cases, {in_fte(share.fte or 0)} FTE on {first.taken_on:%-d %B %Y}"
    if more:
        parts = [f"{row.cases} in {row.team} (row {row.ref.rpartition('#')[2]})" for row in more]
        words += f": {first.cases} in {first.team}, {', '.join(parts)}"
    return LineRow(first.ref, first.worker, amount, words, {dimension: group}, category)


def _as_one(row: LineRow) -> LineRow:
    return LineRow(row.ref, row.worker, Decimal(1), row.words, row.groups, row.category)


def _middle(rows: list[LineRow]) -> list[LineRow]:
    low, high = middle_places(len(rows))
    return rows[low : high + 1]


RANKED: dict[Line, Pick] = {
    Line.MEDIAN_CASES_SUM: _middle,
    Line.MEDIAN_CASES_COUNT: lambda rows: [_as_one(row) for row in _middle(rows)],
    Line.P90_CASES: lambda rows: [rows[percentile_place(len(rows))]],
    Line.MOST_CASES: lambda rows: [rows[-1]],
}
"""Lines that pick from the ranked caseloads of one group: picked after the group is chosen."""
