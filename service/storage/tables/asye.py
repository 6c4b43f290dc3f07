"""ASYE years and what is recorded of them, a day and a small value at a time.

JSON columns hold canonical text (sorted, without spaces). No column takes free text about a person's
practice or a case: kinds, days, counts, minutes and names of staff.
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

from service.storage.tables.enrolments import MemberRow


class AsyeYearRow(Table, tablename="asye_year"):
    """One year of one member. UNIQUE (member) among those that are open."""

    id: UUID = UUID(primary_key=True, default=None)
    member: ForeignKey[MemberRow] = ForeignKey(
        MemberRow, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict, null=False, index=True
    )
    preset: JSON = JSON(default="{}")
    """The whole preset as it was when the year began: a person keeps the version they started on."""
    start: Date = Date(default=None)
    fte: Integer = Integer(default=1_000_000)
    """Millionths, at the start."""
    unit: Varchar = Varchar(length=10)
    """child | family | case | points: what the cap counts"""
    full_caseload: Varchar = Varchar(length=20, null=True, default=None)
    """A decimal number, as text."""
    ceiling: Varchar = Varchar(length=20, null=True, default=None)
    scale_part_time: Boolean = Boolean(default=False)
    first_cases_on: Date = Date(null=True, default=None)
    contracted_minutes: Integer = Integer(default=2_220)
    """A full-time week."""
    count_academy: Boolean = Boolean(default=True)
    needs_registration: Boolean = Boolean(default=False)
    registered_on: Date = Date(null=True, default=None)
    exception_on: Date = Date(null=True, default=None)
    exception_by: Varchar = Varchar(length=200, null=True, default=None)
    route: Varchar = Varchar(length=200, null=True, default=None)
    assessor: Varchar = Varchar(length=200, null=True, default=None)
    state: Varchar = Varchar(length=10)
    """open | completed | left | withdrawn"""
    ended_on: Date = Date(null=True, default=None)
    revision: Integer = Integer(default=1)
    """Counts changes of the terms and of what is recorded, for If-Match."""
    calendar_sequence: Integer = Integer(default=0)
    """SEQUENCE of whatever AsyeCalendarRow does not say was told again, and when that was changed."""
    calendar_changed_at: Timestamptz = Timestamptz(default=None)
    created_at: Timestamptz = Timestamptz(default=None)
    created_by: Varchar = Varchar(length=200)
    changed_at: Timestamptz = Timestamptz(default=None)


class AsyeEntryRow(Table, tablename="asye_entry"):
    """What was recorded of a year. UNIQUE (year, kind, key) where there is a key."""

    id: UUID = UUID(primary_key=True, default=None)
    year: ForeignKey[AsyeYearRow] = ForeignKey(
        AsyeYearRow,
        on_delete=OnDelete.restrict,
        on_update=OnUpdate.restrict,
        null=False,
        index=True,
    )
    kind: Varchar = Varchar(length=20)
    """fte-change | pause | away | review | piece | supervision | protected-time | case-mix |
    acknowledgement | supervisor"""
    day: Date = Date(default=None)
    key: Varchar = Varchar(length=100, null=True, default=None)
    """What there can be only one of: a milestone, a kind of work on a day, a day."""
    value: JSON = JSON(default="{}")
    at: Timestamptz = Timestamptz(default=None)
    by: Varchar = Varchar(length=200)


class AsyeCalendarRow(Table, tablename="asye_calendar"):
    """What private calendars were told of a year after the first time.

    ``told`` is ``{side: {name: {key: {"bumps", "at", "gone"}}}}``: ``side`` is own or supervisor,
    ``name`` the member's id or the supervisor's name, ``key`` the entry's place in the plan. ``gone``
    is the entry as it was when it left the calendar. One row for a year that was changed.
    """

    id: BigSerial = BigSerial(primary_key=True)
    year: ForeignKey[AsyeYearRow] = ForeignKey(
        AsyeYearRow,
        on_delete=OnDelete.restrict,
        on_update=OnUpdate.restrict,
        null=False,
        unique=True,
    )
    told: JSON = JSON(default="{}")
