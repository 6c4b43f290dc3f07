"""Open and close the database: the same way for the web service and the command line."""

import importlib
import pkgutil
import sqlite3
from functools import cache
from types import TracebackType
from typing import Self

import asyncpg
from piccolo.table import Table

from service.setting_values import SettingsError
from service.settings import Settings
from service.storage import tables
from service.storage.beside import settled
from service.storage.ddl import DialectName
from service.storage.engine import (
    ServiceEngine,
    bind,
    engine_from_url,
    is_sqlite,
    unbind,
    without_password,
)
from service.storage.faults import storage_problems
from service.storage.history import HistoryError, Migration, history, standing
from service.storage.migrate import APPLIED


def all_tables() -> tuple[type[Table], ...]:
    """Return every table of ``service.storage.tables``, found by walking its modules."""
    found: dict[str, type[Table]] = {}
    for module in pkgutil.iter_modules(tables.__path__):
        content = vars(importlib.import_module(f"{tables.__name__}.{module.name}"))
        for value in content.values():
            if isinstance(value, type) and issubclass(value, Table) and value is not Table:
                found[value._meta.tablename] = value  # noqa: SLF001 -- Piccolo has no other
    return tuple(found.values())


@cache
def _history(dialect: DialectName) -> tuple[Migration, ...]:
    """Read the files once: readiness asks every few seconds, and they are part of the program."""
    return history(dialect)


class Database:
    """An open database. Use ``async with await open_database(settings)``, or call ``close``."""

    def __init__(self, url: str, engine: ServiceEngine) -> None:
        self.url = url
        self.engine = engine

    @property
    def is_sqlite(self) -> bool:
        return is_sqlite(self.url)

    async def close(self) -> None:
        """Close every connection, after what was written beside; harmless when closed already."""
        await self.settled()
        unbind(self.engine, all_tables())
        await self.engine.close_connection_pool()

    async def settled(self) -> None:
        """Wait until the writes that nobody waited for have ended (see ``storage.beside``)."""
        await settled(self.engine)

    async def ping(self) -> None:
        """Answer when the database answers; raises StorageUnavailable or StorageBusy."""
        with storage_problems():
            await self.engine.run_ddl("SELECT 1")

    async def is_migrated(self) -> bool:
        """Say whether the schema is at the head of the history this program knows."""
        try:
            return await self._at_head()
        except HistoryError:
            return False

    async def require_migrated(self) -> None:
        """Raise SettingsError, with the command to run, unless the schema is at the head."""
        try:
            at_head = await self._at_head()
        except HistoryError as error:
            raise SettingsError(str(error)) from error
        if not at_head:
            raise SettingsError(
                f"The database {without_password(self.url)} has not been brought up to date: "
                "run python -m service migrate"
            )

    async def _at_head(self) -> bool:
        migrations = _history("sqlite" if self.is_sqlite else "postgres")
        try:
            with storage_problems():
                rows = await self.engine.run_ddl(APPLIED)
        except (sqlite3.OperationalError, asyncpg.UndefinedTableError):
            return False  # no such table: nothing has been applied
        applied = [(row["name"], row["fingerprint"]) for row in rows]
        return standing(migrations, applied).at_head

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()


async def open_database(settings: Settings) -> Database:
    """Connect, and make this the database that tables and units of work use until it is closed.

    Opening changes no schema (``python -m service migrate`` does). Raises SettingsError, without
    the password, when the address is wrong or nothing answers there.
    """
    engine = engine_from_url(settings.database_url)
    place = without_password(settings.database_url)
    try:
        await engine.start_connection_pool()
        await engine.run_ddl("SELECT 1")
    except (
        OSError,
        ValueError,
        sqlite3.Error,
        asyncpg.PostgresError,
        asyncpg.InterfaceError,
    ) as error:
        await engine.close_connection_pool()
        raise SettingsError(
            f"DATABASE_URL: {place} cannot be used ({type(error).__name__})"
        ) from None
    bind(engine, all_tables())
    return Database(settings.database_url, engine)
