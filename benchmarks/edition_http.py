"""A published scorecard, page and JSON, against the framework's plain-text route, on one server.

    python benchmarks/edition_http.py

The demo council's editions are served by the application behind the server that `serve` uses, one
process. They are asked in turns, a short round each, many times over, so that whatever else the
machine does falls on all alike: the scorecard as compressed JSON (what HTTP libraries ask for), the
same as it stands, and a conditional request that is answered 304; the public page compressed, as
every browser asks for it, as it stands, and answered 304. The limit
is a plain-text handler of Litestar ("hello") in the same application; the same handler in a bare
Litestar application, on a server of its own, is measured beside it.

Prints JSON. ``ratio`` is the median of the ratios of neighbouring rounds in requests a second;
``cpu_ratio`` the same for requests per second of the server's own processor time, which other
processes on the machine disturb less. The look-up of which edition is the latest (at most once a
second) is in the figures, as it is in real life.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
CONNECTIONS = 16
SECONDS = float(os.environ.get("BENCH_SECONDS", "0.5"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "16"))
ADDRESS = "/api/v1/scorecards/2026-09-30"
PAGE = "/scorecards/2026-09-30"
LIMITS = {
    "json_gzip": 0.8,
    "json": 0.8,
    "not_modified": 0.9,
    "page_gzip": 0.7,
    "page": 0.7,
    "page_not_modified": 0.9,
}


# What the servers load ---------------------------------------------------------------------------


def _hello() -> Any:
    from litestar import get  # noqa: PLC0415 -- the load generator starts without it

    @get("/hello", media_type="text/plain")
    async def hello() -> str:
        return "hello"

    return hello


def application() -> Any:
    """The whole service, and the plain-text handler inside it."""
    from service.app import create_app  # noqa: PLC0415 -- see above
    from service.settings import Settings  # noqa: PLC0415 -- see above

    app = create_app(Settings(database_url=os.environ["DATABASE_URL"], debug_demo=True))
    app.register(_hello())
    return app


def bare() -> Any:
    """Nothing but the framework and the plain-text handler."""
    from litestar import Litestar  # noqa: PLC0415 -- see above

    return Litestar([_hello()], openapi_config=None, logging_config=None)


# The load ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Rate:
    wall: float
    cpu: float
    """Requests for each second of processor time of the server."""


class Connection(asyncio.Protocol):
    """Asks again as soon as it has its answer, whose size is known beforehand."""

    def __init__(self, request: bytes, size: int, count: list[int]) -> None:
        self.request, self.size, self.count = request, size, count
        self.missing = size

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        self.missing -= len(data)
        if self.missing == 0:
            self.count[0] += 1
            self.missing = self.size
            self.transport.write(self.request)
        elif self.missing < 0:
            raise RuntimeError("the answer is longer than it was")


async def load(server: Server, request: bytes, size: int) -> Rate:
    count = [0]
    loop = asyncio.get_running_loop()
    transports = [
        (
            await loop.create_connection(
                lambda: Connection(request, size, count), "127.0.0.1", server.port
            )
        )[0]
        for _ in range(CONNECTIONS)
    ]
    await asyncio.sleep(0.1)
    first, began, cpu = count[0], time.perf_counter(), server.cpu_seconds()
    await asyncio.sleep(SECONDS)
    done, took, used = (
        count[0] - first,
        time.perf_counter() - began,
        server.cpu_seconds() - cpu,
    )
    for transport in transports:
        transport.abort()
    return Rate(done / took, done / max(used, 0.001))


def request_for(path: str, headers: dict[str, str]) -> bytes:
    lines = [f"GET {path} HTTP/1.1", "Host: test", *(f"{k}: {v}" for k, v in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def ask(port: int, request: bytes) -> tuple[int, dict[str, str], int]:
    """Status, headers and number of bytes of one answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(request)
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += connection.recv(65536)
        head, _, body = answer.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in lines)
        }
        status = int(first.split()[1])
        length = 0 if status == 304 else int(headers["content-length"])
        while len(body) < length:
            body += connection.recv(65536)
    return status, headers, len(head) + 4 + length


# The servers -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Server:
    port: int
    pid: int

    def cpu_seconds(self) -> float:
        """User and system time of the server and its workers so far."""
        return sum(_cpu(pid) for pid in (self.pid, *_children(self.pid)))


def _cpu(pid: int) -> float:
    with contextlib.suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def _children(pid: int) -> list[int]:
    with contextlib.suppress(OSError):
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
        return [int(each) for each in text.split()]
    return []


@contextlib.contextmanager
def served(target: str, url: str) -> Iterator[Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "granian", f"edition_http:{target}", "--factory"]
    command += ["--interface", "asgi", "--no-ws", "--no-access-log", "--log-level", "warning"]
    command += ["--host", "127.0.0.1", "--port", str(port)]
    path = os.pathsep.join([str(ROOT), str(ROOT / "benchmarks")])
    process = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | {"DATABASE_URL": url, "PYTHONPATH": path}
    )
    try:
        for _ in range(300):
            with contextlib.suppress(OSError, IndexError):
                if ask(port, request_for("/hello", {}))[0] == 200:
                    break
            time.sleep(0.1)
        else:
            raise RuntimeError(f"{target} did not answer")
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(30)


async def publish(url: str) -> None:
    sys.path.insert(0, str(ROOT))
    from service.demo import operations as demo  # noqa: PLC0415 -- the servers start without it
    from service.settings import Settings  # noqa: PLC0415 -- see above

    await demo.load(
        Settings(database_url=url, debug_demo=True), now=datetime.now(UTC), tell=lambda _: None
    )


def measure(service: Server, plain: Server) -> dict[str, Any]:
    gzip = {"Accept-Encoding": "gzip"}
    plainly = {"Accept-Encoding": "identity"}
    tag, page_tag = (
        ask(service.port, request_for(one, gzip))[1]["etag"] for one in (ADDRESS, PAGE)
    )
    asked = {
        "hello": (service, request_for("/hello", {})),
        "bare_hello": (plain, request_for("/hello", {})),
        "json_gzip": (service, request_for(ADDRESS, gzip)),
        "json": (service, request_for(ADDRESS, plainly)),
        "not_modified": (service, request_for(ADDRESS, gzip | {"If-None-Match": tag})),
        "page_gzip": (service, request_for(PAGE, gzip)),
        "page": (service, request_for(PAGE, plainly)),
        "page_not_modified": (service, request_for(PAGE, gzip | {"If-None-Match": page_tag})),
    }
    answers = {name: ask(server.port, request) for name, (server, request) in asked.items()}
    assert [answers[name][0] for name in asked] == [200, 200, 200, 200, 304, 200, 200, 304]
    rounds: list[dict[str, Rate]] = []
    for number in range(ROUNDS):
        names = list(asked) if number % 2 else list(reversed(asked))
        rounds.append(
            {n: asyncio.run(load(asked[n][0], asked[n][1], answers[n][2])) for n in names}
        )

    def ratios(name: str, limit: str, kind: str) -> float:
        each = [getattr(one[name], kind) / getattr(one[limit], kind) for one in rounds]
        return round(statistics.median(each), 3)

    return {
        "bytes": {name: answers[name][2] for name in asked},
        "requests_per_second": {
            name: round(statistics.median(one[name].wall for one in rounds)) for name in asked
        },
        "requests_per_cpu_second": {
            name: round(statistics.median(one[name].cpu for one in rounds)) for name in asked
        },
        "ratio": {name: ratios(name, "hello", "wall") for name in LIMITS},
        "cpu_ratio": {name: ratios(name, "hello", "cpu") for name in LIMITS},
        "ratio_to_bare_framework": {name: ratios(name, "bare_hello", "wall") for name in LIMITS},
        "cpu_ratio_to_bare_framework": {name: ratios(name, "bare_hello", "cpu") for name in LIMITS},
        "limits": LIMITS,
        "rounds": ROUNDS,
        "seconds_each": SECONDS,
    }


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.sqlite"
        asyncio.run(publish(url))
        with served("application", url) as service, served("bare", url) as plain:
            print(json.dumps(measure(service, plain), indent=2))


if __name__ == "__main__":
    main()
