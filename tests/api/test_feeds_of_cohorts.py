"""One action makes the feeds a cohort's owners do not have yet; addresses are shown this once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import httpx
import pytest

from service.access.actor import OF_KEYS, Scope
from service.storage.tables.access import AuditEntry
from tests.small_academy import Headers, Office

KeyFor = Callable[..., Awaitable[Headers]]
NOBODY = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
async def lead(client: httpx.AsyncClient, key_for: KeyFor) -> Office:
    return Office(client, await key_for(Scope.ACADEMY))


@pytest.fixture
async def spring(lead: Office) -> str:
    await lead.staffed()
    cohort = await lead.cohort()
    await lead.release(cohort)
    people = [
        {"name": "Bo Both", "audience": "newly-qualified", "team": "North"},
        {"name": "Al Alone", "audience": "experienced", "team": "South"},
        {"name": "Cy Chief", "audience": "managers", "team": "North"},
    ]
    await lead.ask("POST", f"/cohorts/{cohort}/members", 201, {"members": people})
    return cohort


async def test_every_member_gets_a_feed_and_whoever_has_one_keeps_it(lead, spring, client):
    members = (await lead.ask("GET", f"/cohorts/{spring}/members")).json()["members"]
    ids = {each["name"]: each["id"] for each in members}
    own = {"kind": "member", "subject": ids["Al Alone"]}
    known = (await lead.ask("POST", "/feeds", 201, own)).json()
    made = (await lead.ask("POST", f"/cohorts/{spring}/feeds", 201, {"alarm_minutes": 30})).json()
    assert [each["feed"]["owner"] for each in made["issued"]] == ["Bo Both", "Cy Chief"]
    assert {each["feed"]["alarm_minutes"] for each in made["issued"]} == {30}
    assert [each["id"] for each in made["standing"]] == [known["feed"]["id"]]
    addresses = [known["address"], *(each["address"] for each in made["issued"])]
    assert len(set(addresses)) == 3
    for address in addresses:
        path = httpx.URL(address).path
        assert (await client.get(path)).status_code == 200
    again = (await lead.ask("POST", f"/cohorts/{spring}/feeds", 201, {})).json()
    assert (again["issued"], len(again["standing"])) == ([], 3)
    everything = " ".join([str(again), *(str(each) for each in await AuditEntry.select())])
    secrets = [httpx.URL(address).path.split("/")[2] for address in addresses]
    assert not [secret for secret in secrets if secret in everything]


async def test_the_kinds_that_are_asked_for(lead, spring):
    body = {"kinds": ["cohort", "facilitator", "team"]}
    made = (await lead.ask("POST", f"/cohorts/{spring}/feeds", 201, body)).json()["issued"]
    assert [(each["feed"]["kind"], each["feed"]["owner"]) for each in made] == [
        ("cohort", "Spring"),
        ("team", "North"),
        ("team", "South"),
        ("facilitator", "Ada Lead"),
        ("facilitator", "Dee Director"),
    ]


@pytest.mark.parametrize(
    "wrong", [{"kinds": []}, {"kinds": ["room"]}, {"alarm_minutes": -1}, {"x": 1}]
)
async def test_what_cannot_be_asked_for(lead, spring, wrong):
    await lead.ask("POST", f"/cohorts/{spring}/feeds", 422, wrong)
    assert (await lead.ask("GET", "/feeds")).json() == {"feeds": []}


async def test_no_cohort_no_feeds(lead):
    await lead.ask("POST", f"/cohorts/{NOBODY}/feeds", 404, {})


async def test_for_the_academy_alone(lead, spring, key_for):
    passed = set()
    for scope in OF_KEYS:
        answer = await lead.client.post(
            f"/api/v1/cohorts/{spring}/feeds", json={}, headers=await key_for(scope)
        )
        if answer.status_code not in {401, 403}:
            passed.add(scope.value)
    assert passed == {"academy"}
