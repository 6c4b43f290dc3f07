"""The academy lead's pages: what is seen (how one signs in: test_signing_in.py)."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from litestar import Litestar

from service import clock
from service.access import operations as access
from service.access.actor import Scope
from tests.api.conftest import NOW, OPERATOR, SignedIn
from tests.api.test_academy_pages import enrolled, feed_of, planned, words
from tests.small_academy import Office

SignInAs = Callable[..., Awaitable[SignedIn]]
HTML = {"accept": "text/html"}


@pytest.fixture
async def key(app: Litestar) -> str:
    return await access.issue("Academy lead", [Scope.ACADEMY], NOW, OPERATOR)


@pytest.fixture
async def lead(sign_in_as: SignInAs, key: str) -> Office:
    """Signed in as a browser, and with the key for the API."""
    signed_in = await sign_in_as(Scope.ACADEMY)
    return Office(signed_in.client, {"authorization": f"Bearer {key}"})


# --- what is seen --------------------------------------------------------------------------------


async def test_the_list_says_where_each_cohort_stands(lead):
    cohort = await planned(lead)
    text = words(await lead.client.get("/academy", headers=HTML))
    assert "Spring Monday 11 January 2027 Draft: not released yet Nobody is enrolled yet" in text
    await lead.release(cohort)
    await enrolled(lead, cohort, "Alder Demo", "Birch Demo")
    await enrolled(lead, cohort, "Cedar Demo", audience="managers")
    await lead.change(cohort, "assessment", room="Room A", site="town-hall")
    text = words(await lead.client.get("/academy", headers=HTML))
    assert "Released, version 1 1 change not released 2 newly qualified, 1 managers" in text


async def test_a_cohort_s_page_has_its_plan_and_every_finding_with_its_answer(lead):
    cohort = await planned(lead)
    page = f"/academy/cohorts/{cohort}"
    text = words(await lead.client.get(page, headers=HTML))
    findings = (await lead.plan(cohort))["findings"]
    warned = [each for each in findings if each["severity"] == "WARN"]
    assert warned
    assert f"{len(warned)} finding" in text
    for each in findings:
        assert each["message"] in text
    assert "The plan as it would be released now" in text
    assert "9am to 11am Welcome Room A Dee Director" in text
    await lead.release(cohort)
    text = words(await lead.client.get(page, headers=HTML))
    assert re.search(r"Answered by Academy lead, .+ on \d+ \w+ 20\d\d: It will do\.", text)
    assert "Nothing keeps the plan from being released." in text
    assert "Version 1 on " in text


async def test_the_printed_timetable_has_names_and_is_what_was_released(lead):
    cohort = await planned(lead)
    page = f"/academy/cohorts/{cohort}/timetable"
    assert "Nothing is released yet." in words(await lead.client.get(page, headers=HTML))
    await lead.release(cohort)
    await lead.change(cohort, "welcome", title="Draft title")
    text = words(await lead.client.get(page, headers=HTML))
    assert "9am to 11am Welcome Room A Dee Director" in text
    assert "Facilitated by Ada Lead" in text
    assert "Draft title" not in text


async def test_a_register_names_who_is_expected_and_what_is_marked(lead):
    cohort = await planned(lead)
    page = f"/academy/cohorts/{cohort}/registers"
    assert "There are no registers yet." in words(await lead.client.get(page, headers=HTML))
    await lead.release(cohort)
    alder, _ = await enrolled(lead, cohort, "Alder Demo", "Birch Demo")
    await enrolled(lead, cohort, "Cedar Demo", audience="experienced")
    text = words(await lead.client.get(page, headers=HTML))
    assert "Monday 11 January 2027 : 1 session" in text
    uid = (await lead.sessions(cohort))["home/welcome"]["session"]["uid"]
    lines = {"lines": [{"member": alder, "state": "absent-authorised"}]}
    await lead.ask("PUT", f"/sessions/{uid}/register", body=lines)
    text = words(await lead.client.get(f"{page}/2027-01-11", headers=HTML))
    assert "9am to 11am: Welcome Room A, 1 High Street Led by Dee Director, Ada Lead" in text
    assert "Alder Demo East absent, agreed Birch Demo East Not yet Cedar Demo East Not yet" in text
    text = words(await lead.client.get(f"{page}/2027-04-12", headers=HTML))
    assert "Alder Demo East Not yet Birch Demo East Not yet" in text
    assert "Cedar Demo" not in text  # reviews are for the newly qualified
    for nothing in ("2027-01-13", "2027-13-01"):
        answer = await lead.client.get(f"{page}/{nothing}", headers=HTML)
        assert answer.status_code in {400, 404}


async def test_subscriptions_that_nobody_fetches_stand_first(lead, sign_in_as, monkeypatch):
    text = words(await lead.client.get("/academy/subscriptions", headers=HTML))
    assert "No calendar has been given out yet." in text
    cohort = await planned(lead)
    await lead.release(cohort)
    alder, birch, _ = await enrolled(lead, cohort, "Alder Demo", "Birch Demo", "Cedar Demo")
    feeds = [await feed_of(lead, "member", each) for each in (alder, birch)]
    path = feeds[1]["address"].removeprefix("http://127.0.0.1:8000")
    assert (
        await lead.client.get(path, headers={"user-agent": "Thunderbird/140"})
    ).status_code == 200
    for _ in range(50):
        found = (await lead.ask("GET", f"/feeds/{feeds[1]['feed']['id']}")).json()
        if found["fetches"]:
            break
        await asyncio.sleep(0.05)
    text = words(await lead.client.get("/academy/subscriptions", headers=HTML))
    assert re.search(r"Alder Demo member New: not fetched yet Not since .* Not known 0 "
                     r"Birch Demo member Alive .* Thunderbird/140 1", text)  # fmt: skip
    assert "No calendar is dead." in text
    assert "Spring: 1 Cedar Demo" in text
    later = clock.now() + timedelta(days=3, seconds=61)
    monkeypatch.setattr(clock, "now", lambda: later)
    lead.client = (await sign_in_as(Scope.ACADEMY)).client  # the session is over by then
    text = words(await lead.client.get("/academy/subscriptions", headers=HTML))
    assert "2 of 2 calendars seem to be fetched by nobody" in text
    assert text.index("Never fetched") < text.index("Quiet for 3 days or more")
