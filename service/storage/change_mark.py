"""Has anything been changed since? Asked so cheaply that every request can ask.

Every change that a person makes has an entry in the audit trail, written in the same transaction,
and there is one writer at a time: so the number of the newest entry is the version of all that the
service holds, the same for every process. What the service notes for itself (the last use of a key,
the last fetch of a feed) has no entry and is no change.
"""

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

from service.storage.engine import ServiceEngine
from service.storage.faults import storage_problems
from service.storage.postgres import CONNECT_SECONDS, PooledPostgresEngine

NEWEST = "SELECT coalesce(max(id), 0) AS mark FROM audit_entry"


class ChangeMark:
    """Reads the mark of one open database, from one event loop."""

    def __init__(self, engine: ServiceEngine) -> None:
        self._quick: _Quick | None = None
        self._source: _Engine | _Postgres
        if isinstance(engine, PooledPostgresEngine):
            self._source = _Postgres(engine)
        else:
            self._source = _Engine(engine)
            self._quick = _Quick(Path(engine.path))
        self._reading: asyncio.Task[None] | None = None
        self._waiting: list[asyncio.Future[int]] = []

    def at_once(self) -> int | None:
        """The mark without waiting, or None where only ``read`` can tell."""
        return self._quick.mark() if self._quick is not None else None

    async def read(self) -> int:
        """The mark as it stands after this call. Raises StorageBusy and StorageUnavailable.

        All who ask while a read is under way share the next one: one round trip serves many.
        """
        answer = asyncio.get_running_loop().create_future()
        self._waiting.append(answer)
        if self._reading is None:
            self._reading = asyncio.create_task(self._read())
        mark: int = await answer
        return mark

    async def _read(self) -> None:
        try:
            while waiting := self._waiting:
                self._waiting = []
                try:
                    with storage_problems():
                        mark = await self._source.read()
                except Exception as error:  # noqa: BLE001 -- whoever asked is told, whatever it was
                    for answer in waiting:
                        if not answer.done():
                            answer.set_exception(error)
                else:
                    for answer in waiting:
                        if not answer.done():
                            answer.set_result(mark)
        finally:
            self._reading = None

    async def close(self) -> None:
        """Close what was opened for reading; the next read would open it again."""
        if self._reading is not None:
            await asyncio.wait([self._reading])
        await self._source.close()
        if self._quick is not None:
            self._quick.close()


class _Engine:
    """Through the pool of the engine."""

    def __init__(self, engine: ServiceEngine) -> None:
        self._engine = engine

    async def read(self) -> int:
        rows = await self._engine.run_ddl(NEWEST)
        mark: int = rows[0]["mark"]
        return mark

    async def close(self) -> None:
        """Nothing of its own is open."""


class _Postgres:
    """Over a connection of its own: the pool's take a second round trip to be given back."""

    def __init__(self, engine: PooledPostgresEngine) -> None:
        self._engine = engine
        self._connection: Any = None

    async def read(self) -> int:
        if self._connection is None or self._connection.is_closed():
            self._connection = await self._engine.get_new_connection()
        mark: int = await self._connection.fetchval(NEWEST)
        return mark

    async def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close(timeout=CONNECT_SECONDS)


class _Quick:
    """SQLite tells in a microsecond whether another connection has committed: it reads a counter.

    On the event loop's own thread, as waking another thread takes a hundred times as long; it reads
    shared memory, waits for nobody, and gives up where it would have to.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._version = -1
        self._mark = 0

    def mark(self) -> int | None:
        try:
            if self._connection is None:
                self._connection = sqlite3.connect(
                    f"{self._path.resolve().as_uri()}?mode=ro", uri=True, timeout=0
                )
            [version] = self._connection.execute("PRAGMA data_version").fetchone()
            if version != self._version:
                # Read after the version: what is committed in between shows as the next version.
                [self._mark] = self._connection.execute(NEWEST).fetchone()
                self._version = version
        except sqlite3.Error:
            return None
        return self._mark

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
