"""What is due around the milestones (P3), from 11 January 2027 under Suffolk and Newham."""

from fractions import Fraction

from academy.asye.clock import Clock, Pause
from academy.asye.lead_in import Piece, lead_ins, met
from academy.asye.preset import LeadIn
from tests.spec.academy.calendars import d, england
from tests.spec.academy.test_asye_plan import PRESETS, year

SUFFOLK = year("2027-01-11", preset="suffolk").milestones
NEWHAM = year("2027-01-11", preset="newham").milestones
CLOCK = Clock(d("2027-01-11"), Fraction(1))


def due(rules: LeadIn, milestones: object = SUFFOLK) -> list[tuple[str, str, int]]:
    return [
        (each.piece.value, each.by.isoformat(), each.number)
        for each in lead_ins(rules, CLOCK, milestones, england())  # type: ignore[arg-type] -- a plan's
    ]


def test_the_log_is_there_two_weeks_before_each_review_and_never_before_the_start() -> None:
    assert due(LeadIn(reflection_log_days=14)) == [
        ("reflection-log", "2027-03-29", 1),
        ("reflection-log", "2027-06-28", 2),
        ("reflection-log", "2027-12-28", 3),
    ]
    assert due(LeadIn(reflection_log_days=200))[0] == ("reflection-log", "2027-01-11", 1)


def test_there_is_one_observation_before_each_review_and_all_before_the_last() -> None:
    assert due(LeadIn(observations=3)) == [
        ("observation", "2027-04-12", 1),
        ("observation", "2027-07-12", 2),
        ("observation", "2028-01-11", 3),
    ]
    assert [number for _, _, number in due(LeadIn(observations=1))] == [1, 1, 1]
    assert [number for _, _, number in due(LeadIn(feedback_people=5))] == [1, 2, 5]
    assert due(LeadIn(feedback_colleagues=0)) == []


def test_self_assessments_are_at_the_start_midway_and_at_the_end() -> None:
    assert due(LeadIn(self_assessments=True)) == [
        ("self-assessment", "2027-01-11", 1),
        ("self-assessment", "2027-07-12", 2),
        ("self-assessment", "2028-01-11", 3),
    ]


def test_the_portfolio_is_due_five_working_days_after_the_year() -> None:
    assert due(LeadIn(portfolio_working_days=5)) == [("portfolio", "2028-01-18", 1)]


def test_nothing_is_due_while_the_clock_stands_still() -> None:
    """A pause up to five days before the review, and one that begins with the year."""
    late = Pause(d("2027-03-01"), d("2027-04-06"))
    plan = year("2027-01-11", preset="suffolk", pauses=[late])
    review = plan.milestones[0]
    clock = Clock(d("2027-01-11"), Fraction(1), (), (late,))
    assert review.due == d("2027-05-18")
    [log, *_] = lead_ins(LeadIn(reflection_log_days=45), clock, plan.milestones, england())
    assert log.by == d("2027-04-07")
    at_once = Clock(d("2027-01-11"), Fraction(1), (), (Pause(d("2027-01-11"), d("2027-01-17")),))
    [first, *_] = lead_ins(LeadIn(self_assessments=True), at_once, SUFFOLK, england())
    assert first.by == d("2027-01-18")


def test_the_end_of_newhams_year_is_no_review() -> None:
    assert due(PRESETS["newham"].lead_in, NEWHAM)[-2:] == [
        ("self-assessment", "2027-12-13", 3),
        ("portfolio", "2028-01-18", 1),
    ]


def test_without_milestones_nothing_is_due() -> None:
    assert due(PRESETS["newham"].lead_in, ()) == []


def test_what_comes_late_was_not_there_in_time() -> None:
    dues = lead_ins(LeadIn(observations=3), CLOCK, SUFFOLK, england())
    pieces = [
        (Piece.OBSERVATION, d("2027-04-12")),
        (Piece.FEEDBACK_PEOPLE, d("2027-04-12")),
        (Piece.OBSERVATION, d("2027-07-13")),
    ]
    assert [(each.there, each.met) for each in met(dues, pieces, d("2027-07-12"))] == [
        (1, True), (1, None), (1, None),
    ]  # fmt: skip
    assert [(each.there, each.met) for each in met(dues, pieces, d("2027-07-13"))] == [
        (1, True), (1, False), (2, None),
    ]  # fmt: skip
