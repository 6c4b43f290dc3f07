"""One setting, one engine: DATABASE_URL chooses SQLite or PostgreSQL."""

import os
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit

from piccolo.table import Table

from service.setting_values import SettingsError
from service.storage.postgres import PooledPostgresEngine
from service.storage.problems import NoDatabase
from service.storage.sqlite import PooledSQLiteEngine

ServiceEngine = PooledSQLiteEngine | PooledPostgresEngine

_bound: list[ServiceEngine] = []


def engine_from_url(url: str) -> ServiceEngine:
    """Make the engine for DATABASE_URL; opens no connection.

    ``sqlite:///relative/file``, ``sqlite:////absolute/file`` or
    ``postgresql://user:password@host:port/name``. Three query parameters are ours: ``pool_size``
    (connections), ``busy_seconds`` (how long a writer waits for another) and, for PostgreSQL behind
    PgBouncer, ``statement_cache_size=0``. Raises SettingsError with a sentence for the operator,
    never with the password in it.
    """
    parts = _split(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    ours = {
        name: _whole(query.pop(name), name, at_least=1)
        for name in ("pool_size", "busy_seconds")
        if name in query
    }
    if parts.scheme == "sqlite":
        if query or parts.netloc:
            raise SettingsError(
                "DATABASE_URL for SQLite is sqlite:///relative/file or sqlite:////absolute/file; "
                "its only parameters are pool_size and busy_seconds"
            )
        return PooledSQLiteEngine(str(sqlite_path(url)), **ours)
    config: dict[str, object] = {
        "server_settings": {"application_name": "scorecard", "timezone": "UTC"}
    }
    if "statement_cache_size" in query:
        name = "statement_cache_size"
        config[name] = _whole(query.pop(name), name, at_least=0)
    config["dsn"] = url.partition("?")[0] + (f"?{urlencode(query)}" if query else "")
    return PooledPostgresEngine(config, **ours)


def is_sqlite(url: str) -> bool:
    return _split(url).scheme == "sqlite"


def sqlite_path(url: str) -> Path:
    """Where the SQLite file is; makes its folder. Raises SettingsError when it cannot be written."""
    name = unquote(_split(url).path)[1:]
    if not name or name == ":memory:":
        raise SettingsError(
            "DATABASE_URL names no file: write sqlite:///var/scorecard.sqlite, for instance "
            "(a database in memory would be lost, and each connection would have its own)"
        )
    path = Path(name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            f"DATABASE_URL: the folder {path.parent} cannot be made ({error.strerror})"
        ) from error
    if path.is_dir():
        raise SettingsError(f"DATABASE_URL: {path} is a folder, not a file")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise SettingsError(f"DATABASE_URL: {path} cannot be written by this user")
    return path


def without_password(url: str) -> str:
    """The address as it may be printed and logged."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "(unreadable address)"
    if parts.scheme == "sqlite":
        return f"sqlite://{parts.path}"
    place = parts.hostname or ""
    if port is not None:
        place += f":{port}"
    if parts.username:
        place = f"{parts.username}@{place}"
    return f"{parts.scheme}://{place}{parts.path}"


def bind(engine: ServiceEngine, tables: Iterable[type[Table]]) -> None:
    """Make ``engine`` the one that tables and units of work use, until ``unbind``."""
    _bound.append(engine)
    for table in tables:
        table._meta.db = engine  # noqa: SLF001 -- Piccolo's own way to choose an engine at run time


def unbind(engine: ServiceEngine, tables: Iterable[type[Table]]) -> None:
    """Give the tables back to the engine that was bound before, if there was one."""
    if engine in _bound:
        _bound.remove(engine)
    previous = _bound[-1] if _bound else None
    for table in tables:
        table._meta._db = previous  # noqa: SLF001 -- the setter does not take None


def bound_engine() -> ServiceEngine:
    """The engine in use; raises NoDatabase."""
    if not _bound:
        raise NoDatabase("No database is open: call service.storage.database.open_database first.")
    return _bound[-1]


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 -- reading it checks it
        readable = not parts.fragment and "@" not in parts.query
    except ValueError:  # its message quotes what may be a piece of the password
        readable = False
    if not readable:
        raise SettingsError(
            "DATABASE_URL cannot be read: the host or port is not understood. Special characters in"
            " a user name or password must be percent-encoded (@ as %40, / as %2F, # as %23, ? as"
            " %3F)"
        )
    if parts.scheme not in {"sqlite", "postgres", "postgresql"}:
        kind = parts.scheme or "nothing"
        raise SettingsError(
            f"DATABASE_URL begins with {kind!r}: only sqlite:// and postgresql:// are supported"
        )
    return parts


def _whole(text: str, name: str, *, at_least: int) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) < at_least:
        raise SettingsError(f"DATABASE_URL: {name} must be a whole number of at least {at_least}")
    return int(text)
