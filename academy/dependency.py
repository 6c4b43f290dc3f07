"""How much of a plan stands on one person (rule R5)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from academy.findings import PlanFinding, Severity
from academy.programme import ATTENDED
from academy.session import Session, Status

MOST_PERCENT = 50
"""A larger share on one person is warned of; a proposal, no source states it."""


@dataclass(frozen=True, slots=True)
class Dependency:
    """Sessions and days that need one person, out of all that are held."""

    person: str
    sessions: int
    of_sessions: int
    days: int
    of_days: int

    @property
    def percent(self) -> Decimal:
        """Share of the sessions, to one decimal place, half up."""
        share = Decimal(100 * self.sessions) / self.of_sessions
        return share.quantize(Decimal("0.1"), ROUND_HALF_UP)


def dependencies(
    sessions: Sequence[Session], *, shared_roles: Collection[str] = ()
) -> tuple[Dependency, ...]:
    """Everybody who facilitates or presents, the most needed first."""
    held = [s for s in sessions if s.status is Status.CONFIRMED and s.kind in ATTENDED]
    uids: dict[str, set[str]] = {}
    days: dict[str, set[date]] = {}
    for session in held:
        for person in {*session.facilitators, *session.presenters}.difference(shared_roles):
            uids.setdefault(person, set()).add(session.uid)
            days.setdefault(person, set()).add(session.day)
    all_days = len({session.day for session in held})
    found = [
        Dependency(person, len(own), len(held), len(days[person]), all_days)
        for person, own in uids.items()
    ]
    return tuple(sorted(found, key=lambda d: (-d.sessions, -d.days, d.person)))


def about_dependencies(
    found: Sequence[Dependency], *, most_percent: int = MOST_PERCENT
) -> tuple[PlanFinding, ...]:
    """LEAD_DEPENDENCY (WARN) for a share over ``most_percent``: exactly at it is none."""
    return tuple(
        PlanFinding(
            "LEAD_DEPENDENCY",
            Severity.WARN,
            f"{one.person} is needed in {one.sessions} of {one.of_sessions} sessions "
            f"({one.percent} %), on {one.days} of {one.of_days} days.",
        )
        for one in found
        if 100 * one.sessions > most_percent * one.of_sessions
    )
