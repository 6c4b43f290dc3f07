"""What goes into a table comes out of it equal, by whichever way it went in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from piccolo.columns import ForeignKey
from piccolo.table import Table

from service.storage.database import Database, all_tables
from service.storage.problems import ConstraintBroken
from service.storage.tables.access import ApiKey
from service.storage.tables.workforce import CaseloadRow
from service.storage.transaction import unit_of_work
from tests.storage.samples import ROWS, put

TABLES = {table._meta.tablename: table for table in all_tables()}


def before(name: str) -> list[str]:
    return list(ROWS)[: list(ROWS).index(name)]


async def held(table: type[Table]) -> list[dict[str, Any]]:
    return await table.select()


@pytest.mark.parametrize("name", ROWS)
async def test_by_raw_sql(database: Database, name: str):
    await put(database)
    assert await held(TABLES[name]) == [ROWS[name]]


@pytest.mark.parametrize("name", ROWS)
async def test_by_piccolo(database: Database, name: str):
    await put(database, before(name))
    async with unit_of_work():
        await TABLES[name](**ROWS[name]).save()
    assert await held(TABLES[name]) == [ROWS[name]]


@pytest.mark.parametrize("name", ROWS)
async def test_by_copying_rows(database: Database, name: str):
    await put(database, before(name))
    async with unit_of_work() as work:
        row = ROWS[name]
        assert await work.copy_rows(TABLES[name], tuple(row), [tuple(row.values())]) == 1
    assert await held(TABLES[name]) == [ROWS[name]]


def kind(value: Any) -> type:
    return UUID if isinstance(value, UUID) else type(value)  # asyncpg has a faster subclass


@pytest.mark.parametrize("name", ROWS)
async def test_as_objects(database: Database, name: str):
    """Types as Python sees them, not only equal values: True is not 1 and a date is no datetime."""
    await put(database)
    (found,) = await TABLES[name].objects()
    values = {
        column._meta.name: getattr(found, column._meta.name)
        for column in TABLES[name]._meta.columns
        if not isinstance(column, ForeignKey)
    }
    expected = {name_: value for name_, value in ROWS[name].items() if name_ in values}
    assert {key: (kind(value), value) for key, value in values.items()} == {
        key: (kind(value), value) for key, value in expected.items()
    }


CASELOAD = ("came_with", "census", "row", "worker", "taken_on", "team", "cases", "unit", "agency")


def caseloads(count: int) -> list[tuple[Any, ...]]:
    sample = ROWS["caseload_snapshot"]
    return [
        tuple({**sample, "row": n, "worker": f"{n:032x}"}[name] for name in CASELOAD)
        for n in range(1, count + 1)
    ]


async def test_many_rows_with_columns_left_out(database: Database):
    """More than one chunk; keys count on, nullable columns are null; any iterable will do."""
    await put(database, ["received_file", "workforce_return"])
    async with unit_of_work() as work:
        assert await work.copy_rows(CaseloadRow, CASELOAD, iter(caseloads(12_001))) == 12_001
    rows = await CaseloadRow.select().order_by(CaseloadRow.id)
    assert [row["row"] for row in rows] == list(range(1, 12_002))
    assert len({row["id"] for row in rows}) == 12_001
    assert {(row["fte"], row["superseded_by"]) for row in rows} == {(None, None)}


async def test_no_rows(database: Database):
    async with unit_of_work() as work:
        assert await work.copy_rows(CaseloadRow, CASELOAD, []) == 0
    assert await CaseloadRow.count() == 0


async def test_a_bad_row_among_many_undoes_the_whole_unit(database: Database):
    await put(database, ["received_file", "workforce_return"])
    rows = caseloads(12_000)

    async def store() -> None:
        async with unit_of_work() as work:
            await work.copy_rows(CaseloadRow, CASELOAD, rows)
            await work.copy_rows(CaseloadRow, CASELOAD, rows[-1:])

    with pytest.raises(ConstraintBroken) as refused:
        await store()
    assert refused.value.rule == "unique"
    assert await CaseloadRow.count() == 0


async def test_an_unknown_column_is_named(database: Database):
    async with unit_of_work() as work:
        with pytest.raises(ValueError, match="caseload_snapshot has no column childs"):
            await work.copy_rows(CaseloadRow, ["worker", "childs"], [])


async def test_an_instant_of_summer_time_is_kept_as_utc(database: Database):
    summer = timezone(timedelta(hours=1))
    local = datetime(2026, 7, 1, 9, 30, 0, 250_000, tzinfo=summer)
    row = ROWS["api_key"] | {"created_at": local}
    async with unit_of_work() as work:
        await work.copy_rows(ApiKey, tuple(row), [tuple(row.values())])
    (found,) = await ApiKey.select(ApiKey.created_at)
    assert found["created_at"] == datetime(2026, 7, 1, 8, 30, 0, 250_000, tzinfo=UTC)
    assert found["created_at"].utcoffset() == timedelta(0)


async def test_text_sorts_by_code_point(database: Database):
    """Whatever the server's language: two databases must list teams in the same order."""
    await put(database, ["received_file", "workforce_return"])
    names = ["a", "B", "Z", "É", "e", "_", " x"]
    async with unit_of_work() as work:
        rows = [(*row[:5], team, *row[6:]) for row, team in zip(caseloads(7), names, strict=True)]
        await work.copy_rows(CaseloadRow, CASELOAD, rows)
    found = await CaseloadRow.select(CaseloadRow.team).order_by(CaseloadRow.team)
    assert [row["team"] for row in found] == sorted(names)


async def test_a_key_is_never_given_out_twice(database: Database):
    """SQLite would by itself reuse the number of the last row that was deleted."""
    await put(database, ["received_file", "workforce_return"])
    async with unit_of_work() as work:
        await work.copy_rows(CaseloadRow, CASELOAD, caseloads(3))
    (last,) = (
        await CaseloadRow.select(CaseloadRow.id).order_by(CaseloadRow.id, ascending=False).limit(1)
    )
    await CaseloadRow.delete(force=True)
    async with unit_of_work() as work:
        await work.copy_rows(CaseloadRow, CASELOAD, caseloads(1))
    (fresh,) = await CaseloadRow.select(CaseloadRow.id)
    assert fresh["id"] > last["id"]


REFUSALS = (
    ConstraintBroken,
    asyncpg.PostgresError,
    TypeError,
    ValueError,
    OverflowError,
    AttributeError,
)
"""asyncpg meets a value it cannot encode before the server does."""


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("cases", 1.5),
        ("cases", "many"),
        ("cases", 2**31),
        ("taken_on", "30/09/2026"),
        ("taken_on", "2026-02-30"),
        ("team", "North\0South"),
        ("team", "x" * 201),
    ],
)
async def test_a_value_of_the_wrong_type_is_refused(database: Database, column: str, value: Any):
    """SQLite takes anything anywhere unless it is told; such a row could not be read again."""
    await put(database, ["received_file", "workforce_return"])
    row = [
        value if name == column else old
        for name, old in zip(CASELOAD, caseloads(1)[0], strict=True)
    ]
    with pytest.raises(REFUSALS):
        async with unit_of_work() as work:
            await work.copy_rows(CaseloadRow, CASELOAD, [tuple(row)])
    assert await CaseloadRow.count() == 0


async def test_times_are_refused_unless_in_utc(database: Database):
    if not database.is_sqlite:
        return  # a timestamptz has no other form
    await put(database)
    for value in ("2026-10-05 09:30:01", "2026-10-05 10:30:01+01:00", "2026-02-30 09:30:01+00:00"):
        with pytest.raises(ConstraintBroken):
            async with unit_of_work():
                await database.engine.run_ddl(f"UPDATE api_key SET revoked_at = '{value}'")
