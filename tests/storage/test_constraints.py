"""Both databases refuse the same rows, whatever the program does: raw SQL, no model between."""

from __future__ import annotations

from typing import Any

import pytest

from service.storage.database import Database
from service.storage.problems import ConstraintBroken
from service.storage.transaction import unit_of_work
from tests.storage.samples import AT, ROWS, insert, put

NO_ROW = 999
NOWHERE = "6f8c1a52-0d7e-4a5b-9a58-3a4f6a1cffff"
ELSEWHERE = "6f8c1a52-0d7e-4a5b-9a58-3a4f6a1cfffe"

FACTS = (
    "post",
    "employment",
    "agency_assignment",
    "absence",
    "absence_total",
    "caseload_snapshot",
    "reported_totals",
)

VIOLATIONS: list[tuple[str, dict[str, Any], str]] = [
    ("received_file", {"sha256": "a" * 63}, "check"),
    ("received_file", {"size": -1}, "check"),
    ("received_chunk", {"ordinal": -1}, "check"),
    ("received_chunk", {"file": NOWHERE}, "reference"),
    ("workforce_return", {"kind": "payroll"}, "check"),
    ("workforce_return", {"state": "maybe"}, "check"),
    ("workforce_return", {"file": NOWHERE}, "reference"),
    ("workforce_return", {"held_order": -1}, "check"),
    ("workforce_return", {"rows_read": -1, "rows_accepted": -1}, "check"),
    ("workforce_return", {"rows_accepted": 11}, "check"),
    ("workforce_return", {"confirmed_order": 0}, "check"),
    ("workforce_return", {"confirmed_order": None}, "check"),
    ("workforce_return", {"confirmed_at": None}, "check"),
    ("workforce_return", {"confirmed_by": None}, "check"),
    ("workforce_return", {"state": "checked"}, "check"),
    ("workforce_return", {"state": "undone"}, "check"),
    ("workforce_return", {"undone_by": "HR"}, "check"),
    *[(table, {"came_with": NO_ROW}, "reference") for table in FACTS],
    *[(table, {"superseded_by": NO_ROW}, "reference") for table in FACTS],
    *[(table, {"row": -1}, "check") for table in FACTS],
    ("post", {"fte": -1}, "check"),
    ("post", {"fte": 1_000_001}, "check"),
    ("post", {"role": "manager"}, "check"),
    ("post", {"closed": "2019-03-31"}, "check"),
    ("employment", {"worker": "SW123"}, "check"),
    ("employment", {"fte": -1}, "check"),
    ("employment", {"fte": 1_000_001}, "check"),
    ("employment", {"role": "manager"}, "check"),
    ("employment", {"contract": "zero-hours"}, "check"),
    ("employment", {"start_type": "returned"}, "check"),
    ("employment", {"start_origin": "11"}, "check"),
    ("employment", {"ended": "2020-02-28"}, "check"),
    ("employment", {"ended": None}, "check"),
    ("employment", {"end_type": "gone"}, "check"),
    ("employment", {"destination": "10"}, "check"),
    ("employment", {"reason": "0"}, "check"),
    ("agency_assignment", {"worker": "SW123"}, "check"),
    ("agency_assignment", {"fte": -1}, "check"),
    ("agency_assignment", {"fte": 1_000_001}, "check"),
    ("agency_assignment", {"role": "manager"}, "check"),
    ("agency_assignment", {"ended": "2026-01-04"}, "check"),
    ("absence", {"worker": "SW123"}, "check"),
    ("absence", {"kind": "ILL"}, "check"),
    ("absence", {"last_day": "2026-01-04"}, "check"),
    ("absence", {"days_lost": -1}, "check"),
    ("absence_total", {"worker": "SW123"}, "check"),
    ("absence_total", {"days_lost": -1}, "check"),
    ("caseload_snapshot", {"worker": "SW123"}, "check"),
    ("caseload_snapshot", {"cases": -1}, "check"),
    ("caseload_snapshot", {"fte": -1}, "check"),
    ("caseload_snapshot", {"fte": 1_000_001}, "check"),
    ("caseload_snapshot", {"unit": "person"}, "check"),
    ("reported_totals", {"vacancies_fte": -1}, "check"),
    ("reported_totals", {"agency_covering_fte": -1}, "check"),
    ("reported_totals", {"agency_headcount": -1}, "check"),
    ("registration_number", {"worker": "SW123"}, "check"),
    ("edition", {"version": 0}, "check"),
    ("edition", {"content_sha256": "b" * 63}, "check"),
    ("edition", {"reason": None}, "check"),
    ("edition", {"reason": ""}, "check"),
    ("edition", {"version": 1}, "check"),
    ("edition_input", {"edition": NOWHERE}, "reference"),
    ("edition_input", {"came_with": NO_ROW}, "reference"),
    ("edition_input", {"ordinal": -1}, "check"),
    ("edition_document", {"edition": NOWHERE}, "reference"),
    ("edition_document", {"form": "docx"}, "check"),
    ("edition_document", {"sha256": "d" * 63}, "check"),
    ("edition_document", {"size": 0}, "check"),
    ("delivery", {"edition": NOWHERE}, "reference"),
    ("delivery", {"event": "drafted"}, "check"),
    ("delivery", {"channel": "pigeon"}, "check"),
    ("delivery", {"target": ""}, "check"),
    ("delivery", {"state": "lost"}, "check"),
    ("delivery", {"attempts": -1}, "check"),
    ("delivery_attempt", {"delivery": NOWHERE}, "reference"),
    ("delivery_attempt", {"outcome": ""}, "check"),
    ("edition_record", {"edition": NOWHERE}, "reference"),
    ("edition_record", {"ordinal": 0}, "check"),
    ("edition_record", {"kind": ""}, "check"),
    ("edition_record", {"rows": -1}, "check"),
    ("edition_record", {"sha256": "d" * 63}, "check"),
    ("api_key", {"secret_hash": "c" * 63}, "check"),
    ("audit_entry", {"before": "17"}, "check"),
    ("audit_entry", {"after": '"words"'}, "check"),
    ("benchmark_vintage", {"kind": "rumour"}, "check"),
    ("benchmark_vintage", {"source": ""}, "check"),
    ("benchmark_vintage", {"sha256": "0" * 63}, "check"),
    ("benchmark_vintage", {"size": 0}, "check"),
    ("benchmark_vintage", {"details": "17"}, "check"),
    ("benchmark_vintage", {"findings": '"none"'}, "check"),
    ("target", {"revision": 0}, "check"),
    ("target", {"state": "wished"}, "check"),
    ("target", {"measure": ""}, "check"),
    ("target", {"value": ""}, "check"),
    ("target", {"source": ""}, "check"),
    ("target", {"last": "2026-03-31"}, "check"),
    ("programme_template", {"key": ""}, "check"),
    ("programme_template", {"version": 0}, "check"),
    ("programme_template", {"effective_to": "2026-08-31"}, "check"),
    ("programme_template", {"document": "17"}, "check"),
    ("programme_template", {"sha256": "d" * 63}, "check"),
    ("programme_import", {"sha256": "e" * 63}, "check"),
    ("programme_import", {"size": -1}, "check"),
    ("programme_import", {"corrections": '"none"'}, "check"),
    ("programme_import", {"stated_days": -1}, "check"),
    ("programme_import", {"reading": "17"}, "check"),
    ("programme_import", {"state": "maybe"}, "check"),
    ("programme_import", {"state": "checked"}, "check"),
    ("programme_import", {"template": None}, "check"),
    ("programme_import", {"confirmed_at": None}, "check"),
    ("programme_import", {"confirmed_by": None}, "check"),
    ("programme_import", {"template": NOWHERE}, "reference"),
    ("site", {"key": ""}, "check"),
    ("site", {"name": ""}, "check"),
    ("room", {"site": NOWHERE}, "reference"),
    ("room", {"name": ""}, "check"),
    ("room", {"capacity": 0}, "check"),
    ("room", {"aliases": '"The Savoy"'}, "check"),
    ("travel", {"from_site": NOWHERE}, "reference"),
    ("travel", {"to_site": NOWHERE}, "reference"),
    ("travel", {"minutes": -1}, "check"),
    ("travel", {"minutes": 1441}, "check"),
    ("role_holder", {"role": ""}, "check"),
    ("role_holder", {"name": ""}, "check"),
    ("role_holder", {"last": "2026-08-31"}, "check"),
    ("role_holder", {"state": "tbc"}, "check"),
    ("closure", {"last": "2026-12-23"}, "check"),
    ("closure", {"reason": ""}, "check"),
    ("holiday_list", {"document": "17"}, "check"),
    ("holiday_list", {"sha256": "f" * 63}, "check"),
    ("cohort", {"key": ""}, "check"),
    ("cohort", {"title": ""}, "check"),
    ("cohort", {"template": NOWHERE}, "reference"),
    ("cohort", {"state": "open"}, "check"),
    ("cohort", {"state": "draft"}, "check"),
    ("cohort", {"draft": "17"}, "check"),
    ("cohort", {"draft_revision": 0}, "check"),
    ("cohort", {"released_version": 0}, "check"),
    ("cohort", {"released_version": -1}, "check"),
    ("draft_change", {"cohort": NOWHERE}, "reference"),
    ("draft_change", {"revision": 1}, "check"),
    ("draft_change", {"changed": "17"}, "check"),
    ("plan_override", {"cohort": NOWHERE}, "reference"),
    ("plan_override", {"code": ""}, "check"),
    ("plan_override", {"subject": ""}, "check"),
    ("plan_override", {"why": ""}, "check"),
    ("cohort_release", {"cohort": NOWHERE}, "reference"),
    ("cohort_release", {"version": 0}, "check"),
    ("cohort_release", {"template": NOWHERE}, "reference"),
    ("cohort_release", {"draft": "17"}, "check"),
    ("cohort_release", {"findings": "17"}, "check"),
    ("session_event", {"cohort": NOWHERE}, "reference"),
    ("session_event", {"key": ""}, "check"),
    ("session_event", {"sequence": -1}, "check"),
    ("session_event", {"status": "tentative"}, "check"),
    ("session_event", {"session": "17"}, "check"),
    ("release_change", {"release": NOWHERE}, "reference"),
    ("release_change", {"kinds": '"moved"'}, "check"),
    ("release_change", {"before": "17"}, "check"),
    ("release_change", {"after": "17"}, "check"),
    ("api_key", {"subject": ""}, "check"),
    ("account", {"name": ""}, "check"),
    ("account", {"email": "Zoe@testshire.example"}, "check"),
    ("account", {"issuer": None}, "check"),
    ("account", {"issuer_subject": None}, "check"),
    ("account", {"issuer": "", "issuer_subject": "1"}, "check"),
    ("account", {"issuer_subject": ""}, "check"),
    *[
        (table, {"account": NOWHERE}, "reference")
        for table in ("account_role", "sign_in_link", "sign_in_session")
    ],
    ("account_role", {"scope": ""}, "check"),
    ("account_role", {"subject": ""}, "check"),
    ("account_role", {"subject": None}, "check"),
    ("account_role", {"scope": "psw"}, "check"),
    ("sign_in_link", {"secret_hash": "e" * 63}, "check"),
    ("sign_in_link", {"leads_to": ""}, "check"),
    ("sign_in_link", {"expires_at": str(AT)}, "check"),
    ("sign_in_session", {"secret_hash": "f" * 63}, "check"),
    ("sign_in_session", {"seen_at": "2026-10-05 09:30:00+00:00"}, "check"),
    ("attempt_count", {"what": ""}, "check"),
    ("attempt_count", {"who_hash": "a" * 63}, "check"),
    ("attempt_count", {"attempts": 0}, "check"),
    *[
        (table, {"member": NOWHERE}, "reference")
        for table in ("group_place", "member_calendar", "starter", "attendance", "commitment")
    ],
    *[
        (table, {"cohort": NOWHERE}, "reference")
        for table in ("member", "cohort_grouping", "group_place", "attendance")
    ],
    *[(table, {"session": NOWHERE}, "reference") for table in ("attendance", "acknowledgement")],
    ("member", {"worker": "SW123456"}, "check"),
    ("member", {"audience": "all"}, "check"),
    ("member", {"display_name": ""}, "check"),
    ("member", {"run": ""}, "check"),
    ("member", {"completed": '"lcs"'}, "check"),
    ("member", {"revision": 0}, "check"),
    ("group_place", {"number": 0}, "check"),
    ("member_calendar", {"told": "7"}, "check"),
    ("starter", {"worker": "SW123456"}, "check"),
    ("starter", {"fte": 0}, "check"),
    ("starter", {"fte": 1_000_001}, "check"),
    ("starter", {"state": "waiting"}, "check"),
    ("starter", {"member": None}, "check"),
    ("starter", {"state": "lost", "member": None}, "check"),
    ("attendance", {"state": "late"}, "check"),
    ("attendance", {"session": None}, "check"),
    ("attendance", {"session": None, "state": "attended"}, "check"),
    ("commitment", {"member": None}, "check"),
    ("commitment", {"staff": "Academy lead 1"}, "check"),
    ("commitment", {"kind": "sick"}, "check"),
    ("commitment", {"last": "2026-10-04"}, "check"),
    ("commitment", {"end_minute": 600}, "check"),
    ("commitment", {"end_minute": None}, "check"),
    ("commitment", {"start_minute": None}, "check"),
    ("commitment", {"end_minute": 1440}, "check"),
    ("acknowledgement", {"sequence": -1}, "check"),
    ("feed", {"kind": "staff"}, "check"),
    ("feed", {"subject": ""}, "check"),
    ("feed", {"cohort": NOWHERE}, "reference"),
    ("feed", {"secret_hash": "9" * 63}, "check"),
    ("feed", {"alarm_minutes": -1}, "check"),
    ("feed", {"alarm_minutes": 40_321}, "check"),
    ("feed", {"fetches": -1}, "check"),
    ("asye_year", {"member": NOWHERE}, "reference"),
    ("asye_year", {"fte": 0}, "check"),
    ("asye_year", {"fte": 1_000_001}, "check"),
    ("asye_year", {"unit": "cases"}, "check"),
    ("asye_year", {"full_caseload": ""}, "check"),
    ("asye_year", {"contracted_minutes": 10_081}, "check"),
    ("asye_year", {"state": "paused"}, "check"),
    ("asye_year", {"state": "left"}, "check"),
    ("asye_year", {"ended_on": "2027-06-01"}, "check"),
    ("asye_year", {"state": "left", "ended_on": "2027-01-10"}, "check"),
    ("asye_year", {"exception_on": "2027-01-10"}, "check"),
    ("asye_year", {"exception_by": "Head of service"}, "check"),
    ("asye_year", {"revision": 0}, "check"),
    ("asye_year", {"calendar_sequence": -1}, "check"),
    ("asye_entry", {"year": NOWHERE}, "reference"),
    ("asye_entry", {"kind": "capability"}, "check"),
    ("asye_entry", {"key": ""}, "check"),
    ("asye_entry", {"value": "3"}, "check"),
    ("asye_calendar", {"year": NOWHERE}, "reference"),
    ("asye_calendar", {"told": "7"}, "check"),
]

TAKEN: list[tuple[str, dict[str, Any]]] = [
    ("received_file", {}),
    ("received_chunk", {"id": 40}),
    ("workforce_return", {"id": NOWHERE, "confirmed_order": 2}),
    ("workforce_return", {"number": 30, "confirmed_order": 2}),
    ("workforce_return", {"number": 30, "id": NOWHERE}),
    *[(table, {"id": 70}) for table in FACTS],
    ("registration_number", {}),
    ("edition", {"version": 3}),
    ("edition", {"id": NOWHERE}),
    ("edition_input", {"id": 50, "ordinal": 1}),
    ("edition_record", {"id": 50, "kind": "asye-years"}),
    ("edition_record", {"id": 50, "ordinal": 2}),
    ("edition_input", {"id": 50, "edition": ROWS["edition"]["id"]}),
    ("edition_document", {"id": 60}),
    ("edition_document", {"form": "ods"}),
    ("delivery", {"target": "https://other.example/"}),
    ("delivery", {"id": NOWHERE}),
    ("delivery_attempt", {}),
    ("api_key", {"lookup": "another"}),
    ("api_key", {"id": NOWHERE}),
    ("audit_entry", {}),
    ("account", {"email": "another@testshire.example", "issuer": None, "issuer_subject": None}),
    ("account", {"id": NOWHERE, "email": "another@testshire.example"}),
    ("account", {"id": NOWHERE, "issuer_subject": "2"}),
    ("account_role", {"id": 310}),
    ("account_role", {"scope": "starter"}),
    ("sign_in_link", {"id": 311}),
    ("sign_in_link", {"secret_hash": "d" * 64}),
    ("sign_in_session", {"id": 312}),
    ("sign_in_session", {"secret_hash": "d" * 64}),
    ("attempt_count", {"id": 313}),
    ("attempt_count", {"what": "key"}),
    ("programme_template", {"version": 3}),
    ("programme_template", {"id": NOWHERE}),
    ("programme_import", {}),
    ("site", {"key": "burnley"}),
    ("site", {"id": NOWHERE}),
    ("room", {"name": "Assembly Room"}),
    ("room", {"id": NOWHERE}),
    ("travel", {"id": 80}),
    ("role_holder", {}),
    ("closure", {}),
    ("holiday_list", {}),
    ("cohort", {"key": "autumn-2027"}),
    ("cohort", {"id": NOWHERE}),
    ("draft_change", {"revision": 3}),
    ("draft_change", {"id": 90}),
    ("plan_override", {}),
    ("cohort_release", {"version": 2}),
    ("cohort_release", {"id": NOWHERE}),
    ("session_event", {"key": "home/other"}),
    ("session_event", {"uid": NOWHERE}),
    ("release_change", {"uid": NOWHERE}),
    ("release_change", {"id": 100}),
    ("member", {"worker": None}),
    ("member", {"id": NOWHERE, "run": "mop-up"}),
    ("cohort_grouping", {"id": 110}),
    ("group_place", {"id": 120}),
    ("member_calendar", {"id": 130}),
    ("starter", {}),
    ("attendance", {"id": 140}),
    ("commitment", {}),
    ("acknowledgement", {"id": 150}),
    ("benchmark_vintage", {"number": 12, "id": NOWHERE}),
    ("benchmark_vintage", {"number": 12, "sha256": "1" * 64}),
    ("benchmark_vintage", {"id": NOWHERE, "sha256": "1" * 64}),
    ("target", {"id": 13}),
    ("target", {"revision": 3}),
    ("feed", {"secret_hash": "8" * 64, "subject": "another"}),
    ("feed", {"id": NOWHERE, "subject": "another"}),
    ("feed", {"id": NOWHERE, "secret_hash": "8" * 64}),
    ("asye_year", {}),
    ("asye_year", {"id": NOWHERE}),
    ("asye_entry", {}),
    ("asye_calendar", {"id": 170}),
]


def before(table: str) -> list[str]:
    """The tables this one may refer to."""
    return list(ROWS)[: list(ROWS).index(table)]


async def refuse(database: Database, table: str, changes: dict[str, Any]) -> str:
    """Insert the sample with ``changes``; returns the rule that refused it."""
    statement = insert(table, ROWS[table] | changes, sqlite=database.is_sqlite)
    with pytest.raises(ConstraintBroken) as refused:
        async with unit_of_work():
            await database.engine.run_ddl(statement)
    return refused.value.rule


def named(value: object) -> str | None:
    return ",".join(value) if isinstance(value, dict) else None


@pytest.mark.parametrize(("table", "changes", "rule"), VIOLATIONS, ids=named)
async def test_a_row_against_the_rules_is_refused(
    database: Database, table: str, changes: dict[str, Any], rule: str
):
    await put(database, before(table))
    assert await refuse(database, table, changes) == rule


@pytest.mark.parametrize(("table", "changes"), TAKEN, ids=named)
async def test_a_key_is_taken_once(database: Database, table: str, changes: dict[str, Any]):
    await put(database)
    assert await refuse(database, table, changes) == "unique"


NULLABLE = (
    {
        ("workforce_return", name)
        for name in (
            "as_at",
            "confirmed_order",
            "confirmed_at",
            "confirmed_by",
            "undone_at",
            "undone_by",
        )
    }
    | {(table, "superseded_by") for table in FACTS}
    | {
        ("post", "role"),
        ("post", "closed"),
        *[
            ("employment", name)
            for name in (
                "post",
                "role",
                "contract",
                "fte",
                "start_origin",
                "ended",
                "end_type",
                "destination",
                "reason",
                "qualified_on",
                "asye_started",
                "asye_ended",
            )
        ],
        *[("agency_assignment", name) for name in ("role", "fte", "ended", "covers_vacancy")],
        ("absence", "last_day"),
        ("caseload_snapshot", "fte"),
        ("edition", "reason"),
        ("api_key", "revoked_at"),
        ("api_key", "last_used_at"),
        ("audit_entry", "actor_id"),
        ("audit_entry", "before"),
        ("audit_entry", "after"),
        ("programme_template", "effective_to"),
        ("programme_import", "stated_days"),
        ("programme_import", "template"),
        ("programme_import", "confirmed_at"),
        ("programme_import", "confirmed_by"),
        ("room", "capacity"),
        ("role_holder", "last"),
        ("release_change", "before"),
        ("api_key", "subject"),
        *[
            ("account", name)
            for name in ("disabled_at", "signed_in_at", "issuer", "issuer_subject")
        ],
        ("account_role", "subject"),
        *[("sign_in_link", name) for name in ("leads_to", "used_at")],
        ("delivery", "ended_at"),
        *[
            ("member", name)
            for name in ("worker", "team", "manager", "expected_clearance", "removed_at")
        ],
        *[
            ("feed", name)
            for name in ("cohort", "alarm_minutes", "revoked_at", "last_fetched_at", "last_client")
        ],
        *[
            ("starter", name)
            for name in (
                *("worker", "post", "team", "base", "manager", "route", "service"),
                *("qualified_on", "registered_on", "clearance_requested_on", "cleared_on"),
                "member",
            )
        ],
        *[("member", name) for name in ("route", "started_on", "asye_start")],
        *[("people_import", name) for name in ("cohort", "confirmed_at", "confirmed_by")],
        *[
            ("exit_interview", name)
            for name in (
                "destination",
                "reason",
                "offered_on",
                "done_on",
                "secret_hash",
                "link_expires_at",
                "link_ended_at",
                "withdrawn_at",
            )
        ],
        *[("interview_import", name) for name in ("confirmed_at", "confirmed_by")],
        *[("comment", name) for name in ("interview", "survey")],
        *[("coding", name) for name in ("why",)],
        *[("quotation", name) for name in ("decided_at", "decided_by")],
        *[("follow_up", name) for name in ("theme", "outcome")],
        ("attendance", "session"),
        ("target", "last"),
        *[("commitment", name) for name in ("member", "staff", "start_minute", "end_minute")],
        *[
            ("asye_year", name)
            for name in (
                *("full_caseload", "ceiling", "first_cases_on", "registered_on", "ended_on"),
                *("exception_on", "exception_by", "route", "assessor"),
            )
        ],
        ("asye_entry", "key"),
    }
)

COUNTED = {
    **dict.fromkeys(FACTS, "id"),
    "received_chunk": "id",
    "edition_input": "id",
    "edition_document": "id",
    "delivery_attempt": "id",
    "edition_record": "id",
    "audit_entry": "id",
    "account_role": "id",
    "sign_in_link": "id",
    "sign_in_session": "id",
    "attempt_count": "id",
    "workforce_return": "number",
    "travel": "id",
    "holiday_list": "number",
    "draft_change": "id",
    "release_change": "id",
    "cohort_grouping": "id",
    "group_place": "id",
    "member_calendar": "id",
    "asye_calendar": "id",
    "attendance": "id",
    "acknowledgement": "id",
    "benchmark_vintage": "number",
    "survey_group": "id",
    "suggestion_shown": "id",
    "target": "id",
    "edition_release": "id",
    "edition_withdrawal": "id",
    "preparation_part": "id",
    "draft_view": "id",
}
"""Keys that the database counts itself."""


@pytest.mark.parametrize("table", ROWS)
async def test_every_other_column_is_required(database: Database, table: str):
    await put(database, before(table))
    for column in ROWS[table]:
        if (table, column) not in NULLABLE and column != COUNTED.get(table):
            assert (column, await refuse(database, table, {column: None})) == (column, "required")


@pytest.mark.parametrize("table", FACTS)
async def test_a_superseded_row_does_not_hold_its_key(database: Database, table: str):
    await put(database, ["received_file", "workforce_return"])
    row = ROWS[table]
    for changes in ({"superseded_by": 3}, {"id": 8, "superseded_by": 3}, {"id": 9}):
        await database.engine.run_ddl(insert(table, row | changes, sqlite=database.is_sqlite))
    (count,) = await database.engine.run_ddl(f'SELECT count(*) AS n FROM "{table}"')
    assert count["n"] == 3


@pytest.mark.parametrize("table", FACTS)
async def test_a_census_row_and_an_hr_row_do_not_take_each_others_key(
    database: Database, table: str
):
    await put(database, ["received_file", "workforce_return", table])
    row = ROWS[table] | {"id": 8, "census": True}
    await database.engine.run_ddl(insert(table, row, sqlite=database.is_sqlite))
    (count,) = await database.engine.run_ddl(f'SELECT count(*) AS n FROM "{table}"')
    assert count["n"] == 2


async def test_a_spell_without_a_post_holds_its_key_too(database: Database):
    await put(database, ["received_file", "workforce_return"])
    row = ROWS["employment"] | {"post": None}
    await database.engine.run_ddl(insert("employment", row, sqlite=database.is_sqlite))
    assert await refuse(database, "employment", {"id": 8, "post": None}) == "unique"


@pytest.mark.parametrize("table", ["received_file", "workforce_return", "edition"])
async def test_a_row_that_others_need_cannot_go(database: Database, table: str):
    """Append-only or referred to: either way it stays."""
    await put(database)
    with pytest.raises(ConstraintBroken) as refused:
        async with unit_of_work():
            await database.engine.run_ddl(f'DELETE FROM "{table}"')
    expected = "reference" if table == "workforce_return" else "append-only"
    assert refused.value.rule == expected


async def test_somebody_removed_may_join_the_cohort_again(database: Database):
    await put(database)
    await database.engine.run_ddl(f"UPDATE member SET removed_at = '{AT}'")
    again = ROWS["member"] | {"id": NOWHERE}
    await database.engine.run_ddl(insert("member", again, sqlite=database.is_sqlite))
    assert await refuse(database, "member", {"id": ELSEWHERE}) == "unique"


async def test_who_need_not_come_to_an_item_is_recorded_once(database: Database):
    await put(database)
    row = ROWS["attendance"] | {"id": 141, "session": None, "state": "exempt"}
    await database.engine.run_ddl(insert("attendance", row, sqlite=database.is_sqlite))
    again = {"id": 142, "session": None, "state": "completed-elsewhere"}
    assert await refuse(database, "attendance", again) == "unique"
