"""Every route and page is asked as everybody: with the wrong role, as the public, as somebody else.

On one database: guards do not look at it. What is there could leak: members by name, a team, a
cohort and its sessions.
"""

from __future__ import annotations

import re
from uuid import UUID

import httpx
import pytest

from service.access.actor import PERSONAL, Scope
from service.access.permissions import OpenedBy, permissions
from tests.api.test_academy_pages import enrolled, planned
from tests.small_academy import Office

NOBODY = str(UUID(int=7))
SECRET = "x" * 43
NAMES = ("Alder Demo", "Birch Demo", "Dee Director", "Ada Lead")
PARAMETER = re.compile(r"\{(\w+):(\w+)\}")
FALLBACKS = {
    "uuid": NOBODY,
    "str": "2026-09-30",
    "int": "1",
    "date": "2027-01-11",
}


DESCRIPTIONS = {
    "/api/v1/openapi.json",
    "/openapi.json",
    "/api/docs",
    "/api/docs/{part:str}",
}
"""Made from the program alone, and slowly."""


@pytest.fixture(autouse=True)
def on_one_database(engine_name: str):
    if engine_name != "sqlite":
        pytest.skip("the guards are the same on each database")


def filled(path: str, known: dict[str, str]) -> str:
    return PARAMETER.sub(
        lambda found: SECRET if found[1] == "secret" else known.get(found[1], FALLBACKS[found[2]]),
        path,
    )


async def ask(
    client: httpx.AsyncClient, method: str, path: str, headers: dict[str, str] | None = None
) -> httpx.Response:
    """With a body of the type that the route takes: another type is refused before anything else."""
    given = dict(headers or {})
    answer = await client.request(method, path, headers=given)
    if answer.status_code == 415:
        given["content-type"] = answer.json()["accepted"][0]
        answer = await client.request(method, path, headers=given, content=b"{}")
    return answer


async def test_every_page_is_closed_to_whoever_it_is_not_for(client, sign_in_as):
    """The routes of the API are walked in test_access.py."""
    office = {scope: (await sign_in_as(scope)).client for scope in Scope}
    asked = 0
    for line in permissions():
        path = filled(line.path, {})
        if line.by is OpenedBy.LINK:
            answer = await ask(client, line.method, path)
            assert answer.status_code == 404, line
        if line.by is not OpenedBy.SESSION:
            continue
        public = await ask(client, line.method, path)
        assert public.status_code == 303, line
        assert public.headers["location"].startswith("/sign-in"), line
        for scope, person in office.items():
            answer = await ask(person, line.method, path)
            if scope not in line.scopes or line.method != "GET":  # there without the form's token
                assert answer.status_code == 403, (line, scope)
            else:
                assert answer.status_code not in {303, 401, 403, 500}, (line, scope)
                assert answer.headers["cache-control"].endswith("no-store"), line
            asked += 1
    assert asked >= 7 * len(Scope)


async def test_somebody_else_s_own_is_nobody_s(client, key_for):
    """Personal keys of another member, team and facilitator; and the public: none sees a name."""
    lead = Office(client, await key_for(Scope.ACADEMY))
    cohort = await planned(lead)
    await lead.release(cohort)
    member, _ = await enrolled(lead, cohort, "Alder Demo", "Birch Demo")
    uid = (await lead.sessions(cohort))["home/welcome"]["session"]["uid"]
    known = {"cohort_id": cohort, "member_id": member, "uid": uid}
    strangers = [{}] + [
        await key_for(scope, subject=NOBODY if scope is Scope.STARTER else "Nobody")
        for scope in sorted(PERSONAL)
    ]
    seen = 0
    for line in permissions():
        if line.method != "GET" or line.path in DESCRIPTIONS:
            continue
        path = filled(line.path, known)
        own = await client.get(path, headers=lead.headers)
        seen += any(name in own.text for name in NAMES)
        for stranger in strangers:
            answer = await client.get(path, headers=stranger)
            assert not [name for name in NAMES if name in answer.text], (line, stranger)
    assert seen > 8, "there is something to see for whoever may"
