"""5,000 subscribers who poll every hour, with one released change in between.

    nice -n -20 python benchmarks/feeds_subscribers.py

50 cohorts would be a county; here ten cohorts of 500 follow the shipped programme, each starter with
a private feed. Every subscriber polls once in the window, at a moment of its own drawn at random,
with the ETag it was given before; the window stands for an hour (BENCH_WINDOW seconds, 20 by
default, so the load is 180 times as dense as in life). In the middle of the window another process
moves one session of one cohort and releases it; half of that cohort polls after that and is sent
its feed anew. The limit is the 99th percentile of the plain-text route under the same load at the
same moments, with the same release in the middle. The time counts from the moment a poll is due, so
that a poll which has to wait for its turn counts its wait. Both are run in turns; the load generator
runs beside the server on the same machine. Prints JSON.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from edition_http import Server, ask, request_for  # noqa: E402 -- see above
from feeds_http import database, served  # noqa: E402 -- see above

COHORTS = 10
MEMBERS = 500
WINDOW = float(os.environ.get("BENCH_WINDOW", "20"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
CONNECTIONS = 32
LIMIT = 3.0


@dataclass(frozen=True)
class Run:
    p50: float
    p99: float
    statuses: dict[str, int]


async def prepare(url: str) -> tuple[list[UUID], list[str]]:
    """Ten released cohorts; the paths of all private feeds."""
    from academies import private_feeds, released_cohort  # noqa: PLC0415 -- after the path

    from service.feeds.address import path_of  # noqa: PLC0415 -- see above
    from service.settings import Settings  # noqa: PLC0415 -- see above
    from service.storage.database import open_database  # noqa: PLC0415 -- see above
    from service.storage.migrate import migrate  # noqa: PLC0415 -- see above

    now = datetime.now(UTC).replace(microsecond=0)
    await migrate(url, now)
    cohorts, paths = [], []
    async with await open_database(Settings(database_url=url)):
        for number in range(COHORTS):
            anchor = date(2027, 1, 13) + timedelta(weeks=6 * number)
            cohort = await released_cohort(f"bench-{number}", now, anchor)
            cohorts.append(cohort)
            paths += [path_of(each) for each in await private_feeds(cohort, MEMBERS, now)]
    return cohorts, paths


async def change(url: str, cohort: UUID, weeks: int, wait: float) -> None:
    """Ready first, so that the release falls into the window on a slow machine too."""
    began = time.monotonic()
    from academies import move_a_session  # noqa: PLC0415 -- see above

    from service.settings import Settings  # noqa: PLC0415 -- see above
    from service.storage.database import open_database  # noqa: PLC0415 -- see above

    async with await open_database(Settings(database_url=url)):
        await asyncio.sleep(max(0.0, wait - (time.monotonic() - began)))
        await move_a_session(cohort, weeks + 3, datetime.now(UTC).replace(microsecond=0))


class Connection(asyncio.Protocol):
    """One poll at a time; reads status, length and ETag."""

    def __init__(self) -> None:
        self.received = b""
        self.answer: asyncio.Future[tuple[int, str]] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    async def poll(self, request: bytes) -> tuple[int, str]:
        self.answer = asyncio.get_running_loop().create_future()
        self.received = b""
        self.transport.write(request)
        return await self.answer

    def data_received(self, data: bytes) -> None:
        self.received += data
        head, end, body = self.received.partition(b"\r\n\r\n")
        if not end or self.answer is None:
            return
        status = int(head[9:12])
        length = 0
        tag = ""
        for line in head.split(b"\r\n")[1:]:
            name, _, value = line.partition(b":")
            if name == b"content-length" and status != 304:
                length = int(value)
            elif name == b"etag":
                tag = value.strip().decode()
        if len(body) >= length:
            self.answer.set_result((status, tag))


async def load(port: int, requests: list[bytes], moments: list[float]) -> tuple[Run, list[str]]:
    loop = asyncio.get_running_loop()
    idle: asyncio.Queue[Connection] = asyncio.Queue()
    opened = []
    for _ in range(CONNECTIONS):
        transport, protocol = await loop.create_connection(Connection, "127.0.0.1", port)
        opened.append(transport)
        idle.put_nowait(protocol)
    began = time.perf_counter() + 0.2
    took = [0.0] * len(requests)
    tags = [""] * len(requests)
    statuses: Counter[str] = Counter()

    async def one(number: int) -> None:
        due = began + moments[number]
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        connection = await idle.get()
        status, tags[number] = await connection.poll(requests[number])
        idle.put_nowait(connection)
        took[number] = time.perf_counter() - due
        statuses[str(status)] += 1

    await asyncio.gather(*(one(number) for number in range(len(requests))))
    for transport in opened:
        transport.abort()
    ranked = sorted(took)
    return (
        Run(
            p50=statistics.median(ranked) * 1000,
            p99=ranked[int(len(ranked) * 0.99)] * 1000,
            statuses=dict(sorted(statuses.items())),
        ),
        tags,
    )


def polled(
    url: str,
    server: Server,
    requests: list[bytes],
    cohort: UUID,
    weeks: int,
) -> tuple[Run, list[str]]:
    """One window with a release in its middle, by a process of its own."""
    draw = random.Random(weeks)
    moments = [draw.uniform(0, WINDOW) for _ in requests]
    releasing = subprocess.Popen(
        [sys.executable, __file__, "change", url, str(cohort), str(weeks), str(WINDOW / 2)]
    )
    found = asyncio.run(load(server.port, requests, moments))
    assert releasing.wait() == 0
    return found


def measure(url: str, server: Server, cohorts: list[UUID], paths: list[str]) -> dict[str, Any]:
    def asked(tags: list[str]) -> list[bytes]:
        return [
            request_for(path, {"Accept-Encoding": "gzip"} | ({"If-None-Match": tag} if tag else {}))
            for path, tag in zip(paths, tags, strict=True)
        ]

    hello = [request_for("/hello", {})] * len(paths)
    # Everybody has fetched before: an hour in the middle of a day, not the first of a new server.
    tags = [ask(server.port, request)[1]["etag"] for request in asked([""] * len(paths))]
    plain, feeds = [], []
    for number in range(ROUNDS):
        cohort = cohorts[0]
        plain.append(polled(url, server, hello, cohort, 2 * number)[0])
        # What changed during the plain round is fetched by everybody before it is measured again.
        tags = [ask(server.port, request)[1]["etag"] for request in asked([""] * len(paths))]
        run, tags = polled(url, server, asked(tags), cohort, 2 * number + 1)
        feeds.append(run)
    ratios = [one.p99 / other.p99 for one, other in zip(feeds, plain, strict=True)]
    return {
        "subscribers": len(paths),
        "window_seconds": WINDOW,
        "polls_a_second": round(len(paths) / WINDOW),
        "milliseconds": {
            name: {
                "p50": round(statistics.median(each.p50 for each in runs), 2),
                "p99": round(statistics.median(each.p99 for each in runs), 2),
            }
            for name, runs in (("plain text", plain), ("feeds", feeds))
        },
        "answers": [each.statuses for each in feeds],
        "ratio_of_p99": round(statistics.median(ratios), 2),
        "ratios": [round(each, 2) for each in ratios],
        "limit": LIMIT,
    }


def main() -> None:
    if sys.argv[1:2] == ["change"]:
        url, cohort, weeks, wait = sys.argv[2:]
        asyncio.run(change(url, UUID(cohort), int(weeks), float(wait)))
        return
    with database() as url:
        cohorts, paths = asyncio.run(prepare(url))
        with served("application", url) as server:
            print(json.dumps(measure(url, server, cohorts, paths), indent=2))


if __name__ == "__main__":
    main()
