"""From a figure to the rows of the files behind it.

The rows are found from the definitions, another way than the ledger's, and put together by the very
formula of the measure: they add up to the figure's numerator and denominator exactly.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from scorecard.columns import Combined
from scorecard.definition import WHOLE, Dimension, Figure, Measure, Symbol
from scorecard.errors import NoRowsBehind, UnknownFigure
from scorecard.figures import figures
from scorecard.formulas import Quotient
from scorecard.ledger import keep
from scorecard.line_rows.absences import absence_rows
from scorecard.line_rows.casework import RANKED, casework_rows
from scorecard.line_rows.places import place_rows
from scorecard.line_rows.row import LineRow
from scorecard.line_rows.staff import staff_rows
from scorecard.lines import Line
from scorecard.measures import FROM_RECORDS, MEASURES
from scorecard.parameters import Parameters
from scorecard.periods import HalfYear
from scorecard.windows import Window
from scorecard.workforce import Workforce


@dataclass(frozen=True, slots=True)
class Row:
    """One row behind a figure. ``amount`` is what it adds (negative: takes away)."""

    ref: str
    worker: str
    amount: Decimal
    words: str


@dataclass(frozen=True, slots=True)
class RowsBehind:
    """Rows whose amounts sum to the figure's numerator, and to its denominator if it has one."""

    numerator: tuple[Row, ...]
    denominator: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class _Rows(Combined):
    """Rows of one line, or of several put together; or a plain number to multiply them by."""

    rows: tuple[Row, ...]
    factor: int = 1

    def __add__(self, other: "_Rows") -> "_Rows":
        return _Rows(self.rows + other.rows)

    def __sub__(self, other: "_Rows") -> "_Rows":
        return _Rows(self.rows + tuple(replace(row, amount=-row.amount) for row in other.rows))

    def __mul__(self, other: "_Rows") -> "_Rows":
        return _Rows(tuple(replace(row, amount=row.amount * other.factor) for row in self.rows))

    def half(self) -> "_Rows":
        return _Rows(tuple(replace(row, amount=row.amount / 2) for row in self.rows))


def rows_behind(
    facts: Workforce,
    period: HalfYear,
    parameters: Parameters,
    *,
    measure: str,
    dimension: str,
    group: str = WHOLE,
    category: str = WHOLE,
) -> RowsBehind:
    """Return the rows behind one figure of ``build(facts, period, parameters)``, in order of ref.

    A part that has no number (unavailable) has no rows. Raises UnknownFigure when the scorecard
    has no such figure, and NoRowsBehind for a measure of records.
    """
    definition = MEASURES.get(measure)
    if definition is None:
        raise UnknownFigure("measure", measure)
    if definition in FROM_RECORDS:
        raise NoRowsBehind(measure)
    known = {one.value: one for one in definition.dimensions}
    if dimension not in known:
        raise UnknownFigure("breakdown", dimension)
    question = _Question(
        facts, Window.of(period), parameters, definition, known[dimension], group, category
    )
    figure = question.figure()
    sources = question.sources()
    parts = [question.part(Line(line), sources) for line in definition.inputs]
    quotient: Quotient = definition.formula(*parts)
    return RowsBehind(
        () if isinstance(figure.numerator, Symbol) else _sorted(quotient.numerator),
        ()
        if figure.denominator is None or isinstance(figure.denominator, Symbol)
        else _sorted(quotient.denominator),
    )


Source = Callable[[], Iterator[LineRow]]


@dataclass(frozen=True, slots=True)
class _Question:
    """Which figure of which scorecard."""

    facts: Workforce
    window: Window
    parameters: Parameters
    measure: Measure
    dimension: Dimension
    group: str
    category: str

    def figure(self) -> Figure:
        """Return the figure asked for. Raises UnknownFigure."""
        found = [
            figure
            for figure in figures(keep(self.facts, [self.window], self.parameters), [self.measure])
            if figure.dimension is self.dimension and figure.group == self.group
        ]
        if not found:
            raise UnknownFigure("group", self.group)
        for figure in found:
            if figure.category == self.category:
                return figure
        known = tuple(figure.category for figure in found if figure.category != WHOLE)
        raise UnknownFigure("category", self.category, known)

    def sources(self) -> dict[Line, Source]:
        """Return what yields the rows of each line."""
        return {
            **staff_rows(self.facts, self.window, self.parameters),
            **place_rows(self.facts, self.window),
            **casework_rows(self.facts, self.window, self.parameters),
            **absence_rows(self.facts, self.window, self.parameters),
        }

    def part(self, line: Line, sources: dict[Line, Source]) -> _Rows:
        """Return the rows of one input of the measure."""
        if line is Line.WORKING_DAYS_12:
            window = self.window
            return _Rows((), self.parameters.working_days_between(window.year_opening, window.end))
        rows = [
            row
            for row in sources[line]()
            if row.is_in(self.dimension, self.group) and row.category in (WHOLE, self.category)
        ]
        if line in RANKED and rows:
            rows = RANKED[line](sorted(rows, key=lambda row: (row.amount, row.ref)))
        return _Rows(tuple(Row(row.ref, row.worker, row.amount, row.words) for row in rows))


def _sorted(part: object) -> tuple[Row, ...]:
    assert isinstance(part, _Rows)
    return tuple(sorted(part.rows, key=lambda row: (row.ref, row.words, row.amount)))
