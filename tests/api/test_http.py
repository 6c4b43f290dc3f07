"""The rules that hold for every address: HEAD, strict queries, sizes, types, headers, caching."""

from __future__ import annotations

import asyncio
import gzip
import tempfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

import httpx
import msgspec
import pytest
from litestar import Litestar, Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromQuery, JSONBody, MultipartBody, URLEncodedBody

from service import problems
from service.app import create_app
from service.settings import Settings
from service.web import draining
from service.web.conditional import conditional, unchanged, validators
from service.web.negotiation import preferred
from service.web.shell import CONTENT_SECURITY_POLICY
from service.web.static_files import packaged
from service.web.strictness import require_media_type
from service.web.uploads import IN_MEMORY_BYTES, read_limited
from tests.lifespan import running

CHANGED = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
AnyRequest = Request[Any, Any, Any]


class Note(msgspec.Struct, forbid_unknown_fields=True):
    text: str
    tags: list[str] = []


class OneFile(msgspec.Struct, forbid_unknown_fields=True):
    file: UploadFile


@get("/test/filter", sync_to_thread=False)
def filtered(team: FromQuery[str], role: FromQuery[list[str] | None] = None) -> dict[str, Any]:
    return {"team": team, "role": role}


@get("/test/document", sync_to_thread=False)
def document(request: AnyRequest) -> Response[Any]:
    headers = {"cache-control": "public, max-age=60, s-maxage=600", "vary": "Accept"}
    if (same := conditional(request, "v1", CHANGED, headers)) is not None:
        return same
    return Response({"a": 1}, headers={**headers, **validators("v1", CHANGED)})


@post("/test/note", sync_to_thread=False)
def note(data: JSONBody[Note]) -> Note:
    return data


@post("/test/form", sync_to_thread=False)
def form(data: URLEncodedBody[Note]) -> Note:
    return data


@post("/test/file")
async def file(data: MultipartBody[OneFile]) -> int:
    return len(await data.file.read())


@post("/test/upload", request_max_body_size=None, status_code=200)
async def upload(request: AnyRequest) -> dict[str, Any]:
    kind = require_media_type(request, "text/csv", "application/xml")
    with await read_limited(request, 3_000_000) as received:
        content = received.read()
    return {"kind": kind, "bytes": len(content), "sum": sum(content)}


TEST_ROUTES = [filtered, document, note, form, file, upload]


@pytest.fixture(scope="module")
async def app(tmp_path_factory) -> AsyncIterator[Litestar]:
    """Without rows: none of these rules asks the database for more than that it is there."""
    path = tmp_path_factory.mktemp("http") / "empty.sqlite"
    made = create_app(Settings(database_url=f"sqlite:///{path}"))
    for route in TEST_ROUTES:
        made.register(route)
    async with running(made) as started:
        yield started


# HEAD


@pytest.mark.parametrize(
    "address",
    [
        "/healthz",
        "/test/document",
        "/test/filter?team=North",
        "/api/v1/openapi.json",
        "/favicon.ico",
        packaged().url("govuk.css"),
        "/nowhere",
        "/test/filter?unknown=1",
        "/api/v1/keys",
        "/problems/not-found",
    ],
)
async def test_head_answers_as_get_does_without_a_body(client, address) -> None:
    for accept in ("*/*", "text/html"):
        full = await client.get(address, headers={"accept": accept})
        bare = await client.head(address, headers={"accept": accept})
        assert (bare.status_code, bare.headers) == (full.status_code, full.headers)
        assert (len(full.content) > 0, bare.content) == (True, b"")


async def test_a_conditional_head_is_answered_with_304(client) -> None:
    answer = await client.head("/test/document", headers={"if-none-match": '"v1"'})
    assert (answer.status_code, answer.headers["etag"]) == (304, '"v1"')


async def test_head_is_refused_where_there_is_no_get(client) -> None:
    answer = await client.head("/test/note")
    assert (answer.status_code, answer.headers["allow"]) == (405, "OPTIONS, POST")


async def test_options_names_head_too(client) -> None:
    answer = await client.options("/test/document")
    assert (answer.status_code, answer.headers["allow"]) == (204, "GET, HEAD, OPTIONS")


# Queries


async def test_known_parameters_pass(client) -> None:
    answer = await client.get("/test/filter?team=North%20%26%20East&role=a&role=b")
    assert answer.json() == {"team": "North & East", "role": ["a", "b"]}


@pytest.mark.parametrize(
    ("query", "slug", "named"),
    [
        ("team=a&Team=b", "unknown-parameter", ["Team"]),
        ("team=a&zeta=1&alpha=2", "unknown-parameter", ["alpha", "zeta"]),
        ("team=a&team=b", "unknown-parameter", ["team"]),
        ("team=a&team=a", "unknown-parameter", ["team"]),
        ("team=a&", None, None),
        ("team=a&role[]=b", "unknown-parameter", ["role[]"]),
        ("team=a&=b", "unknown-parameter", [""]),
        ("team=a&team%00=b", "unknown-parameter", ["team\0"]),
        ("role=a", "invalid-parameter", ["team"]),
    ],
)
async def test_unknown_and_repeated_parameters_are_refused_by_name(
    client, query, slug, named
) -> None:
    answer = await client.get(f"/test/filter?{query}")
    if slug is None:
        assert answer.status_code == 200
        return
    body = answer.json()
    found = body.get("parameters") or [each["parameter"] for each in body["errors"]]
    assert (answer.status_code, body["type"], found) == (400, f"/problems/{slug}", named)


@pytest.mark.parametrize("query", ["team=%ff", "team=a&" + "role=x&" * 300, "team=a%00b"])
async def test_an_unreadable_query_is_refused(client, query) -> None:
    answer = await client.get(f"/test/filter?{query}")
    assert (answer.status_code, answer.json()["status"]) == (400, 400)


@pytest.mark.parametrize(
    "address", ["/healthz", "/readyz", "/favicon.ico", "/api/v1/openapi.json", "/problems"]
)
async def test_addresses_without_parameters_take_none(client, address) -> None:
    answer = await client.get(f"{address}?verbose=1")
    assert (answer.status_code, answer.json()["parameters"]) == (400, ["verbose"])


async def test_a_nul_in_the_path_is_nowhere(client) -> None:
    assert (await client.get("/problems/a%00b")).status_code == 404


SLASHES = [
    ("/test/document/", "/test/document"),
    ("/test//document", "/test/document"),
    ("//test/document", "/test/document"),
    ("//test///document//", "/test/document"),
    ("/test/filter/?team=a%2F%2Fb&role=c", "/test/filter?team=a%2F%2Fb&role=c"),
    ("//example.org%2F..//healthz/", None),
    ("//", "/"),
    ("/test//note", None),
    ("/nowhere//", None),
]


async def test_there_is_one_address_for_each_thing_and_readers_are_sent_on_to_it(app) -> None:
    """Not the router's several spellings of one address, which caches keep apart."""
    for address, right in SLASHES:
        for method in ("GET", "HEAD"):
            started, body = await told(app, method, address)
            found = dict(started["headers"]).get(b"location")
            if right is None:
                assert (started["status"], found) in {(404, None), (405, None)}, address
            else:
                assert (started["status"], found, body) == (308, right.encode(), b""), address


async def test_nothing_is_taken_in_at_a_misspelt_address(app) -> None:
    for method, address in (
        ("POST", "/test/note/"),
        ("POST", "//test/note"),
        ("OPTIONS", "/healthz/"),
    ):
        started, body = await told(app, method, address)
        assert (started["status"], b"without doubled slashes" in body) == (404, True), address


async def told(app, method: str, address: str) -> tuple[dict[str, Any], bytes]:
    """What the application answers to an address as it stands: clients tidy theirs up."""
    path, _, query = address.partition("?")
    scope = http_scope(method, unquote(path), []) | {
        "raw_path": path.encode(), "query_string": query.encode(),
    }  # fmt: skip
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return sent[0], b"".join(each.get("body", b"") for each in sent[1:])


# Bodies


@pytest.mark.parametrize("content_type", ["text/xml", "text/plain", "", "application/jsonx", "x"])
@pytest.mark.parametrize("address", ["/test/note", "/test/form", "/test/file", "/test/upload"])
async def test_other_content_types_are_refused(client, address, content_type) -> None:
    answer = await client.post(address, content=b"{}", headers={"content-type": content_type})
    accepted = {
        "/test/note": ["application/json"],
        "/test/form": ["application/x-www-form-urlencoded"],
        "/test/file": ["multipart/form-data"],
        "/test/upload": ["text/csv", "application/xml"],
    }[address]
    assert (answer.status_code, answer.json()["accepted"]) == (415, accepted)
    assert answer.headers["accept"] == ", ".join(accepted)


@pytest.mark.parametrize("content_type", ["application/json", "Application/JSON; charset=utf-8"])
async def test_the_right_content_type_passes_in_any_spelling(client, content_type) -> None:
    answer = await client.post(
        "/test/note", content=b'{"text": "x"}', headers={"content-type": content_type}
    )
    assert answer.json() == {"text": "x", "tags": []}


MALFORMED = [b"", b"{", b'{"text": "\xff"}', b"[" * 50_000, b"\x00", b"NaN", b'{"text": "\\u0000"}']


@pytest.mark.parametrize("body", MALFORMED, ids=range(len(MALFORMED)))
async def test_malformed_json_is_refused(client, body) -> None:
    answer = await client.post(
        "/test/note", content=body, headers={"content-type": "application/json"}
    )
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/malformed-body")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"text": 1}, "/text"),
        ({"text": "x", "tags": ["a", 2]}, "/tags/1"),
        ({"text": "x", "tag": []}, "/tag"),
        ({}, "/text"),
        ([1], ""),
    ],
)
async def test_a_wrong_field_is_pointed_to(client, body, pointer) -> None:
    answer = await client.post("/test/note", json=body)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/unprocessable")
    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]


@pytest.mark.parametrize(
    ("parts", "status"),
    [
        ([("file", b"abc")], 201),
        ([("file", b"abc"), ("file", b"d")], 422),
        ([("other", b"abc")], 422),
        ([("file", b"abc"), ("other", b"d")], 422),
    ],
)
async def test_multipart_parts_of_odd_number_or_name_are_refused(client, parts, status) -> None:
    answer = await client.post(
        "/test/file", files=[(name, ("a.csv", content)) for name, content in parts]
    )
    assert answer.status_code == status
    assert "<class" not in answer.text


@pytest.mark.parametrize(
    "body", [b"", b"--x", b"--x\r\nfoo", b"--x\r\n\r\n\r\n--x--\r\n", b"--y--"]
)
@pytest.mark.parametrize("boundary", ["; boundary=x", "", "; boundary="])
async def test_broken_multipart_is_refused(client, body, boundary) -> None:
    answer = await client.post(
        "/test/file", content=body, headers={"content-type": f"multipart/form-data{boundary}"}
    )
    assert answer.status_code in {400, 422}


async def test_a_handler_that_would_fail_on_repeated_parts_is_refused_at_start(tmp_path) -> None:
    @post("/test/bare")
    async def bare(data: MultipartBody[UploadFile]) -> None: ...

    made = create_app(Settings(database_url=f"sqlite:///{tmp_path}/empty.sqlite"))
    made.register(bare)
    with pytest.raises(RuntimeError, match="bare UploadFile"):
        async with running(made):
            pass


async def in_chunks(size: int, chunk: int = 65_536) -> AsyncIterator[bytes]:
    """A body whose length is not announced."""
    while size > 0:
        yield b"\x01" * min(size, chunk)
        size -= chunk


@pytest.mark.parametrize("announced", [True, False])
async def test_a_body_over_one_megabyte_is_refused(client, announced) -> None:
    body = b'"' + b"x" * 1024 * 1024 + b'"'

    async def unannounced() -> AsyncIterator[bytes]:
        yield body

    answer = await client.post(
        "/test/note",
        content=body if announced else unannounced(),
        headers={"content-type": "application/json"},
    )
    assert (answer.status_code, answer.json()["type"]) == (413, "/problems/too-large")


@pytest.mark.parametrize("size", [0, 1, IN_MEMORY_BYTES, IN_MEMORY_BYTES + 1, 3_000_000])
@pytest.mark.parametrize("announced", [True, False])
async def test_an_upload_up_to_its_limit_arrives_whole(client, size, announced) -> None:
    content = b"\x01" * size if announced else in_chunks(size)
    answer = await client.post(
        "/test/upload", content=content, headers={"content-type": "text/csv; charset=utf-8"}
    )
    assert answer.json() == {"kind": "text/csv", "bytes": size, "sum": size}


@pytest.mark.parametrize("announced", [True, False])
async def test_an_upload_over_its_limit_is_refused(client, announced) -> None:
    content = b"\x01" * 3_000_001 if announced else in_chunks(3_000_001)
    answer = await client.post(
        "/test/upload", content=content, headers={"content-type": "text/csv"}
    )
    assert (answer.status_code, answer.json()["limit_bytes"]) == (413, 3_000_000)


async def test_an_endless_upload_is_kept_nowhere_and_read_no_further_than_the_drain(
    app, monkeypatch
) -> None:
    """Two gigabytes without an announced length: a refused client is heard out only so far."""
    monkeypatch.setattr(draining, "DRAINED_BYTES", 10_000_000)
    given = 0

    async def receive() -> dict[str, Any]:
        nonlocal given
        given += 65_536
        return {"type": "http.request", "body": b"\x01" * 65_536, "more_body": given < 2**31}

    answers: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        answers.append(message)

    await app(http_scope("POST", "/test/upload", [(b"content-type", b"text/csv")]), receive, send)
    assert (answers[0]["status"], given <= 13_000_000 + 2 * 65_536) == (413, True)


@pytest.mark.parametrize(
    ("headers", "heard_out"),
    [
        ([(b"content-length", b"9000000")], True),
        ([(b"transfer-encoding", b"chunked")], True),
        ([(b"content-length", b"9000000"), (b"expect", b"100-continue")], False),
        ([(b"content-length", b"0")], False),
        ([], False),
    ],
)
async def test_a_refused_client_is_heard_out_if_it_is_sending(app, headers, heard_out) -> None:
    """Otherwise the server would break the connection before the refusal is seen."""
    given = 0

    async def receive() -> dict[str, Any]:
        nonlocal given
        given += 1_000_000
        return {"type": "http.request", "body": b"x" * 1_000_000, "more_body": given < 9_000_000}

    answers: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        answers.append(message)

    await app(http_scope("POST", "/nowhere", headers), receive, send)
    assert (answers[0]["status"], given) == (404, 9_000_000 if heard_out else 0)


async def test_a_client_that_sends_nothing_more_is_not_waited_for(app, monkeypatch) -> None:
    monkeypatch.setattr(draining, "DRAINED_SECONDS", 0.05)
    answers: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: Any) -> None:
        answers.append(message)

    await app(http_scope("POST", "/nowhere", [(b"content-length", b"5")]), receive, send)
    assert answers[0]["status"] == 404


async def test_a_client_that_goes_away_is_no_fault(app, capsys) -> None:
    messages = iter(
        [
            {"type": "http.request", "body": b"abc", "more_body": True},
            {"type": "http.disconnect"},
        ]
    )

    async def receive() -> dict[str, Any]:
        return next(messages)

    async def send(message: Any) -> None:
        pass

    await app(http_scope("POST", "/test/upload", [(b"content-type", b"text/csv")]), receive, send)
    assert capsys.readouterr().err == ""


async def test_a_full_disk_is_said_and_leaves_nothing(client, monkeypatch, tmp_path) -> None:
    class FullDisk(tempfile.SpooledTemporaryFile):
        def write(self, _: bytes) -> int:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "SpooledTemporaryFile", FullDisk)
    answer = await client.post("/test/upload", content=b"abc", headers={"content-type": "text/csv"})
    assert (answer.status_code, answer.json()["type"]) == (507, "/problems/storage-full")


def http_scope(method: str, path: str, headers: list[tuple[bytes, bytes]]) -> dict[str, Any]:
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(b"host", b"test"), *headers],
        "client": ("127.0.0.1", 1),
        "server": ("test", 80),
        "extensions": {},
    }


# Headers on everything


@pytest.mark.parametrize("address", ["/healthz", "/nowhere", "/favicon.ico", "/test/filter?x=1"])
async def test_every_answer_has_the_security_headers(client, address) -> None:
    answer = await client.get(address)
    expected = {
        "content-security-policy": CONTENT_SECURITY_POLICY,
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    }
    assert {name: answer.headers.get(name) for name in expected} == expected
    assert "strict-transport-security" not in answer.headers
    assert "unsafe" not in CONTENT_SECURITY_POLICY


async def test_https_is_insisted_on_where_the_public_address_is_https(tmp_path) -> None:
    made = create_app(
        Settings(
            database_url=f"sqlite:///{tmp_path}/e.sqlite", public_url="https://scorecard.example"
        )
    )
    async with (
        running(made),
        httpx.AsyncClient(transport=httpx.ASGITransport(app=made), base_url="http://t") as client,
    ):
        answer = await client.get("/healthz")
    assert answer.headers["strict-transport-security"] == "max-age=63072000"


async def test_caches_keep_only_what_is_public(client, key_for_cache) -> None:
    public = await client.get("/test/document")
    keyed = await client.get("/test/document", headers=key_for_cache)
    unsaid = await client.get("/test/filter?team=a")
    assert [each.headers["cache-control"] for each in (public, keyed, unsaid)] == [
        "public, max-age=60, s-maxage=600",
        "private, max-age=60",
        "no-store",
    ]


@pytest.fixture
def key_for_cache() -> dict[str, str]:
    """The route does not ask who it is, so any key will do."""
    return {"authorization": "Bearer something"}


# Conditional requests


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"if-none-match": '"v1"'}, 304),
        ({"if-none-match": 'W/"v1"'}, 304),
        ({"if-none-match": "*"}, 304),
        ({"if-none-match": '"v0", W/"v1" , "v2"'}, 304),
        ({"if-none-match": '"v0,v1"'}, 200),
        ({"if-none-match": "v1"}, 200),
        ({"if-none-match": '"V1"'}, 200),
        ({"if-none-match": ""}, 200),
        ({"if-none-match": '"v0"', "if-modified-since": "Fri, 20 Nov 2026 09:30:00 GMT"}, 200),
        ({"if-modified-since": "Fri, 20 Nov 2026 09:30:00 GMT"}, 304),
        ({"if-modified-since": "Fri, 20 Nov 2026 09:29:59 GMT"}, 200),
        ({"if-modified-since": "yesterday"}, 200),
        ({"if-modified-since": "20 Nov 2026 09:30:00"}, 200),
        ({}, 200),
    ],
)
async def test_conditional_requests(client, headers, status) -> None:
    answer = await client.get("/test/document", headers=headers)
    assert answer.status_code == status
    assert (answer.headers["etag"], answer.headers["last-modified"], answer.headers["vary"]) == (
        '"v1"',
        "Fri, 20 Nov 2026 09:30:00 GMT",
        "Accept",
    )
    assert (answer.content == b"") is (status == 304)
    assert ("content-type" in answer.headers, "content-length" in answer.headers) == (
        (True, True) if status == 200 else (False, False)
    )


def test_a_time_with_a_fraction_counts_as_its_second() -> None:
    later = CHANGED.replace(microsecond=999_999)
    assert unchanged(None, "Fri, 20 Nov 2026 09:30:00 GMT", "x", later) is True
    assert unchanged(None, "Fri, 20 Nov 2026 09:30:00 GMT", "x", None) is False


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("application/json, text/html;q=0.9", "application/json"),
        ("text/*", "text/html"),
        ("text/html;q=0, */*", "application/json"),
        ("text/html;q=0.5, application/json;q=0.4", "text/html"),
        ("TEXT/HTML", "text/html"),
        ("text/html;q=high", None),
        ("image/png", None),
        (",;,", None),
        ("text/html;level=1", "text/html"),
        ("text/html;q=2", None),
    ],
)
def test_the_accept_header_chooses(accept, chosen) -> None:
    assert preferred(accept, ("application/json", "text/html")) == chosen


# Static files


async def test_static_files_are_named_after_their_content_and_kept_for_ever(client) -> None:
    static = packaged()
    assert {"app.css", "favicon.ico", "govuk.css", "icon.svg"} - set(static.by_name) == set()
    for name, held in static.by_name.items():
        answer = await client.get(static.url(name), headers={"accept-encoding": "identity"})
        assert (answer.status_code, answer.content) == (200, held.content)
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["content-type"].partition(";")[0] == held.media_type


async def test_compressed_and_plain_files_have_tags_of_their_own(client) -> None:
    address = packaged().url("govuk.css")
    plain = await client.get(address, headers={"accept-encoding": "br, gzip;q=0"})
    packed = await client.get(address, headers={"accept-encoding": "br;q=1, gzip;q=0.5"})
    assert ("content-encoding" in plain.headers, packed.headers["content-encoding"]) == (
        False,
        "gzip",
    )
    assert packed.content == plain.content  # httpx has unpacked it
    assert plain.headers["etag"] != packed.headers["etag"]
    assert plain.headers["vary"] == packed.headers["vary"] == "Accept-Encoding"
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 4
    again = await client.get(
        address,
        headers={"accept-encoding": "gzip", "if-none-match": packed.headers["etag"]},
    )
    other = await client.get(
        address, headers={"accept-encoding": "gzip", "if-none-match": plain.headers["etag"]}
    )
    assert (again.status_code, other.status_code) == (304, 200)


def test_compression_gives_the_same_bytes_each_time() -> None:
    first, second = packaged().by_name["govuk.css"], packaged().by_name["govuk.css"]
    assert first == second
    assert gzip.decompress(first.compressed) == first.content


@pytest.mark.parametrize(
    "name",
    ["govuk.css", "govuk.000000000000.css", "..%2fapp.py", "govuk-frontend.LICENCE.txt", "%2e%2e"],
)
async def test_nothing_else_is_served_as_a_static_file(client, name) -> None:
    assert (await client.get(f"/static/{name}")).status_code == 404


# Health


async def test_health_needs_no_database(client) -> None:
    assert (await client.get("/healthz")).json() == {"status": "ok"}


async def test_an_unmigrated_database_is_not_ready(client) -> None:
    answer = await client.get("/readyz")
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/unavailable")
    assert "python -m service migrate" in answer.json()["detail"]
    assert "sqlite" not in answer.text


def test_problem_is_the_base_of_all_refusals() -> None:
    assert problems.Problem("x").status == 400
