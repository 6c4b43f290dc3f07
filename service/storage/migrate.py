"""Run the history: each migration and the row that says so in one transaction, under a lock.

Both databases can undo table changes, so a crash at any moment leaves the state before or after a
migration, never between. Nothing here goes through Piccolo: its runner keeps the two apart, has no
lock, and loses child rows when a table is rebuilt on SQLite.
"""

import asyncio
import fcntl
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Protocol

import asyncpg

from service.setting_values import SettingsError
from service.storage.engine import engine_from_url, without_password
from service.storage.history import FOLDER, HistoryError, Migration, Standing, history, standing
from service.storage.postgres import NOTICE_DEATH, PooledPostgresEngine
from service.storage.sqlite import PooledSQLiteEngine, journal_in_wal

LOCK = 7_203_451_002
LOCK_SECONDS = 60

TABLE = (
    'CREATE TABLE IF NOT EXISTS "schema_migration" ('
    '"name" VARCHAR(200) PRIMARY KEY NOT NULL, '
    '"fingerprint" VARCHAR(64) NOT NULL, '
    '"applied_at" VARCHAR(32) NOT NULL)'
)
APPLIED = 'SELECT "name", "fingerprint" FROM "schema_migration" ORDER BY "name"'

Tell = Callable[[str], None]


class _Target(Protocol):
    """A database that is being migrated, on one connection of its own."""

    async def applied(self) -> list[tuple[str, str]]: ...
    async def run(self, migration: Migration, now: datetime) -> bool: ...


async def migrate(
    url: str,
    now: datetime,
    *,
    tell: Tell = lambda _: None,
    up_to: int | None = None,
    folder: Path = FOLDER,
) -> Standing:
    """Bring the database to the head of the history (or, for tests, to its first ``up_to``).

    Waits for another run to finish and then finds nothing to do. ``tell`` hears the name of each
    migration after it has been applied. Raises HistoryError and SettingsError with sentences for
    the operator.
    """
    async with _target(url) as (dialect_history, target):
        migrations = dialect_history(folder)
        before = standing(migrations, await target.applied())
        for migration in migrations[len(before.applied) : up_to]:
            try:
                fresh = await target.run(migration, now)
            except (sqlite3.Error, asyncpg.PostgresError) as error:
                raise HistoryError(
                    f"{migration.name} failed and was undone; the database is as it was before it."
                    f" {type(error).__name__}: {error}"
                ) from error
            if fresh:
                tell(migration.name)
        return standing(migrations, await target.applied())


async def state_of(url: str, *, folder: Path = FOLDER) -> Standing:
    """Say where the database stands; changes nothing."""
    async with _target(url) as (dialect_history, target):
        return standing(dialect_history(folder), await target.applied())


History = Callable[[Path], tuple[Migration, ...]]


@asynccontextmanager
async def _target(url: str) -> AsyncIterator[tuple[History, _Target]]:
    engine = engine_from_url(url)
    if isinstance(engine, PooledSQLiteEngine):
        yield (lambda folder: history("sqlite", folder)), _SQLiteTarget(Path(engine.path))
        return
    connection = await connect(engine, url)
    try:
        yield (lambda folder: history("postgres", folder)), _PostgresTarget(connection)
    finally:
        await connection.close()


async def connect(engine: PooledPostgresEngine, url: str) -> asyncpg.Connection:
    """Open a connection outside the pool; raises SettingsError that names no password."""
    try:
        return await engine.get_new_connection()
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, ValueError) as error:
        raise SettingsError(
            f"DATABASE_URL: {without_password(url)} cannot be reached ({type(error).__name__})"
        ) from None


class _PostgresTarget:
    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection

    async def applied(self) -> list[tuple[str, str]]:
        held = await self._connection.fetchval("SELECT to_regclass('schema_migration')")
        if held is None:
            return []
        return [(row["name"], row["fingerprint"]) for row in await self._connection.fetch(APPLIED)]

    async def run(self, migration: Migration, now: datetime) -> bool:
        async with self._connection.transaction():
            # Held to the end of the transaction: works through a pooler of transactions too.
            await self._connection.execute(f"{NOTICE_DEATH}; SELECT pg_advisory_xact_lock({LOCK})")
            await self._connection.execute(TABLE)
            if migration.name in dict(await self.applied()):
                return False
            for statement in migration.statements:
                await self._connection.execute(statement)
            await self._connection.execute(
                'INSERT INTO "schema_migration" VALUES ($1, $2, $3)',
                migration.name,
                migration.fingerprint,
                now.isoformat(),
            )
        return True


class _SQLiteTarget:
    def __init__(self, path: Path) -> None:
        self._path = path

    async def applied(self) -> list[tuple[str, str]]:
        return await asyncio.to_thread(self._applied_now)

    def _applied_now(self) -> list[tuple[str, str]]:
        if not self._path.exists():
            return []
        with _connection(self._path) as connection:
            try:
                return _applied(connection)
            except sqlite3.DatabaseError as error:
                raise SettingsError(f"DATABASE_URL: {self._path} is no database") from error

    async def run(self, migration: Migration, now: datetime) -> bool:
        async with _file_lock(self._path.with_name(self._path.name + "-migrate-lock")):
            return await asyncio.to_thread(self._run_now, migration, now)

    def _run_now(self, migration: Migration, now: datetime) -> bool:
        with _connection(self._path) as connection:
            journal_in_wal(connection)
            # Off while tables are rebuilt, or dropping the old table would delete its children's
            # rows; inside a transaction the pragma would be ignored. Checked before the commit.
            connection.execute("PRAGMA foreign_keys=OFF")
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("BEGIN IMMEDIATE")
            try:
                connection.execute(TABLE)
                if migration.name in dict(_applied(connection)):
                    connection.execute("ROLLBACK")
                    return False
                for statement in migration.statements:
                    connection.execute(statement)
                _check_references(connection, migration.name)
                connection.execute(
                    'INSERT INTO "schema_migration" VALUES (?, ?, ?)',
                    (migration.name, migration.fingerprint, now.isoformat()),
                )
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
        return True


def _check_references(connection: sqlite3.Connection, name: str) -> None:
    if broken := connection.execute("PRAGMA foreign_key_check").fetchall():
        raise HistoryError(f"{name} would leave broken references, so it was undone: {broken[:5]}")


class _connection:  # noqa: N801 -- used as a function: a connection that is closed at the end
    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> sqlite3.Connection:
        try:
            self._connection = sqlite3.connect(
                self._path, timeout=LOCK_SECONDS, isolation_level=None
            )
        except sqlite3.OperationalError as error:
            raise SettingsError(f"DATABASE_URL: {self._path} cannot be opened ({error})") from error
        return self._connection

    def __exit__(self, *_: object) -> None:
        self._connection.close()


def _applied(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    held = connection.execute(
        "SELECT count(*) FROM sqlite_schema WHERE name = 'schema_migration'"
    ).fetchone()[0]
    return connection.execute(APPLIED).fetchall() if held else []


@asynccontextmanager
async def _file_lock(path: Path) -> AsyncIterator[None]:
    """Let one process (and one task) through; the system frees the lock of a process that dies."""
    with path.open("w") as file:
        async with asyncio.timeout(LOCK_SECONDS):
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    await asyncio.sleep(0.05)
                else:
                    break
        yield
