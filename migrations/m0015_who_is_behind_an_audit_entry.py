"""The key or account behind an entry of the audit trail: their names are not unique."""

from service.storage.ddl import Ddl


def forwards(db: Ddl) -> list[str]:
    return [f'ALTER TABLE "audit_entry" ADD COLUMN {db.uuid("actor_id", null=True)}']
