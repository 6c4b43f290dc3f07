"""The academy lead's pages: signing in with a key, what is seen, and what nobody else may see."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import pytest
from litestar import Litestar

from service import clock
from service.access import operations as access
from service.access.actor import Scope
from service.app import create_app
from service.desk import sessions
from service.problems import Unavailable
from service.settings import Settings
from service.storage.tables.access import AuditEntry
from tests.api.conftest import NOW, OPERATOR
from tests.api.test_academy_pages import enrolled, feed_of, planned, words
from tests.lifespan import running
from tests.small_academy import Headers, Office

KeyFor = Callable[..., Awaitable[Headers]]
FORM = {"content-type": "application/x-www-form-urlencoded", "accept": "text/html"}
HTML = {"accept": "text/html"}
COOKIE = "academy-desk"


@pytest.fixture
async def key(app: Litestar) -> str:
    return await access.issue("Academy lead", [Scope.ACADEMY], NOW, OPERATOR)


async def sign_in(client: httpx.AsyncClient, key: str, to: str = "/academy", **headers: str):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return await client.post("/sign-in", data={"key": key, "to": to}, headers=FORM | named)


@pytest.fixture
async def lead(client: httpx.AsyncClient, key: str) -> Office:
    """Signed in as a browser, and with the key for the API."""
    assert (await sign_in(client, key)).status_code == 303
    return Office(client, {"authorization": f"Bearer {key}"})


# --- signing in ----------------------------------------------------------------------------------


async def test_without_a_session_every_page_asks_to_sign_in_and_comes_back(client):
    somewhere = f"/academy/cohorts/{UUID(int=1)}"
    for page in (
        "/academy", "/academy/subscriptions", somewhere, f"{somewhere}/timetable",
        f"{somewhere}/registers", f"{somewhere}/registers/2027-01-11",
    ):  # fmt: skip
        answer = await client.get(page)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/sign-in?to={page}")
    form = await client.get(f"/sign-in?to={somewhere}", headers=HTML)
    assert form.status_code == 200
    assert f'name="to" value="{somewhere}"' in form.text


async def test_a_key_of_the_academy_signs_in_with_a_cookie_that_holds_no_key(client, key):
    answer = await sign_in(client, key, "/academy/subscriptions")
    assert (answer.status_code, answer.headers["location"]) == (303, "/academy/subscriptions")
    cookie = answer.headers["set-cookie"]
    assert re.fullmatch(
        r"academy-desk=[0-9a-f]{32}\.[0-9]+\.[\w-]{43}; HttpOnly; Path=/; SameSite=strict", cookie
    )
    assert not set(key.split("_")) & set(re.split(r"[=.;]", cookie))
    page = await client.get("/academy", headers=HTML)
    assert page.status_code == 200
    assert page.headers["cache-control"] == "private, no-store"
    assert page.headers["x-robots-tag"] == "noindex, nofollow"
    assert "There is no cohort yet." in words(page)
    already = await client.get("/sign-in")
    assert (already.status_code, already.headers["location"]) == (303, "/academy")


async def test_with_https_the_cookie_is_bound_to_the_host(settings: Settings, key):
    secure = replace(settings, public_url="https://academy.example")
    async with running(create_app(secure)) as app:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="https://t") as client:
            cookie = (await sign_in(client, key)).headers["set-cookie"]
    assert cookie.startswith("__Host-academy-desk=")
    assert cookie.endswith("; HttpOnly; Path=/; SameSite=strict; Secure")
    assert "Domain" not in cookie


@pytest.mark.parametrize(
    ("scope", "said"),
    [(Scope.PSW, "This key does not open these pages."), (None, "The key is not known")],
)
async def test_any_other_key_is_refused_in_words_beside_the_field(client, key_for, scope, said):
    given = (await key_for(scope))["authorization"].split()[1] if scope else "swk_wrong"
    answer = await sign_in(client, given)
    assert answer.status_code == 422
    assert "set-cookie" not in answer.headers
    assert answer.text.count(said) == 2  # in the summary and at the field
    assert given not in answer.text
    assert (await client.get("/academy")).status_code == 303


async def test_nothing_typed_is_said_and_wrong_keys_are_slowed_down(client):
    assert "Enter your key" in (await sign_in(client, "  ")).text
    for _ in range(20):
        assert (await sign_in(client, "swk_wrong")).status_code == 422
    answer = await sign_in(client, "swk_wrong")
    assert answer.status_code == 429
    assert "Wait 5 minutes" in answer.text


async def test_nobody_is_led_elsewhere(client, key):
    for to in (
        "https://evil.example/",
        "//evil.example",
        "/academy/../x",
        "/academy\\@x",
        "/academyx",
    ):
        answer = await sign_in(client, key, to)
        assert answer.headers["location"] == "/academy"
        client.cookies.clear()
        form = await client.get("/sign-in", params={"to": to}, headers=HTML)
        assert 'name="to" value="/academy"' in form.text


async def test_a_form_of_another_site_is_refused(client, key):
    for headers in (
        {"sec_fetch_site": "cross-site"}, {"sec_fetch_site": "same-site"},
        {"origin": "https://evil.example"}, {"origin": "null"},
    ):  # fmt: skip
        assert (await sign_in(client, key, **headers)).status_code == 403
    for headers in ({"sec_fetch_site": "same-origin"}, {"origin": "http://test"}):
        assert (await sign_in(client, key, **headers)).status_code == 303
    out = await client.post("/sign-out", headers={"sec-fetch-site": "cross-site"})
    assert out.status_code == 403
    assert (await client.get("/academy")).status_code == 200


async def test_a_session_that_is_altered_over_or_of_another_service_opens_nothing(
    client, key, settings, monkeypatch
):
    await sign_in(client, key)
    good = client.cookies[COOKIE]
    who, until, mac = good.split(".")
    later = str(int(until) + 1)
    other = replace(settings, identity_key=b"another key of thirty-two bytes!!")
    forged = sessions.opened(UUID(who), clock.now(), other)
    for token in (
        f"{who}.{later}.{mac}",
        f"{UUID(int=5).hex}.{until}.{mac}",
        f"{who}.{until}.{mac[::-1]}",
        f"{good}x",
        "x",
        "",
        forged,
    ):
        client.cookies.clear()
        answer = await client.get("/academy", headers={"cookie": f"{COOKIE}={token}"})
        assert answer.status_code == 303, token
    ends = datetime.fromtimestamp(int(until), UTC)
    for at, status in ((ends - timedelta(seconds=1), 200), (ends, 303)):
        monkeypatch.setattr(clock, "now", lambda at=at: at)
        answer = await client.get("/academy", headers={"cookie": f"{COOKIE}={good}"})
        assert answer.status_code == status


async def test_a_revoked_key_ends_its_session_at_once(client, key):
    await sign_in(client, key)
    record = next(each for each in await access.listing() if each.name == "Academy lead")
    assert (await client.get("/academy")).status_code == 200
    await access.revoke(record.id, NOW, OPERATOR)
    assert (await client.get("/academy")).status_code == 303


async def test_signing_out_takes_the_cookie_and_both_are_in_the_trail(client, key):
    await sign_in(client, key)
    assert (await client.get("/sign-out")).status_code == 405
    out = await client.post("/sign-out", headers=FORM)
    assert (out.status_code, out.headers["location"]) == (303, "/sign-in")
    assert "Max-Age=0" in out.headers["set-cookie"]
    assert (await client.get("/academy")).status_code == 303
    rows = await AuditEntry.select(AuditEntry.action, AuditEntry.actor).where(
        AuditEntry.action.like("key.signed%")
    ).order_by(AuditEntry.id)  # fmt: skip
    assert rows == [
        {"action": "key.signed-in", "actor": "Academy lead"},
        {"action": "key.signed-out", "actor": "Academy lead"},
    ]


def test_without_an_identity_key_nobody_signs_in():
    with pytest.raises(Unavailable, match="no identity key"):
        sessions.opened(UUID(int=1), NOW, Settings())


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
    assert "Answered by Academy lead: It will do." in text
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


async def test_subscriptions_that_nobody_fetches_stand_first(lead, key, monkeypatch):
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
    await sign_in(lead.client, key)  # the session of four hours is over
    text = words(await lead.client.get("/academy/subscriptions", headers=HTML))
    assert "2 of 2 calendars seem to be fetched by nobody" in text
    assert text.index("Never fetched") < text.index("Quiet for 3 days or more")
