"""Published editions: append-only, guarded by triggers on both databases."""

from piccolo.columns import (
    UUID,
    BigSerial,
    Bytea,
    Date,
    ForeignKey,
    Integer,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.table import Table

from service.storage.tables.workforce import WorkforceReturn


class Edition(Table, tablename="edition"):
    """One published version of one half-year. UNIQUE (period_end, version)."""

    id: UUID = UUID(primary_key=True, default=None)
    period_end: Date = Date(default=None)
    version: Integer = Integer(default=1)
    content: Bytea = Bytea()
    """The whole edition as canonical JSON bytes: figures, definitions, parameters, findings, inputs."""
    content_sha256: Varchar = Varchar(length=64)
    public_content: Bytea = Bytea()
    """What the public may see, derived once from the same computation."""
    published_at: Timestamptz = Timestamptz(default=None)
    published_by: Varchar = Varchar(length=200)
    reason: Text = Text(null=True, default=None)
    """Public reason of a correction; null for version 1."""


class EditionInput(Table, tablename="edition_input"):
    """Which returns an edition was computed from, in confirmed order."""

    id: BigSerial = BigSerial(primary_key=True)
    edition: ForeignKey[Edition] = ForeignKey(
        Edition, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict, null=False, index=True
    )
    came_with: ForeignKey[WorkforceReturn] = ForeignKey(
        WorkforceReturn,
        on_delete=OnDelete.restrict,
        on_update=OnUpdate.restrict,
        null=False,
        index=True,
    )
    ordinal: Integer = Integer(default=0)


class EditionRecord(Table, tablename="edition_record"):
    """Records of one kind as they were when an edition was published. UNIQUE (edition, kind)."""

    id: BigSerial = BigSerial(primary_key=True)
    edition: ForeignKey[Edition] = ForeignKey(
        Edition, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict, null=False, index=True
    )
    ordinal: Integer = Integer(default=1)
    kind: Varchar = Varchar(length=40)
    rows: Integer = Integer(default=0)
    sha256: Varchar = Varchar(length=64)
    """Of the canonical bytes before they were sealed."""
    sealed: Bytea = Bytea()
    """Sealed under the identity key, bound to edition and place like a received file."""
