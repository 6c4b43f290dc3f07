"""A person's own ASYE year beside the review days of their cohort (rule P2, AC5).

The two are separate clocks: who joins in a mop-up run, transfers or works part time has milestones
of their own, and the cohort's review days serve them earlier or later.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from academy.asye.plan import Milestone
from academy.findings import PlanFinding, Severity

EARLY_DAYS = 14
"""A portfolio handed in more than so many days before the year is over is early; a proposal."""


@dataclass(frozen=True, slots=True)
class Link:
    """A milestone and the last review day that serves it: on or before the working day it is due.

    ``gap_days`` from the review day to the milestone: below 0 where the review lies between the
    milestone and its working day, as 13 weeks after a Monday do.
    """

    milestone: Milestone
    review: date | None

    @property
    def gap_days(self) -> int | None:
        return (self.milestone.on - self.review).days if self.review else None


def links(milestones: Sequence[Milestone], reviews: Sequence[date]) -> tuple[Link, ...]:
    """``reviews``: first days of the cohort's review blocks."""
    return tuple(
        Link(milestone, max((day for day in reviews if day <= milestone.due), default=None))
        for milestone in milestones
    )


def days_after_start(start: date, reviews: Sequence[date]) -> tuple[int, ...]:
    """How long after their start the review days fall; negative before it."""
    return tuple((day - start).days for day in reviews)


def about_portfolio(
    milestones: Sequence[Milestone], portfolio_day: date, *, early_days: int = EARLY_DAYS
) -> PlanFinding | None:
    """PORTFOLIO_BEFORE_MILESTONE where the cohort hands it in long before their own last milestone."""
    last = max(milestones, key=lambda milestone: milestone.on)
    if portfolio_day >= last.on - timedelta(days=early_days):
        return None
    early = (last.on - portfolio_day).days
    return PlanFinding(
        "PORTFOLIO_BEFORE_MILESTONE",
        Severity.WARN,
        f"Portfolios are handed in on {portfolio_day.isoformat()}, {early} days before their own "
        f"{last.title} on {last.on.isoformat()}: agree a later day for them.",
    )
