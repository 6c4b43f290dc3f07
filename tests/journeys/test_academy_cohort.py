"""A cohort from the printed programme to calendars, and a facilitator who is off for a week.

The service runs in a process of its own and is spoken to over HTTP only; the calendars are those of
vdirsyncer and khal. Everybody here is invented.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.calendar_clients import Shown, Subscriber
from tests.served_academy import clear_monday, office, served  # noqa: F401 -- fixtures
from tests.small_academy import Office

DATA = Path(__file__).parents[2].parent / "shared" / "data"
TSV = "text/tab-separated-values"
PLACES = 9
NEWLY_QUALIFIED = 7

Line = tuple[str, str, str]
"""Title, beginning and end."""


async def sent(
    lead: Office, method: str, address: str, content: bytes, media_type: str = TSV
) -> dict[str, Any]:
    answer = await lead.client.request(
        method,
        f"/api/v1{address}",
        content=content,
        headers={**lead.headers, "content-type": media_type},
    )
    assert answer.is_success, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def from_print_to_programme(lead: Office) -> None:
    """Check, settle every BLOCK finding with a reason, confirm."""
    printed = (DATA / "lancashire-cohort1.tsv").read_bytes()
    found = await sent(lead, "POST", "/programme-imports?stated_days=15", printed)
    timetable = f"/programme-imports/{found['timetable']['id']}"
    found = await sent(lead, "PUT", f"{timetable}/blocks", (DATA / "cohorts.tsv").read_bytes())
    await lead.ask("POST", f"{timetable}/confirm", 422, _named())
    why = {"reason": "as the programme lead says"}
    fixes = [
        (7, "room", "IT Suite, The Exchange, County Hall"),
        (14, "time_as_printed", "3.30pm-5pm"),
        (24, "time_as_printed", "3.30pm-5pm"),
        (30, "room", "Townley Hall"),
        (48, "time_as_printed", "11.15am-12 noon"),
        (49, "time_as_printed", "12 noon-1pm"),
        (61, "time_as_printed", "12.15-1"),
    ]
    settled = {
        "corrections": [
            {"row": row, "column": column, "text": text, **why} for row, column, text in fixes
        ],
        "accepted": [
            {"row": each["row"], "code": each["code"]}
            for each in found["standing"]
            if each["suggestion"] or each["row"] == 6
        ],
    }
    found = (await lead.ask("PUT", f"{timetable}/settled", 200, settled)).json()
    assert found["standing"] == []
    assert {each["printed"] for each in found["corrections"]} >= {
        "3.30pm",
        "Blackpool | Townley hall",
    }
    await lead.ask("POST", f"{timetable}/confirm", 200, _named())


def _named() -> dict[str, str]:
    return {"key": "printed", "title": "As printed", "effective_from": "2017-09-01"}


def twelve_starters(monday: date) -> bytes:
    """Seven newly qualified and five experienced people, in order of their start."""
    lines = ["registration_number,name,start,newly_qualified,team,manager,route,cleared_on"]
    for n in range(12):
        new = n < NEWLY_QUALIFIED
        team, manager = ("North", "Max Manager") if n % 2 else ("South", "Mia Manager")
        route = "Step Up" if n % 3 else "University"
        start = monday - timedelta(days=20 - n)
        lines.append(
            f"SW{900100 + n},Starter {n:02},{start},{'yes' if new else 'no'},{team},{manager},"
            f"{route},2026-09-01"
        )
    return "\r\n".join(lines).encode()


async def placed(lead: Office) -> dict[str, str]:
    """Every proposal confirmed; the run each starter is in, by name."""
    runs = {}
    for proposal in (await lead.ask("GET", "/academy/proposals")).json()["proposals"]:
        starter, offer = proposal["starter"], proposal["offer"]
        await lead.ask(
            "POST",
            f"/starters/{starter['id']}/placement",
            201,
            {"cohort": offer["cohort"], "run": offer["run"]},
            if_match=f'"starter-{starter["revision"]}"',
        )
        runs[starter["name"]] = offer["run"]
    return runs


async def diary(lead: Office, member: str) -> list[Line]:
    found = (await lead.ask("GET", f"/members/{member}/itinerary")).json()
    return sorted(
        (each["title"], f"{each['day']} {each['start']}", f"{each['day']} {each['end']}")
        for each in (*found["sessions"], *found["rests"])
    )


def shown(calendar: list[Shown]) -> list[Line]:
    assert {each.status for each in calendar} <= {"CONFIRMED", ""}
    return sorted((each.title, each.begins, each.ends) for each in calendar)


@pytest.mark.skipif(not DATA.exists(), reason=f"{DATA} is not there")
async def test_from_the_printed_programme_to_a_moved_day_on_a_phone(
    office: Office,  # noqa: F811 -- the fixture
    tmp_path: Path,
) -> None:
    lead, monday = office, clear_monday()
    await from_print_to_programme(lead)
    body = {"key": "c1", "title": "C1", "programme": "printed", "anchor": f"{monday}"}
    cohort = (await lead.ask("POST", "/cohorts", 201, body)).json()["id"]
    draft = (await lead.ask("GET", f"/cohorts/{cohort}/draft")).json()["draft"]
    draft["runs"][0]["places"] = PLACES
    later = monday + timedelta(weeks=2)
    draft["runs"].append(
        {"key": "mop-up", "title": "Mop-up", "anchor": f"{later}", "blocks": ["week1", "week2"]}
    )
    await lead.ask("PUT", f"/cohorts/{cohort}/draft", 200, draft, if_match=await lead.tag(cohort))
    await lead.release(cohort)

    checked = await sent(lead, "POST", "/starter-imports", twelve_starters(monday), "text/csv")
    assert (checked["state"], checked["rows_accepted"], checked["findings"]) == ("checked", 12, [])
    await lead.ask("POST", f"/people-imports/{checked['id']}/confirm", 200)
    runs = await placed(lead)
    # nine places in the home run, first come first served; the last three mop up a fortnight later
    assert [runs[f"Starter {n:02}"] for n in range(12)] == ["home"] * PLACES + ["mop-up"] * 3
    members = (await lead.ask("GET", f"/cohorts/{cohort}/members")).json()["members"]
    assert len(members) == 12

    made = (await lead.ask("POST", f"/cohorts/{cohort}/feeds", 201, {})).json()["issued"]
    assert len(made) == 12
    addresses = {each["feed"]["owner"]: each["address"] for each in made}
    ids = {each["name"]: each["id"] for each in members}
    last = monday + timedelta(days=380)
    phones = {
        name: Subscriber(tmp_path / name.replace(" ", "-"), addresses[name])
        for name in ("Starter 00", "Starter 11")
    }
    before = {}
    for name, phone in phones.items():
        phone.subscribe()
        before[name] = await diary(lead, ids[name])
        assert shown(phone.calendar(monday, last)) == before[name]
    assert len(before["Starter 00"]) > 50  # newly qualified: both weeks and the reviews
    assert min(line[1] for line in before["Starter 11"])[:10] == f"{later}"

    # the second day of the induction is moved by a week
    tuesday = f"{monday + timedelta(days=1)}"
    moved_to = f"{monday + timedelta(days=8)}"
    found = await lead.sessions(cohort)
    of_the_day = [
        each["session"]
        for each in found.values()
        if each["session"]["day"] == tuesday and each["session"]["run"] == "home"
    ]
    assert of_the_day
    for session in of_the_day:
        await lead.change(cohort, session["item"], day=moved_to)
    assert shown(phones["Starter 00"].calendar(monday, last)) == before["Starter 00"]
    await lead.release(cohort, note="The trainer is ill")
    digest = (await lead.ask("GET", f"/cohorts/{cohort}/releases/2/digest")).json()
    assert {each["member"]["name"] for each in digest["members"]} == {
        f"Starter {n:02}" for n in range(PLACES)
    }
    assert set(digest["managers"]) == {"Max Manager", "Mia Manager"}

    phone = phones["Starter 00"]
    phone.sync()
    after = shown(phone.calendar(monday, last))
    assert after == await diary(lead, ids["Starter 00"])
    assert len(after) == len(before["Starter 00"])  # exactly one event each, at the new time
    assert [line for line in after if line[1].startswith(tuesday)] == []
    gone = [line for line in before["Starter 00"] if line[1].startswith(tuesday)]
    assert sorted((t, f"{moved_to}{b[10:]}", f"{moved_to}{e[10:]}") for t, b, e in gone) == [
        line for line in after if line not in before["Starter 00"]
    ]
    # who mops up has another day two, which stayed where it was
    phones["Starter 11"].sync()
    assert shown(phones["Starter 11"].calendar(monday, last)) == before["Starter 11"]


async def test_a_facilitator_is_off_for_a_week(
    office: Office,  # noqa: F811 -- the fixture
    tmp_path: Path,
) -> None:
    lead, monday = office, clear_monday()
    await lead.staffed()
    deputy = {"role": "Lead", "name": "Del Deputy", "first": "2026-01-01"}
    await lead.ask("POST", "/role-holders", 201, {**deputy, "state": "proposed"})
    cohort = await lead.cohort("spring", f"{monday}")
    await lead.release(cohort)
    people = [
        {"name": "Nell", "audience": "newly-qualified", "team": "North", "manager": "Max Manager"},
        {"name": "Ezra", "audience": "experienced", "team": "South", "manager": "Mia Manager"},
    ]
    await lead.ask("POST", f"/cohorts/{cohort}/members", 201, {"members": people})
    address = {"kind": "facilitator", "subject": "Ada Lead"}
    feed = (await lead.ask("POST", "/feeds", 201, address)).json()
    phone = Subscriber(tmp_path / "ada", feed["address"])
    phone.subscribe()
    friday = monday + timedelta(days=4)
    assert len(phone.calendar(monday, friday)) == 2

    leave = {"staff": "Ada Lead", "kind": "leave", "first": f"{monday}", "last": f"{friday}"}
    await lead.ask("POST", "/commitments", 201, leave)
    refused = await lead.ask("POST", "/commitments", 422, {**leave, "why": "a case"})
    assert "why" in refused.text
    asked = f"person=Ada+Lead&first={monday}&last={friday}"
    told = (await lead.ask("GET", f"/academy/absence/told?{asked}")).json()
    assert [(each["session"]["title"], [m["name"] for m in each["members"]]) for each in told["hit"]] == [
        ("Welcome", ["Ezra", "Nell"]), ("Assessment", ["Ezra", "Nell"]),
    ]  # fmt: skip
    assert ([each["name"] for each in told["members"]], told["managers"]) == (
        ["Ezra", "Nell"], ["Max Manager", "Mia Manager"],
    )  # fmt: skip
    # the director leads with her, and a deputy could
    assert told["staff"] == ["Dee Director", "Del Deputy"]

    # the deputy takes the first day, the second is put off until she is back
    await lead.change(cohort, "welcome", facilitators=["Del Deputy"], presenters=["Director"])
    next_week = f"{monday + timedelta(days=8)}"
    await lead.change(cohort, "assessment", day=next_week)
    await lead.release(cohort, note="Leave of the lead")
    told = (await lead.ask("GET", f"/academy/absence/told?{asked}")).json()
    assert (told["hit"], told["members"], told["staff"]) == ([], [], [])
    phone.sync()
    seen = {each.title: (each.begins[:10], each.status)
            for each in phone.calendar(monday, monday + timedelta(days=11))}  # fmt: skip
    assert seen == {
        "Cancelled: Welcome": (f"{monday}", "CANCELLED"),
        "Assessment": (next_week, "CONFIRMED"),
    }
    digest = (await lead.ask("GET", f"/cohorts/{cohort}/releases/2/digest")).json()
    kinds = {
        each["member"]["name"]: sorted(kind for c in each["changes"] for kind in c["kinds"])
        for each in digest["members"]
    }
    assert {name: set(found) >= {"moved"} for name, found in kinds.items()} == {
        "Ezra": True, "Nell": True,
    }  # fmt: skip


async def test_line_managers_have_their_part_of_the_last_day_in_their_own_calendar(
    office: Office,  # noqa: F811 -- the fixture
    tmp_path: Path,
) -> None:
    """C5: the afternoon of the 12-month day, and nothing else of the programme."""
    lead, monday = office, clear_monday()
    body = {"key": "l1", "title": "L1", "programme": "lancashire", "anchor": f"{monday}"}
    cohort = (await lead.ask("POST", "/cohorts", 201, body)).json()["id"]
    await lead.release(cohort)
    people = {"members": [{"name": "Max Manager", "audience": "managers", "team": "North"}]}
    await lead.ask("POST", f"/cohorts/{cohort}/members", 201, people)
    made = (await lead.ask("POST", f"/cohorts/{cohort}/feeds", 201, {})).json()["issued"]
    assert httpx.URL(made[0]["address"]).path.endswith("/academy.ics")
    phone = Subscriber(tmp_path / "max", made[0]["address"])
    phone.subscribe()
    [event] = phone.calendar(monday, monday + timedelta(days=400))
    assert event.begins.endswith("13:00")
    assert date.fromisoformat(event.begins[:10]) >= monday + timedelta(weeks=52)
