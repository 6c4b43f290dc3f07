"""Thresholds of ASYE years that no source states: proposals, which a council may set otherwise."""

from dataclasses import dataclass
from fractions import Fraction

from academy.asye.breaches import ESCALATION, STALE_DAYS, Escalation
from academy.asye.supervision import LONGEST_GAP
from academy.asye.two_clocks import EARLY_DAYS


@dataclass(frozen=True, slots=True)
class YearThresholds:
    stale_days: int = STALE_DAYS
    """An older caseload says nothing about today (P9)."""
    escalation: Escalation = ESCALATION
    """Whose a breach is from which day of it (P9)."""
    early_days: int = EARLY_DAYS
    """A portfolio handed in longer before the end of the year is early (P2)."""
    longest_gap: Fraction = LONGEST_GAP
    """Intervals between two supervisions of a band (P4)."""


PROPOSED = YearThresholds()
