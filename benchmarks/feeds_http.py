"""A calendar feed against the framework's plain-text route, on one server.

    nice -n -20 python benchmarks/feeds_http.py

The feed of a cohort that follows the shipped programme (64 sessions, 10 lunches, the deadlines) is
served by the application behind the server that `serve` uses, one process, the look-up of the
secret and the question whether anything has been changed included. Asked are, in turns of a short
round each so that whatever else the machine does falls on all alike: the feed as it stands,
compressed, and a conditional request that is answered 304. The limit is a plain-text handler of
Litestar ("hello") in the same application; the same handler in a bare Litestar application, on a
server of its own, is measured beside it.

``BENCH_DATABASE=postgres`` serves from a PostgreSQL of its own instead of SQLite. Prints JSON;
``ratio`` is the median of the ratios of neighbouring rounds in requests a second, ``cpu_ratio`` the
same for requests per second of the server's own processor time.
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
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from edition_http import ROUNDS, SECONDS, Rate, Server, ask, load, request_for  # noqa: E402 -- see above

LIMITS = {"feed": 0.8, "feed_gzip": 0.8, "not_modified": 0.9}


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


@contextlib.contextmanager
def served(target: str, url: str) -> Iterator[Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "granian", f"feeds_http:{target}", "--factory"]
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
            raise RuntimeError("the server did not start")
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait()


# The feed ----------------------------------------------------------------------------------------


async def prepare(url: str) -> str:
    """Migrate, release a cohort of the shipped programme; the path of its feed."""
    from academies import LEAD, released_cohort  # noqa: PLC0415 -- the servers start without it

    from service.feeds import address, operations  # noqa: PLC0415 -- see above
    from service.feeds.owners import Owner  # noqa: PLC0415 -- see above
    from service.feeds.store import Kind  # noqa: PLC0415 -- see above
    from service.settings import Settings  # noqa: PLC0415 -- see above
    from service.storage.database import open_database  # noqa: PLC0415 -- see above
    from service.storage.migrate import migrate  # noqa: PLC0415 -- see above

    now = datetime.now(UTC).replace(microsecond=0)
    await migrate(url, now)
    async with await open_database(Settings(database_url=url)):
        cohort = await released_cohort("bench", now)
        issued = await operations.issue(Owner(Kind.COHORT, str(cohort)), None, now, LEAD)
    return address.path_of(issued.secret)


@contextlib.contextmanager
def database() -> Iterator[str]:
    if os.environ.get("BENCH_DATABASE") == "postgres":
        from tests.pgtemp import temporary_postgres  # noqa: PLC0415 -- only where it is asked for

        with temporary_postgres() as url:
            yield url
        return
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/bench.sqlite"


def measure(service: Server, plain: Server, path: str) -> dict[str, Any]:
    identity, gzip = {"Accept-Encoding": "identity"}, {"Accept-Encoding": "gzip"}
    tag = ask(service.port, request_for(path, gzip))[1]["etag"]
    asked = {
        "hello": (service, request_for("/hello", {})),
        "bare_hello": (plain, request_for("/hello", {})),
        "feed": (service, request_for(path, identity)),
        "feed_gzip": (service, request_for(path, gzip)),
        "not_modified": (service, request_for(path, gzip | {"If-None-Match": tag})),
    }
    answers = {name: ask(server.port, request) for name, (server, request) in asked.items()}
    assert [answers[name][0] for name in asked] == [200, 200, 200, 200, 304]
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
        "ratio": {name: ratios(name, "hello", "wall") for name in LIMITS},
        "cpu_ratio": {name: ratios(name, "hello", "cpu") for name in LIMITS},
        "ratio_to_bare_framework": {name: ratios(name, "bare_hello", "wall") for name in LIMITS},
        "limits": LIMITS,
        "rounds": ROUNDS,
        "seconds_each": SECONDS,
    }


def main() -> None:
    with database() as url:
        path = asyncio.run(prepare(url))
        with served("application", url) as service, served("bare", url) as plain:
            print(json.dumps(measure(service, plain, path), indent=2))


if __name__ == "__main__":
    main()
