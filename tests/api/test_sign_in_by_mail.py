"""A link by mail, from a real mail server; nobody learns which addresses have an account."""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass, replace
from datetime import timedelta
from statistics import median

import httpx
import pytest

from service import clock
from service.access import accounts, operations
from service.access.actor import Scope
from service.access.limits import Limit, SharedBrake, spend
from service.settings import Settings
from service.storage.beside import settled
from service.storage.engine import bound_engine
from service.storage.tables.access import AuditEntry
from service.storage.tables.accounts import AttemptCount, SignInLink
from tests.api.conftest import NOW, OPERATOR
from tests.api.test_deliveries import MailBox, mail_server
from tests.lifespan import laid_out, running

FROM = "scorecard@testshire.example"


@dataclass
class SlowBox(MailBox):
    """Takes its time for every letter."""

    seconds: float = 0.0

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 -- as aiosmtpd calls it
        await asyncio.sleep(self.seconds)
        return await super().handle_DATA(server, session, envelope)


@pytest.fixture
async def office(settings: Settings, database):
    """The service with a mail server beside it: a client, and what came into the mail box."""
    box = SlowBox()
    with mail_server(box) as url:
        wanted = replace(settings, mail_server=url, mail_from=FROM)
        async with running(laid_out(wanted)) as app:
            transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                yield client, box


async def ask(client: httpx.AsyncClient, email: str, to: str = "/office") -> httpx.Response:
    answer = await client.post("/sign-in", data={"email": email, "to": to})
    await settled(bound_engine())
    return answer


async def test_a_link_comes_by_mail_signs_in_and_leads_on(office):
    client, box = office
    await accounts.create("Jo Ash", "jo@testshire.example", {Scope.ACADEMY: None}, NOW, OPERATOR)
    form = await client.get("/sign-in?to=/academy")
    assert 'name="to" value="/academy"' in form.text
    answer = await ask(client, " Jo@Testshire.example ", "/academy")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in/sent")
    assert "If we know this address" in (await client.get("/sign-in/sent")).text
    (letter,) = box.messages
    assert (letter["To"], letter["Subject"]) == ("jo@testshire.example", "Your link to sign in")
    text = letter.get_content().replace("\r\n", "\n")
    assert "It works once, within 15 minutes." in text
    (link,) = re.findall(r"^http://127\.0\.0\.1:8000(/sign-in/[\w-]{43})$", text, re.MULTILINE)
    assert (await client.post(link)).headers["location"] == "/academy"


async def test_who_has_no_account_is_told_the_same_and_gets_nothing(office):
    client, box = office
    jo = await accounts.create("Jo", "jo@testshire.example", {Scope.PSW: None}, NOW, OPERATOR)
    known = await ask(client, "jo@testshire.example")
    unknown = await ask(client, "nobody@testshire.example")
    await accounts.disable(jo.id, NOW, OPERATOR)
    disabled = await ask(client, "jo@testshire.example")
    for answer in (unknown, disabled):
        assert (answer.status_code, answer.headers, answer.text) == (
            known.status_code, known.headers, known.text,
        )  # fmt: skip
    assert len(box.messages) == 1


async def test_an_answer_takes_as_long_for_an_address_that_nobody_has(office):
    """What is done for an account is done beside the answer, which never waits for the mail."""
    client, box = office
    await accounts.create("Jo", "jo@testshire.example", {Scope.PSW: None}, NOW, OPERATOR)
    box.seconds = 1.0
    took: dict[str, list[float]] = {"jo": [], "nobody": []}
    for _ in range(2):
        for who, times in took.items():
            began = time.perf_counter()
            answer = await client.post("/sign-in", data={"email": f"{who}@testshire.example"})
            times.append(time.perf_counter() - began)
            assert answer.status_code == 303
            await settled(bound_engine())
    assert abs(median(took["jo"]) - median(took["nobody"])) < 0.8
    assert len(box.messages) == 2


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Enter your e-mail address"),
        ("jo", "Enter an e-mail address, like"),
        ("jo@x.example\r\nBcc: all@x.example", "Enter an e-mail address, like"),
        ("<script>alert(1)</script>@x.example", "Enter an e-mail address, like"),
    ],
)
async def test_what_is_no_address_is_said_beside_the_field(office, typed, said):
    client, box = office
    answer = await ask(client, typed)
    assert answer.status_code == 422
    assert answer.text.count(said) == 2
    assert "<script>alert" not in answer.text
    assert box.messages == []


async def test_too_many_links_are_refused_for_the_address_and_the_sender(office, monkeypatch):
    client, box = office
    await accounts.create("Jo", "jo@testshire.example", {Scope.PSW: None}, NOW, OPERATOR)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    for _ in range(5):
        assert (await ask(client, "jo@testshire.example")).status_code == 303
    answer = await ask(client, "jo@testshire.example")
    assert answer.status_code == 429
    assert "Wait 15 minutes and try again" in answer.text
    assert len(box.messages) == 5
    assert (await ask(client, "al@testshire.example")).status_code == 303
    later = NOW + timedelta(minutes=15)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert (await ask(client, "jo@testshire.example")).status_code == 303
    assert "testshire" not in str(await AttemptCount.select())
    assert "testshire" not in str(await SignInLink.select())
    assert "testshire" not in str(await AuditEntry.select())


async def test_a_limit_holds_for_all_processes_and_counts_each_by_themselves(database):
    limit = Limit("tries", 4, timedelta(minutes=5))
    here, there = SharedBrake(limit, step=2), SharedBrake(limit, step=2)
    for _ in range(2):
        for process in (here, there):
            process.add("a", NOW)
            await settled(bound_engine())
    assert (here.retry_after("a", NOW), there.retry_after("a", NOW)) == (0, 0)  # four: allowed
    for _ in range(2):
        there.add("a", NOW)
        await settled(bound_engine())
    assert there.retry_after("a", NOW) == 300
    assert here.retry_after("a", NOW) == 0  # until it tells the database the next time
    for _ in range(2):
        here.add("a", NOW)
        await settled(bound_engine())
    assert here.retry_after("a", NOW) == 300
    assert here.retry_after("b", NOW) == 0
    later = NOW + timedelta(minutes=5)
    assert here.retry_after("a", later) == 0
    assert await spend(limit, "a", later) == 0
    assert [row["attempts"] for row in await AttemptCount.select()] == [1]


async def test_who_may_go_on_again_is_not_remembered(database):
    brake = SharedBrake(Limit("tries", 0, timedelta(minutes=5)))
    for who, minutes in (("a", 0), ("b", 4), ("c", 6)):
        brake.add(who, NOW + timedelta(minutes=minutes))
        await settled(bound_engine())
    assert sorted(brake._until) == ["b", "c"]


async def test_a_key_that_asks_too_often_has_to_wait(settings, database):
    wanted = replace(settings, requests_per_minute=8)
    async with running(laid_out(wanted)) as app:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            keys = [await operations.issue("k", [Scope.PSW], NOW, OPERATOR) for _ in range(2)]
            statuses = []
            for _ in range(12):
                answer = await client.get(
                    "/api/v1/keys", headers={"authorization": f"Bearer {keys[0]}"}
                )
                statuses.append(answer.status_code)
                await settled(bound_engine())
            assert statuses[:8] == [200] * 8
            assert statuses[-1] == 429
            assert 1 <= int(answer.headers["retry-after"]) <= 60
            other = {"authorization": f"Bearer {keys[1]}"}
            assert (await client.get("/api/v1/keys", headers=other)).status_code == 200
