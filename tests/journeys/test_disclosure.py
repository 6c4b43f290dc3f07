"""A reader with a solver fetches everything public of the demo council over HTTP, and attacks it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx
import pytest

from scorecard.disclosure import decision_from
from service.access import operations as access
from service.access.actor import Scope, command_line
from service.publication.verification import verify
from service.settings import Settings
from tests.disclosure_attack import Attack, findings, recovered
from tests.lifespan import laid_out, running

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
Json = dict[str, Any]


@pytest.mark.slow
async def test_no_small_number_is_found_in_all_that_the_demo_has_published(
    own_demo: Settings,
) -> None:
    async with running(laid_out(own_demo)) as app:
        key = await access.issue("hr", [Scope.HR], NOW, command_line("tester"))
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            await attack_everything(client, {"authorization": f"Bearer {key}"}, own_demo)


async def attack_everything(
    client: httpx.AsyncClient, hr: dict[str, str], settings: Settings
) -> None:
    listed = (await client.get("/api/v1/scorecards")).json()["editions"]
    attack: Attack | None = None
    for entry in reversed(listed):
        whole = (await client.get(entry["json"], headers=hr)).json()
        public = (await client.get(entry["json"])).json()
        attack = attack or Attack(decision_from(whole).nesting)
        attack.read(public, whole, public["disclosure"]["policy"]["threshold"])
        verdict = await verify(UUID(entry["edition"]), settings)
        assert verdict.agrees, verdict.first_difference
        assert whole["disclosure"]["unprotected"] == []
    assert attack is not None
    assert attack.targets
    assert list(findings(attack, 5, whole_numbers=False)) == []
    assert list(recovered(attack)) == []
