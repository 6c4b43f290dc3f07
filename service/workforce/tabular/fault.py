"""What can be wrong with a return: a code, its words, and an example anybody can try."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from service.workforce.findings import Finding, Severity
from service.workforce.records import Kind
from service.workforce.tabular.columns import COLUMNS, ValueType

ALL_KINDS = tuple(COLUMNS)

LONGEST_SHOWN = 100
"""Characters of a sent value that a finding repeats."""

_REGISTRATION = re.compile(r"\bSW[\s\xa0]*\d[\d\s\xa0]{2,}\d", re.IGNORECASE)

STRAY_BYTE = re.compile("[\udc80-\udcff]")
"""A byte that is not UTF-8, as Python's surrogateescape carries it."""


@dataclass(frozen=True, slots=True)
class Example:
    """Rows that raise a fault: each is the example row of the kind with these cells changed."""

    kind: Kind
    rows: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of fault. ``message`` and ``hint`` are templates filled from named words."""

    code: str
    severity: Severity
    message: str
    hint: str
    example: Example | str = field(compare=False)
    """Rows that raise it or, for a fault of the whole file, words for such a file."""
    kinds: tuple[Kind, ...] = ALL_KINDS

    def finding(
        self,
        *,
        row: int | None = None,
        line: int | None = None,
        column: str | None = None,
        value: str | None = None,
        **words: object,
    ) -> Finding:
        """Build the finding from named words."""
        return Finding(
            code=self.code,
            severity=self.severity,
            message=self.message.format(**words),
            hint=self.hint.format(**words),
            row=row,
            line=line,
            column=column,
            value=None if value is None else shown(value),
        )


def kinds_with(*types: ValueType) -> tuple[Kind, ...]:
    """Return the kinds that have a column of one of these types."""
    return tuple(
        kind for kind, columns in COLUMNS.items() if any(column.type in types for column in columns)
    )


def shape(text: str) -> str:
    """Show a registration number without telling it: A for a letter, 9 for a digit.

    Findings are kept with the return; the numbers themselves are not.
    """
    return "".join("9" if char.isdigit() else "A" if char.isalpha() else char for char in text)


def shown(text: str) -> str:
    """Shorten what was sent, and hide any registration number in a column it should not be in."""
    cut = text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"
    readable = STRAY_BYTE.sub(_as_windows_1252, cut)
    return _REGISTRATION.sub(lambda found: shape(found[0]), readable)


def _as_windows_1252(stray: re.Match[str]) -> str:
    return stray[0].encode("utf-8", "surrogateescape").decode("windows-1252", "replace")
