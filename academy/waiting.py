"""The waiting list: who has no place yet, for how long, and what a mop-up run would serve (S2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from academy.allocation import DAYS_IN_WEEK, Allocation, RunOffer, Starter, allocate


@dataclass(frozen=True, slots=True)
class Waiting:
    """``days`` since their start; negative before it."""

    starter: Starter
    days: int

    @property
    def weeks(self) -> Decimal:
        """To one decimal place, half up."""
        weeks = Decimal(self.days) / DAYS_IN_WEEK
        return weeks.quantize(Decimal("0.1"), ROUND_HALF_UP)


def waiting_list(allocations: Iterable[Allocation], *, today: date) -> tuple[Waiting, ...]:
    """Starters without a run, who has waited longest first."""
    waiting = [one.starter for one in allocations if one.offer is None]
    return tuple(
        Waiting(starter, (today - starter.start).days)
        for starter in sorted(waiting, key=lambda starter: (starter.start, starter.id))
    )


def served_by(offer: RunOffer, waiting: Sequence[Waiting]) -> tuple[Allocation, ...]:
    """Who of the waiting list a further run would take, in order, with their wait."""
    offered = allocate([one.starter for one in waiting], [offer])
    return tuple(allocation for allocation in offered if allocation.offer is not None)
