"""API keys and the audit trail."""

from piccolo.columns import JSON, UUID, BigSerial, Timestamptz, Varchar
from piccolo.table import Table


class ApiKey(Table, tablename="api_key"):
    id: UUID = UUID(primary_key=True, default=None)
    name: Varchar = Varchar(length=200)
    scopes: Varchar = Varchar(length=200)
    """Space-separated, sorted."""
    lookup: Varchar = Varchar(length=32, unique=True)
    """Public part of the key, to find the row; the rest is only ever compared by its hash."""
    secret_hash: Varchar = Varchar(length=64)
    created_at: Timestamptz = Timestamptz(default=None)
    created_by: Varchar = Varchar(length=200)
    revoked_at: Timestamptz = Timestamptz(null=True, default=None)
    last_used_at: Timestamptz = Timestamptz(null=True, default=None)
    subject: Varchar = Varchar(length=200, null=True, default=None)
    """Whose the key is, when its scope is a personal one."""


class AuditEntry(Table, tablename="audit_entry"):
    """Append-only: triggers on both databases refuse UPDATE and DELETE."""

    id: BigSerial = BigSerial(primary_key=True)
    at: Timestamptz = Timestamptz(default=None)
    actor: Varchar = Varchar(length=200)
    actor_id: UUID = UUID(null=True, default=None)
    """Id of the key or account: two may have one name. None at the command line."""
    action: Varchar = Varchar(length=100)
    subject_kind: Varchar = Varchar(length=100)
    subject_id: Varchar = Varchar(length=100)
    before: JSON = JSON(null=True, default=None)
    after: JSON = JSON(null=True, default=None)
