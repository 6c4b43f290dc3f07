"""What stands against a plan, by kind, with the answers that were given for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from academy.findings import Severity
from service.cohorts.plan_findings import Standing
from service.web.english import moment_words

_SEVERITIES = {
    "BLOCK": ("fault to be put right", "faults to be put right"),
    "WARN": ("warning", "warnings"),
    "INFO": ("note", "notes"),
}
_ORDER = (Severity.BLOCK, Severity.WARN, Severity.INFO)


@dataclass(frozen=True, slots=True)
class Kind:
    """Findings of one kind: what stands, and the answers that were given for it."""

    code: str
    severity: str
    findings: tuple[Standing, ...]

    @property
    def words(self) -> str:
        """``Presenter tbc (PRESENTER_TBC): 11 warnings``."""
        one, many = _SEVERITIES[self.severity]
        count = len(self.findings)
        said = self.code.replace("_", " ").capitalize()
        return f"{said} ({self.code}): {count} {one if count == 1 else many}"

    @property
    def refusing(self) -> int:
        return sum(each.refuses for each in self.findings)

    @property
    def open(self) -> tuple[str, ...]:
        """Warnings without an answer: what is to be answered for."""
        return tuple(
            each.finding.message
            for each in self.findings
            if each.refuses and self.severity == Severity.WARN
        )

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """Each finding, and who answered for it, when and why."""
        return tuple(
            (
                each.finding.message,
                f"Answered by {each.override.by}, {moment_words(each.override.at)}: {each.override.why}"
                if each.override
                else "",
            )
            for each in self.findings
        )


def kinds_of(standing: Sequence[Standing]) -> tuple[Kind, ...]:
    """Faults first, then warnings, then notes."""
    by_code: dict[tuple[Severity, str], list[Standing]] = {}
    for each in standing:
        by_code.setdefault((each.finding.severity, each.finding.code), []).append(each)
    return tuple(
        Kind(code, severity.value, tuple(found))
        for (severity, code), found in sorted(
            by_code.items(), key=lambda pair: (_ORDER.index(pair[0][0]), pair[0][1])
        )
    )
