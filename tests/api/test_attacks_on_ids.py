"""Other people's ids (IDOR): whoever has a personal key asks with the ids of somebody else.

Every route of the permission table that a personal key opens and that has an id in it, reading and
writing, with a body that would be taken from whom it belongs to. The other ids are refused by scope
(test_access.py), and pages in test_permissions.py and test_team_and_days.py.
"""

from __future__ import annotations

import json
import re
from typing import Any
from uuid import UUID

import pytest

from service import clock
from service.access.actor import PERSONAL, Scope
from service.access.permissions import OpenedBy, permissions
from service.storage.database import all_tables
from tests.small_academy import Office
from tests.small_asye import at_nine, begun, enrolled

PARAMETER = re.compile(r"\{(\w+):\w+\}")
DAY = "2026-01-19"
MEMBER = "the member"
BODIES: dict[str, Any] = {
    "acknowledgements": {"actions": ["no-new-cases"], "until": "2026-03-31"},
    "case-mix": {"on": DAY, "work": "child-protection", "cases": 1},
    "evidence": {"piece": "observation", "on": DAY},
    "protected-time": {"on": DAY, "planned": 60, "taken": 60},
    "reviews": {"milestone": "three-months", "held_on": DAY},
    "signatures": {"signatory": "manager"},
    "supervision": {"on": DAY, "minutes": 60},
    "workload": {"on": DAY, "points": 3},
    "feed": {"alarm_minutes": 30},
    "register": {"lines": [{"member": MEMBER, "state": "attended"}]},
}
NAMES = ("Nell Newly", "May Manager", "Ada Lead", "Harbour")
OF_WHOM_THEY_SEE = ("/register", "/register.csv", "}/asye-years")
"""Lists of whom they lead, assess or manage: without anybody for a stranger."""
BESIDE = {"api_key", "attempt_count"}
"""Tables in which a request leaves that it was made."""


async def everything() -> dict[str, list[dict[str, Any]]]:
    return {
        name: await table.select()
        for table in all_tables()
        if (name := table._meta.tablename) not in BESIDE
    }


async def test_nobody_reads_or_changes_what_is_somebody_else_s(client, key_for, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: at_nine("2026-01-20"))
    lead = Office(client, await key_for(Scope.ACADEMY))
    member = await enrolled(lead)
    other = await enrolled(lead, "Otto Other", team="Moorland", manager="Mo Other")
    year = await begun(lead, member, assessor="Ada Lead")
    pause = {"first": "2026-04-06", "last": "2026-04-12", "reason": "bereavement"}
    recorded = await lead.ask("POST", f"/asye-years/{year}/pauses", 201, pause)
    feed = await lead.ask("POST", "/feeds", 201, {"kind": "member", "subject": member})
    [cohort] = (await lead.ask("GET", "/cohorts")).json()["cohorts"]
    known = {
        "year_id": year,
        "entry_id": recorded.json()["entries"][0]["id"],
        "member_id": member,
        "cohort_id": cohort["id"],
        "feed_id": feed.json()["feed"]["id"],
        "uid": (await lead.sessions(cohort["id"]))["home/welcome"]["session"]["uid"],
    }
    strangers = {
        Scope.STARTER: await key_for(Scope.STARTER, subject=other),
        Scope.MANAGER: await key_for(Scope.MANAGER, subject="Moorland"),
        Scope.FACILITATOR: await key_for(Scope.FACILITATOR, subject="Nobody Known"),
    }
    assert strangers.keys() == PERSONAL
    seen = (await lead.ask("GET", f"/asye-years/{year}")).headers["etag"]
    before = await everything()
    asked = 0
    for line in permissions():
        if line.by is not OpenedBy.KEY or "{" not in line.path:
            continue
        path = PARAMETER.sub(lambda found: known.get(found[1], "unknown"), line.path)
        for scope in sorted(line.scopes & PERSONAL):
            given: dict[str, Any] = {"headers": {"if-match": seen} | strangers[scope]}
            if line.method in {"POST", "PUT", "PATCH"}:
                last = "feed" if line.method == "PATCH" else path.rpartition("/")[2]
                given["content"] = json.dumps(BODIES.get(last, {})).replace(MEMBER, member)
                given["headers"]["content-type"] = "application/json"
            answer = await client.request(line.method, path, **given)
            said = f"{line.method} {path} as {scope}: {answer.status_code} {answer.text[:300]}"
            shared = line.path.endswith(OF_WHOM_THEY_SEE)
            assert answer.status_code in {403, 404} or (shared and answer.status_code == 200), said
            assert not [name for name in NAMES if name in answer.text], said
            asked += 1
    assert asked >= 35
    assert await everything() == before


@pytest.mark.parametrize("scope", sorted(PERSONAL))
async def test_a_list_holds_only_one_s_own(client, key_for, monkeypatch, scope):
    monkeypatch.setattr(clock, "now", lambda: at_nine("2026-01-20"))
    lead = Office(client, await key_for(Scope.ACADEMY))
    member = await enrolled(lead)
    await begun(lead, member, assessor="Ada Lead")
    await lead.ask("POST", "/feeds", 201, {"kind": "member", "subject": member})
    stranger = Office(client, await key_for(scope, subject=str(UUID(int=7))))
    for path, name in (("/asye-years", "years"), ("/feeds", "feeds")):
        assert (await lead.ask("GET", path)).json()[name]
        assert (await stranger.ask("GET", path)).json()[name] == []
    wanted = {"kind": "member", "subject": member}
    await stranger.ask("POST", "/feeds", 403, wanted)
