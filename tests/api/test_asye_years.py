"""ASYE years over HTTP: terms, pauses and signatures, who sees what, and every refusal."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import httpx
import pytest

from service import clock
from service.access.actor import Scope
from service.settings import Settings
from service.storage.tables.access import AuditEntry
from service.storage.tables.asye import AsyeEntryRow, AsyeYearRow
from tests.small_academy import Headers, Office
from tests.small_asye import (
    NUMBER,
    START,
    TERMS,
    PutClock,
    Reader,
    at_nine,
    begun,
    caseload,
    enrolled,
    office_of_a_year,
)

KeyFor = Callable[..., Awaitable[Headers]]
NOBODY = "00000000-0000-0000-0000-000000000000"
PAUSE = {"first": "2026-05-04", "last": "2026-07-12", "reason": "bereavement"}


@pytest.fixture(autouse=True)
def put_clock(monkeypatch: pytest.MonkeyPatch) -> PutClock:
    def put(day: str) -> None:
        monkeypatch.setattr(clock, "now", lambda: at_nine(day))

    put("2026-04-20")
    return put


@pytest.fixture
async def lead(
    request: pytest.FixtureRequest,
    client: httpx.AsyncClient,
    key_for: KeyFor,
    settings: Settings,
    put_clock: PutClock,
) -> Office:
    return await office_of_a_year(
        request.fixturenames, client, key_for, settings, registration_number=NUMBER
    )


@pytest.fixture
async def member(lead: Office) -> str:
    found: str = lead.laid[0]
    return found


@pytest.fixture
async def office(lead: Office) -> Reader:
    return Reader(lead.client, lead.headers, lead.laid[1])


def problem(answer: dict[str, Any], slug: str) -> list[dict[str, Any]]:
    assert answer["type"].endswith(slug), answer
    return answer.get("errors", [])


def codes(year: dict[str, Any]) -> set[str]:
    return {finding["code"] for finding in year["findings"]}


# --- terms -------------------------------------------------------------------------------------


async def test_a_year_begins_under_a_preset_that_stays_with_it(office: Reader) -> None:
    year = await office.read()
    assert (year["state"], year["ends"], year["revision"]) == ("late", "2027-01-12", 1)
    assert year["terms"]["preset_source"].startswith("children.newhamsocialworkerjobs.com")
    assert [(m["key"], m["date"], m["due"]) for m in year["milestones"]] == [
        ("review-3m", "2026-04-12", "2026-04-13"),
        ("review-6m", "2026-07-12", "2026-07-13"),
        ("final", "2026-12-12", "2026-12-14"),
        ("end", "2027-01-12", "2027-01-12"),
    ]
    # The cohort's own review day is another clock: of this programme there is one.
    assert [(m["review_day"], m["gap_days"]) for m in year["milestones"][:2]] == [
        ("2026-04-13", -1),
        ("2026-04-13", 90),
    ]
    [row] = await AsyeYearRow.select()
    assert '"key":"newham"' in row["preset"]


@pytest.mark.parametrize(
    ("changes", "slug", "code"),
    [
        ({"fte": "0"}, "asye-year-invalid", "FTE_RANGE"),
        ({"fte": "1.2"}, "asye-year-invalid", "FTE_RANGE"),
        ({"fte": "0.4", "scale_part_time": True}, "asye-year-invalid", "TOO_LONG"),
        ({"fte": "NaN"}, "unprocessable", None),
        ({"fte": "1e-1"}, "unprocessable", None),
        ({"fte": 0.8}, "unprocessable", None),
        ({"start": "2026-02-29"}, "unprocessable", None),
        ({"start": "9999-06-01"}, "asye-year-invalid", "CALENDAR_ENDS"),
        ({"preset": "barnsley"}, "asye-year-invalid", None),
        ({"unit": None}, "asye-year-invalid", None),
        ({"start": "0001-01-01"}, "asye-year-invalid", "START_TOO_EARLY"),
        ({"start": "9998-12-31"}, "asye-year-invalid", "CALENDAR_ENDS"),
        ({"unit": "cases"}, "unprocessable", None),
        ({"exception_on": "2026-01-12"}, "asye-year-invalid", None),
        ({"note": "a child's name"}, "unprocessable", None),
    ],
)
async def test_terms_that_cannot_be_are_refused_and_nothing_is_stored(
    lead: Office, member: str, changes: dict[str, Any], slug: str, code: str | None
) -> None:
    answer = await lead.ask("POST", f"/members/{member}/asye-years", 422, TERMS | changes)
    errors = problem(answer.json(), slug)
    assert [each["code"] for each in errors if "code" in each] == ([code] if code else [])
    assert await AsyeYearRow.select() == []


async def test_a_year_over_the_limit_needs_an_exception(lead: Office, member: str) -> None:
    agreed = {"exception_on": "2026-01-12", "exception_by": "Head of service"}
    year = await begun(lead, member, fte="0.4", scale_part_time=True, **agreed)
    found = (await lead.ask("GET", f"/asye-years/{year}")).json()
    [finding] = [each for each in found["findings"] if each["code"] == "TOO_LONG"]
    assert (finding["severity"], found["ends"]) == ("WARN", "2028-07-12")


async def test_a_start_on_29_february_and_a_registration_that_is_awaited(
    lead: Office, member: str
) -> None:
    waiting = await begun(lead, member, start="2024-02-29", needs_registration=True)
    office = Reader(lead.client, lead.headers, waiting)
    year = await office.read()
    assert (year["state"], codes(year) >= {"NOT_REGISTERED"}) == ("not-started", True)
    body = TERMS | {
        "start": "2024-02-29",
        "needs_registration": True,
        "registered_on": "2024-02-01",
    }
    changed = await lead.ask(
        "PUT", f"/asye-years/{waiting}", 200, body, if_match=await office.tag()
    )
    assert changed.json()["ends"] == "2025-02-28"


async def test_terms_are_changed_on_what_was_read(lead: Office, office: Reader) -> None:
    address, first = f"/asye-years/{office.year}", await office.tag()
    body = TERMS | {"fte": "0.8"}
    changed = await lead.ask("PUT", address, 200, body, if_match=first)
    assert [cap["cap"] for cap in changed.json()["caps"]] == [4, 8, 11, 12]
    assert changed.headers["etag"] == '"asye-year-2"'
    problem((await lead.ask("PUT", address, 412, body, if_match=first)).json(), "overtaken")
    await lead.ask("PUT", address, 428, body)
    again = await lead.ask("PUT", address, 200, body, if_match='"asye-year-2"')
    assert again.headers["etag"] == '"asye-year-2"'  # nothing changed, nothing counted
    refused = await lead.ask("PUT", address, 422, TERMS | {"fte": "2"}, if_match='"asye-year-2"')
    problem(refused.json(), "asye-year-invalid")


async def test_one_person_has_one_open_year_under_whatever_membership(
    lead: Office, member: str, office: Reader
) -> None:
    problem(
        (await lead.ask("POST", f"/members/{member}/asye-years", 409, TERMS)).json(),
        "asye-year-open",
    )
    tag = (await lead.ask("GET", f"/members/{member}")).headers["etag"]
    await lead.ask("DELETE", f"/members/{member}", 204, if_match=tag)
    again = await enrolled(lead, registration_number=NUMBER)
    answer = await lead.ask("POST", f"/members/{again}/asye-years", 409, TERMS)
    problem(answer.json(), "asye-year-open")
    await lead.ask("POST", f"/members/{NOBODY}/asye-years", 404, TERMS)
    await lead.ask("POST", f"/members/{member}/asye-years", 409, TERMS)


async def test_the_presets_are_cited_and_dated(lead: Office) -> None:
    found = {p["key"]: p for p in (await lead.ask("GET", "/asye/presets")).json()["presets"]}
    assert set(found) == {
        "lancashire", "newham", "suffolk", "wirral", "devon", "employer-standards", "two-year",
    }  # fmt: skip
    assert found["lancashire"]["levels"] == {
        "newly qualified": 15, "1 to 3 years": 20, "3 years and over": 23,
    }  # fmt: skip
    assert (found["devon"]["weight_in_averages"], found["wirral"]["unit"]) == ("0.6", "points")
    assert (found["two-year"]["months"], found["newham"]["protected_share"]) == (24, "0.1")
    assert all(p["source"] and p["retrieved"] for p in found.values())


# --- pauses, FTE, leaving and coming back ----------------------------------------------------------


async def signed(office: Reader, pause: str, *who: str) -> dict[str, Any]:
    year: dict[str, Any] = {}
    for each in who:
        year = await office.record(f"pauses/{pause}/signatures", signatory=each)
    return year


async def test_the_clock_stands_still_once_all_four_have_signed(
    office: Reader, member: str, key_for: KeyFor
) -> None:
    asked = await office.record("pauses", **PAUSE)
    assert (asked["ends"], codes(asked) >= {"PAUSE_NOT_AGREED"}) == ("2027-01-12", True)
    [pause] = [each for each in asked["entries"] if each["kind"] == "pause"]
    client = office.office.client
    herself = Reader(client, await key_for(Scope.STARTER, subject=member), office.year)
    manager = Reader(client, await key_for(Scope.MANAGER, subject="Harbour"), office.year)
    await herself.record(f"pauses/{pause['id']}/signatures", 403, signatory="manager")
    await manager.record(f"pauses/{pause['id']}/signatures", 403, signatory="co-ordinator")
    await signed(herself, pause["id"], "newly-qualified")
    await signed(manager, pause["id"], "manager")
    again = await herself.record(
        f"pauses/{pause['id']}/signatures", 409, signatory="newly-qualified"
    )
    problem(again, "pause-signed-already")
    year = await signed(office, pause["id"], "assessor", "co-ordinator")
    assert (year["ends"], "PAUSE_NOT_AGREED" in codes(year)) == ("2027-03-23", False)
    assert [m["date"] for m in year["milestones"]][:2] == ["2026-04-12", "2026-09-20"]
    [agreed] = [each for each in year["entries"] if each["kind"] == "pause"]
    assert {who: mark["by"] for who, mark in agreed["value"]["signed"].items()} == dict.fromkeys(
        ("newly-qualified", "manager", "assessor", "co-ordinator"), "a test key"
    )


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"first": "2026-01-05", "last": "2026-01-20"}, "PAUSE_BEFORE_START"),
        ({"last": "2026-05-01"}, "PAUSE_ORDER"),
        ({"first": "2026-07-12", "last": "2026-07-20"}, "PAUSE_OVERLAP"),
        ({"first": "2026-05-04", "last": "2026-05-04"}, "PAUSE_OVERLAP"),
    ],
)
async def test_a_pause_that_cannot_be_is_refused_before_anybody_signs(
    office: Reader, wrong: dict[str, str], code: str
) -> None:
    await office.record("pauses", **PAUSE)
    errors = problem(await office.record("pauses", 422, **{**PAUSE, **wrong}), "asye-year-invalid")
    assert [each["code"] for each in errors] == [code]
    assert len(await office.entries("pause")) == 1


async def test_capability_is_no_reason(office: Reader) -> None:
    problem(
        await office.record("pauses", 422, **{**PAUSE, "reason": "capability"}), "unprocessable"
    )


async def test_fte_changes_in_mid_year(office: Reader) -> None:
    year = await office.record("fte-changes", on="2026-08-03", fte="0.5")
    assert [(cap["from"], cap["cap"]) for cap in year["caps"]][-3:] == [
        ("2026-07-12", 14), ("2026-08-03", 7), ("2026-10-12", 7),
    ]  # fmt: skip
    twice = await office.record("fte-changes", 409, on="2026-08-03", fte="0.6")
    problem(twice, "asye-recorded-already")
    errors = problem(await office.record("fte-changes", 422, on="2026-09-03", fte="0"), "invalid")
    assert errors[0]["code"] == "FTE_RANGE"
    errors = problem(await office.record("fte-changes", 422, on="2026-01-11", fte="1"), "invalid")
    assert errors[0]["code"] == "FTE_CHANGE_BEFORE_START"
    # Fewer days a week from then on: what was due before stays, what is due later waits for one.
    early = [each["due"] for each in year["supervision"] if each["date"] < "2026-09-07"]
    year = await office.record("fte-changes", on="2026-09-07", weekdays=[3, 4])
    assert [each["due"] for each in year["supervision"] if each["date"] < "2026-09-07"] == early
    later = [date.fromisoformat(e["due"]) for e in year["supervision"] if e["date"] >= "2026-09-07"]
    assert later
    assert {day.weekday() for day in later} <= {3, 4}
    nothing = await office.record("fte-changes", 422, on="2026-10-01")
    assert nothing["errors"] == [{"pointer": "/fte", "detail": "give it, or weekdays, or both"}]


async def test_a_year_keeps_the_days_that_its_member_is_known_to_work(lead: Office) -> None:
    member = await enrolled(lead, "Wendy Wednesday", weekdays=[2, 3])
    office = Reader(lead.client, lead.headers, await begun(lead, member))
    year = await office.read()
    assert {date.fromisoformat(each["due"]).weekday() for each in year["supervision"]} <= {2, 3}
    [entry] = await office.entries("fte-change")
    assert (entry["day"], entry["value"]["weekdays"]) == (START, [2, 3])


async def test_who_leaves_in_mid_year_and_comes_back_goes_on_where_they_were(
    lead: Office, office: Reader, member: str, put_clock: PutClock
) -> None:
    address = f"/asye-years/{office.year}"
    await office.record("supervision", on="2026-04-13", minutes=90)
    early = {"on": "2026-04-12", "state": "left"}
    refused = await lead.ask("POST", f"{address}/end", 422, early, if_match=await office.tag())
    problem(refused.json(), "asye-entry-invalid")
    for wrong in ({"on": "2026-04-21"}, {"on": "2026-01-11"}):
        body = {"state": "left", **wrong}
        await lead.ask("POST", f"{address}/end", 422, body, if_match=await office.tag())
    early_return = await lead.ask("POST", f"{address}/return", 409, {"on": "2026-05-04"}, if_match=await office.tag())  # fmt: skip
    problem(early_return.json(), "asye-year-not-left")
    left = {"on": "2026-04-19", "state": "left"}
    ended = await lead.ask("POST", f"{address}/end", 200, left, if_match=await office.tag())
    assert (ended.json()["state"], ended.json()["ended_on"]) == ("ended", "2026-04-19")
    problem(await office.record("supervision", 409, on="2026-04-14", minutes=90), "asye-year-over")

    put_clock("2026-06-01")
    tag = (await lead.ask("GET", f"/members/{member}")).headers["etag"]
    await lead.ask("DELETE", f"/members/{member}", 204, if_match=tag)
    stranger = await enrolled(lead, "Olive Other", registration_number="SW 900124")
    again = await enrolled(lead, registration_number=NUMBER)
    for wrong in ({"on": "2026-04-19"}, {"on": "2026-06-01", "member": stranger}):
        await lead.ask("POST", f"{address}/return", 422, wrong, if_match=await office.tag())
    back = {"on": "2026-06-01", "member": again}
    year = (
        await lead.ask("POST", f"{address}/return", 200, back, if_match=await office.tag())
    ).json()
    assert (year["member"], year["state"], year["ended_on"]) == (again, "late", None)
    assert year["ends"] == "2027-02-23"  # the 42 days away are not part of the year
    away = [each for each in year["entries"] if each["kind"] == "away"]
    assert [(each["day"], each["value"]) for each in away] == [
        ("2026-04-20", {"last": "2026-05-31"})
    ]
    gone = f"{address}/entries/{away[0]['id']}"
    await lead.ask("DELETE", gone, 404, if_match=await office.tag())
    done = {"on": "2026-06-01", "state": "completed"}
    complete = await lead.ask("POST", f"{address}/end", 200, done, if_match=await office.tag())
    assert complete.json()["state"] == "completed"
    await lead.ask("POST", f"{address}/return", 409, back, if_match=await office.tag())


async def test_who_leaves_in_a_pause_comes_back_and_no_day_stands_still_twice(
    lead: Office, office: Reader, put_clock: PutClock
) -> None:
    address = f"/asye-years/{office.year}"
    await office.record("pauses", **PAUSE)
    [pause] = await office.entries("pause")
    for who in ("newly-qualified", "assessor", "manager", "co-ordinator"):
        await office.record(f"pauses/{pause['id']}/signatures", signatory=who)
    put_clock("2026-09-01")
    left = {"on": "2026-05-31", "state": "left"}
    await lead.ask("POST", f"{address}/end", 200, left, if_match=await office.tag())
    back = {"on": "2026-09-01"}
    year = (
        await lead.ask("POST", f"{address}/return", 200, back, if_match=await office.tag())
    ).json()
    # 4 May to 31 August: 120 days.
    assert year["ends"] == "2027-05-12"
    over = {"first": "2026-08-20", "last": "2026-09-20", "reason": "bereavement"}
    [error] = problem(await office.record("pauses", 422, **over), "asye-entry-invalid")
    assert error["detail"] == "overlaps the time away from 2026-06-01 to 2026-08-31"


# --- what is recorded ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "body", "pointer"),
    [
        ("supervision", {"on": "2026-04-21", "minutes": 90}, "/day"),
        ("supervision", {"on": "2026-01-11", "minutes": 90}, "/day"),
        ("supervision", {"on": "2026-04-13", "minutes": 0}, "/minutes"),
        ("supervision", {"on": "2026-04-13", "minutes": 0, "cancelled_by": "service"}, "/minutes"),
        ("protected-time", {"on": "2026-04-21", "planned": 10, "taken": 10}, "/day"),
        ("protected-time", {"on": "2026-04-13", "planned": 10, "lost": 10}, "/lost"),
        ("protected-time", {"on": "2026-04-13", "planned": 10, "lost": 11, "cause": "duty"}, "/lost"),
        ("case-mix", {"on": "2026-04-13", "work": "court", "cases": 1, "supported": 2}, "/supported"),
        ("reviews", {"milestone": "review-9m", "held_on": "2026-04-13"}, "/milestone"),
        ("reviews", {"milestone": "review-3m", "held_on": "2026-04-21"}, "/day"),
        ("evidence", {"piece": "observation", "on": "2026-04-21"}, "/day"),
        ("acknowledgements", {"actions": ["reallocate"], "until": "2026-05-01"}, ""),
    ],
)  # fmt: skip
async def test_what_cannot_have_been_is_refused_by_name(
    office: Reader, what: str, body: dict[str, Any], pointer: str
) -> None:
    errors = problem(await office.record(what, 422, **body), "asye-entry-invalid")
    assert [each["pointer"] for each in errors] == [pointer]
    assert await AsyeEntryRow.select() == []


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("case-mix", {"on": "2026-04-13", "work": "court", "cases": 1, "child": "a name"}),
        ("case-mix", {"on": "2026-04-13", "work": "a family", "cases": 1}),
        ("supervision", {"on": "2026-04-13", "minutes": 90, "notes": "what was said"}),
        ("acknowledgements", {"actions": ["move the Smith children"], "until": "2026-05-01"}),
    ],
)
async def test_there_is_no_room_for_a_case_a_child_or_a_note(
    office: Reader, what: str, body: dict[str, Any]
) -> None:
    problem(await office.record(what, 422, **body), "unprocessable")


async def test_a_supervisor_takes_out_no_acknowledgement_of_a_breach_they_do_not_see(
    client: httpx.AsyncClient, office: Reader, key_for: KeyFor
) -> None:
    await caseload(client, await key_for(Scope.HR), "2026-04-17", 12)
    await office.record("supervisors", first=START, name="Sue Supervisor")
    await office.record("acknowledgements", actions=["reallocate"], until="2026-05-01")
    [told] = await office.entries("acknowledgement")
    sue = Office(client, await key_for(Scope.FACILITATOR, subject="Sue Supervisor"))
    address = f"/asye-years/{office.year}/entries/{told['id']}"
    refused = await sue.ask("DELETE", address, 404, if_match=await office.tag())
    problem(refused.json(), "no-such-asye-entry")
    assert await office.entries("acknowledgement") == [told]


async def test_a_review_is_held_once_and_a_mistake_is_taken_out(
    lead: Office, office: Reader
) -> None:
    year = await office.record("reviews", milestone="review-3m", held_on="2026-04-13")
    assert (year["state"], year["milestones"][0]["held_on"]) == ("on-time", "2026-04-13")
    await office.record("reviews", milestone="panel", held_on="2026-04-14")
    problem(
        await office.record("reviews", 409, milestone="review-3m", held_on="2026-04-14"), "already"
    )
    [review, _] = await office.entries("review")
    address = f"/asye-years/{office.year}/entries/{review['id']}"
    await lead.ask("DELETE", address, 428)
    await lead.ask("DELETE", address, 412, if_match='"asye-year-1"')
    gone = await lead.ask("DELETE", address, 200, if_match=await office.tag())
    assert gone.json()["state"] == "late"
    problem((await lead.ask("DELETE", address, 404, if_match=await office.tag())).json(), "entry")
    actions = [entry["action"] for entry in await AuditEntry.select().order_by(AuditEntry.id)]
    assert [each for each in actions if each.startswith("asye-year")] == [
        "asye-year.begun", "asye-year.review-recorded", "asye-year.review-recorded",
        "asye-year.review-deleted",
    ]  # fmt: skip


async def test_work_above_the_stage_is_said(lead: Office, member: str) -> None:
    terms = {"preset": "lancashire", "full": None, "ceiling": None, "unit": None}
    office = Reader(lead.client, lead.headers, await begun(lead, member, **terms))
    held = {"on": "2026-04-13", "work": "court", "cases": 2}
    year = await office.record("case-mix", **held)
    assert "COMPLEXITY_UNSUPPORTED" in codes(year)
    problem(await office.record("case-mix", 409, **held), "asye-recorded-already")
    joint = {"supported": 2, "co_worker": "advanced-practitioner"}
    year = await office.record("case-mix", **{**held, "on": "2026-04-14"}, **joint)
    assert ("COMPLEXITY_UNSUPPORTED" in codes(year), year["open_work"]) == (
        False, ["assessment", "child-in-need"],
    )  # fmt: skip


async def test_a_person_has_one_supervisor_at_a_time(
    office: Reader, key_for: KeyFor, put_clock: PutClock
) -> None:
    await office.record("supervisors", first=START, name="Sue Supervisor")
    both = await office.record("supervisors", 409, first=START, name="Tom Supervisor")
    problem(both, "two-supervisors")
    year = await office.record("supervisors", first="2026-05-04", name="Tom Supervisor")
    assert year["supervisor"] == "Sue Supervisor"
    client = office.office.client
    sue = Reader(client, await key_for(Scope.FACILITATOR, subject="Sue Supervisor"), office.year)
    tom = Reader(client, await key_for(Scope.FACILITATOR, subject="Tom Supervisor"), office.year)
    await sue.record("supervision", on="2026-04-13", minutes=90)
    await tom.read(404)
    put_clock("2026-05-04")
    assert (await tom.read())["supervisor"] == "Tom Supervisor"
    await sue.read(404)


async def test_a_cap_in_points_is_compared_with_the_points_that_are_recorded(
    client: httpx.AsyncClient, lead: Office, member: str, key_for: KeyFor
) -> None:
    """Wirral: 90 of 100 points. Caseload returns count none, so the manager records them."""
    await caseload(client, await key_for(Scope.HR), "2026-04-10", 12)
    year = await begun(lead, member, preset="wirral", full=None, ceiling=None, unit="points")
    harbour = Reader(client, await key_for(Scope.MANAGER, subject="Harbour"), year)
    assert (await harbour.read())["caseload"]["standing"] == "unknown"  # 12 children are no points
    told = await harbour.record("workload", on="2026-04-13", points=92)
    load = told["caseload"]
    assert (load["standing"], load["breaches"][0]["size"]) == ("over", 2)
    [error] = problem(
        await harbour.record("workload", 422, on="2026-04-21", points=90), "asye-entry-invalid"
    )
    assert error["pointer"] == "/day"
    problem(await harbour.record("workload", 409, on="2026-04-13", points=90), "recorded-already")
    listed = (await lead.ask("GET", "/asye-breaches")).json()["breaches"]
    assert [(each["year"], each["breach"]["size"]) for each in listed] == [(year, 2)]
    # a supervisor sees no caseload, whatever unit it is in
    await Reader(client, lead.headers, year).record("supervisors", first=START, name="Sue")
    sue = Reader(client, await key_for(Scope.FACILITATOR, subject="Sue"), year)
    assert (await sue.read())["caseload"] is None
    assert await sue.entries("case-mix") == []
    await sue.record("workload", 403, on="2026-04-14", points=80)
    closed = await harbour.record("workload", on="2026-04-14", points=90)
    assert (closed["caseload"]["standing"], closed["caseload"]["breaches"][0]["closed_on"]) == (
        "within", "2026-04-14",
    )  # fmt: skip


async def test_points_are_recorded_only_where_the_cap_counts_points(office: Reader) -> None:
    [error] = problem(
        await office.record("workload", 422, on="2026-04-13", points=90), "asye-entry-invalid"
    )
    assert error == {"pointer": "/points", "detail": "the cap of this year counts child units"}


# --- who sees what ------------------------------------------------------------------------------


async def test_a_year_is_seen_at_ones_own_scope_and_nowhere_else(
    client: httpx.AsyncClient, lead: Office, office: Reader, member: str, key_for: KeyFor
) -> None:
    await caseload(client, await key_for(Scope.HR), "2026-04-17", 12)
    other = await enrolled(lead, "Olive Other", team="Moorland")
    keys = {
        "psw": await key_for(Scope.PSW),
        "herself": await key_for(Scope.STARTER, subject=member),
        "manager": await key_for(Scope.MANAGER, subject="Harbour"),
    }
    for name, key in keys.items():
        year = await Reader(client, key, office.year).read()
        assert year["caseload"]["standing"] == "over", name
        listed = (await Office(client, key).ask("GET", "/asye-years")).json()["years"]
        assert [each["name"] for each in listed] == ["Nell Newly"]
        assert listed[0]["open_breach"]["size"] == 2
        assert len((await Office(client, key).ask("GET", f"/members/{member}/asye-years")).json()["years"]) == 1  # fmt: skip
    strangers = [
        await key_for(Scope.STARTER, subject=other),
        await key_for(Scope.MANAGER, subject="Moorland"),
        await key_for(Scope.FACILITATOR, subject="Ada Lead"),
    ]
    for key in strangers:
        answer = await Reader(client, key, office.year).read(404)
        problem(answer, "no-such-asye-year")
        assert (await Office(client, key).ask("GET", "/asye-years")).json() == {"years": []}
        theirs = await Office(client, key).ask("GET", f"/members/{member}/asye-years")
        assert theirs.json() == {"years": []}
    for scope in (Scope.HR, Scope.READ):
        key = await key_for(scope)
        await Reader(client, key, office.year).read(403)
        await Office(client, key).ask("GET", "/asye-breaches", 403)
        await Office(client, key).ask("GET", f"/asye-years/{office.year}/evidence-pack", 403)
    await Reader(client, {}, office.year).read(401)


async def test_what_each_may_write(
    client: httpx.AsyncClient, office: Reader, member: str, key_for: KeyFor
) -> None:
    herself = Reader(client, await key_for(Scope.STARTER, subject=member), office.year)
    manager = Reader(client, await key_for(Scope.MANAGER, subject="Harbour"), office.year)
    psw = Reader(client, await key_for(Scope.PSW), office.year)
    elsewhere = Reader(client, await key_for(Scope.MANAGER, subject="Moorland"), office.year)
    held = {"on": "2026-04-13", "minutes": 90}
    await herself.record("supervision", 403, **held)
    await psw.record("supervision", 403, **held)
    await elsewhere.record("supervision", 404, **held)
    await manager.record("supervision", **held)
    await herself.record("protected-time", on="2026-05-13", planned=222)
    await manager.record("fte-changes", 403, on="2026-08-03", fte="0.5")
    await office.record("fte-changes", on="2026-08-03", fte="0.5")
    [change] = await office.entries("fte-change")
    address = f"/asye-years/{office.year}/entries/{change['id']}"
    await manager.office.ask("DELETE", address, 403, if_match=await office.tag())
    await office.office.ask("DELETE", address, 200, if_match=await office.tag())


async def test_the_trail_says_who_did_what_and_names_nobody(office: Reader, member: str) -> None:
    await office.record("supervisors", first=START, name="Sue Supervisor")
    await office.record("supervision", on="2026-04-13", minutes=90)
    trail = " ".join(str(entry) for entry in await AuditEntry.select())
    assert '"minutes":90' in trail.replace(" ", "")
    for secret in ("Nell", "Sue", "900123"):
        assert secret not in trail


async def test_a_caseload_that_is_corrected_or_undone_changes_what_is_a_breach(
    client: httpx.AsyncClient, office: Reader, key_for: KeyFor
) -> None:
    hr = await key_for(Scope.HR)
    await caseload(client, hr, "2026-04-17", 12)
    told = await office.record("acknowledgements", actions=["reallocate"], until="2026-05-01")
    assert told["caseload"]["breaches"][0]["acknowledged"]["by"] == "a test key"
    past = await office.record("acknowledgements", 422, actions=["reallocate"], until="2026-04-19")
    assert problem(past, "asye-entry-invalid")[0]["pointer"] == "/until"
    await caseload(client, hr, "2026-04-17", 10)
    year = await office.read()
    assert (year["caseload"]["standing"], year["caseload"]["breaches"]) == ("within", [])
    assert len(year["caseload"]["unmatched_acknowledgements"]) == 1


async def test_somebody_without_an_identity_has_no_caseload_and_that_is_no_ok(lead: Office) -> None:
    unknown = await begun(lead, await enrolled(lead, "Una Unknown"))
    year = (await lead.ask("GET", f"/asye-years/{unknown}")).json()
    assert (year["identified"], year["caseload"]["standing"]) == (False, "unknown")


async def test_years_are_listed_by_team_and_state(lead: Office, office: Reader) -> None:
    async def names(query: str) -> list[str]:
        answer = await lead.ask("GET", f"/asye-years?{query}")
        return [each["name"] for each in answer.json()["years"]]

    assert await names("team=Harbour") == ["Nell Newly"]
    assert await names("team=Moorland") == []
    assert await names("state=late") == ["Nell Newly"]
    assert await names("state=completed") == []
    await lead.ask("GET", "/asye-years?state=capability", 400)
    await lead.ask("GET", "/asye-years?unknown=1", 400)
