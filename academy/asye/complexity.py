"""Which kinds of work a person may hold alone at their stage, and who must work with them (P8).

Kinds and counts only: nothing about a case, a child or a family is ever asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from academy.asye.clock import Clock
from academy.asye.preset import Gate, Work
from academy.findings import PlanFinding, Severity


class CoWorker(StrEnum):
    """Who holds the work jointly."""

    ADVANCED_PRACTITIONER = "advanced-practitioner"
    SENIOR = "senior-social-worker"
    """Grade 9 in the source."""
    OTHER = "other"


SUPPORT = frozenset({CoWorker.ADVANCED_PRACTITIONER, CoWorker.SENIOR})
"""Whose joint work supports what is above the stage."""


@dataclass(frozen=True, slots=True)
class Holding:
    """``cases`` of one kind on a day, of which ``supported`` are held jointly with ``co_worker``."""

    work: Work
    cases: int
    supported: int
    co_worker: CoWorker | None

    @property
    def fault(self) -> str | None:
        """Why it cannot be so; None when it can."""
        if not 0 <= self.supported <= self.cases:
            return "no more can be held jointly than are held"
        if (self.supported > 0) != (self.co_worker is not None):
            return "say who works jointly when something is held jointly, and only then"
        return None


def open_work(gates: Sequence[Gate], clock: Clock, day: date) -> tuple[Work, ...]:
    """What may be held without joint work on ``day``; a paused clock does not move on."""
    return tuple(
        gate.work for gate in gates if not gate.joint and clock.at(gate.from_months) <= day
    )


def unsupported(
    gates: Sequence[Gate], clock: Clock, day: date, holdings: Sequence[Holding]
) -> tuple[PlanFinding, ...]:
    """COMPLEXITY_UNSUPPORTED for each kind that is held alone and should not be."""
    by_work = {gate.work: gate for gate in gates}
    found = []
    for holding in holdings:
        gate = by_work.get(holding.work)
        if gate is None:
            continue
        opens = clock.at(gate.from_months)
        if opens <= day and not gate.joint:
            continue
        supported = holding.supported if holding.co_worker in SUPPORT else 0
        alone = holding.cases - supported
        if alone <= 0:
            continue
        why = (
            "is held jointly at every stage"
            if gate.joint and opens <= day
            else f"belongs to the stage that begins on {opens.isoformat()}"
        )
        found.append(
            PlanFinding(
                "COMPLEXITY_UNSUPPORTED",
                Severity.WARN,
                f"On {day.isoformat()} {alone} of {holding.cases} {holding.work.value} had no "
                f"advanced practitioner or senior social worker beside them; such work {why}.",
            )
        )
    return tuple(found)
