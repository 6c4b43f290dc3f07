"""Which key an entry of the audit trail was made with: names of keys are not unique."""

from service.storage.ddl import Ddl


def forwards(db: Ddl) -> list[str]:
    return [f'ALTER TABLE "audit_entry" ADD COLUMN {db.uuid("key_id", null=True)}']
