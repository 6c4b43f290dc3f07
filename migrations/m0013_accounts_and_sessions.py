"""People who sign in: accounts with roles, one-time links, sessions, and counters of attempts."""

from service.storage.ddl import Ddl

PERSONAL = "'facilitator', 'manager', 'starter'"
HASH = "length({}) = 64"
NOT_EMPTY = "length({}) >= 1"


def forwards(db: Ddl) -> list[str]:
    return [
        db.table(
            "account",
            db.uuid("id", primary=True),
            db.text("name", 200, rule=NOT_EMPTY),
            db.text("email", 254, unique=True, rule="{} = lower({}) AND length({}) >= 3"),
            db.instant("created_at"),
            db.text("created_by", 200),
            db.instant("disabled_at", null=True),
            db.instant("signed_in_at", null=True),
            db.text("issuer", 500, null=True, rule=NOT_EMPTY),
            db.text("issuer_subject", 255, null=True, rule=NOT_EMPTY),
            db.unique("issuer", "issuer_subject"),
            db.check("ck_account_issuer", '("issuer" IS NULL) = ("issuer_subject" IS NULL)'),
        ),
        db.table(
            "account_role",
            db.key(),
            db.reference("account", "account"),
            db.text("scope", 20, rule=NOT_EMPTY),
            db.text("subject", 200, null=True, rule=NOT_EMPTY),
            db.unique("account", "scope"),
            db.check(
                "ck_account_role_subject",
                f'CASE WHEN "scope" IN ({PERSONAL}) THEN "subject" IS NOT NULL'
                ' ELSE "subject" IS NULL END',
            ),
        ),
        db.table(
            "sign_in_link",
            db.key(),
            db.reference("account", "account"),
            db.text("secret_hash", 64, unique=True, rule=HASH),
            db.text("leads_to", 1000, null=True, rule=NOT_EMPTY),
            db.instant("made_at"),
            db.instant("expires_at"),
            db.instant("used_at", null=True),
            db.check("ck_sign_in_link_expires", '"expires_at" > "made_at"'),
        ),
        db.index("ix_sign_in_link_account", "sign_in_link", "account"),
        db.table(
            "sign_in_session",
            db.key(),
            db.reference("account", "account"),
            db.text("secret_hash", 64, unique=True, rule=HASH),
            db.instant("opened_at"),
            db.instant("seen_at"),
            db.check("ck_sign_in_session_seen", '"seen_at" >= "opened_at"'),
        ),
        db.index("ix_sign_in_session_account", "sign_in_session", "account"),
        db.table(
            "attempt_count",
            db.key(),
            db.text("what", 40, rule=NOT_EMPTY),
            db.text("who_hash", 64, rule=HASH),
            db.instant("window_began"),
            db.whole("attempts", rule="{} >= 1"),
            db.unique("what", "who_hash"),
        ),
        db.index("ix_attempt_count_began", "attempt_count", "window_began"),
    ]
