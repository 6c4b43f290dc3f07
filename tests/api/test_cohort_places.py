"""Sites, rooms, travel, role holders, closures and bank holidays over HTTP."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from service.access.actor import Scope
from tests.small_academy import Headers, Office

KeyFor = Callable[..., Awaitable[Headers]]
NOWHERE = "6f8c1a52-0d7e-4a5b-9a58-3a4f6a1cffff"
HALL = {"name": "Town Hall", "address": "1 High Street\nTesttown"}


@pytest.fixture
async def lead(client: httpx.AsyncClient, key_for: KeyFor) -> Office:
    return Office(client, await key_for(Scope.ACADEMY))


async def actions(lead: Office, key_for: KeyFor) -> list[str]:
    psw = Office(lead.client, await key_for(Scope.PSW))
    entries = (await psw.ask("GET", "/audit?limit=200")).json()["entries"]
    return [each["action"] for each in reversed(entries) if each["actor"] != "cli:tester"]


# --- places ------------------------------------------------------------------------------------


async def test_sites_are_added_and_changed(lead: Office, key_for: KeyFor):
    await lead.ask("PUT", "/sites/hall", 201, HALL)
    await lead.ask("PUT", "/sites/hall", 200, HALL)
    await lead.ask("PUT", "/sites/hall", 200, {**HALL, "name": "Old Town Hall"})
    found = (await lead.ask("GET", "/sites")).json()
    assert found == {"sites": [{**HALL, "key": "hall", "name": "Old Town Hall"}]}
    assert await actions(lead, key_for) == ["site.added", "site.changed"]
    await lead.ask("PUT", "/sites/Big%20Hall", 422, HALL)
    await lead.ask("PUT", "/sites/other", 422, {**HALL, "address": "bell \x07"})


async def test_rooms_belong_to_sites(lead: Office, key_for: KeyFor):
    await lead.ask("POST", "/rooms", 404, {"site": "hall", "name": "Savoy"})
    await lead.ask("PUT", "/sites/hall", 201, HALL)
    body = {"site": "hall", "name": "Savoy", "capacity": 40, "aliases": ["The Savoy"]}
    room = (await lead.ask("POST", "/rooms", 201, body)).json()["room"]
    assert {key: room[key] for key in body} == body
    for taken in ("savoy", "the SAVOY"):
        refused = await lead.ask("POST", "/rooms", 409, {"site": "hall", "name": taken})
        assert refused.json()["room_id"] == room["id"]
    await lead.ask("POST", "/rooms", 409, {"site": "hall", "name": "A", "aliases": ["a"]})
    changed = {"name": "Savoy Suite", "capacity": None, "aliases": []}
    answer = await lead.ask("PUT", f"/rooms/{room['id']}", 200, changed)
    assert answer.json() == {"room": {**room, **changed}, "findings": []}
    await lead.ask("PUT", f"/rooms/{room['id']}", 200, changed)
    await lead.ask("DELETE", f"/rooms/{room['id']}", 204)
    assert (await lead.ask("GET", "/rooms")).json() == {"rooms": [], "findings": []}
    assert await actions(lead, key_for) == [
        "site.added",
        "room.added",
        "room.changed",
        "room.deleted",
    ]
    await lead.ask("DELETE", f"/rooms/{room['id']}", 404)
    await lead.ask("PUT", f"/rooms/{room['id']}", 404, changed)


async def test_a_room_called_like_another_but_for_one_letter_is_told_and_not_merged(lead: Office):
    await lead.ask("PUT", "/sites/hall", 201, HALL)
    await lead.ask("PUT", "/sites/annexe", 201, HALL)
    await lead.ask("POST", "/rooms", 201, {"site": "hall", "name": "Assembly Room"})
    await lead.ask("POST", "/rooms", 201, {"site": "annexe", "name": "Assembly Roon"})
    answer = await lead.ask("POST", "/rooms", 201, {"site": "hall", "name": "Asembly Room"})
    (finding,) = answer.json()["findings"]
    assert (finding["code"], finding["severity"]) == ("ROOM_SIMILAR", "WARN")
    listed = (await lead.ask("GET", "/rooms")).json()
    assert len(listed["rooms"]) == 3
    assert [each["code"] for each in listed["findings"]] == ["ROOM_SIMILAR"]


@pytest.mark.parametrize(
    "room", [{"capacity": 0}, {"capacity": -1}, {"capacity": 1.5}, {"name": ""}, {"name": "a\tb"}]
)
async def test_a_room_that_cannot_be_is_refused(lead: Office, room: dict[str, Any]):
    await lead.ask("PUT", "/sites/hall", 201, HALL)
    await lead.ask("POST", "/rooms", 422, {"site": "hall", "name": "Savoy", **room})
    assert (await lead.ask("GET", "/rooms")).json()["rooms"] == []


async def test_travel_takes_minutes_each_way(lead: Office):
    for key in ("hall", "annexe"):
        await lead.ask("PUT", f"/sites/{key}", 201, HALL)
    way = {"from_site": "hall", "to_site": "annexe", "minutes": 20}
    for minutes in (20, 25, 25):
        await lead.ask("PUT", "/travel", 200, {**way, "minutes": minutes})
    assert (await lead.ask("GET", "/travel")).json() == {"travel": [{**way, "minutes": 25}]}
    await lead.ask("PUT", "/travel", 422, {**way, "to_site": "hall"})
    await lead.ask("PUT", "/travel", 404, {**way, "to_site": "moon"})
    await lead.ask("PUT", "/travel", 422, {**way, "minutes": 1441})


async def test_a_way_that_is_too_long_is_found_in_the_plan(lead: Office):
    await lead.staffed()
    cohort = await lead.cohort()
    await lead.ask("PUT", "/sites/town-hall", 201, HALL)
    await lead.ask("PUT", "/sites/annexe", 201, HALL)
    await lead.ask("POST", "/rooms", 201, {"site": "annexe", "name": "Room A"})
    way = {"from_site": "annexe", "to_site": "town-hall", "minutes": 45}
    await lead.ask("PUT", "/travel", 200, way)
    await lead.change(
        cohort, "welcome", day="2027-01-12", start="07:00", end="09:00", site="annexe"
    )
    told = [
        each["message"]
        for each in (await lead.plan(cohort))["findings"]
        if each["code"] == "TRAVEL_TOO_SHORT"
    ]
    (said,) = told
    assert said.startswith("Ada Lead has 30 minutes from Welcome to Assessment on 2027-01-12: it")
    assert said.endswith("it takes 45 from annexe to town-hall.")

    # The first and the last way of a day, where the draft says where somebody's day begins and ends.
    based = {"who": "Ada Lead", "site": "annexe", "leaves": "08:15", "back": "17:00"}

    async def with_bases(status: int, *bases: dict[str, str]) -> httpx.Response:
        draft = (await lead.ask("GET", f"/cohorts/{cohort}/draft")).json()["draft"]
        draft = {**draft, "bases": list(bases)}
        return await lead.ask("PUT", f"/cohorts/{cohort}/draft", status, draft, if_match=await lead.tag(cohort))  # fmt: skip

    await lead.change(cohort, "welcome", start="09:00", end="11:00", site="town-hall")
    await with_bases(200, based | {"back": "12:00"})
    assert (
        "Ada Lead has 30 minutes from Assessment to their base on 2027-01-12: it takes 45 from "
        "town-hall to annexe."
    ) in {each["message"] for each in (await lead.plan(cohort))["findings"]}
    await with_bases(200, based | {"leaves": "08:16"})
    assert any(
        each["message"].startswith("Ada Lead has 44 minutes from their base to Welcome")
        for each in (await lead.plan(cohort))["findings"]
    )
    await with_bases(422, based, based)
    await with_bases(422, based | {"back": "08:15"})
    await with_bases(200, based | {"site": "moon"})
    found = (await lead.plan(cohort))["findings"]
    assert "There is no site 'moon'." in {each["message"] for each in found}


# --- people ------------------------------------------------------------------------------------


async def test_role_holders_are_added_changed_and_taken_out(lead: Office, key_for: KeyFor):
    body = {"role": "Director", "name": "Dee", "first": "2026-01-01", "last": None}
    holder = (await lead.ask("POST", "/role-holders", 201, body)).json()
    assert holder == {**body, "id": holder["id"], "state": "confirmed"}
    other = {**body, "last": "2026-12-31", "state": "proposed"}
    address = f"/role-holders/{holder['id']}"
    changed = (await lead.ask("PUT", address, 200, other)).json()
    assert changed == {**other, "id": holder["id"]}
    await lead.ask("PUT", address, 422, {**body, "last": "2025-12-31"})
    await lead.ask("PUT", address, 422, {**body, "state": "maybe"})
    assert (await lead.ask("GET", "/role-holders")).json() == {"role_holders": [changed]}
    await lead.ask("DELETE", address, 204)
    assert (await lead.ask("GET", "/role-holders")).json() == {"role_holders": []}
    await lead.ask("DELETE", address, 404)
    assert await actions(lead, key_for) == [
        "role-holder.added",
        "role-holder.changed",
        "role-holder.deleted",
    ]


# --- calendar ----------------------------------------------------------------------------------


async def test_closures_close_days_in_every_cohort(lead: Office, key_for: KeyFor):
    cohort = await lead.cohort()
    body = {"first": "2027-01-11", "last": "2027-01-12", "reason": "Offices closed"}
    closure = (await lead.ask("POST", "/closures", 201, body)).json()
    plan = await lead.plan(cohort)
    assert plan["runs"][0]["blocks"][0]["dates"] == ["2027-01-13", "2027-01-14"]
    assert (await lead.ask("GET", "/closures")).json() == {"closures": [closure]}
    await lead.ask("DELETE", f"/closures/{closure['id']}", 204)
    plan = await lead.plan(cohort)
    assert plan["runs"][0]["blocks"][0]["dates"] == ["2027-01-11", "2027-01-12"]
    await lead.ask("DELETE", f"/closures/{closure['id']}", 404)
    await lead.ask("POST", "/closures", 422, {**body, "last": "2027-01-10"})
    told = await actions(lead, key_for)
    assert told[-2:] == ["closure.added", "closure.deleted"]


def holidays(*events: tuple[str, str]) -> dict[str, Any]:
    return {
        "england-and-wales": {
            "division": "england-and-wales",
            "events": [{"date": day, "title": title, "bunting": True} for day, title in events],
        },
        "scotland": {"events": []},
    }


NEWER = holidays(("2027-01-11", "A proclaimed holiday"), ("2036-12-25", "Christmas Day"))


async def test_a_newer_list_of_bank_holidays_changes_plans(lead: Office, key_for: KeyFor):
    bundled = (await lead.ask("GET", "/bank-holidays")).json()
    assert bundled["stored_at"] is None
    cohort = await lead.cohort()
    stored = (await lead.ask("PUT", "/bank-holidays", 200, NEWER)).json()
    assert (stored["known_until"], stored["source"]) == ("2036-12-31", "sent over the API")
    assert (await lead.ask("PUT", "/bank-holidays", 200, NEWER)).json() == stored
    assert (await lead.ask("GET", "/bank-holidays")).json() == stored
    plan = await lead.plan(cohort)
    assert plan["runs"][0]["blocks"][0]["dates"] == ["2027-01-12", "2027-01-13"]
    assert (await actions(lead, key_for)).count("bank-holidays.refreshed") == 1


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        (holidays(("2019-12-25", "Christmas Day")), "unprocessable"),
        (holidays(), "bank-holidays-unreadable"),
        ({}, "bank-holidays-unreadable"),
        (holidays(("2027-02-30", "Never")), "bank-holidays-unreadable"),
        ({"england-and-wales": [1.5]}, "bank-holidays-unreadable"),
    ],
)
async def test_a_list_that_is_older_or_none_is_refused(
    lead: Office, document: dict[str, Any], problem: str
):
    before = (await lead.ask("GET", "/bank-holidays")).json()
    refused = await lead.ask("PUT", "/bank-holidays", 422, document)
    assert refused.json()["type"] == f"/problems/{problem}"
    assert (await lead.ask("GET", "/bank-holidays")).json() == before
