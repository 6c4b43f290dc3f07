"""The draft over HTTP, and the rows behind its figures."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from decimal import Decimal

import httpx
import msgspec
import pytest

from service.access.actor import Scope
from service.scorecards.documents import DraftDocument
from service.settings import Settings
from service.workforce.records import Kind
from tests.small_council import LATE_LEAVER, employments, send, send_all, sent

Headers = dict[str, str]
KeyFor = Callable[..., Awaitable[Headers]]
DRAFT = "/api/v1/scorecards/2026-09-30/draft"
PREPARERS = [Scope.HR, Scope.PSW]


def figures(answer: httpx.Response, measure: str) -> dict[tuple[str, str], str | None]:
    return {
        (each["dimension"], each["group"]): each["value"]
        for each in answer.json()["figures"]
        if each["measure"] == measure
    }


@pytest.mark.parametrize("scope", PREPARERS)
async def test_the_draft_is_the_scorecard_of_what_is_held(
    client: httpx.AsyncClient, key_for: KeyFor, settings: Settings, scope: Scope
):
    await sent(settings)
    answer = await client.get(DRAFT, headers=await key_for(scope))
    assert answer.status_code == 200
    draft = answer.json()
    assert {
        name: draft[name] for name in ("status", "edition", "version", "council", "notices")
    } == {
        "status": "draft",
        "edition": None,
        "version": None,
        "council": "Testshire",
        "notices": [],
    }
    assert draft["period"]["end"] == "2026-09-30"
    assert [each["kind"] for each in draft["inputs"]] == [
        "posts",
        "employments",
        "agency",
        "absences",
        "caseloads",
    ]
    assert {
        group: value
        for (dimension, group), value in figures(answer, "in-post-fte").items()
        if dimension in {"council", "team"}
    } == {"": "4.1", "Harbour": "2.0", "Moorland": "2.1"}


async def test_the_draft_has_the_documented_shape_and_nothing_more(
    client: httpx.AsyncClient, key_for: KeyFor, settings: Settings
):
    key = await key_for(Scope.HR)
    for there in (False, True):
        if there:
            await send_all(settings)
        answer = await client.get(DRAFT, headers=key)
        read = msgspec.json.decode(answer.content, type=DraftDocument)
        assert msgspec.to_builtins(read) == answer.json()


async def test_the_draft_is_always_current_and_its_tag_with_it(
    client: httpx.AsyncClient, key_for: KeyFor, settings: Settings
):
    await sent(settings)
    key = await key_for(Scope.PSW)
    first = await client.get(DRAFT, headers=key)
    held = key | {"if-none-match": first.headers["etag"]}
    assert first.headers["cache-control"] == "private, no-cache"
    assert (await client.get(DRAFT, headers=held)).status_code == 304
    await send(Kind.EMPLOYMENTS, employments(SW2=LATE_LEAVER), settings)
    second = await client.get(DRAFT, headers=held)
    assert second.status_code == 200
    assert figures(first, "turnover-fte")["council", ""] == "24.4"
    assert figures(second, "turnover-fte")["council", ""] == "64.5"


@pytest.mark.parametrize("keyed", [None, Scope.READ, Scope.ACADEMY])
@pytest.mark.parametrize("address", [DRAFT, f"{DRAFT}/rows?measure=turnover-fte"])
async def test_nobody_else_sees_a_draft_or_its_rows(
    client: httpx.AsyncClient,
    key_for: KeyFor,
    settings: Settings,
    address: str,
    keyed: Scope | None,
):
    await sent(settings)
    answer = await client.get(address, headers=await key_for(keyed) if keyed else {})
    assert answer.status_code == (403 if keyed else 401)
    assert "Harbour" not in answer.text


async def test_without_data_the_draft_says_so(client: httpx.AsyncClient, key_for: KeyFor):
    answer = await client.get(DRAFT, headers=await key_for(Scope.HR))
    assert answer.status_code == 200
    assert [each["code"] for each in answer.json()["notices"]] == ["no-data"]
    assert answer.json()["inputs"] == []
    values = {each["value"] for each in answer.json()["figures"]}
    assert values <= {None, "0", "0.0"}


async def test_a_half_year_to_come_may_be_looked_at_and_says_that_it_is_not_over(
    client: httpx.AsyncClient, key_for: KeyFor, settings: Settings
):
    await sent(settings)
    answer = await client.get(
        "/api/v1/scorecards/2098-09-30/draft", headers=await key_for(Scope.PSW)
    )
    assert answer.status_code == 200
    assert answer.json()["notices"] == [
        {
            "code": "period-not-over",
            "words": "The half-year ends on 30 September 2098. The figures will change until "
            "then, and cannot be published before.",
        }
    ]


@pytest.mark.parametrize(
    ("period", "slug"),
    [
        ("2026-08-31", "not-a-half-year-end"),
        ("2026-02-30", "not-found"),
        ("2026-09", "not-found"),
        ("next", "not-found"),
    ],
)
async def test_a_day_that_ends_no_half_year_is_a_404(
    client: httpx.AsyncClient, key_for: KeyFor, period: str, slug: str
):
    answer = await client.get(
        f"/api/v1/scorecards/{period}/draft", headers=await key_for(Scope.PSW)
    )
    assert (answer.status_code, answer.json()["type"]) == (404, f"/problems/{slug}")


async def test_head_of_the_draft(client: httpx.AsyncClient, key_for: KeyFor, settings: Settings):
    await sent(settings)
    key = await key_for(Scope.PSW)
    full, head = await client.get(DRAFT, headers=key), await client.head(DRAFT, headers=key)
    assert (head.status_code, head.content, head.headers) == (200, b"", full.headers)


# --- rows --------------------------------------------------------------------------------------


@pytest.mark.parametrize("scope", PREPARERS)
async def test_the_rows_behind_a_rate_name_file_row_and_amount(
    client: httpx.AsyncClient, key_for: KeyFor, settings: Settings, scope: Scope
):
    await sent(settings)
    answer = await client.get(
        f"{DRAFT}/rows", params={"measure": "turnover-fte"}, headers=await key_for(scope)
    )
    assert answer.status_code == 200
    rows = answer.json()
    # SW3, on line 4 of the file, left; the other five are in post.
    assert [
        (each["filename"], each["kind"], each["row"], each["amount"]) for each in rows["numerator"]
    ] == [("employments.csv", "employments", 4, "1")]
    assert sorted((each["row"], each["amount"]) for each in rows["denominator"]) == [
        (2, "1"),
        (3, "1"),
        (5, "1"),
        (6, "0.5"),
        (7, "0.6"),
    ]
    assert {len(each["worker"]) for each in rows["denominator"]} == {32}
    assert "SW10" not in answer.text
    assert answer.headers["cache-control"] == "no-store"
    held = {"if-none-match": answer.headers["etag"]}
    again = await client.get(answer.url, headers={**await key_for(scope), **held})
    assert (again.status_code, again.content) == (304, b"")


async def test_the_rows_add_up_to_every_figure_of_a_team(
    client: httpx.AsyncClient, key_for: KeyFor, settings: Settings
):
    await sent(settings)
    key = await key_for(Scope.HR)
    draft = (await client.get(DRAFT, headers=key)).json()
    wanted = [
        each
        for each in draft["figures"]
        if (each["dimension"], each["group"]) == ("team", "Moorland") and each["value"] is not None
    ]
    assert len(wanted) > 20
    for each in wanted[::3]:
        place = {name: each[name] for name in ("measure", "dimension", "group", "category")}
        rows = (await client.get(f"{DRAFT}/rows", params=place, headers=key)).json()
        numerator = sum((Decimal(row["amount"]) for row in rows["numerator"]), Decimal(0))
        assert (place, numerator) == (place, Decimal(each["numerator"]))


async def test_a_team_whose_name_needs_encoding(
    client: httpx.AsyncClient, key_for: KeyFor, settings: Settings
):
    await sent(settings)
    name = "Court & Care: 100 %/north"
    line = f'SW1008,,"{name}",North,case-holder,permanent,1,2022-05-02,new,2,,,,,2018-07-02,,'
    await send(Kind.EMPLOYMENTS, employments(SW8=line), settings)
    answer = await client.get(
        f"{DRAFT}/rows",
        params={"measure": "in-post-fte", "dimension": "team", "group": name},
        headers=await key_for(Scope.HR),
    )
    assert [each["amount"] for each in answer.json()["numerator"]] == ["1"]


@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        ({}, 400),
        ({"measure": "turnover-fte", "team": "Harbour"}, 400),
        ({"measure": ["turnover-fte", "in-post-fte"]}, 400),
        ({"measure": "nonsense"}, 404),
        ({"measure": "turnover-fte", "dimension": "team", "group": "Nowhere"}, 404),
        ({"measure": "turnover-fte", "dimension": "star-sign"}, 404),
    ],
)
async def test_rows_of_what_is_not_there(
    client: httpx.AsyncClient,
    key_for: KeyFor,
    settings: Settings,
    parameters: dict[str, str | list[str]],
    status: int,
):
    await sent(settings)
    answer = await client.get(f"{DRAFT}/rows", params=parameters, headers=await key_for(Scope.HR))
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
