"""Exit interviews, comments and their codings, codebooks, follow-ups; staff surveys without names."""

from service.storage.ddl import Ddl

NOT_EMPTY = "length({}) >= 1"
WORKER = "length({}) = 32"
HASH = "length({}) = 64"
HALF_YEAR_STATES = "{} IN ('offered', 'declined', 'done')"
QUESTIONS = "{} IN ('why', 'good', 'stay', 'other')"


def forwards(db: Ddl) -> list[str]:
    return [
        *_documents(db),
        *_interviews(db),
        *_surveys(db),
        *_comments(db),
        *_after(db),
    ]


def _documents(db: Ddl) -> list[str]:
    return [
        db.table(
            "codebook_version",
            db.uuid("id", primary=True),
            db.whole("number", unique=True, rule="{} >= 1"),
            db.json("document"),
            db.text("sha256", 64, rule=HASH),
            db.text("note", 1000),
            db.instant("created_at"),
            db.text("created_by", 200),
        ),
        *db.append_only("codebook_version", ("id",), ("number",)),
        db.table(
            "question_set",
            db.uuid("id", primary=True),
            db.text("kind", 10, rule="{} IN ('exit', 'survey')"),
            db.text("key", 100, rule=NOT_EMPTY),
            db.whole("edition", rule="{} >= 1"),
            db.json("document"),
            db.text("sha256", 64, rule=HASH),
            db.instant("created_at"),
            db.text("created_by", 200),
            db.unique("kind", "key", "edition"),
        ),
        *db.append_only("question_set", ("id",), ("kind", "key", "edition")),
    ]


def _interviews(db: Ddl) -> list[str]:
    return [
        db.table(
            "exit_interview",
            db.uuid("id", primary=True),
            db.text("worker", 32, rule=WORKER),
            db.date("leaving_date"),
            db.text("destination", 2, null=True, rule=NOT_EMPTY),
            db.text("reason", 2, null=True, rule=NOT_EMPTY),
            db.text("status", 10, rule=HALF_YEAR_STATES),
            db.date("offered_on", null=True),
            db.date("done_on", null=True),
            db.text("way", 10, rule="{} IN ('link', 'hr', 'import')"),
            db.text("secret_hash", 64, null=True, unique=True, rule=HASH),
            db.instant("link_expires_at", null=True),
            db.instant("link_ended_at", null=True),
            db.whole("revision", rule="{} >= 1"),
            db.instant("created_at"),
            db.text("created_by", 200),
            db.instant("changed_at"),
            db.instant("withdrawn_at", null=True),
        ),
        db.index("ix_exit_interview_leaving", "exit_interview", "leaving_date"),
        db.index(
            "uq_exit_interview_worker",
            "exit_interview",
            "worker",
            "leaving_date",
            where='"withdrawn_at" IS NULL',
            unique=True,
        ),
        db.table(
            "interview_import",
            db.uuid("id", primary=True),
            db.text("filename", 255),
            db.text("sha256", 64, rule=HASH),
            db.whole("size", big=True, rule="{} >= 0"),
            db.bytes("sealed"),
            db.json("findings"),
            db.whole("rows_read", rule="{} >= 0"),
            db.whole("rows_accepted", rule="{} >= 0"),
            db.text("state", 10, rule="{} IN ('checked', 'confirmed')"),
            db.instant("checked_at"),
            db.text("checked_by", 200),
            db.instant("confirmed_at", null=True),
            db.text("confirmed_by", 200, null=True),
        ),
    ]


def _surveys(db: Ddl) -> list[str]:
    return [
        db.table(
            "survey",
            db.uuid("id", primary=True),
            db.reference("question_set", "question_set"),
            db.text("title", 200, rule=NOT_EMPTY),
            db.date("first_day"),
            db.date("last_day"),
            db.whole("minimum_group", rule="{} BETWEEN 5 AND 1000"),
            db.text("origin", 10, rule="{} IN ('links', 'import')"),
            db.text("state", 10, rule="{} IN ('open', 'closed')"),
            db.whole("revision", rule="{} >= 1"),
            db.instant("created_at"),
            db.text("created_by", 200),
            db.check("ck_survey_days", '"last_day" >= "first_day"'),
        ),
        db.index("ix_survey_question_set", "survey", "question_set"),
        db.index("ix_survey_last_day", "survey", "last_day"),
        db.table(
            "survey_group",
            db.key(),
            db.reference("survey", "survey"),
            db.text("name", 200),
            db.whole("invited", rule="{} >= 0"),
            db.unique("survey", "name"),
        ),
        db.table(
            "survey_token",
            db.text("secret_hash", 64, primary=True, rule=HASH),
            db.reference("survey", "survey"),
            db.text("group_name", 200),
        ),
        db.index("ix_survey_token_survey", "survey_token", "survey"),
        db.table(
            "survey_response",
            db.uuid("id", primary=True),
            db.reference("survey", "survey"),
            db.text("group_name", 200),
            db.json("answers"),
        ),
        db.index("ix_survey_response_survey", "survey_response", "survey"),
    ]


def _comments(db: Ddl) -> list[str]:
    return [
        db.table(
            "comment",
            db.uuid("id", primary=True),
            db.text("source", 10, rule="{} IN ('exit', 'survey', 'review-day')"),
            db.reference("interview", "exit_interview", null=True),
            db.reference("survey", "survey", null=True),
            db.date("said_on"),
            db.text("question_kind", 10, rule=QUESTIONS),
            db.text("question", 500),
            db.bytes("sealed"),
            db.whole("length", rule="{} >= 0"),
            db.flag("quotable"),
            db.flag("struck"),
            db.whole("revision", rule="{} >= 1"),
            db.check(
                "ck_comment_source",
                "CASE \"source\" WHEN 'exit' THEN"
                ' "interview" IS NOT NULL AND "survey" IS NULL'
                ' WHEN \'survey\' THEN "survey" IS NOT NULL AND "interview" IS NULL'
                ' ELSE "interview" IS NULL AND "survey" IS NULL END',
            ),
        ),
        db.index("ix_comment_interview", "comment", "interview"),
        db.index("ix_comment_survey", "comment", "survey"),
        db.index("ix_comment_said_on", "comment", "said_on"),
        db.table(
            "suggestion_shown",
            db.key(),
            db.reference("comment", "comment"),
            db.text("coder", 200, rule=NOT_EMPTY),
            db.whole("codebook", rule="{} >= 1"),
            db.text("suggester", 20, rule=NOT_EMPTY),
            db.json("shown"),
            db.instant("at"),
            db.unique("comment", "coder"),
        ),
        *db.append_only("suggestion_shown", ("id",), ("comment", "coder")),
        db.table(
            "coding",
            db.uuid("id", primary=True),
            db.reference("comment", "comment"),
            db.text("round", 12, rule="{} IN ('first', 'second', 'adjudicated')"),
            db.text("coder", 200, rule=NOT_EMPTY),
            db.reference("codebook", "codebook_version", "number", kind="INTEGER"),
            db.json("themes"),
            db.text("why", 1000, null=True),
            db.instant("at"),
            db.unique("comment", "round"),
        ),
        db.index("ix_coding_codebook", "coding", "codebook"),
    ]


def _after(db: Ddl) -> list[str]:
    return [
        db.table(
            "quotation",
            db.uuid("id", primary=True),
            db.reference("comment", "comment"),
            db.text("words", 2000, rule=NOT_EMPTY),
            db.text("state", 10, rule="{} IN ('proposed', 'approved', 'withdrawn')"),
            db.whole("revision", rule="{} >= 1"),
            db.instant("proposed_at"),
            db.text("proposed_by", 200),
            db.instant("decided_at", null=True),
            db.text("decided_by", 200, null=True),
        ),
        db.index("ix_quotation_comment", "quotation", "comment"),
        db.table(
            "follow_up",
            db.uuid("id", primary=True),
            db.reference("interview", "exit_interview"),
            db.text("theme", 8, null=True, rule=NOT_EMPTY),
            db.text("asked_by", 10, rule="{} IN ('leaver', 'coder')"),
            db.text("role", 200, rule=NOT_EMPTY),
            db.text("state", 10, rule="{} IN ('open', 'contacted', 'closed')"),
            db.text("outcome", 30, null=True, rule=NOT_EMPTY),
            db.whole("revision", rule="{} >= 1"),
            db.instant("created_at"),
            db.text("created_by", 200),
            db.instant("changed_at"),
        ),
        db.index("ix_follow_up_interview", "follow_up", "interview"),
    ]
