"""Starters placed as members with their own year's beginning; people read from a file to confirm."""

from service.storage.ddl import Ddl

NOT_EMPTY = "length({}) >= 1"


def forwards(db: Ddl) -> list[str]:
    return [
        f'ALTER TABLE "member" ADD COLUMN {db.text("route", 200, null=True, rule=NOT_EMPTY)}',
        f'ALTER TABLE "member" ADD COLUMN {db.date("started_on", null=True)}',
        f'ALTER TABLE "member" ADD COLUMN {db.date("asye_start", null=True)}',
        db.index(
            "uq_starter_waiting",
            "starter",
            "worker",
            where='"worker" IS NOT NULL AND "state" = \'waiting\'',
            unique=True,
        ),
        db.table(
            "people_import",
            db.uuid("id", primary=True),
            db.text("kind", 20, rule="{} IN ('starters', 'members')"),
            db.reference("cohort", "cohort", null=True),
            db.text("filename", 255, rule=NOT_EMPTY),
            db.text("sha256", 64, rule="length({}) = 64"),
            db.whole("rows_read", rule="{} >= 0"),
            db.whole("rows_accepted", rule="{} BETWEEN 0 AND rows_read"),
            db.json("people"),
            db.json("findings"),
            db.text("state", 20, rule="{} IN ('checked', 'refused', 'confirmed')"),
            db.instant("checked_at"),
            db.text("checked_by", 200),
            db.instant("confirmed_at", null=True),
            db.text("confirmed_by", 200, null=True),
            db.check("ck_people_import_cohort", '("kind" = \'members\') = ("cohort" IS NOT NULL)'),
            db.check(
                "ck_people_import_confirmed",
                '("state" = \'confirmed\') = ("confirmed_at" IS NOT NULL) '
                'AND ("confirmed_at" IS NULL) = ("confirmed_by" IS NULL)',
            ),
        ),
        db.index("ix_people_import_cohort", "people_import", "cohort"),
    ]
