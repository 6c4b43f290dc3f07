"""Vintages of what figures are compared with, kept as received, and the targets of the council."""

from service.storage.ddl import Ddl

KINDS = "{} IN ('indicators', 'neighbours', 'council-edition')"
STATES = "{} IN ('standing', 'withdrawn')"
NOT_EMPTY = "length({}) >= 1"


def forwards(db: Ddl) -> list[str]:
    return [
        db.table(
            "benchmark_vintage",
            db.key("number", big=False),
            db.uuid("id", unique=True),
            db.text("kind", 20, rule=KINDS),
            db.text("source", 500, rule=NOT_EMPTY),
            db.text("title", 300, rule=NOT_EMPTY),
            db.text("release", 200, rule=NOT_EMPTY),
            db.text("version", 100, rule=NOT_EMPTY),
            db.text("filename", 255),
            db.text("sha256", 64, rule="length({}) = 64"),
            db.whole("size", big=True, rule="{} >= 1"),
            db.bytes("content"),
            db.json("details"),
            db.json("findings"),
            db.instant("retrieved_at"),
            db.instant("stored_at"),
            db.text("stored_by", 200),
            db.unique("kind", "sha256"),
        ),
        db.table(
            "target",
            db.key(),
            db.uuid("target"),
            db.whole("revision", rule="{} >= 1"),
            db.text("state", 20, rule=STATES),
            db.text("measure", 100, rule=NOT_EMPTY),
            db.text("dimension", 20, rule=NOT_EMPTY),
            db.text("group_name", 200),
            db.text("category", 100),
            db.text("value", 40, rule=NOT_EMPTY),
            db.text("tolerance", 40, rule=NOT_EMPTY),
            db.date("decided_on"),
            db.date("first"),
            db.date("last", null=True),
            db.text("source", 1000, rule=NOT_EMPTY),
            db.instant("at"),
            db.text("by", 200),
            db.unique("target", "revision"),
            db.check("ck_target_span", '"last" IS NULL OR "last" >= "first"'),
        ),
        *db.append_only("benchmark_vintage", ("number",), ("id",), ("kind", "sha256")),
        *db.append_only("target", ("id",), ("target", "revision")),
    ]
