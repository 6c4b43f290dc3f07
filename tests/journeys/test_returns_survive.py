"""Nothing is half stored, whatever happens: killed at any moment, disk full, database gone."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import asyncpg
import httpx
import pytest

from service import cli
from service.access import operations as access
from service.access.actor import Scope, command_line
from service.clock import now
from service.settings import Settings
from service.storage import sqlite
from service.storage.migrate import migrate
from service.workforce.records import Kind
from tests.conftest import IDENTITY_KEY, new_postgres_database
from tests.lifespan import laid_out, running
from tests.pgtemp import find_binaries, temporary_postgres
from tests.unit.workforce.files import a_file

ROOT = Path(__file__).parents[2]
RETURNS = "/api/v1/workforce/returns"
SMALL = a_file(Kind.POSTS, {}, {"post": "P-2"})


def big(rows: int) -> bytes:
    return a_file(Kind.POSTS, *({"post": f"B-{n}", "team": f"T-{n % 99}"} for n in range(rows)))


@contextlib.asynccontextmanager
async def hr_client(settings: Settings):
    """A client of a running application, with a key of HR's."""
    async with running(laid_out(settings)) as app:
        key = await access.issue("HR", [Scope.HR], now(), command_line("test"))
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        headers = {"authorization": f"Bearer {key}", "content-type": "text/csv"}
        async with httpx.AsyncClient(
            transport=transport, base_url="http://test", headers=headers, timeout=60
        ) as client:
            yield client


async def state(client) -> tuple[list[str], int]:
    """States of all returns, newest first, and how many posts are held."""
    listed = (await client.get(RETURNS)).json()["returns"]
    posts = (await client.get("/api/v1/workforce/posts?limit=1000")).json()["posts"]
    return [each["state"] for each in listed], len(posts)


async def take_in(client, content) -> httpx.Response:
    checked = await client.post(f"{RETURNS}/posts", content=content)
    if checked.status_code != 201:
        return checked
    return await client.post(f"{RETURNS}/{checked.json()['id']}/confirm")


def refused(answer, status, kind) -> None:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == f"/problems/{kind}"
    assert "Traceback" not in answer.text


# Killed at any moment


@pytest.mark.slow
def test_killed_at_random_moments_it_is_all_there_or_not_at_all(
    settings, monkeypatch, capsys, tmp_path
):
    """kill -9, again and again, until one import has been let through to its end."""
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    monkeypatch.setenv("SCORECARD_IDENTITY_KEY", settings.identity_key.decode())
    before, rows = tmp_path / "before.csv", 15_000
    before.write_bytes(SMALL)
    path = tmp_path / "big.csv"

    def command(*arguments):
        code = cli.main(arguments)
        return code, json.loads(capsys.readouterr().out)

    def held() -> dict[str, int]:
        """Posts in force, by what a check of each file says is unchanged."""
        told = [
            command("import", "posts", str(each), "--check", "--format", "json")[1]
            for each in (before, path)
        ]
        return [each["changes"]["posts"]["unchanged"] for each in told]

    def importing() -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "-m", "service", "import", "posts", str(path)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT, env=os.environ,
        )  # fmt: skip

    assert command("import", "posts", str(before), "--format", "json")[0] == 0
    path.write_bytes(big(rows))
    begun = time.monotonic()
    assert importing().wait(120) == 0
    whole = time.monotonic() - begun
    assert held() == [2, rows]
    [latest, *_] = command("returns", "list", "--format", "json")[1]["returns"]
    command("returns", "undo", latest["return"], "--format", "json")

    moments = random.Random(20261122)
    confirmed = 0
    for _ in range(8):
        process = importing()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(moments.uniform(0.3, 1.05) * whole)
        process.send_signal(signal.SIGKILL)
        process.wait(60)
        assert held() in ([2, 0], [2, rows])
        if held() == [2, rows]:
            confirmed += 1
            [latest, *_] = command("returns", "list", "--format", "json")[1]["returns"]
            assert latest["state"] == "confirmed"
            command("returns", "undo", latest["return"], "--format", "json")
    assert importing().wait(120) == 0
    assert held() == [2, rows]
    assert confirmed < 8, "no import was killed in time: nothing was tested"


# Disk full


@pytest.fixture
def small_disk():
    """A disk of its own with little room; gives (folder, make it of this size)."""
    folder = Path("/tmp") / f"small-disk-{os.getpid()}-{random.randrange(10**9)}"  # noqa: S108 -- a mount point of our own
    folder.mkdir()

    def size(text: str, *how: str) -> None:
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", ",".join([*how, f"size={text}"]), "tmpfs", folder],
            check=True,
            capture_output=True,
        )

    try:
        size("3m")
    except (subprocess.CalledProcessError, FileNotFoundError):
        folder.rmdir()
        pytest.skip("NOT TESTED: a full disk. Only root may mount one; run as root to test it.")
    try:
        yield folder, size
    finally:
        subprocess.run(["umount", "-l", folder], check=True)
        folder.rmdir()


@pytest.fixture
async def fresh_sqlite(tmp_path) -> Settings:
    settings = Settings(
        database_url=f"sqlite:///{tmp_path / 'fresh.sqlite'}", identity_key=IDENTITY_KEY
    )
    await migrate(settings.database_url, now())
    return settings


async def test_a_full_disk_under_the_database(small_disk, fresh_sqlite):
    folder, size = small_disk
    shutil.move(fresh_sqlite.database_url.removeprefix("sqlite:///"), folder / "db.sqlite")
    settings = Settings(database_url=f"sqlite:///{folder / 'db.sqlite'}", identity_key=IDENTITY_KEY)
    async with hr_client(settings) as client:
        assert (await take_in(client, SMALL)).status_code == 200
        answer = await take_in(client, big(60_000))
        refused(answer, 503, "storage-unavailable")
        assert await state(client) == (["confirmed"], 2)
        size("64m", "remount")
        assert (await take_in(client, big(500))).status_code == 200
        assert await state(client) == (["confirmed", "confirmed"], 502)


async def test_a_database_file_that_may_not_grow(fresh_sqlite, monkeypatch):
    """SQLite's own limit on pages: the same error as a full disk, without being root."""
    path = Path(fresh_sqlite.database_url.removeprefix("sqlite:///"))
    pages = (await asyncio.to_thread(path.stat)).st_size // 4096 + 300
    with monkeypatch.context() as limited:
        limited.setattr(sqlite, "PRAGMAS", (*sqlite.PRAGMAS, f"PRAGMA max_page_count={pages}"))
        async with hr_client(fresh_sqlite) as client:
            assert (await take_in(client, SMALL)).status_code == 200
            checked = (await client.post(f"{RETURNS}/posts", content=big(9_000))).json()
            answer = await client.post(f"{RETURNS}/{checked['id']}/confirm")
            refused(answer, 503, "storage-unavailable")
            assert await state(client) == (["checked", "confirmed"], 2)
    async with hr_client(fresh_sqlite) as client:
        assert (await client.post(f"{RETURNS}/{checked['id']}/confirm")).status_code == 200
        assert (await state(client))[0] == ["confirmed", "confirmed"]


async def test_no_room_for_the_upload(small_disk, fresh_sqlite, monkeypatch):
    folder, size = small_disk
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    async with hr_client(fresh_sqlite) as client:
        answer = await client.post(f"{RETURNS}/posts", content=b"x" * 4_000_000)
        refused(answer, 507, "storage-full")
        assert list(folder.iterdir()) == []
        assert await state(client) == ([], 0)
        size("64m", "remount")
        assert (await take_in(client, SMALL)).status_code == 200


# Database gone


class Server:
    """A PostgreSQL server that can be stopped and started again."""

    def __init__(self, url: str, data: str) -> None:
        self.url, self._data = url, Path(data)
        self._options = (self._data / "postmaster.opts").read_text().split('"')[1::2]

    def _control(self, *arguments: str) -> None:
        account = self._data.stat()
        as_user = (
            {"user": account.st_uid, "group": account.st_gid, "extra_groups": []}
            if os.getuid() == 0
            else {}
        )
        subprocess.run(
            [find_binaries() / "pg_ctl", "-D", self._data, "-w", *arguments],
            check=True, cwd=self._data, stdout=subprocess.DEVNULL, **as_user,
        )  # fmt: skip

    def stop(self) -> None:
        self._control("-m", "fast", "stop")  # the test server does not sync: no crash here

    def start(self) -> None:
        options = " ".join(
            part for part in self._options if part != "-D" and part != str(self._data)
        )
        self._control("-l", "log", "-o", options, "start")


@pytest.fixture
async def server():
    with temporary_postgres() as url:
        connection = await asyncpg.connect(url)
        data = await connection.fetchval("SHOW data_directory")
        await connection.close()
        yield Server(url, data)


async def test_the_database_goes_in_the_middle_and_comes_back(server):
    url = await new_postgres_database(server.url, "returns")
    await migrate(url, now())
    settings = Settings(database_url=url, identity_key=IDENTITY_KEY)
    async with hr_client(settings) as client:
        assert (await take_in(client, SMALL)).status_code == 200
        checked = (await client.post(f"{RETURNS}/posts", content=big(2_000))).json()
        confirm = f"{RETURNS}/{checked['id']}/confirm"

        # Its connection is cut while it stores: another session holds the table.
        other = await asyncpg.connect(url)
        holding = other.transaction()
        await holding.start()
        await other.execute("LOCK TABLE post IN EXCLUSIVE MODE")
        storing = asyncio.ensure_future(client.post(confirm))
        watch = await asyncpg.connect(url)
        waiting = (
            "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'COPY%'"
        )
        while (pid := await watch.fetchval(waiting)) is None:  # noqa: ASYNC110 -- no event tells
            await asyncio.sleep(0.01)
        await watch.execute(f"SELECT pg_terminate_backend({pid})")
        refused(await storing, 503, "storage-unavailable")
        await holding.rollback()
        await other.close()
        await watch.close()
        assert await state(client) == (["checked", "confirmed"], 2)

        # The whole server goes.
        await asyncio.to_thread(server.stop)
        refused(await client.post(confirm), 503, "storage-unavailable")
        refused(await client.post(f"{RETURNS}/posts", content=SMALL), 503, "storage-unavailable")
        await asyncio.to_thread(server.start)
        assert await state(client) == (["checked", "confirmed"], 2)
        answer = await client.post(confirm)
        assert (answer.status_code, answer.json()["state"]) == (200, "confirmed")
        assert (await state(client))[0] == ["confirmed", "confirmed"]


async def test_the_command_line_says_so_too(server, tmp_path):
    url = await new_postgres_database(server.url, "returns")
    await migrate(url, now())
    path = tmp_path / "posts.csv"
    path.write_bytes(SMALL)
    await asyncio.to_thread(server.stop)
    try:
        done = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-m", "service", "import", "posts", str(path), "--format", "json"],
            capture_output=True, text=True, cwd=ROOT, check=False,
            env={**os.environ, "DATABASE_URL": url, "SCORECARD_IDENTITY_KEY": "k" * 40},
        )  # fmt: skip
    finally:
        await asyncio.to_thread(server.start)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("DATABASE_URL: ")
    assert "Traceback" not in done.stderr
