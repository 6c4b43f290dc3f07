"""Findings as JSON."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from academy.findings import PlanFinding, Severity
from service.cohorts.plan_findings import Standing
from service.cohorts.store.cohorts import Override


class PlanFindingJson(msgspec.Struct, frozen=True):
    """BLOCK: cannot be published; WARN: only with an override; INFO: to know."""

    code: str
    severity: Severity
    message: str


class OverrideJson(msgspec.Struct, frozen=True):
    """Who answered for a finding, when and why. ``message`` is that of the finding."""

    code: str
    message: str
    why: str
    at: datetime
    by: str


class Overrides(msgspec.Struct, frozen=True):
    overrides: list[OverrideJson]


class StandingJson(msgspec.Struct, frozen=True):
    """A finding that stands against a plan; ``override`` null: nobody has answered for it."""

    code: str
    severity: Severity
    message: str
    override: OverrideJson | None


def findings_as_json(findings: Iterable[PlanFinding]) -> list[PlanFindingJson]:
    return [PlanFindingJson(each.code, each.severity, each.message) for each in findings]


def override_as_json(override: Override) -> OverrideJson:
    return OverrideJson(
        code=override.code,
        message=override.subject,
        why=override.why,
        at=override.at,
        by=override.by,
    )


def standing_as_json(standing: Iterable[Standing]) -> list[StandingJson]:
    return [
        StandingJson(
            code=each.finding.code,
            severity=each.finding.severity,
            message=each.finding.message,
            override=None if each.override is None else override_as_json(each.override),
        )
        for each in standing
    ]
