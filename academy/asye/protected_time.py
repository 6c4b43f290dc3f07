"""Protected time: promised, planned, taken, and lost with a cause (P5). Minutes throughout."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from academy.asye.clock import Clock, unpaused_days
from academy.asye.supervision import Cause

DAYS_IN_WEEK = 7


@dataclass(frozen=True, slots=True)
class ProtectedTime:
    """One day's or week's entry. ``academy``: it is time at the academy, which policy may not count."""

    on: date
    planned: int
    taken: int
    lost: int
    cause: Cause | None
    academy: bool = False

    @property
    def fault(self) -> str | None:
        """Why it cannot be so; None when it can."""
        if min(self.planned, self.taken, self.lost) < 0:
            return "minutes are not below 0"
        if self.lost > self.planned:
            return "no more can be lost than was planned"
        if (self.lost > 0) != (self.cause is not None):
            return "say why when time was lost, and only then"
        return None


@dataclass(frozen=True, slots=True)
class Ledger:
    """``open``: planned, and neither taken nor lost yet. ``promised`` is exact."""

    promised: Fraction | None
    planned: int
    taken: int
    lost: int
    open: int
    lost_to: Mapping[Cause, int]
    academy_left_out: int
    """Minutes taken at the academy that the policy does not count."""

    @property
    def kept(self) -> bool | None:
        """Whether what was promised was taken; None where nothing is promised."""
        return None if self.promised is None else self.taken >= self.promised


def weekly(contracted: int, share: Fraction, fte: Fraction) -> Fraction:
    """Minutes a week: 10 % of 37 hours at 0.6 FTE are 133.2 minutes (2.22 hours).

    ``contracted`` is a full-time week in minutes.
    """
    return contracted * share * fte


def promised(clock: Clock, contracted: int, share: Fraction, last: date) -> Fraction:
    """Minutes promised from the start to ``last``, by day; none while the clock is paused."""
    return sum(
        (
            weekly(contracted, share, fte) * unpaused_days(first, end, clock.pauses) / DAYS_IN_WEEK
            for first, end, fte in clock.spells(last)
        ),
        Fraction(0),
    )


def ledger(
    entries: Sequence[ProtectedTime], due: Fraction | None, *, count_academy: bool, as_at: date
) -> Ledger:
    """All entries up to ``as_at``; ``due`` is what was promised until then."""
    past = [each for each in entries if each.on <= as_at]
    counted = [each for each in past if count_academy or not each.academy]
    lost_to: Counter[Cause] = Counter()
    for each in counted:
        if each.cause is not None:
            lost_to[each.cause] += each.lost
    return Ledger(
        promised=due,
        planned=sum(each.planned for each in counted),
        taken=sum(each.taken for each in counted),
        lost=sum(each.lost for each in counted),
        open=sum(max(each.planned - each.taken - each.lost, 0) for each in counted),
        lost_to={cause: lost_to[cause] for cause in Cause if lost_to[cause]},
        academy_left_out=sum(each.taken for each in past if each not in counted),
    )
