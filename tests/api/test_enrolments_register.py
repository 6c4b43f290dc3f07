"""Registers, mop-up needs, commitments, the manager's view and absences of staff over HTTP."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from service import clock
from service.access.actor import OF_KEYS, Scope
from service.settings import Settings
from service.storage.tables.access import AuditEntry
from tests.for_each import for_each
from tests.small_academy import Headers, Office, laid_office
from tests.small_academy import released as released_cohort

KeyFor = Callable[..., Awaitable[Headers]]
AFTER = datetime(2027, 5, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
async def lead(
    request: pytest.FixtureRequest,
    client: httpx.AsyncClient,
    key_for: KeyFor,
    settings: Settings,
) -> Office:
    if "cohort" in request.fixturenames:
        return await laid_office(client, key_for, settings, "a released cohort", released_cohort)
    return Office(client, await key_for(Scope.ACADEMY))


@pytest.fixture
async def cohort(lead: Office) -> str:
    found: str = lead.laid
    return found


@pytest.fixture
def in_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AFTER)


async def enrol(lead: Office, cohort: str, *people: dict[str, Any]) -> list[str]:
    body = {"members": [{"audience": "newly-qualified", **each} for each in people]}
    answer = await lead.ask("POST", f"/cohorts/{cohort}/members", 201, body)
    return [each["id"] for each in answer.json()["members"]]


async def uid(lead: Office, cohort: str, name: str) -> str:
    return (await lead.sessions(cohort))[f"home/{name}"]["session"]["uid"]


def marks(*pairs: tuple[str, str]) -> dict[str, Any]:
    return {"lines": [{"member": member, "state": state} for member, state in pairs]}


# --- the register ------------------------------------------------------------------------------


async def test_a_register_is_marked_corrected_and_the_trail_has_both(lead, cohort, in_may):
    nell, ned = await enrol(lead, cohort, {"name": "Nell"}, {"name": "Ned"})
    session = await uid(lead, cohort, "welcome")
    sheet = (await lead.ask("GET", f"/sessions/{session}/register")).json()
    assert [(e["member"]["name"], e["state"]) for e in sheet["lines"]] == [
        ("Ned", None), ("Nell", None),
    ]  # fmt: skip
    body = marks((nell, "attended"), (ned, "absent"))
    await lead.ask("PUT", f"/sessions/{session}/register", 200, body)
    sheet = await lead.ask("PUT", f"/sessions/{session}/register", 200, marks((ned, "part")))
    assert {e["member"]["name"]: e["state"] for e in sheet.json()["lines"]} == {
        "Nell": "attended", "Ned": "part",
    }  # fmt: skip
    entries = [e for e in await AuditEntry.select() if e["action"] == "attendance.marked"]
    assert len(entries) == 2
    assert '"absent"' in str(entries[1]["before"])
    assert '"part"' in str(entries[1]["after"])
    assert not any("Ned" in str(e) for e in entries)


async def test_nobody_is_marked_who_is_not_expected_or_before_the_session_began(lead, cohort):
    nell, ezra = await enrol(
        lead, cohort, {"name": "Nell"}, {"name": "Ezra", "audience": "experienced"}
    )
    review = await uid(lead, cohort, "reflection")
    for wrong in (
        marks((ezra, "absent-authorised")),
        marks((nell, "attended")),
        marks((nell, "exempt"), (nell, "absent-authorised")),
    ):
        await lead.ask("PUT", f"/sessions/{review}/register", 422, wrong)
    sheet = (await lead.ask("GET", f"/sessions/{review}/register")).json()
    assert [(e["member"]["name"], e["state"]) for e in sheet["lines"]] == [("Nell", None)]
    await lead.ask("PUT", f"/sessions/{review}/register", 200, marks((nell, "absent-authorised")))


async def test_a_facilitator_keeps_the_register_of_their_sessions_only(
    client, key_for, lead, cohort, in_may
):
    [nell] = await enrol(lead, cohort, {"name": "Nell"})
    welcome, assessment = await uid(lead, cohort, "welcome"), await uid(lead, cohort, "assessment")
    headers = await key_for(Scope.FACILITATOR, subject="Dee Director")
    for session, status in ((welcome, 200), (assessment, 404)):
        answer = await client.put(
            f"/api/v1/sessions/{session}/register",
            json=marks((nell, "attended")),
            headers=headers,
        )
        assert answer.status_code == status
        read = await client.get(f"/api/v1/sessions/{session}/register", headers=headers)
        assert read.status_code == status
        assert ("Nell" in read.text) is (status == 200)


async def test_an_absence_is_a_need_until_the_item_is_attended(lead, cohort, in_may):
    nell, _ = await enrol(lead, cohort, {"name": "Nell"}, {"name": "Ned"})
    session = await uid(lead, cohort, "assessment")
    await lead.ask("PUT", f"/sessions/{session}/register", 200, marks((nell, "absent")))
    mop_up = await lead.cohort("autumn", "2027-09-06")
    await lead.release(mop_up)
    found = (await lead.ask("GET", "/academy/mop-up-needs")).json()
    [demand] = found["demands"]
    assert (demand["item"], demand["groups"]) == ("assessment", [1])
    [need] = demand["needs"]
    assert (need["member"]["name"], need["since"], need["reason"]) == (
        "Nell", "2027-01-12", "absent",
    )  # fmt: skip
    [proposal] = found["proposals"]
    assert (proposal["session"]["day"], proposal["session"]["item"]) == ("2027-09-07", "assessment")

    later = proposal["session"]["uid"]
    tag = (await lead.ask("GET", f"/members/{nell}")).headers["etag"]
    body = {"sessions": [later]}
    await lead.ask("PUT", f"/members/{nell}/catch-up", 428, body)
    await lead.ask("PUT", f"/members/{nell}/catch-up", 200, body, if_match=tag)
    itinerary = (await lead.ask("GET", f"/members/{nell}/itinerary")).json()["sessions"]
    assert later in {each["uid"] for each in itinerary}
    sheet = (await lead.ask("GET", f"/sessions/{later}/register")).json()
    assert [each["member"]["name"] for each in sheet["lines"]] == ["Nell"]

    await lead.ask(
        "PUT",
        f"/members/{nell}/attendance/assessment",
        200,
        {"state": "completed-elsewhere", "day": "2027-04-30"},
    )
    assert (await lead.ask("GET", "/academy/mop-up-needs")).json()["demands"] == []


async def test_a_need_outlives_its_cohort_until_it_is_attended_or_the_member_leaves(
    lead, cohort, in_may
):
    nell, ned = await enrol(lead, cohort, {"name": "Nell"}, {"name": "Ned"})
    session = await uid(lead, cohort, "assessment")
    lines = {"lines": [{"member": who, "state": "absent"} for who in (nell, ned)]}
    await lead.ask("PUT", f"/sessions/{session}/register", 200, lines)
    autumn = await lead.cohort("autumn", "2027-09-06")
    await lead.release(autumn)
    before = (await lead.ask("GET", "/academy/mop-up-needs")).json()
    await lead.ask("PUT", f"/cohorts/{cohort}/state", 200, {"state": "closed"})
    after = (await lead.ask("GET", "/academy/mop-up-needs")).json()
    assert after == before
    assert [each["session"]["day"] for each in after["proposals"]] == ["2027-09-07"] * 2

    await lead.ask(
        "PUT",
        f"/members/{nell}/attendance/assessment",
        200,
        {"state": "completed-elsewhere", "day": "2027-04-30"},
    )
    [demand] = (await lead.ask("GET", "/academy/mop-up-needs")).json()["demands"]
    assert [need["member"]["name"] for need in demand["needs"]] == ["Ned"]
    tag = (await lead.ask("GET", f"/members/{ned}")).headers["etag"]
    await lead.ask("DELETE", f"/members/{ned}", 204, if_match=tag)
    assert (await lead.ask("GET", "/academy/mop-up-needs")).json()["demands"] == []


async def test_a_full_or_unknown_mop_up_session_is_given_to_nobody(lead, cohort):
    [nell] = await enrol(lead, cohort, {"name": "Nell"})
    autumn = await lead.cohort("autumn", "2027-09-06")
    await lead.release(autumn)
    await enrol(lead, autumn, *({"name": f"Person {n:02}"} for n in range(16)))
    tag = (await lead.ask("GET", f"/members/{nell}")).headers["etag"]
    full = await uid(lead, autumn, "assessment")
    for session in (full, "00000000-0000-0000-0000-000000000000"):
        body = {"sessions": [session]}
        problem = await lead.ask("PUT", f"/members/{nell}/catch-up", 409, body, if_match=tag)
        assert problem.json()["type"].endswith("catch-up-refused")
    open_one = await uid(lead, autumn, "welcome")  # no limit
    await lead.ask("PUT", f"/members/{nell}/catch-up", 200, {"sessions": [open_one]}, if_match=tag)


async def test_what_was_completed_elsewhere_leaves_the_plan(lead, cohort, in_may):
    [nell] = await enrol(lead, cohort, {"name": "Nell"})
    body = {"state": "completed-elsewhere", "day": "2027-04-30"}
    for wrong in (
        {**body, "state": "attended"},
        {**body, "day": "2027-06-01"},
        {**body, "why": "x"},
    ):
        await lead.ask("PUT", f"/members/{nell}/attendance/reflection", 422, wrong)
    await lead.ask("PUT", f"/members/{nell}/attendance/nothing", 422, body)
    await lead.ask("PUT", f"/members/{nell}/attendance/reflection", 200, body)
    found = (await lead.ask("GET", f"/members/{nell}/itinerary")).json()
    assert ([s["item"] for s in found["sessions"]], found["exempt"]) == (
        ["welcome", "assessment"], ["reflection"],
    )  # fmt: skip
    lines = (await lead.ask("GET", f"/members/{nell}/attendance")).json()["lines"]
    assert lines == [
        {"item": "reflection", "session": None, "day": "2027-04-30", "state": body["state"]}
    ]


# --- commitments -------------------------------------------------------------------------------


async def test_court_takes_minutes_and_outcomes_and_names_what_could_replace(lead, cohort):
    autumn = await lead.cohort("autumn", "2027-09-06")
    await lead.release(autumn)
    [nell] = await enrol(lead, cohort, {"name": "Nell"})
    body = {
        "kind": "court", "first": "2027-01-12", "last": "2027-01-12",
        "start": "10:30", "end": "13:00", "member": nell,
    }  # fmt: skip
    await lead.ask("POST", "/commitments", 201, body)
    found = (await lead.ask("GET", f"/members/{nell}/commitments")).json()
    [conflict] = found["conflicts"]
    assert (conflict["session"]["item"], conflict["start"], conflict["end"]) == (
        "assessment", "10:30", "11:30",
    )  # fmt: skip
    assert (conflict["minutes"], found["minutes_lost"]) == (60, 60)
    assert conflict["replacement"]["day"] == "2027-09-07"
    [standing] = (await lead.ask("GET", f"/cohorts/{cohort}/conflicts")).json()["members"]
    assert standing["member"]["name"] == "Nell"
    assert [each["code"] for each in standing["findings"]] == ["COMMITMENT_CONFLICT"]
    await lead.ask("DELETE", f"/commitments/{found['commitments'][0]['id']}", 204)
    assert (await lead.ask("GET", f"/cohorts/{cohort}/conflicts")).json() == {"members": []}


@pytest.mark.parametrize(
    "wrong",
    [
        {"details": "care proceedings of a child"},
        {"kind": "court: a child's name"},
        {"last": "2027-01-11"},
        {"start": "12:00", "end": "12:00"},
        {"start": "25:00"},
        {"staff": "Ada Lead"},
        {"member": None},
    ],
)
async def test_a_commitment_is_a_kind_and_a_time_and_nothing_else(lead, cohort, wrong):
    [nell] = await enrol(lead, cohort, {"name": "Nell"})
    body = {"kind": "court", "first": "2027-01-12", "last": "2027-01-12", "member": nell}
    await lead.ask("POST", "/commitments", 422, body | wrong)
    assert (await lead.ask("GET", f"/members/{nell}/commitments")).json()["commitments"] == []


async def test_a_session_on_a_day_they_do_not_work_is_said(lead, cohort):
    await enrol(lead, cohort, {"name": "Nell", "weekdays": [0, 2, 3]})
    [standing] = (await lead.ask("GET", f"/cohorts/{cohort}/conflicts")).json()["members"]
    assert [each["code"] for each in standing["findings"]] == ["OFF_PATTERN"]
    assert "Tuesday 2027-01-12" in standing["findings"][0]["message"]


# --- the manager -------------------------------------------------------------------------------

SPAN = "first=2027-01-01&last=2027-12-31"


async def test_a_manager_sees_the_team_and_confirms_cover_until_the_session_changes(
    client, key_for, lead, cohort
):
    await enrol(lead, cohort, {"name": "Mine", "team": "North"}, {"name": "Other", "team": "South"})
    headers = await key_for(Scope.MANAGER, subject="North")
    address = f"/api/v1/academy/team?{SPAN}"

    async def seen() -> list[tuple[str, list[str], bool]]:
        found = (await client.get(address, headers=headers)).json()
        return [
            (e["session"]["item"], [m["name"] for m in e["members"]], e["acknowledged"])
            for e in found["sessions"]
        ]

    assert await seen() == [
        ("welcome", ["Mine"], False), ("assessment", ["Mine"], False),
        ("reflection", ["Mine"], False),
    ]  # fmt: skip
    for other in ("South", "West"):
        answer = await client.get(f"{address}&team={other}", headers=headers)
        assert (answer.status_code, "Other" in answer.text) == (422, False)
    review = await uid(lead, cohort, "reflection")
    body = {"team": "North", "sessions": [review]}
    answer = await client.put("/api/v1/academy/cover", json=body, headers=headers)
    assert answer.status_code == 204
    wrong = {"team": "South", "sessions": [review]}
    answer = await client.put("/api/v1/academy/cover", json=wrong, headers=headers)
    assert answer.status_code == 422
    assert [each[2] for each in await seen()] == [False, False, True]
    [_, _, evidence] = (await client.get(address, headers=headers)).json()["sessions"]
    assert evidence["acknowledged_by"] == "a test key"
    assert datetime.fromisoformat(evidence["acknowledged_at"]).tzinfo is not None
    await lead.change(cohort, "reflection", start="11:00", end="13:00")
    await lead.release(cohort)
    assert [each[2] for each in await seen()] == [False, False, False]


async def test_cover_is_confirmed_for_the_team_s_own_sessions_only(lead, cohort):
    await enrol(lead, cohort, {"name": "Ezra", "audience": "experienced", "team": "North"})
    review = await uid(lead, cohort, "reflection")
    body = {"team": "North", "sessions": [review]}
    await lead.ask("PUT", "/academy/cover", 422, body)


async def test_a_facilitator_is_off_for_a_week(lead, cohort):
    """Journey (b): what is hit, and who must be told."""
    await enrol(
        lead,
        cohort,
        {"name": "Nell", "team": "North", "manager": "Max Manager"},
        {"name": "Ezra", "audience": "experienced", "team": "South"},
    )
    answer = await lead.ask(
        "GET", "/academy/absence/told?person=Ada+Lead&first=2027-01-11&last=2027-01-15"
    )
    told = answer.json()
    assert [(e["session"]["item"], len(e["members"])) for e in told["hit"]] == [
        ("welcome", 2), ("assessment", 2),
    ]  # fmt: skip
    assert [each["name"] for each in told["members"]] == ["Ezra", "Nell"]
    assert (told["managers"], told["staff"]) == (["Max Manager", "South"], ["Dee Director"])


ADDRESSES = [
    ("GET", "/sessions/{uid}/register", {"academy", "facilitator"}),
    ("PUT", "/sessions/{uid}/register", {"academy", "facilitator"}),
    ("GET", "/members/{member}/attendance", {"academy", "starter", "manager"}),
    ("PUT", "/members/{member}/attendance/welcome", {"academy"}),
    ("GET", "/academy/mop-up-needs", {"academy"}),
    ("PUT", "/members/{member}/catch-up", {"academy"}),
    ("POST", "/commitments", {"academy"}),
    ("DELETE", "/commitments/{member}", {"academy"}),
    ("GET", "/members/{member}/commitments", {"academy", "starter", "manager"}),
    ("GET", "/cohorts/{cohort}/conflicts", {"academy"}),
    ("GET", "/academy/staff-commitments?name=Ada", {"academy"}),
    ("GET", f"/academy/team?{SPAN}", {"academy", "manager"}),
    ("PUT", "/academy/cover", {"academy", "manager"}),
    ("GET", f"/academy/absence/told?person=Ada&{SPAN}", {"academy"}),
]


@for_each("route", ADDRESSES)
async def test_every_address_is_for_its_scopes_alone(key_for, lead, cohort, route):
    method, address, allowed = route
    [member] = await enrol(lead, cohort, {"name": "Nell"})
    place = "/api/v1" + address.format(
        cohort=cohort, member=member, uid=await uid(lead, cohort, "welcome")
    )
    body = {} if method in {"POST", "PUT"} else None
    passed = set()
    for scope in OF_KEYS:
        answer = await lead.client.request(method, place, json=body, headers=await key_for(scope))
        if answer.status_code not in {401, 403}:
            passed.add(scope.value)
    assert passed == allowed
    assert (await lead.client.request(method, place, json=body)).status_code == 401
