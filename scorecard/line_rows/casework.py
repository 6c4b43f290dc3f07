"""Rows behind the caseload lines: the rows of the period's snapshot."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial

from scorecard.careers import Careers
from scorecard.caseloads import (
    Holders,
    Holding,
    Snapshots,
    main_unit,
    middle_places,
    percentile_place,
)
from scorecard.experience import bands_of
from scorecard.line_rows.row import LineRow, group_names, in_fte
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
        self._unit = main_unit(rows)
        finder = Holders(facts, rows, careers, self._bands)
        self._held = [one for row in rows if (one := finder.holding(row)).counts]

    def cases(self) -> Iterator[LineRow]:
        for one in self._held:
            yield self._row(one, Decimal(one.row.cases), one.row.unit.value)

    def fte(self) -> Iterator[LineRow]:
        for one in self._held:
            yield self._row(one, in_fte(one.fte or 0), one.row.unit.value)

    def holders(self) -> Iterator[LineRow]:
        for one in self._held:
            yield self._row(one, Decimal(1), one.row.unit.value)

    def against_limit(self, reaches: Callable[[int, int], bool]) -> Iterator[LineRow]:
        for one in self._held:
            band = self._bands.codes[one.band]
            limit = None if self._limits is None else self._limits.of(band)
            if limit is None or one.row.unit is not self._unit:
                continue
            if reaches(one.row.cases * FTE_SCALE, limit * (one.fte or 0)):
                yield self._row(one, Decimal(1), band)

    def _row(self, one: Holding, amount: Decimal, category: str) -> LineRow:
        row = one.row
        words = f"{row.cases} cases, {in_fte(one.fte or 0)} FTE on {row.taken_on:%-d %B %Y}"
        groups = group_names(
            team=row.team,
            area=one.area,
            role=one.role,
            contract=one.contract,
            band=self._bands.codes[one.band],
        )
        return LineRow(row.ref, row.worker, amount, words, groups, category)


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
