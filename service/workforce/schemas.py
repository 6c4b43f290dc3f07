"""Returns and held rows as JSON: one shape over HTTP and on the command line (docs/returns)."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from service.workforce.outcome import Outcome
from service.workforce.records import Kind
from service.workforce.rendering import FINDING_COLUMNS, Plain
from service.workforce.store import ReturnRecord


class FindingJson(msgspec.Struct, frozen=True):
    """One fault. ``row`` as a spreadsheet shows it; both null for a fault of the whole file."""

    row: int | None
    line: int | None
    column: str | None
    code: str
    severity: str
    value: str | None
    message: str
    hint: str


class FindingCounts(msgspec.Struct, frozen=True):
    reject: int
    warn: int
    info: int


class ReadingOptions(msgspec.Struct, frozen=True):
    sheet: str | None
    accept_good_rows: bool
    reference_date: date | None


class Moment(msgspec.Struct, frozen=True):
    at: datetime
    by: str


class ReturnSummary(msgspec.Struct, frozen=True):
    """How a return stands. ``changes`` are counts for each kind of fact."""

    id: UUID
    kind: Kind
    edition: str
    as_at: date | None
    filename: str
    sha256: str
    size: int
    options: ReadingOptions
    state: str
    unreadable: bool
    rows_read: int
    rows_accepted: int
    finding_counts: FindingCounts
    changes: dict[str, dict[str, int]]
    checked: Moment
    confirmed: Moment | None
    undone: Moment | None


class ReturnPage(msgspec.Struct, frozen=True):
    """Newest first. ``next`` is the address of the page with older returns, null on the last."""

    returns: list[ReturnSummary]
    next: str | None


class ReturnJson(msgspec.Struct, frozen=True):
    """A return with its findings, and with examples of what it changes.

    ``id`` is null for a check of which nothing was kept.
    """

    id: UUID | None
    kind: Kind
    edition: str
    as_at: date | None
    filename: str
    sha256: str
    size: int
    options: ReadingOptions
    state: str
    unreadable: bool
    rows_read: int
    rows_accepted: int
    finding_counts: FindingCounts
    findings: list[FindingJson]
    changes: dict[str, Any]
    duplicate_of: UUID | None
    checked: Moment
    confirmed: Moment | None
    undone: Moment | None


class ProgressJson(msgspec.Struct, frozen=True):
    """``phase``: received, reading, comparing, storing, done or failed; ``rows`` done in it."""

    phase: str
    rows: int


def return_as_json(outcome: Outcome, checked: Moment | None = None) -> ReturnJson:
    """``checked`` says when and by whom, of a check that is stored nowhere."""
    record = outcome.record
    if record is None:
        assert checked is not None, "what is not stored cannot say who checked it"
        standing: dict[str, Any] = {
            "id": None,
            "checked": checked,
            "confirmed": None,
            "undone": None,
        }
    else:
        standing = _standing(record)
    return ReturnJson(
        **_common(outcome),
        **standing,
        findings=msgspec.convert(outcome.findings, list[FindingJson]),
        changes=outcome.changes,
        duplicate_of=outcome.duplicate_of,
    )


def summary_as_json(outcome: Outcome) -> ReturnSummary:
    assert outcome.record is not None, "only what is stored is listed"
    return ReturnSummary(
        **_common(outcome),
        **_standing(outcome.record),
        changes={
            kind: {name: count for name, count in told.items() if name != "examples"}
            for kind, told in outcome.changes.items()
        },
    )


def _common(outcome: Outcome) -> dict[str, Any]:
    return {
        "kind": outcome.kind,
        "edition": outcome.edition,
        "as_at": outcome.as_at,
        "filename": outcome.filename,
        "sha256": outcome.sha256,
        "size": outcome.size,
        "options": ReadingOptions(
            sheet=outcome.options.sheet,
            accept_good_rows=outcome.options.accept_good_rows,
            reference_date=outcome.options.reference_date,
        ),
        "state": outcome.state,
        "unreadable": outcome.unreadable,
        "rows_read": outcome.rows_read,
        "rows_accepted": outcome.rows_accepted,
        "finding_counts": FindingCounts(**counted(outcome.findings)),
    }


def _standing(record: ReturnRecord) -> dict[str, Any]:
    return {
        "id": record.id,
        "checked": Moment(record.checked_at, record.checked_by),
        "confirmed": _moment(record.confirmed_at, record.confirmed_by),
        "undone": _moment(record.undone_at, record.undone_by),
    }


def _moment(at: datetime | None, by: str | None) -> Moment | None:
    return None if at is None or by is None else Moment(at, by)


def counted(findings: Sequence[dict[str, Plain]]) -> dict[str, int]:
    """How many findings of each severity."""
    counts = Counter(str(finding["severity"]) for finding in findings)
    return {severity: counts[severity] for severity in ("reject", "warn", "info")}


def document(outcome: Outcome) -> dict[str, Any]:
    """The document of the command line."""
    return {
        "kind": outcome.kind.value,
        "edition": outcome.edition,
        "rows_read": outcome.rows_read,
        "rows_accepted": outcome.rows_accepted,
        "findings": [
            {name: finding[name] for name in FINDING_COLUMNS} for finding in outcome.findings
        ],
        "changes": outcome.changes,
        "state": outcome.state,
        "return": None if outcome.record is None else str(outcome.record.id),
        "duplicate_of": None if outcome.duplicate_of is None else str(outcome.duplicate_of),
    }


class PostJson(msgspec.Struct, frozen=True):
    """``ref`` is the return and the row behind it. FTE is a decimal text."""

    ref: str
    post: str
    team: str
    area: str
    role: str | None
    fte: str
    opened: date
    closed: date | None


class EmploymentJson(msgspec.Struct, frozen=True):
    """``worker`` is the keyed hash of the registration number."""

    ref: str
    worker: str
    post: str | None
    team: str
    area: str
    role: str | None
    contract: str | None
    fte: str | None
    started: date
    start_type: str
    start_origin: str | None
    ended: date | None
    end_type: str | None
    destination: str | None
    reason: str | None
    qualified_on: date | None
    asye_started: date | None
    asye_ended: date | None


class AgencyJson(msgspec.Struct, frozen=True):
    ref: str
    worker: str
    team: str
    area: str
    role: str | None
    fte: str | None
    started: date
    ended: date | None
    covers_vacancy: bool | None


class AbsenceJson(msgspec.Struct, frozen=True):
    """``days_lost`` are working days as a decimal text."""

    ref: str
    worker: str
    kind: str
    first_day: date
    last_day: date | None
    days_lost: str


class CaseloadJson(msgspec.Struct, frozen=True):
    ref: str
    worker: str
    taken_on: date
    team: str
    cases: int
    fte: str | None
    unit: str
    agency: bool


class PostPage(msgspec.Struct, frozen=True):
    """``next`` is the address of the next page, null on the last."""

    posts: list[PostJson]
    next: str | None


class EmploymentPage(msgspec.Struct, frozen=True):
    """``next`` is the address of the next page, null on the last."""

    employments: list[EmploymentJson]
    next: str | None


class AgencyPage(msgspec.Struct, frozen=True):
    """``next`` is the address of the next page, null on the last."""

    agency: list[AgencyJson]
    next: str | None


class AbsencePage(msgspec.Struct, frozen=True):
    """``next`` is the address of the next page, null on the last."""

    absences: list[AbsenceJson]
    next: str | None


class CaseloadPage(msgspec.Struct, frozen=True):
    """``next`` is the address of the next page, null on the last."""

    caseloads: list[CaseloadJson]
    next: str | None
