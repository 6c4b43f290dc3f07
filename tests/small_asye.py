"""An ASYE year for tests: a released cohort, one newly qualified member, requests in domain words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import httpx

from service.access.actor import Scope
from service.settings import Settings
from tests.small_academy import Headers, KeyFor, Office, laid_office

NUMBER = "SW 900123"
START = "2026-01-12"
TERMS: dict[str, Any] = {
    "preset": "newham", "start": START, "fte": "1", "full": "20", "ceiling": "15",
    "unit": "child",
}  # fmt: skip
"""Caps 5, 10, 14, 15 from 12 January, 12 April, 12 July and 12 October 2026."""
CASELOADS = "registration_number,snapshot_date,team,cases,fte,unit,agency\n"
PutClock = Callable[[str], None]


def at_nine(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T09:00:00").replace(tzinfo=UTC)


async def enrolled(lead: Office, name: str = "Nell Newly", **more: Any) -> str:
    """A member of a cohort that is released; the cohort is made with the first of them."""
    known = (await lead.ask("GET", "/cohorts")).json()["cohorts"]
    if known:
        cohort = known[0]["id"]
    else:
        await lead.staffed()
        cohort = await lead.cohort(anchor=START)
        await lead.release(cohort)
    wished = {
        "name": name,
        "audience": "newly-qualified",
        "team": "Harbour",
        "manager": "May Manager",
    }
    body = {"members": [{**wished, **more}]}
    answer = await lead.ask("POST", f"/cohorts/{cohort}/members", 201, body)
    found: str = answer.json()["members"][0]["id"]
    return found


async def begun(lead: Office, member: str, **changes: Any) -> str:
    """The id of a year that has begun under TERMS."""
    answer = await lead.ask("POST", f"/members/{member}/asye-years", 201, TERMS | changes)
    found: str = answer.json()["id"]
    return found


async def office_of_a_year(
    fixtures: Sequence[str],
    client: httpx.AsyncClient,
    key_for: KeyFor,
    settings: Settings,
    **more: Any,
) -> Office:
    """An office with what the test asks for: a year (``office``), a ``member``, or nothing yet.

    ``laid`` is the member and the year; it is laid out once a session.
    """

    async def a_member(lead: Office) -> tuple[str, str]:
        return await enrolled(lead, **more), ""

    async def a_year(lead: Office) -> tuple[str, str]:
        member = await enrolled(lead, **more)
        return member, await begun(lead, member)

    of = ", ".join(more)
    for fixture, name, lay in (("office", "a year", a_year), ("member", "a member", a_member)):
        if fixture in fixtures:
            return await laid_office(client, key_for, settings, f"{name} ({of})", lay)
    return Office(client, await key_for(Scope.ACADEMY))


class Reader:
    """Somebody with a key looks at one year and records in it."""

    def __init__(self, client: httpx.AsyncClient, headers: Headers, year: str) -> None:
        self.office = Office(client, headers)
        self.year = year

    async def read(self, status: int = 200) -> dict[str, Any]:
        found: dict[str, Any] = (
            await self.office.ask("GET", f"/asye-years/{self.year}", status)
        ).json()
        return found

    async def tag(self) -> str:
        return (await self.office.ask("GET", f"/asye-years/{self.year}")).headers["etag"]

    async def record(self, what: str, status: int = 201, /, **body: Any) -> dict[str, Any]:
        answer = await self.office.ask("POST", f"/asye-years/{self.year}/{what}", status, body)
        found: dict[str, Any] = answer.json()
        return found

    async def entries(self, kind: str) -> list[dict[str, Any]]:
        return [each for each in (await self.read())["entries"] if each["kind"] == kind]


async def caseload(
    client: httpx.AsyncClient, hr: Headers, day: str, cases: int, *, number: str = NUMBER
) -> None:
    """HR returns the caseload of one worker at the end of a day."""
    content = f"{CASELOADS}{number},{day},Harbour,{cases},1,child,no\n"
    headers = {**hr, "content-type": "text/csv"}
    returns = "/api/v1/workforce/returns"
    checked = await client.post(f"{returns}/caseloads", content=content, headers=headers)
    assert checked.status_code == 201, checked.text
    done = await client.post(f"{returns}/{checked.json()['id']}/confirm", headers=hr)
    assert done.status_code == 200, done.text
