"""How much of a file the reader is willing to take in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one reading; beyond them the file is refused with a finding, never truncated."""

    max_bytes: int = 64 * 1024 * 1024
    """Size of the file as sent."""
    max_expanded_bytes: int = 512 * 1024 * 1024
    """Size of everything in a workbook once expanded."""
    max_members: int = 1_000
    """Files inside a workbook."""
    max_findings: int = 10_000
    """Findings kept; one more says how many were not."""


DEFAULT_LIMITS = Limits()
