"""Members, starters, groups, attendance, commitments and acknowledged cover.

JSON columns hold canonical text (sorted, without spaces). A registration number is never here:
``worker`` is the keyed identity that the workforce returns carry. No column takes free text about a
case: a commitment is a kind and a time.
"""

from piccolo.columns import (
    JSON,
    UUID,
    BigSerial,
    Boolean,
    Date,
    ForeignKey,
    Integer,
    Timestamptz,
    Varchar,
)
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.table import Table

from service.storage.tables.cohorts import CohortRow, SessionEvent


class MemberRow(Table, tablename="member"):
    """UNIQUE (worker, cohort) among those who have not been removed."""

    id: UUID = UUID(primary_key=True, default=None)
    cohort: ForeignKey[CohortRow] = ForeignKey(
        CohortRow, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict, null=False, index=True
    )
    run: Varchar = Varchar(length=100)
    worker: Varchar = Varchar(length=32, null=True, default=None, index=True)
    display_name: Varchar = Varchar(length=200)
    audience: Varchar = Varchar(length=20)
    """newly-qualified | experienced | managers | named"""
    team: Varchar = Varchar(length=200, null=True, default=None, index=True)
    manager: Varchar = Varchar(length=200, null=True, default=None)
    completed: JSON = JSON(default="[]")
    named: JSON = JSON(default="[]")
    chosen: JSON = JSON(default="[]")
    repeats: JSON = JSON(default="[]")
    catch_up: JSON = JSON(default="[]")
    weekdays: JSON = JSON(default="[0,1,2,3,4]")
    """Days they work, Monday = 0."""
    cleared: Boolean = Boolean(default=False)
    expected_clearance: Date = Date(null=True, default=None)
    route: Varchar = Varchar(length=200, null=True, default=None)
    started_on: Date = Date(null=True, default=None)
    asye_start: Date = Date(null=True, default=None)
    """When their own ASYE year began: not before their registration."""
    revision: Integer = Integer(default=1)
    """Counts changes, for If-Match."""
    joined_at: Timestamptz = Timestamptz(default=None)
    changed_at: Timestamptz = Timestamptz(default=None)
    removed_at: Timestamptz = Timestamptz(null=True, default=None)


class CohortGrouping(Table, tablename="cohort_grouping"):
    """How a cohort is divided where it was chosen; balanced groups where there is no row."""

    id: BigSerial = BigSerial(primary_key=True)
    cohort: ForeignKey[CohortRow] = ForeignKey(
        CohortRow, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict, null=False, unique=True
    )
    fill_first: Boolean = Boolean(default=False)


class GroupPlace(Table, tablename="group_place"):
    """UNIQUE (cohort, item, member)."""

    id: BigSerial = BigSerial(primary_key=True)
    cohort: ForeignKey[CohortRow] = ForeignKey(
        CohortRow, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict, null=False, index=True
    )
    item: Varchar = Varchar(length=200)
    member: ForeignKey[MemberRow] = ForeignKey(
        MemberRow, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict, null=False, index=True
    )
    number: Integer = Integer(default=1)


class MemberCalendar(Table, tablename="member_calendar"):
    """Which sessions a member's calendar has been told of.

    ``told`` is ``{"plain": [uid, ...], "marked": {uid: {"bumps", "withdrawn", "at"}}}``: ``bumps``
    is added to the session's own SEQUENCE in this member's calendar and counts how often it was
    taken from them or given back while it went on for others. One row for a member, because the
    calendars of a whole cohort are read at once.
    """

    id: BigSerial = BigSerial(primary_key=True)
    member: ForeignKey[MemberRow] = ForeignKey(
        MemberRow, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict, null=False, unique=True
    )
    told: JSON = JSON(default='{"marked":{},"plain":[]}')


class StarterRow(Table, tablename="starter"):
    """Somebody who starts and waits for a run, or has been placed in one."""

    id: UUID = UUID(primary_key=True, default=None)
    worker: Varchar = Varchar(length=32, null=True, default=None)
    display_name: Varchar = Varchar(length=200)
    start: Date = Date(default=None)
    newly_qualified: Boolean = Boolean(default=False)
    post: Varchar = Varchar(length=200, null=True, default=None)
    team: Varchar = Varchar(length=200, null=True, default=None)
    base: Varchar = Varchar(length=200, null=True, default=None)
    manager: Varchar = Varchar(length=200, null=True, default=None)
    route: Varchar = Varchar(length=200, null=True, default=None)
    service: Varchar = Varchar(length=200, null=True, default=None)
    fte: Integer = Integer(default=1_000_000)
    """Millionths."""
    weekdays: JSON = JSON(default="[0,1,2,3,4]")
    completed: JSON = JSON(default="[]")
    qualified_on: Date = Date(null=True, default=None)
    registered_on: Date = Date(null=True, default=None)
    clearance_requested_on: Date = Date(null=True, default=None)
    cleared_on: Date = Date(null=True, default=None)
    state: Varchar = Varchar(length=20)
    """waiting | placed | withdrawn"""
    member: ForeignKey[MemberRow] = ForeignKey(
        MemberRow,
        on_delete=OnDelete.restrict,
        on_update=OnUpdate.restrict,
        null=True,
        default=None,
        index=True,
    )
    revision: Integer = Integer(default=1)
    created_at: Timestamptz = Timestamptz(default=None)
    created_by: Varchar = Varchar(length=200)


class AttendanceRow(Table, tablename="attendance"):
    """One line of the register: of a session, or without one for who need not come.

    UNIQUE (session, member), and (member, cohort, item) among those without a session.
    """

    id: BigSerial = BigSerial(primary_key=True)
    member: ForeignKey[MemberRow] = ForeignKey(
        MemberRow, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict, null=False, index=True
    )
    cohort: ForeignKey[CohortRow] = ForeignKey(
        CohortRow, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict, null=False, index=True
    )
    item: Varchar = Varchar(length=200)
    session: ForeignKey[SessionEvent] = ForeignKey(
        SessionEvent,
        on_delete=OnDelete.restrict,
        on_update=OnUpdate.restrict,
        null=True,
        default=None,
        index=True,
    )
    day: Date = Date(default=None)
    state: Varchar = Varchar(length=20)
    at: Timestamptz = Timestamptz(default=None)
    by: Varchar = Varchar(length=200)


class CommitmentRow(Table, tablename="commitment"):
    """Leave, court, duty or other of a member or of somebody of the staff: kind and time only."""

    id: UUID = UUID(primary_key=True, default=None)
    member: ForeignKey[MemberRow] = ForeignKey(
        MemberRow,
        on_delete=OnDelete.restrict,
        on_update=OnUpdate.restrict,
        null=True,
        default=None,
        index=True,
    )
    staff: Varchar = Varchar(length=200, null=True, default=None, index=True)
    kind: Varchar = Varchar(length=10)
    """leave | court | duty | other"""
    first: Date = Date(default=None)
    last: Date = Date(default=None)
    start_minute: Integer = Integer(null=True, default=None)
    """Minutes after midnight, local; both are empty for whole days."""
    end_minute: Integer = Integer(null=True, default=None)
    created_at: Timestamptz = Timestamptz(default=None)
    created_by: Varchar = Varchar(length=200)


class Acknowledgement(Table, tablename="acknowledgement"):
    """A team's court and duty are covered for a session as it then was. UNIQUE (team, session)."""

    id: BigSerial = BigSerial(primary_key=True)
    team: Varchar = Varchar(length=200)
    session: ForeignKey[SessionEvent] = ForeignKey(
        SessionEvent,
        on_delete=OnDelete.restrict,
        on_update=OnUpdate.restrict,
        null=False,
        index=True,
    )
    sequence: Integer = Integer(default=0)
    """SEQUENCE of the session when it was acknowledged: a later change asks again."""
    at: Timestamptz = Timestamptz(default=None)
    by: Varchar = Varchar(length=200)


class PeopleImport(Table, tablename="people_import"):
    """Starters or members read from a file, to be confirmed. The file itself is not kept.

    ``people`` are the rows that can be taken in, with keyed identities and no registration number;
    it is emptied once they have been taken in.
    """

    id: UUID = UUID(primary_key=True, default=None)
    kind: Varchar = Varchar(length=20)
    """starters | members"""
    cohort: ForeignKey[CohortRow] = ForeignKey(
        CohortRow,
        on_delete=OnDelete.restrict,
        on_update=OnUpdate.restrict,
        null=True,
        default=None,
        index=True,
    )
    filename: Varchar = Varchar(length=255)
    sha256: Varchar = Varchar(length=64)
    rows_read: Integer = Integer(default=0)
    rows_accepted: Integer = Integer(default=0)
    people: JSON = JSON(default="[]")
    findings: JSON = JSON(default="[]")
    state: Varchar = Varchar(length=20)
    """checked | refused | confirmed"""
    checked_at: Timestamptz = Timestamptz(default=None)
    checked_by: Varchar = Varchar(length=200)
    confirmed_at: Timestamptz = Timestamptz(null=True, default=None)
    confirmed_by: Varchar = Varchar(length=200, null=True, default=None)
