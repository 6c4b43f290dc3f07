"""The measures of records and the plain-SQL second count agree on random records."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest

from scorecard.definition import Dimension, Figure, Symbol
from scorecard.parameters import DEFAULT_PARAMETERS
from scorecard.periods import half_year_ending
from scorecard.scorecard import build
from tests.golden.random_records import TEAMS, THEMES, random_records
from tests.golden.random_workforce import random_workforce
from tests.golden.second_count_of_records import SecondCount

SEEDS = range(12)
PERIODS = (date(2025, 3, 31), date(2026, 3, 31), date(2026, 9, 30))


class Both:
    def __init__(self, seed: int, end: date) -> None:
        facts = random_workforce(seed)
        facts = replace(facts, records=random_records(seed, facts))
        period = half_year_ending(end)
        made = build(facts, period, DEFAULT_PARAMETERS)
        self.figures = {(f.measure, f.dimension, f.group, f.category): f for f in made.figures}
        self.theirs = SecondCount(facts, period.opening, period.end, period.year_opening)

    def figure(self, measure: str, category: str = "") -> Figure:
        return self.figures[measure, Dimension.COUNCIL, "", category]

    def parts(self, measure: str, category: str = "") -> tuple[int, int]:
        """Where all was left out there is nothing to count."""
        one = self.figure(measure, category)
        if Symbol.UNAVAILABLE in (one.numerator, one.denominator):
            return 0, 0
        assert not isinstance(one.numerator, Symbol)
        assert one.denominator is not None
        return int(one.numerator), int(one.denominator)


@pytest.mark.parametrize("end", PERIODS, ids=str)
@pytest.mark.parametrize("seed", SEEDS)
def test_both_count_the_same(seed: int, end: date) -> None:
    both = Both(seed, end)
    theirs = both.theirs
    assert both.figure("exit-interviews-by-status", "done").numerator == theirs.done(
        theirs.days["o"]
    )
    assert both.figure("exit-interviews-by-status", "offered").numerator == theirs.offered()
    for theme in THEMES:
        assert both.parts("exit-reasons", theme) == theirs.theme(theme, "reason")
        assert both.parts("exit-praised", theme) == theirs.theme(theme, "praised")
    for one, other in combinations(THEMES, 2):
        found = next(
            (
                figure.numerator
                for (measure, _, _, pair), figure in both.figures.items()
                if measure == "exit-reasons-together" and set(pair.split("+")) == {one, other}
            ),
            0,
        )
        assert found == theirs.together(one, other)
    standings = {
        each.category: each.numerator
        for each in both.figures.values()
        if (each.measure, each.dimension) == ("asye-standing", Dimension.COUNCIL) and each.numerator
    }
    assert standings == theirs.standing()
    assert both.parts("asye-over-cap") == theirs.over_cap()
    assert both.parts("asye-supervision-kept") == theirs.supervision()
    assert both.parts("asye-protected-time-kept") == theirs.protected()
    in_authority, in_childrens, completed = theirs.retention()
    assert both.parts("academy-retention-authority") == (in_authority, completed)
    assert both.parts("academy-retention-childrens") == (in_childrens, completed)


@pytest.mark.parametrize("seed", SEEDS)
def test_both_count_the_same_answers(seed: int) -> None:
    both = Both(seed, date(2026, 3, 31))
    for standard in range(1, 9):
        for team in (None, *TEAMS):
            group = team or ""
            where = Dimension.COUNCIL if team is None else Dimension.TEAM
            category = f"standard-{standard}"
            figure = both.figures.get(
                ("survey-agreement", where, group, category),
                both.figures.get(("survey-agreement", where, group, "")),
            )
            found = both.theirs.agreement(standard, team)
            if figure is None or isinstance(figure.numerator, Symbol):
                assert found in {None, (0, 0)}
            else:
                assert (figure.numerator, figure.denominator) == found


def test_the_random_records_have_something_to_count() -> None:
    """Twelve months and six, over the cap and unknown, here and gone: all of it occurs."""
    made = [Both(seed, end) for seed in SEEDS for end in PERIODS]
    totals = {
        measure: sum(both.parts(measure)[0] for both in made)
        for measure in (
            "asye-over-cap",
            "asye-supervision-kept",
            "asye-protected-time-kept",
            "academy-retention-authority",
            "academy-retention-childrens",
        )
    }
    assert min(totals.values()) > 10
    bases = {both.figure("exit-reasons", "CAS").basis.split("(")[0] for both in made}
    assert any("twelve" in each for each in bases)
    assert any("six" in each for each in bases)
    codes = {each.code for both in made for f in both.figures.values() for each in f.exclusions}
    assert codes >= {
        "interview-without-leaver",
        "interview-not-coded",
        "caseload-unknown",
        "asye-paused",
        "supervision-not-recorded",
        "protected-time-not-recorded",
        "member-not-found",
    }
