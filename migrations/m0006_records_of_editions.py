"""What was recorded in the service when an edition was published, kept with it and sealed."""

from service.storage.ddl import Ddl


def forwards(db: Ddl) -> list[str]:
    return [
        db.table(
            "edition_record",
            db.key(),
            db.reference("edition", "edition"),
            db.whole("ordinal", rule="{} >= 1"),
            db.text("kind", 40, rule="length({}) >= 1"),
            db.whole("rows", rule="{} >= 0"),
            db.text("sha256", 64, rule="length({}) = 64"),
            db.bytes("sealed"),
            db.unique("edition", "ordinal"),
        ),
        db.index("uq_edition_record_kind", "edition_record", "edition", "kind", unique=True),
        *db.append_only("edition_record", ("id",), ("edition", "ordinal"), ("edition", "kind")),
    ]
