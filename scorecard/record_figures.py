"""Figures from tallies of records: the measure's formula on exact numbers, rounded once."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from scorecard.definition import WHOLE, Dimension, Exclusion, Figure, Measure, Symbol
from scorecard.formulas import Quotient, as_decimal
from scorecard.record_lines import RecordLine
from scorecard.rounding import half_up
from scorecard.tally import Tally
from scorecard.themes.wilson import wilson

Tallies = Mapping[RecordLine, Tally]


def record_figures(tallies: Tallies, measures: Iterable[Measure]) -> list[Figure]:
    """Return the figures: measures in order, breakdowns in order, groups by name.

    As of the returns: the council always has a figure, another group where anything was counted;
    a measure with categories shows all of them for the council, elsewhere those that occur.
    """
    return [figure for measure in measures for figure in _of(tallies, measure)]


def _of(tallies: Tallies, measure: Measure) -> Iterator[Figure]:
    inputs = [tallies[RecordLine(each)] for each in measure.inputs]
    for dimension in measure.dimensions:
        groups = set().union(*(tally.groups(dimension) for tally in inputs))
        for group in [WHOLE] if dimension is Dimension.COUNCIL else sorted(groups):
            for code in _codes(measure, inputs[0], dimension, group):
                yield _figure(measure, inputs, dimension, group, code)


def _codes(measure: Measure, first: Tally, dimension: Dimension, group: str) -> list[str]:
    codes = [one.code for one in measure.categories]
    if not codes:
        return [WHOLE]
    place = (dimension, group)
    if dimension is Dimension.COUNCIL and not measure.only_categories_that_occur:
        return codes
    occurring = [code for code in codes if first.count(place, code)]
    if first.symbols.get(place) is not None:
        return [WHOLE]
    return occurring or ([WHOLE] if dimension is Dimension.COUNCIL else [])


def _figure(
    measure: Measure, inputs: list[Tally], dimension: Dimension, group: str, code: str
) -> Figure:
    place = (dimension, group)
    parts = [tally.part(place, code) for tally in inputs]
    quotient: Quotient = measure.formula(*parts)
    in_council = dimension is Dimension.COUNCIL
    return Figure(
        measure=measure.id,
        dimension=dimension,
        group=group,
        category=code,
        numerator=_shown(quotient.numerator),
        denominator=None if quotient.denominator is None else _shown(quotient.denominator),
        value=quotient.published(measure.decimal_places),
        n=0 if isinstance(parts[0], Symbol) else inputs[0].count(place, code),
        exclusions=tuple(_once(each for tally in inputs for each in tally.exclusions(place))),
        basis="; ".join(dict.fromkeys(tally.basis for tally in inputs if tally.basis)),
        interval=_interval(measure, quotient) if measure.with_interval else None,
        trend=inputs[0].trends.get(code) if in_council else None,
        series=inputs[0].series,
    )


def _once(exclusions: Iterable[Exclusion]) -> Iterable[Exclusion]:
    return {each.code: each for each in exclusions}.values()


def _interval(measure: Measure, quotient: Quotient) -> tuple[Decimal, Decimal] | None:
    """Return the Wilson interval in the unit of the value; None where there is no share."""
    if isinstance(quotient.exact, Symbol):
        return None
    count, total = quotient.numerator, quotient.denominator
    assert isinstance(count, Fraction)
    assert isinstance(total, Fraction)
    found = wilson(int(count), int(total))
    assert found is not None
    places = measure.decimal_places
    return half_up(found.low * 100, places), half_up(found.high * 100, places)


def _shown(part: object) -> Decimal | Symbol:
    if isinstance(part, Symbol):
        return part
    assert isinstance(part, Fraction)
    return as_decimal(part)
