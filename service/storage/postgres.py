"""Piccolo's PostgreSQL engine with a pool, and with transactions that leak nothing."""

import asyncio
from typing import Any, cast

import asyncpg
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction

from service.storage.ownership import TransactionOfThisTask
from service.storage.sqlite import BUSY_SECONDS, finish
from service.storage.turns import Turn

POOL_SIZE = 10
CONNECT_SECONDS = 10
WRITERS = 7_203_451_001
"""Advisory lock that writers queue for, so that a unit of work means the same on both databases."""

NOTICE_DEATH = "SET LOCAL client_connection_check_interval = '2s'"
"""Else the server finishes a long statement of a process that is dead, and keeps its locks."""


class PooledPostgresTransaction(PostgresTransaction):
    """Gives its connection back on every way out."""

    engine: "PooledPostgresEngine"
    reading: bool = False
    patience: float | None = None
    """Seconds to wait for another writer; the engine's ``busy_seconds`` when not set."""
    pool: "asyncpg.Pool | None" = None
    turn: Turn

    @property
    def seconds(self) -> float:
        return self.engine.busy_seconds if self.patience is None else self.patience

    async def __aenter__(self) -> PostgresTransaction:
        if self._parent is not None:
            return self._parent
        self.turn = Turn(self.engine.write_turn)
        if not self.reading:
            await self.turn.take(self.seconds)
        try:
            self.pool = self.engine.pool
            if self.pool is None:
                self.connection = await self.engine.get_new_connection()
            else:
                self.connection = await self.pool.acquire()
            try:
                await self.begin()
            except BaseException:
                await self._give_back()
                raise
        except BaseException:
            self.turn.give_up()
            raise
        self.context = self.engine.current_transaction.set(self)
        return self

    async def __aexit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if self._parent is not None:
            return False
        try:
            if self._committed or self._rolled_back:
                pass
            elif error is None:
                await finish(self._commit_or_roll_back())
            elif not self._lost():  # if it is, the error in hand says why
                await finish(self.rollback())
        finally:
            self.engine.current_transaction.reset(self.context)
            try:
                await self._give_back()
            finally:
                self.turn.give_up()
        return False

    async def begin(self) -> None:
        if self.reading:  # one snapshot for all its queries
            self.transaction = self.connection.transaction(
                isolation="repeatable_read", readonly=True
            )
            await self.transaction.start()
            return
        self.transaction = self.connection.transaction()
        await self.transaction.start()
        # Writers queue, so each sees all that the one before it wrote.
        # At least one millisecond: 0 would mean to wait for ever.
        await self.connection.execute(
            f"SET LOCAL lock_timeout = {max(1, int(self.seconds * 1000))}; {NOTICE_DEATH};"
            f" SELECT pg_advisory_xact_lock({WRITERS})"
        )

    async def commit(self) -> None:
        if not self.reading:
            # After a failed statement COMMIT would roll back and say nothing; this raises.
            await self.connection.execute("SELECT 1")
        await self.transaction.commit()
        self._committed = True

    async def _commit_or_roll_back(self) -> None:
        try:
            await self.commit()
        except asyncpg.InFailedSQLTransactionError:
            await self.rollback()
            raise

    async def rollback(self) -> None:
        await self.transaction.rollback()
        self._rolled_back = True

    def _lost(self) -> bool:
        """Whether the server has gone: the pool's stand-in then lets go of the connection."""
        try:
            return bool(self.connection.is_closed())
        except asyncpg.InterfaceError:
            return True

    async def _give_back(self) -> None:
        """Hand the connection back; what is left open on it is cancelled and rolled back."""
        if self.pool is None:
            await finish(self.connection.close(timeout=CONNECT_SECONDS))
        else:
            await finish(self.pool.release(self.connection, timeout=CONNECT_SECONDS))


class PooledPostgresEngine(PostgresEngine):
    def __init__(
        self,
        config: dict[str, Any],
        *,
        pool_size: int = POOL_SIZE,
        busy_seconds: float = BUSY_SECONDS,
    ) -> None:
        super().__init__(config=config)
        self.busy_seconds = busy_seconds
        self.write_turn = asyncio.Lock()
        self.pool_size = pool_size
        self.current_transaction = cast("Any", TransactionOfThisTask())

    async def check_version(self) -> None:
        """No connection in a constructor: readiness says whether the server is there."""

    async def start_connection_pool(self, **kwargs: Any) -> None:
        await super().start_connection_pool(
            **{"min_size": 1, "max_size": self.pool_size, "timeout": CONNECT_SECONDS, **kwargs}
        )

    async def close_connection_pool(self) -> None:
        if self.pool is not None:
            pool, self.pool = self.pool, None
            try:
                async with asyncio.timeout(CONNECT_SECONDS):
                    await pool.close()
            except TimeoutError:
                pool.terminate()

    def transaction(
        self, allow_nested: bool = True, reading: bool = False
    ) -> PooledPostgresTransaction:
        transaction = PooledPostgresTransaction(engine=self, allow_nested=allow_nested)
        transaction.reading = reading
        return transaction
