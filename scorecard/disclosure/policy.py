"""The disclosure policy: a dated decision of the council, kept with every edition it governs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from scorecard.definition import Dimension


@dataclass(frozen=True, slots=True)
class Policy:
    """What the public may see of an edition, from ``since`` (day of publishing) on."""

    since: date
    threshold: int
    """Smallest number of people that may be told: 5 protects 1, 2, 3 and 4; at least 2."""
    breakdowns: tuple[Dimension, ...]
    """Breakdowns by group that are public, under protection. The whole council always is."""
    categories: bool
    """Whether parts of a measure (reason for leaving, band) are public for the whole council."""
    rolling_year_month: int | None
    """Month in which a half-year must end for its twelve-month categories to be public; None: any.

    Twelve months that overlap would tell the halves apart, so in no case are two of them public.
    """
    source: str


POLICIES: tuple[Policy, ...] = (
    Policy(
        since=date(2015, 1, 1),
        threshold=5,
        breakdowns=(
            Dimension.TEAM,
            Dimension.AREA,
            Dimension.ROLE,
            Dimension.EXPERIENCE,
            Dimension.CONTRACT,
        ),
        categories=True,
        rolling_year_month=9,
        source=(
            "House rule until the council decides its own: numbers of people from 1 to 4 are kept "
            "confidential. DfE publishes such numbers of whole councils, but no teams"
        ),
    ),
)
"""In order of their dates. A council's decision is added with its own date and source."""


def policy_on(day: date, policies: Sequence[Policy] = POLICIES) -> Policy:
    """Return the policy in force on a day of publishing; raises ValueError before the first."""
    known = [one for one in policies if one.since <= day]
    if not known:
        raise ValueError(f"No disclosure policy is in force on {day}.")
    return max(known, key=lambda one: one.since)


def policy_document(policy: Policy) -> dict[str, Any]:
    """Return the policy as plain JSON values, as an edition keeps it."""
    return {
        "since": policy.since.isoformat(),
        "threshold": policy.threshold,
        "breakdowns": [one.value for one in policy.breakdowns],
        "categories": policy.categories,
        "rolling_year_month": policy.rolling_year_month,
        "source": policy.source,
    }


def policy_from(document: dict[str, Any]) -> Policy:
    """Read a policy back from the document of an edition."""
    return Policy(
        since=date.fromisoformat(document["since"]),
        threshold=document["threshold"],
        breakdowns=tuple(Dimension(one) for one in document["breakdowns"]),
        categories=document["categories"],
        rolling_year_month=document["rolling_year_month"],
        source=document["source"],
    )
