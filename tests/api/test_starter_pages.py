"""A starter who is signed in: their dates without a secret in the address, tasks, the own evidence."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from litestar import Litestar

from service.access import operations as access
from service.access.actor import Scope
from tests.api.conftest import NOW, OPERATOR, SignedIn
from tests.api.test_academy_pages import AUTUMN, enrolled, planned, put_clock, words
from tests.small_academy import Office
from tests.small_asye import begun

__all__ = ["put_clock"]

SignInAs = Callable[..., Awaitable[SignedIn]]
ADDRESS = re.compile(r'id="address"[^>]*value="([^"]+)"')
SEEN = re.compile(r'name="seen" value="([^"]*)"')


@pytest.fixture
async def api(app: Litestar, sign_in_as: SignInAs) -> Office:
    key = await access.issue("Academy lead", [Scope.ACADEMY], NOW, OPERATOR)
    lead = await sign_in_as(Scope.ACADEMY)
    return Office(lead.client, {"authorization": f"Bearer {key}"})


@pytest.fixture
async def alder(api: Office, sign_in_as: SignInAs) -> dict[str, Any]:
    """A starter of a released cohort, signed in, and somebody else of it."""
    cohort = await planned(api)
    await api.release(cohort)
    alder, birch = await enrolled(api, cohort, "Alder Demo", "Birch Other")
    signed_in = await sign_in_as(Scope.STARTER, subject=alder)
    return {"cohort": cohort, "member": alder, "other": birch, "visitor": signed_in}


def seen(text: str) -> str:
    found = SEEN.search(text)
    assert found is not None
    return unescape(found[1])


async def test_a_starter_sees_their_dates_without_a_secret_in_the_address(alder):
    answer = await alder["visitor"].get("/my-academy")
    text = words(answer)
    assert "Spring My academy Next, in 6 weeks" in text
    assert "Induction, day 1 Monday 11 January 2027, 9am to 11am Room A, 1 High Street" in text
    assert "Birch" not in answer.text
    assert answer.headers["cache-control"] == "private, no-store"
    assert 'id="address"' not in answer.text


async def test_the_address_of_the_calendar_is_made_and_shown_once(alder):
    """A reload makes no second one; another one ends the first."""
    visitor: SignedIn = alder["visitor"]
    page = await visitor.get("/my-academy")
    assert "Make my calendar’s address" in page.text
    made = await visitor.post("/my-academy", {"seen": seen(page.text)})
    assert made.status_code == 200
    found = ADDRESS.search(made.text)
    assert found is not None
    address = found[1].partition("/feeds/")[2]
    feed = await visitor.client.get(f"/feeds/{address}")
    assert feed.status_code == 200
    assert "Welcome" in feed.text
    again = await visitor.post("/my-academy", {"seen": seen(page.text)})
    assert again.status_code == 409
    assert ADDRESS.search(again.text) is None
    assert (await visitor.client.get(f"/feeds/{address}")).status_code == 200
    page = await visitor.get("/my-academy")
    assert ADDRESS.search(page.text) is None
    assert address.removesuffix("/academy.ics") not in page.text
    other = await visitor.post("/my-academy", {"seen": seen(page.text)})
    fresh = ADDRESS.search(other.text)
    assert fresh is not None
    assert fresh[1] != found[1]
    assert (await visitor.client.get(f"/feeds/{address}")).status_code == 404


async def test_a_starter_is_told_what_changed_since_the_last_visit(api, alder, put_clock):
    visitor: SignedIn = alder["visitor"]
    await visitor.get("/my-academy")
    put_clock(AUTUMN + timedelta(minutes=5))
    await api.change(alder["cohort"], "welcome", day="2027-01-12")
    await api.release(alder["cohort"])
    text = words(await visitor.get("/my-academy"))
    assert "What changed since" in text
    assert "Moved Welcome Was: Monday 11 January 2027, 9am to 11am Now: Tuesday 12" in text


async def test_tasks_have_their_day_and_state(api, alder, sign_in_as):
    text = words(await alder["visitor"].get("/my-tasks"))
    assert "Data protection Tuesday 12 January 2027 Due in 6 weeks" in text
    assert "No year is recorded for you." in text
    member = f"/members/{alder['member']}"
    tag = (await api.ask("GET", member)).headers["etag"]
    wish = {
        "name": "Alder Demo",
        "audience": "newly-qualified",
        "run": "home",
        "team": "East",
        "completed": ["gdpr"],
    }
    await api.ask("PUT", member, 200, wish, if_match=tag)
    text = words(await alder["visitor"].get("/my-tasks"))
    assert "Data protection Tuesday 12 January 2027 Done" in text
    (cedar,) = await enrolled(api, alder["cohort"], "Cedar Demo", completed=["gdpr"])
    before = await sign_in_as(Scope.STARTER, subject=cedar)
    text = words(await before.get("/my-tasks"))
    assert "Data protection Tuesday 12 January 2027 Done" in text


async def test_the_own_evidence_opens_and_nobody_else_s(api, alder, sign_in_as):
    year = await begun(api, alder["member"])
    visitor: SignedIn = alder["visitor"]
    text = words(await visitor.get("/my-academy"))
    assert "How many cases you may hold" in text
    assert "12 January to 11 April 2026 5 children" in text
    text = words(await visitor.get("/my-tasks"))
    assert "Supervision None is recorded yet" in text
    path = f"/my-tasks/{year}/evidence"
    assert f'href="{path}"' in (await visitor.get("/my-tasks")).text
    assert "ASYE evidence pack: Alder Demo" in words(await visitor.get(path))
    other = await sign_in_as(Scope.STARTER, subject=alder["other"])
    assert (await other.get(path)).status_code == 404
    stranger = await sign_in_as(Scope.STARTER, subject=str(UUID(int=9)))
    assert (await stranger.get("/my-academy")).status_code == 404
