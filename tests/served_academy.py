"""The service in a process of its own, and an academy lead who speaks to it over HTTP only."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest

from service import clock
from service.access import operations as access
from service.access.actor import Scope, command_line
from service.settings import Settings
from service.storage.database import Database
from tests.small_academy import Office
from tests.spec.academy.calendars import england

ROOT = Path(__file__).parents[1]
READY_WITHIN_SECONDS = 60


@pytest.fixture
def served(settings: Settings) -> Iterator[str]:
    """Address of the service in a process of its own, on the test's database."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment = os.environ | {
        "DATABASE_URL": settings.database_url,
        "SCORECARD_IDENTITY_KEY": (settings.identity_key or b"").decode(),
        "SCORECARD_PUBLIC_URL": address,
    }
    command = [sys.executable, "-m", "service", "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env=environment) as server:
        try:
            _wait_for(f"{address}/readyz", server)
            yield address
        finally:
            server.terminate()
            server.wait(30)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(READY_WITHIN_SECONDS * 10):
        if server.poll() is not None:
            break
        try:
            if httpx.get(address, trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise RuntimeError("the server did not become ready")


@pytest.fixture
async def office(served: str, database: Database) -> AsyncIterator[Office]:
    """An academy lead beside the running service."""
    key = await access.create("Lead", [Scope.ACADEMY], clock.now(), command_line("test"))
    async with httpx.AsyncClient(base_url=served, trust_env=False, timeout=30) as client:
        yield Office(client, {"authorization": f"Bearer {key.plaintext}"})


def clear_monday() -> date:
    """The first Monday at least four weeks ahead whose week has no day off, nor has its review's."""
    calendar = england()
    monday = clock.today() + timedelta(days=28)
    while monday.weekday() or not all(
        calendar.is_working(monday + timedelta(days=days)) for days in (*range(5), 91)
    ):
        monday += timedelta(days=1)
    return monday
