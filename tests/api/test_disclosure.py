"""The list of what is protected, for the review before and after publishing."""

import httpx
import pytest

from service.access.actor import Scope
from service.publication import operations
from service.settings import Settings
from tests.small_council import NOW, PSW, SEPTEMBER, sent

ADDRESS = "/api/v1/scorecards/2026-09-30"


@pytest.mark.parametrize("scope", [Scope.HR, Scope.PSW])
async def test_the_review_lists_what_the_public_sees_as_c(
    client: httpx.AsyncClient, key_for, settings: Settings, scope: Scope
):
    await sent(settings)
    key = await key_for(scope)
    draft = (await client.get(f"{ADDRESS}/draft/disclosure", headers=key)).json()
    entry = await operations.publish(SEPTEMBER, PSW, NOW, settings)
    published = (await client.get(f"{ADDRESS}/v1/disclosure", headers=key)).json()
    assert draft == published | {"edition": None, "version": None}
    assert published["edition"] == str(entry.id)
    public = (await client.get(ADDRESS)).json()
    hidden = [each for each in public["figures"] if each["symbol"] == "c"]
    assert [each["measure"] for each in published["protected"]] == [e["measure"] for e in hidden]
    assert published["shown"] == len(public["figures"]) - len(hidden)
    assert published["policy"] == public["disclosure"]["policy"]
    assert published["unprotected"] == []
    assert {each["because"] for each in published["cells"]} >= {"small"}


async def test_who_may_review(client: httpx.AsyncClient, key_for, settings: Settings):
    await sent(settings)
    for scope, status in ((None, 401), (Scope.READ, 403), (Scope.ACADEMY, 403)):
        key = await key_for(scope) if scope else {}
        answer = await client.get(f"{ADDRESS}/draft/disclosure", headers=key)
        assert answer.status_code == status
    key = await key_for(Scope.PSW)
    for address in ("v1", "v1.csv", "nonsense"):
        answer = await client.get(f"{ADDRESS}/{address}/disclosure", headers=key)
        assert (answer.status_code, answer.headers["content-type"]) == (
            404,
            "application/problem+json",
        )
