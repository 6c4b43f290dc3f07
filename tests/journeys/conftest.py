"""The demo council, loaded once for all journeys that look at it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

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
async def demo(server_in_use: str | None, tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The demo loaded on the engine of this run, into a database with nothing in it."""
    if server_in_use is None:
        url = f"sqlite:///{tmp_path_factory.mktemp('demo') / 'another.sqlite'}"
    else:
        url = await new_postgres_database(server_in_use, "demo")
    return await loaded_into(url)
