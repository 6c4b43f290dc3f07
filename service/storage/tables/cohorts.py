"""Programmes, places, people and calendar of the academy; cohorts, their drafts and releases.

Templates, holiday lists, draft changes, overrides, releases and their changes are append-only,
guarded by triggers on both databases. JSON columns hold canonical text (sorted, without spaces).
"""

from piccolo.columns import (
    JSON,
    UUID,
    BigInt,
    BigSerial,
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


class ProgrammeTemplate(Table, tablename="programme_template"):
    """One version of a programme. UNIQUE (key, version)."""

    id: UUID = UUID(primary_key=True, default=None)
    key: Varchar = Varchar(length=100)
    version: Integer = Integer(default=1)
    title: Text = Text()
    effective_from: Date = Date(default=None)
    effective_to: Date = Date(null=True, default=None)
    document: JSON = JSON(default="{}")
    """As academy.template reads it."""
    sha256: Varchar = Varchar(length=64)
    """Of the document's canonical text."""
    created_at: Timestamptz = Timestamptz(default=None)
    created_by: Varchar = Varchar(length=200)


class ProgrammeImport(Table, tablename="programme_import"):
    """A printed timetable as received, what was read in it, and what it became."""

    id: UUID = UUID(primary_key=True, default=None)
    filename: Varchar = Varchar(length=255)
    sha256: Varchar = Varchar(length=64)
    size: BigInt = BigInt(default=0)
    content: Bytea = Bytea()
    headings: Bytea = Bytea()
    """The list of blocks and their dates; empty when none was sent."""
    corrections: JSON = JSON(default="[]")
    """What a lead put in place of printed cells: row, column, text, reason. The file stays."""
    stated_days: Integer = Integer(null=True, default=None)
    reading: JSON = JSON(default="{}")
    state: Varchar = Varchar(length=20)
    """checked | confirmed"""
    template: ForeignKey[ProgrammeTemplate] = ForeignKey(
        ProgrammeTemplate,
        on_delete=OnDelete.restrict,
        on_update=OnUpdate.restrict,
        null=True,
        default=None,
        index=True,
    )
    checked_at: Timestamptz = Timestamptz(default=None)
    checked_by: Varchar = Varchar(length=200)
    confirmed_at: Timestamptz = Timestamptz(null=True, default=None)
    confirmed_by: Varchar = Varchar(length=200, null=True, default=None)


class SiteRow(Table, tablename="site"):
    id: UUID = UUID(primary_key=True, default=None)
    key: Varchar = Varchar(length=100, unique=True)
    """What sessions and templates call it; never changes."""
    name: Varchar = Varchar(length=200)
    address: Varchar = Varchar(length=1000)


class RoomRow(Table, tablename="room"):
    """UNIQUE (site, name)."""

    id: UUID = UUID(primary_key=True, default=None)
    site: ForeignKey[SiteRow] = ForeignKey(
        SiteRow, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict, null=False, index=True
    )
    name: Varchar = Varchar(length=200)
    capacity: Integer = Integer(null=True, default=None)
    aliases: JSON = JSON(default="[]")


class TravelRow(Table, tablename="travel"):
    """Minutes one way; the other way is the same unless it has a row. UNIQUE (from, to)."""

    id: BigSerial = BigSerial(primary_key=True)
    from_site: ForeignKey[SiteRow] = ForeignKey(
        SiteRow, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict, null=False, index=True
    )
    to_site: ForeignKey[SiteRow] = ForeignKey(
        SiteRow, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict, null=False, index=True
    )
    minutes: Integer = Integer(default=0)


class RoleHolderRow(Table, tablename="role_holder"):
    """Who fills a role from ``first`` to ``last``, both included."""

    id: UUID = UUID(primary_key=True, default=None)
    role: Varchar = Varchar(length=200)
    name: Varchar = Varchar(length=200)
    first: Date = Date(default=None)
    last: Date = Date(null=True, default=None)
    state: Varchar = Varchar(length=20)
    """proposed | confirmed | declined"""


class ClosureRow(Table, tablename="closure"):
    """Days without sessions in every cohort; a cohort's own are in its draft."""

    id: UUID = UUID(primary_key=True, default=None)
    first: Date = Date(default=None)
    last: Date = Date(default=None)
    reason: Varchar = Varchar(length=200)


class HolidayList(Table, tablename="holiday_list"):
    """Bank holidays in the GOV.UK format; the highest number is in force."""

    number: Serial = Serial(primary_key=True)
    document: JSON = JSON(default="{}")
    sha256: Varchar = Varchar(length=64)
    known_until: Date = Date(default=None)
    source: Varchar = Varchar(length=1000)
    stored_at: Timestamptz = Timestamptz(default=None)
    stored_by: Varchar = Varchar(length=200)


class CohortRow(Table, tablename="cohort"):
    id: UUID = UUID(primary_key=True, default=None)
    key: Varchar = Varchar(length=100, unique=True)
    title: Varchar = Varchar(length=200)
    template: ForeignKey[ProgrammeTemplate] = ForeignKey(
        ProgrammeTemplate,
        on_delete=OnDelete.restrict,
        on_update=OnUpdate.restrict,
        null=False,
        index=True,
    )
    anchor: Date = Date(default=None)
    """Of the home run, as in the draft."""
    state: Varchar = Varchar(length=20)
    """draft | published | running | closed"""
    draft: JSON = JSON(default="{}")
    draft_revision: Integer = Integer(default=1)
    released_version: Integer = Integer(default=0)
    """0 until the first release."""
    created_at: Timestamptz = Timestamptz(default=None)
    created_by: Varchar = Varchar(length=200)


class DraftChange(Table, tablename="draft_change"):
    """Which parts of a draft each revision changed. UNIQUE (cohort, revision)."""

    id: BigSerial = BigSerial(primary_key=True)
    cohort: ForeignKey[CohortRow] = ForeignKey(
        CohortRow, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict, null=False, index=True
    )
    revision: Integer = Integer(default=2)
    changed: JSON = JSON(default="[]")
    at: Timestamptz = Timestamptz(default=None)
    by: Varchar = Varchar(length=200)


class PlanOverride(Table, tablename="plan_override"):
    """A finding that a lead answers for: who, when and why stay visible."""

    id: UUID = UUID(primary_key=True, default=None)
    cohort: ForeignKey[CohortRow] = ForeignKey(
        CohortRow, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict, null=False, index=True
    )
    code: Varchar = Varchar(length=60)
    subject: Text = Text()
    """The finding's message: of another date, another finding."""
    why: Varchar = Varchar(length=1000)
    at: Timestamptz = Timestamptz(default=None)
    by: Varchar = Varchar(length=200)


class CohortRelease(Table, tablename="cohort_release"):
    """UNIQUE (cohort, version)."""

    id: UUID = UUID(primary_key=True, default=None)
    cohort: ForeignKey[CohortRow] = ForeignKey(
        CohortRow, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict, null=False, index=True
    )
    version: Integer = Integer(default=1)
    template: ForeignKey[ProgrammeTemplate] = ForeignKey(
        ProgrammeTemplate,
        on_delete=OnDelete.restrict,
        on_update=OnUpdate.restrict,
        null=False,
        index=True,
    )
    draft: JSON = JSON(default="{}")
    findings: JSON = JSON(default="[]")
    """What stood against the plan when it was released, with the overrides."""
    note: Varchar = Varchar(length=1000)
    released_at: Timestamptz = Timestamptz(default=None)
    released_by: Varchar = Varchar(length=200)


class SessionEvent(Table, tablename="session_event"):
    """The released state of one session; a cancelled one stays. UNIQUE (cohort, key)."""

    uid: UUID = UUID(primary_key=True, default=None)
    cohort: ForeignKey[CohortRow] = ForeignKey(
        CohortRow, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict, null=False, index=True
    )
    key: Varchar = Varchar(length=400)
    """run/item or run/item/group"""
    sequence: Integer = Integer(default=0)
    changed_at: Timestamptz = Timestamptz(default=None)
    status: Varchar = Varchar(length=20)
    session: JSON = JSON(default="{}")


class ReleaseChange(Table, tablename="release_change"):
    """What a release changed of one session. UNIQUE (release, uid)."""

    id: BigSerial = BigSerial(primary_key=True)
    release: ForeignKey[CohortRelease] = ForeignKey(
        CohortRelease,
        on_delete=OnDelete.restrict,
        on_update=OnUpdate.restrict,
        null=False,
        index=True,
    )
    uid: UUID = UUID(default=None, index=True)
    kinds: JSON = JSON(default="[]")
    """Values of academy.revision.ChangeKind."""
    before: JSON = JSON(null=True, default=None)
    after: JSON = JSON(default="{}")
