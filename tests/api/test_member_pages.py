"""Members in a browser: the list, one added and changed, groups, those who wait, a file of people."""

from __future__ import annotations

import re
from typing import Any

from tests.api.test_academy_pages import enrolled, planned, put_clock, words
from tests.api.test_planning_pages import api, day, lead, seen, sent

__all__ = ["api", "lead", "put_clock"]

ALDER = {
    "name": "Alder Demo",
    "audience": "newly-qualified",
    "run": "home",
    "team": "East",
    "manager": "Mo Manager",
}
STARTER = {"name": "Sorrel Demo", "start": "2026-12-07", "newly_qualified": True, "team": "West"}


async def test_a_member_is_added_changed_and_taken_out(lead, api):
    cohort = await planned(api)
    page = f"/academy/cohorts/{cohort}/members"
    assert "Nobody is enrolled yet." in await seen(lead, page)
    text = words(await sent(lead, f"{page}/new", {**ALDER, "name": " "}, 422))
    assert "Write their name" in text
    await sent(lead, f"{page}/new", {**ALDER, "registration_number": "SW 900123"})
    text = await seen(lead, page)
    assert "Members: 1" in text
    assert "Alder Demo Newly qualified Home run East, Mo Manager Not cleared" in text
    twice = words(
        await sent(lead, f"{page}/new", {**ALDER, "registration_number": "SW 900123"}, 409)
    )
    assert "is a member" in twice
    (member,) = (await api.ask("GET", f"/cohorts/{cohort}/members")).json()["members"]
    assert member["identified"]
    own = f"/academy/members/{member['id']}"
    change = {**ALDER, "completed": "gdpr", **day("expected_clearance", "2027-01-08")}
    wrong = {**change, "expected_clearance-month": "13"}
    assert "Clearance expected is not a real date" in words(await sent(lead, own, wrong, 422))
    await sent(lead, own, change)
    assert "expected Friday 8 January 2027" in await seen(lead, page)
    after = (await api.ask("GET", f"/members/{member['id']}")).json()
    assert after["completed"] == ["gdpr"]
    await sent(lead, own, {"do": "remove"})
    assert "Nobody is enrolled yet." in await seen(lead, page)
    assert "They are no longer a member." in await seen(lead, own)


async def test_a_change_keeps_what_the_form_has_no_field_for(lead, api):
    cohort = await planned(api)
    (member,) = await enrolled(api, cohort, "Alder Demo", weekdays=[0, 1], completed=["welcome"])
    await sent(lead, f"/academy/members/{member}", {**ALDER, "cleared": "yes"})
    after = (await api.ask("GET", f"/members/{member}")).json()
    assert (after["weekdays"], after["completed"], after["cleared"]) == ([0, 1], ["welcome"], True)


async def test_of_two_changes_to_a_member_the_second_sees_the_first(lead, api):
    cohort = await planned(api)
    (member,) = await enrolled(api, cohort, "Alder Demo")
    own = f"/academy/members/{member}"
    await sent(lead, own, {**ALDER, "team": "North"})
    answer = await lead.post(own, {**ALDER, "team": "West", "revision": "1"})
    assert answer.status_code == 412
    text = words(answer)
    assert "Somebody else changed the member first" in text
    assert "North" in text
    assert 'value="West"' in answer.text


async def test_groups_and_clashes_of_a_cohort(lead, api):
    cohort = await planned(api)
    await api.release(cohort)
    page = f"/academy/cohorts/{cohort}/groups"
    assert "everybody goes together" in await seen(lead, page)
    ids = await enrolled(api, cohort, *(f"Member {number} Demo" for number in range(18)))
    text = await seen(lead, page)
    assert "Assessment, group 1: 9 members" in text
    assert "Assessment, group 2: 9 members, no date yet" in text
    await sent(lead, page, {"fill_first": "yes"})
    text = await seen(lead, page)
    assert "Assessment, group 1: 16 members" in text
    assert "Divide them evenly" in text
    leave = {"member": ids[0], "kind": "leave", "first": "2027-01-11", "last": "2027-01-11"}
    await api.ask("POST", "/commitments", 201, leave)
    text = await seen(lead, page)
    assert re.search(r"Member 0 Demo Leave .*Welcome", text)
    assert "1 clash" in await seen(lead, f"/academy/cohorts/{cohort}/members")


async def test_leave_is_added_with_what_it_takes_and_taken_out_again(lead, api):
    cohort = await planned(api)
    await api.release(cohort)
    alder, birch = await enrolled(api, cohort, "Alder Demo", "Birch Demo")
    path = f"/academy/members/{alder}/commitments"
    court = {"kind": "court", **day("first", "2027-01-11"), "start": "10.00", "end": "13:00"}
    assert "Choose what it is" in words(await sent(lead, path, {**court, "kind": "x"}, 422))
    early = words(await sent(lead, path, {**court, "end": "09:00"}, 422))
    assert "not after 10:00" in early
    await sent(lead, path, court)
    answer = await lead.get(path)
    text = words(answer)
    assert "Court , Monday 11 January 2027, from 10am until 1pm" in text
    assert "Court takes 60 minutes of Welcome" in text
    held = re.findall(r'name="remove" value="([^"]+)"', answer.text)
    await sent(lead, f"/academy/members/{birch}/commitments", {"remove": held[0]})
    assert "Court , Monday" in await seen(lead, path)
    await sent(lead, path, {"remove": held[0]})
    assert "Nothing is recorded." in await seen(lead, path)


async def test_who_waits_is_placed_with_the_wait_in_sight(lead, api):
    assert "Nobody waits." in await seen(lead, "/academy/waiting")
    body = {"starters": [STARTER]}
    (starter,) = (await api.ask("POST", "/starters", 201, body)).json()["starters"]
    text = await seen(lead, "/academy/waiting")
    assert "No run has a place yet" in text
    cohort = await planned(api)
    await api.release(cohort)
    text = await seen(lead, "/academy/waiting")
    assert "Sorrel Demo Newly qualified, West. Starts Monday 7 December 2026." in text
    assert "5.0 weeks to the first day of the run" in text
    assert "Spring, from Monday 11 January 2027 (no limit): proposed" in text
    path = f"/academy/waiting/{starter['id']}"
    held = {"revision": str(starter["revision"])}
    assert "Choose a run" in words(await lead.post(path, {**held, "run": ""}))
    overtaken = await lead.post(path, {"revision": "9", "run": f"{cohort}/home"})
    assert overtaken.status_code == 412
    done = await lead.post(path, {**held, "run": f"{cohort}/home"})
    assert done.headers["location"] == f"/academy/cohorts/{cohort}/members"
    assert "Sorrel Demo" in await seen(lead, done.headers["location"])
    assert "Nobody waits." in await seen(lead, "/academy/waiting")


async def test_weeks_say_what_runs_at_the_same_time(lead, api):
    cohort = await planned(api)
    await api.release(cohort)
    await enrolled(api, cohort, "Alder Demo")
    text = await seen(lead, "/academy/weeks?weeks=26")
    assert re.search(
        r"Monday 11 January 2027 Spring 1 \d+ Ada Lead \(2\), Dee Director \(1\)", text
    )


async def test_what_was_missed_is_given_a_place(lead, api):
    cohort = await planned(api)
    assert "Nothing is open." in await seen(lead, "/academy/mop-up")
    await api.release(cohort)
    (member,) = await enrolled(api, cohort, "Alder Demo")
    for item in ("welcome", "assessment"):
        await api.change(cohort, item, cancelled=True)
    run = {
        "key": "mop-up",
        "title": "Mop-up",
        "anchor": "2027-02-01",
        "blocks": ["induction"],
        "items": ["welcome", "assessment"],
    }
    address = f"/cohorts/{cohort}/draft/runs/mop-up"
    await api.ask("PUT", address, 200, run, if_match=await api.tag(cohort))
    await api.release(cohort)
    given = []
    for item in ("Assessment", "Welcome"):
        answer = await lead.get("/academy/mop-up")
        assert f"Alder Demo {item}" in words(answer)
        form = next(e for e in answer.text.split("<form") if f"Alder Demo: {item}" in e)
        fields = dict(re.findall(r'name="(member|revision|uid)" value="([^"]+)"', form))
        assert fields["member"] == member
        refused = await lead.post("/academy/mop-up", {**fields, "uid": member})
        assert refused.status_code == 409
        await lead.post("/academy/mop-up", fields)
        given.append(fields["uid"])
        after = (await api.ask("GET", f"/members/{member}")).json()
        assert after["catch_up"] == sorted(given)
    assert "Nothing is open." in await seen(lead, "/academy/mop-up")


HEADS = "registration_number,name,audience,team"


def file(text: str) -> dict[str, Any]:
    return {"files": {"file": ("people.csv", text.encode(), "text/csv")}}


async def test_a_file_of_members_is_checked_then_confirmed(lead, api):
    cohort = await planned(api)
    page = f"/academy/cohorts/{cohort}/members/import"
    heads = (await lead.get("/academy/people-templates/members.csv")).text.strip().split(",")
    assert set(HEADS.split(",")) <= {each.strip("\ufeff") for each in heads}
    assert "Choose the file to send" in words(await lead.post(page))
    bad = await lead.post(page, **file(f"{HEADS}\n,Alder Demo,druid,East\n"))
    text = await seen(lead, bad.headers["location"])
    assert "The file cannot be taken" in text
    assert "druid" in text
    assert "1 row was read." in text
    good = await lead.post(page, **file(f"{HEADS}\n,Alder Demo,newly-qualified,East\n"))
    checked = good.headers["location"]
    assert "1 row was read, 1 is ready. Nobody has been added yet." in await seen(lead, checked)
    assert (await api.ask("GET", f"/cohorts/{cohort}/members")).json()["members"] == []
    await lead.post(checked)
    assert "1 person was added by Person 1." in await seen(lead, checked)
    assert "Alder Demo" in await seen(lead, f"/academy/cohorts/{cohort}/members")
    again = await lead.post(checked)
    assert again.status_code == 409


async def test_starters_come_from_a_file_too_and_one_that_is_too_large_is_refused(lead):
    path = "/academy/starters/import"
    good = await lead.post(
        path,
        **file(
            "registration_number,name,start,newly_qualified,team\n,Sorrel Demo,2027-01-04,yes,East\n"
        ),
    )
    text = await seen(lead, good.headers["location"])
    assert "Ready to add" in text, text
    large = await lead.post(path, **file("x"), headers={"content-length": "9999999999"})
    assert (large.status_code, large.headers["location"]) == (303, f"{path}?too-large=yes")
    assert "The file is larger than" in words(await lead.get(f"{path}?too-large=yes"))
