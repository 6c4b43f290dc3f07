"""What many tests begin with is laid out once in a session and put back as it was for each.

``await laid_once(name, settings, lay)`` runs ``lay`` (sends files, publishes) in the empty database
of the first test that asks, keeps a copy of every row, and puts that copy into the empty databases
of the tests after it. What ``lay`` answered is answered again, so it must not change. A test that
has written something before (issued a key) has it laid out anew: let it come first.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import asyncpg

from service.settings import Settings
from service.storage.database import all_tables

T = TypeVar("T")

Kept = Path | str
"""A file of SQLite, or a schema of the same PostgreSQL database."""

_FOLDER = TemporaryDirectory(prefix="laid-")
"""Goes with the process."""

_LAID: dict[tuple[str, str, Settings], tuple[Any, Kept]] = {}


async def laid_once(name: str, settings: Settings, lay: Callable[[], Awaitable[T]]) -> T:
    """What ``lay`` answered, with the rows it left in the database."""
    url = settings.database_url
    sqlite = url.startswith("sqlite:")
    if await _holds_something(sqlite, url):
        return await lay()
    key = (name, "" if sqlite else url, replace(settings, database_url=""))
    if key in _LAID:
        answer, copy = _LAID[key]
        if isinstance(copy, Path):
            _copy(copy, _file(url))
        else:
            await _put_back(url, copy)
    else:
        answer = await lay()
        if sqlite:
            copy = Path(_FOLDER.name) / f"{len(_LAID)}.sqlite"
            _copy(_file(url), copy)
        else:
            copy = f"laid {len(_LAID)}"
            await _keep(url, copy)
        _LAID[key] = answer, copy
    answered: T = answer
    return answered


async def _holds_something(sqlite: bool, url: str) -> bool:
    """Whether a test has written before: then what it wrote would be lost or in the way."""
    filled = "SELECT EXISTS (SELECT 1 FROM audit_entry)"
    if sqlite:
        with closing(sqlite3.connect(_file(url))) as read:
            [(is_filled,)] = read.execute(filled)
    else:
        connection = await asyncpg.connect(url)
        try:
            is_filled = await connection.fetchval(filled)
        finally:
            await connection.close()
    return bool(is_filled)


async def _keep(url: str, schema: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(f'CREATE SCHEMA "{schema}"')
        for table in all_tables():
            name = table._meta.tablename
            if await connection.fetchval(f'SELECT EXISTS (SELECT 1 FROM public."{name}")'):
                await connection.execute(
                    f'CREATE TABLE "{schema}"."{name}" AS TABLE public."{name}"'
                )
    finally:
        await connection.close()


async def _put_back(url: str, schema: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        tables = await connection.fetch(
            "SELECT tablename FROM pg_tables WHERE schemaname = $1", schema
        )
        inserts = "".join(
            f'INSERT INTO public."{name}" OVERRIDING SYSTEM VALUE SELECT * FROM "{schema}"."{name}";'
            for (name,) in tables
        )
        columns = await connection.fetch(
            """
            SELECT table_name, column_name,
                   pg_get_serial_sequence(format('public.%I', table_name), column_name) AS counter
            FROM information_schema.columns
            WHERE table_schema = 'public' AND table_name = ANY($1)
              AND pg_get_serial_sequence(format('public.%I', table_name), column_name) IS NOT NULL
            """,
            [name for (name,) in tables],
        )
        counters = "".join(
            f"""SELECT setval('{each["counter"]}', max("{each["column_name"]}"))
                FROM public."{each["table_name"]}";"""
            for each in columns
        )
        # As when a dump is restored: neither the triggers nor the order of references matter.
        await connection.execute(
            f"BEGIN; SET LOCAL session_replication_role = replica; {inserts} {counters} COMMIT"
        )
    finally:
        await connection.close()


def _file(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as written:
        read.backup(written)
