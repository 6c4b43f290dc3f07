"""Every status as an RFC 9457 document or as a page, and faults that reveal nothing."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest
from jinja2 import DictLoader
from litestar import Litestar, get, post
from litestar.exceptions import (
    ClientException,
    ImproperlyConfiguredException,
    NotAuthorizedException,
    PermissionDeniedException,
    TooManyRequestsException,
)
from litestar.params import FromPath, JSONBody
from litestar.response import Stream, Template

from academy import errors as academy_errors
from scorecard import errors as scorecard_errors
from service import problems
from service.access import keys
from service.app import create_app
from service.settings import Settings
from service.storage.problems import StorageBusy, StorageUnavailable
from service.web.pages import page
from service.workforce.identity import KeyDoesNotFit
from tests.lifespan import running

SECRET = "Jo Bloggs SW123456"

RAISED: dict[str, tuple[Exception, int, str]] = {
    "problem": (problems.Problem("No."), 400, "bad-request"),
    "unauthorised": (problems.Unauthorised("No."), 401, "unauthorised"),
    "forbidden": (problems.Forbidden("No."), 403, "forbidden"),
    "not-found": (problems.NotFound("No."), 404, "not-found"),
    "not-acceptable": (problems.NotAcceptable("No."), 406, "not-acceptable"),
    "conflict": (problems.Conflict("No.", version=2), 409, "conflict"),
    "too-large": (problems.TooLarge("No."), 413, "too-large"),
    "media-type": (problems.UnsupportedMediaType("No."), 415, "unsupported-media-type"),
    "unprocessable": (problems.Unprocessable("No."), 422, "unprocessable"),
    "too-many": (
        problems.TooManyRequests("No.", headers={"retry-after": "7"}),
        429,
        "too-many-requests",
    ),
    "internal": (problems.InternalError("Said " + SECRET), 500, "internal-error"),
    "unavailable": (problems.Unavailable("No."), 503, "unavailable"),
    "disk": (problems.StorageFull("No."), 507, "storage-full"),
    "busy": (StorageBusy("No."), 503, "storage-busy"),
    "gone": (StorageUnavailable("No."), 503, "storage-unavailable"),
    "key": (KeyDoesNotFit(), 503, "identity-key-does-not-fit"),
    "half-year": (
        scorecard_errors.NotAHalfYearEnd(date(2026, 8, 31), ((3, 31), (9, 30))),
        404,
        "not-a-half-year-end",
    ),
    "figure": (scorecard_errors.UnknownFigure("measure", "turnip"), 404, "unknown-figure"),
    "identity": (
        scorecard_errors.IdentityBroken(
            dimension="team", group=SECRET, unit="fte", as_at=date(2026, 9, 30), expected=1, found=2
        ),
        500,
        "internal-error",
    ),
    "programme": (academy_errors.ProgrammeInvalid("no days"), 422, "programme-invalid"),
    "key-error": (KeyError(SECRET), 500, "internal-error"),
    "value-error": (ValueError(SECRET), 500, "internal-error"),
    "group": (ExceptionGroup(SECRET, [ValueError(SECRET)]), 500, "internal-error"),
    "stop": (StopIteration(SECRET), 500, "internal-error"),
    # What the framework itself may raise, now or in the next release.
    "framework-400": (ClientException(SECRET), 400, "bad-request"),
    "framework-401": (NotAuthorizedException(SECRET), 401, "unauthorised"),
    "framework-403": (PermissionDeniedException(SECRET), 403, "forbidden"),
    "framework-429": (TooManyRequestsException(SECRET), 429, "too-many-requests"),
    "framework-500": (ImproperlyConfiguredException(SECRET), 500, "internal-error"),
}


def raising(name: str) -> Any:
    @get(f"/test/raise/{name}")
    async def handler() -> None:
        raise RAISED[name][0]

    return handler


@get("/test/broken-page", sync_to_thread=False)
def broken_page() -> Template:
    return page("test_broken.html", {"worker": SECRET})


@get("/test/no-such-page", sync_to_thread=False)
def no_such_page() -> Template:
    return page("nowhere.html")


@get("/test/half-way")
async def half_way() -> Stream:
    async def lines() -> AsyncIterator[bytes]:
        yield b"a,b\n"
        raise ValueError(SECRET)

    return Stream(lines(), media_type="text/csv")


@get("/test/not-json", sync_to_thread=False)
def not_json() -> Any:
    return object()


@post("/test/fault/{worker:str}", sync_to_thread=False)
def fault_at_an_address(worker: FromPath[str]) -> None:
    del worker
    raise RuntimeError


@post("/test/number", sync_to_thread=False)
def number(data: JSONBody[int]) -> int:
    return data


def add_template(app: Litestar, name: str, content: str) -> None:
    """Put a template of the test before those of the package."""
    app.template_engine.engine.loader.loaders.insert(0, DictLoader({name: content}))


@pytest.fixture(scope="module")
async def app(tmp_path_factory) -> AsyncIterator[Litestar]:
    path = tmp_path_factory.mktemp("problems") / "empty.sqlite"
    made = create_app(Settings(database_url=f"sqlite:///{path}", council_name="Testshire"))
    for route in (broken_page, no_such_page, half_way, not_json, fault_at_an_address, number):
        made.register(route)
    for name in RAISED:
        made.register(raising(name))
    add_template(made, "test_broken.html", "{{ worker }} {{ worker.address }}")
    async with running(made) as started:
        yield started


@pytest.mark.parametrize("name", RAISED)
async def test_whatever_is_raised_becomes_a_problem_document(client, capsys, name) -> None:
    _, status, slug = RAISED[name]
    answer = await client.get(f"/test/raise/{name}")
    body = answer.json()
    assert (answer.status_code, body["status"], body["type"]) == (
        status,
        status,
        f"/problems/{slug}",
    )
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    assert list(body)[:4] == ["type", "title", "status", "detail"]
    assert SECRET not in answer.text + str(answer.headers)
    logged = capsys.readouterr().err.splitlines()
    assert len(logged) == (1 if status == 500 else 0)


async def test_a_problem_carries_its_headers_and_its_extra_members(client) -> None:
    assert (await client.get("/test/raise/too-many")).headers["retry-after"] == "7"
    assert (await client.get("/test/raise/conflict")).json()["version"] == 2


@pytest.mark.parametrize("host", [b"a b", b"test/../x"])
async def test_a_wrong_host_is_refused(client, host) -> None:
    answer = await client.get("/healthz", headers=[(b"host", host)])
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/bad-request")


async def test_405_names_what_is_allowed(client) -> None:
    answer = await client.delete("/healthz")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    assert answer.json()["type"] == "/problems/method-not-allowed"


@pytest.mark.parametrize("method", ["PROPFIND", "TRACE", "X" * 50])
async def test_odd_methods_are_refused(client, method) -> None:
    assert (await client.request(method, "/healthz")).status_code == 405


FAULTS = ["/test/raise/key-error", "/test/broken-page", "/test/no-such-page", "/test/not-json"]


@pytest.mark.parametrize("accept", ["*/*", "text/html"])
@pytest.mark.parametrize("address", FAULTS)
async def test_a_fault_is_a_500_with_a_reference_that_the_log_explains(
    client, capsys, address, accept
) -> None:
    answer = await client.get(address, headers={"accept": accept})
    assert (answer.status_code, SECRET in answer.text, "Traceback" in answer.text) == (
        500,
        False,
        False,
    )
    [line] = capsys.readouterr().err.splitlines()
    entry = json.loads(line)
    assert entry["reference"] in answer.text
    assert re.fullmatch("[0-9a-f]{12}", entry["reference"])
    assert (entry["event"], entry["level"], entry["method"], entry["route"]) == (
        "fault",
        "error",
        "GET",
        address,
    )
    assert "Traceback (most recent call last)" in entry["exception"]


async def test_the_log_of_a_fault_has_no_key_no_address_and_no_query(client, capsys) -> None:
    key = keys.make().plaintext
    await client.get("/test/raise/key-error", headers={"x-key": key, "referer": SECRET})
    await client.post("/test/fault/SW654321", content=b"{}", headers={"cookie": key})
    logged = capsys.readouterr().err
    assert key not in logged
    assert "SW654321" not in logged
    assert '"route": "/test/fault/{worker}"' in logged


async def test_two_faults_have_two_references(client) -> None:
    answers = [await client.get(FAULTS[0]) for _ in range(2)]
    assert len({each.json()["reference"] for each in answers}) == 2


async def test_a_fault_after_the_answer_began_is_logged_once_and_cuts_the_answer(
    app, capsys
) -> None:
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "GET",
        "path": "/test/half-way",
        "raw_path": b"/test/half-way",
        "root_path": "",
        "scheme": "http",
        "query_string": b"",
        "headers": [(b"host", b"test")],
        "http_version": "1.1",
        "asgi": {"version": "3.0"},
        "client": None,
        "server": None,
    }
    await app(scope, receive, send)
    assert sent[0]["status"] == 200
    assert all(each.get("more_body", True) for each in sent[1:])
    [line] = capsys.readouterr().err.splitlines()
    entry = json.loads(line)
    assert entry["event"] == "fault after the answer began"
    assert SECRET in entry["exception"]


async def test_a_broken_error_page_still_answers_with_the_document(app, client, capsys) -> None:
    loaders = app.template_engine.engine.loader.loaders
    add_template(app, "error.html", "{{ nothing_of_the_kind }}")
    app.template_engine.engine.cache.clear()
    answer = await client.get("/nowhere", headers={"accept": "text/html"})
    del loaders[0]
    app.template_engine.engine.cache.clear()
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    [line] = capsys.readouterr().err.splitlines()
    assert json.loads(line)["event"] == "error page cannot be rendered"


BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/healthz?x=<script>", 400),
        ("GET", "/api/v1/keys", 401),
        ("DELETE", "/healthz", 405),
        ("POST", "/test/number", 415),
        ("GET", "/test/raise/unprocessable", 422),
        ("GET", "/test/raise/too-many", 429),
        ("GET", "/test/raise/value-error", 500),
        ("GET", "/test/raise/unavailable", 503),
    ],
)
async def test_a_browser_gets_the_same_problem_as_a_page(client, method, address, status) -> None:
    shown = await client.request(method, address, headers=BROWSER)
    told = await client.request(method, address)
    assert (shown.status_code, told.status_code) == (status, status)
    assert shown.headers["content-type"] == "text/html; charset=utf-8"
    assert shown.headers["vary"] == told.headers["vary"] == "Accept"
    document = told.json()
    assert f'<h1 class="govuk-heading-l">{document["title"]}</h1>' in shown.text
    assert f"Error {status}" in shown.text
    assert "Testshire" in shown.text
    assert "<script" not in shown.text
    assert not re.search(r"<[^>]+\s(style|on\w+)=", shown.text)


async def test_pages_of_the_reference_escape_and_link(client) -> None:
    index = await client.get("/problems", headers=BROWSER)
    assert (index.status_code, index.headers["vary"]) == (200, "Accept")
    for kind in problems.kinds():
        assert f'href="/problems/{kind.slug}"' in index.text
        single = await client.get(f"/problems/{kind.slug}", headers=BROWSER)
        assert f">{kind.title}</h1>" in single.text
        told = (await client.get(f"/problems/{kind.slug}")).json()
        assert told == {
            "type": f"/problems/{kind.slug}",
            "status": kind.status,
            "title": kind.title,
            "advice": kind.advice,
        }
    assert (await client.get("/problems/turnip", headers=BROWSER)).status_code == 404


async def test_every_type_that_is_answered_is_explained(client) -> None:
    listed = {each["type"] for each in (await client.get("/problems")).json()["types"]}
    answered = {f"/problems/{slug}" for _, _, slug in RAISED.values()}
    assert answered - listed == set()


async def test_who_finds_the_database_busy_is_told_when_to_come_back(client):
    answer = await client.get("/test/raise/busy")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")


def test_every_problem_has_advice_of_its_own() -> None:
    """The general sentence helps nobody whose request was in order."""
    general = problems.Problem.advice
    assert [each.slug for each in problems.kinds() if each.advice == general] == ["bad-request"]


REPEATED = [
    (b'{"name": "a", "name": "b"}', "name"),
    (b'[{"a": {"x": 1, "b": 2, "x": 1}}]', "x"),
    (b'{"a": 1, "\\u0061": 2}', "a"),
    (b'{"": 1, "": 2}', ""),
    (b'{"%b": 1, "%b": 2}' % (b"n" * 200, b"n" * 200), "n" * 100),
]


@pytest.mark.parametrize(("body", "name"), REPEATED)
async def test_of_two_members_with_one_name_neither_is_chosen(client, body, name):
    headers = {"content-type": "application/json"}
    answer = await client.post("/test/number", content=body, headers=headers)
    document = answer.json()
    assert (answer.status_code, document["type"]) == (400, "/problems/malformed-body")
    assert document["members"] == [name]
    assert document["detail"] == (
        f"An object in the body has the member {name!r} more than once. Give each member once."
    )


@pytest.mark.parametrize("body", [b'[{"a": 1}, {"a": 2}]', b'{"a": {"a": 1}}', b'{"a": 1, "A": 2}'])
async def test_the_same_name_in_two_objects_is_no_repetition(client, body):
    headers = {"content-type": "application/json"}
    answer = await client.post("/test/number", content=body, headers=headers)
    assert answer.json()["type"] != "/problems/malformed-body"
