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
"""The house rule. A council's own decisions come from its settings (``read_policies``)."""
MOST_PROTECTED = 100
PARTS, NO_BREAKDOWN = "parts", "none"


class PolicyError(ValueError):
    """The sentence says what is wrong, and what to write."""


def read_policies(text: str, *, rolling_year_month: int = 9) -> tuple[Policy, ...]:
    """Read a council's decisions: ``SINCE | THRESHOLD | BREAKDOWNS | SOURCE``, semicolons between.

    BREAKDOWNS are names of dimensions and ``parts`` (of measures, for the whole council), with
    commas between, or ``none``. Raises PolicyError.
    """
    policies = [
        _read_policy(each.strip(), rolling_year_month) for each in text.split(";") if each.strip()
    ]
    if len({one.since for one in policies}) < len(policies):
        raise PolicyError("two policies are in force from the same day")
    return tuple(sorted(policies, key=lambda one: one.since))


def _read_policy(text: str, rolling_year_month: int) -> Policy:
    fields = [field.strip() for field in text.split("|")]
    if len(fields) != 4 or not all(fields):
        raise PolicyError(
            f"{text!r} is not four fields, as 2027-01-01 | 10 | team, area, parts | Cabinet, "
            "12 January 2027, item 6"
        )
    since, threshold, named, source = fields
    try:
        day = date.fromisoformat(since)
    except ValueError:
        raise PolicyError(f"{since!r} is no day: write it as 2027-01-01") from None
    known = {one.value: one for one in POLICIES[0].breakdowns}
    names = [] if named == NO_BREAKDOWN else [name.strip() for name in named.split(",")]
    strange = [name for name in names if name not in {*known, PARTS}]
    if strange:
        raise PolicyError(
            f"{strange[0]!r} is no breakdown: write {', '.join([*known, PARTS])}, or {NO_BREAKDOWN}"
        )
    if not (threshold.isascii() and threshold.isdigit() and 2 <= int(threshold) <= MOST_PROTECTED):
        raise PolicyError(
            f"{threshold!r} is no threshold: write the smallest number of people that may be told, "
            f"from 2 to {MOST_PROTECTED}"
        )
    return Policy(
        since=day,
        threshold=int(threshold),
        breakdowns=tuple(one for name, one in known.items() if name in names),
        categories=PARTS in names,
        rolling_year_month=rolling_year_month,
        source=source,
    )


def policy_on(day: date, policies: Sequence[Policy] = POLICIES) -> Policy:
    """Return the policy in force on a day of publishing; raises ValueError before the first.

    Of two from the same day the first counts.
    """
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
