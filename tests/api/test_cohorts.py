"""Cohorts over HTTP: proposed, edited as a draft by two leads, released, told what changed."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from uuid import UUID

import httpx
import pytest

from academy.session import Status
from service.access.actor import Scope
from service.cohorts import operations
from service.settings import Settings
from service.storage.database import Database
from tests.small_academy import LEAD, MONDAY, Headers, Office, laid_office, name_of, small
from tests.small_academy import released as released_cohort

KeyFor = Callable[..., Awaitable[Headers]]


@pytest.fixture
async def lead(
    request: pytest.FixtureRequest,
    client: httpx.AsyncClient,
    key_for: KeyFor,
    settings: Settings,
) -> Office:
    if "released" in request.fixturenames:
        return await laid_office(client, key_for, settings, "a released cohort", released_cohort)
    return Office(client, await key_for(Scope.ACADEMY))


@pytest.fixture
async def released(lead: Office) -> str:
    found: str = lead.laid
    return found


def codes(plan: dict) -> list[tuple[str, str]]:
    return sorted((each["code"], each["severity"]) for each in plan["findings"])


# --- proposing ---------------------------------------------------------------------------------


async def test_a_cohort_begins_as_a_draft_on_its_anchor(lead: Office):
    cohort = await lead.cohort()
    found = (await lead.ask("GET", f"/cohorts/{cohort}")).json()
    assert {key: found[key] for key in ("key", "title", "state", "anchor", "programme")} == {
        "key": "spring",
        "title": "Spring",
        "state": "draft",
        "anchor": MONDAY,
        "programme": "small",
    }
    assert (found["draft_revision"], found["released_version"]) == (1, 0)
    plan = await lead.plan(cohort)
    (run,) = plan["runs"]
    assert [(block["key"], block["dates"]) for block in run["blocks"]] == [
        ("induction", ["2027-01-11", "2027-01-12"]),
        ("review", ["2027-04-12"]),
    ]
    assert [(s["item"], s["day"], s["start"], s["room"]) for s in plan["sessions"]] == [
        ("welcome", "2027-01-11", "09:00", "Room A"),
        ("assessment", "2027-01-12", "09:30", "Room B"),
        ("reflection", "2027-04-12", "10:00", "Room A"),
    ]


async def test_the_shipped_programme_is_stored_when_it_is_first_followed(lead: Office):
    before = (await lead.ask("GET", "/programmes")).json()["programmes"]
    assert [(each["key"], each["created_at"]) for each in before] == [("lancashire", None)]
    cohort = await lead.cohort(programme="lancashire", anchor="2027-01-11")
    kept = (await lead.ask("GET", "/programmes/lancashire")).json()["programme"]
    assert kept["sha256"] == before[0]["sha256"]
    assert kept["created_by"] == "a test key"
    plan = await lead.plan(cohort)
    assert plan["runs"][0]["days"] == 16
    assert len([s for s in plan["sessions"] if s["kind"] != "lunch"]) == 64


async def test_two_cohorts_cannot_have_one_key(lead: Office):
    await lead.cohort()
    body = {"key": "spring", "title": "Again", "programme": "small", "anchor": MONDAY}
    answer = await lead.ask("POST", "/cohorts", 409, body)
    assert answer.json()["type"] == "/problems/name-taken"
    assert len((await lead.ask("GET", "/cohorts")).json()["cohorts"]) == 1


async def test_an_anchor_on_christmas_day_blocks_the_plan(lead: Office):
    cohort = await lead.cohort(anchor="2028-12-25")
    plan = await lead.plan(cohort)
    assert ("ANCHOR_NOT_WORKING", "BLOCK") in codes(plan)
    assert plan["releasable"] is False
    assert {s["day"] for s in plan["sessions"] if s["block"] == "induction"} == {
        "2028-12-27",
        "2028-12-28",
    }
    refused = await lead.release(cohort, status=409)
    assert refused["type"] == "/problems/plan-refused"
    assert "ANCHOR_NOT_WORKING" in {each["code"] for each in refused["findings"]}
    assert "cannot be released: 1 finding BLOCKs it and " in refused["detail"]


async def test_beyond_the_known_bank_holidays_the_plan_warns(lead: Office):
    cohort = await lead.cohort(anchor="2035-01-15")
    plan = await lead.plan(cohort)
    unknown = [each for each in plan["findings"] if each["code"] == "HOLIDAYS_UNKNOWN"]
    assert [each["severity"] for each in unknown] == ["WARN", "WARN"]
    refused = await lead.release(cohort, status=409)
    assert refused["detail"].endswith("released: 5 WARN findings have no override.")


@pytest.mark.parametrize("anchor", ["1066-10-14", "9999-12-27"])
async def test_an_anchor_outside_every_calendar_is_refused(lead: Office, anchor: str):
    await lead.ask("POST", "/programmes", 201, small())
    body = {"key": "spring", "title": "Spring", "programme": "small", "anchor": anchor}
    answer = await lead.ask("POST", "/cohorts", 422, body)
    assert [each["pointer"] for each in answer.json()["errors"]] == ["/runs/0/anchor"]


async def test_29_february_is_a_day_only_in_leap_years(lead: Office):
    await lead.ask("POST", "/programmes", 201, small())
    body = {"key": "leap", "title": "Leap", "programme": "small"}
    refused = await lead.ask("POST", "/cohorts", 422, {**body, "anchor": "2027-02-29"})
    assert refused.json()["errors"][0]["pointer"] == "/anchor"
    await lead.ask("POST", "/cohorts", 201, {**body, "anchor": "2028-02-29"})


# --- editing -----------------------------------------------------------------------------------


async def test_a_block_is_moved_with_a_reason_and_its_mover(lead: Office):
    cohort = await lead.cohort()
    address = f"/cohorts/{cohort}/draft/runs/home/moves/review"
    body = {"to": "2027-04-19", "reason": "Both leads are at the conference"}
    answer = await lead.ask("PUT", address, 200, body, if_match='"draft-1"')
    assert (answer.json()["revision"], answer.headers["etag"]) == (2, '"draft-2"')
    (run,) = (await lead.plan(cohort))["runs"]
    moved = run["blocks"][1]
    assert (moved["dates"], moved["moved_from"], moved["moved_by"]) == (
        ["2027-04-19"],
        "2027-04-12",
        "a test key",
    )
    await lead.ask("DELETE", address, 200, if_match='"draft-2"')
    (run,) = (await lead.plan(cohort))["runs"]
    assert run["blocks"][1]["dates"] == ["2027-04-12"]


async def test_two_leads_edit_one_plan_and_the_second_is_told_what_changed(
    lead: Office, client: httpx.AsyncClient, key_for: KeyFor
):
    cohort = await lead.cohort()
    other = Office(client, await key_for(Scope.ACADEMY))
    seen = await other.tag(cohort)
    await lead.change(cohort, "welcome", room="Room B")
    late = await other.ask(
        "PUT",
        f"/cohorts/{cohort}/draft/runs/home/moves/review",
        412,
        {"to": "2027-04-19", "reason": "later"},
        if_match=seen,
    )
    problem = late.json()
    assert problem["type"] == "/problems/draft-overtaken"
    assert problem["changed"] == ["runs/home/sessions/welcome"]
    assert [(each["revision"], each["by"]) for each in problem["edits"]] == [(2, "a test key")]
    draft = (await lead.ask("GET", f"/cohorts/{cohort}/draft")).json()
    assert (draft["revision"], draft["draft"]["runs"][0]["moves"]) == (2, {})


async def test_an_edit_says_which_state_it_was_made_on(lead: Office):
    cohort = await lead.cohort()
    address = f"/cohorts/{cohort}/title"
    missing = await lead.ask("PUT", address, 428, {"title": "Other"})
    assert missing.json()["type"] == "/problems/precondition-needed"
    for tag in ("*", '"draft-7"', 'W/"draft-1"', "draft-1", '"something"'):
        await lead.ask("PUT", address, 412, {"title": "Other"}, if_match=tag)
    assert (await lead.ask("GET", f"/cohorts/{cohort}")).json()["title"] == "Spring"


async def test_an_edit_that_changes_nothing_counts_no_revision(lead: Office):
    cohort = await lead.cohort()
    draft = (await lead.ask("GET", f"/cohorts/{cohort}/draft")).json()["draft"]
    answer = await lead.ask("PUT", f"/cohorts/{cohort}/draft", 200, draft, if_match='"draft-1"')
    assert answer.json() == {"revision": 1, "draft": draft}


async def test_a_whole_draft_keeps_who_moved_what(
    lead: Office, client: httpx.AsyncClient, key_for: KeyFor
):
    """``by`` of an unchanged part stays; what somebody writes there themselves does not count."""
    cohort = await lead.cohort()
    await lead.change(cohort, "welcome", room="Room B")
    draft = (await lead.ask("GET", f"/cohorts/{cohort}/draft")).json()["draft"]
    run = draft["runs"][0]
    run["moves"]["review"] = {"to": "2027-04-19", "reason": "later", "by": "the Director"}
    answer = await lead.ask("PUT", f"/cohorts/{cohort}/draft", 200, draft, if_match='"draft-2"')
    (run,) = answer.json()["draft"]["runs"]
    assert run["sessions"]["welcome"]["by"] == "a test key"
    assert run["moves"]["review"]["by"] == "a test key"


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"runs": []}, "/runs"),
        ({"blocks": ["induction"]}, "/runs/0"),
        ({"moves": {"nowhere": {"to": MONDAY, "reason": "x"}}}, "/runs/0/moves/nowhere"),
        ({"links": {"nothing": "https://meet.example/1"}}, "/runs/0/links/nothing"),
        ({"links": {"welcome": "javascript:alert(1)"}}, "/runs/0/links"),
        ({"sessions": {"nothing": {"reason": "x"}}}, "/runs/0/sessions/nothing"),
        ({"sessions": {"welcome/1": {"reason": "x"}}}, "/runs/0/sessions/welcome~11"),
        (
            {"groups": [{"item": "lunch", "number": 1, "day": MONDAY}]},
            "/runs/0/groups/0/item",
        ),
        (
            {"groups": [{"item": "welcome", "number": 1, "day": MONDAY}] * 2},
            "/runs/0/groups/0/number",
        ),
        ({"later": "never"}, "/runs/0/later"),
    ],
)
async def test_a_draft_that_names_what_is_not_there_is_refused(
    lead: Office, change: dict, pointer: str
):
    cohort = await lead.cohort()
    draft = (await lead.ask("GET", f"/cohorts/{cohort}/draft")).json()["draft"]
    if "runs" in change:
        draft |= change
    else:
        draft["runs"][0] |= change
    answer = await lead.ask("PUT", f"/cohorts/{cohort}/draft", 422, draft, if_match='"draft-1"')
    assert answer.json()["errors"][0]["pointer"].startswith(pointer)
    assert await lead.tag(cohort) == '"draft-1"'


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"day": "2027-01-16"}, "SESSION_NOT_WORKING"),
        ({"start": "11:00", "end": "09:00"}, "SESSION_ENDS_FIRST"),
        ({"site": "atlantis"}, "SITE_UNKNOWN"),
    ],
)
async def test_a_session_put_where_it_cannot_be_blocks_the_plan(
    lead: Office, change: dict, code: str
):
    await lead.staffed()
    cohort = await lead.cohort()
    await lead.change(cohort, "welcome", **change)
    assert (code, "BLOCK") in codes(await lead.plan(cohort))
    refused = await lead.release(cohort, status=409)
    assert code in {each["code"] for each in refused["findings"]}
    override = {"code": code, "why": "It has to be."}
    answer = await lead.ask("POST", f"/cohorts/{cohort}/overrides", 409, override)
    assert answer.json()["type"] == "/problems/nothing-to-override"


@pytest.mark.parametrize("start", ["25:00", "9.30", "24:00", "09:60", ""])
async def test_a_time_that_is_none_is_refused(lead: Office, start: str):
    cohort = await lead.cohort()
    answer = await lead.change(cohort, "welcome", 422, start=start)
    assert answer.json()["errors"] == [
        {"pointer": "/start", "detail": "start must be a time of day written as 09:30."}
    ]


@pytest.mark.parametrize("title", ["Bell \x07", "two\nlines", "C1 \x85", " ", "\u2028"])
async def test_a_title_with_control_characters_is_refused(lead: Office, title: str):
    cohort = await lead.cohort()
    answer = await lead.ask(
        "PUT", f"/cohorts/{cohort}/title", 422, {"title": title}, if_match='"draft-1"'
    )
    assert answer.json()["errors"] == [
        {
            "pointer": "/title",
            "detail": "title must hold words, and no control characters or line breaks.",
        }
    ]


async def test_emoji_and_punctuation_stay_as_they_were_typed(lead: Office):
    await lead.staffed()
    cohort = await lead.cohort()
    address = "Suite 1, Floor 2; left \\ right\nPreston 😀"
    await lead.ask("PUT", "/sites/annexe", 201, {"name": "Annexe, new", "address": address})
    room = {"site": "annexe", "name": "Room, with; every\\thing 😀"}
    await lead.ask("POST", "/rooms", 201, room)
    await lead.change(
        cohort, "welcome", site="annexe", room=room["name"], title="Grüß Gott 👋🏽, all; \\o/"
    )
    await lead.release(cohort)
    session = (await lead.sessions(cohort))["home/welcome"]["session"]
    assert (session["title"], session["room"], session["site_address"]) == (
        "Grüß Gott 👋🏽, all; \\o/",
        room["name"],
        address,
    )


# --- findings and overrides --------------------------------------------------------------------


async def test_a_role_that_nobody_holds_is_shown_and_warned_of(lead: Office):
    cohort = await lead.cohort()
    plan = await lead.plan(cohort)
    assert plan["sessions"][0]["presenters"] == ["Director"]
    told = [each["message"] for each in plan["findings"] if each["code"] == "PRESENTER_TBC"]
    assert told == [
        "Nobody holds the role Director yet: 2027-01-11.",
        "Nobody holds the role Lead yet: 2027-01-12, 2027-04-12.",
    ]


async def test_role_holders_are_named_on_the_days_they_hold_the_role(lead: Office):
    for name, first, last, state in (
        ("Ada Early", "2026-01-01", "2027-01-11", "confirmed"),
        ("Bea Late", "2027-01-12", None, "proposed"),
        ("Cyd Never", "2026-01-01", None, "declined"),
    ):
        body = {"role": "Lead", "name": name, "first": first, "last": last, "state": state}
        await lead.ask("POST", "/role-holders", 201, body)
    cohort = await lead.cohort()
    plan = await lead.plan(cohort)
    assert [(s["day"], s["facilitators"]) for s in plan["sessions"]] == [
        ("2027-01-11", ["Ada Early"]),
        ("2027-01-12", ["Bea Late"]),
        ("2027-04-12", ["Bea Late"]),
    ]
    told = [each["message"] for each in plan["findings"] if each["code"] == "PRESENTER_PROPOSED"]
    assert told == ["Bea Late is proposed as Lead and has not confirmed: 2027-01-12, 2027-04-12."]


async def test_a_warning_is_released_only_with_an_override_that_stays_visible(lead: Office):
    cohort = await lead.cohort()
    refused = await lead.release(cohort, status=409)
    assert {each["severity"] for each in refused["findings"]} == {"WARN"}
    await lead.release(cohort)
    given = (await lead.ask("GET", f"/cohorts/{cohort}/overrides")).json()["overrides"]
    assert {(each["code"], each["why"], each["by"]) for each in given} == {
        ("LEAD_DEPENDENCY", "It will do.", "a test key"),
        ("PRESENTER_TBC", "It will do.", "a test key"),
    }
    plan = await lead.plan(cohort)
    answered = [each["override"]["why"] for each in plan["findings"] if each["override"]]
    assert answered == ["It will do."] * len(given)
    release = (await lead.ask("GET", f"/cohorts/{cohort}/releases/1")).json()
    kept = [each["override"]["by"] for each in release["findings"] if each["override"]]
    assert kept == ["a test key"] * len(given)


async def test_a_finding_with_other_words_needs_an_override_of_its_own(lead: Office):
    cohort = await lead.cohort()
    await lead.release(cohort)
    await lead.change(cohort, "welcome", presenters=["Somebody else"])
    refused = await lead.release(cohort, status=409)
    assert [each["message"] for each in refused["findings"]] == [
        "Nobody holds the role Somebody else yet: 2027-01-11."
    ]


async def test_a_lead_in_two_cohorts_at_once_is_found(lead: Office, released: str):
    other = await lead.cohort("other")
    found = codes(await lead.plan(other))
    assert [code for code, _ in found if code in {"PERSON_CLASH", "ROOM_CLASH"}] == [
        *["PERSON_CLASH"] * 4,
        *["ROOM_CLASH"] * 3,
    ]


# --- runs --------------------------------------------------------------------------------------


async def test_a_mop_up_run_has_an_anchor_and_blocks_of_its_own(lead: Office):
    cohort = await lead.cohort()
    run = {
        "key": "mop-up",
        "title": "Mop-up run",
        "anchor": "2027-02-01",
        "blocks": ["induction"],
        "items": ["assessment"],
    }
    await lead.ask("PUT", f"/cohorts/{cohort}/draft/runs/mop-up", 200, run, if_match='"draft-1"')
    plan = await lead.plan(cohort)
    assert [(name_of(s), s["day"]) for s in plan["sessions"]] == [
        ("home/welcome", "2027-01-11"),
        ("home/assessment", "2027-01-12"),
        ("mop-up/assessment", "2027-02-02"),
        ("home/reflection", "2027-04-12"),
    ]
    assert len({s["uid"] for s in plan["sessions"]}) == 4
    await lead.ask("DELETE", f"/cohorts/{cohort}/draft/runs/mop-up", 200, if_match='"draft-2"')
    await lead.ask("DELETE", f"/cohorts/{cohort}/draft/runs/mop-up", 404, if_match='"draft-3"')
    await lead.ask("DELETE", f"/cohorts/{cohort}/draft/runs/home", 422, if_match='"draft-3"')
    assert len((await lead.plan(cohort))["sessions"]) == 3


async def test_groups_of_an_item_run_one_by_one(lead: Office):
    await lead.staffed()
    cohort = await lead.cohort()
    draft = (await lead.ask("GET", f"/cohorts/{cohort}/draft")).json()["draft"]
    draft["runs"][0] |= {
        "groups": [
            {"item": "assessment", "number": 1, "day": "2027-01-12"},
            {
                "item": "assessment",
                "number": 2,
                "day": "2027-01-19",
                "start": "13:00",
                "end": "15:00",
            },
        ],
        "links": {"assessment": "https://meet.example/assessment"},
    }
    await lead.ask("PUT", f"/cohorts/{cohort}/draft", 200, draft, if_match='"draft-1"')
    await lead.ask(
        "PUT",
        f"/cohorts/{cohort}/draft/runs/home/sessions/assessment?group=2",
        200,
        {"reason": "fuller", "room": "Room A", "site": "town-hall"},
        if_match='"draft-2"',
    )
    await lead.release(cohort)
    sessions = await lead.sessions(cohort)
    assert [
        (name, s["session"]["day"], s["session"]["start"], s["session"]["room"])
        for name, s in sessions.items()
        if "assessment" in name
    ] == [
        ("home/assessment/1", "2027-01-12", "09:30", "Room B"),
        ("home/assessment/2", "2027-01-19", "13:00", "Room A"),
    ]
    assert sessions["home/assessment/2"]["session"]["joining_link"] == (
        "https://meet.example/assessment"
    )


# --- releasing ---------------------------------------------------------------------------------


async def test_the_first_release_freezes_the_programme(lead: Office):
    await lead.staffed()
    cohort = await lead.cohort()
    other = {"programme": "lancashire"}
    await lead.ask("POST", "/programmes", 201, small(version=2, title="Changed"))
    address = f"/cohorts/{cohort}/programme"
    newer = await lead.ask("PUT", address, 200, {"programme": "small"}, if_match='"draft-1"')
    assert newer.json()["programme_version"] == 2
    answer = await lead.release(cohort)
    assert (answer["fresh"], answer["release"]["version"]) == (True, 1)
    assert {tuple(each["kinds"]) for each in answer["changes"]} == {("added",)}
    found = (await lead.ask("GET", f"/cohorts/{cohort}")).json()
    assert (found["state"], found["released_version"]) == ("published", 1)
    refused = await lead.ask("PUT", address, 409, other, if_match='"draft-2"')
    assert refused.json()["type"] == "/problems/wrong-cohort-state"
    assert (await operations.programme_of(UUID(cohort))).version == 2


async def test_the_same_plan_released_twice_stores_nothing(lead: Office, released: str):
    before = await lead.sessions(released)
    again = await lead.release(released, status=200)
    assert (again["fresh"], again["release"]["version"], again["changes"]) == (False, 1, [])
    assert await lead.sessions(released) == before
    assert len((await lead.ask("GET", f"/cohorts/{released}/releases")).json()["releases"]) == 1


async def test_a_move_changes_the_moved_session_and_no_other(lead: Office, released: str):
    before = await lead.sessions(released)
    await lead.change(released, "welcome", room="Room B", site="town-hall")
    answer = await lead.release(released)
    (change,) = answer["changes"]
    assert (change["kinds"], change["before"]["room"], change["after"]["room"]) == (
        ["other room"],
        "Room A",
        "Room B",
    )
    after = await lead.sessions(released)
    moved = after.pop("home/welcome")
    was = before.pop("home/welcome")
    assert after == before
    assert (moved["sequence"], moved["session"]["uid"]) == (1, was["session"]["uid"])
    release = (await lead.ask("GET", f"/cohorts/{released}/releases/2")).json()
    assert release["changes"] == answer["changes"]
    assert (release["release"]["note"], release["release"]["released_by"]) == (
        "as agreed",
        "a test key",
    )


async def test_a_cancelled_session_stays_and_may_come_back(lead: Office, released: str):
    await lead.change(released, "welcome", cancelled=True)
    answer = await lead.release(released)
    assert [each["kinds"] for each in answer["changes"]] == [["cancelled"]]
    gone = (await lead.sessions(released))["home/welcome"]
    assert (gone["session"]["status"], gone["sequence"]) == ("cancelled", 1)
    address = f"/cohorts/{released}/draft/runs/home/sessions/welcome"
    await lead.ask("DELETE", address, 200, if_match=await lead.tag(released))
    answer = await lead.release(released)
    assert [each["kinds"] for each in answer["changes"]] == [["added"]]
    back = (await lead.sessions(released))["home/welcome"]
    assert (back["session"]["status"], back["sequence"]) == ("confirmed", 2)
    found = await operations.released_sessions(UUID(released))
    assert [each.session.status for each in found] == [Status.CONFIRMED] * 3
    assert found == await operations.all_released_sessions()


async def test_a_stale_draft_is_not_released(lead: Office, released: str):
    seen = await lead.tag(released)
    await lead.change(released, "welcome", room="Room B", site="town-hall")
    late = await lead.ask(
        "POST", f"/cohorts/{released}/releases", 412, {"note": "now"}, if_match=seen
    )
    assert late.json()["changed"] == ["runs/home/sessions/welcome"]


async def test_states_go_forward_only(lead: Office, released: str):
    address = f"/cohorts/{released}/state"
    for state, status in (
        ("running", 200),
        ("running", 200),
        ("published", 409),
        ("closed", 200),
        ("running", 409),
    ):
        await lead.ask("PUT", address, status, {"state": state})
    await lead.change(released, "welcome", 409, room="Room B")
    await lead.release(released, status=409)
    draft = await lead.cohort("other")
    await lead.ask("PUT", f"/cohorts/{draft}/state", 409, {"state": "running"})
    await lead.ask("PUT", f"/cohorts/{draft}/state", 422, {"state": "draft"})


async def test_two_edits_at_the_same_moment_are_one_after_the_other(lead: Office):
    """However they meet, one is stored and the other is told."""
    cohort = await lead.cohort()
    address = f"/api/v1/cohorts/{cohort}/draft/runs/home/sessions"
    answers = await asyncio.gather(
        *(
            lead.client.put(
                f"{address}/{item}",
                json={"reason": "x", "room": "Room B", "site": "town-hall"},
                headers={**lead.headers, "if-match": '"draft-1"'},
            )
            for item in ("welcome", "assessment", "reflection")
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412]
    assert (await lead.ask("GET", f"/cohorts/{cohort}/draft")).json()["revision"] == 2


async def test_two_releases_at_the_same_moment_are_one_release(lead: Office, released: str):
    await lead.change(released, "welcome", room="Room B", site="town-hall")
    tag = await lead.tag(released)
    answers = await asyncio.gather(
        *(
            lead.client.post(
                f"/api/v1/cohorts/{released}/releases",
                json={"note": "now"},
                headers={**lead.headers, "if-match": tag},
            )
            for _ in range(3)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 200, 201]
    assert {answer.json()["release"]["version"] for answer in answers} == {2}
    assert (await lead.sessions(released))["home/welcome"]["sequence"] == 1


async def test_the_lancashire_programme_moves_a_day_to_another_site(lead: Office):
    """AC18: day 5 moves from Burnley to Preston; nothing else is touched."""
    cohort = await lead.cohort(programme="lancashire", anchor="2027-01-11")
    await lead.release(cohort)
    before = await lead.sessions(cohort)
    day_5 = {
        name: each["session"]
        for name, each in before.items()
        if each["session"]["day"] == "2027-01-15" and each["session"]["site"] == "townley-hall"
    }
    assert len(day_5) == 3
    for session in day_5.values():
        await lead.change(cohort, session["item"], site="county-hall", room="Assembly Room")
    answer = await lead.release(cohort)
    assert {each["uid"] for each in answer["changes"]} == {s["uid"] for s in day_5.values()}
    assert {tuple(each["kinds"]) for each in answer["changes"]} == {("other room",)}
    after = await lead.sessions(cohort)
    assert {name: each["session"]["uid"] for name, each in after.items()} == {
        name: each["session"]["uid"] for name, each in before.items()
    }
    for name, each in after.items():
        if name in day_5:
            assert (each["sequence"], each["session"]["site_address"]) == (
                1,
                "County Hall, Preston",
            )
        else:
            assert each == before[name]


async def test_a_cohort_that_meets_anothers_days_names_the_nearest_free_monday(lead: Office):
    """AC6 in little: the review of the first cohort meets the induction of the second."""
    await lead.staffed()
    later = await lead.cohort("later", "2027-04-12")
    await lead.release(later)
    cohort = await lead.cohort()
    told = [
        each["message"]
        for each in (await lead.plan(cohort))["findings"]
        if each["code"] == "CROSS_COHORT" and "3 month review" in each["message"]
    ]
    (said,) = told
    assert "later" in said
    assert "Monday 19 April 2027" in said or "Monday 5 April 2027" in said


@pytest.mark.parametrize(("day", "told"), [(8, []), (10, ["welcome"]), (11, [])])
async def test_short_notice_is_told_directly(lead: Office, released: str, day: int, told: list):
    """Within 48 hours of 11 January, 09:00, and only while it is still ahead."""
    await lead.change(released, "welcome", room="Room B", site="town-hall")
    now = datetime(2027, 1, day, 9, 30, tzinfo=UTC)
    done = await operations.release(UUID(released), 2, "another room", LEAD, now)
    assert [change.after.item for change in done.notify_directly] == told
    assert (done.version, done.revision.is_empty) == (2, False)
    found = {each.session.item: each for each in await operations.released_sessions(UUID(released))}
    assert found["welcome"].changed_at == now
    assert found["assessment"].changed_at != now


async def test_the_draft_is_not_sent_twice(lead: Office):
    cohort = await lead.cohort()
    address = f"/cohorts/{cohort}/draft"
    held = await lead.ask("GET", address, 304, if_none_match='"draft-1"')
    assert (held.content, held.headers["etag"]) == (b"", '"draft-1"')
    await lead.change(cohort, "welcome", room="Room B", site="town-hall")
    await lead.ask("GET", address, 200, if_none_match='"draft-1"')


# --- who may -----------------------------------------------------------------------------------


async def test_who_may_read_and_who_may_write(
    lead: Office, released: str, client: httpx.AsyncClient, key_for: KeyFor
):
    public = Office(client, {})
    reader = Office(client, await key_for(Scope.READ))
    psw = Office(client, await key_for(Scope.PSW))
    hr = Office(client, await key_for(Scope.HR))
    for address in (f"/cohorts/{released}", f"/cohorts/{released}/sessions", "/rooms"):
        await public.ask("GET", address, 401)
        await hr.ask("GET", address, 403)
        await reader.ask("GET", address, 200)
        await psw.ask("GET", address, 200)
    for address in (f"/cohorts/{released}/draft", f"/cohorts/{released}/plan"):
        await reader.ask("GET", address, 403)
        await psw.ask("GET", address, 200)
    for office in (reader, psw, hr):
        body = {"first": MONDAY, "last": MONDAY, "reason": "x"}
        await office.ask("POST", "/closures", 403, body)
        await office.ask(
            "POST", f"/cohorts/{released}/releases", 403, {"note": "x"}, if_match='"draft-1"'
        )


async def test_what_is_not_there(lead: Office):
    nowhere = "6f8c1a52-0d7e-4a5b-9a58-3a4f6a1cffff"
    for address in ("", "/draft", "/plan", "/plan.csv", "/overrides", "/releases", "/sessions"):
        answer = await lead.ask("GET", f"/cohorts/{nowhere}{address}", 404)
        assert answer.json()["type"] == "/problems/no-such-cohort"
    cohort = await lead.cohort()
    for version in (0, 1, 99999999999999999999):
        await lead.ask("GET", f"/cohorts/{cohort}/releases/{version}", 404)


async def test_every_write_is_in_the_audit_trail(
    lead: Office, released: str, client: httpx.AsyncClient, key_for: KeyFor
):
    await lead.change(released, "welcome", room="Room B", site="town-hall")
    await lead.ask("PUT", f"/cohorts/{released}/state", 200, {"state": "running"})
    psw = Office(client, await key_for(Scope.PSW))
    entries = (await psw.ask("GET", "/audit?limit=200")).json()["entries"]
    told = [each["action"] for each in reversed(entries) if each["subject_id"] == released]
    assert told == [
        "cohort.created",
        "cohort.finding-overridden",
        "cohort.released",
        "cohort.edited",
        "cohort.state-changed",
    ]


async def test_the_plan_as_csv_runs_no_formula(lead: Office, database: Database):
    cohort = await lead.cohort()
    await lead.change(cohort, "welcome", title='=HYPERLINK("https://x")', presenters=["@SUM(A1)"])
    answer = await lead.ask("GET", f"/cohorts/{cohort}/plan.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    assert next((row["title"], row["presenters"], row["weekday"]) for row in rows) == (
        '\'=HYPERLINK("https://x")',
        "'@SUM(A1)",
        "Monday",
    )
    assert len(rows) == 3
