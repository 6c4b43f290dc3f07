"""What leads look at across cohorts: weeks, dependency, clashes, and a week off."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import httpx
import pytest

from service.access.actor import Scope
from tests.small_academy import Headers, Office

KeyFor = Callable[..., Awaitable[Headers]]


@pytest.fixture
async def lead(client: httpx.AsyncClient, key_for: KeyFor) -> Office:
    office = Office(client, await key_for(Scope.ACADEMY))
    await office.staffed()
    return office


@pytest.fixture
async def two(lead: Office) -> tuple[str, str]:
    """A cohort on 11 January 2027 and another a week later; their leads are the same."""
    spring = await lead.cohort("spring")
    await lead.release(spring)
    summer = await lead.cohort("summer", "2027-01-18")
    await lead.release(summer)
    return spring, summer


async def test_weeks_name_the_open_cohorts_and_the_days_of_staff(lead: Office, two):
    answer = await lead.ask("GET", "/academy/weeks?first=2027-01-10&last=2027-01-25")
    nobody = {"members": 0, "newly_qualified_in_asye": 0}
    weeks = [
        {"monday": "2027-01-04", "cohorts": [], "staff_days": {}},
        {
            "monday": "2027-01-11",
            "cohorts": ["spring"],
            "staff_days": {"Ada Lead": 2, "Dee Director": 1},
        },
        {
            "monday": "2027-01-18",
            "cohorts": ["spring", "summer"],
            "staff_days": {"Ada Lead": 2, "Dee Director": 1},
        },
        {"monday": "2027-01-25", "cohorts": ["spring", "summer"], "staff_days": {}},
    ]
    assert answer.json() == {"weeks": [week | nobody for week in weeks], "peak": "2027-01-04"}


async def test_who_everything_depends_on(lead: Office, two):
    answer = (await lead.ask("GET", "/academy/dependency")).json()
    assert answer["people"] == [
        {
            "person": "Ada Lead",
            "sessions": 6,
            "of_sessions": 6,
            "days": 6,
            "of_days": 6,
            "percent": "100.0",
        },
        {
            "person": "Dee Director",
            "sessions": 2,
            "of_sessions": 6,
            "days": 2,
            "of_days": 6,
            "percent": "33.3",
        },
    ]
    assert [each["code"] for each in answer["findings"]] == ["LEAD_DEPENDENCY"]
    one = (await lead.ask("GET", f"/academy/dependency?cohort={two[0]}")).json()
    assert [each["sessions"] for each in one["people"]] == [3, 1]
    nobody = "6f8c1a52-0d7e-4a5b-9a58-3a4f6a1cffff"
    await lead.ask("GET", f"/academy/dependency?cohort={nobody}", 404)


async def test_clashes_between_cohorts(lead: Office, two):
    assert (await lead.ask("GET", "/academy/clashes")).json() == {"findings": []}
    await lead.change(two[1], "welcome", day="2027-01-12", start="10:00", end="12:00")
    await lead.release(two[1])
    found = (await lead.ask("GET", "/academy/clashes")).json()["findings"]
    clash, *shared = [(each["code"], each["message"]) for each in found]
    assert clash[0] == "PERSON_CLASH"
    assert clash[1].startswith(
        "Ada Lead is in Assessment of spring (09:30 to 11:30) and in Welcome"
    )
    assert shared == [
        ("CROSS_COHORT", "spring: Ada Lead is with summer on 2027-01-12 too."),
        ("CROSS_COHORT", "summer: Ada Lead is with spring on 2027-01-12 too."),
    ]


async def test_a_facilitator_is_off_for_a_week(lead: Office, two):
    """Journey (b): what is hit, and which staff must be told; nothing of why is asked."""
    body = {"role": "Lead", "name": "Bea Deputy", "first": "2027-01-12", "state": "proposed"}
    await lead.ask("POST", "/role-holders", 201, body)
    asked = "person=Ada+Lead&first=2027-01-11&last=2027-01-15"
    answer = (await lead.ask("GET", f"/academy/absence?{asked}")).json()
    assert [
        (each["cohort"], each["session"]["item"], each["roles"], each["others"])
        for each in answer["hit"]
    ] == [
        ("spring", "welcome", ["Lead"], ["Dee Director"]),
        ("spring", "assessment", ["Lead"], ["Bea Deputy"]),
    ]
    assert answer["tell"] == ["Bea Deputy", "Dee Director"]
    nobody = (await lead.ask("GET", f"/academy/absence?{asked.replace('Ada', 'Zoe')}")).json()
    assert (nobody["hit"], nobody["tell"]) == ([], [])


async def test_a_cancelled_session_is_not_hit(lead: Office, two):
    await lead.change(two[0], "welcome", cancelled=True)
    await lead.release(two[0])
    asked = "person=Dee+Director&first=2027-01-11&last=2027-01-15"
    assert (await lead.ask("GET", f"/academy/absence?{asked}")).json()["hit"] == []


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/academy/weeks", 400),
        ("/academy/weeks?first=2027-01-11", 400),
        ("/academy/weeks?first=2027-01-11&last=2027-01-10", 422),
        ("/academy/weeks?first=2027-01-11&last=2047-01-11", 422),
        ("/academy/weeks?first=2027-02-29&last=2027-03-01", 400),
        ("/academy/absence?person=&first=2027-01-11&last=2027-01-11", 400),
        ("/academy/absence?person=Ada&first=2027-01-11&last=2027-01-01", 422),
        ("/academy/absence?person=Ada&first=2027-01-11&last=2027-01-11&why=ill", 400),
    ],
)
async def test_a_span_that_is_none_is_refused(lead: Office, address: str, status: int):
    await lead.ask("GET", address, status)


async def test_views_are_for_those_who_plan(
    lead: Office, client: httpx.AsyncClient, key_for: KeyFor
):
    reader = Office(client, await key_for(Scope.READ))
    for address in (
        "/academy/weeks?first=2027-01-11&last=2027-01-11",
        "/academy/dependency",
        "/academy/clashes",
        "/academy/absence?person=Ada&first=2027-01-11&last=2027-01-11",
    ):
        await reader.ask("GET", address, 403)
        await lead.ask("GET", address, 200)
