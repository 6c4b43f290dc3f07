"""Bodies that hardly come, are packed, or say more than they are asked; and secrets in the log."""

from __future__ import annotations

import asyncio
import gzip
import json
from typing import Any

import msgspec
import pytest

from service.access.actor import Scope
from service.access.one_time import fresh_secret
from service.app import CAPABILITIES
from service.feeds import pages as private_pages
from service.web import draining
from service.web.openapi import _structs_in
from tests.api.test_http import http_scope

JSON = (b"content-type", b"application/json")


@pytest.fixture(autouse=True)
def on_one_database(engine_name: str):
    if engine_name != "sqlite":
        pytest.skip("nothing of it reaches the database")


@pytest.mark.parametrize("pieces", [0, 3])
async def test_a_body_that_hardly_comes_is_given_up(app, key_for, monkeypatch, pieces) -> None:
    """Whether nothing comes or a byte now and then: patience is for the whole body."""
    monkeypatch.setattr(draining, "PATIENCE_SECONDS", 0.2)
    keyed = (await key_for(Scope.PSW))["authorization"].encode()
    given = 0

    async def receive() -> dict[str, Any]:
        nonlocal given
        await (asyncio.sleep(0.05) if given < pieces else asyncio.Event().wait())
        given += 1
        return {"type": "http.request", "body": b" ", "more_body": True}

    answers: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        answers.append(message)

    headers = [(b"content-length", b"900"), (b"authorization", keyed), JSON]
    asking = app(http_scope("POST", "/api/v1/keys", headers), receive, send)
    await asyncio.wait_for(asking, 10)
    assert (answers[0]["status"], given) == (408, pieces)
    assert dict(answers[0]["headers"])[b"connection"] == b"close"
    assert json.loads(answers[1]["body"])["type"] == "/problems/request-timeout"


async def test_a_body_that_comes_steadily_is_waited_for(app, key_for, monkeypatch) -> None:
    monkeypatch.setattr(draining, "PATIENCE_SECONDS", 0.2)
    monkeypatch.setattr(draining, "SLOWEST_BYTES_A_SECOND", 10)
    keyed = (await key_for(Scope.PSW))["authorization"].encode()
    body = json.dumps({"name": "x", "scopes": ["hr"]}).encode()
    left = [body[at : at + 5] for at in range(0, len(body), 5)]

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(0.05)
        return {"type": "http.request", "body": left.pop(0), "more_body": bool(left)}

    answers: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        answers.append(message)

    headers = [(b"content-length", b"%d" % len(body)), (b"authorization", keyed), JSON]
    await app(http_scope("POST", "/api/v1/keys", headers), receive, send)
    assert answers[0]["status"] == 201


async def test_a_packed_body_is_never_unpacked(client, key_for) -> None:
    """A kilobyte that becomes a gigabyte stays a kilobyte that is no JSON and no table."""
    keyed = await key_for(Scope.PSW, Scope.HR)
    packed = gzip.compress(b" " * 10_000_000)
    for path, kind, status in (
        ("/api/v1/keys", "application/json", 400),
        ("/api/v1/workforce/returns/posts", "text/csv", 201),
    ):
        headers = keyed | {"content-type": kind, "content-encoding": "gzip"}
        answer = await client.post(path, content=packed, headers=headers)
        assert answer.status_code == status, answer.text
        assert answer.json().get("state", "refused") == "refused"


def test_no_body_takes_a_field_that_it_does_not_know() -> None:
    """Mass assignment: each struct of each body, however deep, refuses what it is not asked."""
    structs: dict[str, type[msgspec.Struct]] = {
        each.__qualname__: each
        for capability in CAPABILITIES
        for route in capability.ROUTES
        if (field := route.parsed_fn_signature.parameters.get("data")) is not None
        for each in _structs_in(field.annotation)
    }
    assert len(structs) > 60
    assert [
        name for name, each in structs.items() if not each.__struct_config__.forbid_unknown_fields
    ] == []


async def test_a_fault_is_logged_without_the_secret_of_its_address(
    client, monkeypatch, capsys
) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError("broken")

    secret = fresh_secret()
    monkeypatch.setattr(private_pages, "_opened", broken)
    answer = await client.get(f"/my-academy/{secret}", headers={"accept": "text/html"})
    assert answer.status_code == 500
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert secret not in answer.text
    log = capsys.readouterr().err
    assert "broken" in log
    assert secret not in log
