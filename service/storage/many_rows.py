"""Many rows of one table in statements that both databases take: each has at most 32,766 values."""

from collections.abc import Sequence

from piccolo.table import Table

VALUES_IN_A_STATEMENT = 32_766
"""SQLite's SQLITE_MAX_VARIABLE_NUMBER, one below PostgreSQL's 32,767."""


async def insert_all(table: type[Table], rows: Sequence[Table]) -> None:
    """Insert ``rows``, however many; nothing happens without any. Part of the caller's unit of work."""
    step = VALUES_IN_A_STATEMENT // len(table._meta.columns)  # noqa: SLF001 -- Piccolo has no other
    for first in range(0, len(rows), step):
        await table.insert(*rows[first : first + step])
