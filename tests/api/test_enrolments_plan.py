"""What a plan is told for its members' sake: rooms too small, groups without a date, runs outside."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from service.access.actor import Scope
from tests.small_academy import Headers, Office

KeyFor = Callable[..., Awaitable[Headers]]


@pytest.fixture
async def lead(client: httpx.AsyncClient, key_for: KeyFor) -> Office:
    return Office(client, await key_for(Scope.ACADEMY))


async def enrol(lead: Office, cohort: str, count: int, **more: Any) -> list[str]:
    people = [{"name": f"Person {n:02}", "audience": "experienced", **more} for n in range(count)]
    answer = await lead.ask("POST", f"/cohorts/{cohort}/members", 201, {"members": people})
    return [each["id"] for each in answer.json()["members"]]


async def said(lead: Office, cohort: str, *codes: str) -> list[tuple[str, str]]:
    return [
        (each["code"], each["message"])
        for each in (await lead.plan(cohort))["findings"]
        if each["code"] in codes
    ]


@pytest.fixture
async def cohort(lead: Office) -> str:
    await lead.staffed()
    place = {"name": "Town Hall", "address": "1 High Street"}
    await lead.client.put("/api/v1/sites/town-hall", json=place, headers=lead.headers)
    room = {"site": "town-hall", "name": "Room A", "capacity": 2, "aliases": ["The A"]}
    await lead.ask("POST", "/rooms", 201, room)
    return await lead.cohort()


async def test_a_room_for_fewer_than_are_expected_is_said_and_has_to_be_answered_for(lead, cohort):
    await enrol(lead, cohort, 2)
    assert await said(lead, cohort, "ROOM_TOO_SMALL") == []
    await enrol(lead, cohort, 1)
    words = "Welcome on 2027-01-11: 3 people, and Room A has room for 2."
    assert await said(lead, cohort, "ROOM_TOO_SMALL") == [("ROOM_TOO_SMALL", words)]
    for code in {f["code"] for f in (await lead.plan(cohort))["findings"]} - {"ROOM_TOO_SMALL"}:
        body = {"code": code, "why": "It will do."}
        await lead.client.post(
            f"/api/v1/cohorts/{cohort}/overrides", json=body, headers=lead.headers
        )
    refused = await lead.ask(
        "POST", f"/cohorts/{cohort}/releases", 409, {"note": "x"}, if_match=await lead.tag(cohort)
    )
    assert [each["code"] for each in refused.json()["findings"]] == ["ROOM_TOO_SMALL"]
    body = {"code": "ROOM_TOO_SMALL", "message": words, "why": "One of them joins by video."}
    await lead.ask("POST", f"/cohorts/{cohort}/overrides", 201, body)
    await lead.ask(
        "POST", f"/cohorts/{cohort}/releases", 201, {"note": "x"}, if_match=await lead.tag(cohort)
    )
    kept = (await lead.ask("GET", f"/cohorts/{cohort}/releases/1")).json()["findings"]
    [still] = [each for each in kept if each["code"] == "ROOM_TOO_SMALL"]
    assert still["override"]["why"] == "One of them joins by video."


async def test_who_catches_up_from_another_cohort_takes_a_seat(lead, cohort):
    await enrol(lead, cohort, 2)
    await lead.release(cohort)
    welcome = (await lead.sessions(cohort))["home/welcome"]["session"]["uid"]
    other = await lead.cohort("summer", "2027-06-07")
    await lead.release(other)
    [guest] = await enrol(lead, other, 1)
    seen = (await lead.ask("GET", f"/members/{guest}")).headers["etag"]
    body = {"sessions": [welcome]}
    await lead.ask("PUT", f"/members/{guest}/catch-up", 200, body, if_match=seen)
    assert [code for code, _ in await said(lead, cohort, "ROOM_TOO_SMALL")] == ["ROOM_TOO_SMALL"]


async def test_a_group_without_a_date_and_a_run_outside_its_block_are_said(lead, cohort):
    await enrol(lead, cohort, 17)
    codes = ("GROUP_UNSCHEDULED", "RUN_OUTSIDE_BLOCK")
    assert await said(lead, cohort, *codes) == [
        ("GROUP_UNSCHEDULED", "Group 2 of Assessment (8 people) has no date.")
    ]
    draft = (await lead.ask("GET", f"/cohorts/{cohort}/draft")).json()["draft"]
    draft["runs"][0]["groups"] = [
        {"item": "assessment", "number": 1, "day": "2027-01-12"},
        {"item": "assessment", "number": 2, "day": "2027-01-20"},
    ]
    await lead.ask("PUT", f"/cohorts/{cohort}/draft", 200, draft, if_match=await lead.tag(cohort))
    assert await said(lead, cohort, *codes) == [
        (
            "RUN_OUTSIDE_BLOCK",
            "Group 2 of Assessment is on 2027-01-20, outside its block (2027-01-11 to 2027-01-12).",
        )
    ]


async def test_who_is_to_be_in_two_sessions_at_once_is_told_so(lead, cohort):
    """A mop-up session of another cohort at the time of one's own."""
    await lead.release(cohort)
    other = await lead.cohort("summer", "2027-02-01")
    await lead.change(other, "assessment", day="2027-01-11", start="10:00", end="12:00")
    await lead.release(other)
    [member] = await enrol(lead, cohort, 1)
    assessment = (await lead.sessions(other))["home/assessment"]["session"]["uid"]
    seen = (await lead.ask("GET", f"/members/{member}")).headers["etag"]
    body = {"sessions": [assessment]}
    await lead.ask("PUT", f"/members/{member}/catch-up", 200, body, if_match=seen)
    found = (await lead.ask("GET", f"/members/{member}/itinerary")).json()["findings"]
    assert [each["code"] for each in found] == ["MEMBER_CLASH"]
    assert "2027-01-11" in found[0]["message"]
