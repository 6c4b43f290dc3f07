"""Signing in through a real OpenID Connect provider, a process of its own on loopback."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from service.access import accounts, provider
from service.access.actor import Scope
from service.access.one_time import fresh_secret
from service.access.provider import NotVouched
from service.setting_values import SettingsError
from service.settings import Settings, load
from service.storage.tables.access import AuditEntry
from tests.api.conftest import NOW, OPERATOR
from tests.lifespan import laid_out, running

PUBLIC = "http://test"
JO = "jo@testshire.example"


@pytest.fixture(scope="module")
def issuer():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as it:
        address = f"http://127.0.0.1:{port}"
        for _ in range(600):
            try:
                httpx.get(f"{address}/.well-known/openid-configuration", trust_env=False)
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield httpx.get(f"{address}/.well-known/openid-configuration").json()["issuer"]
        it.terminate()


@pytest.fixture
def wanted(settings: Settings, issuer: str) -> Settings:
    return replace(
        settings, public_url=PUBLIC, oidc_issuer=issuer, oidc_client_id="scorecard",
        oidc_client_secret="not told", oidc_name="Sign in with Testshire",
    )  # fmt: skip


@pytest.fixture
async def client(wanted: Settings):
    async with running(laid_out(wanted)) as app:
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=PUBLIC) as opened:
            yield opened


def says(issuer: str, sub: str, **claims: object) -> None:
    """What the provider knows of somebody."""
    httpx.put(f"{issuer.rstrip('/')}/users/{sub}", json=claims).raise_for_status()


async def asked(client: httpx.AsyncClient, to: str = "/office") -> str:
    answer = await client.get("/sign-in/provider", params={"to": to})
    assert answer.status_code == 303
    return answer.headers["location"]


def answered(address: str, sub: str) -> str:
    """Somebody signs in at the provider; the address it sends the browser back to."""
    back = httpx.post(address, data={"sub": sub}, follow_redirects=False)
    assert back.status_code == 302, back.text
    return back.headers["location"].removeprefix(PUBLIC)


async def signed_in(client: httpx.AsyncClient, sub: str, to: str = "/office") -> httpx.Response:
    return await client.get(answered(await asked(client, to), sub), headers={"accept": "text/html"})


async def somebody(role: Scope = Scope.ACADEMY, email: str = JO):
    return await accounts.create("Jo Ash", email, {role: None}, NOW, OPERATOR)


async def test_a_verified_address_finds_the_account_once_and_the_provider_s_name_ever_after(
    client, issuer
):
    await somebody()
    says(issuer, "jo-1", email="Jo@Testshire.example", email_verified=True)
    assert "Sign in with Testshire" in (await client.get("/sign-in?to=/academy")).text
    answer = await signed_in(client, "jo-1", "/academy")
    assert (answer.status_code, answer.headers["location"]) == (303, "/academy")
    assert (await client.get("/academy")).status_code == 200
    (account,) = await accounts.listing()
    assert (account.issuer, account.issuer_subject) == (issuer, "jo-1")
    # Another address now, not even verified: it is the same person all the same.
    client.cookies.clear()
    says(issuer, "jo-1", email="jo.married@testshire.example", email_verified=False)
    assert (await signed_in(client, "jo-1")).status_code == 303
    # Somebody who has the address now is somebody else.
    client.cookies.clear()
    says(issuer, "jo-2", email=JO, email_verified=True)
    assert (await signed_in(client, "jo-2")).status_code == 403
    rows = await AuditEntry.select(AuditEntry.action).order_by(AuditEntry.id)
    assert [row["action"] for row in rows] == [
        "account.created", "account.bound", "account.signed-in", "account.signed-in",
    ]  # fmt: skip


async def test_nobody_else_is_signed_in(client, issuer):
    account = await somebody()
    says(issuer, "al", email=JO, email_verified=False)
    says(issuer, "bo", email=JO, email_verified="true")
    says(issuer, "cy", email="cy@testshire.example", email_verified=True)
    says(issuer, "di", email_verified=True)
    says(issuer, "jo", email=JO, email_verified=True)
    for sub in ("al", "bo", "cy", "di"):
        answer = await signed_in(client, sub)
        assert answer.status_code == 403, sub
        assert "You are not signed in" in answer.text
        assert (await client.get("/office")).status_code == 303
    await accounts.disable(account.id, NOW, OPERATOR)
    assert (await signed_in(client, "jo")).status_code == 403
    assert [each.issuer for each in await accounts.listing()] == [None]


async def test_an_answer_fits_only_the_browser_that_asked_and_once(client, issuer):
    await somebody()
    says(issuer, "jo", email=JO, email_verified=True)
    asked_by = await asked(client)
    question = parse_qs(urlsplit(asked_by).query)
    assert question["code_challenge_method"] == ["S256"]
    assert {"state", "nonce", "code_challenge"} <= set(question)
    back = answered(asked_by, "jo")
    cookies = dict(client.cookies)
    for held in ({}, {"sign-in": "x"}, {"sign-in": f"{fresh_secret()}.L29mZmljZQ"}):
        client.cookies.clear()
        client.cookies.update(held)
        assert (await client.get(back)).status_code == 403
    client.cookies.clear()
    client.cookies.update(cookies)
    assert (await client.get(back + "&iss=https://evil.example")).status_code == 403
    client.cookies.update(cookies)
    assert (
        await client.get("/sign-in/provider/answer?error=access_denied&state=x")
    ).status_code == 403
    client.cookies.clear()
    client.cookies.update(cookies)
    assert (await client.get(back)).status_code == 303
    client.cookies.clear()
    client.cookies.update(cookies)
    assert (await client.get(back)).status_code == 403  # the code has been used


async def test_nobody_is_led_elsewhere(client, issuer):
    await somebody()
    says(issuer, "jo", email=JO, email_verified=True)
    answer = await signed_in(client, "jo", "//evil.example/")
    assert answer.headers["location"] == "/office"


async def test_a_provider_that_is_gone_or_another_is_said_in_words(wanted: Settings, issuer):
    for changed, said in (
        ({"oidc_issuer": "http://127.0.0.1:9"}, "out of reach"),
        ({"oidc_issuer": issuer.rstrip("/") + "//"}, "out of reach|calls itself otherwise"),
    ):
        with pytest.raises(NotVouched, match=said):
            await provider.address_to_ask("x", replace(wanted, **changed))


def test_a_provider_needs_all_of_its_settings_and_https():
    whole = {
        "SCORECARD_OIDC_ISSUER": "https://login.example/tenant",
        "SCORECARD_OIDC_CLIENT_ID": "scorecard",
        "SCORECARD_OIDC_CLIENT_SECRET": "x",
    }
    assert load(whole).oidc_issuer == "https://login.example/tenant"
    for changed, said in (
        ({"SCORECARD_OIDC_CLIENT_ID": ""}, "needs all of"),
        ({"SCORECARD_OIDC_ISSUER": "http://login.example"}, "SCORECARD_OIDC_ISSUER is"),
    ):
        with pytest.raises(SettingsError, match=said):
            load(whole | changed)
