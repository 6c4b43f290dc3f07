"""What a database says of its own schema, in the same words for both engines."""

from __future__ import annotations

from dataclasses import dataclass, field

from service.storage.database import Database

BESIDE = {"schema_migration"}
"""Tables of ours that have no model."""


@dataclass
class LiveTable:
    columns: dict[str, tuple[str, bool]] = field(default_factory=dict)
    """name -> (type, may be null)"""
    primary_key: list[str] = field(default_factory=list)
    unique: set[str] = field(default_factory=set)
    """Columns that are unique by themselves, over all rows."""
    indexed: set[str] = field(default_factory=set)
    """Columns that some index begins with."""
    references: dict[str, tuple[str, str, str, str]] = field(default_factory=dict)
    """column -> (table, column, on delete, on update)"""


async def live_tables(database: Database) -> dict[str, LiveTable]:
    read = _sqlite if database.is_sqlite else _postgres
    found = await read(database)
    return {name: table for name, table in found.items() if name not in BESIDE}


async def _sqlite(database: Database) -> dict[str, LiveTable]:
    ask = database.engine.run_ddl
    found = {}
    for row in await ask(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    ):
        name = row["name"]
        table = found[name] = LiveTable()
        for column in await ask(f'PRAGMA table_info("{name}")'):
            table.columns[column["name"]] = (column["type"], not column["notnull"])
            if column["pk"]:
                table.primary_key.append(column["name"])
        for index in await ask(f'PRAGMA index_list("{name}")'):
            parts = await ask(f'PRAGMA index_info("{index["name"]}")')
            first = parts[0]["name"]
            if first is not None:
                table.indexed.add(first)
            if index["unique"] and not index["partial"] and len(parts) == 1:
                table.unique.add(first)
        for key in await ask(f'PRAGMA foreign_key_list("{name}")'):
            table.references[key["from"]] = (
                key["table"],
                key["to"],
                key["on_delete"],
                key["on_update"],
            )
    return found


async def _postgres(database: Database) -> dict[str, LiveTable]:
    ask = database.engine.run_ddl
    found: dict[str, LiveTable] = {}
    for row in await ask(
        """
        SELECT c.relname AS table, a.attname AS column, NOT a.attnotnull AS null,
               upper(format_type(a.atttypid, a.atttypmod)) AS type
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
              AND a.attnum > 0 AND NOT a.attisdropped
        ORDER BY c.relname, a.attnum
        """
    ):
        table = found.setdefault(row["table"], LiveTable())
        table.columns[row["column"]] = (row["type"], row["null"])
    for row in await ask(
        """
        SELECT c.relname AS table, i.indisprimary AS primary, i.indisunique AS unique,
               i.indpred IS NOT NULL AS partial, i.indnkeyatts AS parts, a.attname AS first
        FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
             JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
        WHERE c.relnamespace = current_schema()::regnamespace
        """
    ):
        table = found[row["table"]]
        if row["primary"]:
            table.primary_key.append(row["first"])
        table.indexed.add(row["first"])
        if row["unique"] and not row["partial"] and row["parts"] == 1:
            table.unique.add(row["first"])
    actions = {"r": "RESTRICT", "a": "NO ACTION", "c": "CASCADE", "n": "SET NULL"}
    for row in await ask(
        """
        SELECT c.relname AS table, a.attname AS column, t.relname AS target, b.attname AS to,
               f.confdeltype::text AS deleted, f.confupdtype::text AS updated
        FROM pg_constraint f
             JOIN pg_class c ON c.oid = f.conrelid JOIN pg_class t ON t.oid = f.confrelid
             JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = f.conkey[1]
             JOIN pg_attribute b ON b.attrelid = t.oid AND b.attnum = f.confkey[1]
        WHERE f.contype = 'f' AND c.relnamespace = current_schema()::regnamespace
        """
    ):
        found[row["table"]].references[row["column"]] = (
            row["target"],
            row["to"],
            actions[row["deleted"]],
            actions[row["updated"]],
        )
    return found
