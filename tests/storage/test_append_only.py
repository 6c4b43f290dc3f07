"""What was received, published and audited cannot be changed, by any statement, on either side."""

from __future__ import annotations

import pytest

from service.storage.database import Database
from service.storage.problems import ConstraintBroken
from service.storage.transaction import unit_of_work
from tests.storage.samples import ROWS, insert, put

APPEND_ONLY = (
    "received_file",
    "received_chunk",
    "edition",
    "edition_input",
    "edition_document",
    "delivery_attempt",
    "edition_record",
    "audit_entry",
    "programme_template",
    "holiday_list",
    "draft_change",
    "plan_override",
    "cohort_release",
    "release_change",
    "codebook_version",
    "question_set",
    "suggestion_shown",
    "benchmark_vintage",
    "target",
    "edition_release",
    "edition_withdrawal",
    "preparation_part",
    "draft_view",
)


async def everything(database: Database, table: str) -> list[dict[str, object]]:
    return [dict(row) for row in await database.engine.run_ddl(f'SELECT * FROM "{table}"')]


async def refused(database: Database, statement: str) -> str:
    with pytest.raises(ConstraintBroken) as refusal:
        async with unit_of_work():
            await database.engine.run_ddl(statement)
    return refusal.value.rule


@pytest.mark.parametrize("table", APPEND_ONLY)
async def test_rows_are_neither_changed_nor_deleted(database: Database, table: str):
    await put(database)
    before = await everything(database, table)
    for column in ROWS[table]:
        statement = f'UPDATE "{table}" SET "{column}" = "{column}"'
        assert (column, await refused(database, statement)) == (column, "append-only")
    assert await refused(database, f'DELETE FROM "{table}"') == "append-only"
    assert await everything(database, table) == before
    assert len(before) == 1


@pytest.mark.parametrize("table", APPEND_ONLY)
async def test_rows_are_not_emptied_or_replaced(database: Database, table: str):
    await put(database)
    before = await everything(database, table)
    if database.is_sqlite:
        insertion = insert(table, ROWS[table], sqlite=True)
        statement = insertion.replace("INSERT", "INSERT OR REPLACE", 1)
        assert await refused(database, statement) == "unique"
        # A connection without our settings meets the same refusal.
        await database.engine.run_ddl("PRAGMA recursive_triggers=OFF")
        assert await refused(database, statement) == "unique"
    else:
        assert await refused(database, f'TRUNCATE "{table}" CASCADE') == "append-only"
    assert await everything(database, table) == before


async def test_an_edition_is_not_replaced_under_another_id(database: Database):
    """The same half-year and version: SQLite would delete the published edition in its way."""
    await put(database)
    before = await everything(database, "edition")
    other = ROWS["edition"] | {"id": "6f8c1a52-0d7e-4a5b-9a58-3a4f6a1cffff", "content": b"changed"}
    statement = insert("edition", other, sqlite=database.is_sqlite)
    if database.is_sqlite:
        statement = statement.replace("INSERT", "INSERT OR REPLACE", 1)
    assert await refused(database, statement) == "unique"
    assert await everything(database, "edition") == before


async def test_a_key_can_be_revoked(database: Database):
    """api_key is not append-only: the trail of a change is in the audit entries."""
    await put(database, ["api_key"])
    await database.engine.run_ddl("UPDATE api_key SET name = 'HR of Testshire'")
    assert [row["name"] for row in await everything(database, "api_key")] == ["HR of Testshire"]
