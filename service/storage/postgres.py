"""Piccolo's PostgreSQL engine with a pool, and with transactions that leak nothing."""

import asyncio
from typing import Any

from piccolo.engine.postgres import PostgresEngine, PostgresTransaction

from service.storage.ownership import TransactionOfThisTask
from service.storage.sqlite import finish

POOL_SIZE = 10
CONNECT_SECONDS = 10
WRITERS = 7_203_451_001
"""Advisory lock that writers queue for, so that a unit of work means the same on both databases."""

BUSY_SECONDS = 30


class PooledPostgresTransaction(PostgresTransaction):
    """Gives its connection back on every way out."""

    engine: "PooledPostgresEngine"

    async def __aenter__(self) -> PostgresTransaction:
        if self._parent is not None:
            return self._parent
        self.connection = await self.get_connection()
        try:
            self.transaction = self.connection.transaction(
                isolation=self.engine.isolation(reading=self.reading), readonly=self.reading
            )
            await self.begin()
            if not self.reading:
                await self.connection.execute(
                    f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s';"
                    f"SELECT pg_advisory_xact_lock({WRITERS})"
                )
        except BaseException:
            await self._give_back(sound=False)
            raise
        self.context = self.engine.current_transaction.set(self)
        return self

    async def __aexit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if self._parent is not None:
            return False
        sound = False
        try:
            if self.connection.is_closed() and error is not None:
                pass  # the server is gone: the caller's error says so, a ROLLBACK would hide it
            elif error is not None and not (self._committed or self._rolled_back):
                await finish(self.rollback())
            elif not (self._committed or self._rolled_back):
                await finish(self.commit())
            sound = True
        finally:
            self.engine.current_transaction.reset(self.context)
            await self._give_back(sound=sound)
        return False

    async def _give_back(self, *, sound: bool) -> None:
        if not sound:
            self.connection.terminate()
        if self.engine.pool is not None and not self.owned:
            await finish(self.engine.pool.release(self.connection))
        elif sound:
            await finish(self.connection.close())

    reading: bool = False
    owned: bool = False
    """The connection was opened for this transaction alone (no pool was running)."""

    async def get_connection(self) -> Any:
        self.owned = self.engine.pool is None
        return await super().get_connection()


class PooledPostgresEngine(PostgresEngine):
    def __init__(self, config: dict[str, Any], *, pool_size: int = POOL_SIZE) -> None:
        super().__init__(config=config)
        self.pool_size = pool_size
        self.current_transaction = TransactionOfThisTask()

    async def check_version(self) -> None:
        """No connection in a constructor: readiness says whether the server is there."""

    @staticmethod
    def isolation(*, reading: bool) -> str:
        """One snapshot for readers; writers queue, so each sees all that the one before wrote."""
        return "repeatable_read" if reading else "read_committed"

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
