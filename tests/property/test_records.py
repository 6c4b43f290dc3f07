"""What holds of figures from records, whatever was recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard.definition import Dimension, Figure, Symbol
from scorecard.measures import FROM_RECORDS
from scorecard.parameters import DEFAULT_PARAMETERS
from scorecard.periods import half_year_ending
from scorecard.records import RecordKind, Records
from scorecard.scorecard import build
from scorecard.seen import as_seen
from scorecard.workforce import Workforce
from tests.golden.random_records import random_records
from tests.golden.random_workforce import random_workforce

ENDS = st.sampled_from([date(2025, 3, 31), date(2025, 9, 30), date(2026, 9, 30)])
SEEDS = st.integers(0, 10_000)
OURS = {measure.id for measure in FROM_RECORDS}


def world(seed: int) -> Workforce:
    facts = random_workforce(seed % 12)
    return replace(facts, records=random_records(seed, facts))


def figures(facts: Workforce, end: date) -> list[Figure]:
    made = build(facts, half_year_ending(end), DEFAULT_PARAMETERS)
    return [one for one in made.figures if one.measure in OURS]


def shuffled(records: Records, seed: int) -> Records:
    random = Random(seed)
    return replace(
        records,
        **{
            kind.replace("-", "_"): tuple(random.sample(records.of(kind), len(records.of(kind))))
            for kind in RecordKind
        },
    )


@settings(deadline=None, max_examples=15)
@given(SEEDS, ENDS)
def test_neither_the_order_nor_what_the_half_year_cannot_see_matters(seed: int, end: date) -> None:
    facts = world(seed)
    made = figures(facts, end)
    assert figures(replace(facts, records=shuffled(facts.records, seed)), end) == made
    seen = as_seen(facts.records, half_year_ending(end))
    assert as_seen(seen, half_year_ending(end)) == seen
    assert figures(replace(facts, records=seen), end) == made


@settings(deadline=None, max_examples=15)
@given(SEEDS, ENDS)
def test_parts_are_parts_and_groups_add_up_to_the_council(seed: int, end: date) -> None:
    made = figures(world(seed), end)
    for one in made:
        if isinstance(one.numerator, Symbol) or isinstance(one.denominator, Symbol | None):
            continue
        if one.measure == "exit-interviews-by-status":
            continue  # counted in one source, leavers in another
        assert one.value is Symbol.UNRELIABLE or 0 <= one.numerator <= one.denominator
        if one.interval is not None:
            low, high = one.interval
            assert 0 <= low <= high <= 100
            assert isinstance(one.value, Symbol) or low <= one.value <= high
    by_place = {(one.measure, one.dimension, one.category, one.group): one for one in made}
    for measure in ("asye-standing", "asye-supervision-kept", "academy-retention-authority"):
        of_measure = [one for one in made if one.measure == measure]
        for dimension in {one.dimension for one in of_measure} - {Dimension.COUNCIL}:
            for code in {one.category for one in of_measure}:
                whole = by_place[measure, Dimension.COUNCIL, code, ""].numerator
                parts = [
                    one.numerator
                    for one in of_measure
                    if (one.dimension, one.category) == (dimension, code)
                    and not isinstance(one.numerator, Symbol)
                ]
                assert isinstance(whole, Symbol) or sum(parts) == whole


@settings(deadline=None, max_examples=15)
@given(SEEDS, ENDS)
def test_who_is_still_in_childrens_services_is_still_in_the_authority(seed: int, end: date) -> None:
    found = {
        (one.measure, one.dimension, one.group): one.numerator for one in figures(world(seed), end)
    }
    for (measure, *place), authority in found.items():
        if measure == "academy-retention-authority" and not isinstance(authority, Symbol):
            childrens = found["academy-retention-childrens", place[0], place[1]]
            assert not isinstance(childrens, Symbol)
            assert childrens <= authority
