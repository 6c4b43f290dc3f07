"""Documents of editions, and deliveries of the news of them."""

from piccolo.columns import (
    UUID,
    BigSerial,
    Boolean,
    Bytea,
    ForeignKey,
    Integer,
    Timestamptz,
    Varchar,
)
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.table import Table

from service.storage.tables.editions import Edition


class EditionDocument(Table, tablename="edition_document"):
    """One document of one edition, as it was first made. UNIQUE (edition, form); append-only."""

    id: BigSerial = BigSerial(primary_key=True)
    edition: ForeignKey[Edition] = ForeignKey(
        Edition, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict, null=False
    )
    form: Varchar = Varchar(length=10)
    content: Bytea = Bytea()
    sha256: Varchar = Varchar(length=64)
    size: Integer = Integer(default=0)
    """In bytes."""
    made_at: Timestamptz = Timestamptz(default=None)
    made_with: Varchar = Varchar(length=200)
    """Version of the program."""


class Delivery(Table, tablename="delivery"):
    """One target that is to be told of one edition; stored in the transaction that publishes it."""

    id: UUID = UUID(primary_key=True, default=None)
    """Sent along each time, so that a receiver can tell a repetition."""
    edition: ForeignKey[Edition] = ForeignKey(
        Edition, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict, null=False
    )
    event: Varchar = Varchar(length=20)
    channel: Varchar = Varchar(length=20)
    target: Varchar = Varchar(length=2000)
    """Address of the webhook, or of the mail box."""
    state: Varchar = Varchar(length=20)
    attempts: Integer = Integer(default=0)
    created_at: Timestamptz = Timestamptz(default=None)
    next_at: Timestamptz = Timestamptz(default=None)
    """Not tried before; while it is being tried, when another may take it for dead."""
    ended_at: Timestamptz = Timestamptz(null=True, default=None)


class DeliveryAttempt(Table, tablename="delivery_attempt"):
    """What came of one attempt; append-only."""

    id: BigSerial = BigSerial(primary_key=True)
    delivery: ForeignKey[Delivery] = ForeignKey(
        Delivery, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict, null=False, index=True
    )
    at: Timestamptz = Timestamptz(default=None)
    delivered: Boolean = Boolean(default=False)
    outcome: Varchar = Varchar(length=500)
