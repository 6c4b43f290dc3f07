"""Units of work: everything a change stores, or nothing of it.

One writer at a time on both databases (SQLite: IMMEDIATE; PostgreSQL: an advisory lock), so what
was read inside a unit of work is still true when it commits, and nothing needs to be tried again.
"""

import uuid
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from piccolo.columns import UUID, Column, Timestamptz
from piccolo.engine.sqlite import TransactionType
from piccolo.table import Table

from service.storage.engine import bound_engine
from service.storage.faults import storage_problems
from service.storage.problems import NestedUnitOfWork
from service.storage.sqlite import PooledSQLiteEngine, PooledTransaction

CHUNK = 5_000
"""Rows handed to SQLite at once; between chunks other requests get their turn."""

Row = Sequence[Any]


class UnitOfWork:
    """What is done inside one write transaction. Piccolo queries join it by themselves."""

    def __init__(self, transaction: Any) -> None:
        self._transaction = transaction

    async def savepoint(self) -> "Savepoint":
        """A point to come back to: ``await point.rollback_to()`` undoes what was done since."""
        return Savepoint(self._transaction, await self._transaction.savepoint())

    async def copy_rows(
        self, table: type[Table], columns: Sequence[str], rows: Iterable[Row]
    ) -> int:
        """Store many rows at the speed of the driver; returns how many.

        ``rows`` are tuples in the order of ``columns`` (names as in the database), with the values
        Piccolo would take: date, bool, int, str, bytes, UUID, aware datetime, None. Columns left
        out get the database's default (a key counts on, a nullable column is null). Every
        constraint holds as for any other row; a violation raises the driver's IntegrityError
        (see ``broken_constraint``).
        """
        known = {column._meta.db_column_name: column for column in table._meta.columns}  # noqa: SLF001 -- Piccolo has no other
        if unknown := [name for name in columns if name not in known]:
            raise ValueError(f"{table._meta.tablename} has no column {', '.join(unknown)}")  # noqa: SLF001 -- see above
        connection = self._transaction.connection
        name = table._meta.tablename  # noqa: SLF001 -- see above
        if isinstance(self._transaction.engine, PooledSQLiteEngine):
            converters = [_as_sqlite(known[column]) for column in columns]
            with self._transaction.statement():
                return await _execute_many(connection, name, columns, _converted(rows, converters))
        exact = _without_fractions(rows, columns, known)
        status = await connection.copy_records_to_table(name, records=exact, columns=list(columns))
        return int(status.removeprefix("COPY "))

    async def execute_many(
        self, statement: str, columns: Sequence[Column], rows: Sequence[Row]
    ) -> None:
        """Carry out one statement for each row at the speed of the driver.

        ``statement`` has ``{}`` where values of a row go, in the order of ``columns``, which say
        what they are; values as for ``copy_rows``.
        """
        connection = self._transaction.connection
        if isinstance(self._transaction.engine, PooledSQLiteEngine):
            converters = [_as_sqlite(column) for column in columns]
            sql = statement.format(*("?" for _ in columns))
            with self._transaction.statement():
                await connection.executemany(sql, _converted(rows, converters))
            return
        sql = statement.format(*(f"${place}" for place in range(1, len(columns) + 1)))
        await connection.executemany(sql, rows)


class Savepoint:
    """Makes a unit of work good again after a statement that failed."""

    def __init__(self, transaction: Any, point: Any) -> None:
        self._transaction = transaction
        self._point = point

    async def rollback_to(self) -> None:
        await self._point.rollback_to()
        if isinstance(self._transaction, PooledTransaction):
            self._transaction.failed = False


@asynccontextmanager
async def unit_of_work(*, patience: float | None = None) -> AsyncIterator[UnitOfWork]:
    """One write transaction: committed at the end of the block, rolled back on any exception.

    ``patience`` is how many seconds to wait for another writer (a large import takes seconds);
    the engine's ``busy_seconds`` when not given. Raises NestedUnitOfWork when one is open already,
    StorageBusy when the wait was in vain, StorageUnavailable when the database is gone or the disk
    is full, ConstraintBroken when the database refused a row.
    """
    engine = bound_engine()
    if engine.current_transaction.get() is not None:
        raise NestedUnitOfWork(
            "A unit of work is open already: take the caller's instead of beginning another."
        )
    with storage_problems():
        transaction = engine.transaction()
        transaction.patience = patience
        async with transaction:
            yield UnitOfWork(transaction)


@asynccontextmanager
async def snapshot() -> AsyncIterator[None]:
    """Several reads that see one and the same state; inside a unit of work it is already so."""
    engine = bound_engine()
    if engine.current_transaction.get() is not None:
        yield
        return
    with storage_problems():
        if isinstance(engine, PooledSQLiteEngine):
            async with engine.transaction(TransactionType.deferred):
                yield
        else:
            async with engine.transaction(reading=True):
                yield


async def _execute_many(
    connection: Any, table: str, columns: Sequence[str], rows: Iterable[Row]
) -> int:
    names = ", ".join(f'"{column}"' for column in columns)
    places = ", ".join("?" * len(columns))
    sql = f'INSERT INTO "{table}" ({names}) VALUES ({places})'  # noqa: S608 -- names of the models, checked
    stored = 0
    remaining = iter(rows)
    while chunk := list(islice(remaining, CHUNK)):
        await connection.executemany(sql, chunk)
        stored += len(chunk)
    return stored


Converter = Callable[[Any], Any]


def _as_sqlite(column: Column) -> Converter | None:
    """How Piccolo stores a value of this column in SQLite; None where the driver knows."""
    if isinstance(column, Timestamptz):
        return _utc
    if isinstance(column, UUID):
        return _uuid
    return None


def _utc(value: datetime | None) -> str | None:
    return None if value is None else str(value.astimezone(UTC))


def _uuid(value: uuid.UUID | None) -> str | None:
    return None if value is None else str(value)


def _without_fractions(
    rows: Iterable[Row], columns: Sequence[str], known: dict[str, Column]
) -> Iterable[Row]:
    """Refuse what asyncpg would silently cut down to a whole number; SQLite's CHECK does there."""
    whole = [n for n, name in enumerate(columns) if known[name].value_type is int]
    for row in rows:
        for place in whole:
            value = row[place]
            if value is not None and not isinstance(value, int):
                raise TypeError(f"{columns[place]} is {value!r}, which is no whole number")
        yield row


def _converted(rows: Iterable[Row], converters: Sequence[Converter | None]) -> Iterable[Row]:
    if not any(converters):
        return rows
    return (
        tuple(
            value if convert is None else convert(value)
            for value, convert in zip(row, converters, strict=True)
        )
        for row in rows
    )
