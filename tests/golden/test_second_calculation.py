"""The measures and the plain-SQL second calculation agree on random workforces."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from scorecard.definition import Dimension, Figure, Symbol
from scorecard.parameters import DEFAULT_PARAMETERS
from scorecard.periods import HalfYear, half_year_ending
from scorecard.rounding import published
from scorecard.scorecard import Scorecard, build
from scorecard.workforce import FULL_TIME
from tests.golden.random_workforce import TEAMS, random_workforce
from tests.golden.second_calculation import SecondCalculation

SEEDS = range(12)
PERIODS = (date(2024, 9, 30), date(2026, 3, 31), date(2026, 9, 30))
MONTH_BEFORE = {date(2024, 9, 30): date(2024, 8, 30), date(2026, 3, 31): date(2026, 2, 28),
                date(2026, 9, 30): date(2026, 8, 30)}  # fmt: skip


class Ours:
    """The scorecard's figures by measure and group."""

    def __init__(self, made: Scorecard) -> None:
        self.figures = {(f.measure, f.dimension, f.group, f.category): f for f in made.figures}

    def council(self, measure: str) -> Figure:
        return self.figures[measure, Dimension.COUNCIL, "", ""]

    def by_team(self, measure: str) -> dict[str, Decimal]:
        return {
            group: figure.numerator
            for (name, dimension, group, category), figure in self.figures.items()
            if (name, dimension, category) == (measure, Dimension.TEAM, "")
            and isinstance(figure.numerator, Decimal)
            and figure.numerator
        }


def made(seed: int, end: date) -> tuple[Ours, SecondCalculation, HalfYear]:
    facts = random_workforce(seed)
    period = half_year_ending(end)
    return Ours(build(facts, period, DEFAULT_PARAMETERS)), SecondCalculation(facts), period


def fte(millionths: int) -> Decimal:
    return Decimal(millionths) / FULL_TIME


def rounded(exact: Fraction | None) -> Decimal | Symbol:
    return Symbol.NOT_APPLICABLE if exact is None else published(exact, 1)


@pytest.mark.parametrize("end", PERIODS, ids=str)
@pytest.mark.parametrize("seed", SEEDS)
def test_headline_figures_agree(seed: int, end: date) -> None:
    ours, theirs, period = made(seed, end)
    o, y = period.opening, period.year_opening
    amounts = {
        "establishment-fte": fte(theirs.establishment_fte(end)),
        "in-post-fte": fte(theirs.in_post_fte(end)),
        "in-post-headcount": theirs.in_post_headcount(end),
        "opening-fte": fte(theirs.in_post_fte(o)),
        "opening-headcount": theirs.in_post_headcount(o),
        "vacancies-fte": fte(theirs.vacancies_fte(end)),
        "agency-fte": fte(theirs.agency_fte(end)),
        "agency-headcount": theirs.agency_headcount(end),
        "starters-fte": fte(theirs.starters_fte(o, end)),
        "starters-headcount": theirs.starters_headcount(o, end),
        "leavers-fte": fte(theirs.leavers_fte(o, end)),
        "leavers-headcount": theirs.leavers_headcount(o, end),
        "leavers-fte-12-months": fte(theirs.leavers_fte(y, end)),
        "leavers-headcount-12-months": theirs.leavers_headcount(y, end),
        "starters-headcount-12-months": theirs.starters_headcount(y, end),
    }
    assert {name: ours.council(name).numerator for name in amounts} == amounts
    rates = {
        "turnover-fte": theirs.turnover_fte(y, end),
        "turnover-headcount": theirs.turnover_headcount(y, end),
        "vacancy-rate-fte": theirs.vacancy_rate(end),
        "agency-rate-fte": theirs.agency_rate(end),
    }
    assert {name: ours.council(name).value for name in rates} == {
        name: rounded(exact) for name, exact in rates.items()
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_teams_agree(seed: int) -> None:
    end = PERIODS[-1]
    ours, theirs, period = made(seed, end)
    assert ours.by_team("in-post-fte") == {
        team: fte(value) for team, value in theirs.in_post_fte_by("team", end).items()
    }
    assert ours.by_team("in-post-headcount") == theirs.in_post_headcount_by_team(end)
    assert ours.by_team("leavers-fte-12-months") == {
        team: fte(value)
        for team, value in theirs.leavers_fte_by("team", period.year_opening, end).items()
    }
    assert set(ours.by_team("in-post-fte")) <= set(TEAMS)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("end", PERIODS[1:], ids=str)
def test_the_average_caseload_agrees(seed: int, end: date) -> None:
    ours, theirs, _ = made(seed, end)
    cases, workers = theirs.caseload(end, MONTH_BEFORE[end])
    figure = next(
        figure
        for (measure, dimension, _, category), figure in ours.figures.items()
        if (measure, dimension, category) == ("average-caseload", Dimension.COUNCIL, "child")
    )
    assert (figure.numerator, figure.denominator) == (cases, fte(workers))
    assert figure.value == rounded(Fraction(cases * FULL_TIME, workers))
