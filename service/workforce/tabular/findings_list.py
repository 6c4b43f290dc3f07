"""Findings of one reading: kept up to a limit, in the order a person reads a sheet."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from service.workforce.findings import Finding, Severity
from service.workforce.tabular import file_faults
from service.workforce.tabular.fault import Fault

_WORST_FIRST = (Severity.REJECT, Severity.WARN, Severity.INFO)


class FindingsList:
    """Collects findings. Knows which rows are rejected even when it no longer keeps the finding."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: list[Finding] = []
        self._dropped: dict[Severity, int] = {}
        self.rejected_rows: set[int] = set()
        self.line_of: Callable[[int], int | None] = lambda _row: None
        """Line of the text file on which a row begins; set by the source that knows."""

    def add(
        self,
        fault: Fault,
        *,
        row: int | None = None,
        column: str | None = None,
        value: str | None = None,
        **words: object,
    ) -> None:
        """Add a finding; ``words`` fill its templates."""
        if fault.severity is Severity.REJECT and row is not None:
            self.rejected_rows.add(row)
        if len(self._kept) >= self._most:
            self._dropped[fault.severity] = self._dropped.get(fault.severity, 0) + 1
            return
        line = None if row is None else self.line_of(row)
        self._kept.append(fault.finding(row=row, line=line, column=column, value=value, **words))

    def withdraw(self, fault: Fault, column: str) -> None:
        """Take back what a later row has settled."""
        self._kept = [
            finding
            for finding in self._kept
            if finding.code != fault.code or finding.column != column
        ]

    def finish(self, column_order: Mapping[str, int]) -> list[Finding]:
        """Return the findings: of the file, then by row, column and code; then what was cut."""
        ordered = sorted(
            self._kept,
            key=lambda finding: (
                finding.row or 0,
                column_order.get(finding.column or "", -1),
                finding.code,
            ),
        )
        if self._dropped:
            worst = next(severity for severity in _WORST_FIRST if severity in self._dropped)
            cut = file_faults.FINDINGS_CUT.finding(count=sum(self._dropped.values()))
            ordered.append(replace(cut, severity=worst))
        return ordered
