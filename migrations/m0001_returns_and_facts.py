"""Files received, returns, and the facts they brought."""

from service.storage.ddl import Ddl

KINDS = "'census', 'posts', 'employments', 'agency', 'absences', 'caseloads'"
ROLES = (
    "'senior-manager', 'middle-manager', 'first-line-manager', 'senior-practitioner',"
    " 'case-holder', 'qualified-without-cases'"
)
FULL_TIME = "{} BETWEEN 0 AND 1000000"
NOT_NEGATIVE = "{} >= 0"
SHA256 = "length({}) = 64"
WORKER = "length({}) = 32"


def facts(db: Ddl, table: str, columns: list[str], *key: str) -> list[str]:
    """A table of facts: one row in force for each key, HR returns and the census apart."""
    return [
        db.table(
            table,
            db.key(),
            db.reference("came_with", "workforce_return", "number", kind="INTEGER"),
            db.reference("superseded_by", "workforce_return", "number", kind="INTEGER", null=True),
            db.flag("census"),
            db.whole("row", rule=NOT_NEGATIVE),
            *columns,
        ),
        db.index(
            f"uq_{table}_in_force",
            table,
            "census",
            *key,
            where='"superseded_by" IS NULL',
            unique=True,
        ),
        db.index(f"ix_{table}_came_with", table, "came_with", "row"),
        db.index(
            f"ix_{table}_superseded_by",
            table,
            "superseded_by",
            where='"superseded_by" IS NOT NULL',
        ),
    ]


def forwards(db: Ddl) -> list[str]:
    return [
        db.table(
            "received_file",
            db.uuid("id", primary=True),
            db.text("sha256", 64, rule=SHA256),
            db.whole("size", big=True, rule=NOT_NEGATIVE),
            db.text("filename", 255),
            db.instant("received_at"),
            db.text("sender", 200),
        ),
        db.index("ix_received_file_sha256", "received_file", "sha256"),
        db.table(
            "received_chunk",
            db.key(),
            db.reference("file", "received_file"),
            db.whole("ordinal", rule=NOT_NEGATIVE),
            db.bytes("sealed"),
        ),
        db.index("uq_received_chunk_ordinal", "received_chunk", "file", "ordinal", unique=True),
        db.table(
            "workforce_return",
            db.key("number", big=False),
            db.uuid("id", unique=True),
            db.text("kind", 20, rule=f"{{}} IN ({KINDS})"),
            db.text("edition", 20),
            db.date("as_at", null=True),
            db.text("options"),
            db.reference("file", "received_file"),
            db.text("state", 20, rule="{} IN ('checked', 'refused', 'confirmed', 'undone')"),
            db.flag("unreadable"),
            db.whole("confirmed_order", null=True, unique=True, rule="{} >= 1"),
            db.whole("held_order", rule=NOT_NEGATIVE),
            db.whole("rows_read", rule=NOT_NEGATIVE),
            db.whole("rows_accepted", rule=NOT_NEGATIVE),
            db.text("findings"),
            db.text("changes"),
            db.instant("checked_at"),
            db.text("checked_by", 200),
            db.instant("confirmed_at", null=True),
            db.text("confirmed_by", 200, null=True),
            db.instant("undone_at", null=True),
            db.text("undone_by", 200, null=True),
            db.check("ck_workforce_return_accepted", '"rows_accepted" <= "rows_read"'),
            db.check(
                "ck_workforce_return_confirmed",
                "CASE WHEN \"state\" IN ('confirmed', 'undone')"
                ' THEN "confirmed_at" IS NOT NULL AND "confirmed_by" IS NOT NULL'
                ' ELSE "confirmed_at" IS NULL AND "confirmed_by" IS NULL'
                ' AND "confirmed_order" IS NULL END',
            ),
            db.check(
                "ck_workforce_return_ordered",
                '"state" <> \'confirmed\' OR "confirmed_order" IS NOT NULL',
            ),
            db.check(
                "ck_workforce_return_undone",
                "CASE WHEN \"state\" = 'undone'"
                ' THEN "undone_at" IS NOT NULL AND "undone_by" IS NOT NULL'
                ' ELSE "undone_at" IS NULL AND "undone_by" IS NULL END',
            ),
        ),
        db.index("ix_workforce_return_file", "workforce_return", "file"),
        *facts(
            db,
            "post",
            [
                db.text("post", 100),
                db.text("team", 200),
                db.text("area", 200),
                db.text("role", 40, null=True, rule=f"{{}} IN ({ROLES})"),
                db.whole("fte", rule=FULL_TIME),
                db.date("opened"),
                db.date("closed", null=True),
                db.check("ck_post_dates", '"closed" >= "opened"'),
            ],
            "post",
            "opened",
        ),
        *facts(
            db,
            "employment",
            [
                db.text("worker", 32, rule=WORKER),
                db.text("post", 100, null=True),
                db.text("team", 200),
                db.text("area", 200),
                db.text("role", 40, null=True, rule=f"{{}} IN ({ROLES})"),
                db.text(
                    "contract",
                    20,
                    null=True,
                    rule="{} IN ('permanent', 'fixed-term', 'secondment', 'casual')",
                ),
                db.whole("fte", null=True, rule=FULL_TIME),
                db.date("started"),
                db.text("start_type", 10, rule="{} IN ('new', 'moved')"),
                db.text(
                    "start_origin",
                    2,
                    null=True,
                    rule="{} IN ('1', '2', '3', '4', '5', '6', '7', '8', '9', '10')",
                ),
                db.date("ended", null=True),
                db.text("end_type", 10, null=True, rule="{} IN ('left', 'moved')"),
                db.text(
                    "destination",
                    2,
                    null=True,
                    rule="{} IN ('1', '2', '3', '4', '5', '6', '7', '8', '9')",
                ),
                db.text(
                    "reason",
                    2,
                    null=True,
                    rule="{} IN ('1', '2', '3', '4', '5', '6', '7', '8', '9', '10')",
                ),
                db.date("qualified_on", null=True),
                db.date("asye_started", null=True),
                db.date("asye_ended", null=True),
                db.check("ck_employment_dates", '"ended" >= "started"'),
                db.check("ck_employment_end", '"end_type" IS NULL OR "ended" IS NOT NULL'),
            ],
            "worker",
            "started",
            "(coalesce(\"post\", ''))",
        ),
        *facts(
            db,
            "agency_assignment",
            [
                db.text("worker", 32, rule=WORKER),
                db.text("team", 200),
                db.text("area", 200),
                db.text("role", 40, null=True, rule=f"{{}} IN ({ROLES})"),
                db.whole("fte", null=True, rule=FULL_TIME),
                db.date("started"),
                db.date("ended", null=True),
                db.flag("covers_vacancy", null=True),
                db.check("ck_agency_assignment_dates", '"ended" >= "started"'),
            ],
            "worker",
            "started",
            "team",
        ),
        *facts(
            db,
            "absence",
            [
                db.text("worker", 32, rule=WORKER),
                db.text("kind", 3, rule="{} IN ('MAT', 'OTH', 'PUB', 'SIC', 'TRN', 'UNA', 'UNP')"),
                db.date("first_day"),
                db.date("last_day", null=True),
                db.whole("days_lost", rule=NOT_NEGATIVE),
                db.check("ck_absence_dates", '"last_day" >= "first_day"'),
            ],
            "worker",
            "first_day",
            "kind",
        ),
        *facts(
            db,
            "absence_total",
            [
                db.text("worker", 32, rule=WORKER),
                db.date("year_end"),
                db.whole("days_lost", rule=NOT_NEGATIVE),
            ],
            "worker",
            "year_end",
        ),
        *facts(
            db,
            "caseload_snapshot",
            [
                db.text("worker", 32, rule=WORKER),
                db.date("taken_on"),
                db.text("team", 200),
                db.whole("cases", rule=NOT_NEGATIVE),
                db.whole("fte", null=True, rule=FULL_TIME),
                db.text("unit", 10, rule="{} IN ('child', 'family', 'case')"),
                db.flag("agency"),
            ],
            "worker",
            "taken_on",
            "team",
        ),
        *facts(
            db,
            "reported_totals",
            [
                db.date("as_at"),
                db.whole("vacancies_fte", rule=NOT_NEGATIVE),
                db.whole("agency_covering_fte", rule=NOT_NEGATIVE),
                db.whole("agency_headcount", rule=NOT_NEGATIVE),
            ],
            "as_at",
        ),
        db.table(
            "registration_number",
            db.text("worker", 32, primary=True, rule=WORKER),
            db.bytes("sealed"),
        ),
        *db.refusal(),
        *db.append_only("received_file", ("id",)),
        *db.append_only("received_chunk", ("id",), ("file", "ordinal")),
    ]
