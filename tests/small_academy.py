"""A small programme and a way to plan with it over HTTP, for the tests of the academy."""

from __future__ import annotations

import copy
from collections.abc import Awaitable, Callable
from typing import Any

import httpx

from service import clock
from service.access.actor import Actor, Scope
from service.settings import Settings
from tests.laid_once import laid_once

Headers = dict[str, str]
KeyFor = Callable[..., Awaitable[Headers]]
LEAD = Actor("Academy lead", frozenset({Scope.ACADEMY}))
MONDAY = "2027-01-11"

SMALL: dict[str, Any] = {
    "key": "small",
    "title": "A small programme",
    "version": 1,
    "effective_from": "2026-09-01",
    "effective_to": None,
    "source": "invented",
    "outcomes": [{"key": "know", "words": "Know the service"}],
    "sites": [
        {
            "key": "town-hall",
            "name": "Town Hall",
            "address": "1 High Street",
            "rooms": ["Room A", "Room B"],
        }
    ],
    "blocks": [
        {
            "key": "induction",
            "title": "Induction",
            "offset_weeks": 0,
            "working_days": 2,
            "audience": "all",
            "items": [
                {
                    "key": "welcome",
                    "title": "Welcome",
                    "kind": "session",
                    "day": 1,
                    "start": "09:00",
                    "end": "11:00",
                    "site": "town-hall",
                    "rooms": ["Room A"],
                    "facilitators": ["Lead"],
                    "presenters": ["Director"],
                    "outcomes": ["know"],
                },
                {
                    "key": "assessment",
                    "title": "Assessment",
                    "kind": "session",
                    "day": 2,
                    "start": "09:30",
                    "end": "11:30",
                    "capacity": 16,
                    "site": "town-hall",
                    "rooms": ["Room B"],
                    "facilitators": ["Lead"],
                    "presenters": ["Lead"],
                    "outcomes": ["know"],
                },
            ],
        },
        {
            "key": "review",
            "title": "3 month review",
            "offset_weeks": 13,
            "working_days": 1,
            "audience": "newly-qualified",
            "items": [
                {
                    "key": "reflection",
                    "title": "Reflection",
                    "kind": "session",
                    "day": 1,
                    "start": "10:00",
                    "end": "12:00",
                    "site": "town-hall",
                    "rooms": ["Room A"],
                    "facilitators": ["Lead"],
                    "presenters": ["Lead"],
                    "outcomes": ["know"],
                    "prerequisites": ["assessment"],
                }
            ],
        },
    ],
}


def small(**changes: Any) -> dict[str, Any]:
    return {**copy.deepcopy(SMALL), **changes}


class Office:
    """An academy lead at work: requests with a key, answers checked for their status."""

    def __init__(self, client: httpx.AsyncClient, headers: Headers, laid: Any = None) -> None:
        self.client = client
        self.headers = headers
        self.laid = laid
        """What ``laid_office`` answered."""

    async def ask(
        self, method: str, address: str, status: int = 200, body: Any = None, **headers: str
    ) -> httpx.Response:
        answer = await self.client.request(
            method,
            f"/api/v1{address}",
            json=body,
            headers={**self.headers, **{k.replace("_", "-"): v for k, v in headers.items()}},
        )
        assert (answer.status_code, answer.text if answer.status_code != status else "") == (
            status,
            "",
        )
        return answer

    async def staffed(self) -> None:
        for role, name in (("Lead", "Ada Lead"), ("Director", "Dee Director")):
            body = {"role": role, "name": name, "first": "2026-01-01"}
            await self.ask("POST", "/role-holders", 201, body)

    async def cohort(self, key: str = "spring", anchor: str = MONDAY, **changes: Any) -> str:
        """The id of a new cohort of the small programme, which is stored when it is not yet."""
        await self.client.post("/api/v1/programmes", json=SMALL, headers=self.headers)
        body = {"key": key, "title": key.title(), "programme": "small", "anchor": anchor}
        answer = await self.ask("POST", "/cohorts", 201, {**body, **changes})
        found: str = answer.json()["id"]
        return found

    async def tag(self, cohort: str) -> str:
        return (await self.ask("GET", f"/cohorts/{cohort}/draft")).headers["etag"]

    async def change(
        self, cohort: str, item: str, status: int = 200, run: str = "home", **change: Any
    ) -> httpx.Response:
        return await self.ask(
            "PUT",
            f"/cohorts/{cohort}/draft/runs/{run}/sessions/{item}",
            status,
            {"reason": "as asked", **change},
            if_match=await self.tag(cohort),
        )

    async def plan(self, cohort: str) -> dict[str, Any]:
        found: dict[str, Any] = (await self.ask("GET", f"/cohorts/{cohort}/plan")).json()
        return found

    async def release(self, cohort: str, status: int = 201, note: str = "as agreed") -> Any:
        """Release the plan; WARN findings are overridden when it is to be released."""
        if status in {200, 201}:
            plan = await self.plan(cohort)
            for code in sorted(
                {
                    each["code"]
                    for each in plan["findings"]
                    if each["severity"] == "WARN" and not each["override"]
                }
            ):
                body = {"code": code, "why": "It will do."}
                await self.ask("POST", f"/cohorts/{cohort}/overrides", 201, body)
        return (
            await self.ask(
                "POST",
                f"/cohorts/{cohort}/releases",
                status,
                {"note": note},
                if_match=await self.tag(cohort),
            )
        ).json()

    async def sessions(self, cohort: str) -> dict[str, dict[str, Any]]:
        """What is released, by run/item[/group]."""
        answer = (await self.ask("GET", f"/cohorts/{cohort}/sessions")).json()
        return {name_of(each["session"]): each for each in answer["sessions"]}


async def laid_office(
    client: httpx.AsyncClient,
    key_for: KeyFor,
    settings: Settings,
    name: str,
    lay: Callable[[Office], Awaitable[Any]],
) -> Office:
    """An office in which ``lay`` was done, once a session and day: let it come first in a test."""

    async def whole() -> tuple[Headers, Any]:
        headers = await key_for(Scope.ACADEMY)
        return headers, await lay(Office(client, headers))

    laid = await laid_once(f"{name} {clock.now():%Y-%m-%d}", settings, whole)
    return Office(client, *laid)


async def released(lead: Office) -> str:
    """The id of a cohort of the small programme that is released."""
    await lead.staffed()
    cohort = await lead.cohort()
    await lead.release(cohort)
    return cohort


def name_of(session: dict[str, Any]) -> str:
    group = "" if session["group"] is None else f"/{session['group']}"
    return f"{session['run']}/{session['item']}{group}"
