"""Every figure of random workforces: its rows add up to it, order never matters, stocks and flows agree."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest

from scorecard.definition import ALL_DIMENSIONS, Figure, Symbol
from scorecard.parameters import DEFAULT_PARAMETERS
from scorecard.periods import half_year_ending
from scorecard.scorecard import build, rows_behind
from scorecard.workforce import (
    Absence,
    AbsenceKind,
    Employment,
    EndType,
    StartType,
    Workforce,
)
from tests.golden.random_workforce import LAST, random_workforce

PERIOD = half_year_ending(LAST)


def with_absences(seed: int, workers: int = 25) -> Workforce:
    facts = random_workforce(seed, workers)
    random = Random(seed)
    absences = []
    for number, spell in enumerate(facts.employments):
        first = spell.started + timedelta(days=random.randrange(60))
        last = first + timedelta(days=random.randrange(90)) if number % 5 else None
        absences.append(
            Absence(f"s#{number}", spell.worker, random.choice(list(AbsenceKind)), first, last,
                    random.randrange(0, 5_000, 25))
        )  # fmt: skip
    return replace(facts, absences=absences)


def total(rows: tuple[object, ...]) -> Decimal:
    return sum((row.amount for row in rows), Decimal())  # type: ignore[attr-defined] -- rows behind a figure


def test_the_rows_behind_every_figure_add_up_to_it() -> None:
    facts = with_absences(0, 12)
    for figure in build(facts, PERIOD, DEFAULT_PARAMETERS).figures:
        behind = rows_behind(
            facts, PERIOD, DEFAULT_PARAMETERS, measure=figure.measure,
            dimension=figure.dimension.value, group=figure.group, category=figure.category,
        )  # fmt: skip
        name = (figure.measure, figure.dimension, figure.group, figure.category)
        if isinstance(figure.numerator, Decimal):
            assert total(behind.numerator) == figure.numerator, name
        if isinstance(figure.denominator, Decimal):
            assert total(behind.denominator) == figure.denominator, name


def shuffled(facts: Workforce, seed: int) -> Workforce:
    random = Random(seed)
    return Workforce(
        **{
            kind: random.sample(list(getattr(facts, kind)), len(getattr(facts, kind)))
            for kind in ("posts", "employments", "agency", "absences", "absence_totals", "caseloads", "reported")
        }
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_the_order_of_rows_never_matters(seed: int) -> None:
    facts = with_absences(seed)
    assert build(facts, PERIOD, DEFAULT_PARAMETERS) == build(
        shuffled(facts, seed + 1), PERIOD, DEFAULT_PARAMETERS
    )


def split(spell: Employment) -> tuple[Employment, ...]:
    """The same person in the same place at the same FTE, written as two spells joined by a move."""
    if spell.ended is None or (spell.ended - spell.started).days < 10:
        return (spell,)
    middle = spell.started + (spell.ended - spell.started) // 2
    first = replace(
        spell,
        ref=f"{spell.ref}a",
        ended=middle,
        end_type=EndType.MOVED,
        destination=None,
        reason=None,
    )
    second = replace(
        spell, ref=f"{spell.ref}b", started=middle + timedelta(days=1), start_type=StartType.MOVED,
        start_origin=None,
    )  # fmt: skip
    return first, second


MOVES = {"moves-fte", "moves-headcount"}
"""Their amount stays, but they count the moves themselves."""


def comparable(figures: tuple[Figure, ...]) -> list[tuple[object, ...]]:
    return [
        (f.measure, f.dimension, f.group, f.category, f.numerator, f.denominator, f.value)
        for f in figures
        if f.measure not in MOVES or f.numerator
    ]


@pytest.mark.parametrize("seed", range(6))
def test_splitting_a_spell_by_a_move_to_the_same_place_changes_no_figure(seed: int) -> None:
    facts = with_absences(seed)
    parted = replace(
        facts, employments=[part for spell in facts.employments for part in split(spell)]
    )
    whole = build(facts, PERIOD, DEFAULT_PARAMETERS)
    assert comparable(build(parted, PERIOD, DEFAULT_PARAMETERS).figures) == comparable(
        whole.figures
    )


@pytest.mark.parametrize("seed", range(6))
def test_opening_starters_leavers_and_moves_make_the_closing(seed: int) -> None:
    figures = build(with_absences(seed, 60), PERIOD, DEFAULT_PARAMETERS).figures
    amounts = {(f.measure, f.dimension, f.group): f.numerator for f in figures if not f.category}
    groups = {(f.dimension, f.group) for f in figures if f.measure == "in-post-fte"}
    assert {dimension for dimension, _ in groups} == set(ALL_DIMENSIONS)
    for unit in ("fte", "headcount"):
        for place in groups:
            opening, starters, leavers, moves, closing = (
                amounts[f"{name}-{unit}", *place]
                for name in ("opening", "starters", "leavers", "moves", "in-post")
            )
            if any(isinstance(one, Symbol) for one in (opening, starters, leavers, moves, closing)):
                continue
            assert opening + starters - leavers + moves == closing, (unit, place)  # type: ignore[operator] -- all are numbers
