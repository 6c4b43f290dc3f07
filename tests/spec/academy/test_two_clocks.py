"""The person's own year beside the cohort's review days (P2, AC5)."""

from fractions import Fraction

import pytest

from academy.asye.plan import Milestone, plan
from academy.asye.two_clocks import about_portfolio, days_after_start, links
from academy.findings import PlanFinding, Severity
from tests.spec.academy.calendars import d, england
from tests.spec.academy.programmes import lancashire
from tests.spec.academy.test_asye_plan import PRESETS
from tests.spec.academy.test_plan import laid

START = d("2017-11-06")
COHORT_1 = laid(lancashire(), "2017-09-11")
REVIEWS = [
    min(s.day for s in COHORT_1 if s.block == block)
    for block in ("review-3m", "review-6m", "review-9m", "review-12m")
]
portfolio_day = next(s.day for s in COHORT_1 if s.item == "portfolio-submission")
OWN = plan(
    start=START, fte=Fraction(1), preset=PRESETS["lancashire"], working_days=england()
).milestones  # fmt: skip


def test_a_mop_up_joiner_has_milestones_of_their_own() -> None:
    assert [(m.on.isoformat(), m.due.isoformat()) for m in OWN] == [
        ("2018-02-06", "2018-02-06"), ("2018-05-06", "2018-05-08"), ("2018-08-06", "2018-08-06"),
        ("2018-11-06", "2018-11-06"),
    ]  # fmt: skip
    assert days_after_start(START, REVIEWS) == (35, 126, 217, 308)


def test_each_milestone_shows_the_review_in_front_of_it_and_the_gap() -> None:
    assert [(link.review and link.review.isoformat(), link.gap_days) for link in links(OWN, REVIEWS)] == [
        ("2017-12-11", 57), ("2018-03-12", 55), ("2018-06-11", 56), ("2018-09-10", 57),
    ]  # fmt: skip
    assert [(link.review, link.gap_days) for link in links(OWN[:1], [d("2018-02-07")])] == [(None, None)]  # fmt: skip
    assert links(OWN[:1], [d("2018-02-06")])[0].gap_days == 0


def test_who_begins_with_the_cohort_is_served_by_its_reviews_one_by_one() -> None:
    """From Monday 12 January 2026 the 3 month review is on Sunday 12 April, due the day after."""
    own = plan(
        start=d("2026-01-12"), fte=Fraction(1), preset=PRESETS["lancashire"], working_days=england()
    ).milestones  # fmt: skip
    reviews = [d("2026-04-13"), d("2026-07-13"), d("2026-10-12"), d("2027-01-11")]
    assert [(link.review, link.gap_days) for link in links(own, reviews)] == list(
        zip(reviews, [-1, -1, 0, 1], strict=True)
    )


def test_a_portfolio_handed_in_before_their_own_year_is_over_is_warned_of() -> None:
    assert portfolio_day == d("2018-09-10")
    assert about_portfolio(OWN, portfolio_day) == PlanFinding(
        "PORTFOLIO_BEFORE_MILESTONE",
        Severity.WARN,
        "Portfolios are handed in on 2018-09-10, 57 days before their own "
        f"{OWN[-1].title} on 2018-11-06: agree a later day for them.",
    )


@pytest.mark.parametrize(
    ("portfolio", "early_days", "early"),
    [
        ("2018-10-23", 14, False),
        ("2018-10-22", 14, True),
        ("2018-12-01", 14, False),
        ("2018-10-23", 13, True),
    ],
)
def test_fourteen_days_is_near_enough(portfolio: str, early_days: int, early: bool) -> None:
    backwards: list[Milestone] = sorted(OWN, key=lambda m: m.on, reverse=True)
    found = about_portfolio(backwards, d(portfolio), early_days=early_days)
    assert (found is not None) is early
