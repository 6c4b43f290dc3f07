"""From a return to a published scorecard and its correction: over HTTP only, then by command line."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from service.access import operations as access
from service.access.actor import OFFICE, Scope, command_line
from service.publication import operations as publication
from service.publication.refusals import ReturnsMissing
from service.settings import Settings
from service.workforce.records import Kind
from tests.conftest import IDENTITY_KEY
from tests.lifespan import laid_out, running
from tests.small_council import (
    FIRST_RETURNS,
    LATE_LEAVER,
    NOW,
    PSW,
    employments,
    send,
    send_all,
    sent,
)

ROOT = Path(__file__).parents[2]
REASON = "A social worker who had left was reported late."


@dataclass
class Council:
    """The people of the journey and what each does, in their own words."""

    http: httpx.AsyncClient
    keys: dict[Scope, str]

    def _as(self, role: Scope) -> dict[str, str]:
        return {"authorization": f"Bearer {self.keys[role]}"}

    async def hr_sends(self, kind: str, text: str, filename: str) -> dict[str, Any]:
        checked = await self.http.post(
            f"/api/v1/workforce/returns/{kind}",
            params={"filename": filename},
            content=text.encode(),
            headers=self._as(Scope.HR) | {"content-type": "text/csv"},
        )
        assert checked.json()["state"] == "checked", checked.text
        address = f"/api/v1/workforce/returns/{checked.json()['id']}/confirm"
        confirmed = await self.http.post(address, headers=self._as(Scope.HR))
        assert confirmed.json()["state"] == "confirmed", confirmed.text
        return confirmed.json()

    async def psw_reads_the_draft(self, period: str) -> dict[str, Any]:
        address = f"/api/v1/scorecards/{period}/draft"
        return (await self.http.get(address, headers=self._as(Scope.PSW))).json()

    async def psw_publishes(self, period: str) -> httpx.Response:
        address = f"/api/v1/scorecards/{period}/publish"
        return await self.http.post(address, headers=self._as(Scope.PSW))

    async def psw_corrects(self, period: str, reason: str) -> httpx.Response:
        return await self.http.post(
            f"/api/v1/scorecards/{period}/corrections",
            json={"reason": reason},
            headers=self._as(Scope.PSW),
        )

    async def psw_asks_for_the_rows(self, address: str, measure: str) -> dict[str, Any]:
        answer = await self.http.get(
            f"{address}/rows", params={"measure": measure}, headers=self._as(Scope.PSW)
        )
        return answer.json()

    async def psw_reads(self, version: str) -> dict[str, Any]:
        address = f"/api/v1/scorecards/2026-09-30/{version}"
        return (await self.http.get(address, headers=self._as(Scope.PSW))).json()

    async def anyone_opens(self, address: str) -> str:
        answer = await self.http.get(address, headers={"accept": "text/html"})
        assert answer.status_code == 200
        return answer.text


@pytest.fixture
async def council(settings: Settings) -> AsyncIterator[Council]:
    async with running(laid_out(settings)) as app:
        keys = {
            role: await access.issue(str(role), [role], NOW, command_line("operator"))
            for role in OFFICE
        }
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
            yield Council(http, keys)


def value(document: dict[str, Any], measure: str) -> str | None:
    [found] = [
        each["value"]
        for each in document["figures"]
        if (each["measure"], each["dimension"]) == (measure, "council")
    ]
    return found


async def test_from_a_return_to_a_scorecard_that_anyone_can_open(council: Council):
    assert "No scorecard has been published yet." in await council.anyone_opens("/scorecards")

    for each in FIRST_RETURNS:
        await council.hr_sends(each.kind, each.text, each.filename)
    draft = await council.psw_reads_the_draft("2026-09-30")
    assert (draft["status"], value(draft, "turnover-fte")) == ("draft", "24.4")

    published = await council.psw_publishes("2026-09-30")
    assert published.status_code == 201
    assert value(await council.psw_reads("v1"), "turnover-fte") == "24.4"
    page = await council.anyone_opens("/scorecards/2026-09-30")
    assert "24.4%" not in page, "it would tell of one leaver among seven people"
    assert "1 April to 30 September 2026" in page
    assert published.json()["content_sha256"] in page
    assert "Half-year to 30 September 2026" in await council.anyone_opens("/scorecards")

    # HR finds out about a leaver. The page stays as it was published.
    await council.hr_sends("employments", employments(SW2=LATE_LEAVER), "late.csv")
    assert await council.anyone_opens("/scorecards/2026-09-30") == page
    assert (await council.psw_publishes("2026-09-30")).status_code == 409

    corrected = await council.psw_corrects("2026-09-30", REASON)
    assert (corrected.status_code, corrected.json()["version"]) == (201, 2)
    page = await council.anyone_opens("/scorecards/2026-09-30")
    assert value(await council.psw_reads("v2"), "turnover-fte") == "64.5"
    assert value(await council.psw_reads("v1"), "turnover-fte") == "24.4"
    assert REASON in page
    first = await council.anyone_opens("/scorecards/2026-09-30/v1")
    assert "which has been corrected since" in first

    # A member asks who the leavers are: each version has its own rows.
    for version, files in (("v1", ["employments.csv"]), ("v2", ["employments.csv", "late.csv"])):
        rows = await council.psw_asks_for_the_rows(
            f"/api/v1/scorecards/2026-09-30/{version}", "turnover-fte"
        )
        assert sorted(each["filename"] for each in rows["numerator"]) == files


# --- the same by command line ------------------------------------------------------------------


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)


async def run(settings: Settings, *arguments: str) -> Done:
    """``python -m service`` in a process of its own."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "service",
        *arguments,
        cwd=ROOT,
        env={
            **{name: text for name, text in os.environ.items() if "SCORECARD" not in name},
            "DATABASE_URL": settings.database_url,
            "SCORECARD_IDENTITY_KEY": (settings.identity_key or IDENTITY_KEY).decode(),
            "SCORECARD_COUNCIL_NAME": "Testshire",
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    assert process.returncode is not None
    return Done(process.returncode, out.decode(), err.decode())


async def test_publish_correct_list_show_and_verify_by_command_line(settings: Settings):
    await sent(settings)
    scorecard = ("scorecard", "--period", "2026-09-30", "--format", "json")
    draft = await run(settings, *scorecard)
    assert (draft.code, draft.document["status"], draft.err) == (0, "draft", "")

    published = await run(
        settings, "edition", "publish", "--period", "2026-09-30", "--format", "json"
    )
    assert (published.code, published.document["version"]) == (0, 1)
    assert published.document["published_by"].startswith("cli:")
    await send(Kind.EMPLOYMENTS, employments(SW2=LATE_LEAVER), settings)
    corrected = await run(
        settings, "edition", "correct", "--period", "2026-09-30", "--reason", REASON
    )
    assert corrected.code == 0
    assert corrected.out.startswith("Published: 2026-09-30 version 2, published ")
    told = corrected.out.splitlines()
    assert told[2:5] == [
        "",
        "WHAT MOVED SINCE VERSION 1, AND WHY",
        "1 leaver was reported after the earlier version.",
    ]
    assert any(
        each.startswith(
            "Turnover, twelve months (FTE, DfE definition): 24.4% (1 ÷ 4.1) before, 64.5% "
        )
        and each.endswith(" now. 1 leaver was reported after the earlier version.")
        for each in told
    )

    editions = (await run(settings, "edition", "list", "--format", "json")).document["editions"]
    assert [(each["version"], each["reason"]) for each in editions] == [(2, REASON), (1, None)]

    latest = (await run(settings, *scorecard)).document
    assert (latest["status"], latest["version"]) == ("edition", 2)
    assert latest["content_sha256"] == editions[0]["content_sha256"]
    first = (await run(settings, *scorecard, "--version", "1")).document
    assert (first["version"], value(first, "turnover-fte")) == (1, "24.4")
    current = (await run(settings, *scorecard, "--draft")).document
    assert (current["status"], value(current, "turnover-fte")) == ("draft", "64.5")

    identity = editions[1]["edition"]
    shown = (await run(settings, "edition", "show", identity, "--format", "json")).document
    assert shown == first
    printed = await run(settings, "edition", "show", editions[0]["edition"])
    assert printed.out.endswith("\n".join(told[2:]) + "\n")
    content_sha256 = shown.pop("content_sha256")
    canonical = json.dumps(shown, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(canonical.encode()).hexdigest() == content_sha256

    verified = await run(settings, "edition", "verify", identity, "--format", "json")
    assert (verified.code, verified.document) == (
        0,
        {
            "edition": identity,
            "period": "2026-09-30",
            "version": 1,
            "agrees": True,
            "content_sha256": content_sha256,
            "recomputed_sha256": content_sha256,
            "first_difference": None,
        },
    )


async def test_a_return_not_sent_is_refused_in_the_same_words_and_accepted_with_a_reason(
    settings: Settings,
):
    await send_all(settings, without=[Kind.AGENCY])
    publish = ("edition", "publish", "--period", "2026-09-30")
    refused = await run(settings, *publish)
    assert (refused.code, refused.out) == (2, "")
    with pytest.raises(ReturnsMissing) as in_the_service:
        await publication.publish(date(2026, 9, 30), PSW, NOW, settings)
    assert refused.err == in_the_service.value.detail + "\n"
    why = "We employ no agency workers."
    short = await run(settings, *publish, "--accept-missing-returns", "no")
    assert (short.code, short.err) == (
        2,
        "The reason is too short: write between 10 and 1000 characters.\n",
    )
    published = await run(settings, *publish, "--accept-missing-returns", why)
    assert published.code == 0
    printed = await run(settings, "scorecard", "--period", "2026-09-30")
    assert printed.out.splitlines()[1] == (
        "Note: Published without all returns. No return with agency assignments is in force. "
        f"The reason given: {why}"
    )


async def test_people_read_sentences(settings: Settings):
    await sent(settings)
    draft = await run(settings, "scorecard", "--period", "2026-09-30")
    assert draft.code == 0
    assert draft.out.startswith("Scorecard to 2026-09-30 (draft), Testshire\n")
    assert (
        "Turnover, twelve months (FTE, DfE definition): 24.4% = 1 FTE of leavers in the twelve "
        "months to the end of the period ÷ 4.1 FTE in post at the end of the period\n"
    ) in draft.out
    assert ("\n\nTURNOVER\n" in draft.out, "\n\nDATA QUALITY\n" in draft.out) == (True, True)
    assert "Average caseload per FTE: children: " in draft.out
    assert (await run(settings, "edition", "list")).out == "No scorecard has been published.\n"
    published = await run(settings, "edition", "publish", "--period", "2026-09-30")
    line, fingerprint = published.out.splitlines()
    assert line.startswith("Published: 2026-09-30 version 1, published ")
    assert fingerprint.startswith("SHA-256 ")
    listed = await run(settings, "edition", "list")
    assert listed.out == line.removeprefix("Published: ") + "\n"
    identity = line.rpartition("edition ")[2]
    verified = await run(settings, "edition", "verify", identity)
    assert (verified.code, verified.out) == (
        0,
        (
            "Agrees byte for byte with the kept files: "
            f"{line.removeprefix('Published: ')}\n{fingerprint}\n"
        ),
    )
    another = replace(settings, identity_key=b"another" * 8)
    unsure = await run(another, "edition", "verify", identity)
    assert (unsure.code, unsure.out.split(":")[0]) == (2, "NOT CHECKED")
    told = await run(another, "edition", "verify", identity, "--format", "json")
    assert (told.code, told.document["agrees"]) == (2, None)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ("edition", "publish", "--period", "2026-09-30"),
            "There are no data to publish for the half-year to 30 September 2026",
        ),
        (
            ("edition", "correct", "--period", "2026-09-30", "--reason", REASON),
            "has not been published yet, so there is nothing to correct.",
        ),
        (("scorecard", "--period", "2026-08-31"), "No half-year ends on 31 August 2026."),
        (
            ("scorecard", "--period", "2026-09-30", "--version", "3"),
            "There is no version 3 of the scorecard to 30 September 2026.",
        ),
        (
            ("edition", "verify", "00000000-0000-4000-8000-000000000000"),
            "There is no edition with the id",
        ),
        (("edition", "show", "first"), "'first' is not the id of an edition"),
        (("scorecard", "--period", "30/09/2026"), "is not a date: write it as 2026-09-30"),
    ],
)
async def test_what_cannot_be_done_is_one_sentence_and_exit_code_2(
    settings: Settings, arguments: tuple[str, ...], sentence: str
):
    done = await run(settings, *arguments)
    assert (done.code, done.out) == (2, "")
    assert sentence in done.err
    assert "Traceback" not in done.err


async def test_of_two_processes_that_publish_at_once_exactly_one_wins(settings: Settings):
    await sent(settings)
    arguments = ("edition", "publish", "--period", "2026-09-30")
    both = await asyncio.gather(run(settings, *arguments), run(settings, *arguments))
    assert sorted(each.code for each in both) == [0, 2]
    [lost] = [each for each in both if each.code == 2]
    assert "has been published already (version 1)" in lost.err
    listed = await run(settings, "edition", "list", "--format", "json")
    assert len(listed.document["editions"]) == 1
