"""What a council sets otherwise reaches the plan, its release and the ASYE years."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

import httpx
import pytest

from academy.asye.thresholds import YearThresholds
from academy.thresholds import Thresholds
from service.access.actor import Scope
from service.settings import Settings
from tests.small_academy import MONDAY, Headers, Office
from tests.small_asye import begun, enrolled

KeyFor = Callable[..., Awaitable[Headers]]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(
        settings,
        planning=Thresholds(stretch=1, day=2, percent_on_one=1, notice=24 * 3650),
        asye=YearThresholds(stale_days=3),
    )


@pytest.fixture
async def lead(client: httpx.AsyncClient, key_for: KeyFor) -> Office:
    return Office(client, await key_for(Scope.ACADEMY))


async def test_settings_decide_what_a_plan_is_warned_of_and_who_is_told_directly(lead) -> None:
    await lead.staffed()
    cohort = await lead.cohort(anchor=MONDAY)
    plan = (await lead.ask("GET", f"/cohorts/{cohort}/plan")).json()
    codes = {each["code"] for each in plan["findings"]}
    assert {"DAY_NO_BREAK", "DAY_TOO_LONG", "LEAD_DEPENDENCY"} <= codes
    body = {"members": [{"name": "Ann Example", "audience": "newly-qualified"}]}
    await lead.ask("POST", f"/cohorts/{cohort}/members", 201, body)
    await lead.release(cohort)
    await lead.change(cohort, "welcome", title="Another welcome")
    answer = await lead.release(cohort)
    assert len(answer["notify_directly"]) == 1  # months ahead
    told = (await lead.ask("GET", f"/cohorts/{cohort}/releases/2/digest")).json()
    assert [each["name"] for each in told["notify_directly"]] == ["Ann Example"]


async def test_settings_decide_when_a_caseload_is_too_old(lead) -> None:
    year = await begun(lead, await enrolled(lead))
    found = (await lead.ask("GET", f"/asye-years/{year}")).json()["findings"]
    [unknown] = [each for each in found if each["code"] == "CASELOAD_UNKNOWN"]
    assert "one of the last 3 days" in unknown["message"]
