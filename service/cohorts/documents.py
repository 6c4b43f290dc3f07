"""Plain JSON values of planner results, as documented in docs/academy/commands.md."""

from collections.abc import Sequence

from academy.findings import PlanFinding


def finding_documents(findings: Sequence[PlanFinding]) -> list[dict[str, str]]:
    return [{"code": f.code, "severity": f.severity.value, "message": f.message} for f in findings]
