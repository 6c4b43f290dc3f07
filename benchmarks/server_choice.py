"""granian or uvicorn: the whole application behind each, one process, the same load.

    python benchmarks/server_choice.py

Prints JSON: requests a second (median of the rounds), the 99th percentile of the answer time, and
the ratio of each to the ceiling: a bare asyncio protocol that sends the same number of bytes to the
same load generator in the same run. The generator is Python (keep-alive, 16 connections), so
numbers near the ceiling say nothing about the server. httptools and uvloop are no dependencies;
their variant is measured where they can be imported and left out, loudly, where not.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
CONNECTIONS = 16
SECONDS = float(os.environ.get("BENCH_SECONDS", "1.5"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))


def application() -> Any:
    """The factory that both servers load."""
    from service.app import create_app  # noqa: PLC0415 -- the load generator starts without it
    from service.settings import Settings  # noqa: PLC0415 -- the load generator starts without it

    return create_app(Settings(database_url=os.environ["DATABASE_URL"]))


def variants() -> dict[str, list[str]]:
    """The command of each server, without its port."""
    target = "server_choice:application"
    uvicorn = [sys.executable, "-m", "uvicorn", target, "--factory", "--host", "127.0.0.1"]
    uvicorn += ["--no-access-log", "--log-level", "warning"]
    granian = [sys.executable, "-m", "granian", target, "--factory", "--interface", "asgi"]
    granian += ["--host", "127.0.0.1", "--no-ws", "--no-access-log", "--log-level", "warning"]
    found = {"granian": [*granian, "--loop", "asyncio", "--port"]}
    if importlib.util.find_spec("uvicorn"):
        found["uvicorn (h11)"] = [*uvicorn, "--http", "h11", "--loop", "asyncio", "--port"]
    else:
        print("NOT MEASURED: uvicorn is not installed (pip install -e .[bench])", file=sys.stderr)
    if all(importlib.util.find_spec(name) for name in ("uvicorn", "httptools", "uvloop")):
        found["uvicorn (httptools, uvloop)"] = [
            *uvicorn,
            *("--http", "httptools", "--loop", "uvloop", "--port"),
        ]
        found["granian (uvloop)"] = [*granian, "--loop", "uvloop", "--port"]
    else:
        print("NOT MEASURED: httptools and uvloop are not installed", file=sys.stderr)
    return found


# The load generator: a process of its own


class Client(asyncio.Protocol):
    """One connection that asks again as soon as it has its answer."""

    def __init__(self, request: bytes, size: int, times: list[float]) -> None:
        self.request, self.size, self.times = request, size, times
        self.missing = size
        self.asked = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.ask()

    def ask(self) -> None:
        self.asked = time.perf_counter()
        self.transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        self.missing -= len(data)
        if self.missing <= 0:
            self.times.append(time.perf_counter() - self.asked)
            self.missing = self.size
            self.ask()


async def load(port: int, path: str, headers: str) -> dict[str, float]:
    request = f"GET {path} HTTP/1.1\r\nHost: test\r\n{headers}\r\n".encode()
    size = await size_of_answer(port, request)
    times: list[float] = []
    loop = asyncio.get_running_loop()
    clients = [
        (await loop.create_connection(lambda: Client(request, size, times), "127.0.0.1", port))[0]
        for _ in range(CONNECTIONS)
    ]
    await asyncio.sleep(0.3)
    times.clear()
    began = time.perf_counter()
    await asyncio.sleep(SECONDS)
    took, done = time.perf_counter() - began, sorted(times)
    for client in clients:
        client.abort()
    return {"rate": len(done) / took, "p99_ms": done[int(len(done) * 0.99)] * 1000}


async def size_of_answer(port: int, request: bytes) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    lengths = [
        int(line.split(b":")[1])
        for line in head.lower().split(b"\r\n")
        if line.startswith(b"content-length:")
    ]
    writer.close()
    status = int(head.split()[1])
    if status not in {200, 304}:
        raise RuntimeError(head)
    return len(head) + (lengths[0] if lengths and status != 304 else 0)


# The ceiling: the same answer size without a server or an application


class Ceiling(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def data_received(self, _: bytes) -> None:
        self.transport.write(ANSWER)


ANSWER = b"HTTP/1.1 200 OK\r\ncontent-length: 600\r\n\r\n" + b"x" * 600


async def serve_ceiling(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(Ceiling, "127.0.0.1", port)
    await server.serve_forever()


# The run


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextlib.contextmanager
def started(command: list[str], environment: dict[str, str], port: int, path: str) -> Any:
    began = time.perf_counter()
    process = subprocess.Popen([*command, str(port)], env=environment, cwd=ROOT / "benchmarks")
    try:
        while True:
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=2).read()
                break
            if process.poll() is not None or time.perf_counter() - began > 30:
                raise RuntimeError(f"did not start: {command}")
            time.sleep(0.02)
        yield process, time.perf_counter() - began
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            print("DID NOT STOP in 10 s:", command, file=sys.stderr)
            process.kill()


def measured(port: int, path: str, headers: str, environment: dict[str, str]) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, __file__, "load", str(port), path, headers],
        capture_output=True,
        check=True,
        env=environment,
    )
    return json.loads(done.stdout)


def resident_mb(process: subprocess.Popen[bytes]) -> float:
    """Memory of the process and its children."""
    pids, total = [process.pid], 0
    while pids:
        pid = pids.pop()
        with contextlib.suppress(OSError):
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
            pids += [int(child) for child in children]
            pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
            total += pages * os.sysconf("SC_PAGE_SIZE")
    return round(total / 2**20, 1)


async def prepared(url: str) -> str:
    """A migrated database; returns a key to it."""
    from service.access.actor import Scope, command_line  # noqa: PLC0415 -- see application()
    from service.access.operations import issue  # noqa: PLC0415 -- see application()
    from service.settings import Settings  # noqa: PLC0415 -- see application()
    from service.storage.database import open_database  # noqa: PLC0415 -- see application()
    from service.storage.migrate import migrate  # noqa: PLC0415 -- see application()

    now = datetime(2026, 11, 22, tzinfo=UTC)
    await migrate(url, now)
    async with await open_database(Settings(database_url=url)):
        return await issue("benchmark", [Scope.PSW], now, command_line("benchmark"))


def main() -> None:
    from service.web.static_files import packaged  # noqa: PLC0415 -- see application()

    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.sqlite"
        key = asyncio.run(prepared(url))
        environment = os.environ | {"DATABASE_URL": url}
        css = packaged().by_name["govuk.css"]
        routes = {
            "/healthz": ("/healthz", ""),
            "keyed read, 2 queries": ("/api/v1/audit", f"Authorization: Bearer {key}\r\n"),
            "page": ("/problems", "Accept: text/html\r\n"),
            "304": (packaged().url("govuk.css"), f'If-None-Match: "{css.digest}"\r\n'),
        }
        found: dict[str, dict[str, list[float]]] = {}
        facts: dict[str, dict[str, float]] = {}
        ceiling: list[float] = []
        servers = list(variants().items())
        for turn in range(ROUNDS):
            port = free_port()
            command = [sys.executable, __file__, "ceiling"]
            with started(command, environment, port, "/"):
                ceiling.append(measured(port, "/", "", environment)["rate"])
            # Another one is first each time: whoever is last meets the machine at its warmest.
            for name, command in servers[turn % len(servers) :] + servers[: turn % len(servers)]:
                port = free_port()
                with started(command, environment, port, "/healthz") as (process, seconds):
                    for route, (path, headers) in routes.items():
                        result = measured(port, path, headers, environment)
                        kept = found.setdefault(name, {})
                        kept.setdefault(route, []).append(result["rate"])
                        kept.setdefault(f"{route} p99 ms", []).append(result["p99_ms"])
                    facts[name] = {
                        "start_seconds": round(seconds, 2),
                        "resident_mb": resident_mb(process),
                    }
        top = statistics.median(ceiling)
        print(
            json.dumps(
                {
                    "benchmark": "server_choice",
                    "ceiling_requests_per_second": round(top),
                    "servers": {
                        name: facts[name]
                        | {
                            key: round(statistics.median(values), 1)
                            for key, values in rates.items()
                        }
                        | {
                            f"{route} ratio to ceiling": round(
                                statistics.median(rates[route]) / top, 3
                            )
                            for route in routes
                        }
                        for name, rates in found.items()
                    },
                },
                indent=2,
            )
        )


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["load", port, path, headers]:
            print(json.dumps(asyncio.run(load(int(port), path, headers))))
        case ["ceiling", port]:
            asyncio.run(serve_ceiling(int(port)))
        case []:
            main()
        case other:
            sys.exit(f"unknown arguments: {other}")
