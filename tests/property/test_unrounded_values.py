"""What a target is compared with is the published figure before rounding, for every measure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard.definition import Symbol
from scorecard.measures import MEASURES
from scorecard.parameters import DEFAULT_PARAMETERS
from scorecard.periods import half_year_ending
from scorecard.rounding import published
from scorecard.scorecard import as_document, build
from scorecard.targets import Status, Target, has_direction, status_of, unrounded
from scorecard.workforce import Workforce
from tests.property.workforces import workforces

PERIOD = half_year_ending(date(2026, 9, 30))


@settings(max_examples=40, deadline=None)
@given(workforces)
def test_rounding_the_unrounded_value_gives_what_is_published(facts: Workforce) -> None:
    document = as_document(build(facts, PERIOD, DEFAULT_PARAMETERS), DEFAULT_PARAMETERS)
    for figure in document["figures"]:
        exact = unrounded(figure)
        if isinstance(exact, Symbol):
            assert figure["symbol"] == exact.value
            continue
        places = MEASURES[figure["measure"]].decimal_places
        shown = published(exact, places)
        expected = figure["symbol"] if figure["value"] is None else Decimal(figure["value"])
        assert shown == expected


MEASURED = [each.id for each in MEASURES.values() if has_direction(each)]


@given(
    st.sampled_from(MEASURED),
    st.fractions(min_value=0, max_value=100, max_denominator=997),
    st.decimals(min_value=0, max_value=100, places=3),
    st.decimals(min_value=0, max_value=10, places=3),
)
def test_better_is_never_worse(
    measure: str, exact: Fraction, value: Decimal, tolerance: Decimal
) -> None:
    """A better value never has a worse status, and the target itself is met."""
    day = date(2026, 4, 1)
    target = Target(
        id="t", revision=1, measure=measure, dimension="council", group="", category="",
        value=value, tolerance=tolerance, decided_on=day, first=day, last=None, source="",
    )  # fmt: skip
    ranks = [Status.MET, Status.WITHIN_TOLERANCE, Status.MISSED]
    lower = MEASURES[measure].polarity.value == "lower-is-better"
    better = exact - 1 if lower else exact + 1
    assert ranks.index(status_of(better, target)) <= ranks.index(status_of(exact, target))
    assert status_of(Fraction(value), target) is Status.MET
    edge = Fraction(value) + (1 if lower else -1) * Fraction(tolerance)
    assert status_of(edge, target) in {Status.MET, Status.WITHIN_TOLERANCE}
    beyond = edge + (Fraction(1, 10**9) if lower else -Fraction(1, 10**9))
    assert status_of(beyond, target) is Status.MISSED
