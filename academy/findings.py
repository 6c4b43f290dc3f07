"""What the planner has to say about a plan, in words a lead can act on."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    BLOCK = "BLOCK"
    """Cannot be published."""
    WARN = "WARN"
    """Can be published with an override that keeps who, when and why, and stays visible."""
    INFO = "INFO"


@dataclass(frozen=True, slots=True)
class PlanFinding:
    code: str
    severity: Severity
    message: str
