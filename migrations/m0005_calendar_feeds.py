"""Private calendar feeds: who may see what under which secret, and when it was last fetched."""

from service.storage.ddl import Ddl

KINDS = "{} IN ('member', 'cohort', 'facilitator', 'room', 'team', 'scorecard')"
NOT_EMPTY = "length({}) >= 1"


def forwards(db: Ddl) -> list[str]:
    return [
        db.table(
            "feed",
            db.uuid("id", primary=True),
            db.text("kind", 20, rule=KINDS),
            db.text("subject", 200, rule=NOT_EMPTY),
            db.reference("cohort", "cohort", null=True),
            db.text("secret_hash", 64, unique=True, rule="length({}) = 64"),
            db.whole("alarm_minutes", null=True, rule="{} BETWEEN 0 AND 40320"),
            db.instant("created_at"),
            db.text("created_by", 200),
            db.instant("changed_at"),
            db.instant("revoked_at", null=True),
            db.instant("last_fetched_at", null=True),
            db.text("last_client", 200, null=True),
            db.whole("fetches", big=True, rule="{} >= 0"),
        ),
        db.index("ix_feed_cohort", "feed", "cohort"),
        db.index(
            "uq_feed_in_force",
            "feed",
            "kind",
            "subject",
            where='"revoked_at" IS NULL',
            unique=True,
        ),
    ]
