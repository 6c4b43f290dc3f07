"""A measure month by month: for who prepares the scorecard, judged by the rules where they apply."""

from __future__ import annotations

from datetime import date

from lxml import etree

from service.access.actor import Scope
from service.scorecards.monthly import MONTHLY, month_ends
from tests.for_each import for_each
from tests.small_council import send_all, sent

ADDRESS = "/api/v1/scorecards/2026-09-30/draft/monthly"


def test_month_ends_are_the_last_days_of_months_in_order() -> None:
    assert month_ends(date(2024, 3, 31), 3) == [
        date(2024, 1, 31),
        date(2024, 2, 29),
        date(2024, 3, 31),
    ]
    assert month_ends(date(2026, 9, 30), 36)[0] == date(2023, 10, 31)


async def test_the_months_of_a_measure_with_limits_and_words(client, settings, key_for) -> None:
    await sent(settings)
    headers = await key_for(Scope.PSW)
    answer = await client.get(ADDRESS, params={"measure": "in-post-headcount"}, headers=headers)
    assert answer.headers["cache-control"] == "private, no-cache"
    found = answer.json()
    # SW1 2021, SW2 2022, SW3 and SW4 2020, SW6 2023; SW3 left on 30 June 2026, SW5 came in August
    values = [each["value"] for each in found["months"]]
    assert values == ["5"] * 32 + ["4", "4", "5", "5"]
    assert found["months"][32]["month_end"] == "2026-06-30"
    assert (found["verdict"], found["limits"]["average"]) == ("judged", "5")
    assert found["signals"][0]["rule"] in {"beyond-a-limit", "on-one-side"}
    assert any("Jun 2026" in each for each in found["sentences"])
    assert etree.fromstring(found["svg"]).get("role") == "img"


@for_each("measure", MONTHLY)
async def test_every_monthly_measure_can_be_asked_for(client, settings, key_for, measure) -> None:
    await send_all(settings)
    answer = await client.get(ADDRESS, params={"measure": measure}, headers=await key_for(Scope.HR))
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert len(found["months"]) == 36
    rolling = measure.startswith(("turnover", "sickness"))
    assert (found["verdict"] == "rolling") is rolling
    assert (found["limits"] is None) is (found["verdict"] != "judged")


async def test_what_has_no_months_is_refused_and_so_is_who_may_not_ask(
    client, settings, key_for
) -> None:
    headers = await key_for(Scope.PSW)
    refused = await client.get(ADDRESS, params={"measure": "leavers-fte"}, headers=headers)
    assert (refused.status_code, refused.json()["type"]) == (404, "/problems/unknown-figure")
    assert "vacancy-rate-fte" in refused.json()["detail"]
    wrong = ADDRESS.replace("09-30", "09-29")
    answer = await client.get(wrong, params={"measure": "in-post-fte"}, headers=headers)
    assert answer.status_code == 404
    read = await client.get(
        ADDRESS, params={"measure": "in-post-fte"}, headers=await key_for(Scope.READ)
    )
    assert read.status_code == 403
    assert (await client.get(ADDRESS, params={"measure": "in-post-fte"})).status_code == 401
