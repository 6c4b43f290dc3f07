"""Files of people as JSON."""

import json
from datetime import datetime
from uuid import UUID

import msgspec

from service.enrolments.store.people_imports import PeopleImportRecord


class PeopleFindingJson(msgspec.Struct, frozen=True):
    """One fault of a file. ``row`` as a spreadsheet shows it: the headings are row 1."""

    row: int | None
    line: int | None
    column: str | None
    code: str
    severity: str
    value: str | None
    message: str
    hint: str


class PeopleImportJson(msgspec.Struct, frozen=True):
    """``state``: checked (can be confirmed), refused, or confirmed."""

    id: UUID
    kind: str
    cohort: UUID | None
    filename: str
    sha256: str
    rows_read: int
    rows_accepted: int
    state: str
    findings: list[PeopleFindingJson]
    checked_at: datetime
    checked_by: str
    confirmed_at: datetime | None
    confirmed_by: str | None


def import_as_json(record: PeopleImportRecord) -> PeopleImportJson:
    return PeopleImportJson(
        id=record.id,
        kind=record.kind,
        cohort=record.cohort,
        filename=record.filename,
        sha256=record.sha256,
        rows_read=record.rows_read,
        rows_accepted=record.rows_accepted,
        state=record.state,
        findings=[msgspec.convert(each, PeopleFindingJson) for each in json.loads(record.findings)],
        checked_at=record.checked_at,
        checked_by=record.checked_by,
        confirmed_at=record.confirmed_at,
        confirmed_by=record.confirmed_by,
    )
