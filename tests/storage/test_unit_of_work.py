"""A unit of work stores all or nothing, on both databases."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from service.storage.database import Database
from service.storage.problems import NestedUnitOfWork
from service.storage.tables.access import ApiKey
from service.storage.transaction import unit_of_work


def an_api_key(lookup: str) -> ApiKey:
    return ApiKey(
        id=UUID(int=int(lookup, 16)),
        name="HR",
        scopes="hr",
        lookup=lookup,
        secret_hash="0" * 64,
        created_at=datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
        created_by="cli:tests",
    )


async def test_what_was_done_is_stored_at_the_end(database: Database):
    async with unit_of_work():
        await an_api_key("a1").save()
    assert await ApiKey.select(ApiKey.lookup) == [{"lookup": "a1"}]


async def test_an_exception_stores_nothing(database: Database):
    with pytest.raises(KeyError):
        async with unit_of_work():
            await an_api_key("a1").save()
            raise KeyError
    assert await ApiKey.count() == 0


async def test_a_unit_inside_another_is_refused(database: Database):
    async with unit_of_work():
        with pytest.raises(NestedUnitOfWork, match="open already"):
            async with unit_of_work():
                pass
        await an_api_key("a1").save()
    assert await ApiKey.count() == 1
