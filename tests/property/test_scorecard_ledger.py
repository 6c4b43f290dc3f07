"""What holds for every workforce, however wrong its rows are."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard.canonical import canonical_json
from scorecard.definition import ALL_DIMENSIONS, Dimension, Figure, Symbol
from scorecard.errors import IdentityBroken
from scorecard.experience import bands_of
from scorecard.ledger import keep
from scorecard.ledger.account import Account
from scorecard.ledger.board import Board
from scorecard.ledger.staff import staff
from scorecard.lines import Line
from scorecard.parameters import DEFAULT_PARAMETERS
from scorecard.periods import half_year_ending
from scorecard.presence import Flow, is_in_post, stays
from scorecard.recount import recount
from scorecard.regularity import by_worker
from scorecard.scorecard import as_document, build, rows_behind
from scorecard.series import series
from scorecard.windows import Calendar, Window
from scorecard.workforce import Employment, EndType, StartType, Workforce
from tests.property.workforces import ENDS, employments, workforces

PERIOD = half_year_ending(date(2026, 9, 30))
RANKED = {"caseload-median", "caseload-p90", "caseload-highest"}
"""Figures whose numerator is one or two chosen rows, while n counts all that were ranked."""
SICKNESS = {"sickness-days-lost", "sickness-absence-rate"}
"""Figures whose rows are absences, while n counts the people who were absent."""

often = settings(max_examples=40, deadline=None)
seldom = settings(max_examples=12, deadline=None)  # each computes dozens of half-years


@often
@given(workforces, st.data())
def test_the_rows_behind_a_figure_add_up_to_it(facts: Workforce, data: st.DataObject) -> None:
    figures = build(facts, PERIOD, DEFAULT_PARAMETERS).figures
    for figure in data.draw(st.lists(st.sampled_from(figures), max_size=6)):
        behind = rows_behind(
            facts,
            PERIOD,
            DEFAULT_PARAMETERS,
            measure=figure.measure,
            dimension=figure.dimension,
            group=figure.group,
            category=figure.category,
        )
        for part, rows in (
            (figure.numerator, behind.numerator),
            (figure.denominator, behind.denominator),
        ):
            expected = Decimal() if part is None or isinstance(part, Symbol) else part
            assert sum((row.amount for row in rows), Decimal()) == expected, figure
        if figure.measure in SICKNESS:
            assert len({row.worker for row in behind.numerator}) == figure.n, figure
        elif isinstance(figure.numerator, Decimal) and figure.measure not in RANKED:
            assert len(behind.numerator) == figure.n, figure


def accounts_of(facts: Workforce) -> dict[Line, Account]:
    board = Board(Calendar([Window.ending(end) for end in ENDS]), bands_of(DEFAULT_PARAMETERS))
    return staff(facts.employments, board).accounts


@often
@given(workforces)
def test_opening_starters_leavers_and_moves_make_the_closing_of_every_group(
    facts: Workforce,
) -> None:
    accounts = accounts_of(facts)
    for unit in ("fte", "heads"):
        names = (f"opening-{unit}", f"starters-{unit}-6", f"leavers-{unit}-6", f"moves-{unit}-6")
        for dimension in ALL_DIMENSIONS:
            flats = [accounts[Line(name)].cells[dimension][""].tolist() for name in names]
            assert [
                opening + starters - leavers + moves
                for opening, starters, leavers, moves in zip(*flats, strict=True)
            ] == accounts[Line(f"in-post-{unit}")].cells[dimension][""].tolist()


@often
@given(workforces)
def test_every_breakdown_adds_up_to_the_council(facts: Workforce) -> None:
    for line, account in accounts_of(facts).items():
        council = account.cells[Dimension.COUNCIL][""].tolist()
        for dimension in ALL_DIMENSIONS:
            flat = account.cells[dimension][""].tolist()
            sums = [sum(flat[window :: len(ENDS)]) for window in range(len(ENDS))]
            assert sums == council, (line, dimension)


@seldom
@given(workforces)
def test_many_month_ends_at_once_are_the_half_years_one_by_one(facts: Workforce) -> None:
    found = series(facts, ENDS, DEFAULT_PARAMETERS)
    for end in ENDS:
        alone = build(facts, half_year_ending(end), DEFAULT_PARAMETERS)
        assert tuple(found.figures(end)) == alone.figures


@often
@given(workforces, st.integers())
def test_the_order_of_the_rows_never_matters(facts: Workforce, seed: int) -> None:
    mixed = Random(seed)
    shuffled = replace(
        facts,
        **{
            kind: mixed.sample(list(getattr(facts, kind)), len(getattr(facts, kind)))
            for kind in ("posts", "employments", "agency", "absences", "caseloads")
        },
    )
    one, other = (
        canonical_json(as_document(build(these, PERIOD, DEFAULT_PARAMETERS), DEFAULT_PARAMETERS))
        for these in (facts, shuffled)
    )
    assert one == other


@often
@given(workforces, st.data())
def test_writing_a_spell_as_two_joined_by_a_move_changes_no_figure(
    facts: Workforce, data: st.DataObject
) -> None:
    divisible = [
        one
        for one in facts.employments
        if one.fte is not None and _days(one) > 2 and _ranks_alone(one, facts)
    ]
    if not divisible:
        return
    spell = data.draw(st.sampled_from(divisible))
    last = spell.started + timedelta(days=data.draw(st.integers(0, _days(spell) - 2)))
    parts = (
        replace(spell, ended=last, end_type=EndType.MOVED, destination=None, reason=None),
        replace(spell, started=last + timedelta(days=1), start_type=StartType.MOVED),
    )
    others = [one for one in facts.employments if one is not spell]
    whole = build(facts, PERIOD, DEFAULT_PARAMETERS)
    divided = build(replace(facts, employments=[*others, *parts]), PERIOD, DEFAULT_PARAMETERS)
    one, other = _amounts(whole.figures), _amounts(divided.figures)
    assert {key for key in one.keys() ^ other.keys() if key[0] not in UNKNOWN_MOVES} == set()
    for key in one.keys() & other.keys():
        assert one[key] == other[key], key


def _days(spell: Employment) -> int:
    return ((spell.ended or date(2027, 3, 31)) - spell.started).days


def _ranks_alone(spell: Employment, facts: Workforce) -> bool:
    """Between two posts of the same role and FTE the older spell counts: a new start could lose."""
    return not any(
        (one.worker, one.role, one.fte or 0) == (spell.worker, spell.role, spell.fte or 0)
        for one in facts.employments
        if one is not spell
    )


UNKNOWN_MOVES = ("moves-fte", "net-change-fte")
"""Unavailable while no move in the part has an FTE: the new move with one makes them a number."""


def _amounts(figures: tuple[Figure, ...]) -> dict[tuple[str, ...], tuple[object, ...]]:
    """Figures without the count of moves."""
    return {
        (figure.measure, figure.dimension, figure.group, figure.category): (
            figure.numerator,
            figure.denominator,
            figure.value,
        )
        for figure in figures
        if not (figure.measure in UNKNOWN_MOVES and isinstance(figure.numerator, Symbol))
    }


@often
@given(workforces)
def test_a_person_is_counted_once_on_every_day(facts: Workforce) -> None:
    for theirs in by_worker(facts.employments).values():
        held = stays(theirs)
        assert all(one.entry <= one.exit for one in held if one.exit is not None)
        for before, after in pairwise(held):
            assert before.exit is not None
            assert before.exit <= after.entry
            if before.exit == after.entry and before.entry < before.exit:
                assert (before.way_out, after.way_in) == (Flow.MOVED_OUT, Flow.MOVED_IN)
        day = date(2026, 9, 30)
        there = any(one.entry <= day and (one.exit is None or day < one.exit) for one in held)
        assert there == any(is_in_post(one, day) for one in theirs)


@settings(deadline=None)
@given(employments("e#0"))
def test_a_ledger_that_disagrees_with_a_second_count_is_refused(spell: Employment) -> None:
    there = replace(spell, fte=800_000, started=date(2020, 1, 6), ended=None, end_type=None)
    ledger = keep(Workforce(employments=[there]), [Window.of(PERIOD)], DEFAULT_PARAMETERS)
    recount(Workforce(employments=[there]), ledger)
    with pytest.raises(IdentityBroken) as less_fte:
        recount(Workforce(employments=[replace(there, fte=700_000)]), ledger)
    assert (less_fte.value.unit, less_fte.value.expected, less_fte.value.found) == (
        "FTE",
        700_000,
        800_000,
    )
    with pytest.raises(IdentityBroken) as more_people:
        recount(
            Workforce(employments=[there, replace(there, worker="another", fte=0)]),
            ledger,
        )
    assert (more_people.value.unit, more_people.value.expected, more_people.value.found) == (
        "heads",
        2,
        1,
    )
