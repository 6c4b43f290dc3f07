"""Signing in with a link that works once: what opens a session, what ends it, what a form needs."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import httpx
import pytest

from service import clock
from service.access import accounts, sessions
from service.access.account_store import Account
from service.access.actor import Scope
from service.access.one_time import fresh_secret
from service.problems import Conflict
from service.settings import Settings
from service.storage.tables.access import AuditEntry
from service.storage.tables.accounts import SignInLink, SignInSession
from tests.api.conftest import NOW, OPERATOR, SignedIn
from tests.lifespan import laid_out, running

SignInAs = Callable[..., Awaitable[SignedIn]]
HTML = {"accept": "text/html"}


async def somebody(*roles: Scope, name: str = "Jo Demo") -> Account:
    email = f"{name.split(maxsplit=1)[0].lower()}@testshire.example"
    return await accounts.create(
        name, email, dict.fromkeys(roles or (Scope.ACADEMY,)), NOW, OPERATOR
    )


async def link(account: Account, **given: str) -> str:
    return f"/sign-in/{await accounts.invitation(account, clock.now(), timedelta(minutes=15), **given)}"


async def trail() -> list[tuple[str, str]]:
    rows = await AuditEntry.select(AuditEntry.action, AuditEntry.actor).order_by(AuditEntry.id)
    return [(row["action"], row["actor"]) for row in rows]


async def test_every_page_asks_to_sign_in_and_the_link_leads_on(client: httpx.AsyncClient):
    page = f"/academy/cohorts/{UUID(int=1)}/timetable"
    answer = await client.get(page, headers=HTML)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/sign-in?to={page}"
    assert answer.headers["cache-control"] == "no-store"
    assert (await client.get("/office")).headers["location"] == "/sign-in?to=/office"
    there = await link(await somebody(), leads_to="/academy/subscriptions")
    assert (await client.post(there)).headers["location"] == "/academy/subscriptions"
    assert (await client.get("/academy/subscriptions", headers=HTML)).status_code == 200


async def test_a_link_works_once_by_its_button_and_not_by_being_looked_at(client, monkeypatch):
    account = await somebody()
    there = await link(account)
    for _ in range(3):  # programs that look into mail
        page = await client.get(there, headers=HTML)
        assert page.status_code == 200
        assert "Sign in as Jo Demo" in page.text
        assert page.headers["cache-control"] == "private, no-store"
        assert "set-cookie" not in page.headers
    late = await link(account)
    signed = await client.post(there)
    assert (signed.status_code, signed.headers["location"]) == (303, "/office")
    client.cookies.clear()
    for method in ("GET", "POST"):
        for spent in (there, f"/sign-in/{fresh_secret()}", "/sign-in/x"):
            answer = await client.request(method, spent, headers=HTML)
            assert answer.status_code == 404
            assert "This link does not sign you in" in answer.text
            assert "set-cookie" not in answer.headers
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=15))
    assert (await client.post(late)).status_code == 404


async def test_secrets_are_nowhere_but_with_who_has_them(client):
    there = await link(await somebody())
    cookie = (await client.post(there)).headers["set-cookie"]
    found = re.fullmatch(r"session=([\w-]{43}); HttpOnly; Path=/; SameSite=lax", cookie)
    assert found
    kept = str([await SignInLink.select(), await SignInSession.select(), await AuditEntry.select()])
    assert found[1] not in kept
    assert there.rpartition("/")[2] not in kept
    assert "testshire.example" not in str(await AuditEntry.select())


async def test_with_https_the_cookie_is_bound_to_the_host(settings: Settings, database):
    secure = replace(settings, public_url="https://academy.example")
    async with running(laid_out(secure)) as app:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="https://t") as client:
            cookie = (await client.post(await link(await somebody()))).headers["set-cookie"]
    assert cookie.startswith("__Host-session=")
    assert cookie.endswith("; HttpOnly; Path=/; SameSite=lax; Secure")
    assert "Domain" not in cookie


async def test_nobody_goes_on_with_a_session_from_before(client):
    """Session fixation: what a browser brings along to the sign-in is worth nothing after it."""
    account = await somebody()
    await client.post(await link(account))
    planted = client.cookies["session"]
    await client.post(await link(account))
    assert client.cookies["session"] != planted
    client.cookies.clear()
    for worthless in (planted, fresh_secret(), "x", ""):
        answer = await client.get("/office", headers={"cookie": f"session={worthless}"})
        assert answer.status_code == 303
    chosen = fresh_secret()
    answer = await client.post(await link(account), headers={"cookie": f"session={chosen}"})
    assert chosen not in answer.headers["set-cookie"]
    assert (await client.get("/office", headers={"cookie": f"session={chosen}"})).status_code == 303


async def test_a_session_ends_when_idle_and_after_a_working_day(client, monkeypatch):
    await client.post(await link(await somebody()))
    began = clock.now()
    seen = began
    for minutes in (29, 58, 87):
        seen = began + timedelta(minutes=minutes)
        monkeypatch.setattr(clock, "now", lambda seen=seen: seen)
        assert (await client.get("/office")).status_code == 200
        await _settled()
    monkeypatch.setattr(clock, "now", lambda: seen + timedelta(minutes=30))
    assert (await client.get("/office")).status_code == 303
    await SignInSession.update({SignInSession.seen_at: began + timedelta(hours=10)}, force=True)
    for minutes, status in ((-1, 200), (0, 303)):
        at = began + timedelta(hours=10, minutes=minutes)
        monkeypatch.setattr(clock, "now", lambda at=at: at)
        assert (await client.get("/office")).status_code == status


async def _settled() -> None:
    from service.storage.beside import settled  # noqa: PLC0415 -- only here
    from service.storage.engine import bound_engine  # noqa: PLC0415 -- only here

    await settled(bound_engine())


async def test_signing_out_ends_it_on_the_server_and_both_are_in_the_trail(sign_in_as: SignInAs):
    office = await sign_in_as(Scope.PSW, name="Jo Demo")
    assert (await office.client.get("/sign-out")).status_code == 405
    kept = office.client.cookies["session"]
    out = await office.post("/sign-out")
    assert (out.status_code, out.headers["location"]) == (303, "/signed-out")
    assert "Max-Age=0" in out.headers["set-cookie"]
    page = await office.get("/office", headers={"cookie": f"session={kept}"})
    assert page.status_code == 303
    assert await trail() == [
        ("account.created", "cli:tester"),
        ("account.signed-in", "Jo Demo"),
        ("account.signed-out", "Jo Demo"),
    ]


async def test_who_is_disabled_or_gets_other_roles_is_signed_out_at_once(sign_in_as: SignInAs):
    office = await sign_in_as(Scope.ACADEMY)
    (account,) = await accounts.listing()
    waiting = await link(account)
    assert (await office.get("/academy")).status_code == 200
    await accounts.set_roles(account.id, {Scope.PSW: None}, NOW, OPERATOR)
    assert (await office.get("/academy")).status_code == 303
    assert (await office.client.post(waiting)).status_code == 404
    await office.client.post(await link(account))
    assert (await office.get("/academy")).status_code == 403
    await accounts.disable(account.id, NOW, OPERATOR)
    assert (await office.get("/office")).status_code == 303
    assert (await office.client.post(await link(account))).status_code == 404
    await accounts.enable(account.id, NOW, OPERATOR)
    assert (await office.client.post(await link(account))).status_code == 303


async def test_somebody_can_always_look_after_accounts(database):
    admin = await somebody(Scope.ADMIN)
    for change in (
        accounts.disable(admin.id, NOW, OPERATOR),
        accounts.set_roles(admin.id, {Scope.PSW: None}, NOW, OPERATOR),
    ):
        with pytest.raises(Conflict, match="only administrator"):
            await change
    await somebody(Scope.ADMIN, name="Al Demo")
    assert (await accounts.disable(admin.id, NOW, OPERATOR)).disabled_at == NOW


async def test_without_the_role_a_page_says_for_whom_it_is(sign_in_as: SignInAs):
    office = await sign_in_as(Scope.PSW, name="Jo Demo")
    answer = await office.get("/academy")
    assert answer.status_code == 403
    assert "It is for the academy lead. You are signed in as Jo Demo." in answer.text
    start = await office.get("/office")
    assert "Signed in as Jo Demo" in start.text
    assert 'href="/academy"' not in start.text
    assert "Principal social worker" in start.text


async def test_a_starter_is_led_to_their_own_pages(sign_in_as: SignInAs):
    office = await sign_in_as(Scope.STARTER)
    start = (await office.get("/office")).text
    assert 'href="/my-academy"' in start
    assert 'href="/my-tasks"' in start
    assert "through the API" not in start


async def test_a_form_needs_the_token_of_its_own_session(sign_in_as: SignInAs):
    office = await sign_in_as(Scope.PSW)
    other = await sign_in_as(Scope.PSW)
    await other.post("/sign-out", headers={"sec-fetch-site": "cross-site"})  # takes its token
    for token in ("", "0" * 64, other.token):
        answer = await office.post("/sign-out", {"form_token": token})
        assert answer.status_code == 403, token
        assert "The form did not come from our page" in answer.text
    for headers in (
        {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"}, {"origin": "null"},
    ):  # fmt: skip
        sent = {"accept": "text/html", **headers}
        given = {"form_token": office.token}
        answer = await office.client.post("/sign-out", data=given, headers=sent)
        assert answer.status_code == 403, headers
    assert (await office.get("/office")).status_code == 200
    assert (await office.post("/sign-out", headers={"origin": "http://test"})).status_code == 303


async def test_a_link_is_not_used_by_the_form_of_another_site(client):
    """Login CSRF: somebody else's link must not sign a victim in as somebody else."""
    there = await link(await somebody())
    answer = await client.post(there, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert (await client.post(there)).status_code == 303


async def test_a_key_opens_no_page_and_a_session_no_api(sign_in_as: SignInAs, client, key_for):
    key = await key_for(Scope.ACADEMY)
    assert (await client.get("/academy", headers=key)).status_code == 303
    office = await sign_in_as(Scope.PSW)
    assert (await office.client.get("/api/v1/keys")).status_code == 401


async def test_two_people_may_not_share_an_address_and_names_are_checked(database):
    await somebody(name="Jo Demo")
    for name, email, roles, said in (
        ("Jo Other", "JO@Testshire.example", {Scope.PSW: None}, "has an account already"),
        ("Al", "no address", {Scope.PSW: None}, "Write an e-mail address"),
        ("Al", "a@b.c\r\nBcc: x@y.z", {Scope.PSW: None}, "Write an e-mail address"),
        ("", "al@testshire.example", {Scope.PSW: None}, "needs a name"),
        ("cli:al", "al@testshire.example", {Scope.PSW: None}, "cannot begin with cli:"),
        ("Al", "al@testshire.example", {}, "at least one role"),
        ("Al", "al@testshire.example", {Scope.MANAGER: None}, "manager needs a subject"),
        ("Al", "al@testshire.example", {Scope.STARTER: "me"}, "starter needs a subject"),
        ("Al", "al@testshire.example", {Scope.PSW: "East"}, "has no subject"),
    ):
        with pytest.raises(Exception, match=said):
            await accounts.create(name, email, roles, NOW, OPERATOR)
    assert len(await accounts.listing()) == 1


def test_what_is_handed_out_does_not_show_its_secret_in_a_log():
    account = Account(UUID(int=1), "Jo", "jo@x.example", {}, NOW, "cli:x")
    assert "hidden" not in repr(sessions.Opened(account, "hidden", None))
