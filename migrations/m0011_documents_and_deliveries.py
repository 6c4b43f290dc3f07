"""Documents of editions, made once and kept; and who is told of an edition, until they have been."""

from service.storage.ddl import Ddl


def forwards(db: Ddl) -> list[str]:
    return [
        db.table(
            "edition_document",
            db.key(),
            db.reference("edition", "edition"),
            db.text("form", 10, rule="{} IN ('pdf', 'ods', 'xlsx')"),
            db.bytes("content"),
            db.text("sha256", 64, rule="length({}) = 64"),
            db.whole("size", rule="{} >= 1"),
            db.instant("made_at"),
            db.text("made_with", 200),
            db.unique("edition", "form"),
        ),
        *db.append_only("edition_document", ("id",), ("edition", "form")),
        db.table(
            "delivery",
            db.uuid("id", primary=True),
            db.reference("edition", "edition"),
            db.text("event", 20, rule="{} IN ('published', 'corrected', 'withdrawn')"),
            db.text("channel", 20, rule="{} IN ('webhook', 'e-mail')"),
            db.text("target", 2000, rule="length({}) >= 1"),
            db.text("state", 20, rule="{} IN ('waiting', 'delivered', 'given-up')"),
            db.whole("attempts", rule="{} >= 0"),
            db.instant("created_at"),
            db.instant("next_at"),
            db.instant("ended_at", null=True),
            db.unique("edition", "event", "channel", "target"),
        ),
        db.index("ix_delivery_waiting", "delivery", "next_at", where="\"state\" = 'waiting'"),
        db.table(
            "delivery_attempt",
            db.key(),
            db.reference("delivery", "delivery"),
            db.instant("at"),
            db.flag("delivered"),
            db.text("outcome", 500, rule="length({}) >= 1"),
        ),
        db.index("ix_delivery_attempt_delivery", "delivery_attempt", "delivery"),
        *db.append_only("delivery_attempt", ("id",)),
    ]
