"""Findings: what is wrong with a row, in words a person can act on. Never a silent repair."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    REJECT = "reject"
    """The return (or, where the sender chooses, the row) cannot be taken in."""
    WARN = "warn"
    """Taken in as sent; somebody should look."""
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault in a file.

    ``row`` is the number a person sees: the row of the sheet as Excel shows it (header is row 1),
    or the ordinal of the worker in a census message (first worker is 1). ``line`` is the line of
    the text file. Both are ``None`` for a fault of the whole file. ``value`` is what was sent.
    """

    code: str
    severity: Severity
    message: str
    hint: str
    row: int | None = None
    line: int | None = None
    column: str | None = None
    value: str | None = None
