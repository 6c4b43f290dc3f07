"""``python -m service holidays``: nothing is fetched unless the operator asks for it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from service import cli
from service.storage.database import Database

NEWER: dict[str, Any] = {
    "england-and-wales": {
        "division": "england-and-wales",
        "events": [
            {"title": "New Year’s Day", "date": "2036-01-01", "notes": "", "bunting": True},
            {"title": "Christmas Day", "date": "2036-12-25", "notes": "", "bunting": True},
        ],
    }
}
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    database: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    monkeypatch.setenv("DATABASE_URL", database.url)

    def command(*words: str) -> tuple[int, str, str]:
        try:
            code = cli.main(["holidays", *words])
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


class Answers(BaseHTTPRequestHandler):
    """What a web site might send: the list, something else, too much, nothing."""

    BODIES = {
        "/list.json": json.dumps(NEWER).encode(),
        "/page.html": b"<p>Not found</p>",
        "/endless.json": b" " * 2_000_000,
    }

    def do_GET(self) -> None:
        body = self.BODIES.get(self.path)
        self.send_response(404 if body is None else 200)
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def known_until(run: Run) -> str:
    code, out, _ = run("show", "--format", "json")
    assert code == 0
    found: str = json.loads(out)["known_until"]
    return found


def test_a_saved_list_is_stored_once(run: Run, tmp_path: Path):
    saved = tmp_path / "bank-holidays.json"
    saved.write_text(json.dumps(NEWER), encoding="utf-8")
    code, out, err = run("refresh", "--from", str(saved))
    assert (code, err) == (0, "")
    assert out == "Stored: 2 bank holidays, known to 2036-12-31 (bank-holidays.json).\n"
    code, out, _ = run("refresh", "--from", str(saved))
    assert (code, out[:17]) == (0, "In force already:")
    code, out, _ = run("show")
    assert out == "2 bank holidays, known to 2036-12-31 (bank-holidays.json).\n"


def test_the_list_is_fetched_from_where_the_operator_says(run: Run, site: str):
    code, out, err = run("refresh", "--url", f"{site}/list.json", "--format", "json")
    assert (code, err) == (0, "")
    document = json.loads(out)
    assert (document["source"], document["known_until"]) == (f"{site}/list.json", "2036-12-31")
    assert document["holidays"][0] == {"date": "2036-01-01", "title": "New Year’s Day"}
    assert known_until(run) == "2036-12-31"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/missing.json", "could not be fetched (HTTPStatusError)"),
        ("/page.html", "could not be fetched (JSONDecodeError)"),
        ("/endless.json", "sent more than 1048576 bytes"),
    ],
)
def test_what_is_no_list_leaves_the_list_in_force(run: Run, site: str, path: str, said: str):
    before = known_until(run)
    code, out, err = run("refresh", "--url", f"{site}{path}")
    assert (code, out) == (2, "")
    assert said in err
    assert known_until(run) == before


def test_a_site_that_does_not_answer(run: Run):
    for url in ("http://127.0.0.1:9/list.json", "ftp://127.0.0.1/list.json", "nonsense"):
        code, out, err = run("refresh", "--url", url)
        assert (code, out) == (2, "")
        assert err.startswith(f"{url} could not be fetched")


@pytest.mark.parametrize("content", [b"", b"nonsense", b"\xff\xfe", b"[1, 2]", b"x" * 2_000_000])
def test_a_file_that_is_no_list(run: Run, tmp_path: Path, content: bytes):
    saved = tmp_path / "saved.json"
    saved.write_bytes(content)
    code, out, err = run("refresh", "--from", str(saved))
    assert (code, out) == (2, "")
    assert "bank holiday list cannot be read" in err


def test_a_file_that_is_not_there(run: Run, tmp_path: Path):
    code, out, err = run("refresh", "--from", str(tmp_path / "none.json"))
    assert (code, out) == (2, "")
    assert "No such file" in err
