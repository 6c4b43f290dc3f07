"""Starters over HTTP: registered, proposed with the wait shown, placed by a person (S1-S5)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest

from service import clock
from service.access.actor import OF_KEYS, Scope
from service.storage.tables.access import AuditEntry
from service.storage.tables.enrolments import MemberRow, StarterRow
from service.workforce.identity import identify
from tests.conftest import IDENTITY_KEY
from tests.small_academy import Headers, Office, small

KeyFor = Callable[..., Awaitable[Headers]]
NOBODY = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
async def lead(client: httpx.AsyncClient, key_for: KeyFor) -> Office:
    return Office(client, await key_for(Scope.ACADEMY))


def somebody(name: str, start: str = "2026-12-14", **more: Any) -> dict[str, Any]:
    return {"name": name, "start": start, "newly_qualified": True, **more}


async def registered(lead: Office, *people: dict[str, Any]) -> list[dict[str, Any]]:
    answer = await lead.ask("POST", "/starters", 201, {"starters": list(people)})
    found: list[dict[str, Any]] = answer.json()["starters"]
    return found


async def tag(lead: Office, starter: str) -> str:
    return (await lead.ask("GET", f"/starters/{starter}")).headers["etag"]


async def proposed(lead: Office) -> dict[str, dict[str, Any]]:
    found = (await lead.ask("GET", "/academy/proposals")).json()["proposals"]
    return {each["starter"]["name"]: each for each in found}


async def place(
    lead: Office, starter: str, cohort: str, status: int = 201, run: str = "home"
) -> dict[str, Any]:
    answer = await lead.ask(
        "POST",
        f"/starters/{starter}/placement",
        status,
        {"cohort": cohort, "run": run},
        if_match=await tag(lead, starter),
    )
    found: dict[str, Any] = answer.json()
    return found


async def mop_up(lead: Office, cohort: str, anchor: str, **more: Any) -> None:
    body = {"key": "mop-up", "title": "Mop-up", "anchor": anchor, "blocks": ["induction"], **more}
    await lead.ask(
        "PUT", f"/cohorts/{cohort}/draft/runs/mop-up", 200, body, if_match=await lead.tag(cohort)
    )


# --- what is known of a starter ----------------------------------------------------------------


async def test_everything_known_of_a_starter_is_kept_and_the_number_is_not(lead):
    number = "SW 900123"
    told = {
        "post": "P-017", "team": "North", "base": "Hill House", "manager": "Max Manager",
        "route": "Step Up", "service": "SEND", "fte": "0.6", "weekdays": [2, 0, 1],
        "qualified_on": "2026-07-01", "registered_on": "2026-09-01",
        "clearance_requested_on": "2026-11-02",
    }  # fmt: skip
    [found] = await registered(lead, somebody("Nell Newly", registration_number=number, **told))
    assert {name: found[name] for name in told} == told | {"weekdays": [0, 1, 2]}
    # nothing measured yet: the seed of just under three weeks
    assert found["expected_clearance"] == "2026-11-22"
    assert (found["asye_start"], found["state"], found["identified"]) == (
        "2026-12-14", "waiting", True,
    )  # fmt: skip
    [row] = await StarterRow.select()
    assert row["worker"] == identify(number, IDENTITY_KEY)
    trail = " ".join([str(entry) for entry in await AuditEntry.select()])
    assert "900123" not in " ".join([str(found), *map(str, row.values()), trail])
    assert row["worker"] not in trail
    assert "Nell" not in trail


async def test_expected_clearance_is_the_request_and_what_clearances_took_here(lead):
    await registered(
        lead,
        somebody("A", clearance_requested_on="2026-10-01", cleared_on="2026-10-11"),
        somebody("B", clearance_requested_on="2026-10-01", cleared_on="2026-10-16"),
    )
    [found] = await registered(lead, somebody("C", clearance_requested_on="2026-11-01"))
    assert found["expected_clearance"] == "2026-11-14"  # 12.5 days, half up


@pytest.mark.parametrize(
    ("said", "starts"),
    [
        ({"registered_on": None}, None),
        ({"registered_on": "2026-09-01"}, "2026-12-14"),
        ({"registered_on": "2026-09-01", "newly_qualified": False}, None),
    ],
)
async def test_the_asye_year_waits_for_registration(lead, said, starts):
    [found] = await registered(lead, {**somebody("A"), **said})
    assert found["asye_start"] == starts


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"cleared_on": "2099-01-01"}, "/cleared_on"),
        ({"clearance_requested_on": "2099-01-01"}, "/clearance_requested_on"),
        ({"registered_on": "2099-01-01"}, "/registered_on"),
        ({"clearance_requested_on": "2026-10-02", "cleared_on": "2026-10-01"}, "/cleared_on"),
        ({"completed": ["no-such-module"]}, "/completed"),
    ],
)
async def test_what_cannot_be_is_refused_and_nobody_is_registered(lead, wrong, pointer):
    body = {"starters": [somebody("A", **wrong)]}
    problem = (await lead.ask("POST", "/starters", 422, body)).json()
    assert problem["type"].endswith("starter-invalid")
    assert [each["pointer"] for each in problem["errors"]] == [pointer]
    both = {"starters": [somebody("Fine"), somebody("A", **wrong)]}
    problem = (await lead.ask("POST", "/starters", 422, both)).json()
    assert [each["pointer"] for each in problem["errors"]] == [f"/starters/1{pointer}"]
    assert (await lead.ask("GET", "/starters")).json() == {"starters": [], "next": None}


@pytest.mark.parametrize(
    "wrong",
    [
        somebody(" "),
        somebody("Tab\tbed"),
        somebody("A", "2026-02-30"),
        somebody("A", fte="0"),
        somebody("A", fte="1.01"),
        somebody("A", fte="-0.5"),
        somebody("A", fte=0.5),
        somebody("A", weekdays=[]),
        somebody("A", weekdays=[7]),
        somebody("A", child="a child's name"),
        {"name": "A", "start": "2026-12-14"},
    ],
)
async def test_what_is_no_starter_is_refused(lead, wrong):
    await lead.ask("POST", "/starters", 422, {"starters": [wrong]})
    assert await StarterRow.count() == 0


async def test_one_worker_waits_once(lead):
    twice = [somebody("A", registration_number="SW1"), somebody("B", registration_number="sw 1")]
    problem = (await lead.ask("POST", "/starters", 409, {"starters": twice})).json()
    assert problem["type"].endswith("starter-known")
    assert [each["pointer"] for each in problem["errors"]] == ["/starters/1"]
    assert await StarterRow.count() == 0
    await registered(lead, twice[0])
    await lead.ask("POST", "/starters", 409, {"starters": twice[1:]})


async def test_five_hundred_starters_are_registered_at_once_and_no_more(lead):
    people = [somebody(f"Person {n:03}") for n in range(500)]
    assert len(await registered(lead, *people)) == 500
    await lead.ask("POST", "/starters", 422, {"starters": [*people, somebody("One more")]})


async def test_a_change_is_made_on_what_was_read(lead):
    [found] = await registered(lead, somebody("A"))
    first = await tag(lead, found["id"])
    body = somebody("A", team="North")
    changed = await lead.ask("PUT", f"/starters/{found['id']}", 200, body, if_match=first)
    assert (changed.json()["team"], changed.headers["etag"]) == ("North", '"starter-2"')
    await lead.ask("PUT", f"/starters/{found['id']}", 412, body, if_match=first)
    await lead.ask("PUT", f"/starters/{found['id']}", 428, body)
    same = await lead.ask("PUT", f"/starters/{found['id']}", 200, body, if_match='"starter-2"')
    assert same.headers["etag"] == '"starter-2"'


# --- proposals and the waiting list ------------------------------------------------------------


async def test_the_shortest_wait_is_proposed_and_shown_in_weeks(lead):
    """AC19: who starts three weeks before the mop-up run goes there and not 13 weeks on."""
    await lead.staffed()
    cohort = await lead.cohort("spring", "2027-04-12")
    await mop_up(lead, cohort, "2027-02-01")
    await lead.release(cohort)
    await registered(
        lead, somebody("Early", "2027-01-11"), somebody("Late", "2027-02-03"),
        somebody("Too late", "2027-05-01"),
    )  # fmt: skip
    found = await proposed(lead)
    assert {name: (p["offer"] and p["offer"]["run"], p["wait_days"], p["wait_weeks"])
            for name, p in found.items()} == {
        "Early": ("mop-up", 21, "3.0"),
        "Late": ("home", 68, "9.7"),
        "Too late": (None, None, None),
    }  # fmt: skip
    codes = {name: [each["code"] for each in p["findings"]] for name, p in found.items()}
    assert codes == {
        "Early": ["AWAITING_CLEARANCE", "NOT_REGISTERED"],
        "Late": ["LATE_FOR_RUN", "SUGGEST_MOP_UP", "AWAITING_CLEARANCE", "NOT_REGISTERED"],
        "Too late": ["WAITING_LIST", "AWAITING_CLEARANCE", "NOT_REGISTERED"],
    }
    # a proposal stores nothing
    assert await MemberRow.count() == 0


async def test_a_run_takes_as_many_as_it_has_places_and_the_rest_go_on(lead):
    await lead.staffed()
    cohort = await lead.cohort("spring", "2027-04-12")
    await mop_up(lead, cohort, "2027-02-01", places=1)
    await lead.release(cohort)
    one, other = await registered(
        lead, somebody("One", "2027-01-11"), somebody("Two", "2027-01-12")
    )
    found = await proposed(lead)
    assert [found[name]["offer"]["run"] for name in ("One", "Two")] == ["mop-up", "home"]
    assert (found["One"]["offer"]["capacity"], found["One"]["offer"]["taken"]) == (1, 0)
    await place(lead, other["id"], cohort, run="mop-up")  # a person decides otherwise
    assert (await proposed(lead))["One"]["offer"]["run"] == "home"
    problem = await place(lead, one["id"], cohort, 409, run="mop-up")
    assert problem["type"].endswith("run-full")
    await place(lead, one["id"], cohort)


async def test_the_last_place_is_given_once_however_many_ask_at_the_same_moment(lead):
    await lead.staffed()
    cohort = await lead.cohort("spring", "2027-04-12")
    draft = (await lead.ask("GET", f"/cohorts/{cohort}/draft")).json()["draft"]
    draft["runs"][0]["places"] = 1
    await lead.ask("PUT", f"/cohorts/{cohort}/draft", 200, draft, if_match=await lead.tag(cohort))
    people = await registered(lead, *(somebody(f"P{n}", "2027-01-11") for n in range(4)))
    answers = await asyncio.gather(
        *(
            lead.client.post(
                f"/api/v1/starters/{each['id']}/placement",
                json={"cohort": cohort},
                headers={**lead.headers, "if-match": '"starter-1"'},
            )
            for each in people
        )
    )
    assert sorted(each.status_code for each in answers) == [201, 409, 409, 409]
    assert await MemberRow.count() == 1


async def test_a_run_of_single_items_or_of_a_review_is_no_place_to_start(lead):
    await lead.staffed()
    cohort = await lead.cohort("spring", "2027-04-12")
    await mop_up(lead, cohort, "2027-02-01", items=["assessment"])
    body = {"key": "late", "title": "Late review", "anchor": "2027-01-25", "blocks": ["review"]}
    await lead.ask(
        "PUT", f"/cohorts/{cohort}/draft/runs/late", 200, body, if_match=await lead.tag(cohort)
    )
    [found] = await registered(lead, somebody("Early", "2027-01-11"))
    assert (await proposed(lead))["Early"]["offer"]["run"] == "home"
    problem = await place(lead, found["id"], cohort, 422, run="mop-up")
    assert [each["pointer"] for each in problem["errors"]] == ["/run"]


async def test_who_has_no_run_waits_and_a_further_run_says_whom_it_would_take(lead):
    today = clock.today()
    starts = [today - timedelta(days=21), today - timedelta(days=7), today + timedelta(days=7)]
    await registered(lead, *(somebody(f"P{n}", f"{day}") for n, day in enumerate(starts)))
    found = (await lead.ask("GET", "/academy/waiting-list")).json()
    assert [(w["starter"]["name"], w["days"], w["weeks"]) for w in found["waiting"]] == [
        ("P0", 21, "3.0"), ("P1", 7, "1.0"), ("P2", -7, "-1.0"),
    ]  # fmt: skip
    assert found["served"] == []
    address = f"/academy/waiting-list?run_starts={today + timedelta(days=14)}&places=2"
    served = (await lead.ask("GET", address)).json()["served"]
    assert [(each["wait_days"], each["wait_weeks"]) for each in served] == [
        (35, "5.0"),
        (21, "3.0"),
    ]


async def test_nobody_is_proposed_to_a_draft_that_cannot_be_released(lead):
    await lead.staffed()
    early = await lead.cohort("early", "2027-03-26")  # Good Friday
    late = await lead.cohort("late", "2027-06-07")
    [found] = await registered(lead, somebody("A", "2027-03-01", registered_on="2026-09-01"))
    answer = (await lead.ask("GET", "/academy/proposals")).json()
    assert {each["cohort_key"]: [b["code"] for b in each["blocks"]] for each in answer["runs"]} == {
        "early": ["ANCHOR_NOT_WORKING"], "late": [],
    }  # fmt: skip
    [proposal] = answer["proposals"]
    assert proposal["offer"]["cohort"] == late
    assert [each["code"] for each in proposal["findings"]] == [
        "RUN_BLOCKED", "SUGGEST_MOP_UP", "AWAITING_CLEARANCE",
    ]  # fmt: skip
    await place(lead, found["id"], early)  # a person may decide otherwise


async def test_lists_of_starters_are_read_page_by_page(lead):
    today = clock.today()
    await registered(
        lead, *(somebody(f"P{n}", f"{today - timedelta(days=n)}") for n in range(5))
    )  # fmt: skip
    for path, key in (
        ("/starters?state=waiting&limit=2", "starters"),
        ("/academy/proposals?limit=2", "proposals"),
        (f"/academy/waiting-list?run_starts={today}&places=3&limit=2", "waiting"),
    ):
        names: list[list[str]] = []
        served = 0
        following: str | None = path
        while following:
            answer = (await lead.ask("GET", following.removeprefix("/api/v1"))).json()
            names.append([each.get("starter", each)["name"] for each in answer[key]])
            served += len(answer.get("served", []))
            following = answer["next"]
        assert names == [["P4", "P3"], ["P2", "P1"], ["P0"]]
        assert served == (3 if key == "waiting" else 0)
        problem = (await lead.ask("GET", f"{path}&after={NOBODY}", 400)).json()
        assert [each["parameter"] for each in problem["errors"]] == ["after"]
        await lead.ask("GET", path.replace("limit=2", "limit=0"), 400)


async def test_a_closed_cohort_takes_nobody(lead):
    await lead.staffed()
    cohort = await lead.cohort("spring", "2027-04-12")
    await lead.release(cohort)
    await lead.ask("PUT", f"/cohorts/{cohort}/state", 200, {"state": "closed"})
    [found] = await registered(lead, somebody("A", "2027-01-11"))
    assert (await proposed(lead))["A"]["offer"] is None
    await place(lead, found["id"], cohort, 409)


# --- placed ------------------------------------------------------------------------------------

CONTACT: dict[str, Any] = small()
CONTACT["blocks"][0]["items"][1]["contact"] = True


async def test_who_awaits_clearance_is_kept_out_of_contact_items_until_it_is_there(lead, client):
    await client.post("/api/v1/programmes", json=CONTACT, headers=lead.headers)
    await lead.staffed()
    cohort = await lead.cohort("spring", "2027-04-12")
    await lead.release(cohort)
    today = clock.today()
    requested = today - timedelta(days=5)
    told = somebody(
        "Nell", "2027-01-11", registration_number="SW5", team="North", manager="Max", fte="0.6",
        route="Step Up", weekdays=[0, 1, 2], registered_on="2026-09-01",
        clearance_requested_on=f"{requested}",
    )  # fmt: skip
    [found] = await registered(lead, told)
    placed = await place(lead, found["id"], cohort)
    member = placed["member"]
    assert (placed["starter"]["state"], placed["starter"]["member"]) == ("placed", member["id"])
    assert {name: member[name] for name in ("team", "manager", "route", "weekdays", "run")} == {
        "team": "North", "manager": "Max", "route": "Step Up", "weekdays": [0, 1, 2], "run": "home",
    }  # fmt: skip
    assert (member["started_on"], member["asye_start"], member["identified"]) == (
        "2027-01-11", "2027-01-11", True,
    )  # fmt: skip
    assert (member["cleared"], member["expected_clearance"]) == (
        False, f"{requested + timedelta(days=20)}",
    )  # fmt: skip
    itinerary = (await lead.ask("GET", f"/members/{member['id']}/itinerary")).json()
    assert [(each["item"], each["why"]) for each in itinerary["missed"]] == [
        ("assessment", "awaiting clearance")
    ]
    body = {**told, "cleared_on": f"{today}"}
    del body["registration_number"]
    starter = f"/starters/{found['id']}"
    await lead.ask("PUT", starter, 200, body, if_match=await tag(lead, found["id"]))
    after = (await lead.ask("GET", f"/members/{member['id']}")).json()
    assert (after["cleared"], after["expected_clearance"]) == (True, None)
    itinerary = (await lead.ask("GET", f"/members/{member['id']}/itinerary")).json()
    assert itinerary["missed"] == []


async def test_who_was_placed_is_placed_once_and_again_only_after_they_were_removed(lead):
    await lead.staffed()
    cohort = await lead.cohort("spring", "2027-04-12")
    [found] = await registered(lead, somebody("A", "2027-01-11"))
    member = (await place(lead, found["id"], cohort))["member"]
    problem = await place(lead, found["id"], cohort, 409)
    assert problem["type"].endswith("starter-not-waiting")
    starter = f"/starters/{found['id']}"
    await lead.ask("DELETE", starter, 409, if_match=await tag(lead, found["id"]))
    await lead.ask("DELETE", f"/members/{member['id']}", 204, if_match='"member-1"')
    again = (await place(lead, found["id"], cohort))["member"]
    assert again["id"] != member["id"]


async def test_who_does_not_come_waits_no_longer(lead):
    [found] = await registered(lead, somebody("A", registration_number="SW9"))
    starter = f"/starters/{found['id']}"
    await lead.ask("DELETE", starter, 204, if_match=await tag(lead, found["id"]))
    assert (await lead.ask("GET", "/academy/waiting-list")).json()["waiting"] == []
    listed = (await lead.ask("GET", "/starters?state=withdrawn")).json()["starters"]
    assert [each["id"] for each in listed] == [found["id"]]
    await lead.ask("PUT", starter, 409, somebody("A"), if_match=await tag(lead, found["id"]))
    await registered(lead, somebody("A", registration_number="SW9"))  # comes after all


async def test_a_transfer_keeps_what_was_attended(lead):
    """S5: nothing is taken twice unless it is asked for."""
    await lead.staffed()
    past = clock.today() - timedelta(days=28)
    monday = past - timedelta(days=past.weekday())
    first = await lead.cohort("autumn", f"{monday}")
    await lead.release(first)
    second = await lead.cohort("spring", "2027-04-12")
    await lead.release(second)
    [found] = await registered(lead, somebody("A", f"{monday}", completed=["assessment"]))
    member = (await place(lead, found["id"], first))["member"]
    sessions = await lead.sessions(first)
    uid = sessions["home/welcome"]["session"]["uid"]
    lines = {"lines": [{"member": member["id"], "state": "attended"}]}
    await lead.ask("PUT", f"/sessions/{uid}/register", 200, lines)
    seen = (await lead.ask("GET", f"/members/{member['id']}")).headers["etag"]
    moved = await lead.ask(
        "POST", f"/members/{member['id']}/transfer", 200, {"cohort": second}, if_match=seen
    )
    assert moved.json()["completed"] == ["assessment", "welcome"]
    itinerary = (await lead.ask("GET", f"/members/{member['id']}/itinerary")).json()
    assert [each["item"] for each in itinerary["sessions"]] == ["reflection"]


# --- week by week ------------------------------------------------------------------------------


async def test_weeks_count_members_and_those_in_their_own_asye_year(lead):
    await lead.staffed()
    cohort = await lead.cohort("spring", "2027-01-11")
    await lead.release(cohort)
    people = [
        {"name": "New", "audience": "newly-qualified", "asye_start": "2027-01-20"},
        {"name": "Unregistered", "audience": "newly-qualified"},
        {"name": "Old", "audience": "experienced", "asye_start": "2027-01-20"},
    ]
    await lead.ask("POST", f"/cohorts/{cohort}/members", 201, {"members": people})
    address = "/academy/weeks?first={}&last={}"
    found = (await lead.ask("GET", address.format("2027-01-11", "2027-01-25"))).json()
    assert [
        (w["monday"], w["cohorts"], w["members"], w["newly_qualified_in_asye"])
        for w in found["weeks"]
    ] == [
        ("2027-01-11", ["spring"], 3, 0),
        ("2027-01-18", ["spring"], 3, 1),
        ("2027-01-25", ["spring"], 3, 1),
    ]
    assert found["weeks"][0]["staff_days"] == {"Ada Lead": 2, "Dee Director": 1}
    assert found["peak"] == "2027-01-18"
    # twelve months by their own clock, the last day included: the cohort is over by then
    after = (await lead.ask("GET", address.format("2028-01-10", "2028-01-24"))).json()["weeks"]
    assert [(w["members"], w["newly_qualified_in_asye"]) for w in after] == [(0, 1), (0, 1), (0, 0)]
    await lead.ask("GET", address.format("2027-01-11", "2027-01-10"), 422)


# --- who may -----------------------------------------------------------------------------------

ADDRESSES = [
    ("POST", "/starters"),
    ("GET", "/starters"),
    ("GET", "/starters/{starter}"),
    ("PUT", "/starters/{starter}"),
    ("DELETE", "/starters/{starter}"),
    ("POST", "/starters/{starter}/placement"),
    ("GET", "/academy/proposals"),
    ("GET", "/academy/waiting-list"),
]


@pytest.mark.parametrize("route", ADDRESSES, ids=" ".join)
async def test_starters_are_for_the_academy_alone(key_for, lead, route):
    method, address = route
    [found] = await registered(lead, somebody("A"))
    place_ = "/api/v1" + address.format(starter=found["id"])
    passed = set()
    for scope in OF_KEYS:
        body = {} if method in {"POST", "PUT"} else None
        answer = await lead.client.request(method, place_, json=body, headers=await key_for(scope))
        if answer.status_code not in {401, 403}:
            passed.add(scope.value)
    assert passed == {"academy"}


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_nobody_is_not_found(lead, method):
    body = somebody("A") if method == "PUT" else None
    answer = await lead.ask(method, f"/starters/{NOBODY}", 404, body, if_match='"starter-1"')
    assert answer.json()["type"].endswith("no-such-starter")
