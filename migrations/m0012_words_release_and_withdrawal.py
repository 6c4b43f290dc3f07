"""What is written and planned for an edition, when it becomes public, and its withdrawal."""

from service.storage.ddl import Ddl

PARTS = (
    "{} IN ('headline', 'comment', 'action', 'event', 'quotation',"
    " 'plan', 'person', 'tick', 'sign-off')"
)
STATES = "{} IN ('standing', 'removed')"
NOT_EMPTY = "length({}) >= 1"


def forwards(db: Ddl) -> list[str]:
    return [
        db.table(
            "edition_release",
            db.key(),
            db.reference("edition", "edition"),
            db.instant("public_from"),
            db.unique("edition"),
        ),
        *db.append_only("edition_release", ("id",), ("edition",)),
        db.table(
            "edition_withdrawal",
            db.key(),
            db.reference("edition", "edition"),
            db.instant("at"),
            db.text("by", 200),
            db.text("reason", 1000, rule=NOT_EMPTY),
            db.unique("edition"),
        ),
        *db.append_only("edition_withdrawal", ("id",), ("edition",)),
        db.table(
            "preparation_part",
            db.key(),
            db.date("period_end"),
            db.text("kind", 20, rule=PARTS),
            db.text("key", 200),
            db.whole("revision", rule="{} >= 1"),
            db.text("state", 20, rule=STATES),
            db.json("content"),
            db.instant("at"),
            db.text("by", 200),
            db.unique("period_end", "kind", "key", "revision"),
        ),
        *db.append_only("preparation_part", ("id",), ("period_end", "kind", "key", "revision")),
        db.table(
            "draft_view",
            db.key(),
            db.date("period_end"),
            db.date("day"),
            db.text("who", 200, rule=NOT_EMPTY),
            db.instant("at"),
            db.unique("period_end", "day", "who"),
        ),
        *db.append_only("draft_view", ("id",), ("period_end", "day", "who")),
    ]
