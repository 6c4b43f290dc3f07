"""API keys over HTTP: who gets in, what is kept, what is written down."""

from __future__ import annotations

import asyncio
import hashlib
import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from litestar import get
from litestar.di import NamedDependency
from litestar.routes import HTTPRoute

from service import problems
from service.access import attempts, audit, keys, operations, store
from service.access.actor import Actor, Scope
from service.access.guards import Requires
from service.access.visitors import OpensTo
from service.storage.database import open_database
from service.storage.tables.access import ApiKey
from service.storage.transaction import unit_of_work
from tests.api.conftest import NOW, OPERATOR


async def test_a_key_is_shown_once_and_only_its_hash_is_kept(database) -> None:
    key = await operations.issue("HR feed", [Scope.HR], NOW, OPERATOR)
    secret = key.rpartition("_")[2]
    [row] = await ApiKey.select()
    assert row["secret_hash"] == hashlib.sha256(secret.encode()).hexdigest()
    assert secret not in " ".join(str(value) for value in row.values())
    assert key.startswith(f"swk_{row['lookup']}_")


async def test_keys_differ_and_carry_256_random_bits() -> None:
    made = [keys.make() for _ in range(50)]
    assert len({key.plaintext for key in made}) == 50
    assert {len(bytes.fromhex(key.plaintext.rpartition("_")[2])) for key in made} == {32}


def test_no_repr_shows_a_secret() -> None:
    fresh = keys.make()
    record = store.KeyRecord(uuid4(), "n", frozenset(), fresh.lookup, NOW, "x", None, None)
    shown = repr(fresh) + repr(operations.IssuedKey(record, fresh.plaintext))
    assert fresh.plaintext.rpartition("_")[2] not in shown


async def test_the_holder_of_a_key_is_recognised(database) -> None:
    key = await operations.issue("Academy team", [Scope.ACADEMY, Scope.READ], NOW, OPERATOR)
    actor = await operations.authenticate(key, NOW)
    await database.settled()
    [record] = await operations.listing()
    assert (actor.name, actor.scopes, actor.key_id) == (
        "Academy team",
        frozenset({Scope.ACADEMY, Scope.READ}),
        record.id,
    )


async def test_every_wrong_key_is_refused_in_the_same_words(database) -> None:
    key = await operations.issue("one", [Scope.HR], NOW, OPERATOR)
    revoked = await operations.create("two", [Scope.HR], NOW, OPERATOR)
    await operations.revoke(revoked.record.id, NOW, OPERATOR)
    last = "0" if key[-1] != "0" else "1"
    wrong = [
        "",
        "x",
        key[:-1] + last,
        key + "0",
        key.upper(),
        "swk_" + "0" * 16 + "_" + key.rpartition("_")[2],
        revoked.plaintext,
        "é" * 40,
        "x" * 100_000,
    ]
    said = set()
    for token in wrong:
        with pytest.raises(problems.Unauthorised) as refused:
            await operations.authenticate(token, NOW)
        said.add(refused.value.detail)
    assert said == {"The API key is not known or has been revoked."}


async def test_last_use_is_recorded_at_most_once_a_minute(database) -> None:
    key = await operations.issue("one", [Scope.HR], NOW, OPERATOR)
    seen = []
    for seconds in (0, 59, 60, 100, 121):
        await operations.authenticate(key, NOW + timedelta(seconds=seconds))
        await database.settled()
        [record] = await operations.listing()
        seen.append((record.last_used_at - NOW).total_seconds())
    assert seen == [0, 0, 60, 60, 121]


async def test_reading_with_a_key_does_not_wait_for_a_long_write(database) -> None:
    key = await operations.issue("one", [Scope.HR], NOW, OPERATOR)
    begun, may_end = asyncio.Event(), asyncio.Event()

    async def long_import() -> None:
        async with unit_of_work():
            begun.set()
            await may_end.wait()

    importing = asyncio.create_task(long_import())
    await begun.wait()
    for _ in range(3):
        await asyncio.wait_for(operations.authenticate(key, NOW), 5)
    [record] = await operations.listing()
    assert record.last_used_at is None
    may_end.set()
    await importing
    await database.settled()
    [record] = await operations.listing()
    assert record.last_used_at == NOW


async def test_a_database_is_closed_only_after_the_last_use_is_written(settings, database) -> None:
    """Written later it would meet the tables of whichever database is opened next."""
    key = await operations.issue("one", [Scope.HR], NOW, OPERATOR)
    async with await open_database(settings):
        await operations.authenticate(key, NOW)
    [record] = await operations.listing()
    assert record.last_used_at == NOW


async def test_a_use_that_cannot_be_written_down_is_logged_without_the_key(
    database, monkeypatch, capsys
) -> None:
    key = await operations.issue("one", [Scope.HR], NOW, OPERATOR)

    async def busy(*_: object) -> None:
        raise problems.Unavailable("Busy.")

    monkeypatch.setattr(store, "set_last_used", busy)
    assert (await operations.authenticate(key, NOW)).name == "one"
    await database.settled()
    [line] = capsys.readouterr().err.splitlines()
    assert '"last use of a key not recorded"' in line
    assert key.rpartition("_")[2] not in line


async def test_revoking_again_changes_nothing(database) -> None:
    issued = await operations.create("one", [Scope.HR], NOW, OPERATOR)
    first = await operations.revoke(issued.record.id, NOW, OPERATOR)
    again = await operations.revoke(issued.record.id, NOW + timedelta(days=1), OPERATOR)
    assert (first, first.revoked_at) == (again, NOW)
    assert [entry.action for entry in await audit.entries()] == ["key.revoked", "key.issued"]


@pytest.mark.parametrize(
    ("name", "scopes", "pointer"),
    [
        ("", [Scope.HR], "/name"),
        ("  ", [Scope.HR], "/name"),
        ("x" * 201, [Scope.HR], "/name"),
        ("cli:root", [Scope.HR], "/name"),
        ("  CLI : root", [Scope.HR], "/name"),
        ("cli\uff1aroot", [Scope.HR], "/name"),
        ("x", [], "/scopes"),
    ],
)
async def test_a_key_without_name_or_scope_is_refused(database, name, scopes, pointer) -> None:
    with pytest.raises(problems.Unprocessable) as refused:
        await operations.create(name, scopes, NOW, OPERATOR)
    assert [each["pointer"] for each in refused.value.extra["errors"]] == [pointer]
    assert await operations.listing() == []
    assert await audit.entries() == []


async def test_only_at_the_beginning_cli_is_the_operator_of_the_trail(database) -> None:
    assert (await operations.create("clinic: duty", [Scope.HR], NOW, OPERATOR)).record.name == (
        "clinic: duty"
    )
    assert (
        await operations.create("HR cli:x", [Scope.HR], NOW, OPERATOR)
    ).record.name == "HR cli:x"


async def test_an_audit_entry_stands_or_falls_with_its_change(database) -> None:
    class ChangedMindError(Exception): ...

    async def change() -> None:
        async with unit_of_work():
            await audit.record(
                OPERATOR,
                "thing.changed",
                subject_kind="thing",
                subject_id="1",
                before={"a": 1},
                after={"a": "é"},
                now=NOW,
            )
            raise ChangedMindError

    with pytest.raises(ChangedMindError):
        await change()
    assert await audit.entries() == []


async def test_the_trail_keeps_json_values_as_they_are(database) -> None:
    before = {"words": "naïve “quoted”", "n": 12.5, "list": [1, None, True], "nested": {"a": {}}}
    async with unit_of_work():
        await audit.record(
            OPERATOR, "a.b", subject_kind="k", subject_id="i", before=before, after=[], now=NOW
        )
    [entry] = await audit.entries()
    assert (entry.before, entry.after, entry.at, entry.actor) == (before, [], NOW, "cli:tester")


# Over HTTP


async def test_keys_are_issued_listed_and_revoked_over_http(client, key_for) -> None:
    psw = await key_for(Scope.PSW)
    made = await client.post(
        "/api/v1/keys", headers=psw, json={"name": "HR feed", "scopes": ["hr", "read"]}
    )
    assert made.status_code == 201
    assert made.headers["cache-control"] == "no-store"
    fresh = {"authorization": f"Bearer {made.json()['key']}"}
    details = made.json()["details"]
    assert (details["name"], details["scopes"], details["created_by"]) == (
        "HR feed",
        ["hr", "read"],
        "a test key",
    )

    listed = await client.get("/api/v1/keys", headers=psw)
    assert [each["name"] for each in listed.json()["keys"]] == ["a test key", "HR feed"]
    assert made.json()["key"].rpartition("_")[2] not in listed.text

    assert (await client.get("/api/v1/keys", headers=fresh)).status_code == 403
    revoked = await client.delete(f"/api/v1/keys/{details['id']}", headers=psw)
    assert (revoked.status_code, revoked.json()["revoked_at"] is None) == (200, False)
    assert (await client.get("/api/v1/keys", headers=fresh)).status_code == 401

    trail = (await client.get("/api/v1/audit", headers=psw)).json()["entries"]
    assert [(each["action"], each["actor"], each["subject_id"]) for each in trail[:2]] == [
        ("key.revoked", "a test key", details["id"]),
        ("key.issued", "a test key", details["id"]),
    ]
    # Names of keys are not unique; the key itself is noted beside the name.
    assert {each["actor_id"] for each in trail[:2]} == {listed.json()["keys"][0]["id"]}
    assert trail[2]["actor_id"] is None  # issued at the command line
    assert trail[1]["after"] == {"name": "HR feed", "scopes": ["hr", "read"]}
    assert made.json()["key"].rpartition("_")[2] not in str(trail)


async def test_a_key_that_is_not_there_cannot_be_revoked(client, key_for) -> None:
    psw = await key_for(Scope.PSW)
    answer = await client.delete(f"/api/v1/keys/{uuid4()}", headers=psw)
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-found")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"name": "x"}, "/scopes"),
        ({"scopes": ["hr"]}, "/name"),
        ({"name": "x", "scopes": []}, "/scopes"),
        ({"name": "x", "scopes": ["everything"]}, "/scopes/0"),
        ({"name": 7, "scopes": ["hr"]}, "/name"),
        ({"name": " ", "scopes": ["hr"]}, "/name"),
        ({"name": "cli:root", "scopes": ["hr"]}, "/name"),
        ({"name": "x", "scopes": ["hr"], "admin": True}, "/admin"),
        ([], ""),
        ("x", ""),
    ],
)
async def test_a_wrong_request_for_a_key_points_to_the_field(
    client, key_for, body, pointer
) -> None:
    psw = await key_for(Scope.PSW)
    answer = await client.post("/api/v1/keys", headers=psw, json=body)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/unprocessable")
    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]
    assert len(await operations.listing()) == 1


async def test_the_trail_is_paged_without_gap_or_overlap(client, key_for) -> None:
    psw = await key_for(Scope.PSW)
    for number in range(7):
        await operations.issue(f"key {number}", [Scope.READ], NOW, OPERATOR)
    address, seen, ids, pages = "/api/v1/audit?limit=3", [], [], 0
    while address:
        page = (await client.get(address, headers=psw)).json()
        if pages == 0:
            # Entries that arrive while somebody reads on do not shift the later pages.
            await operations.issue("late", [Scope.READ], NOW, OPERATOR)
        seen += [each["after"]["name"] for each in page["entries"]]
        ids += [each["id"] for each in page["entries"]]
        address, pages = page["next"], pages + 1
    assert seen == [f"key {number}" for number in range(6, -1, -1)] + ["a test key"]
    assert pages == 3
    assert len({UUID(each) for each in ids}) == len(seen)
    again = (await client.get("/api/v1/audit?limit=200", headers=psw)).json()["entries"]
    assert [each["id"] for each in again[1:]] == ids  # the late one is the newest


@pytest.mark.parametrize(
    "token",
    [
        "36",
        "",
        "x",
        "c1.36",
        "YzEuMzY=",
        "YzEuMDM2",
        "YzEuMA",
        "YzEuLTE",
        "MzY",
        "YzEu",
        "é",
        "YzEuMzY\n",
        "YzEuOTIyMzM3MjAzNjg1NDc3NTgwOA",
        "A" * 60,
        "A" * 61,
    ],
)
async def test_a_cursor_that_was_never_given_is_refused(client, key_for, token) -> None:
    psw = await key_for(Scope.PSW)
    for address, name in (("/api/v1/audit", "before"), ("/api/v1/workforce/posts", "after")):
        answer = await client.get(address, params={name: token}, headers=psw)
        assert (answer.status_code, answer.json()["type"]) == (400, "/problems/invalid-parameter")
        assert [each["parameter"] for each in answer.json()["errors"]] == [name]
    good = await client.get("/api/v1/audit", params={"before": "YzEuMzY"}, headers=psw)
    assert good.status_code == 200


@pytest.mark.parametrize("limit", ["0", "-1", "201", "many", "1e3", ""])
async def test_a_page_size_out_of_range_is_refused(client, key_for, limit) -> None:
    psw = await key_for(Scope.PSW)
    answer = await client.get("/api/v1/audit", params={"limit": limit}, headers=psw)
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/invalid-parameter")
    assert [each["parameter"] for each in answer.json()["errors"]] == ["limit"]


@get("/test/who")
async def who_asks(actor: NamedDependency[Actor | None]) -> list[str] | None:
    """Open to all, but knows who asks."""
    return [actor.name, *sorted(actor.scopes)] if actor else None


async def test_a_public_route_knows_who_asks(app, client, key_for) -> None:
    app.register(who_asks)
    assert (await client.get("/test/who")).json() is None
    answer = await client.get("/test/who", headers=await key_for(Scope.HR, Scope.READ))
    assert answer.json() == ["a test key", "hr", "read"]


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer ",
        "Bearer x",
        "Basic dXNlcjpwYXNz",
        "swk_0000",
        "Bearer swk_" + "0" * 16 + "_" + "0" * 64,
        "Bearer \xff",
    ],
)
async def test_a_header_without_a_good_key_is_refused_even_on_public_routes(
    app, client, header
) -> None:
    raw = [(b"authorization", header.encode("latin-1"))]
    app.register(who_asks)
    for address in ("/api/v1/keys", "/test/who"):
        answer = await client.get(address, headers=raw)
        assert (answer.status_code, answer.json()["type"]) == (401, "/problems/unauthorised")
    assert answer.headers["www-authenticate"] == ('Bearer realm="scorecard", error="invalid_token"')


async def test_two_authorization_headers_are_refused(client, key_for) -> None:
    good = (await key_for(Scope.PSW))["authorization"]
    twice = [("authorization", good), ("authorization", good)]
    assert (await client.get("/api/v1/keys", headers=twice)).status_code == 401


async def test_no_key_is_asked_for_with_a_challenge(client) -> None:
    answer = await client.get("/api/v1/keys")
    assert (answer.status_code, answer.headers["www-authenticate"]) == (
        401,
        'Bearer realm="scorecard"',
    )


async def test_failed_attempts_are_slowed_down_but_a_good_key_always_passes(
    client, key_for
) -> None:
    psw = await key_for(Scope.PSW)
    wrong = {"authorization": "Bearer swk_" + "0" * 16 + "_" + "0" * 64}
    statuses = [
        (await client.get("/api/v1/keys", headers=wrong)).status_code
        for _ in range(attempts.FAILURES_PER_WINDOW + 2)
    ]
    assert statuses == [401] * attempts.FAILURES_PER_WINDOW + [429, 429]
    answer = await client.get("/api/v1/keys", headers=wrong)
    assert answer.json()["type"] == "/problems/too-many-requests"
    assert 1 <= int(answer.headers["retry-after"]) <= attempts.WINDOW.total_seconds()
    assert (await client.get("/api/v1/keys", headers=psw)).status_code == 200


def test_failed_attempts_are_forgotten_after_the_window_and_never_pile_up() -> None:
    counter = attempts.FailedAttempts()
    for _ in range(attempts.FAILURES_PER_WINDOW):
        assert counter.retry_after("a", NOW) == 0
        counter.add("a", NOW)
    assert counter.retry_after("a", NOW + timedelta(seconds=299)) == 1
    assert counter.retry_after("a", NOW + attempts.WINDOW) == 0
    assert counter.retry_after("b", NOW) == 0
    for number in range(attempts.CLIENTS_REMEMBERED + 5):
        counter.add(f"client {number}", NOW)
    assert len(counter._failures) == attempts.CLIENTS_REMEMBERED


async def test_each_route_lets_in_exactly_the_scopes_it_names(app, client, key_for) -> None:
    """The matrix of all routes and scopes, read from the guards and tried over HTTP."""
    scopes = [scope for scope in Scope if scope is not Scope.ADMIN]  # no key has it
    headers = {scope: await key_for(scope) for scope in scopes}
    tried = 0
    for route in app.routes:
        if not isinstance(route, HTTPRoute):
            continue
        for method, (handler, _) in route.route_handler_map.items():
            guards = [each for each in handler.resolve_guards() if isinstance(each, Requires)]
            if not guards:
                continue
            address = example_of(route.path)
            body = {"json": {}} if method != "GET" else {}
            assert (await client.request(method, address, **body)).status_code == 401, address
            for scope in scopes:
                answer = await client.request(method, address, headers=headers[scope], **body)
                refused = answer.status_code == 403
                assert refused is (scope not in guards[0].scopes), (method, address, scope)
                tried += 1
    assert tried >= 4 * len(Scope)


OPENED_BY_A_SECRET = [
    "POST /exit-interview/{secret:str}",
    "POST /my-academy/{secret:str}/new-address",
    "POST /sign-in/{secret:str}",
    "POST /survey/{secret:str}",
    "POST /timetable/{secret:str}/new-address",
]
"""The secret in the address is the key."""
SESSIONS = ["POST /sign-in", "POST /sign-out"]
"""Asking for a link changes nothing that anybody sees; signing out needs the session's token."""


async def test_every_route_that_changes_something_needs_a_key(app) -> None:
    open_to_all = [
        f"{method} {route.path}"
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for method, (handler, _) in route.route_handler_map.items()
        if method not in {"GET", "OPTIONS"}
        and not any(isinstance(each, Requires | OpensTo) for each in handler.resolve_guards())
    ]
    assert sorted(open_to_all) == sorted(OPENED_BY_A_SECRET + SESSIONS)


def example_of(path: str) -> str:
    """An address of this route with stand-ins for its parameters."""
    stand_ins = {"uuid": str(uuid4()), "date": "2026-09-30", "int": "1", "str": "x", "path": "x"}
    return re.sub(r"\{[^:}]+:(\w+)\}", lambda match: stand_ins[match[1]], path)
