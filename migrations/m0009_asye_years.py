"""ASYE years: the terms agreed, and what is recorded of them. No case, no child, no free text."""

from service.storage.ddl import Ddl

NOT_EMPTY = "length({}) >= 1"
UNITS = "{} IN ('child', 'family', 'case', 'points')"
STATES = "{} IN ('open', 'completed', 'left', 'withdrawn')"
KINDS = (
    "{} IN ('fte-change', 'pause', 'away', 'review', 'piece', 'supervision', 'protected-time',"
    " 'case-mix', 'acknowledgement', 'supervisor')"
)


def forwards(db: Ddl) -> list[str]:
    return [
        db.table(
            "asye_year",
            db.uuid("id", primary=True),
            db.reference("member", "member"),
            db.json("preset"),
            db.date("start"),
            db.whole("fte", rule="{} BETWEEN 1 AND 1000000"),
            db.text("unit", 10, rule=UNITS),
            db.text("full_caseload", 20, null=True, rule=NOT_EMPTY),
            db.text("ceiling", 20, null=True, rule=NOT_EMPTY),
            db.flag("scale_part_time"),
            db.date("first_cases_on", null=True),
            db.whole("contracted_minutes", rule="{} BETWEEN 1 AND 10080"),
            db.flag("count_academy"),
            db.flag("needs_registration"),
            db.date("registered_on", null=True),
            db.date("exception_on", null=True),
            db.text("exception_by", 200, null=True, rule=NOT_EMPTY),
            db.text("route", 200, null=True, rule=NOT_EMPTY),
            db.text("assessor", 200, null=True, rule=NOT_EMPTY),
            db.text("state", 10, rule=STATES),
            db.date("ended_on", null=True),
            db.whole("revision", rule="{} >= 1"),
            db.whole("calendar_sequence", rule="{} >= 0"),
            db.instant("calendar_changed_at"),
            db.instant("created_at"),
            db.text("created_by", 200),
            db.instant("changed_at"),
            db.check("ck_asye_year_ended", '("state" = \'open\') = ("ended_on" IS NULL)'),
            db.check("ck_asye_year_ends", '"ended_on" IS NULL OR "ended_on" >= "start"'),
            db.check(
                "ck_asye_year_exception", '("exception_on" IS NULL) = ("exception_by" IS NULL)'
            ),
        ),
        db.index("ix_asye_year_member", "asye_year", "member", "start"),
        db.index(
            "uq_asye_year_open", "asye_year", "member", where="\"state\" = 'open'", unique=True
        ),
        db.table(
            "asye_entry",
            db.uuid("id", primary=True),
            db.reference("year", "asye_year"),
            db.text("kind", 20, rule=KINDS),
            db.date("day"),
            db.text("key", 100, null=True, rule=NOT_EMPTY),
            db.json("value"),
            db.instant("at"),
            db.text("by", 200),
        ),
        db.index("ix_asye_entry_year", "asye_entry", "year", "kind", "day"),
        db.index(
            "uq_asye_entry_key",
            "asye_entry",
            "year",
            "kind",
            "key",
            where='"key" IS NOT NULL',
            unique=True,
        ),
    ]
