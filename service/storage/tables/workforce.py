"""Received files, returns, and the rows they brought.

Nothing is ever deleted or overwritten. A row is in force while ``superseded_by`` is null; a later
return that changes it sets ``superseded_by`` to its own number, and undoing a return sets it on
that return's own rows to its own number (withdrawn) and clears it on the rows it had replaced.
Partial unique indexes (raw SQL in the migration) keep one row in force for each key.

What HR returns say and what a census says are two accounts of the same people and never mix: the
column ``census`` belongs to every key, so that a census row never supersedes an HR row or the
other way round.
"""

from piccolo.columns import (
    UUID,
    BigInt,
    BigSerial,
    Boolean,
    Bytea,
    Date,
    ForeignKey,
    Integer,
    Serial,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.table import Table


class ReceivedFile(Table, tablename="received_file"):
    """The bytes of a file as received, sealed, with hash, sender and time."""

    id: UUID = UUID(primary_key=True, default=None)
    sha256: Varchar = Varchar(length=64, index=True)
    """Of the bytes as received, before sealing."""
    size: BigInt = BigInt(default=0)
    filename: Varchar = Varchar(length=255)
    received_at: Timestamptz = Timestamptz(default=None)
    sender: Varchar = Varchar(length=200)


class ReceivedChunk(Table, tablename="received_chunk"):
    id: BigSerial = BigSerial(primary_key=True)
    file: ForeignKey[ReceivedFile] = ForeignKey(
        ReceivedFile,
        on_delete=OnDelete.restrict,
        on_update=OnUpdate.restrict,
        null=False,
        index=True,
    )
    ordinal: Integer = Integer(default=0)
    sealed: Bytea = Bytea()


class WorkforceReturn(Table, tablename="workforce_return"):
    """One file checked, and perhaps confirmed and undone."""

    number: Serial = Serial(primary_key=True)
    id: UUID = UUID(unique=True, default=None)
    """What leaves the system."""
    kind: Varchar = Varchar(length=20)
    edition: Varchar = Varchar(length=20)
    as_at: Date = Date(null=True, default=None)
    options: Text = Text(default="{}")
    """How it was read (sheet, accept_good_rows ...) as canonical JSON: needed to read it again."""
    file: ForeignKey[ReceivedFile] = ForeignKey(
        ReceivedFile,
        on_delete=OnDelete.restrict,
        on_update=OnUpdate.restrict,
        null=False,
        index=True,
    )
    state: Varchar = Varchar(length=20)
    """checked | refused | confirmed | undone"""
    unreadable: Boolean = Boolean(default=False)
    """Refused because it is not a file of this kind at all (exit code 2 on the command line)."""
    confirmed_order: Integer = Integer(null=True, default=None, unique=True)
    """1, 2, 3 ... in the order of confirming: replaying returns in this order gives the state."""
    held_order: Integer = Integer(default=0)
    """Revision of the held state when checked: returns ever confirmed plus returns undone since.

    A confirm against another revision is refused.
    """
    rows_read: Integer = Integer(default=0)
    rows_accepted: Integer = Integer(default=0)
    findings: Text = Text(default="[]")
    changes: Text = Text(default="{}")
    checked_at: Timestamptz = Timestamptz(default=None)
    checked_by: Varchar = Varchar(length=200)
    confirmed_at: Timestamptz = Timestamptz(null=True, default=None)
    confirmed_by: Varchar = Varchar(length=200, null=True, default=None)
    undone_at: Timestamptz = Timestamptz(null=True, default=None)
    undone_by: Varchar = Varchar(length=200, null=True, default=None)


def _came_with() -> ForeignKey[WorkforceReturn]:
    return ForeignKey(
        WorkforceReturn,
        on_delete=OnDelete.restrict,
        on_update=OnUpdate.restrict,
        null=False,
        index=True,
    )


def _superseded() -> ForeignKey[WorkforceReturn]:
    return ForeignKey(
        WorkforceReturn,
        on_delete=OnDelete.restrict,
        on_update=OnUpdate.restrict,
        null=True,
        default=None,
        index=True,
    )


def _census() -> Boolean:
    """True for a row that came with a census; part of the key of every table."""
    return Boolean(default=False)


class PostRow(Table, tablename="post"):
    id: BigSerial = BigSerial(primary_key=True)
    came_with: ForeignKey[WorkforceReturn] = _came_with()
    superseded_by: ForeignKey[WorkforceReturn] = _superseded()
    census: Boolean = _census()
    row: Integer = Integer(default=0)
    post: Varchar = Varchar(length=100)
    team: Varchar = Varchar(length=200)
    area: Varchar = Varchar(length=200)
    role: Varchar = Varchar(length=40, null=True, default=None)
    fte: Integer = Integer(default=0)
    opened: Date = Date(default=None)
    closed: Date = Date(null=True, default=None)


class EmploymentRow(Table, tablename="employment"):
    id: BigSerial = BigSerial(primary_key=True)
    came_with: ForeignKey[WorkforceReturn] = _came_with()
    superseded_by: ForeignKey[WorkforceReturn] = _superseded()
    census: Boolean = _census()
    row: Integer = Integer(default=0)
    worker: Varchar = Varchar(length=32)
    post: Varchar = Varchar(length=100, null=True, default=None)
    team: Varchar = Varchar(length=200)
    area: Varchar = Varchar(length=200)
    role: Varchar = Varchar(length=40, null=True, default=None)
    contract: Varchar = Varchar(length=20, null=True, default=None)
    fte: Integer = Integer(null=True, default=None)
    started: Date = Date(default=None)
    start_type: Varchar = Varchar(length=10)
    start_origin: Varchar = Varchar(length=2, null=True, default=None)
    ended: Date = Date(null=True, default=None)
    end_type: Varchar = Varchar(length=10, null=True, default=None)
    destination: Varchar = Varchar(length=2, null=True, default=None)
    reason: Varchar = Varchar(length=2, null=True, default=None)
    qualified_on: Date = Date(null=True, default=None)
    asye_started: Date = Date(null=True, default=None)
    asye_ended: Date = Date(null=True, default=None)


class AgencyRow(Table, tablename="agency_assignment"):
    id: BigSerial = BigSerial(primary_key=True)
    came_with: ForeignKey[WorkforceReturn] = _came_with()
    superseded_by: ForeignKey[WorkforceReturn] = _superseded()
    census: Boolean = _census()
    row: Integer = Integer(default=0)
    worker: Varchar = Varchar(length=32)
    team: Varchar = Varchar(length=200)
    area: Varchar = Varchar(length=200)
    role: Varchar = Varchar(length=40, null=True, default=None)
    fte: Integer = Integer(null=True, default=None)
    started: Date = Date(default=None)
    ended: Date = Date(null=True, default=None)
    covers_vacancy: Boolean = Boolean(null=True, default=None)


class AbsenceRow(Table, tablename="absence"):
    id: BigSerial = BigSerial(primary_key=True)
    came_with: ForeignKey[WorkforceReturn] = _came_with()
    superseded_by: ForeignKey[WorkforceReturn] = _superseded()
    census: Boolean = _census()
    row: Integer = Integer(default=0)
    worker: Varchar = Varchar(length=32)
    kind: Varchar = Varchar(length=3)
    first_day: Date = Date(default=None)
    last_day: Date = Date(null=True, default=None)
    days_lost: Integer = Integer(default=0)


class AbsenceTotalRow(Table, tablename="absence_total"):
    id: BigSerial = BigSerial(primary_key=True)
    came_with: ForeignKey[WorkforceReturn] = _came_with()
    superseded_by: ForeignKey[WorkforceReturn] = _superseded()
    census: Boolean = _census()
    row: Integer = Integer(default=0)
    worker: Varchar = Varchar(length=32)
    year_end: Date = Date(default=None)
    days_lost: Integer = Integer(default=0)


class CaseloadRow(Table, tablename="caseload_snapshot"):
    id: BigSerial = BigSerial(primary_key=True)
    came_with: ForeignKey[WorkforceReturn] = _came_with()
    superseded_by: ForeignKey[WorkforceReturn] = _superseded()
    census: Boolean = _census()
    row: Integer = Integer(default=0)
    worker: Varchar = Varchar(length=32)
    taken_on: Date = Date(default=None)
    team: Varchar = Varchar(length=200)
    cases: Integer = Integer(default=0)
    fte: Integer = Integer(null=True, default=None)
    unit: Varchar = Varchar(length=10)
    agency: Boolean = Boolean(default=False)


class ReportedTotalsRow(Table, tablename="reported_totals"):
    id: BigSerial = BigSerial(primary_key=True)
    came_with: ForeignKey[WorkforceReturn] = _came_with()
    superseded_by: ForeignKey[WorkforceReturn] = _superseded()
    census: Boolean = _census()
    row: Integer = Integer(default=0)
    as_at: Date = Date(default=None)
    vacancies_fte: Integer = Integer(default=0)
    agency_covering_fte: Integer = Integer(default=0)
    agency_headcount: Integer = Integer(default=0)


class RegistrationNumber(Table, tablename="registration_number"):
    """Filled only where SCORECARD_KEEP_REGISTRATION_NUMBERS says so; sealed."""

    worker: Varchar = Varchar(length=32, primary_key=True)
    sealed: Bytea = Bytea()
