"""What the demo shows beside its returns, to each who may see it: over HTTP, read only."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest

from service.access.actor import Scope
from tests.journeys.conftest import Demo
from tests.lifespan import laid_out, running

Json = dict[str, Any]
Read = Callable[[str, Scope | None], Awaitable[Json]]


@pytest.fixture
async def visitor(demo: Demo) -> AsyncIterator[httpx.AsyncClient]:
    async with running(laid_out(demo.settings)) as app:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            yield client


@pytest.fixture
def read(demo: Demo, visitor: httpx.AsyncClient) -> Read:
    """``read(address, scope)``: JSON as a key of the scope, or the public, gets it."""

    async def as_json(address: str, scope: Scope | None = None) -> Json:
        headers = {} if scope is None else {"authorization": f"Bearer {demo.loaded.keys[scope]}"}
        answer = await visitor.get(f"/api/v1/{address}", headers=headers)
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    return as_json


def values(document: Json) -> dict[tuple[str, str], str]:
    """(measure, category) -> value, of the whole council."""
    return {
        (each["measure"], each["category"]): each["value"]
        for each in document["figures"]
        if each["dimension"] == "council"
    }


async def test_every_family_of_measures_has_figures_in_both_half_years(read):
    """
    half-year   over cap  supervision kept  interviewed  CAS a reason  survey response
    March v2        57.1              69.2         68.8          36.4             60.5
    September       50.0              80.6         69.0          35.0             61.3
    """
    wanted = (
        ("asye-over-cap", ""), ("asye-supervision-kept", ""), ("exit-interviewed-share", ""),
        ("exit-reasons", "CAS"), ("survey-response-rate", ""),
    )  # fmt: skip
    found = {}
    for period in ("2026-03-31", "2026-09-30"):
        told = values(await read(f"scorecards/{period}", Scope.PSW))
        found[period] = [told[each] for each in wanted]
    assert found == {
        "2026-03-31": ["57.1", "69.2", "68.8", "36.4", "60.5"],
        "2026-09-30": ["50.0", "80.6", "69.0", "35.0", "61.3"],
    }


async def test_nothing_counted_from_records_is_public(read):
    public = await read("scorecards/2026-09-30")
    measures = {each["measure"] for each in public["figures"]}
    assert not [each for each in measures if each.startswith(("asye", "exit", "survey", "academy"))]


async def test_targets_are_met_within_tolerance_and_missed_and_others_stand_beside(read, visitor):
    statuses = [
        each["status"]
        for period in ("2026-03-31", "2026-09-30")
        for each in (await read(f"scorecards/{period}"))["targets"]
        if each["dimension"] == "council"
    ]
    assert set(statuses) == {"met", "within-tolerance", "missed"}
    page = (await visitor.get("/scorecards/2026-09-30")).text
    for words in ("Target missed", "Target met", "England", "North West", "median"):
        assert words in page
    assert "extract for the demo" in page
    assert "Vacancy rate (FTE), Children’s Front Door (demo): at most 10.0%" in page


async def test_the_lead_sees_years_on_time_late_paused_and_over(read):
    years = (await read("asye-years", Scope.ACADEMY))["years"]
    assert Counter(each["state"] for each in years) == {
        "on-time": 10, "paused": 1, "late": 1, "completed": 5, "ended": 2,
    }  # fmt: skip
    breaches = (await read("asye-breaches", Scope.ACADEMY))["breaches"]
    planned = [each["breach"]["acknowledged"] is not None for each in breaches]
    assert (any(planned), all(planned)) == (True, False)
    waiting = (await read("starters?state=waiting", Scope.ACADEMY))["starters"]
    assert len(waiting) == 5


async def test_a_coder_finds_comments_to_code_and_two_to_code_a_second_time(read):
    second = (await read("second-coding", Scope.CODER))["comments"]
    assert len(second) == 2
    assert all(each["codings"] == [] for each in second)
    waiting = (await read("comments?progress=to-code&source=survey", Scope.CODER))["comments"]
    assert len(waiting) == 17
    agreed = await read("coding-agreement", Scope.PSW)
    assert agreed["comments"] >= 10
    assert agreed["undecided"] == 0
    states = Counter(each["state"] for each in (await read("follow-ups", Scope.HR))["follow_ups"])
    assert states == {"open": 1, "closed": 1}


async def test_a_survey_shows_teams_that_are_big_enough(read):
    latest, _ = (await read("surveys", Scope.PSW))["surveys"]
    groups = (await read(f"surveys/{latest['id']}/results", Scope.PSW))["groups"]
    shown = [each["standards"] is not None for each in groups]
    assert (any(shown), all(shown)) == (True, False)
