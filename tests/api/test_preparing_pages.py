"""The principal social worker's pages over HTTP: checked, written, ticked, published, corrected."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from service.access.actor import Scope
from service.publication import operations
from service.settings import Settings
from service.workforce.records import Kind
from tests.api.conftest import SignedIn
from tests.small_council import (
    LATE_LEAVER,
    NOW,
    PSW,
    SEPTEMBER,
    employments,
    send,
    send_all,
)

SignIn = Callable[..., Awaitable[SignedIn]]
THERE = "/prepare/2026-09-30"
HEADLINE = "Vacancies rose to a third of posts. Turnover is <b>high</b> & steady."
CONFIRMED = {"when": "now", "confirm": "30 September 2026"}
WHY = "A social worker who had left was reported late."


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> list:
    wall = [NOW]
    monkeypatch.setattr("service.clock.now", lambda: wall[0])
    return wall


def field(page: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, name
    return found[1]


def words(page: str) -> str:
    """The text of a page on one line, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


async def test_a_scorecard_is_prepared_published_corrected_and_withdrawn(
    sign_in_as: SignIn, settings: Settings, client, at_noon
):
    maya = await sign_in_as(Scope.PSW, name="Maya Example")
    assert "Half-year to 30 September 2026" in (await maya.get("/prepare")).text
    for page in ("numbers", "words", "protection", "preview", "data"):
        answer = await maya.get(f"{THERE}/{page}")
        assert answer.status_code == 200
        assert "No workforce return is in force" in answer.text or page == "data"

    await send_all(settings)
    page = words((await maya.get(f"{THERE}/data")).text)
    assert "Caseloads: sent" in page
    assert "caseloads.csv Caseloads human resources, 9:30am on 20 November 2026 In force" in page

    # Numbers, and the rows behind one of them.
    page = (await maya.get(f"{THERE}/numbers")).text
    assert "There is no earlier scorecard to compare with" in page
    await maya.post(f"{THERE}/ticks/numbers-checked", {"of": field(page, "of")})
    page = words((await maya.get(f"{THERE}/numbers/turnover-fte")).text)
    assert "Harbour" in page
    page = words((await maya.get(f"{THERE}/numbers/turnover-fte/rows")).text)
    assert "1 row of the files that were sent adds up to 1." in page
    assert "employments.csv row 4" in page
    assert (await maya.get(f"{THERE}/numbers/nothing")).status_code == 404

    # Words: kept as typed when refused, escaped when shown.
    answer = await maya.post(
        f"{THERE}/words/headline", {"words": "One. Two. Three.", "revision": ""}
    )
    assert answer.status_code == 422
    assert "Headline has 3 sentences: two are the most" in answer.text
    assert "One. Two. Three.</textarea>" in answer.text
    answer = await maya.post(f"{THERE}/words/headline", {"words": HEADLINE, "revision": ""})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{THERE}/words")
    page = (await maya.get(f"{THERE}/words")).text
    assert "Turnover is &lt;b&gt;high&lt;/b&gt; &amp; steady." in page

    # The preview is the public page, and says that it is none.
    page = (await maya.get(f"{THERE}/preview")).text
    assert "Draft: not published" in page
    assert "Turnover is &lt;b&gt;high&lt;/b&gt; &amp; steady." in page
    assert (await client.get("/scorecards/2026-09-30")).status_code == 404
    await maya.post(f"{THERE}/ticks/preview", {"of": field(page, "of")})
    page = words((await maya.get(THERE)).text)
    assert "Look at the preview Ticked by Maya Example at 9:30am on 20 November 2026. Done" in page

    # Published only when the half-year was typed.
    answer = await maya.post(f"{THERE}/publish", {"when": "now", "confirm": "yes"})
    assert answer.status_code == 422
    assert "Type the last day of the half-year, 30 September 2026, to confirm" in answer.text
    answer = await maya.post(f"{THERE}/publish", CONFIRMED)
    assert answer.headers["location"] == f"{THERE}/v1/published"
    assert "Everybody can read it now" in (await maya.get(f"{THERE}/v1/published")).text
    page = (await client.get("/scorecards/2026-09-30")).text
    assert "Turnover is &lt;b&gt;high&lt;/b&gt; &amp; steady." in page

    # A correction says what moved before it is made, and needs a reason.
    assert "Nothing has moved" in (await maya.get(f"{THERE}/correct")).text
    at_noon[0] = NOW + timedelta(minutes=10)
    await send(Kind.EMPLOYMENTS, employments(SW2=LATE_LEAVER), settings)
    page = words((await maya.get(f"{THERE}/correct")).text)
    assert "1 leaver was reported after the earlier version" in page
    assert re.search(r"Turnover, twelve months \(FTE.*?24\.4%.*?64\.5%", page)
    answer = await maya.post(f"{THERE}/correct", {**CONFIRMED, "reason": "Late"})
    assert answer.status_code == 422
    assert "write between 10 and 1000 characters" in answer.text
    answer = await maya.post(f"{THERE}/correct", {**CONFIRMED, "reason": WHY})
    assert answer.headers["location"] == f"{THERE}/v2/published"
    assert WHY in (await client.get("/scorecards/2026-09-30")).text

    # A withdrawal needs the same.
    answer = await maya.post(f"{THERE}/v2/withdraw", {"reason": WHY, "confirm": ""})
    assert answer.status_code == 422
    answer = await maya.post(f"{THERE}/v2/withdraw", {"reason": WHY, "confirm": "30/9/2026"})
    assert (answer.status_code, answer.headers["location"]) == (303, THERE)
    assert "withdrawn by Maya Example" in (await maya.get(THERE)).text
    assert (await client.get("/scorecards/2026-09-30/v2")).status_code == 410
    page = words((await maya.get(f"{THERE}/seen")).text)
    assert page.count("Maya Example, 9:30am on 20 November 2026") == 1


async def test_two_who_write_at_once_both_see_both_texts(sign_in_as: SignIn):
    maya, jo = await sign_in_as(Scope.PSW, name="Maya"), await sign_in_as(Scope.PSW, name="Jo")
    comment = f"{THERE}/words/comments/turnover-fte"
    answer = await jo.post(comment, {"words": "Pay.\r\nHours.", "owner": "Jo", "revision": ""})
    assert answer.status_code == 303
    answer = await maya.post(comment, {"words": "Distance.", "owner": "Maya", "revision": ""})
    assert answer.status_code == 412
    page = words(answer.text)
    assert "Jo wrote this comment at 09:30 on 20 November 2026" in page
    assert "What stands now Comment Pay. Hours. Owner Jo" in page
    assert ">\nDistance.</textarea>" in answer.text
    assert field(answer.text, "revision") == "1"
    both = {"words": "Pay. Hours. Distance.", "owner": "Jo and Maya", "revision": "1"}
    assert (await maya.post(comment, both)).status_code == 303
    answer = await jo.post(comment, {"do": "remove", "revision": "1"})
    assert answer.status_code == 412
    assert "Pay. Hours. Distance." in answer.text
    assert (await jo.post(comment, {"do": "remove", "revision": "2"})).status_code == 303
    answer = await maya.post(comment, {**both, "revision": "2"})
    assert "It was taken away. Save yours to put it there again." in words(answer.text)


async def test_actions_events_and_people_are_written_changed_and_taken_away(sign_in_as: SignIn):
    maya = await sign_in_as(Scope.PSW)
    due = {"due-day": "31", "due-month": "2", "due-year": "2027"}
    action = {"words": "Offer a payment", "owner": "Director", "state": "open", "measure": ""}
    answer = await maya.post(f"{THERE}/words/actions/new", {**action, **due})
    assert answer.status_code == 422
    assert "Due date is not a real date" in answer.text
    assert 'value="31"' in answer.text
    due["due-day"] = "28"
    await maya.post(f"{THERE}/words/actions/new", {**action, **due})
    event = {"on-day": "1", "on-month": "5", "on-year": "2026", "words": "Payment starts"}
    await maya.post(f"{THERE}/words/events/new", event)
    person = {"name": "Ada Example", "role": "Lead member", "reason": "To answer on the day"}
    await maya.post(f"{THERE}/people/new", person)
    answer = await maya.post(f"{THERE}/people/new", {**person, "role": ""})
    assert "Role has no words" in answer.text

    api = await maya.get(f"{THERE}/people")
    assert "Ada Example" in api.text
    [there] = set(re.findall(rf"{THERE}/people/[0-9a-f-]{{36}}", api.text))
    changed = {**person, "reason": "To brief the committee", "revision": "1"}
    assert (await maya.post(there, changed)).status_code == 303
    assert "To brief the committee" in (await maya.get(there)).text
    assert (await maya.post(there, {"do": "remove", "revision": "2"})).status_code == 303
    assert "Nobody but those who prepare it" in (await maya.get(f"{THERE}/people")).text
    unknown = f"{THERE}/people/00000000-0000-0000-0000-000000000000"
    assert (await maya.post(unknown, person)).status_code == 404
    assert (await maya.get(f"{THERE}/words/events/nonsense")).status_code == 404


async def test_a_moment_is_announced_and_taken_back_in_public(sign_in_as: SignIn, client):
    maya = await sign_in_as(Scope.PSW)
    moment = {"release_at-day": "26", "release_at-month": "11", "release_at-year": "2026"}
    answer = await maya.post(f"{THERE}/release", {**moment, "release-time": "teatime"})
    assert "Release time is not a time of day" in answer.text
    await maya.post(f"{THERE}/release", {**moment, "release-time": "9.30am"})
    due = (await client.get("/api/v1/scorecards")).json()["next_due"]
    assert due["release_at"] == "2026-11-26T09:30:00Z"
    past = {**moment, "release_at-day": "19", "revision": "1", "release-time": "09:30"}
    assert "Release has passed" in (await maya.post(f"{THERE}/release", past)).text
    await maya.post(f"{THERE}/release", {"do": "remove", "revision": "1"})
    due = (await client.get("/api/v1/scorecards")).json()["next_due"]
    assert due["release_at"] is None


async def test_without_a_return_a_public_reason_is_asked_for(
    sign_in_as: SignIn, settings: Settings, client
):
    await send_all(settings, without={Kind.CASELOADS})
    maya = await sign_in_as(Scope.PSW)
    answer = await maya.post(f"{THERE}/publish", CONFIRMED)
    assert answer.status_code == 409
    assert "Say why it is published without these returns" in answer.text
    why = "The case system was being moved in September, so no count was taken."
    answer = await maya.post(f"{THERE}/publish", {**CONFIRMED, "without": why})
    assert answer.headers["location"] == f"{THERE}/v1/published"
    assert why in (await client.get("/scorecards/2026-09-30")).text


async def test_what_stops_a_publication_is_said_with_the_way_to_it(
    app, sign_in_as: SignIn, settings: Settings
):
    """A second person has to sign, and a tick is of the draft that was looked at."""
    two = replace(settings, two_person_sign_off=True)
    app.state.settings = two
    await send_all(settings)
    maya = await sign_in_as(Scope.PSW, name="Maya")
    jo = await sign_in_as(Scope.HR, name="Jo")
    page = words((await maya.get(f"{THERE}/publish")).text)
    assert "A second person has to sign the draft off as it is now. Go to the sign-off" in page
    answer = await maya.post(f"{THERE}/publish", CONFIRMED)
    assert answer.status_code == 409
    assert "Nobody has signed the draft off." in answer.text
    assert f'href="{THERE}/sign-off">Go to the sign-off' in answer.text
    looked_at = field((await jo.get(f"{THERE}/sign-off")).text, "of")
    await maya.post(f"{THERE}/words/headline", {"words": "A headline.", "revision": ""})
    answer = await jo.post(f"{THERE}/ticks/signed-off", {"of": looked_at})
    assert answer.status_code == 412
    assert "Figures or words have changed since you looked at them" in answer.text
    looked_at = field((await jo.get(f"{THERE}/sign-off")).text, "of")
    assert (await jo.post(f"{THERE}/ticks/signed-off", {"of": looked_at})).status_code == 303
    assert (await jo.get(f"{THERE}/words/headline")).status_code == 403
    assert (await jo.get(f"{THERE}/publish")).status_code == 403
    answer = await maya.post(f"{THERE}/publish", CONFIRMED)
    assert answer.headers["location"] == f"{THERE}/v1/published"


async def test_a_version_that_waits_is_withdrawn_and_not_corrected(
    sign_in_as: SignIn, settings: Settings
):
    await send_all(settings)
    await operations.publish(SEPTEMBER, PSW, NOW, settings, release_at="2026-11-26")
    maya = await sign_in_as(Scope.PSW)
    page = words((await maya.get(f"{THERE}/correct")).text)
    assert "Version 1 becomes public at 9:30am on 26 November 2026." in page
    answer = await maya.post(f"{THERE}/correct", {**CONFIRMED, "reason": WHY})
    assert answer.status_code == 409
    assert (await maya.get(f"{THERE}/publish")).headers["location"] == THERE
    await maya.post(f"{THERE}/v1/withdraw", {"reason": WHY, "confirm": "2026-09-30"})
    assert (await maya.get(f"{THERE}/publish")).status_code == 200


async def test_a_target_is_set_changed_and_taken_away_with_its_source(sign_in_as: SignIn):
    maya = await sign_in_as(Scope.PSW)
    there = "/prepare/targets"
    assert "No target is set" in (await maya.get(there)).text
    days = {"decided_on-day": "1", "decided_on-month": "4", "decided_on-year": "2026"}
    wanted = {
        "measure": "vacancy-rate-fte",
        "value": "12%",
        "tolerance": "",
        "source": "Workforce strategy 2026, Cabinet, 1 April 2026",
        "in_force_from-day": "31",
        "in_force_from-month": "3",
        "in_force_from-year": "2026",
        **days,
    }
    answer = await maya.post(f"{there}/new", wanted)
    assert answer.status_code == 422
    assert "First day is before the day of the decision" in answer.text
    answer = await maya.post(f"{there}/new", {**wanted, "value": "a few", "decided_on-day": ""})
    assert "Target is not a number: write it like 12 or 12.5" in answer.text
    assert "Day of the decision is not a real date" in answer.text
    wanted["decided_on-day"], wanted["decided_on-month"] = "31", "3"
    assert (await maya.post(f"{there}/new", wanted)).headers["location"] == there
    page = (await maya.get(there)).text
    assert "Vacancy rate (FTE) at most 12% From 31 March 2026" in words(page)
    assert "is in force from 31 March 2026" in (await maya.post(f"{there}/new", wanted)).text
    [one] = set(re.findall(rf"{there}/[0-9a-f-]{{36}}", page))
    answer = await maya.post(one, {**wanted, "value": "11", "revision": "7"})
    assert answer.status_code == 412
    assert "it is revision 1 now, at 12" in answer.text
    assert field(answer.text, "revision") == "1"
    assert (await maya.post(one, {**wanted, "value": "11", "revision": "1"})).status_code == 303
    assert "at most 11%" in (await maya.get(there)).text
    assert (await maya.post(one, {"do": "remove", "revision": "2"})).status_code == 303
    assert "No target is set" in (await maya.get(there)).text
