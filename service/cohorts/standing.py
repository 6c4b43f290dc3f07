"""Findings with the overrides that answer for them, as plain JSON."""

from collections.abc import Iterable

from service.cohorts.plan_findings import Standing


def standing_documents(standing: Iterable[Standing]) -> list[dict[str, object]]:
    return [
        {
            "code": each.finding.code,
            "severity": each.finding.severity.value,
            "message": each.finding.message,
            "override": None
            if each.override is None
            else {
                "why": each.override.why,
                "at": each.override.at.isoformat(),
                "by": each.override.by,
            },
        }
        for each in standing
    ]
