"""Targets over HTTP: set, changed under If-Match, withdrawn, refused; every write in the trail."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from service import clock
from service.access.actor import Scope
from tests.for_each import for_each

Headers = dict[str, str]
KeyFor = Callable[..., Awaitable[Headers]]
ADDRESS = "/api/v1/targets"
SOURCE = "Workforce strategy 2026 to 2029, Cabinet, 1 April 2026"


def body(**changed: Any) -> dict[str, Any]:
    return {
        "measure": "vacancy-rate-fte",
        "value": "12.50",
        "tolerance": "1",
        "decided_on": "2026-04-01",
        "in_force_from": "2026-04-01",
        "source": SOURCE,
    } | changed


@pytest.fixture
async def psw(key_for: KeyFor) -> Headers:
    return await key_for(Scope.PSW)


async def test_a_target_is_set_read_changed_and_withdrawn(
    client: httpx.AsyncClient, psw: Headers, key_for: KeyFor
):
    made = await client.post(ADDRESS, json=body(), headers=psw)
    assert made.status_code == 201
    target = made.json()
    assert target | {"set_at": "", "id": ""} == body(
        id="",
        value="12.5",
        revision=1,
        state="standing",
        dimension="council",
        group="",
        category="",
        in_force_until=None,
        set_at="",
        set_by="a test key",
    )
    address = made.headers["location"]
    read = await client.get(address, headers=await key_for(Scope.READ))
    assert (read.json(), read.headers["etag"]) == (target, '"target-1"')
    again = await client.get(address, headers=psw | {"if-none-match": '"target-1"'})
    assert again.status_code == 304

    changed = await client.put(
        address, json=body(value="11"), headers=psw | {"if-match": '"target-1"'}
    )
    assert (changed.status_code, changed.headers["etag"]) == (200, '"target-2"')
    listed = await client.get(ADDRESS, headers=psw)
    assert [(each["value"], each["revision"]) for each in listed.json()["targets"]] == [("11", 2)]

    gone = await client.delete(address, headers=psw | {"if-match": '"target-2"'})
    assert gone.status_code == 204
    assert (await client.get(ADDRESS, headers=psw)).json() == {"targets": []}
    missing = await client.get(address, headers=psw)
    assert (missing.status_code, missing.json()["type"]) == (404, "/problems/no-such-target")
    history = (await client.get(f"{address}/history", headers=psw)).json()["revisions"]
    assert [(each["revision"], each["value"], each["state"]) for each in history] == [
        (1, "12.5", "standing"),
        (2, "11", "standing"),
        (3, "11", "withdrawn"),
    ]
    trail = (await client.get("/api/v1/audit", headers=psw)).json()
    actions = [each["action"] for each in trail["entries"] if each["subject_kind"] == "target"]
    assert actions == ["target.withdrawn", "target.changed", "target.set"]


async def test_who_saw_another_state_changes_nothing(client: httpx.AsyncClient, psw: Headers):
    address = (await client.post(ADDRESS, json=body(), headers=psw)).headers["location"]
    await client.put(address, json=body(value="11"), headers=psw | {"if-match": '"target-1"'})
    late = await client.put(
        address, json=body(value="10"), headers=psw | {"if-match": '"target-1"'}
    )
    problem = late.json()
    assert (late.status_code, problem["type"]) == (412, "/problems/target-overtaken")
    assert (problem["revision"], problem["standing"]["value"]) == (2, "11")
    without = await client.put(address, json=body(), headers=psw)
    assert without.status_code == 428
    blind = await client.delete(address, headers=psw | {"if-match": "*"})
    assert blind.status_code == 412
    assert (await client.get(address, headers=psw)).json()["value"] == "11"


def soon(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


REFUSED: dict[str, tuple[dict[str, Any], str, str]] = {
    "no such measure": ({"measure": "happiness"}, "target-invalid", "/measure"),
    "without direction": ({"measure": "establishment-fte"}, "target-invalid", "/measure"),
    "no such breakdown": ({"dimension": "street", "group": "A"}, "target-invalid", "/dimension"),
    "a breakdown without group": ({"dimension": "team"}, "target-invalid", "/group"),
    "a group of the council": ({"group": "Harbour"}, "target-invalid", "/group"),
    "a category it has not": ({"category": "child"}, "target-invalid", "/category"),
    "no category": ({"measure": "average-caseload", "value": "15"}, "target-invalid", "/category"),
    "below 0": ({"value": "-1"}, "target-invalid", "/value"),
    "more than all": ({"value": "100.1"}, "target-invalid", "/value"),
    "too exact": ({"value": "1.1234567"}, "target-invalid", "/value"),
    "too large": ({"measure": "in-post-fte", "value": "1000000001"}, "target-invalid", "/value"),
    "negative tolerance": ({"tolerance": "-1"}, "target-invalid", "/tolerance"),
    "decided tomorrow": (
        {"decided_on": soon(1), "in_force_from": soon(1)},
        "target-invalid",
        "/decided_on",
    ),
    "before it was decided": ({"in_force_from": "2026-03-31"}, "target-invalid", "/in_force_from"),
    "ends before it begins": (
        {"in_force_until": "2026-03-31"},
        "target-invalid",
        "/in_force_until",
    ),
    "in the past": ({"in_force_until": soon(-1)}, "target-in-the-past", "/in_force_until"),
    "without a source": ({"source": "boss said"}, "target-invalid", "/source"),
}


@for_each("case", REFUSED)
async def test_what_is_no_target_is_refused_and_nothing_is_stored(
    client: httpx.AsyncClient, psw: Headers, case: str
):
    changes, slug, pointer = REFUSED[case]
    answer = await client.post(ADDRESS, json=body(**changes), headers=psw)
    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (422, f"/problems/{slug}")
    assert [each["pointer"] for each in problem["errors"]] == [pointer]
    assert (await client.get(ADDRESS, headers=psw)).json() == {"targets": []}


@for_each(
    ("changes", "pointer"),
    [
        ({"value": 12.5}, "/value"),
        ({"value": "12,5"}, "/value"),
        ({"value": "NaN"}, "/value"),
        ({"value": ""}, "/value"),
        ({"source": ""}, "/source"),
        ({"source": None}, "/source"),
        ({"decided_on": "1 April 2026"}, "/decided_on"),
        ({"colour": "red"}, ""),
    ],
)
async def test_a_body_of_another_shape_is_refused(
    client: httpx.AsyncClient, psw: Headers, changes: dict[str, Any], pointer: str
):
    answer = await client.post(ADDRESS, json=body(**changes), headers=psw)
    assert answer.status_code == 422
    assert pointer in str(answer.json())


async def test_one_figure_has_one_target_at_a_time(client: httpx.AsyncClient, psw: Headers):
    until = soon(100)
    first = await client.post(ADDRESS, json=body(in_force_until=until), headers=psw)
    clash = await client.post(ADDRESS, json=body(value="10"), headers=psw)
    assert (clash.status_code, clash.json()["type"]) == (409, "/problems/target-overlaps")
    assert clash.json()["target"] == first.json()["id"]
    after = (date.fromisoformat(until) + timedelta(days=1)).isoformat()
    then = await client.post(ADDRESS, json=body(value="10", in_force_from=after), headers=psw)
    elsewhere = body(dimension="team", group="Harbour")
    other = await client.post(ADDRESS, json=elsewhere, headers=psw)
    assert (then.status_code, other.status_code) == (201, 201)
    longer = await client.put(
        first.headers["location"], json=body(), headers=psw | {"if-match": '"target-1"'}
    )
    assert longer.status_code == 409


async def test_a_target_below_0_is_possible_where_the_figure_can_be(
    client: httpx.AsyncClient, psw: Headers
):
    changes = {"measure": "net-change-fte", "value": "-2", "tolerance": "0"}
    made = await client.post(ADDRESS, json=body(**changes), headers=psw)
    assert (made.status_code, made.json()["value"]) == (201, "-2")
    turnover = await client.post(
        ADDRESS, json=body(measure="turnover-fte", value="110"), headers=psw
    )
    assert turnover.status_code == 201


@for_each("scope", [Scope.HR, Scope.ACADEMY, Scope.READ])
async def test_only_the_psw_sets_targets(client: httpx.AsyncClient, key_for: KeyFor, scope: Scope):
    headers = await key_for(scope)
    assert (await client.get(ADDRESS, headers=headers)).status_code == 200
    assert (await client.post(ADDRESS, json=body(), headers=headers)).status_code == 403


async def test_nobody_without_a_key_and_no_one_of_the_starters(
    client: httpx.AsyncClient, key_for: KeyFor
):
    address = f"{ADDRESS}/{uuid4()}"
    starter = await key_for(Scope.STARTER)
    for path in (ADDRESS, address, f"{address}/history"):
        assert (await client.get(path)).status_code == 401
        assert (await client.get(path, headers=starter)).status_code == 403
    assert (await client.post(ADDRESS, json=body())).status_code == 401


async def test_a_target_that_is_not_there(client: httpx.AsyncClient, psw: Headers):
    address = f"{ADDRESS}/{uuid4()}"
    match = psw | {"if-match": '"target-1"'}
    answers = [
        await client.get(address, headers=psw),
        await client.get(f"{address}/history", headers=psw),
        await client.put(address, json=body(), headers=match),
        await client.delete(address, headers=match),
    ]
    assert {(each.status_code, each.json()["type"]) for each in answers} == {
        (404, "/problems/no-such-target")
    }
