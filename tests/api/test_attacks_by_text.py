"""Marked text in every text field: no page has it as markup, no table as something to run.

One council whose every name, title and comment is ``MARKED``; then every page and table of the
permission table is looked at, by everybody who may. (Documents of editions: see
test_edition_documents.py; answers of leavers: test_exit_interviews.py.)
"""

from __future__ import annotations

import csv
import io
import re
from urllib.parse import urlsplit

import httpx
import pytest

from service.access.actor import OFFICE, Scope
from service.access.permissions import OpenedBy, permissions
from service.settings import Settings
from service.workforce.records import Kind
from tests.exit_desk import Desk
from tests.small_academy import Office, small
from tests.small_council import FIRST_RETURNS, POSTS, send

PERIOD = "2026-09-30"
TEXT = "<svg/onload=alert(1)>{{7*7}}\"'"
MARKED = "=1+1" + TEXT
RUNS = re.compile("\\s*[=+\\-@|%\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
PARAMETER = re.compile(r"\{(\w+):\w+\}")
HTML = {"accept": "text/html"}


@pytest.fixture(autouse=True)
def on_one_database(engine_name: str):
    if engine_name != "sqlite":
        pytest.skip("what is shown is the same on each database")


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


async def returns(settings: Settings) -> None:
    """The small council, whose teams and posts are called so (a formula is refused in a file)."""
    team, post = quoted("Harbour" + TEXT), quoted("P1" + TEXT) + ","
    for each in FIRST_RETURNS:
        text = each.text.replace("Harbour", team)
        if each.kind in {Kind.POSTS, Kind.EMPLOYMENTS}:
            text = text.replace("P1,", post)
        await send(each.kind, text, settings, filename=MARKED.replace("/", "") + ".csv")


async def faulty(client: httpx.AsyncClient, keyed: dict[str, str]) -> str:
    """The id of a return whose findings quote the mark."""
    content = POSTS.replace("Harbour", quoted(MARKED))
    answer = await client.post(
        "/api/v1/workforce/returns/posts",
        content=content,
        headers=keyed | {"content-type": "text/csv"},
    )
    assert answer.status_code == 201, answer.text
    found: str = answer.json()["id"]
    return found


async def academy(lead: Office) -> dict[str, str]:
    """Ids of a cohort and of what belongs to it."""
    programme = small(title=MARKED)
    programme["sites"][0] |= {"name": MARKED, "address": MARKED}
    for block in programme["blocks"]:
        block["title"] = MARKED
        for item in block["items"]:
            item["title"] = MARKED
    for role in ("Lead", "Director"):
        await lead.ask(
            "POST", "/role-holders", 201, {"role": role, "name": MARKED, "first": "2026-01-01"}
        )
    await lead.ask("POST", "/programmes", 201, programme)
    await lead.ask("PUT", "/sites/town-hall", 201, {"name": MARKED, "address": MARKED})
    await lead.ask("POST", "/rooms", 201, {"site": "town-hall", "name": MARKED})
    day = {"first": "2027-03-01", "last": "2027-03-01"}
    await lead.ask("POST", "/closures", 201, day | {"reason": MARKED})
    cohort = await lead.cohort(title=MARKED)
    await lead.release(cohort, note=MARKED)
    who = {"name": MARKED, "team": MARKED, "manager": MARKED, "route": MARKED}
    people = [who | {"audience": "newly-qualified", "run": "home"}]
    joined = await lead.ask("POST", f"/cohorts/{cohort}/members", 201, {"members": people})
    member = joined.json()["members"][0]["id"]
    starts = who | {"start": "2027-01-11", "newly_qualified": True, "post": MARKED}
    await lead.ask("POST", "/starters", 201, {"starters": [starts]})
    pages = {}
    for kind, subject in (("member", member), ("cohort", cohort)):
        feed = await lead.ask("POST", "/feeds", 201, {"kind": kind, "subject": subject})
        pages[kind] = urlsplit(feed.json()["page"]).path
    uid = (await lead.sessions(cohort))["home/welcome"]["session"]["uid"]
    return {"cohort_id": cohort, "member_id": member, "uid": uid, **pages}


async def words(psw: Desk) -> dict[str, str]:
    """What is written for the scorecard, its targets, a survey and an exit interview."""
    there = f"/scorecards/{PERIOD}/commentary"
    for path, body in (
        ("headline", {"words": MARKED}),
        ("comments/vacancy-rate-fte", {"words": MARKED, "owner": MARKED}),
    ):
        await psw.ask("PUT", f"{there}/{path}", 200, body)
    action = {"words": MARKED, "owner": MARKED, "due": "2027-01-01"}
    await psw.ask("POST", f"{there}/actions", 201, action)
    await psw.ask("POST", f"{there}/events", 201, {"on": "2026-06-01", "words": MARKED})
    target = {
        "measure": "vacancy-rate-fte", "value": "12.50", "tolerance": "1",
        "decided_on": "2026-04-01", "in_force_from": "2026-04-01", "source": MARKED,
    }  # fmt: skip
    await psw.ask("POST", "/targets", 201, target)
    sets = (await psw.ask("GET", "/question-sets?kind=survey")).json()["question_sets"]
    survey = {
        "question_set": sets[-1]["id"], "title": MARKED,
        "first_day": "2026-01-01", "last_day": "2099-12-31",
    }  # fmt: skip
    survey_id = (await psw.ask("POST", "/surveys", 201, survey)).json()["id"]
    links = await psw.ask("POST", f"/surveys/{survey_id}/links", 201, {"count": 1, "group": MARKED})
    comment = await psw.comment(MARKED + " The caseload was too high.", quotable=True)
    [interview] = (await psw.ask("GET", "/exit-interviews")).json()["interviews"]
    return {
        "survey_id": survey_id,
        "comment_id": comment,
        "interview_id": interview["id"],
        "survey": urlsplit(links.json()["addresses"][0]).path,
    }


def cells(text: str) -> list[str]:
    return [cell for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"))) for cell in row]


async def test_text_is_text_on_every_page_and_in_every_table(
    client, key_for, sign_in_as, settings: Settings
):
    keyed = await key_for(*OFFICE)
    await returns(settings)
    known = await academy(Office(client, keyed)) | await words(Desk(client, keyed))
    await client.post("/api/v1/keys", headers=keyed, json={"name": MARKED, "scopes": ["hr"]})
    done = await client.post(f"/api/v1/scorecards/{PERIOD}/publish", headers=keyed)
    known |= {"period": PERIOD, "measure": "vacancy-rate-fte", "version": "v1", "name": "posts.csv"}
    known["return_id"] = await faulty(client, keyed)
    assert done.status_code in {201, 409}, done.text
    office = await sign_in_as(*OFFICE, Scope.ADMIN, Scope.AUDITOR, name=MARKED)
    personal = {
        Scope.MANAGER: await sign_in_as(Scope.MANAGER, subject=MARKED, name=MARKED),
        Scope.FACILITATOR: await sign_in_as(Scope.FACILITATOR, subject=MARKED, name=MARKED),
    }
    shown, tables, markup = [], [], []

    async def look(asker, path: str, headers: dict[str, str]) -> None:
        answer = await asker.get(path, headers=headers)
        assert answer.status_code < 500, (path, answer.text[:500])
        kind = answer.headers.get("content-type", "")
        if kind.startswith("text/csv"):
            runs = [cell for cell in cells(answer.text) if RUNS.match(cell)]
            markup.extend((path, cell) for cell in runs if not NUMBER.fullmatch(cell))
            tables.extend([path] if "<svg/onload" in answer.text else [])
        elif "html" in kind or "svg" in kind:
            markup.extend([(path, "markup")] if "<svg/onload" in answer.text else [])
            markup.extend([(path, "template")] if "=1+149" in answer.text else [])
            shown.extend([path] if "&lt;svg/onload" in answer.text else [])

    for line in permissions():
        if line.method != "GET" or line.path in {"/api/docs/{part:str}", "/openapi.json"}:
            continue
        path = PARAMETER.sub(lambda found: known.get(found[1], "new"), line.path)
        if line.by is OpenedBy.SESSION:
            for scope in sorted(line.scopes & personal.keys()):
                await look(personal[scope].client, path, HTML)
            await look(office.client, path, HTML)
        else:
            await look(client, path, HTML | (keyed if line.by is OpenedBy.KEY else {}))
    for link in ("member", "cohort", "survey"):
        await look(client, known[link], HTML)
    assert markup == []
    assert len(shown) >= 20, shown
    assert len(tables) >= 8, tables
