"""Two councils: a second instance of this very service, and what its public pages give the first."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from service.benchmarks import councils, vintages
from service.publication import operations, verification
from service.settings import Settings
from service.storage.database import Database
from tests.journeys.conftest import Demo, copy_of
from tests.small_council import NOW, PSW, SEPTEMBER, send_all

ROOT = Path(__file__).parents[2]
LIST = "/api/v1/scorecards"


@pytest.fixture(scope="session")
def demoshire(sqlite_demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the invented council, served as people serve it, in processes of its own."""
    folder = tmp_path_factory.mktemp("demoshire")
    copy_of(sqlite_demo, folder / "council.sqlite")
    environment = {
        **{name: text for name, text in os.environ.items() if "SCORECARD" not in name},
        "DATABASE_URL": f"sqlite:///{folder / 'council.sqlite'}",
        "SCORECARD_DEMO": "yes",
    }
    command = [sys.executable, "-m", "service"]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen(
        [*command, "serve", "--port", str(port)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            for _ in range(900):
                try:
                    if httpx.get(f"{address}/readyz", trust_env=False).status_code == 200:
                        break
                except httpx.TransportError:
                    pass
                time.sleep(0.1)
            yield address
        finally:
            process.terminate()
            process.wait(30)


def other(settings: Settings, *named: tuple[str, str]) -> Settings:
    return replace(settings, other_councils=named)


async def published(address: str, path: str) -> Any:
    async with httpx.AsyncClient(base_url=address, trust_env=False) as client:
        return (await client.get(path)).json()


async def test_their_public_figures_stand_beside_ours_half_year_by_half_year(
    demoshire: str, database: Database, settings: Settings
):
    wanted = other(settings, ("Demoshire", demoshire))
    [found] = await councils.fetch(wanted, PSW, NOW)
    listed = await published(demoshire, LIST)
    latest = [each for each in listed["editions"] if each["latest"]]
    assert found.fault == ""
    assert [each.vintage.details["period_end"] for each in found.taken] == [
        each["period"] for each in latest
    ]
    [again] = await councils.fetch(wanted, PSW, NOW)
    assert [each.already for each in again.taken] == [True] * len(latest)

    await send_all(settings)
    entry = await operations.publish(SEPTEMBER, PSW, NOW, wanted)
    document = operations.content_of(await operations.stored(entry.id))
    theirs = await published(demoshire, f"{LIST}/2026-09-30")
    [turnover] = [
        each
        for each in theirs["figures"]
        if (each["measure"], each["dimension"]) == ("turnover-fte", "council")
    ]
    [beside] = [
        each for each in document["comparisons"]["figures"] if each["measure"] == "turnover-fte"
    ]
    assert (beside["comparator"], beside["words"], beside["value"], beside["as_at"]) == (
        "council",
        "Demoshire",
        turnover["value"],
        "2026-09-30",
    )
    [source] = document["comparisons"]["sources"]
    assert source["source"].startswith(f"{demoshire}{LIST}/2026-09-30/v")
    assert (await verification.verify(entry.id, settings)).agrees


async def test_one_council_that_is_away_does_not_stop_the_others(
    demoshire: str, database: Database, settings: Settings
):
    async def no_pause(_: int) -> None:
        return None

    wanted = other(settings, ("Away", "http://127.0.0.1:1"), ("Demoshire", demoshire))
    away, there = await councils.fetch(wanted, PSW, NOW, pause=no_pause)
    assert "did not answer" in away.fault
    assert (away.taken, there.fault) == ((), "")
    assert there.taken


async def test_a_council_that_is_not_named_is_not_compared_with(
    demoshire: str, database: Database, settings: Settings
):
    await councils.fetch(other(settings, ("Demoshire", demoshire)), PSW, NOW)
    await send_all(settings)
    entry = await operations.publish(SEPTEMBER, PSW, NOW, settings)
    assert "comparisons" not in operations.content_of(await operations.stored(entry.id))


# --- what is no scorecard ----------------------------------------------------------------------


def edition(**changed: Any) -> dict[str, Any]:
    return {
        "council": "Elsewhere",
        "version": 1,
        "content_sha256": "a" * 64,
        "period": {"end": "2026-09-30"},
        "measures": [{"id": "turnover-fte", "definition": "Leavers"}],
        "figures": [],
    } | changed


LISTED = {
    "editions": [
        {"period": "2026-09-30", "version": 1, "latest": True, "content_sha256": "a" * 64},
        {"period": "2026-09-30", "version": 0, "latest": False, "content_sha256": "b" * 64},
    ]
}
NO_DEFINITION = {
    "measure": "vacancy-rate-fte",
    "dimension": "council",
    "category": "",
    "value": "1",
    "symbol": None,
}


@pytest.fixture
def elsewhere() -> Iterator[tuple[str, dict[str, bytes]]]:
    """A server that answers what the test says at each path."""
    answers: dict[str, bytes] = {}

    class Odd(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = answers.get(self.path)
            self.send_response(404 if content is None else 200)
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Odd)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", answers
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("listed", "document", "said"),
    [
        (None, None, "answered 404"),
        ({"editions": "none"}, None, "another form"),
        (LISTED, None, "answered 404"),
        (LISTED, b"<html>", "no JSON"),
        (LISTED, edition(figures=None), "another form"),
        (LISTED, edition(figures=[NO_DEFINITION]), "without its definitions"),
        (LISTED, edition(version=2), "is not the edition of the list"),
        (LISTED, edition(content_sha256="c" * 64), "is not the edition of the list"),
        (LISTED, edition(period={"end": "2026-03-31"}), "is not the edition of the list"),
        (LISTED, edition(), ""),
    ],
)
async def test_what_is_no_scorecard_is_told_and_not_stored(
    elsewhere: tuple[str, dict[str, bytes]],
    settings: Settings,
    *,
    listed: Any,
    document: Any,
    said: str,
):
    address, answers = elsewhere
    if listed is not None:
        answers[LIST] = msgspec.json.encode(listed)
    if document is not None:
        content = document if isinstance(document, bytes) else msgspec.json.encode(document)
        answers[f"{LIST}/2026-09-30/v1"] = content
    [found] = await councils.fetch(other(settings, ("Odd", address)), PSW, NOW)
    assert said in found.fault
    assert bool(found.fault) is bool(said)
    assert len(await vintages.listing()) == len(found.taken) == (0 if said else 1)
