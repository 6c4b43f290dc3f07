"""Programmes as JSON."""

from datetime import date, datetime
from typing import Any

import msgspec

from academy.template import check, extent
from service.cohorts.programmes import Version
from service.cohorts.schemas.findings import PlanFindingJson, findings_as_json


class ProgrammeEntry(msgspec.Struct, frozen=True):
    """One version of a programme. ``created_at`` is null for one that came with the service."""

    key: str
    version: int
    title: str
    effective_from: date
    effective_to: date | None
    days: int
    extent: str
    """Days and months in words, computed from the blocks."""
    sha256: str
    created_at: datetime | None
    created_by: str


class Programmes(msgspec.Struct, frozen=True):
    """By key, newest version first."""

    programmes: list[ProgrammeEntry]


class ProgrammeJson(msgspec.Struct, frozen=True):
    """A version with its document, as it can be stored again, and what stands out in it."""

    programme: ProgrammeEntry
    document: dict[str, Any]
    findings: list[PlanFindingJson]


def entry_as_json(version: Version) -> ProgrammeEntry:
    programme = version.programme
    return ProgrammeEntry(
        key=programme.key,
        version=programme.version,
        title=programme.title,
        effective_from=programme.effective_from,
        effective_to=programme.effective_to,
        days=programme.days,
        extent=extent(programme),
        sha256=version.sha256,
        created_at=version.created_at,
        created_by=version.created_by,
    )


def programme_as_json(version: Version) -> ProgrammeJson:
    return ProgrammeJson(
        programme=entry_as_json(version),
        document=dict(version.document),
        findings=findings_as_json(check(version.programme)),
    )
