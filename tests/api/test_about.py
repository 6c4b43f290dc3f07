"""Public pages about the service, and error pages with a reference that the log has too."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

HTML = {"accept": "text/html"}
ROOT = Path(__file__).parents[2]
CONTACT = "workforce@testshire.example"


@pytest.fixture
def settings(settings):
    return replace(settings, contact=CONTACT)


@pytest.fixture
def described(app):
    """The committed document in the place of deriving it, which takes seconds."""
    document = json.loads((ROOT / "docs" / "api" / "openapi.json").read_text())
    app.state.openapi_document = lambda: document
    return document


def text_of(answer) -> str:
    words = re.sub(r"<[^>]+>", " ", answer.text[answer.text.index("<main") :])
    return " ".join(unescape(words).split())


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/accessibility", f"large print, easy read or a recording, ask {CONTACT} ."),
        ("/privacy", "Your rights You may ask for a copy of what is held of you"),
        ("/privacy/register", "Leave, court, duty or other: a kind and a time, of members and of staff who lead sessions Leave and other commitments: one year after they ended."),
        ("/cookies", "academy-visit"),
        ("/status", "The service works"),
    ],
)  # fmt: skip
async def test_pages_about_the_service(client, path, words) -> None:
    answer = await client.get(path, headers=HTML)
    assert answer.status_code == 200
    assert words in text_of(answer)
    assert "set-cookie" not in answer.headers
    for linked in ("/accessibility", "/privacy", "/cookies", "/status", "/api/docs"):
        assert f'href="{linked}"' in answer.text


async def test_the_status_gives_nothing_away(client, app, settings) -> None:
    text = (await client.get("/status", headers=HTML)).text
    assert "Last refreshed" in text or "came with the service" in text
    for secret in (settings.database_url, "sqlite", "postgres", "password"):
        assert secret not in text
    run = app.state.database.engine.run_ddl
    await run("ALTER TABLE schema_migration RENAME TO put_away")
    answer = await client.get("/status", headers=HTML)
    await run("ALTER TABLE put_away RENAME TO schema_migration")  # the database is not only ours
    assert answer.status_code == 503
    assert "Something does not work" in text_of(answer)
    assert "The database is being brought up to date" in text_of(answer)


async def test_the_reference_of_the_api(client, described) -> None:
    index = await client.get("/api/docs", headers=HTML)
    assert index.status_code == 200
    for path, item in described["paths"].items():
        for method, each in item.items():
            assert f"#{each['operationId']}" in index.text, (method, path)
    part = await client.get("/api/docs/academy-members", headers=HTML)
    text = text_of(part)
    assert "GET /api/v1/academy/team" in text
    assert "first query, needed date First day, included" in text
    assert 'href="/problems/unauthorised"' in part.text
    assert (await client.get("/api/docs/turnip", headers=HTML)).status_code == 404


async def test_a_refusal_on_a_page_has_a_reference_that_the_log_has(client, capsys) -> None:
    answer = await client.get("/my-academy/SECRET-OF-SOMEBODY", headers=HTML)
    assert answer.status_code == 404
    [line] = [json.loads(each) for each in capsys.readouterr().err.splitlines()]
    assert line["reference"] in answer.text
    assert CONTACT in answer.text
    assert {name: line[name] for name in ("event", "level", "problem", "method", "route")} == {
        "event": "refused",
        "level": "info",
        "problem": answer.text.partition('href="/problems/')[2].partition('"')[0],
        "method": "GET",
        "route": "/my-academy/{secret}",
    }
    assert "SECRET-OF-SOMEBODY" not in json.dumps(line)


async def test_a_program_that_is_refused_leaves_no_line(client, capsys) -> None:
    assert (await client.get("/nowhere")).status_code == 404
    assert capsys.readouterr().err == ""
