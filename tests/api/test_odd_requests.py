"""Every operation of the description, asked with nonsense: refused as a problem, never a fault.

The requests are drawn with a fixed seed, so a failure can be looked at again. Reads and writes are
mixed, with a key that may do everything.
"""

from __future__ import annotations

import json
import random
import re
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from service.access.actor import OFFICE
from service.app import openapi_document

VALUES = [
    *("", "0", "-1", "1", "x", "é", "\x00", "a" * 5000, "NaN", "1e999", "9" * 23, "true", "null"),
    *("2026-09-30", "2026-09", "2026-02-30", "0001-01-01", "0001-03-31", "0002-09-30"),
    *(
        "9999-12-31",
        "9999-09-30",
        "00000000-0000-0000-0000-000000000000",
        "v1",
        "v0",
        "v" + "9" * 20,
    ),
    *("../..", "%2e%2e", "'; DROP TABLE api_key;--", "\ud7ff", "employments", "turnover", "team"),
]
BODIES = [
    *(b"", b"{}", b"[]", b"null", b"{", b"\xff\xfe", b"\x00" * 1000, b"a,b\n1,2\n", b"<x/>"),
    b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
    b"PK\x03\x04" + b"x" * 50,
    b"%PDF-1.7",
    b"\xef\xbb\xbfpost;team\n1;2",
    b'{"name": "x", "scopes": ["hr"]}',
    b'{"reason": "x"}',
    b'{"reason": ""}',
]
CONTENT_TYPES = [
    *("application/json", "text/csv", "application/xml", "text/xml", "", "nonsense"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "multipart/form-data; boundary=x",
    "text/csv; charset=windows-1252",
]
ACCEPTS = ["*/*", "text/html", "text/csv", "application/json;q=0", "garbage;;"]
TAGS = ["*", '"x"', "W/", "\x01"]
REQUESTS = 400


def requests(seed: int) -> list[tuple[str, str, dict[str, str], bytes]]:
    """Method, address, headers and body of each request."""
    draw = random.Random(seed)
    operations = [
        (path, method, operation)
        for path, item in openapi_document()["paths"].items()
        for method, operation in item.items()
    ]
    return [_request(draw, *draw.choice(operations)) for _ in range(REQUESTS)]


def _request(
    draw: random.Random, path: str, method: str, operation: dict[str, Any]
) -> tuple[str, str, dict[str, str], bytes]:
    address = re.sub(r"\{[^}]+\}", lambda _: quote(draw.choice(VALUES), safe="%"), path)
    query = [
        (each["name"], draw.choice([*each.get("schema", {}).get("enum", []), *VALUES]))
        for each in operation.get("parameters", [])
        if each["in"] == "query" and draw.random() < 0.5
    ]
    headers = {}
    if draw.random() < 0.2:
        headers["accept"] = draw.choice(ACCEPTS)
    if draw.random() < 0.2:
        headers["if-none-match"] = draw.choice(TAGS)
    body = b""
    if method != "get":
        headers["content-type"] = draw.choice(CONTENT_TYPES)
        body = draw.choice(BODIES)
    return method.upper(), address + ("?" + urlencode(query) if query else ""), headers, body


@pytest.mark.parametrize("seed", range(2))
async def test_nonsense_is_refused_and_never_a_fault(client, key_for, capsys, seed) -> None:
    keyed = await key_for(*OFFICE)
    faults, formless = [], []
    for method, address, headers, body in requests(seed):
        answer = await client.request(method, address, headers=headers | keyed, content=body)
        asked = f"{answer.status_code} {method} {address[:200]} {body[:40]!r}"
        if answer.status_code >= 500:
            faults.append(asked)
        kind = answer.headers.get("content-type", "").partition(";")[0]
        if answer.status_code >= 400 and kind not in {"application/problem+json", "text/html"}:
            formless.append(asked)
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    logged = [line["exception"].splitlines()[-1] for line in lines if line["event"] != "refused"]
    assert (faults, formless, logged) == ([], [], [])
