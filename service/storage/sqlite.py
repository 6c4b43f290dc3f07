"""A SQLite engine for Piccolo that is fit for a server.

Piccolo's own opens a connection and a thread for every query, begins transactions DEFERRED (so
that concurrent read-then-write fails with "database is locked") and leaks a non-daemon thread
when BEGIN fails, which keeps the process from ever ending. Here:

* connections are pooled, in WAL mode, with foreign keys on and a busy timeout for other processes;
* a write transaction begins IMMEDIATE, and writers of one process queue for one lock;
* every way out (error, cancellation, failed BEGIN, failed COMMIT, closed pool) gives the
  connection back or closes it, and no thread outlives the interpreter.
"""

import asyncio
import contextlib
import sqlite3
import time
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, TypeVar, cast

import aiosqlite
from piccolo.engine.sqlite import (
    SQLiteEngine,
    SQLiteTransaction,
    TransactionType,
    dict_factory,
)

from service.storage.ownership import TransactionOfThisTask
from service.storage.problems import FAILED, UnitOfWorkFailed
from service.storage.turns import Turn

BUSY_SECONDS = 30
"""How long a writer waits for another, of this process or of another one."""

POOL_SIZE = 4

PRAGMAS = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",  # so that REPLACE meets the append-only triggers
    "PRAGMA synchronous=FULL",  # what was confirmed to the sender survives a power cut
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-32768",
)

# Piccolo registers adapters and converters for the whole process. These give the same values and
# cost a fraction: they are on the path of every stored and every loaded fact. Migrations check that
# a column holds what it declares, so that int() meets integers and fromisoformat() meets dates.
sqlite3.register_adapter(date, date.isoformat)
sqlite3.register_converter("INTEGER", int)
sqlite3.register_converter("DATE", lambda value: date.fromisoformat(value.decode()))

T = TypeVar("T")


async def finish(work: Coroutine[Any, Any, T]) -> T:
    """Run ``work`` to its end even when the caller is cancelled; the cancellation follows after."""
    task = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        if not task.cancelled():
            task.exception()  # seen: the cancellation is what the caller hears of
        raise cancelled
    return task.result()


class PooledTransaction(SQLiteTransaction):
    """Begins IMMEDIATE unless it only reads; leaves no connection, lock or context behind."""

    engine: "PooledSQLiteEngine"
    patience: float | None = None
    """Seconds to wait for another writer; the engine's ``busy_seconds`` when not set."""
    failed: bool = False
    """A statement failed: as on PostgreSQL nothing more is done but to roll back."""
    turn: Turn

    async def __aenter__(self) -> SQLiteTransaction:
        if self._parent is not None:
            return self._parent
        self.turn = Turn(self.engine.write_turn)
        if self.transaction_type is not TransactionType.deferred:
            await self.turn.take(self.seconds)
        try:
            self.connection = await self.engine.acquire()
            try:
                await self.begin()
            except BaseException:
                await self.engine.discard(self.connection)
                raise
        except BaseException:
            self.turn.give_up()
            raise
        self.context = self.engine.current_transaction.set(self)
        return self

    async def __aexit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if self._parent is not None:
            return False
        sound = False
        try:
            if self._committed or self._rolled_back:
                pass
            elif error is None:
                await finish(self.commit())
            else:
                # A cancelled query still runs on the connection's thread: stop it, or the rollback
                # would wait for its end.
                await self.connection.interrupt()
                await finish(self.rollback())
            sound = True
        finally:
            self.engine.current_transaction.reset(self.context)
            try:
                if sound:
                    await self.engine.release(self.connection)
                else:
                    await self.engine.discard(self.connection)
            finally:
                self.turn.give_up()
        return False

    async def begin(self) -> None:
        begin = f"BEGIN {self.transaction_type.value}"
        if self.patience is None:
            await self.connection.execute(begin)
            return
        await self.connection.execute(f"PRAGMA busy_timeout={int(self.patience * 1000)}")
        try:
            await self.connection.execute(begin)
        finally:
            usual = int(self.engine.busy_seconds * 1000)
            await self.connection.execute(f"PRAGMA busy_timeout={usual}")

    async def commit(self) -> None:
        if self.failed:
            raise UnitOfWorkFailed(FAILED)
        await self.connection.execute("COMMIT")
        self._committed = True

    async def rollback(self) -> None:
        # Does nothing where SQLite has rolled back by itself (interrupted, disk full); asked on the
        # connection's thread, after whatever is still running there.
        await self.connection.rollback()
        self._rolled_back = True

    @property
    def seconds(self) -> float:
        return self.engine.busy_seconds if self.patience is None else self.patience

    @contextmanager
    def statement(self) -> Iterator[None]:
        """Around each statement: after one that failed there is no other.

        Going on would be worse than on PostgreSQL, which refuses: after a full disk SQLite has
        rolled back already, and what follows would be stored bit by bit.
        """
        if self.failed:
            raise UnitOfWorkFailed(FAILED)
        try:
            yield
        except BaseException:
            self.failed = True
            raise


class PooledSQLiteEngine(SQLiteEngine):
    """At most ``pool_size`` connections to one file; each is one daemon thread."""

    def __init__(
        self, path: str, *, pool_size: int = POOL_SIZE, busy_seconds: float = BUSY_SECONDS
    ) -> None:
        super().__init__(path=path, cached_statements=256, timeout=busy_seconds)
        self.busy_seconds = busy_seconds
        self.current_transaction = cast("Any", TransactionOfThisTask())
        self.pool_size = pool_size
        self.write_turn = asyncio.Lock()
        self._places = asyncio.Semaphore(pool_size)
        self._idle: list[aiosqlite.Connection] = []
        self._pooling = False

    async def check_version(self) -> None:
        """No work in a constructor: every supported Python carries a SQLite new enough."""

    async def start_connection_pool(self, **_: object) -> None:
        self._pooling = True

    async def close_connection_pool(self) -> None:
        """Idle connections close now; those in use close as soon as they come back."""
        self._pooling = False
        idle, self._idle = self._idle, []
        for connection in idle:
            await _closed(connection)

    async def get_connection(self) -> aiosqlite.Connection:
        """A new connection, outside the pool: whoever asks for it closes it."""
        connection = aiosqlite.connect(**self.connection_kwargs)
        connection._thread.daemon = True  # noqa: SLF001 -- no public way; a thread must never keep the process
        try:
            await connection
            connection.row_factory = cast(
                "Any", dict_factory
            )  # aiosqlite's hint knows classes only
            await self._prepare(connection)
        except BaseException:
            connection.stop()
            raise
        return connection

    async def _prepare(self, connection: aiosqlite.Connection) -> None:
        for statement in PRAGMAS:
            await connection.execute_fetchall(statement)
        driver = cast("Any", connection)
        await driver._execute(journal_in_wal, driver._conn)  # noqa: SLF001 -- must run on its thread

    async def acquire(self) -> aiosqlite.Connection:
        await self._places.acquire()
        try:
            return self._idle.pop() if self._idle else await self.get_connection()
        except BaseException:
            self._places.release()
            raise

    async def release(self, connection: aiosqlite.Connection) -> None:
        """Give back a sound connection; one still in a transaction is closed instead."""
        if self._pooling and not connection.in_transaction:
            self._idle.append(connection)
            self._places.release()
        else:
            await self.discard(connection)

    async def discard(self, connection: aiosqlite.Connection) -> None:
        """Close a connection in an unknown state; what it is running is interrupted."""
        try:
            with contextlib.suppress(ValueError):  # already closed
                await connection.interrupt()
            await finish(_closed(connection))
        finally:
            self._places.release()

    async def _run_in_new_connection(
        self,
        query: str,
        args: Sequence[Any] | None = None,
        query_type: str = "generic",  # noqa: ARG002 -- Piccolo's signature
        table: object = None,  # noqa: ARG002 -- Piccolo's signature
    ) -> list[Any]:
        connection = await self.acquire()
        sound = False
        try:
            rows = list(await connection.execute_fetchall(query, args or ()))
            sound = True
        except sqlite3.Error:
            sound = True
            raise
        finally:
            if sound:
                await self.release(connection)
            else:
                await self.discard(connection)
        return rows

    async def _run_in_existing_connection(
        self,
        connection: aiosqlite.Connection,
        query: str,
        args: Sequence[Any] | None = None,
        query_type: str = "generic",  # noqa: ARG002 -- Piccolo's signature
        table: object = None,  # noqa: ARG002 -- Piccolo's signature
    ) -> list[Any]:
        transaction = cast("PooledTransaction", self.current_transaction.get())
        with transaction.statement():
            return list(await connection.execute_fetchall(query, args or ()))

    def transaction(
        self,
        transaction_type: TransactionType = TransactionType.immediate,
        allow_nested: bool = True,
    ) -> PooledTransaction:
        return PooledTransaction(
            engine=self, transaction_type=transaction_type, allow_nested=allow_nested
        )


async def _closed(connection: aiosqlite.Connection) -> None:
    """Wait until the connection's thread has closed it (an open transaction is rolled back)."""
    stopping = connection.stop()
    if stopping is not None:
        await stopping


def journal_in_wal(connection: sqlite3.Connection) -> None:
    """Write-ahead log: readers never wait for the writer. Kept in the file once it is set.

    Changing the mode of a new file ignores the busy timeout, so of two processes that open it at
    once one would fail: it asks again until the other is done.
    """
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL").fetchall()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return
