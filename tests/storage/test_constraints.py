"""Both databases refuse the same rows, whatever the program does: raw SQL, no model between."""

from __future__ import annotations

from typing import Any

import pytest

from service.storage.database import Database
from service.storage.problems import ConstraintBroken
from service.storage.transaction import unit_of_work
from tests.storage.samples import ROWS, insert, put

NO_ROW = 999
NOWHERE = "6f8c1a52-0d7e-4a5b-9a58-3a4f6a1cffff"

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
    ("api_key", {"secret_hash": "c" * 63}, "check"),
    ("audit_entry", {"before": "17"}, "check"),
    ("audit_entry", {"after": '"words"'}, "check"),
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
    ("edition_input", {"id": 50, "edition": ROWS["edition"]["id"]}),
    ("api_key", {"lookup": "another"}),
    ("api_key", {"id": NOWHERE}),
    ("audit_entry", {}),
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
        ("audit_entry", "before"),
        ("audit_entry", "after"),
    }
)


@pytest.mark.parametrize("table", ROWS)
async def test_every_other_column_is_required(database: Database, table: str):
    await put(database, before(table))
    keys = {"id"} if table in FACTS else set()
    keys |= {"received_chunk": {"id"}, "edition_input": {"id"}, "audit_entry": {"id"}}.get(
        table, set()
    )
    keys |= {"number"} if table == "workforce_return" else set()  # counted by the database
    for column in ROWS[table]:
        if (table, column) not in NULLABLE and column not in keys:
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
