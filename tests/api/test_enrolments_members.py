"""Members over HTTP: enrolled, changed, transferred, removed; groups, itineraries, digests."""

from __future__ import annotations

import csv
import io
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from service.access.actor import OF_KEYS, Scope
from service.settings import Settings
from service.storage.tables.access import AuditEntry
from service.storage.tables.enrolments import MemberRow
from service.workforce.identity import identify
from tests.conftest import IDENTITY_KEY
from tests.for_each import for_each
from tests.small_academy import Headers, Office, laid_office
from tests.small_academy import released as released_cohort

KeyFor = Callable[..., Awaitable[Headers]]
NOBODY = "00000000-0000-0000-0000-000000000000"


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


def person(name: str, audience: str = "newly-qualified", **more: Any) -> dict[str, Any]:
    return {"name": name, "audience": audience, **more}


async def enrol(lead: Office, cohort: str, *people: dict[str, Any]) -> list[str]:
    answer = await lead.ask("POST", f"/cohorts/{cohort}/members", 201, {"members": list(people)})
    return [each["id"] for each in answer.json()["members"]]


async def titles(lead: Office, member: str) -> list[str]:
    found = (await lead.ask("GET", f"/members/{member}/itinerary")).json()
    return [each["title"] for each in found["sessions"]]


async def tag(lead: Office, member: str) -> str:
    return (await lead.ask("GET", f"/members/{member}")).headers["etag"]


# --- enrolling ---------------------------------------------------------------------------------


async def test_who_is_enrolled_attends_what_their_audience_is_meant_to(lead, released):
    new, old = await enrol(
        lead, released, person("Nell Newly"), person("Ezra Experienced", "experienced")
    )
    assert await titles(lead, new) == ["Welcome", "Assessment", "Reflection"]
    assert await titles(lead, old) == ["Welcome", "Assessment"]
    listed = (await lead.ask("GET", f"/cohorts/{released}/members")).json()["members"]
    assert [(each["name"], each["revision"]) for each in listed] == [
        ("Ezra Experienced", 1),
        ("Nell Newly", 1),
    ]


async def test_a_registration_number_is_turned_into_the_identity_of_the_returns_and_dropped(
    lead, released
):
    number = "SW 900123"
    answer = await lead.ask(
        "POST",
        f"/cohorts/{released}/members",
        201,
        {"members": [person("Nell Newly", registration_number=number)]},
    )
    [member] = answer.json()["members"]
    assert member["identified"] is True
    [row] = await MemberRow.select()
    assert row["worker"] == identify(number, IDENTITY_KEY)
    trail = [str(entry) for entry in await AuditEntry.select()]
    everywhere = " ".join([answer.text, *map(str, row.values()), *trail])
    assert "900123" not in everywhere
    assert not [entry for entry in trail if row["worker"] in entry or "Nell" in entry]


async def test_one_worker_is_enrolled_once(lead, released):
    twice = [person("A", registration_number="SW1"), person("B", registration_number="sw 1")]
    answer = await lead.ask("POST", f"/cohorts/{released}/members", 409, {"members": twice})
    assert answer.json()["type"].endswith("already-enrolled")
    assert (await lead.ask("GET", f"/cohorts/{released}/members")).json() == {"members": []}
    await enrol(lead, released, twice[0])
    await lead.ask("POST", f"/cohorts/{released}/members", 409, {"members": twice[1:]})


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"run": "nowhere"}, "/run"),
        ({"completed": ["no-such-item"]}, "/completed"),
        ({"named": ["no-such-item"]}, "/named"),
        ({"chosen": ["no-such-item"]}, "/chosen"),
    ],
)
async def test_what_does_not_fit_the_programme_is_refused_by_name(lead, released, wrong, pointer):
    body = {"members": [person("A", **wrong)]}
    problem = (await lead.ask("POST", f"/cohorts/{released}/members", 422, body)).json()
    assert [each["pointer"] for each in problem["errors"]] == [pointer]
    assert (await lead.ask("GET", f"/cohorts/{released}/members")).json() == {"members": []}


@pytest.mark.parametrize(
    "wrong",
    [
        person("Tab\tbed"),
        person(" "),
        person("x" * 201),
        person("A", "everybody"),
        person("A", weekdays=[7]),
        person("A", case_details="a child's name"),
        person("A", registration_number="=1+1"),
    ],
)
async def test_what_is_no_member_is_refused(lead, released, wrong):
    await lead.ask("POST", f"/cohorts/{released}/members", 422, {"members": [wrong]})
    assert (await lead.ask("GET", f"/cohorts/{released}/members")).json() == {"members": []}


async def test_any_name_is_taken_and_no_spreadsheet_runs_it(lead, released):
    names = ["=HYPERLINK(1)", "Zoë O'Dowd 🌻", 'Comma, "quote"; semicolon\\']
    await enrol(lead, released, *(person(name) for name in names))
    answer = await lead.ask("GET", f"/cohorts/{released}/register.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))
    assert {row["member"] for row in rows} == {f"'{names[0]}", *names[1:]}
    assert answer.headers["content-disposition"] == 'attachment; filename="register-spring.csv"'


async def test_five_hundred_members_are_enrolled_at_once_and_no_more(lead, released):
    people = [person(f"Person {n:03}") for n in range(500)]
    assert len(await enrol(lead, released, *people)) == 500
    groups = (await lead.ask("GET", f"/cohorts/{released}/groups")).json()["groups"]
    sizes = [len(group["members"]) for group in groups]
    assert (len(sizes), min(sizes), max(sizes), sum(sizes)) == (32, 15, 16, 500)
    body = {"members": [*people, person("One more")]}
    await lead.ask("POST", f"/cohorts/{released}/members", 422, body)


async def test_nobody_joins_a_closed_cohort(lead, released):
    await lead.ask("PUT", f"/cohorts/{released}/state", 200, {"state": "closed"})
    body = {"members": [person("Late")]}
    await lead.ask("POST", f"/cohorts/{released}/members", 409, body)


# --- changing ----------------------------------------------------------------------------------


async def test_a_change_is_made_on_what_was_read(lead, released):
    [member] = await enrol(lead, released, person("Nell Newly"))
    first = await tag(lead, member)
    body = person("Nell Newly", "experienced")
    changed = await lead.ask("PUT", f"/members/{member}", 200, body, if_match=first)
    assert (changed.json()["audience"], changed.headers["etag"]) == ("experienced", '"member-2"')
    assert await titles(lead, member) == ["Welcome", "Assessment"]
    await lead.ask("PUT", f"/members/{member}", 412, body, if_match=first)
    await lead.ask("PUT", f"/members/{member}", 428, body)
    again = await lead.ask("PUT", f"/members/{member}", 200, body, if_match='"member-2"')
    assert again.headers["etag"] == '"member-2"'  # nothing changed, nothing counted


async def test_a_removed_member_attends_nothing_and_can_be_enrolled_again(lead, released):
    [member] = await enrol(lead, released, person("Nell Newly", registration_number="SW1"))
    await lead.ask("DELETE", f"/members/{member}", 204, if_match=await tag(lead, member))
    assert (await lead.ask("GET", f"/members/{member}")).json()["removed_at"] is not None
    assert await titles(lead, member) == []
    assert (await lead.ask("GET", f"/cohorts/{released}/members")).json() == {"members": []}
    body = person("Nell Newly")
    await lead.ask("PUT", f"/members/{member}", 409, body, if_match=await tag(lead, member))
    assert await enrol(lead, released, person("Nell Newly", registration_number="SW1"))


async def test_who_is_transferred_follows_the_other_cohort(lead, released):
    other = await lead.cohort("autumn", "2027-09-06")
    await lead.release(other)
    [member] = await enrol(lead, released, person("Nell Newly", completed=["welcome"]))
    body = {"cohort": other}
    moved = await lead.ask(
        "POST", f"/members/{member}/transfer", 200, body, if_match=await tag(lead, member)
    )
    assert (moved.json()["cohort"], moved.json()["completed"]) == (other, ["welcome"])
    found = (await lead.ask("GET", f"/members/{member}/itinerary")).json()
    assert [(each["title"], each["day"]) for each in found["sessions"]] == [
        ("Assessment", "2027-09-07"),
        ("Reflection", "2027-12-06"),
    ]
    assert found["exempt"] == ["welcome"]
    assert (await lead.ask("GET", f"/cohorts/{released}/members")).json() == {"members": []}


# --- groups ------------------------------------------------------------------------------------


async def test_seventeen_for_sixteen_places_are_nine_and_eight(lead, released):
    await enrol(lead, released, *(person(f"Person {n:02}") for n in range(17)))
    found = (await lead.ask("GET", f"/cohorts/{released}/groups")).json()
    assert [
        (group["item"], group["number"], len(group["members"]), group["scheduled"])
        for group in found["groups"]
    ] == [("assessment", 1, 9, True), ("assessment", 2, 8, False)]
    # The open group has no assessment before the reflection that needs it.
    late = {each["name"] for each in found["groups"][1]["members"]}
    orders = found["prerequisite_order"]
    assert {each["member"]["name"] for each in orders} == late
    assert {each["finding"]["code"] for each in orders} == {"PREREQUISITE_ORDER"}
    ready = (await lead.ask("GET", f"/cohorts/{released}/readiness")).json()
    assert {each["item"]: each["gaps"] for each in ready["gaps"]} == {
        "assessment": ["a group without a date"]
    }
    assert (ready["items"], ready["ready"], ready["percent"]) == (3, 2, "66.7")


async def test_nobody_changes_group_because_somebody_else_comes_or_goes(lead, released):
    ids = await enrol(lead, released, *(person(f"Person {n:02}") for n in range(17)))
    before = await places(lead, released)
    await enrol(lead, released, person("Late"))
    await lead.ask("DELETE", f"/members/{ids[0]}", 204, if_match=await tag(lead, ids[0]))
    after = await places(lead, released)
    assert {each: after[each] for each in ids[1:]} == {each: before[each] for each in ids[1:]}


async def test_who_was_enrolled_before_the_first_release_is_in_a_group_with_it(lead):
    """Groups are formed in the unit of work of the release, not with the next change of a member."""
    await lead.staffed()
    cohort = await lead.cohort()
    ids = await enrol(lead, cohort, *(person(f"Person {n:02}") for n in range(17)))
    await lead.release(cohort)
    attended = ["Assessment" in await titles(lead, each) for each in ids]
    assert (attended.count(True), attended.count(False)) == (9, 8)


async def test_full_groups_first_when_the_lead_says_so(lead, released):
    await enrol(lead, released, *(person(f"Person {n:02}") for n in range(17)))
    body = {"fill_first": True}
    found = (await lead.ask("PUT", f"/cohorts/{released}/groups", 200, body)).json()
    assert [len(group["members"]) for group in found["groups"]] == [16, 1]


async def test_sixty_two_people_for_sixteen_places(lead, released):
    """Journey (c): four groups, three of them open until the lead dates them."""
    ids = await enrol(lead, released, *(person(f"Person {n:02}") for n in range(62)))
    found = (await lead.ask("GET", f"/cohorts/{released}/groups")).json()["groups"]
    assert [len(group["members"]) for group in found] == [16, 16, 15, 15]
    assert [group["scheduled"] for group in found] == [True, False, False, False]
    draft = (await lead.ask("GET", f"/cohorts/{released}/draft")).json()["draft"]
    days = ["2027-01-12", "2027-01-13", "2027-01-14", "2027-01-15"]
    draft["runs"][0]["groups"] = [
        {"item": "assessment", "number": number, "day": day} for number, day in enumerate(days, 1)
    ]
    await lead.ask(
        "PUT", f"/cohorts/{released}/draft", 200, draft, if_match=await lead.tag(released)
    )
    await lead.release(released)
    found = (await lead.ask("GET", f"/cohorts/{released}/groups")).json()
    assert [group["scheduled"] for group in found["groups"]] == [True] * 4
    assert found["prerequisite_order"] == []
    attended: dict[str, int] = {}
    for member in ids:
        for session in (await lead.ask("GET", f"/members/{member}/itinerary")).json()["sessions"]:
            if session["item"] == "assessment":
                attended[session["day"]] = attended.get(session["day"], 0) + 1
    assert attended == dict(zip(days, [16, 16, 15, 15], strict=True))


async def places(lead: Office, cohort: str) -> dict[str, int]:
    groups = (await lead.ask("GET", f"/cohorts/{cohort}/groups")).json()["groups"]
    return {each["id"]: group["number"] for group in groups for each in group["members"]}


# --- who is told -------------------------------------------------------------------------------


async def test_a_release_is_told_to_those_it_changes_something_for(lead, released):
    new, old = await enrol(
        lead,
        released,
        person("Nell Newly", team="North", manager="Max Manager"),
        person("Ezra Experienced", "experienced", team="South"),
    )
    await lead.change(released, "reflection", start="11:00", end="13:00")
    await lead.release(released)
    digest = (await lead.ask("GET", f"/cohorts/{released}/releases/2/digest")).json()
    [line] = digest["members"]
    assert (line["member"]["id"], line["manager"], line["direct"]) == (new, "Max Manager", False)
    assert [(c["kinds"], c["before"]["start"], c["after"]["start"]) for c in line["changes"]] == [
        (["moved"], "10:00", "11:00")
    ]
    assert (digest["managers"], digest["notify_directly"]) == ({"Max Manager": [new]}, [])
    await lead.change(released, "welcome", cancelled=True)
    await lead.release(released)
    third = (await lead.ask("GET", f"/cohorts/{released}/releases/3/digest")).json()
    assert {each["member"]["id"] for each in third["members"]} == {new, old}
    assert third["members"][0]["changes"][0]["kinds"] == ["cancelled"]
    # What the second release said is still what it says.
    assert (await lead.ask("GET", f"/cohorts/{released}/releases/2/digest")).json() == digest


async def test_cancelled_sessions_are_attended_by_nobody_and_recorded_as_a_need(lead, released):
    [member] = await enrol(lead, released, person("Nell Newly"))
    await lead.change(released, "welcome", cancelled=True)
    await lead.release(released)
    found = (await lead.ask("GET", f"/members/{member}/itinerary")).json()
    assert [each["title"] for each in found["sessions"]] == ["Assessment", "Reflection"]
    assert [(each["item"], each["why"]) for each in found["missed"]] == [("welcome", "cancelled")]


# --- who may see what --------------------------------------------------------------------------


async def test_each_key_sees_its_own_and_nothing_else(client, key_for, lead, released):
    mine, hers, other = await enrol(
        lead,
        released,
        person("Mine", team="North"),
        person("Hers", team="North"),
        person("Other", team="South"),
    )
    starter = await key_for(Scope.STARTER, subject=mine)
    manager = await key_for(Scope.MANAGER, subject="North")
    seen = {}
    for name, headers in (("starter", starter), ("manager", manager)):
        for member in (mine, hers, other):
            for address in (f"/members/{member}", f"/members/{member}/itinerary"):
                answer = await client.get(f"/api/v1{address}", headers=headers)
                seen.setdefault((name, member), set()).add(answer.status_code)
                if answer.status_code != 200:
                    assert not {"Mine", "Hers", "Other"} & set(answer.text.split())
    assert seen == {
        ("starter", mine): {200}, ("starter", hers): {404}, ("starter", other): {404},
        ("manager", mine): {200}, ("manager", hers): {200}, ("manager", other): {404},
    }  # fmt: skip


async def test_a_manager_no_longer_sees_who_was_removed(client, key_for, lead, released):
    [member] = await enrol(lead, released, person("Nell Newly", team="North"))
    manager = await key_for(Scope.MANAGER, subject="North")
    assert (await client.get(f"/api/v1/members/{member}", headers=manager)).status_code == 200
    await lead.ask("DELETE", f"/members/{member}", 204, if_match=await tag(lead, member))
    answer = await client.get(f"/api/v1/members/{member}", headers=manager)
    assert (answer.status_code, "Nell" in answer.text) == (404, False)


async def test_a_facilitator_sees_the_register_of_the_sessions_they_lead(
    client, key_for, lead, released
):
    await enrol(lead, released, person("Nell Newly"))
    everything = (await lead.ask("GET", f"/cohorts/{released}/register")).json()["lines"]
    assert [line["session"]["title"] for line in everything] == [
        "Welcome", "Assessment", "Reflection",
    ]  # fmt: skip
    for who, expected in (("Dee Director", ["Welcome"]), ("Somebody Else", [])):
        headers = await key_for(Scope.FACILITATOR, subject=who)
        answer = await client.get(f"/api/v1/cohorts/{released}/register", headers=headers)
        assert [line["session"]["title"] for line in answer.json()["lines"]] == expected


ADDRESSES = [
    ("GET", "/cohorts/{cohort}/members", {"academy"}),
    ("POST", "/cohorts/{cohort}/members", {"academy"}),
    ("GET", "/members/{member}", {"academy", "starter", "manager"}),
    ("PUT", "/members/{member}", {"academy"}),
    ("DELETE", "/members/{member}", {"academy"}),
    ("POST", "/members/{member}/transfer", {"academy"}),
    ("GET", "/members/{member}/itinerary", {"academy", "starter", "manager"}),
    ("GET", "/cohorts/{cohort}/groups", {"academy"}),
    ("PUT", "/cohorts/{cohort}/groups", {"academy"}),
    ("GET", "/cohorts/{cohort}/readiness", {"academy"}),
    ("GET", "/cohorts/{cohort}/releases/1/digest", {"academy"}),
    ("GET", "/cohorts/{cohort}/register", {"academy", "facilitator"}),
    ("GET", "/cohorts/{cohort}/register.csv", {"academy", "facilitator"}),
]


@for_each("route", ADDRESSES)
async def test_every_address_is_for_its_scopes_alone(key_for, lead, released, route):
    method, address, allowed = route
    client = lead.client
    [member] = await enrol(lead, released, person("Nell Newly"))
    place = "/api/v1" + address.format(cohort=released, member=member)
    body = {} if method in {"POST", "PUT"} else None
    passed = set()
    for scope in OF_KEYS:
        answer = await client.request(method, place, json=body, headers=await key_for(scope))
        if answer.status_code not in {401, 403}:
            passed.add(scope.value)
    assert passed == allowed
    assert (await client.request(method, place, json=body)).status_code == 401


@pytest.mark.parametrize("address", [f"/members/{NOBODY}", f"/members/{NOBODY}/itinerary"])
async def test_nobody_is_not_found(lead, address):
    assert (await lead.ask("GET", address, 404)).json()["type"].endswith("no-such-member")
