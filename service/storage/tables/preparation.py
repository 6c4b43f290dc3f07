"""What is written and planned for an edition before it is published, and who saw it before."""

from piccolo.columns import JSON, BigSerial, Date, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.table import Table

from service.storage.tables.editions import Edition


class EditionRelease(Table, tablename="edition_release"):
    """When an edition becomes public that was published before that moment."""

    id: BigSerial = BigSerial(primary_key=True)
    edition: ForeignKey[Edition] = ForeignKey(
        Edition, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict, null=False, unique=True
    )
    public_from: Timestamptz = Timestamptz(default=None)


class EditionWithdrawal(Table, tablename="edition_withdrawal"):
    """The notice of an edition that was withdrawn."""

    id: BigSerial = BigSerial(primary_key=True)
    edition: ForeignKey[Edition] = ForeignKey(
        Edition, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict, null=False, unique=True
    )
    at: Timestamptz = Timestamptz(default=None)
    by: Varchar = Varchar(length=200)
    reason: Varchar = Varchar(length=1000)
    """For everybody to read."""


class PreparationPart(Table, tablename="preparation_part"):
    """One revision of one part of what is prepared for the edition of a half-year.

    UNIQUE (period_end, kind, key, revision). An action has rows in every half-year in which it was
    changed; everything else belongs to one half-year.
    """

    id: BigSerial = BigSerial(primary_key=True)
    period_end: Date = Date(default=None)
    kind: Varchar = Varchar(length=20)
    key: Varchar = Varchar(length=200)
    """Of a comment the measure, of a tick the task, else an id; empty where there is only one."""
    revision: Integer = Integer(default=1)
    state: Varchar = Varchar(length=20)
    """standing | removed"""
    content: JSON = JSON(default="{}")
    at: Timestamptz = Timestamptz(default=None)
    by: Varchar = Varchar(length=200)


class DraftView(Table, tablename="draft_view"):
    """That somebody saw a draft on a day. UNIQUE (period_end, day, who)."""

    id: BigSerial = BigSerial(primary_key=True)
    period_end: Date = Date(default=None)
    day: Date = Date(default=None)
    """In England."""
    who: Varchar = Varchar(length=200)
    at: Timestamptz = Timestamptz(default=None)
    """When for the first time on that day."""
