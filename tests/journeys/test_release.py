"""Two people prepare, release, correct and withdraw a scorecard: over HTTP only."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from service import cli
from service.access import operations as access
from service.access.actor import Scope, command_line
from service.publication.shelf import LOOK_AGAIN_AFTER
from service.settings import Settings
from service.workforce.records import Kind
from tests.lifespan import laid_out, running
from tests.small_council import LATE_LEAVER, NOW, employments, send, sent

SCORECARD = "/api/v1/scorecards/2026-09-30"
MOMENT = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
WHY = "Two figures by team pointed to one person."
REASON = "A social worker who had left was reported late."
BROWSER = {"accept": "text/html"}


@dataclass
class Office:
    """Maya writes and publishes, Jo reads and signs; the clock on the wall can be moved."""

    http: httpx.AsyncClient
    keys: dict[str, str]
    wall: list[datetime]

    async def ask(
        self, who: str, method: str, path: str, body: Any = None, **headers: str
    ) -> httpx.Response:
        sent = {"authorization": f"Bearer {self.keys[who]}"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        return await self.http.request(method, f"{SCORECARD}{path}", json=body, headers=sent)

    async def does(self, who: str, method: str, path: str, body: Any = None, **headers: str) -> Any:
        answer = await self.ask(who, method, path, body, **headers)
        assert answer.status_code in {200, 201, 204}, answer.text
        return answer

    async def anyone(self, path: str, **headers: str) -> httpx.Response:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.http.get(path, headers=sent)

    async def clock_shows(self, moment: datetime) -> None:
        self.wall[0] = moment
        await asyncio.sleep(LOOK_AGAIN_AFTER + 0.05)


@pytest.fixture
async def office(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Office]:
    wall = [NOW]
    monkeypatch.setattr("service.clock.now", lambda: wall[0])
    two = replace(settings, two_person_sign_off=True)
    async with running(laid_out(two)) as app:
        operator = command_line("operator")
        keys = {
            "Maya": await access.issue("Maya", [Scope.PSW], NOW, operator),
            "Jo": await access.issue("Jo", [Scope.HR], NOW, operator),
        }
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
            yield Office(http, keys, wall)


async def test_from_the_first_word_to_the_notice_of_a_withdrawal(
    office: Office, settings: Settings
):
    await sent(settings)

    # Maya announces the moment: everybody can read it at once.
    await office.does("Maya", "PUT", "/release", {"release_at": "2026-11-26"})
    due = (await office.anyone("/api/v1/scorecards")).json()["next_due"]
    assert due == {
        "period": "2026-09-30",
        "publishable_from": "2026-10-01",
        "release_at": "2026-11-26T09:30:00Z",
        "late": False,
    }
    page = (await office.anyone("/scorecards", **BROWSER)).text
    assert "will be published at 9:30am on 26 November 2026" in page

    # Both write the headline; the second finds both texts and nothing is overwritten.
    first = await office.does("Maya", "PUT", "/commentary/headline", {"words": "Turnover rose."})
    assert first.headers["etag"] == '"headline-1"'
    words = {"words": "Turnover <em>rose</em> & cases fell."}
    await office.does("Maya", "PUT", "/commentary/headline", words, if_match='"headline-1"')
    late = await office.ask(
        "Maya", "PUT", "/commentary/headline", {"words": "It fell."}, if_match='"headline-1"'
    )
    assert (late.status_code, late.json()["type"]) == (412, "/problems/preparation-overtaken")
    assert late.json()["standing"]["words"] == words["words"]
    assert late.json()["yours"] == {"words": "It fell."}
    assert (await office.ask("Jo", "PUT", "/commentary/headline", words)).status_code == 403

    comment = {"words": "a" * 50_000, "owner": "Maya"}
    refused = await office.ask("Maya", "PUT", "/commentary/comments/average-caseload", comment)
    assert (refused.status_code, refused.json()["errors"]) == (
        422,
        [{"pointer": "/words", "detail": "has 50,000 characters: 4,000 are the most"}],
    )
    comment["words"] = "<script>alert(1)</script>\nCases were counted on one day."
    await office.does("Maya", "PUT", "/commentary/comments/average-caseload", comment)
    made = await office.does(
        "Maya",
        "POST",
        "/commentary/actions",
        {"words": "Fill post P3", "owner": "Director", "due": "2026-12-01"},
    )
    person = {"name": "Ada Example", "role": "Director", "reason": "To answer the press"}
    await office.does("Maya", "POST", "/release/people", person)

    # Jo looks at the draft and signs it; Maya cannot sign for herself.
    found = (await office.does("Jo", "GET", "/preparation")).json()
    of = {each["task"]: each["of"] for each in found["tasks"]}
    await office.does("Jo", "PUT", "/tasks/numbers-checked", {"of": of["numbers-checked"]})
    unsigned = await office.ask("Maya", "POST", "/publish")
    assert (unsigned.status_code, unsigned.json()["type"]) == (409, "/problems/sign-off-needed")
    await office.does("Jo", "PUT", "/sign-off", {"of": of["signed-off"]})
    stale = await office.ask("Jo", "PUT", "/sign-off", {"of": "0" * 64})
    assert (stale.status_code, stale.json()["of"]) == (412, of["signed-off"])

    # Maya publishes; until the moment nobody outside finds a trace of it.
    assert (
        await office.ask("Maya", "POST", "/publish", {"release_at": "2026-11-01"})
    ).status_code == 422
    published = (await office.does("Maya", "POST", "/publish")).json()
    assert published["public_from"] == "2026-11-26T09:30:00Z"
    addresses = [SCORECARD, f"{SCORECARD}/v1", f"{SCORECARD}.pdf", f"{SCORECARD}/v1.csv"]
    pages = ["/scorecards/2026-09-30", "/scorecards/2026-09-30/v1"]
    for moment in (NOW, MOMENT - timedelta(seconds=1)):
        await office.clock_shows(moment)
        answers = [await office.anyone(each, **BROWSER) for each in (*addresses, *pages)]
        assert {each.status_code for each in answers} == {404}
        assert (await office.anyone("/api/v1/scorecards")).json()["editions"] == []
        feed = await office.anyone("/scorecards.atom")
        assert published["edition"] not in feed.text
        unchanged = await office.anyone("/scorecards.atom", if_none_match=feed.headers["etag"])
        assert unchanged.status_code == 304
    assert (await office.ask("Jo", "GET", "")).json()["version"] == 1
    listed = await office.anyone("/api/v1/scorecards", authorization=f"Bearer {office.keys['Jo']}")
    assert [each["public_from"] for each in listed.json()["editions"]] == ["2026-11-26T09:30:00Z"]

    # The moment comes, and nothing has to run for it.
    await office.clock_shows(MOMENT)
    assert {(await office.anyone(each)).status_code for each in (*addresses, *pages)} == {200}
    fresh = await office.anyone("/scorecards.atom", if_none_match=feed.headers["etag"])
    assert (fresh.status_code, published["edition"] in fresh.text) == (200, True)
    since = feed.headers.get("last-modified", "Thu, 26 Nov 2026 09:29:59 GMT")
    again = await office.anyone("/scorecards.atom", if_modified_since=since)
    assert again.status_code == 200
    page = (await office.anyone("/scorecards/2026-09-30", **BROWSER)).text
    for said in (
        "Turnover &lt;em&gt;rose&lt;/em&gt; &amp; cases fell.",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "Fill post P3",
        "Ada Example, Director: To answer the press",
        "a second person looked at this version",
        "published 26 November 2026",
    ):
        assert said in page
    public = (await office.anyone(SCORECARD)).json()
    assert public["release"]["pre_release_access"] == [person]
    assert public["commentary"]["actions"][0]["action"] == made.json()["id"]

    # Who saw it before: once for each person and day.
    seen = (await office.does("Maya", "GET", "/draft/views")).json()["views"]
    assert [(each["day"], each["who"]) for each in seen] == [
        ("2026-11-26", "Jo"),
        ("2026-11-20", "Jo"),
    ]

    # A leaver is reported late. Jo signs, Maya corrects: before, after and why.
    await send(Kind.EMPLOYMENTS, employments(SW2=LATE_LEAVER), settings)
    found = (await office.does("Jo", "GET", "/preparation")).json()
    [of_now] = [each["of"] for each in found["tasks"] if each["task"] == "signed-off"]
    await office.does("Jo", "PUT", "/sign-off", {"of": of_now})
    corrected = (await office.does("Maya", "POST", "/corrections", {"reason": REASON})).json()
    assert (corrected["version"], corrected["public_from"]) == (2, "2026-11-26T09:30:00Z")
    whole = (await office.ask("Maya", "GET", "")).json()
    [turnover] = [
        (each["before"]["value"], each["after"]["value"])
        for each in whole["changes"]["figures"]
        if (each["measure"], each["dimension"]) == ("turnover-fte", "council")
    ]
    assert turnover == ("24.4", "64.5")

    # It is withdrawn. The notice stands at the address; the first version does not come back.
    gone = await office.does("Maya", "POST", "/v2/withdrawal", {"reason": WHY})
    assert gone.json()["withdrawn"]["reason"] == WHY
    twice = await office.ask("Maya", "POST", "/v2/withdrawal", {"reason": WHY})
    assert (twice.status_code, twice.json()["type"]) == (409, "/problems/already-withdrawn")
    for address in (SCORECARD, f"{SCORECARD}/v2", f"{SCORECARD}.csv", f"{SCORECARD}/v2.pdf"):
        for answer in (await office.anyone(address), await office.ask("Jo", "GET", "")):
            assert (answer.status_code, answer.json()["type"]) == (
                410,
                "/problems/edition-withdrawn",
            )
            assert answer.json()["reason"] == WHY
    notice = await office.anyone("/scorecards/2026-09-30", **BROWSER)
    assert (notice.status_code, WHY in notice.text) == (410, True)
    assert (await office.anyone(f"{SCORECARD}/v1")).status_code == 200
    for address in ("/scorecards", "/revisions", "/scorecards.atom"):
        assert WHY in (await office.anyone(address, **BROWSER)).text
    assert (await office.anyone("/scorecards/2026-09-30/v1", **BROWSER)).text.count(WHY) == 1

    # A later version follows in its place.
    third = await office.does("Maya", "POST", "/corrections", {"reason": "Put right and checked."})
    assert third.json()["version"] == 3
    assert (await office.anyone(SCORECARD)).json()["version"] == 3


# --- the same by command line ------------------------------------------------------------------


async def test_plan_write_publish_and_withdraw_by_command_line(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    engine_name: str,
):
    if engine_name != "sqlite":
        pytest.skip("the commands are the same on both; what they call is tested on both")
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    monkeypatch.setenv("SCORECARD_IDENTITY_KEY", (settings.identity_key or b"").decode())
    monkeypatch.setattr("service.clock.now", lambda: NOW)
    await sent(settings)

    async def run(*arguments: str, code: int = 0) -> Any:
        """One command in a process of its own would cost seconds: here it has a thread."""
        command = ["edition", *arguments, "--period", "2026-09-30", "--format", "json"]
        assert await asyncio.to_thread(cli.main, command) == code
        told = capsys.readouterr()
        return json.loads(told.out) if code == 0 else told.err

    said = "It was announced."
    assert (await run("plan", "--release-at", "2026-11-26"))["revision"] == 1
    assert "not in the future" in await run("plan", "--release-at", "2026-11-01", code=2)
    assert (await run("headline", "--words", said))["words"] == said
    assert "Nothing was overwritten" in await run("headline", "--words", "Other.", code=2)
    assert (await run("headline", "--words", "Other.", "--revision", "1"))["revision"] == 2
    assert (await run("words"))["headline"]["words"] == "Other."
    tasks = {each["task"]: each for each in (await run("prepare"))["tasks"]}
    assert tasks["words-written"]["state"] == "done"
    of = tasks["preview"]["of"]
    assert (await run("tick", "--task", "preview", "--of", of))["of"] == of
    assert (await run("sign-off", "--of", tasks["preview"]["of"]))["of"] == of
    published = await run("publish")
    assert (published["public_from"], published["withdrawn"]) == ("2026-11-26T09:30:00+00:00", None)
    gone = await run("withdraw", "--version", "1", "--reason", WHY)
    assert gone["withdrawn"]["reason"] == WHY
    assert "was withdrawn on 20 November 2026" in await run(
        "withdraw", "--version", "1", "--reason", WHY, code=2
    )
    again = await run("publish", "--release-at", "now")
    assert (again["version"], again["public_from"]) == (2, "2026-11-20T09:30:00+00:00")
