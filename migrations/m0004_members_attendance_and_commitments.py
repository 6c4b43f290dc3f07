"""Members of cohorts, starters, attendance, commitments, cover; keys that are one person's own."""

from service.storage.ddl import Ddl

NOT_EMPTY = "length({}) >= 1"
WORKER = "length({}) = 32"
AUDIENCES = "{} IN ('newly-qualified', 'experienced', 'managers', 'named')"
ATTENDED = (
    "{} IN ('attended', 'part', 'absent-authorised', 'absent', 'exempt', 'completed-elsewhere')"
)
MINUTE_OF_DAY = "{} BETWEEN 0 AND 1439"


def forwards(db: Ddl) -> list[str]:
    return [
        f'ALTER TABLE "api_key" ADD COLUMN {db.text("subject", 200, null=True, rule=NOT_EMPTY)}',
        *_members(db),
        *_starters(db),
        *_attendance(db),
        *_cover(db),
    ]


def _members(db: Ddl) -> list[str]:
    return [
        db.table(
            "member",
            db.uuid("id", primary=True),
            db.reference("cohort", "cohort"),
            db.text("run", 100, rule=NOT_EMPTY),
            db.text("worker", 32, null=True, rule=WORKER),
            db.text("display_name", 200, rule=NOT_EMPTY),
            db.text("audience", 20, rule=AUDIENCES),
            db.text("team", 200, null=True, rule=NOT_EMPTY),
            db.text("manager", 200, null=True, rule=NOT_EMPTY),
            db.json("completed"),
            db.json("named"),
            db.json("chosen"),
            db.json("repeats"),
            db.json("catch_up"),
            db.json("weekdays"),
            db.flag("cleared"),
            db.date("expected_clearance", null=True),
            db.whole("revision", rule="{} >= 1"),
            db.instant("joined_at"),
            db.instant("changed_at"),
            db.instant("removed_at", null=True),
        ),
        db.index("ix_member_cohort", "member", "cohort", "run"),
        db.index("ix_member_team", "member", "team"),
        db.index(
            "uq_member_worker",
            "member",
            "worker",
            "cohort",
            where='"worker" IS NOT NULL AND "removed_at" IS NULL',
            unique=True,
        ),
        db.table(
            "cohort_grouping",
            db.key(),
            db.reference("cohort", "cohort"),
            db.flag("fill_first"),
            db.unique("cohort"),
        ),
        db.table(
            "group_place",
            db.key(),
            db.reference("cohort", "cohort"),
            db.text("item", 200, rule=NOT_EMPTY),
            db.reference("member", "member"),
            db.whole("number", rule="{} >= 1"),
            db.unique("cohort", "item", "member"),
        ),
        db.index("ix_group_place_member", "group_place", "member"),
        db.table(
            "member_calendar",
            db.key(),
            db.reference("member", "member"),
            db.json("told"),
            db.unique("member"),
        ),
    ]


def _starters(db: Ddl) -> list[str]:
    return [
        db.table(
            "starter",
            db.uuid("id", primary=True),
            db.text("worker", 32, null=True, rule=WORKER),
            db.text("display_name", 200, rule=NOT_EMPTY),
            db.date("start"),
            db.flag("newly_qualified"),
            db.text("post", 200, null=True, rule=NOT_EMPTY),
            db.text("team", 200, null=True, rule=NOT_EMPTY),
            db.text("base", 200, null=True, rule=NOT_EMPTY),
            db.text("manager", 200, null=True, rule=NOT_EMPTY),
            db.text("route", 200, null=True, rule=NOT_EMPTY),
            db.text("service", 200, null=True, rule=NOT_EMPTY),
            db.whole("fte", rule="{} BETWEEN 1 AND 1000000"),
            db.json("weekdays"),
            db.json("completed"),
            db.date("qualified_on", null=True),
            db.date("registered_on", null=True),
            db.date("clearance_requested_on", null=True),
            db.date("cleared_on", null=True),
            db.text("state", 20, rule="{} IN ('waiting', 'placed', 'withdrawn')"),
            db.reference("member", "member", null=True),
            db.whole("revision", rule="{} >= 1"),
            db.instant("created_at"),
            db.text("created_by", 200),
            db.check("ck_starter_placed", '("state" = \'placed\') = ("member" IS NOT NULL)'),
        ),
        db.index("ix_starter_state", "starter", "state", "start"),
        db.index("ix_starter_member", "starter", "member"),
    ]


def _attendance(db: Ddl) -> list[str]:
    return [
        db.table(
            "attendance",
            db.key(),
            db.reference("member", "member"),
            db.reference("cohort", "cohort"),
            db.text("item", 200, rule=NOT_EMPTY),
            db.reference("session", "session_event", "uid", null=True),
            db.date("day"),
            db.text("state", 20, rule=ATTENDED),
            db.instant("at"),
            db.text("by", 200),
            db.check(
                "ck_attendance_session",
                '"session" IS NOT NULL OR "state" = \'exempt\' OR "state" = \'completed-elsewhere\'',
            ),
        ),
        db.index(
            "uq_attendance_session",
            "attendance",
            "session",
            "member",
            where='"session" IS NOT NULL',
            unique=True,
        ),
        db.index(
            "uq_attendance_item",
            "attendance",
            "member",
            "cohort",
            "item",
            where='"session" IS NULL',
            unique=True,
        ),
        db.index("ix_attendance_member", "attendance", "member"),
        db.index("ix_attendance_cohort", "attendance", "cohort"),
    ]


def _cover(db: Ddl) -> list[str]:
    return [
        db.table(
            "commitment",
            db.uuid("id", primary=True),
            db.reference("member", "member", null=True),
            db.text("staff", 200, null=True, rule=NOT_EMPTY),
            db.text("kind", 10, rule="{} IN ('leave', 'court', 'duty', 'other')"),
            db.date("first"),
            db.date("last"),
            db.whole("start_minute", null=True, rule=MINUTE_OF_DAY),
            db.whole("end_minute", null=True, rule=MINUTE_OF_DAY),
            db.instant("created_at"),
            db.text("created_by", 200),
            db.check("ck_commitment_person", '("member" IS NULL) <> ("staff" IS NULL)'),
            db.check("ck_commitment_days", '"last" >= "first"'),
            db.check(
                "ck_commitment_times",
                'CASE WHEN "start_minute" IS NULL THEN "end_minute" IS NULL'
                ' ELSE "end_minute" IS NOT NULL AND "end_minute" > "start_minute" END',
            ),
        ),
        db.index("ix_commitment_member", "commitment", "member"),
        db.index("ix_commitment_staff", "commitment", "staff", "first"),
        db.table(
            "acknowledgement",
            db.key(),
            db.text("team", 200, rule=NOT_EMPTY),
            db.reference("session", "session_event", "uid"),
            db.whole("sequence", rule="{} >= 0"),
            db.instant("at"),
            db.text("by", 200),
            db.unique("team", "session"),
        ),
        db.index("ix_acknowledgement_session", "acknowledgement", "session"),
    ]
