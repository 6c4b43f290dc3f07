"""DATABASE_URL: what it may be, and sentences for an operator when it is wrong."""

from __future__ import annotations

import traceback
from pathlib import Path

import pytest

from service.setting_values import SettingsError
from service.settings import Settings
from service.storage.database import open_database
from service.storage.engine import bound_engine, engine_from_url, without_password
from service.storage.migrate import migrate
from service.storage.postgres import PooledPostgresEngine
from service.storage.problems import NoDatabase
from service.storage.sqlite import PooledSQLiteEngine
from tests.conftest import MIGRATED_AT

SECRET = "s3cr3t"


def everything_said(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))


@pytest.mark.parametrize(
    ("url", "words"),
    [
        (f"mysql://app:{SECRET}@host/db", "begins with 'mysql'"),
        ("", "begins with 'nothing'"),
        (SECRET, "begins with 'nothing'"),
        (f"postgresql://app:{SECRET}/x@host/db", "percent-encoded"),
        (f"postgresql://app:x@{SECRET}:y@host:z/db", "percent-encoded"),
        (f"postgresql://app:[{SECRET}@host/db", "percent-encoded"),
        (f"postgresql://app:{SECRET}#x@host/db", "percent-encoded"),
        (f"postgresql://app:1?{SECRET}@host/db", "percent-encoded"),
        (f"postgresql://app:{SECRET}@host/db?pool_size=many", "whole number of at least 1"),
        (f"postgresql://app:{SECRET}@host/db?statement_cache_size=-1", "at least 0"),
        ("sqlite:///x.sqlite?pool_size=0", "whole number of at least 1"),
        ("sqlite:///x.sqlite?timeout=5", "only parameters"),
        ("sqlite://x.sqlite", "sqlite:///relative/file"),
        ("sqlite://", "names no file"),
        ("sqlite:///", "names no file"),
        ("sqlite:///:memory:", "in memory would be lost"),
    ],
)
def test_a_wrong_address_is_explained_without_the_password(url: str, words: str):
    with pytest.raises(SettingsError) as wrong:
        engine_from_url(url)
    assert words in str(wrong.value)
    assert SECRET not in everything_said(wrong.value)


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="cannot be made"):
        engine_from_url(f"sqlite:///{tmp_path}/file/x.sqlite")
    with pytest.raises(SettingsError, match="is a folder"):
        engine_from_url(f"sqlite:///{tmp_path}")
    with pytest.raises(SettingsError, match="cannot be"):
        engine_from_url("sqlite:////proc/none/x.sqlite")


async def test_a_file_that_is_no_database_is_named(tmp_path: Path):
    path = tmp_path / "x.sqlite"
    path.write_text("This is a letter, not a database. " * 100)
    with pytest.raises(SettingsError, match=r"x\.sqlite cannot be used \(DatabaseError\)"):
        await open_database(Settings(database_url=f"sqlite:///{path}"))
    with pytest.raises(SettingsError, match=r"x\.sqlite is no database"):
        await migrate(f"sqlite:///{path}", MIGRATED_AT)
    with pytest.raises(NoDatabase):
        bound_engine()


async def test_a_server_that_does_not_answer_is_named_without_the_password():
    url = f"postgresql://app:{SECRET}@127.0.0.1:1/scorecard"
    with pytest.raises(SettingsError) as wrong:
        await open_database(Settings(database_url=url))
    assert "postgresql://app@127.0.0.1:1/scorecard cannot be used" in str(wrong.value)
    assert SECRET not in everything_said(wrong.value)
    with pytest.raises(SettingsError) as wrong:
        await migrate(url, MIGRATED_AT)
    assert "postgresql://app@127.0.0.1:1/scorecard cannot be reached" in str(wrong.value)
    assert SECRET not in everything_said(wrong.value)


async def test_a_database_that_is_not_on_the_server_is_named(server_for_postgres_only: str):
    url = server_for_postgres_only.removesuffix("postgres") + "nowhere"
    with pytest.raises(SettingsError, match="nowhere cannot be used"):
        await open_database(Settings(database_url=url))


@pytest.mark.parametrize(
    ("url", "printed"),
    [
        (f"postgresql://app:{SECRET}@host:5432/db?x={SECRET}", "postgresql://app@host:5432/db"),
        ("postgresql://host/db", "postgresql://host/db"),
        ("postgresql:///db", "postgresql:///db"),
        ("sqlite:///var/scorecard.sqlite?pool_size=2", "sqlite:///var/scorecard.sqlite"),
        ("sqlite:////srv/scorecard.sqlite", "sqlite:////srv/scorecard.sqlite"),
        (f"postgresql://app:{SECRET}/x@host/db", "(unreadable address)"),
    ],
)
def test_an_address_is_printed_without_the_password(url: str, printed: str):
    assert without_password(url) == printed


def test_parameters_reach_the_engine(tmp_path: Path):
    engine = engine_from_url(f"sqlite:///{tmp_path}/a%20b.sqlite?pool_size=3&busy_seconds=7")
    assert isinstance(engine, PooledSQLiteEngine)
    assert (engine.path, engine.pool_size, engine.busy_seconds) == (f"{tmp_path}/a b.sqlite", 3, 7)
    engine = engine_from_url(
        "postgresql://app@host/db?sslmode=require&pool_size=3&statement_cache_size=0"
    )
    assert isinstance(engine, PooledPostgresEngine)
    assert engine.pool_size == 3
    assert engine_from_url("postgresql:///db").config["dsn"] == "postgresql:///db"
    assert engine.config == {
        "dsn": "postgresql://app@host/db?sslmode=require",
        "statement_cache_size": 0,
        "server_settings": {"application_name": "scorecard", "timezone": "UTC"},
    }


def test_a_folder_is_made_for_a_new_file(tmp_path: Path):
    engine_from_url(f"sqlite:///{tmp_path}/var/data/x.sqlite")
    assert (tmp_path / "var" / "data").is_dir()


def test_the_parameters_are_documented_with_the_defaults_they_have(tmp_path: Path):
    text = (Path(__file__).parents[2] / "docs" / "operate" / "settings.md").read_text("utf-8")
    sqlite = engine_from_url(f"sqlite:///{tmp_path}/x.sqlite")
    postgres = engine_from_url("postgresql:///db")
    assert (
        f"| `pool_size` | {sqlite.pool_size} on SQLite, {postgres.pool_size} on PostgreSQL |"
    ) in text
    assert sqlite.busy_seconds == postgres.busy_seconds
    assert f"| `busy_seconds` | {sqlite.busy_seconds} |" in text
    assert "| `statement_cache_size` |" in text
