"""Change a stored row as somebody could who owns the database: past the triggers."""

from service.storage.database import Database


async def behind_its_back(database: Database, table: str, statement: str) -> None:
    """Run ``statement`` with the triggers of ``table`` switched off (on SQLite for good)."""
    if database.is_sqlite:
        triggers = await database.engine.run_ddl(
            f"SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{table}'"
        )
        assert triggers
        for trigger in triggers:
            await database.engine.run_ddl(f'DROP TRIGGER "{trigger["name"]}"')
        await database.engine.run_ddl(statement)
        return
    async with database.engine.pool.acquire() as connection:
        await connection.execute(
            f"BEGIN; SET LOCAL session_replication_role = replica; {statement}; COMMIT"
        )
