"""The demo council, loaded once for all journeys that look at it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from service.demo.operations import Loaded, load
from service.settings import DEMO_COUNCIL_NAME, Settings
from tests.api.conftest import app, client, key_for
from tests.conftest import new_postgres_database

__all__ = ["app", "client", "key_for"]

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@dataclass
class Demo:
    """A database with the demo in it, and what was said while it was loaded."""

    settings: Settings
    loaded: Loaded
    told: list[str] = field(default_factory=list)


def demo_settings(url: str) -> Settings:
    return Settings(database_url=url, debug_demo=True, council_name=DEMO_COUNCIL_NAME)


async def loaded_into(url: str) -> Demo:
    told: list[str] = []
    settings = demo_settings(url)
    return Demo(settings, await load(settings, now=NOW, tell=told.append), told)


@pytest.fixture(scope="session")
async def sqlite_demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return await loaded_into(f"sqlite:///{tmp_path_factory.mktemp('demo') / 'one.sqlite'}")


@pytest.fixture(scope="session")
async def demo(server_in_use: str | None, sqlite_demo: Demo) -> Demo:
    """The demo loaded on the engine of this run, into a database with nothing in it."""
    if server_in_use is None:
        return sqlite_demo
    return await loaded_into(await new_postgres_database(server_in_use, "demo"))


def copy_of(demo: Demo, path: Path) -> None:
    """Another database file with what is in the loaded demo."""
    loaded = Path(demo.settings.database_url.removeprefix("sqlite:///"))
    for part in loaded.parent.glob(f"{loaded.name}*"):
        shutil.copy(part, path.parent / part.name.replace(loaded.name, path.name, 1))


@pytest.fixture
def own_demo(sqlite_demo: Demo, tmp_path: Path) -> Settings:
    """A copy of the loaded demo that a test may change."""
    copy_of(sqlite_demo, tmp_path / "own.sqlite")
    return demo_settings(f"sqlite:///{tmp_path / 'own.sqlite'}")
