"""Calendar feeds."""

from piccolo.columns import UUID, BigInt, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.table import Table

from service.storage.tables.cohorts import CohortRow


class FeedRow(Table, tablename="feed"):
    """One feed of one owner. UNIQUE (kind, subject) among those that are not revoked."""

    id: UUID = UUID(primary_key=True, default=None)
    kind: Varchar = Varchar(length=20)
    """member | cohort | facilitator | room | team | scorecard"""
    subject: Varchar = Varchar(length=200)
    """Id of the member, cohort or room; name of the member of staff or team; council."""
    cohort: ForeignKey[CohortRow] = ForeignKey(
        CohortRow,
        on_delete=OnDelete.restrict,
        on_update=OnUpdate.restrict,
        null=True,
        default=None,
        index=True,
    )
    """Of a member's feed and a cohort's."""
    secret_hash: Varchar = Varchar(length=64, unique=True)
    """SHA-256 of the secret in the address; the secret itself is nowhere."""
    alarm_minutes: Integer = Integer(null=True, default=None)
    created_at: Timestamptz = Timestamptz(default=None)
    created_by: Varchar = Varchar(length=200)
    changed_at: Timestamptz = Timestamptz(default=None)
    """When the secret or the alarm last changed."""
    revoked_at: Timestamptz = Timestamptz(null=True, default=None)
    last_fetched_at: Timestamptz = Timestamptz(null=True, default=None)
    last_client: Varchar = Varchar(length=200, null=True, default=None)
    fetches: BigInt = BigInt(default=0)
