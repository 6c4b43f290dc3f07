"""More rows than one statement can take."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from service.storage.database import Database
from service.storage.many_rows import VALUES_IN_A_STATEMENT, insert_all
from service.storage.tables.access import ApiKey
from service.storage.transaction import unit_of_work

AT = datetime(2026, 11, 30, 9, 30, tzinfo=UTC)


def a_key(number: int) -> ApiKey:
    return ApiKey(
        id=uuid4(),
        name=f"Key {number}",
        scopes="read",
        lookup=f"{number:032d}",
        secret_hash="0" * 64,
        created_at=AT,
        created_by="tester",
    )


@pytest.mark.parametrize("rows", [0, 1, 9_000])
async def test_all_of_them_are_stored_whatever_a_statement_can_take(database: Database, rows: int):
    """| rows  | values of a row | statements |
    | 9,000 | 10              | 3          |"""
    assert rows < 2 or rows * len(ApiKey._meta.columns) > 2 * VALUES_IN_A_STATEMENT
    async with unit_of_work():
        await insert_all(ApiKey, [a_key(number) for number in range(rows)])
    assert await ApiKey.count() == rows
