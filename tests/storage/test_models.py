"""head == models: the tables declared in Piccolo are the tables the migrations make."""

from __future__ import annotations

from piccolo.columns import BigSerial, ForeignKey, Serial
from piccolo.columns.base import Column

from service.storage.database import Database, all_tables
from tests.storage.samples import ROWS
from tests.storage.schema import live_tables

POSTGRES_NAMES = {
    "VARCHAR": "CHARACTER VARYING",
    "TIMESTAMPTZ": "TIMESTAMP WITH TIME ZONE",
    "SERIAL": "INTEGER",
    "BIGSERIAL": "BIGINT",
}


def declared_type(column: Column) -> str:
    name, bracket, length = column.column_type.partition("(")
    if column._meta.engine_type == "sqlite":
        return name + bracket + length
    return POSTGRES_NAMES.get(name, name) + bracket + length


async def test_every_table_has_a_model_and_every_model_a_table(database: Database):
    live = await live_tables(database)
    assert sorted(live) == sorted(table._meta.tablename for table in all_tables())


async def test_columns_types_and_nulls(database: Database):
    live = await live_tables(database)
    declared = {
        table._meta.tablename: {
            column._meta.db_column_name: (declared_type(column), column._meta.null)
            for column in table._meta.columns
        }
        for table in all_tables()
    }
    assert {name: table.columns for name, table in live.items()} == declared


async def test_keys_and_references(database: Database):
    live = await live_tables(database)
    for table in all_tables():
        found = live[table._meta.tablename]
        assert found.primary_key == [table._meta.primary_key._meta.db_column_name]
        assert found.references == {
            column._meta.db_column_name: (
                column._foreign_key_meta.resolved_references._meta.tablename,
                column._foreign_key_meta.resolved_target_column._meta.db_column_name,
                column._foreign_key_meta.on_delete.value,
                column._foreign_key_meta.on_update.value,
            )
            for column in table._meta.columns
            if isinstance(column, ForeignKey)
        }


async def test_declared_unique_columns_and_indexes_exist(database: Database):
    live = await live_tables(database)
    for table in all_tables():
        found = live[table._meta.tablename]
        name = table._meta.tablename
        unique = {c._meta.db_column_name for c in table._meta.columns if c._meta.unique}
        keys = {
            c._meta.db_column_name
            for c in table._meta.columns
            if c._meta.primary_key
            and (not database.is_sqlite or not isinstance(c, Serial | BigSerial))
        }
        assert (name, found.unique) == (name, unique | keys)
        indexed = {c._meta.db_column_name for c in table._meta.columns if c._meta.index}
        assert (name, indexed - found.indexed) == (name, set())


async def test_every_reference_can_be_followed_by_an_index(database: Database):
    """Else a delete or an undo would read the whole table for each row."""
    for name, table in (await live_tables(database)).items():
        assert (name, set(table.references) - table.indexed) == (name, set())


async def test_every_table_has_a_complete_sample(database: Database):
    """Migration tests fill the tables from the samples: a new table must have one."""
    live = await live_tables(database)
    assert {name: set(row) for name, row in ROWS.items()} == {
        name: set(table.columns) for name, table in live.items()
    }
