"""Errors of the two drivers in one language."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import asyncpg

from service.problems import Problem
from service.storage.ddl import APPEND_ONLY
from service.storage.problems import (
    BUSY,
    FAILED,
    GONE,
    ConstraintBroken,
    StorageBusy,
    StorageUnavailable,
    UnitOfWorkFailed,
)

Meaning = Problem | ConstraintBroken | UnitOfWorkFailed

Rule = Literal["unique", "check", "reference", "required", "append-only", "other"]


@contextmanager
def storage_problems() -> Iterator[None]:
    """Raise what a driver raises inside the block as our own error, with the cause attached."""
    try:
        yield
    except (sqlite3.Error, asyncpg.PostgresError, asyncpg.InterfaceError, ConnectionError) as error:
        meaning = meaning_of(error)
        if meaning is None:
            raise
        raise meaning from error


def meaning_of(error: BaseException) -> Meaning | None:
    """What a driver's error means; None when it is a fault of the program (bad SQL, bad type)."""
    if isinstance(error, sqlite3.Error):
        return _meaning_in_sqlite(error)
    return _meaning_in_postgres(error)


_SQLITE_RULES: dict[int, Rule] = {
    sqlite3.SQLITE_CONSTRAINT_UNIQUE: "unique",
    sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY: "unique",
    sqlite3.SQLITE_CONSTRAINT_ROWID: "unique",
    sqlite3.SQLITE_CONSTRAINT_CHECK: "check",
    sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY: "reference",
    sqlite3.SQLITE_CONSTRAINT_NOTNULL: "required",
    sqlite3.SQLITE_CONSTRAINT_TRIGGER: "append-only",
}


def _meaning_in_sqlite(error: sqlite3.Error) -> Meaning | None:
    code: int = getattr(error, "sqlite_errorcode", 0)
    if isinstance(error, sqlite3.IntegrityError):
        rule = _SQLITE_RULES.get(code, "other")
        if rule == "append-only":  # triggers, the database's own among them
            words = str(error)
            if words.startswith("UNIQUE constraint failed"):
                rule = "unique"  # ours, in front of INSERT OR REPLACE
            elif words.startswith("FOREIGN KEY constraint failed"):
                rule = "reference"  # ON DELETE RESTRICT
        return ConstraintBroken(rule, str(error))
    match code & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StorageBusy(BUSY)
        case (
            sqlite3.SQLITE_FULL
            | sqlite3.SQLITE_IOERR
            | sqlite3.SQLITE_CANTOPEN
            | sqlite3.SQLITE_READONLY
            | sqlite3.SQLITE_PROTOCOL
            | sqlite3.SQLITE_CORRUPT
            | sqlite3.SQLITE_NOTADB
        ):
            return StorageUnavailable(GONE)
        case _:
            return None


_POSTGRES_RULES: tuple[tuple[type[Exception], Rule], ...] = (
    (asyncpg.UniqueViolationError, "unique"),
    (asyncpg.CheckViolationError, "check"),
    (asyncpg.ForeignKeyViolationError, "reference"),
    (asyncpg.RestrictViolationError, "reference"),  # ON DELETE RESTRICT since PostgreSQL 18
    (asyncpg.NotNullViolationError, "required"),
    (asyncpg.IntegrityConstraintViolationError, "other"),
)


_LOST = ("closed", "released back to the pool")
"""How asyncpg speaks of a connection whose server has gone away."""


def _meaning_in_postgres(error: BaseException) -> Meaning | None:
    if getattr(error, "sqlstate", None) == APPEND_ONLY:
        return ConstraintBroken("append-only", str(error))
    for kind, rule in _POSTGRES_RULES:
        if isinstance(error, kind):
            return ConstraintBroken(rule, str(error))
    if isinstance(error, asyncpg.LockNotAvailableError):
        return StorageBusy(BUSY)
    if isinstance(error, asyncpg.InFailedSQLTransactionError):
        return UnitOfWorkFailed(FAILED)
    if isinstance(
        error,
        asyncpg.PostgresConnectionError
        | asyncpg.InsufficientResourcesError
        | asyncpg.AdminShutdownError
        | asyncpg.CrashShutdownError
        | asyncpg.CannotConnectNowError
        | asyncpg.ReadOnlySQLTransactionError
        | ConnectionError,
    ) or (isinstance(error, asyncpg.InterfaceError) and any(w in str(error) for w in _LOST)):
        return StorageUnavailable(GONE)
    return None
