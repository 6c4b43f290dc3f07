"""A starter's computer subscribes to the academy with vdirsyncer and khal, and dates are moved.

The service runs in a process of its own and is spoken to over HTTP only.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from service import clock
from service.access import operations as access
from service.access.actor import Scope, command_line
from service.settings import Settings
from service.storage.database import Database
from tests.calendar_clients import Shown, Subscriber, Synced
from tests.small_academy import Office
from tests.spec.academy.calendars import england

ROOT = Path(__file__).parents[2]
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


async def test_a_moved_day_shows_once_and_a_cancelled_one_says_so(
    office: Office, tmp_path: Path
) -> None:
    monday = clear_monday()
    await office.staffed()
    cohort = await office.cohort("spring", monday.isoformat())
    await office.release(cohort)
    body = {"kind": "cohort", "subject": cohort, "alarm_minutes": 15}
    feed = (await office.ask("POST", "/feeds", 201, body)).json()
    starter = Subscriber(tmp_path / "starter", feed["address"])
    abroad = Subscriber(tmp_path / "abroad", feed["address"], "America/New_York")
    last = monday + timedelta(days=120)

    assert starter.subscribe() == abroad.subscribe() == Synced(copied=3, deleted=0)
    tuesday, review = monday + timedelta(days=1), monday + timedelta(weeks=13)
    welcome = Shown("Welcome", f"{monday} 09:00", f"{monday} 11:00", "CONFIRMED", "Room A, 1 High Street")  # fmt: skip
    assessment = Shown("Assessment", f"{tuesday} 09:30", f"{tuesday} 11:30", "CONFIRMED", "Room B, 1 High Street")  # fmt: skip
    reflection = Shown("Reflection", f"{review} 10:00", f"{review} 12:00", "CONFIRMED", "Room A, 1 High Street")  # fmt: skip
    assert starter.calendar(monday, last) == [welcome, assessment, reflection]
    # 13:00 in London is what it is wherever somebody's computer is
    assert abroad.calendar(monday, last) == [
        _in_new_york(shown) for shown in (welcome, assessment, reflection)
    ]

    # nothing has changed: nothing is copied
    assert starter.sync() == Synced(0, 0)

    thursday = monday + timedelta(days=3)
    await office.change(cohort, "assessment", day=thursday.isoformat(), start="13:00", end="15:00")
    await office.change(cohort, "reflection", cancelled=True)
    assert starter.sync() == Synced(0, 0)  # a draft is seen by nobody
    await office.release(cohort)
    assert starter.sync() == Synced(copied=2, deleted=2)
    assert starter.calendar(monday, last) == [
        welcome,
        assessment._replace(begins=f"{thursday} 13:00", ends=f"{thursday} 15:00"),
        reflection._replace(title="Cancelled: Reflection", status="CANCELLED"),
    ]
    assert starter.sync() == Synced(0, 0)

    # the lead sees that somebody fetches
    listed: list[dict[str, Any]] = (await office.ask("GET", "/feeds")).json()["feeds"]
    assert [(each["id"], each["quiet"]) for each in listed] == [(feed["feed"]["id"], False)]
    assert listed[0]["last_client"].startswith("vdirsyncer/")


def _in_new_york(shown: Shown) -> Shown:
    begins, ends = (
        datetime.strptime(text, "%Y-%m-%d %H:%M")
        .replace(tzinfo=clock.LONDON)
        .astimezone(ZoneInfo("America/New_York"))
        .strftime("%Y-%m-%d %H:%M")
        for text in (shown.begins, shown.ends)
    )
    return shown._replace(begins=begins, ends=ends)
