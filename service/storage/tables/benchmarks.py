"""What figures are compared with, and the council's targets: both append-only."""

from piccolo.columns import (
    JSON,
    UUID,
    BigInt,
    BigSerial,
    Bytea,
    Date,
    Integer,
    Serial,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table


class BenchmarkVintage(Table, tablename="benchmark_vintage"):
    """One published table, model of neighbours or edition of another council, as it was received.

    A revised release is another vintage. UNIQUE (kind, sha256).
    """

    number: Serial = Serial(primary_key=True)
    id: UUID = UUID(unique=True, default=None)
    kind: Varchar = Varchar(length=20)
    """indicators | neighbours | council-edition"""
    source: Varchar = Varchar(length=500)
    """The address it was fetched from, or: file."""
    title: Varchar = Varchar(length=300)
    release: Varchar = Varchar(length=200)
    version: Varchar = Varchar(length=100)
    filename: Varchar = Varchar(length=255)
    sha256: Varchar = Varchar(length=64)
    size: BigInt = BigInt(default=0)
    content: Bytea = Bytea()
    details: JSON = JSON(default="{}")
    """Years of a table; authorities of a model; council and half-year of an edition."""
    findings: JSON = JSON(default="[]")
    retrieved_at: Timestamptz = Timestamptz(default=None)
    stored_at: Timestamptz = Timestamptz(default=None)
    stored_by: Varchar = Varchar(length=200)


class TargetRow(Table, tablename="target"):
    """One revision of a target; the one that stands is the latest. UNIQUE (target, revision)."""

    id: BigSerial = BigSerial(primary_key=True)
    target: UUID = UUID(default=None)
    revision: Integer = Integer(default=1)
    state: Varchar = Varchar(length=20)
    """standing | withdrawn"""
    measure: Varchar = Varchar(length=100)
    dimension: Varchar = Varchar(length=20)
    group_name: Varchar = Varchar(length=200)
    category: Varchar = Varchar(length=100)
    value: Varchar = Varchar(length=40)
    """A decimal in full, as text: in the measure's unit."""
    tolerance: Varchar = Varchar(length=40)
    decided_on: Date = Date(default=None)
    first: Date = Date(default=None)
    last: Date = Date(null=True, default=None)
    source: Varchar = Varchar(length=1000)
    at: Timestamptz = Timestamptz(default=None)
    by: Varchar = Varchar(length=200)
