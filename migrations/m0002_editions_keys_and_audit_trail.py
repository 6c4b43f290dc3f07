"""Published editions, API keys, and the audit trail."""

from service.storage.ddl import Ddl


def forwards(db: Ddl) -> list[str]:
    return [
        db.table(
            "edition",
            db.uuid("id", primary=True),
            db.date("period_end"),
            db.whole("version", rule="{} >= 1"),
            db.bytes("content"),
            db.text("content_sha256", 64, rule="length({}) = 64"),
            db.bytes("public_content"),
            db.instant("published_at"),
            db.text("published_by", 200),
            db.text("reason", null=True),
            db.unique("period_end", "version"),
            db.check(
                "ck_edition_reason",
                'CASE WHEN "version" = 1 THEN "reason" IS NULL'
                ' ELSE "reason" IS NOT NULL AND "reason" <> \'\' END',
            ),
        ),
        db.table(
            "edition_input",
            db.key(),
            db.reference("edition", "edition"),
            db.reference("came_with", "workforce_return", "number", kind="INTEGER"),
            db.whole("ordinal", rule="{} >= 0"),
            db.unique("edition", "came_with"),
        ),
        db.index("uq_edition_input_ordinal", "edition_input", "edition", "ordinal", unique=True),
        db.index("ix_edition_input_came_with", "edition_input", "came_with"),
        db.table(
            "api_key",
            db.uuid("id", primary=True),
            db.text("name", 200),
            db.text("scopes", 200),
            db.text("lookup", 32, unique=True),
            db.text("secret_hash", 64, rule="length({}) = 64"),
            db.instant("created_at"),
            db.text("created_by", 200),
            db.instant("revoked_at", null=True),
            db.instant("last_used_at", null=True),
        ),
        db.table(
            "audit_entry",
            db.key(),
            db.instant("at"),
            db.text("actor", 200),
            db.text("action", 100),
            db.text("subject_kind", 100),
            db.text("subject_id", 100),
            db.json("before", null=True),
            db.json("after", null=True),
        ),
        db.index("ix_audit_entry_subject", "audit_entry", "subject_kind", "subject_id", "id"),
        *db.append_only("edition", ("id",), ("period_end", "version")),
        *db.append_only("edition_input", ("id",), ("edition", "came_with"), ("edition", "ordinal")),
        *db.append_only("audit_entry", ("id",)),
    ]
