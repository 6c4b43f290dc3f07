"""The line manager's page and the facilitator's: what is seen, and what is said with their forms."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest
from litestar import Litestar

from service import clock
from service.access import operations as access
from service.access.actor import Scope
from service.storage.tables.access import AuditEntry
from tests.api.conftest import NOW, OPERATOR, SignedIn
from tests.api.test_academy_pages import enrolled, planned, words
from tests.small_academy import Office

SignInAs = Callable[..., Awaitable[SignedIn]]
ON_THE_DAY = datetime(2027, 1, 11, 12, 0, tzinfo=UTC)


@pytest.fixture
async def lead(app: Litestar, client) -> Office:
    key = await access.issue("Academy lead", [Scope.ACADEMY], NOW, OPERATOR)
    return Office(client, {"authorization": f"Bearer {key}"})


@pytest.fixture
async def cohort(lead: Office) -> str:
    made = await planned(lead)
    await lead.release(made)
    return made


async def uid_of(lead: Office, cohort: str, item: str) -> str:
    return (await lead.sessions(cohort))[f"home/{item}"]["session"]["uid"]


async def told(action: str) -> list[dict[str, object]]:
    return await AuditEntry.select().where(AuditEntry.action == action)


def boxes(text: str) -> list[str]:
    return re.findall(r'name="session" value="([^"]+)"', text)


# --- the team ------------------------------------------------------------------------------------


async def test_a_manager_sees_the_own_team_and_confirms_cover(lead, cohort, sign_in_as: SignInAs):
    alder, _ = await enrolled(lead, cohort, "Alder Demo", "Birch Demo")
    await enrolled(lead, cohort, "Cedar Other", team="West")
    await lead.ask("POST", "/commitments", 201, {
        "member": alder, "kind": "court", "first": "2027-01-11", "last": "2027-01-11",
        "start": "10:00", "end": "11:00"})  # fmt: skip
    office = await sign_in_as(Scope.MANAGER, subject="East")
    page = await office.get("/team")
    text = words(page)
    assert "Court against Welcome on Monday 11 January 2027: 60 minutes lost." in text
    assert "9am to 11am: Welcome Alder Demo, Birch Demo Room A, 1 High Street" in text
    assert "Cover is to be confirmed for 2 sessions" in text
    assert "Nobody of your team is in their first year." in text
    assert "Cedar" not in page.text
    assert "Reflection" not in text  # more than 13 weeks ahead
    assert "Reflection" in words(await office.get("/team?weeks=26"))
    first, _ = boxes(page.text)
    answer = await office.post("/team?weeks=13", {"session": first})
    assert (answer.status_code, answer.headers["location"]) == (303, "/team?weeks=13&confirmed=1")
    text = words(await office.get(answer.headers["location"]))
    assert "Cover is confirmed for 1 session." in text
    assert "Cover confirmed by Person 1, " in text
    assert len(await told("cover.acknowledged")) == 1


async def test_cover_is_not_confirmed_for_a_session_that_moved_meanwhile(
    lead, cohort, sign_in_as: SignInAs
):
    await enrolled(lead, cohort, "Alder Demo")
    office = await sign_in_as(Scope.MANAGER, subject="East")
    both = boxes((await office.get("/team")).text)
    await lead.change(cohort, "welcome", start="13:00", end="15:00")
    await lead.release(cohort)
    answer = await office.post("/team?weeks=13", {"session": both})
    assert answer.status_code == 409
    assert "A session has changed since you opened the page" in words(answer)
    assert "1pm to 3pm: Welcome" in words(answer)
    assert await told("cover.acknowledged") == []
    answer = await office.post("/team?weeks=13", {"session": boxes(answer.text)})
    assert answer.status_code == 303


async def test_nothing_chosen_and_what_is_not_theirs(lead, cohort, sign_in_as: SignInAs):
    await enrolled(lead, cohort, "Cedar Other", team="West")
    office = await sign_in_as(Scope.MANAGER, subject="East")
    assert "Nobody of your team has an academy date" in words(await office.get("/team"))
    answer = await office.post("/team", {})
    assert (answer.status_code, "Choose the sessions" in words(answer)) == (422, True)
    west = await sign_in_as(Scope.MANAGER, subject="West")
    theirs = boxes((await west.get("/team")).text)
    answer = await office.post("/team", {"session": theirs})
    assert (answer.status_code, "Nothing was confirmed." in words(answer)) == (422, True)
    assert await told("cover.acknowledged") == []


# --- my days -------------------------------------------------------------------------------------


async def test_a_facilitator_takes_the_register_on_a_phone(
    lead, cohort, sign_in_as: SignInAs, monkeypatch
):
    alder, birch, cedar = await enrolled(lead, cohort, "Alder Demo", "Birch Demo", "Cedar Demo")
    uid = await uid_of(lead, cohort, "welcome")
    monkeypatch.setattr(clock, "now", lambda: ON_THE_DAY)
    office = await sign_in_as(Scope.FACILITATOR, subject="Dee Director")
    text = words(await office.get("/my-days"))
    assert "Monday 11 January 2027 today" in text
    assert "9am to 11am Welcome Room A, 1 High Street 3 people expected, nobody marked" in text
    assert "Assessment" not in text  # led by somebody else
    page = await office.get(f"/my-days/{uid}")
    assert "Register: Welcome" in words(page)
    fields = {f"was-{each}": "" for each in (alder, birch, cedar)}
    answer = await office.post(
        f"/my-days/{uid}", {**fields, f"state-{alder}": "absent", "all": "attended"}
    )
    assert (answer.status_code, answer.headers["location"]) == (303, f"/my-days/{uid}?marked=3")
    text = words(await office.get(answer.headers["location"]))
    assert "3 people are marked." in text
    assert "Absent, marked by Person 1 at midday on 11 January 2027" in text
    assert len(await told("attendance.marked")) == 1
    # Sent again, nothing changes; a line is corrected.
    shown = {f"was-{alder}": "absent", f"was-{birch}": "attended", f"was-{cedar}": "attended"}
    answer = await office.post(f"/my-days/{uid}", {**shown, f"state-{birch}": "part"})
    assert answer.headers["location"].endswith("?marked=1")
    states = {each["member"]["id"]: each["state"]
              for each in (await lead.ask("GET", f"/sessions/{uid}/register")).json()["lines"]}  # fmt: skip
    assert states == {alder: "absent", birch: "part", cedar: "attended"}


async def test_what_somebody_else_marked_meanwhile_is_shown_first(
    lead, cohort, sign_in_as: SignInAs, monkeypatch
):
    [alder] = await enrolled(lead, cohort, "Alder Demo")
    uid = await uid_of(lead, cohort, "welcome")
    monkeypatch.setattr(clock, "now", lambda: ON_THE_DAY)
    office = await sign_in_as(Scope.FACILITATOR, subject="Dee Director")
    lines = {"lines": [{"member": alder, "state": "part"}]}
    await lead.ask("PUT", f"/sessions/{uid}/register", body=lines)
    form = {f"was-{alder}": "", f"state-{alder}": "attended"}
    answer = await office.post(f"/my-days/{uid}", form)
    assert answer.status_code == 409
    assert "Alder Demo: Attended a part, marked by Academy lead" in words(answer)
    assert re.search(r'value="attended" checked', answer.text), "what was chosen is kept"
    assert len(await told("attendance.marked")) == 1
    answer = await office.post(f"/my-days/{uid}", {**form, f"was-{alder}": "part"})
    assert answer.status_code == 303


async def test_before_the_session_only_an_agreed_absence(lead, cohort, sign_in_as: SignInAs):
    [alder] = await enrolled(lead, cohort, "Alder Demo")
    uid = await uid_of(lead, cohort, "welcome")
    office = await sign_in_as(Scope.FACILITATOR, subject="Dee Director")
    page = await office.get(f"/my-days/{uid}")
    assert "everybody else attended" not in page.text
    answer = await office.post(f"/my-days/{uid}", {f"state-{alder}": "attended"})
    assert (answer.status_code, "There is a problem" in words(answer)) == (422, True)
    answer = await office.post(f"/my-days/{uid}", {f"state-{alder}": "turnip"})
    assert answer.status_code == 422
    answer = await office.post(f"/my-days/{uid}", {f"state-{alder}": "absent-authorised"})
    assert answer.status_code == 303


async def test_who_does_not_lead_a_session_sees_nothing_of_it(lead, cohort, sign_in_as: SignInAs):
    await enrolled(lead, cohort, "Alder Demo")
    uid = await uid_of(lead, cohort, "welcome")
    other = await sign_in_as(Scope.FACILITATOR, subject="Somebody Else")
    assert "You lead no session from today on." in words(await other.get("/my-days"))
    for address in (uid, str(UUID(int=7))):
        answer = await other.get(f"/my-days/{address}")
        assert (answer.status_code, "Alder" in answer.text) == (404, False)
        assert (await other.post(f"/my-days/{address}", {})).status_code == 404
