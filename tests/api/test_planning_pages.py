"""The lead plans in a browser: a proposal, the draft, its moves, answers, the preview, the release."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from html import unescape
from typing import Any

import httpx
import pytest
from litestar import Litestar

from service.access import operations as access
from service.access.actor import Scope
from tests.api.conftest import NOW, OPERATOR, SignedIn
from tests.api.test_academy_pages import PROGRAMME, enrolled, planned, put_clock, words
from tests.small_academy import Office

__all__ = ["put_clock"]

SignInAs = Callable[..., Awaitable[SignedIn]]
Fields = dict[str, Any]

REVISION = re.compile(r'name="revision" value="(\d*)"')
DATED = {"title": "Summer 2027", "programme": "small@1"}


@pytest.fixture
async def lead(sign_in_as: SignInAs) -> SignedIn:
    return await sign_in_as(Scope.ACADEMY)


@pytest.fixture
async def api(app: Litestar, lead: SignedIn) -> Office:
    key = await access.issue("Academy lead", [Scope.ACADEMY], NOW, OPERATOR)
    return Office(lead.client, {"authorization": f"Bearer {key}"})


def day(name: str, on: str) -> Fields:
    year, month, date = on.split("-")
    return {f"{name}-day": date, f"{name}-month": month, f"{name}-year": year}


async def seen(lead: SignedIn, path: str, status: int = 200) -> str:
    answer = await lead.get(path)
    assert answer.status_code == status, answer.text
    return words(answer)


async def sent(lead: SignedIn, path: str, fields: Fields, status: int = 303) -> httpx.Response:
    """A form as the page has it now: with the revision that stands on it."""
    shown = REVISION.search((await lead.get(path)).text)
    held = {"revision": shown[1]} if shown else {}
    answer = await lead.post(path, {**held, **fields})
    assert answer.status_code == status, answer.text
    return answer


# --- a new cohort --------------------------------------------------------------------------------


async def test_a_new_cohort_is_looked_at_before_it_is_a_draft(lead, api):
    """Nothing is stored by looking; a day off brings other first days, each a button."""
    await api.staffed()
    await api.client.post("/api/v1/programmes", json=PROGRAMME, headers=api.headers)
    assert "Plan a new cohort" in await seen(lead, "/academy")
    path = "/academy/cohorts/new"
    answer = await sent(lead, path, {**DATED, **day("anchor", "2026-12-24"), "do": "show"}, 200)
    text = words(answer)
    assert "Nothing is stored yet." in text
    assert "Induction 24 to 29 December 2026" in text or "Induction 24" in text
    assert "Other first days keep every part in one piece" in text
    others = re.findall(r'name="other" value="([0-9-]+)"', answer.text)
    assert 1 <= len(others) <= 3
    assert (await api.ask("GET", "/cohorts")).json()["cohorts"] == []
    fields = {**DATED, **day("anchor", "2026-12-24")}
    text = words(await sent(lead, path, {**fields, "other": others[0]}, 200))
    assert "Other first days" not in text
    assert "Nothing is stored yet." in text
    answer = await sent(lead, path, {**DATED, **day("anchor", "2027-06-07"), "do": "create"})
    (cohort,) = (await api.ask("GET", "/cohorts")).json()["cohorts"]
    assert answer.headers["location"] == f"/academy/cohorts/{cohort['id']}"
    assert (cohort["key"], cohort["title"], cohort["anchor"]) == (
        "summer-2027",
        "Summer 2027",
        "2027-06-07",
    )
    assert "Put right or answer for" in await seen(lead, answer.headers["location"])


@pytest.mark.parametrize(
    ("changed", "status", "said"),
    [
        ({"title": " "}, 422, "Write a name, for example Spring 2027"),
        ({"title": "Весна"}, 422, "Name needs a letter or digit"),
        ({"title": "x" * 201}, 422, "Name must have at most 200 characters"),
        ({"programme": "nothing@9"}, 422, "Choose a programme from the list"),
        ({"programme": ""}, 422, "Choose a programme"),
        (day("anchor", "2027-02-30"), 422, "First day is not a real date"),
        (day("anchor", "2150-01-04"), 422, "is not between 2000 and 2100"),
        ({"title": "Spring"}, 409, "Another cohort has this name"),
    ],
)
async def test_what_cannot_be_planned_is_said_beside_what_was_typed(
    lead, api, changed, status, said
):
    await planned(api)
    fields = {**DATED, **day("anchor", "2027-06-07"), **changed, "do": "create"}
    answer = await sent(lead, "/academy/cohorts/new", fields, status)
    text = unescape(answer.text)
    assert said in text
    assert f'value="{fields["anchor-year"]}"' in text
    assert len((await api.ask("GET", "/cohorts")).json()["cohorts"]) == 1


# --- the draft -----------------------------------------------------------------------------------


async def test_a_part_is_moved_with_a_reason_and_put_back(lead, api):
    cohort = await planned(api)
    page = f"/academy/cohorts/{cohort}"
    part = f"{page}/runs/home/parts/review"
    assert "Reflection Monday 12 April 2027, 10am to midday" in await seen(lead, part)
    move = {**day("to", "2027-04-26"), "reason": "The lead is away", "later": "CHAIN"}
    await sent(lead, part, {**move, "do": "move"})
    text = await seen(lead, page)
    assert "Monday 26 April 2027 Moved by" in text
    assert "The lead is away" in text
    assert "move along by as much" in text
    assert "Put it back" in (await lead.get(part)).text
    draft = (await api.ask("GET", f"/cohorts/{cohort}/draft")).json()["draft"]
    assert draft["runs"][0]["moves"]["review"]["to"] == "2027-04-26"
    assert draft["runs"][0]["later"] == "chain"
    await sent(lead, part, {"do": "undo"})
    draft = (await api.ask("GET", f"/cohorts/{cohort}/draft")).json()["draft"]
    assert draft["runs"][0]["moves"] == {}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"reason": ""}, "Write why it is moved"),
        ({"to-day": "x"}, "New first day is not a real date"),
        ({"reason": "x" * 1001}, "Reason must have at most 1000 characters"),
    ],
)
async def test_a_move_without_day_or_reason_is_not_made(lead, api, changed, said):
    cohort = await planned(api)
    part = f"/academy/cohorts/{cohort}/runs/home/parts/review"
    fields = {**day("to", "2027-04-26"), "reason": "away", **changed}
    assert said in words(await sent(lead, part, fields, 422))
    draft = (await api.ask("GET", f"/cohorts/{cohort}/draft")).json()["draft"]
    assert draft["runs"][0]["moves"] == {}


async def test_of_two_leads_the_second_sees_what_the_first_did_and_keeps_what_was_typed(lead, api):
    cohort = await planned(api)
    part = f"/academy/cohorts/{cohort}/runs/home/parts/review"
    before = REVISION.search((await lead.get(part)).text)
    assert before is not None
    await api.change(cohort, "welcome", room="Room B", site="town-hall")
    move = {**day("to", "2027-04-26"), "reason": "The lead is away", "revision": before[1]}
    answer = await lead.post(part, move)
    assert answer.status_code == 412
    text = words(answer)
    assert "Somebody else changed the plan first" in text
    assert "Nothing of yours was stored." in text
    assert "Academy lead," in text
    assert "Welcome (Home run)" in text
    assert 'value="The lead is away"' in answer.text
    again = REVISION.search(answer.text)
    assert again is not None
    assert again[1] != before[1]
    for odd in ("", "x", "9" * 5000):
        assert (await lead.post(part, {**move, "revision": odd})).status_code == 412
    assert (await lead.post(part, {**move, "revision": again[1]})).status_code == 303


async def test_a_run_begins_on_another_day_and_one_is_added_and_taken_away(lead, api):
    cohort = await planned(api)
    page = f"/academy/cohorts/{cohort}"
    await sent(lead, f"{page}/runs/home", {"title": "Home run", **day("anchor", "2027-02-01")})
    assert "from Monday 1 February 2027" in await seen(lead, page)
    late = {"title": "Mop-up, May", **day("anchor", "2027-05-10"), "places": "8"}
    assert "Choose at least one part" in words(await sent(lead, f"{page}/runs/new", late, 422))
    await sent(lead, f"{page}/runs/new", {**late, "blocks": "induction"})
    runs = (await api.ask("GET", f"/cohorts/{cohort}/draft")).json()["draft"]["runs"]
    assert [(run["key"], run["blocks"], run["places"]) for run in runs] == [
        ("home", None, None),
        ("mop-up-may", ["induction"], 8),
    ]
    taken = words(await sent(lead, f"{page}/runs/new", {**late, "blocks": "induction"}, 422))
    assert "Another run has this name" in taken
    assert "Write a name" in words(
        await sent(lead, f"{page}/runs/new", {**late, "title": "New"}, 422)
    )
    unknown = await lead.post(f"{page}/runs/nothing", {**late, "blocks": "induction"})
    assert unknown.status_code == 404
    await sent(lead, f"{page}/runs/mop-up-may", {"do": "remove"})
    assert "Mop-up" not in await seen(lead, page)


async def test_a_session_is_changed_cancelled_and_put_back(lead, api):
    cohort = await planned(api)
    uid = next(
        each["uid"] for each in (await api.plan(cohort))["sessions"] if each["item"] == "assessment"
    )
    path = f"/academy/cohorts/{cohort}/sessions/{uid}"
    texts = {
        "title": "Assessment",
        "start": "9.45",
        "end": "11:30",
        "place": "town-hall/Room A",
        "presenters": "Ada Lead",
        **day("day", "2027-01-13"),
    }
    assert "Write why" in words(await sent(lead, path, texts, 422))
    await sent(lead, path, {**texts, "reason": "Room B floods", "do": "save"})

    async def now() -> Any:
        return next(e for e in (await api.plan(cohort))["sessions"] if e["uid"] == uid)

    one = await now()
    assert (one["day"], one["start"], one["end"], one["room"], one["status"]) == (
        "2027-01-13",
        "09:45",
        "11:30",
        "Room A",
        "confirmed",
    )
    draft = (await api.ask("GET", f"/cohorts/{cohort}/draft")).json()["draft"]
    change = draft["runs"][0]["sessions"]["assessment"]
    assert (change["end"], change["title"], change["presenters"]) == (None, None, None)
    assert "Room B floods" in await seen(lead, path)
    wrong = {**texts, "reason": "x", "start": "half past"}
    assert "Start must be a time of day" in words(await sent(lead, path, wrong, 422))
    await sent(lead, path, {"reason": "Nobody can come", "do": "cancel"})
    assert (await now())["status"] == "cancelled"
    await sent(lead, path, {"do": "restore"})
    one = await now()
    assert (one["day"], one["start"], one["status"]) == ("2027-01-12", "09:30", "confirmed")


# --- answers, preview, release -------------------------------------------------------------------


async def answered(lead: SignedIn, api: Office, cohort: str) -> None:
    plan = await api.plan(cohort)
    codes = {
        each["code"]
        for each in plan["findings"]
        if each["severity"] == "WARN" and not each["override"]
    }
    for code in sorted(codes):
        path = f"/academy/cohorts/{cohort}/warnings/{code}"
        await sent(lead, path, {"which": "all", "why": "It will do"})


async def test_warnings_are_answered_for_one_or_all_with_a_reason_that_stays(lead, api):
    cohort = await planned(api)
    warned = [e for e in (await api.plan(cohort))["findings"] if e["severity"] == "WARN"]
    path = f"/academy/cohorts/{cohort}/warnings/{warned[0]['code']}"
    assert warned[0]["message"] in await seen(lead, path)
    text = words(await sent(lead, path, {"which": "all"}, 422))
    assert "Write why it will do" in text
    await sent(lead, path, {"which": warned[0]["message"], "why": "Agreed with the board"})
    text = await seen(lead, path)
    assert re.search(r"Answered by .+, .+ on 30 November 2026: Agreed with the board", text)
    answer = await sent(lead, path, {"which": "no such words", "why": "x"}, 409)
    assert "No WARN finding" in words(answer)
    await seen(lead, f"/academy/cohorts/{cohort}/warnings/NOTHING", 404)


async def test_a_plan_is_released_from_its_preview_and_the_page_says_who_is_told(lead, api):
    cohort = await planned(api)
    page = f"/academy/cohorts/{cohort}"
    text = await seen(lead, f"{page}/release")
    assert "1 finding keeps the plan from being released" in text
    await answered(lead, api, cohort)
    assert "Added: 3 sessions" in await seen(lead, f"{page}/release")
    assert "Write why" in words(await sent(lead, f"{page}/release", {"note": ""}, 422))
    answer = await sent(lead, f"{page}/release", {"note": "The first plan"})
    assert answer.headers["location"] == f"{page}/releases/1?done=yes"
    await enrolled(api, cohort, "Alder Demo", manager="Mo Manager")
    await enrolled(api, cohort, "Birch Demo", audience="experienced", team="West")
    await sent(
        lead, f"{page}/runs/home/parts/review", {**day("to", "2027-04-26"), "reason": "away"}
    )
    await answered(lead, api, cohort)
    assert "Release 1 change" in await seen(lead, "/academy")
    text = await seen(lead, f"{page}/release")
    assert "Moved: 1 session Reflection Was: Monday 12 April 2027, 10am to midday" in text
    assert "Now: Monday 26 April 2027" in text
    assert "1 member sees it" in text
    assert "Alder Demo East 1 moved" in text
    assert "Birch Demo" not in text
    assert "East: Mo Manager (1 member)" in text
    assert "short notice" not in text
    answer = await sent(lead, f"{page}/release", {"note": "The lead is away"})
    text = await seen(lead, answer.headers["location"])
    assert "Version 2 is released." in text
    assert "The lead is away" in text
    assert "Alder Demo East 1 moved" in text
    assert "There is nothing to release" in await seen(lead, f"{page}/release")


async def test_who_is_told_before_is_who_is_told_afterwards_groups_too(lead, api):
    """A second group gets its date: its members see another session, the others none."""
    cohort = await planned(api)
    await answered(lead, api, cohort)
    await sent(lead, f"/academy/cohorts/{cohort}/release", {"note": "The first plan"})
    await enrolled(api, cohort, *(f"Member {number:02} Demo" for number in range(18)))
    held = await api.ask("GET", f"/cohorts/{cohort}/draft")
    draft = held.json()["draft"]
    times = {"start": "14:00", "end": "16:00"}
    draft["runs"][0]["groups"] = [
        {"item": "assessment", "number": 1, "day": "2027-01-12"},
        {"item": "assessment", "number": 2, "day": "2027-01-12", **times},
    ]
    address = f"/cohorts/{cohort}/draft"
    await api.ask("PUT", address, 200, draft, if_match=held.headers["etag"])
    await answered(lead, api, cohort)

    async def told(path: str) -> str:
        text = await seen(lead, path)
        return text.partition("Who is told")[2].partition("Release version")[0]

    before = await told(f"/academy/cohorts/{cohort}/release")
    assert "18 members see it" in before
    done = await sent(lead, f"/academy/cohorts/{cohort}/release", {"note": "Two groups"})
    after = await told(done.headers["location"])
    assert after.partition(" The version before")[0].strip() == before.strip()


async def test_short_notice_is_marked_and_who_is_to_be_told_directly(app, sign_in_as, put_clock):
    put_clock(datetime(2027, 1, 10, 12, 0, tzinfo=UTC))
    lead = await sign_in_as(Scope.ACADEMY)
    key = await access.issue("Academy lead", [Scope.ACADEMY], NOW, OPERATOR)
    api = Office(lead.client, {"authorization": f"Bearer {key}"})
    cohort = await planned(api)
    page = f"/academy/cohorts/{cohort}"
    await answered(lead, api, cohort)
    await sent(lead, f"{page}/release", {"note": "The first plan"})
    await enrolled(api, cohort, "Alder Demo")
    await api.change(cohort, "welcome", cancelled=True)
    text = await seen(lead, f"{page}/release")
    assert "Tell people yourself of 1 session at short notice" in text
    assert "1 cancelled Tell directly Welcome, Monday 11 January 2027, 9am to 11am" in text


async def test_a_release_of_an_older_state_shows_what_the_other_lead_did(lead, api):
    cohort = await planned(api)
    path = f"/academy/cohorts/{cohort}/release"
    await answered(lead, api, cohort)
    looked = REVISION.search((await lead.get(path)).text)
    assert looked is not None
    await api.change(cohort, "welcome", title="Hello")
    answer = await lead.post(path, {"note": "go", "revision": looked[1]})
    assert answer.status_code == 412
    assert "Welcome (Home run)" in words(answer)
    assert (await api.ask("GET", f"/cohorts/{cohort}/releases")).json()["releases"] == []


async def test_a_cohort_is_said_to_run_and_to_be_over(lead, api):
    cohort = await planned(api)
    path = f"/academy/cohorts/{cohort}/state"
    assert "It is a draft." in await seen(lead, path)
    refused = words(await sent(lead, path, {"state": "running"}, 409))
    assert "is draft and cannot become running" in refused
    await api.release(cohort)
    assert "Choose what is true" in words(await sent(lead, path, {}, 422))
    await sent(lead, path, {"state": "running"})
    await sent(lead, path, {"state": "closed"})
    assert "The cohort is closed" in await seen(lead, path)
    assert (await api.ask("GET", f"/cohorts/{cohort}")).json()["state"] == "closed"
    text = await seen(lead, f"/academy/cohorts/{cohort}")
    assert "Another first day" not in text
