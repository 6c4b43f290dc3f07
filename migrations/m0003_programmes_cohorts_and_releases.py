"""Programmes, places and people of the academy, cohorts, and what was released of them."""

from service.storage.ddl import Ddl

SHA256 = "length({}) = 64"
NOT_NEGATIVE = "{} >= 0"
NOT_EMPTY = "length({}) >= 1"


def forwards(db: Ddl) -> list[str]:
    return [
        *_programmes(db),
        *_places(db),
        *_calendar(db),
        *_cohorts(db),
        *_releases(db),
    ]


def _programmes(db: Ddl) -> list[str]:
    return [
        db.table(
            "programme_template",
            db.uuid("id", primary=True),
            db.text("key", 100, rule=NOT_EMPTY),
            db.whole("version", rule="{} >= 1"),
            db.text("title"),
            db.date("effective_from"),
            db.date("effective_to", null=True),
            db.json("document"),
            db.text("sha256", 64, rule=SHA256),
            db.instant("created_at"),
            db.text("created_by", 200),
            db.unique("key", "version"),
            db.check("ck_programme_template_dates", '"effective_to" >= "effective_from"'),
        ),
        *db.append_only("programme_template", ("id",), ("key", "version")),
        db.table(
            "programme_import",
            db.uuid("id", primary=True),
            db.text("filename", 255),
            db.text("sha256", 64, rule=SHA256),
            db.whole("size", big=True, rule=NOT_NEGATIVE),
            db.bytes("content"),
            db.bytes("headings"),
            db.json("corrections"),
            db.whole("stated_days", null=True, rule=NOT_NEGATIVE),
            db.json("reading"),
            db.text("state", 20, rule="{} IN ('checked', 'confirmed')"),
            db.reference("template", "programme_template", null=True),
            db.instant("checked_at"),
            db.text("checked_by", 200),
            db.instant("confirmed_at", null=True),
            db.text("confirmed_by", 200, null=True),
            db.check(
                "ck_programme_import_confirmed",
                "CASE WHEN \"state\" = 'confirmed'"
                ' THEN "template" IS NOT NULL AND "confirmed_at" IS NOT NULL'
                ' AND "confirmed_by" IS NOT NULL'
                ' ELSE "template" IS NULL AND "confirmed_at" IS NULL'
                ' AND "confirmed_by" IS NULL END',
            ),
        ),
        db.index("ix_programme_import_template", "programme_import", "template"),
    ]


def _places(db: Ddl) -> list[str]:
    return [
        db.table(
            "site",
            db.uuid("id", primary=True),
            db.text("key", 100, unique=True, rule=NOT_EMPTY),
            db.text("name", 200, rule=NOT_EMPTY),
            db.text("address", 1000),
        ),
        db.table(
            "room",
            db.uuid("id", primary=True),
            db.reference("site", "site"),
            db.text("name", 200, rule=NOT_EMPTY),
            db.whole("capacity", null=True, rule="{} >= 1"),
            db.json("aliases"),
            db.unique("site", "name"),
        ),
        db.table(
            "travel",
            db.key(),
            db.reference("from_site", "site"),
            db.reference("to_site", "site"),
            db.whole("minutes", rule="{} BETWEEN 0 AND 1440"),
            db.unique("from_site", "to_site"),
        ),
        db.index("ix_travel_to_site", "travel", "to_site"),
        db.table(
            "role_holder",
            db.uuid("id", primary=True),
            db.text("role", 200, rule=NOT_EMPTY),
            db.text("name", 200, rule=NOT_EMPTY),
            db.date("first"),
            db.date("last", null=True),
            db.text("state", 20, rule="{} IN ('proposed', 'confirmed', 'declined')"),
            db.check("ck_role_holder_dates", '"last" >= "first"'),
        ),
        db.index("ix_role_holder_role", "role_holder", "role", "first"),
    ]


def _calendar(db: Ddl) -> list[str]:
    return [
        db.table(
            "closure",
            db.uuid("id", primary=True),
            db.date("first"),
            db.date("last"),
            db.text("reason", 200, rule=NOT_EMPTY),
            db.check("ck_closure_dates", '"last" >= "first"'),
        ),
        db.table(
            "holiday_list",
            db.key("number", big=False),
            db.json("document"),
            db.text("sha256", 64, rule=SHA256),
            db.date("known_until"),
            db.text("source", 1000),
            db.instant("stored_at"),
            db.text("stored_by", 200),
        ),
        *db.append_only("holiday_list", ("number",)),
    ]


def _cohorts(db: Ddl) -> list[str]:
    return [
        db.table(
            "cohort",
            db.uuid("id", primary=True),
            db.text("key", 100, unique=True, rule=NOT_EMPTY),
            db.text("title", 200, rule=NOT_EMPTY),
            db.reference("template", "programme_template"),
            db.date("anchor"),
            db.text("state", 20, rule="{} IN ('draft', 'published', 'running', 'closed')"),
            db.json("draft"),
            db.whole("draft_revision", rule="{} >= 1"),
            db.whole("released_version", rule=NOT_NEGATIVE),
            db.instant("created_at"),
            db.text("created_by", 200),
            db.check("ck_cohort_released", '("state" = \'draft\') = ("released_version" = 0)'),
        ),
        db.index("ix_cohort_template", "cohort", "template"),
        db.table(
            "draft_change",
            db.key(),
            db.reference("cohort", "cohort"),
            db.whole("revision", rule="{} >= 2"),
            db.json("changed"),
            db.instant("at"),
            db.text("by", 200),
            db.unique("cohort", "revision"),
        ),
        *db.append_only("draft_change", ("id",), ("cohort", "revision")),
        db.table(
            "plan_override",
            db.uuid("id", primary=True),
            db.reference("cohort", "cohort"),
            db.text("code", 60, rule=NOT_EMPTY),
            db.text("subject", rule=NOT_EMPTY),
            db.text("why", 1000, rule=NOT_EMPTY),
            db.instant("at"),
            db.text("by", 200),
        ),
        db.index("ix_plan_override_cohort", "plan_override", "cohort", "code"),
        *db.append_only("plan_override", ("id",)),
    ]


def _releases(db: Ddl) -> list[str]:
    return [
        db.table(
            "cohort_release",
            db.uuid("id", primary=True),
            db.reference("cohort", "cohort"),
            db.whole("version", rule="{} >= 1"),
            db.reference("template", "programme_template"),
            db.json("draft"),
            db.json("findings"),
            db.text("note", 1000),
            db.instant("released_at"),
            db.text("released_by", 200),
            db.unique("cohort", "version"),
        ),
        db.index("ix_cohort_release_template", "cohort_release", "template"),
        *db.append_only("cohort_release", ("id",), ("cohort", "version")),
        db.table(
            "session_event",
            db.uuid("uid", primary=True),
            db.reference("cohort", "cohort"),
            db.text("key", 400, rule=NOT_EMPTY),
            db.whole("sequence", rule=NOT_NEGATIVE),
            db.instant("changed_at"),
            db.text("status", 20, rule="{} IN ('confirmed', 'cancelled')"),
            db.json("session"),
            db.unique("cohort", "key"),
        ),
        db.table(
            "release_change",
            db.key(),
            db.reference("release", "cohort_release"),
            db.uuid("uid"),
            db.json("kinds"),
            db.json("before", null=True),
            db.json("after"),
            db.unique("release", "uid"),
        ),
        db.index("ix_release_change_uid", "release_change", "uid"),
        *db.append_only("release_change", ("id",), ("release", "uid")),
    ]
