"""``python -m service`` as people meet it: keys, serving, and sentences instead of tracebacks."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from service import cli
from service.problems import NotFound
from service.storage.migrate import migrate

ROOT = Path(__file__).parents[2]
KEY = "0123456789abcdef0123456789abcdef"


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def run(monkeypatch, capsys) -> Callable[..., Done]:
    """Run a command in this process, with these settings and no others."""

    def command(*arguments: str, env: dict[str, str]) -> Done:
        for name in list(os.environ):
            if name.startswith(("SCORECARD_", "DATABASE_")):
                monkeypatch.delenv(name)
        for name, value in env.items():
            monkeypatch.setenv(name, value)
        try:
            code = cli.main(arguments)
        except SystemExit as stopped:
            code = stopped.code
        captured = capsys.readouterr()
        return Done(code, captured.out, captured.err)

    return command


def settings_for(url: str, **more: str) -> dict[str, str]:
    return {"DATABASE_URL": url} | more


def environment(url: str, **more: str) -> dict[str, str]:
    """All variables of a process of its own."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | settings_for(url, **more) | {"PYTHONWARNINGS": "error"}


def one_sentence(done: Done) -> str:
    """The only line on standard error of a command that could not be carried out."""
    assert (done.returncode, done.stdout) == (2, ""), done
    [line] = done.stderr.splitlines()
    return line


# Keys


def test_somebody_is_invited_listed_and_disabled(database, run) -> None:
    env = settings_for(database.url)
    asked = ("access", "invite", "--email", "Jo@Testshire.example", "--name", "Jo Ash")
    done = run(*asked, "--role", "manager", "--role", "admin", "--subject", "East",
               "--format", "json", env=env)  # fmt: skip
    told = json.loads(done.stdout)
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/sign-in/[\w-]{43}", told["address"])
    assert told["account"]["email"] == "jo@testshire.example"
    assert told["account"]["roles"] == [
        {"role": "admin", "subject": None}, {"role": "manager", "subject": "East"},
    ]  # fmt: skip
    again = run(*asked, "--role", "psw", env=env)
    assert (again.returncode, again.stdout) == (2, "")
    assert "has an account already" in again.stderr
    refused = run("access", "disable", "--email", "jo@testshire.example", env=env)
    assert refused.returncode == 2
    assert "the only administrator" in refused.stderr
    listed = run("access", "list", env=env).stdout
    assert "Jo Ash  admin, manager of East  may sign in  signed in: never" in listed


def test_keys_are_issued_listed_and_revoked(database, run) -> None:
    env = settings_for(database.url)
    issued = run(
        *("keys", "issue", "--name", "HR feed", "--scope", "hr", "--scope", "read"),
        *("--format", "json"),
        env=env,
    )
    assert (issued.returncode, issued.stderr) == (0, "")
    fresh = json.loads(issued.stdout)
    assert sorted(fresh) == ["details", "key"]
    assert (fresh["details"]["name"], fresh["details"]["scopes"]) == ("HR feed", ["hr", "read"])
    assert fresh["details"]["created_by"].startswith("cli:")
    listed = json.loads(run("keys", "list", "--format", "json", env=env).stdout)
    assert [each["id"] for each in listed["keys"]] == [fresh["details"]["id"]]
    assert listed["keys"][0]["last_used_at"] is None

    revoked = run("keys", "revoke", fresh["details"]["id"], "--format", "json", env=env)
    assert json.loads(revoked.stdout)["revoked_at"] is not None
    shown = run("keys", "list", env=env).stdout
    assert re.search(rf"^{fresh['details']['id']}  HR feed  hr read  revoked ", shown)
    assert fresh["key"].rpartition("_")[2] not in shown


def test_for_people_the_key_stands_alone_on_the_first_line(database, run) -> None:
    done = run("keys", "issue", "--name", "x", "--scope", "psw", env=settings_for(database.url))
    first, second = done.stdout.splitlines()
    assert re.fullmatch(r"swk_[0-9a-f]{16}_[0-9a-f]{64}", first)
    assert second.endswith("It is not shown again.")


def test_an_empty_list_says_so(database, run) -> None:
    done = run("keys", "list", env=settings_for(database.url))
    assert (done.returncode, done.stdout) == (0, "No key has been issued.\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("keys", "revoke", "x"), "'x' is not the id of a key"),
        (("keys", "revoke", "0" * 32), "There is no key 00000000-0000-0000-0000-000000000000."),
        (("keys", "issue", "--name", " ", "--scope", "hr"), "A key needs a name"),
        (
            ("keys", "issue", "--name", "cli:root", "--scope", "hr"),
            "The name of a key cannot begin with cli:",
        ),
        (("keys", "issue", "--name", "x"), "--scope"),
        (("keys", "issue", "--name", "x", "--scope", "all"), "invalid choice: 'all'"),
        (("keys", "issue", "--nam", "x", "--scope", "hr"), "--name"),
        (("keys",), "ACTION"),
        ((), "COMMAND"),
        (("fly",), "'fly'"),
        (("serve", "--port", "0"), "'0' is not a port"),
        (("serve", "--port", "70000"), "'70000' is not a port"),
        (("serve", "--workers", "none"), "'none' is not a number of processes"),
    ],
)
def test_a_command_that_cannot_be_carried_out_says_why_in_one_sentence(
    database, run, arguments, said
) -> None:
    assert said in one_sentence(run(*arguments, env=settings_for(database.url)))


DATABASES = [
    ("mysql://x", "only sqlite:// and postgresql:// are supported"),
    ("sqlite:///", "DATABASE_URL"),
    ("sqlite:////proc/nowhere/x.sqlite", "DATABASE_URL"),
    ("postgresql://u:secret@127.0.0.1:1/x", "postgresql://u@127.0.0.1:1/x cannot be used"),
]


@pytest.mark.parametrize("command", [("keys", "list"), ("serve", "--port", "1")])
@pytest.mark.parametrize(("url", "said"), DATABASES)
def test_a_database_that_is_not_there_is_said_without_the_password(run, command, url, said) -> None:
    line = one_sentence(run(*command, env=settings_for(url, SCORECARD_IDENTITY_KEY=KEY)))
    assert said in line
    assert "secret" not in line


def test_an_unmigrated_database_is_said(tmp_path, run) -> None:
    env = settings_for(f"sqlite:///{tmp_path}/empty.sqlite", SCORECARD_IDENTITY_KEY=KEY)
    for command in (("serve", "--port", "1"), ("keys", "list")):
        assert "python -m service migrate" in one_sentence(run(*command, env=env))


def test_serving_needs_the_identity_key_or_the_demo(tmp_path, run) -> None:
    env = settings_for(f"sqlite:///{tmp_path}/empty.sqlite")
    assert "SCORECARD_IDENTITY_KEY is not set" in one_sentence(run("serve", env=env))
    demo = one_sentence(run("serve", env=env | {"SCORECARD_DEMO": "1"}))
    assert "python -m service migrate" in demo


def test_a_wrong_setting_is_said(run) -> None:
    env = settings_for("sqlite:///x.sqlite", SCORECARD_DEMO="perhaps")
    assert one_sentence(run("keys", "list", env=env)) == (
        "SCORECARD_DEMO is 'perhaps': write yes or no"
    )


def test_a_fault_is_one_sentence_and_a_traceback_only_on_request(monkeypatch, capsys) -> None:
    def fail(_: Any) -> int:
        raise KeyError("what")

    monkeypatch.setattr(cli, "_openapi", fail)
    monkeypatch.delenv("SCORECARD_TRACEBACK", raising=False)
    assert cli.main(["openapi"]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert "fault of this program (KeyError)" in line
    monkeypatch.setenv("SCORECARD_TRACEBACK", "1")
    assert cli.main(["openapi"]) == 2
    assert "Traceback (most recent call last)" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (NotFound("There is no such thing."), "There is no such thing."),
        (
            FileNotFoundError(2, "No such file or directory", "a.csv"),
            "a.csv: No such file or directory",
        ),
        (PermissionError(13, "Permission denied"), "Permission denied"),
        (ConnectionResetError(104, "Connection reset by peer"), "The database cannot be used"),
    ],
)
def test_what_went_wrong_is_said_for_people(error, said) -> None:
    assert cli.sentence(error).startswith(said)


def test_output_that_cannot_be_written_ends_quietly() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "service", "openapi"],
        cwd=ROOT,
        env=environment("sqlite:///x.sqlite"),
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, "")


# Serving


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A migrated database for what has nothing to do with the engine."""
    url = f"sqlite:///{tmp_path}/served.sqlite"
    asyncio.run(migrate(url, datetime(2026, 11, 22, tzinfo=UTC)))
    return url


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextlib.contextmanager
def serving(url: str, *arguments: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The real server in a process of its own, at its address."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "service", "serve", "--port", str(port), *arguments],
        cwd=ROOT,
        env=environment(url, SCORECARD_IDENTITY_KEY=KEY),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 30
        while True:
            assert process.poll() is None, process.communicate()
            with contextlib.suppress(httpx.TransportError):
                if httpx.get(f"{address}/readyz", timeout=5).status_code == 200:
                    break
            assert time.monotonic() < deadline, "not ready after 30 seconds"
            time.sleep(0.1)
        yield address, process
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
        process.communicate()


def test_the_server_answers_as_the_application_does(database) -> None:
    with serving(database.url) as (address, process):
        with httpx.Client(base_url=address) as client:
            full, bare = client.get("/problems"), client.head("/problems")
            assert (bare.status_code, bare.content) == (200, b"")
            same = ("content-length", "content-type", "etag", "cache-control")
            assert [bare.headers.get(name) for name in same] == [
                full.headers.get(name) for name in same
            ]
            assert full.headers.get_list("server") == ["scorecard"]
            refused = client.post("/api/v1/keys", json={})
            assert (refused.status_code, refused.headers["content-type"]) == (
                401,
                "application/problem+json",
            )
        process.send_signal(signal.SIGINT)
        assert process.wait(15) in {0, 130}
        assert "Traceback" not in process.stderr.read()


def test_a_refused_upload_is_told_so_while_slow_clients_hold_nobody(sqlite_url, run) -> None:
    """A client that reads only after it has sent all: the connection must not break before.

    Meanwhile a hundred others have announced a body and sent a byte of it.
    """
    issued = run("keys", "issue", "--name", "x", "--scope", "psw", env=settings_for(sqlite_url))
    headers = {
        "Authorization": f"Bearer {issued.stdout.splitlines()[0]}",
        "Content-Type": "application/json",
    }
    with serving(sqlite_url) as (address, _), contextlib.ExitStack() as opened:
        place = address.removeprefix("http://")
        for _number in range(100):
            host, _, port = place.partition(":")
            slow = opened.enter_context(socket.create_connection((host, int(port))))
            slow.sendall(
                b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n"
                b"Content-Type: application/x-www-form-urlencoded\r\n\r\nx"
            )
        for body in (b" " * 20_000_000, iter([b" " * 100_000] * 200)):
            connection = http.client.HTTPConnection(place, timeout=30)
            connection.request("POST", "/api/v1/keys", body=body, headers=headers)
            answer = connection.getresponse()
            assert (answer.status, json.loads(answer.read())["type"]) == (
                413,
                "/problems/too-large",
            )
            connection.close()


def test_a_server_that_is_killed_leaves_no_worker_on_the_port(sqlite_url) -> None:
    with serving(sqlite_url) as (address, process):
        process.kill()
        process.wait(10)
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            try:
                httpx.get(f"{address}/healthz", timeout=2)
            except httpx.TransportError:
                return
            time.sleep(0.1)
    pytest.fail("a worker still answers")


def test_several_workers_share_the_port(sqlite_url) -> None:
    with serving(sqlite_url, "--workers", "2") as (address, _):
        assert httpx.get(f"{address}/healthz").json() == {"status": "ok"}


def test_a_taken_port_is_said(sqlite_url) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-m", "service", "serve", "--port", port],
            cwd=ROOT,
            env=environment(sqlite_url, SCORECARD_IDENTITY_KEY=KEY),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert port in one_sentence(Done(done.returncode, done.stdout, done.stderr))
