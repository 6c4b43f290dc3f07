"""Feeds behind the real server: several workers, and what is written where."""

from __future__ import annotations

import asyncio
import gzip
from datetime import UTC, datetime

import httpx
import pytest

from service.feeds import operations, store
from service.settings import Settings
from service.storage.database import open_database
from tests.api.conftest import NOW
from tests.api.feed_owners import LEAD, issue
from tests.api.test_command_line import serving
from tests.lifespan import laid_out, running

WORKERS = 2
ROUNDS = 12


async def statuses(address: str, path: str) -> set[int]:
    """Of fetches over connections of their own, so that every worker has its turn."""
    found = set()
    for _ in range(ROUNDS):
        async with httpx.AsyncClient(base_url=address) as client:
            found.add((await client.get(path)).status_code)
    return found


async def test_a_revocation_is_seen_by_every_worker_at_once(database) -> None:
    first, second = await issue(NOW), None
    with serving(database.url, "--workers", str(WORKERS)) as (address, _):
        assert await statuses(address, first.path) == {200}
        assert await statuses(address, first.path) == {200}
        issued = await operations.reissue(first.id, NOW, LEAD)
        second = operations.address.path_of(issued.secret)
        assert await statuses(address, first.path) == {404}
        assert await statuses(address, second) == {200}
        await operations.revoke(first.id, NOW, LEAD)
        assert await statuses(address, second) == {404}


async def test_no_secret_is_written_to_the_log_or_the_terminal(database) -> None:
    """Neither of a fetch, nor of one that is refused, nor of one that meets a fault."""
    feed = await issue(NOW)
    wrong = "w" * 43
    with serving(database.url) as (address, process):
        async with httpx.AsyncClient(base_url=address) as client:
            answers = [
                await client.get(feed.path),
                await client.get(feed.path, headers={"accept-encoding": "gzip"}),
                await client.head(feed.path),
                await client.post(feed.path),
                await client.get(f"{feed.path}?a=1"),
                await client.get(f"/feeds/{wrong}/academy.ics"),
                await client.get(f"/feeds/{wrong}/other"),
            ]
            assert [each.status_code for each in answers] == [200, 200, 200, 405, 400, 404, 404]
            await broken(database)
            try:
                fault = await client.get(feed.path)
            finally:
                await mended(database)
            assert fault.status_code == 500
        process.terminate()
        said = "".join(process.communicate(timeout=30))
    assert '"event": "fault"' in said  # the log was on
    for secret in (feed.secret, wrong):
        assert secret not in said


async def broken(database) -> None:
    await database.engine.run_ddl('ALTER TABLE "feed" RENAME TO "feed_elsewhere"')
    await database.engine.run_ddl(_MARK)


async def mended(database) -> None:
    await database.engine.run_ddl('ALTER TABLE "feed_elsewhere" RENAME TO "feed"')


_MARK = (
    "INSERT INTO audit_entry (at, actor, action, subject_kind, subject_id)"
    " VALUES ('2026-11-22 09:00:00+00:00', 'test', 'test.touched', 'test', '1')"
)


async def test_a_feed_through_the_server_is_whole(database) -> None:
    feed = await issue(NOW)
    with serving(database.url) as (address, _):
        async with httpx.AsyncClient(base_url=address) as client:
            for _ in range(2):
                async with client.stream(
                    "GET", feed.path, headers={"accept-encoding": "gzip"}
                ) as answer:
                    packed = b"".join([each async for each in answer.aiter_raw()])
                assert int(answer.headers["content-length"]) == len(packed)
                assert gzip.decompress(packed).endswith(b"END:VCALENDAR\r\n")
                same = await client.get(
                    feed.path,
                    headers={"accept-encoding": "gzip", "if-none-match": answer.headers["etag"]},
                )
                assert (same.status_code, same.content) == (304, b"")
                head = await client.head(feed.path, headers={"accept-encoding": "gzip"})
                assert head.headers["content-length"] == str(len(packed))
        await noted(feed.id)


async def noted(feed_id) -> None:
    """The server writes the fetch beside the request: within a few seconds."""
    for _ in range(100):
        record = await store.by_id(feed_id)
        assert record is not None
        if record.last_fetched_at is not None:
            assert record.last_client is not None
            assert record.last_client.startswith("python-httpx/")
            return
        await asyncio.sleep(0.05)
    pytest.fail("the fetch was not noted")


async def test_a_fetch_at_the_very_end_is_noted_before_the_database_closes(
    settings: Settings, database
) -> None:
    feed = await issue(datetime(2026, 11, 22, tzinfo=UTC))
    async with running(laid_out(settings)) as app:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            assert (await client.get(feed.path)).status_code == 200
    async with await open_database(settings):
        record = await store.by_id(feed.id)
    assert record is not None
    assert record.fetches == 1
