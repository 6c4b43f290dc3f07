"""Rows as plain tuples, at the speed of the driver: what Piccolo's dicts are too slow for."""

from typing import Any

from piccolo.querystring import QueryString

from service.storage.engine import bound_engine
from service.storage.sqlite import PooledSQLiteEngine
from service.storage.transaction import snapshot


async def fetch(query: QueryString) -> list[tuple[Any, ...]]:
    """All rows of a query, inside the caller's unit of work or snapshot when there is one."""
    engine = bound_engine()
    transaction = engine.current_transaction.get()
    if transaction is None:
        async with snapshot():
            return await fetch(query)
    sql, values = query.compile_string(engine_type=engine.engine_type)
    if isinstance(engine, PooledSQLiteEngine):
        cursor = await transaction.connection.execute(sql, values)
        cursor.row_factory = None  # tuples, where the connection makes dicts
        try:
            return list(await cursor.fetchall())
        finally:
            await cursor.close()
    return [tuple(row) for row in await transaction.connection.fetch(sql, *values)]


async def execute(query: QueryString) -> None:
    """A statement inside the caller's unit of work."""
    engine = bound_engine()
    transaction = engine.current_transaction.get()
    assert transaction is not None, "a statement that writes belongs in a unit of work"
    sql, values = query.compile_string(engine_type=engine.engine_type)
    if isinstance(engine, PooledSQLiteEngine):
        await (await transaction.connection.execute(sql, values)).close()
    else:
        await transaction.connection.execute(sql, *values)
